/** Sitemaps of an index that does not date them: asked for more seldom as they show nothing new, and at least daily. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadWatchlist } from '../config/load-watchlist.ts';
import { runSite } from '../src/pipeline/run-site.ts';
import { applySites } from '../src/store/crawling/sites.ts';
import { storeWatchlist } from '../src/store/offers/watchlists.ts';
import { openTestWorkplace, type TestWorkplace } from './support/open-test-workplace.ts';
import { type Loopback, startLoopback } from './support/start-loopback.ts';
import { sampleSite } from './support/store-samples.ts';

const HOUR = 3_600_000;
const CHILDREN = ['/sitemap-1.xml', '/sitemap-2.xml', '/sitemap-3.xml'];

const xml = (root: string, rows: readonly string[]) =>
  `<?xml version="1.0"?><${root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${rows.join('')}</${root}>`;
const offerPage = (path: string) =>
  `<!doctype html><title>Kettle ${path}</title><script type="application/ld+json">{"@context":"https://schema.org","@type":"Product","name":"Kettle ${path}","offers":{"@type":"Offer","price":"10","priceCurrency":"EUR"}}</script><h1>Kettle ${path}</h1>`;

let place: TestWorkplace;
let server: Loopback;
let now: number;
/** Paths of the offers that each child names, with the day of their last change. */
let offers: Map<string, Map<string, string>>;
let dated: boolean;

beforeEach(async () => {
  now = Date.parse('2026-11-01T00:00:00Z');
  dated = true;
  place = await openTestWorkplace({ shops: 5, listings: 5, clock: () => new Date(now) });
  const ten = (child: string) =>
    Array.from({ length: 10 }, (_, n): [string, string] => [
      `/offer${child.slice(8, 10)}-${n}`,
      '2026-10-01T08:00:00Z',
    ]);
  offers = new Map(CHILDREN.map((child) => [child, new Map(ten(child))]));
  server = await startLoopback((path, request) => {
    const origin = `http://${request.headers.host}`;
    if (path === '/robots.txt') return { body: `Sitemap: ${origin}/sitemap.xml\n` };
    const answer = (body: string) => ({ headers: { 'content-type': 'application/xml' }, body });
    if (path === '/sitemap.xml')
      return answer(
        xml(
          'sitemapindex',
          CHILDREN.map((child) => `<sitemap><loc>${origin}${child}</loc></sitemap>`),
        ),
      );
    const named = offers.get(path);
    const day = (at: string) => (dated ? `<lastmod>${at}</lastmod>` : '');
    if (named !== undefined)
      return answer(
        xml(
          'urlset',
          [...named].map(([each, at]) => `<url><loc>${origin}${each}</loc>${day(at)}</url>`),
        ),
      );
    if (path === '/') return { body: '<!doctype html><title>Shop</title><h1>Kettles and more</h1>' };
    const there = [...offers.values()].some((each) => each.has(path));
    return there ? { body: offerPage(path) } : { status: 404 };
  });
  const { db } = place.database;
  const schedule = { everySeconds: 6 * 3600, window: null, timezone: 'UTC' };
  const start = ['http://shop.practice.invalid/'];
  const pages = { list: null, detail: { match: '/offer*', item: [], next: [], fields: {} } };
  const site = sampleSite('shop', { practice: true, fetch: 'http', start, schedule, pages });
  await applySites(db, [site], 'practice', new Date(now));
  const watchlist = new URL('../config/watchlist', import.meta.url).pathname;
  await storeWatchlist(db, await loadWatchlist(watchlist), new Date(now));
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await place[Symbol.asyncDispose]();
});

/** The paths that one run asks for; the next one comes six hours later. */
async function run(): Promise<string[]> {
  const before = server.paths().length;
  const practiceMarket = async () => ({
    origins: { shop: server.origin },
    [Symbol.asyncDispose]: async () => undefined,
  });
  const { signal } = new AbortController();
  await runSite({ ...place.tools, practiceMarket }, { site: 'shop', run: null, trigger: 'command', signal });
  now += 6 * HOUR;
  return server.paths().slice(before);
}

async function days(count: number): Promise<string[][]> {
  const runs: string[][] = [];
  for (let times = 0; times < 4 * count; times += 1) runs.push(await run());
  return runs;
}

const looks = (runs: readonly (readonly string[])[]) =>
  runs.map((paths) => CHILDREN.filter((child) => paths.includes(child)).length);

async function stateOf(path: string): Promise<string | undefined> {
  const rows = await place.database.db
    .selectFrom('listings')
    .select(['url', 'state'])
    .where('site_id', '=', 'shop')
    .execute();
  return rows.find(({ url }) => url.endsWith(path))?.state;
}

it.each([true, false])('are all looked at daily when nothing is new (offers dated: %s)', async (isDated) => {
  dated = isDated;
  const runs = await days(4);
  expect(runs[0]?.filter((path) => path.startsWith('/offer'))).toHaveLength(30);
  const seen = looks(runs);
  // All or none: an offer that none of them names is missed only when all were read.
  expect(seen.filter((each) => each !== 0 && each !== 3)).toEqual([]);
  expect(seen.slice(0, 2)).toEqual([3, 3]);
  expect(seen.slice(8).filter((each) => each === 3)).toHaveLength(2);
  // By age alone: what is left out misses nobody.
  const asked = runs.slice(1).flatMap((paths) => paths.filter((path) => path.startsWith('/offer')));
  expect(asked.length).toBeLessThan(61);
  expect(await stateOf('/offer-1-3')).toBe('live');
});

it('tell what is new, changed and gone within a day, and are looked at more often then', async () => {
  await days(4);
  const [first, second] = CHILDREN.map((child) => offers.get(child));
  first?.set('/offer-1-new', '2026-11-05T08:00:00Z');
  second?.set('/offer-2-1', '2026-11-05T08:00:00Z');
  first?.delete('/offer-1-9');
  const day = (await days(1)).flat();
  expect(await stateOf('/offer-1-new')).toBe('live');
  expect(day).toContain('/offer-2-1');
  expect(await stateOf('/offer-1-9')).toBe('gone');
  expect(await stateOf('/offer-3-1')).toBe('live');
  const after = looks(await days(1));
  expect(after.filter((each) => each === 3).length).toBeGreaterThan(1);
});

it('that cannot be read, or are gone, do not keep the others awake', async () => {
  offers.delete('/sitemap-3.xml');
  await days(4);
  const seen = (await days(2)).map((paths) => paths.filter((path) => path.startsWith('/sitemap-')).length);
  expect(seen.filter((each) => each > 0).length).toBeLessThan(4);
});
