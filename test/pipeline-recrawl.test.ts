/** Sites that are visited again: what is asked for once more, what is found, and what is called gone. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunSummary } from '../src/model/run.ts';
import { runSite } from '../src/pipeline/run-site.ts';
import { generateMarket } from './market/generate-market.ts';
import type { MarketListing } from './market/listing.ts';
import { openTestWorkplace, type TestWorkplace } from './support/open-test-workplace.ts';

/** The fewest of which a day changes more than three of each kind, and of whose requests the lists are no more than three in a hundred. */
const MARKET = { shops: 5, listings: 900 } as const;
const HOUR = 3_600_000;

let place: TestWorkplace;
let now: number;

beforeEach(async () => {
  now = Date.parse('2026-11-01T00:00:00Z');
  place = await openTestWorkplace({ ...MARKET, clock: () => new Date(now) });
});
afterEach(async () => {
  await place[Symbol.asyncDispose]();
});

type Run = { readonly summary: RunSummary; readonly paths: readonly string[] };

/** One run and what it asked the shop for; the next one comes six hours later. */
async function run(site: string): Promise<Run> {
  const before = place.market.requests().length;
  const order = { site, run: null, trigger: 'command', signal: new AbortController().signal } as const;
  const summary = await runSite(place.tools, order);
  now += 6 * HOUR;
  const requests = place.market.requests().slice(before);
  return { summary, paths: requests.map(({ path }) => path) };
}

function stockOf(shop: string, day: number): Map<string, MarketListing> {
  const stocks = generateMarket({ ...MARKET, day });
  const stock = stocks.find((each) => each.shop.id === shop);
  return new Map((stock?.listings ?? []).map((listing) => [listing.path, listing]));
}

/** What is stored of the shop's listings, by the path of their own page. */
async function stored(shop: string) {
  const rows = await place.database.db
    .selectFrom('listings')
    .select(['url', 'state', 'content'])
    .where('site_id', '=', shop)
    .execute();
  return new Map(rows.map(({ url, ...row }) => [new URL(url).pathname, row]));
}

// Sitemap, entity tags, dates of the details alone, nothing at all.
describe.each([
  ['jsonld-shop', 0.03],
  ['classifieds', 0.03],
  ['chem-supplier', 0.03],
  ['board', 0.12],
])('%s', (shop, share) => {
  it(`is asked for no more than ${share * 100} % when nothing has moved, and all that has moved is found`, async () => {
    const first = await run(shop);
    const second = await run(shop);
    console.log(`${shop}: ${first.paths.length} requests, then ${second.paths.length}`);
    expect(second.summary).toMatchObject({ status: 'ok', alerts: { opened: 0, revised: 0 } });
    expect(second.paths.length).toBeLessThanOrEqual(first.paths.length * share);
    const [before, known] = [stockOf(shop, 0), await stored(shop)];

    place.market.turnTo(1);
    const third = await run(shop);
    const [after, found] = [stockOf(shop, 1), await stored(shop)];
    const added = [...after.keys()].filter((path) => !before.has(path));
    const removed = [...before.keys()].filter((path) => !after.has(path));
    const edited = [...after].filter(
      ([path, { price }]) => before.has(path) && before.get(path)?.price !== price,
    );
    expect(Math.min(added.length, removed.length, edited.length)).toBeGreaterThan(3);
    expect([...after.keys()].filter((path) => found.get(path)?.state !== 'live')).toEqual([]);
    const priceOf = (listings: typeof found, path: string) => listings.get(path)?.content.price?.amount;
    expect(edited.filter(([path]) => priceOf(found, path) === priceOf(known, path))).toEqual([]);
    // Each of them was asked for, and answered that it is gone, before it was called so.
    expect(removed.filter((path) => found.get(path)?.state !== 'gone')).toEqual([]);
    expect(removed.filter((path) => !third.paths.includes(path))).toEqual([]);
    expect([...found.values()].filter(({ state }) => state === 'gone')).toHaveLength(removed.length);
    // What has not moved was left in peace.
    const moved = new Set([...added, ...removed, ...edited.map(([path]) => path)]);
    const asked = third.paths.filter((path) => after.has(path) && !moved.has(path));
    expect(asked.length).toBeLessThan(after.size * 0.02);

    const fourth = await run(shop);
    expect(fourth.paths.length).toBeLessThanOrEqual(first.paths.length * share);
    expect([...(await stored(shop)).values()].filter(({ state }) => state === 'gone')).toHaveLength(
      removed.length,
    );
  });
});

describe('a run', () => {
  it('that its budget ended is gone on with by the next one, which begins with what is new', async () => {
    const { db } = place.database;
    const all = stockOf('board', 0);
    const { config } = await db
      .selectFrom('sites')
      .select('config')
      .where('id', '=', 'board')
      .executeTakeFirstOrThrow();
    const small = { ...config, politeness: { ...config.politeness, pages: 60 } };
    await db
      .updateTable('sites')
      .set({ config: JSON.stringify(small) })
      .where('id', '=', 'board')
      .execute();
    const asked: string[] = [];
    const sizes: number[] = [];
    for (let count = 0; count < 5 && sizes.at(-1) !== 3; count += 1) {
      const { summary, paths } = await run('board');
      sizes.push(paths.length - 1);
      asked.push(...paths.filter((path) => all.has(path)));
      expect(summary.status).toBe(paths.length - 1 < 60 ? 'ok' : 'partial');
    }
    expect(sizes.slice(0, 3)).toEqual([60, 60, 60]);
    expect(new Set(asked).size).toBe(all.size);
    // After a day a few are looked at again by age.
    expect(asked.length).toBeLessThan(all.size + 12);
  });

  it('reads everything again when the site file says that its pages are read otherwise', async () => {
    const { db } = place.database;
    const first = await run('classifieds');
    const { config } = await db
      .selectFrom('sites')
      .select('config')
      .where('id', '=', 'classifieds')
      .executeTakeFirstOrThrow();
    const other = JSON.stringify({ ...config, currency: 'EUR' });
    await db.updateTable('sites').set({ config: other }).where('id', '=', 'classifieds').execute();
    const second = await run('classifieds');
    expect(second.paths.length).toBeGreaterThan(first.paths.length * 0.9);
    expect(second.summary.skipped.unchanged).toBeUndefined();
  });

  it('looks at a few of what is old and nothing else when months have passed and nothing has moved', async () => {
    const details = (paths: readonly string[]) => paths.filter((path) => path.includes('/ad/'));
    const first = await run('classifieds');
    now += 90 * 24 * HOUR;
    const second = await run('classifieds');
    expect(details(second.paths).length).toBeLessThanOrEqual(details(first.paths).length * 0.06);
    expect(second.paths.length).toBeLessThanOrEqual(first.paths.length * 0.065);
    expect(second.summary.skipped.unchanged ?? 0).toBeGreaterThan(10);
    // What it looked at by age it does not look at again in the next run.
    const third = await run('classifieds');
    expect(details(third.paths).filter((path) => details(second.paths).includes(path))).toEqual([]);
  });
});
