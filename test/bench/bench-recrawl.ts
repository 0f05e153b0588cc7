/** Sites that are visited again: what they are asked for when nothing has moved, and whether all that has moved is found. */
import { readSettings } from '../../config/settings.ts';
import { createLog } from '../../src/log.ts';
import { openWorkplace, type Workplace } from '../../src/pipeline/open-tools.ts';
import { runSite } from '../../src/pipeline/run-site.ts';
import { textTable } from '../evaluate/text-table.ts';
import { generateMarket } from '../market/generate-market.ts';
import type { MarketListing } from '../market/listing.ts';
import { type Market, startMarket } from '../market/start-market.ts';
import { openGround } from './crawl-ground.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const SHOPS = 5;
const HOUR = 3_600_000;

/** What each shop lets a crawler know, and the largest share of the first run's requests that a run without news may take. */
const EXPECTED = [
  { shop: 'jsonld-shop', has: 'sitemap', share: 0.03 },
  { shop: 'classifieds', has: 'entity tags', share: 0.03 },
  { shop: 'chem-supplier', has: 'dates of details', share: 0.03 },
  { shop: 'board', has: 'neither', share: 0.12 },
] as const;

type Stock = ReadonlyMap<string, MarketListing>;

function stocksOf(listings: number, day: number): ReadonlyMap<string, Stock> {
  const stocks = generateMarket({ shops: SHOPS, listings, day });
  return new Map(
    stocks.map(({ shop, listings: goods }) => [shop.id, new Map(goods.map((each) => [each.path, each]))]),
  );
}

type Moved = {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly missed: number;
};

/** What moved from one day to the next, and how much of it the database does not say. */
async function movedOf({ database }: Workplace, shop: string, before: Stock, after: Stock): Promise<Moved> {
  const rows = await database.db
    .selectFrom('listings')
    .select(['url', 'state', 'content'])
    .where('site_id', '=', shop)
    .execute();
  const stored = new Map(rows.map(({ url, ...row }) => [new URL(url).pathname, row]));
  const live = (path: string) => stored.get(path)?.state === 'live';
  const added = [...after.keys()].filter((path) => !before.has(path));
  const removed = [...before.keys()].filter((path) => !after.has(path));
  const changed = [...after].filter(
    ([path, { price }]) => before.has(path) && before.get(path)?.price !== price,
  );
  const seen = new Set([...before.keys()].filter((path) => live(path)));
  const missed = [...added, ...changed.map(([path]) => path)].filter((path) => !live(path));
  const kept = removed.filter((path) => seen.has(path));
  return {
    added: added.length,
    changed: changed.length,
    removed: removed.length,
    missed: missed.length + kept.length,
  };
}

async function visitThrice(
  workplace: Workplace,
  market: Market,
  listings: number,
  shop: string,
  tick: () => void,
) {
  const practiceMarket = async () => ({
    origins: market.origins,
    [Symbol.asyncDispose]: async () => undefined,
  });
  const run = async (): Promise<number> => {
    const before = market.requests().length;
    const order = {
      site: shop,
      run: null,
      trigger: 'command',
      signal: new AbortController().signal,
    } as const;
    const summary = await runSite({ ...workplace.tools, practiceMarket }, order);
    if (summary.status !== 'ok') throw new Error(`${shop}: ${summary.status}, ${summary.problem ?? ''}`);
    tick();
    return market.requests().length - before;
  };
  market.turnTo(0);
  const [first, second] = [await run(), await run()];
  market.turnTo(1);
  const third = await run();
  const [before, after] = [stocksOf(listings, 0).get(shop), stocksOf(listings, 1).get(shop)];
  if (before === undefined || after === undefined) throw new Error(`no stock of ${shop}`);
  return { first, second, third, ...(await movedOf(workplace, shop, before, after)) };
}

/** `listings` are those of the whole market; a fifth of them needs a browser and is left out here. */
export async function benchRecrawl(listings: number): Promise<void> {
  await using ground = await openGround();
  await using market = await startMarket({ shops: SHOPS, listings });
  let now = Date.parse('2026-11-01T00:00:00Z');
  const settings = {
    ...readSettings(ROOT),
    ...(await ground.fresh()),
    practice: 'on',
  } as const;
  await using workplace = await openWorkplace(settings, ROOT, createLog('error'), () => new Date(now), {
    applying: 'all',
  });
  const head = [
    'shop',
    'has',
    'first run',
    'nothing moved',
    '%',
    'at most',
    'moved',
    'then',
    'new',
    'changed',
    'gone',
    'missed',
  ];
  const rows: string[][] = [];
  for (const { shop, has, share } of EXPECTED) {
    const done = await visitThrice(workplace, market, listings, shop, () => {
      now += 6 * HOUR;
    });
    const { first, second, third, added, changed, removed, missed } = done;
    const percent = (part: number) => (100 * part).toFixed(1);
    const asked = [first, second].map(String);
    const moved = [added, changed, removed, missed].map(String);
    rows.push([shop, has, ...asked, percent(second / first), percent(share), '', String(third), ...moved]);
    if (second > first * share || missed > 0) process.exitCode = 1;
  }
  console.log(`requests of runs over a market of ${listings} listings\n${textTable([head, ...rows])}\n`);
}
