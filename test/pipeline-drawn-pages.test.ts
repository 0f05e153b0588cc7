/** `fetch: auto` on the practice market's script shop: what one run learns, the next one knows, in another process as well. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CrawlOptions } from '../crawlers/crawl-options.ts';
import { createDrawnPages } from '../crawlers/drawn-pages.ts';
import { findChromium } from '../crawlers/find-chromium.ts';
import type { PlannedUrl } from '../crawlers/planned-url.ts';
import { visitUrl } from '../crawlers/visit-url.ts';
import { extractPage } from '../src/extract/extract-page.ts';
import type { FetchedVia, Page } from '../src/model/page.ts';
import type { Site } from '../src/model/site.ts';
import { recallSite } from '../src/pipeline/run/recall-site.ts';
import { siteAddresses } from '../src/pipeline/run/site-addresses.ts';
import { runSite } from '../src/pipeline/run-site.ts';
import { applySites, findSite } from '../src/store/crawling/sites.ts';
import { canonicalUrl } from '../src/text/canonical-url.ts';
import { generateMarket } from './market/generate-market.ts';
import { startMarket } from './market/start-market.ts';
import { crawlWith } from './support/crawl-with.ts';
import { openTestWorkplace, type TestWorkplace } from './support/open-test-workplace.ts';

const SHOP = 'script-shop';
const MARKET = { shops: 5, listings: 150 } as const;
const DAY = 24 * 3_600_000;

let place: TestWorkplace;
let file: Site;
let details: readonly string[];
let now = Date.parse('2026-11-01T00:00:00Z');

beforeAll(async () => {
  place = await openTestWorkplace(MARKET);
  const stored = await findSite(place.database.db, SHOP);
  if (stored === null) throw new Error(`${SHOP} is not on the market`);
  file = stored.site;
  const stock = generateMarket(MARKET).find(({ shop }) => shop.id === SHOP)?.listings ?? [];
  const folder = (path: string) => path.slice(0, path.lastIndexOf('/'));
  const [first] = stock;
  details = stock.filter(({ path }) => folder(path) === folder(first?.path ?? '')).map(({ path }) => path);
});
afterAll(async () => {
  await place[Symbol.asyncDispose]();
});

/** The site as it stands at one of the market's addresses, and what is known of it. */
function standingAt(origin: string) {
  const site: Site = {
    ...file,
    fetch: 'auto',
    start: file.start.map((url) => origin + new URL(url).pathname),
  };
  const addresses = siteAddresses(file, site);
  const memory = recallSite(place.database.db, {
    site: SHOP,
    addresses,
    reading: '',
    pages: 100,
    everySeconds: 3600,
    now: new Date(now),
  });
  return { site, memory };
}

function pageOf(url: string, via: FetchedVia, body: Uint8Array | string): Page {
  return {
    requestedUrl: url,
    url,
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: Buffer.from(body),
    fetchedAt: new Date(now).toISOString(),
    via,
    directives: { nofollow: false, noindex: false, noarchive: false },
    proof: null,
  };
}

type Seen = { readonly path: string; readonly via: FetchedVia };

/** Reads a page in earnest, and keeps how it came. */
function reader(seen: Seen[]): CrawlOptions['onPage'] {
  return async (page) => {
    seen.push({ path: new URL(page.url).pathname, via: page.via });
    const { kind, listings, needsBrowser, down } = extractPage(page, null);
    return { kind, listings: listings.length, links: [], news: 0, changed: [], needsBrowser, down };
  };
}

/** Visits pages of the shop as one run does, with a stand-in for the browser that draws the same page each time. */
async function visit(paths: readonly string[], sends: 'shell' | 'content', draws = true): Promise<Seen[]> {
  await using market = await startMarket(MARKET);
  const origin = market.origins[SHOP] ?? '';
  const content = '<h1>Garden lamp</h1><p>A lamp for the garden path, of steel.</p>'.repeat(5);
  const seen: Seen[] = [];
  const drawn = createDrawnPages(standingAt(origin).memory, () => new Date(now));
  for (const path of paths) {
    const url = origin + path;
    const planned: PlannedUrl = {
      url,
      canonical: canonicalUrl(url),
      depth: 1,
      kind: 'detail',
      barren: 0,
      missing: false,
      again: false,
      modified: 0,
    };
    const sent = sends === 'content' ? content : await (await fetch(url)).text();
    const failed = {
      reason: 'no-browser',
      status: null,
      detail: '',
      retryAfterSeconds: null,
      proof: null,
    } as const;
    const { outcome } = await visitUrl(planned, {
      mode: 'auto',
      drawn,
      followsAll: false,
      fetch: async () => pageOf(url, 'http', sent),
      render: async () =>
        draws
          ? {
              page: pageOf(url, 'browser', content),
              shoot: null,
              [Symbol.asyncDispose]: async () => undefined,
            }
          : failed,
      onPage: reader(seen),
      wasRead: () => false,
      noteRead: () => undefined,
    });
    expect(outcome).toBe(sends === 'content' || draws ? 'no-listing' : 'no-browser');
  }
  return seen;
}

const ways = (seen: readonly Seen[]) => seen.map(({ via }) => via);

it('the second run gives the browser at once what a script drew in the first, until the shop sends content', async () => {
  const [a = '', b = '', c = '', d = '', e = ''] = details;
  expect(details.length).toBeGreaterThanOrEqual(5);
  expect(ways(await visit([a, b, c, d], 'shell'))).toEqual([
    ...['http', 'browser', 'http', 'browser', 'http', 'browser'],
    'browser',
  ]);
  // The market has another port each time, as after a start of another process.
  expect(ways(await visit([a, b, e], 'shell'))).toEqual(['browser', 'browser', 'browser']);

  // Where there is no browser the page is read as it was sent all the same.
  expect(ways(await visit([a], 'shell', false))).toEqual(['http']);
  expect(ways(await visit([a], 'shell'))).toEqual(['browser']);

  now += 8 * DAY;
  expect(ways(await visit([a, b], 'content'))).toEqual(['http', 'http']);
  expect(ways(await visit([c], 'content'))).toEqual(['http']);
  expect(ways(await visit([d], 'shell'))).toEqual(['http', 'browser']);

  now += 91 * DAY;
  expect(await standingAt('http://127.0.0.1:1').memory.drawn()).toEqual([]);
});

const chromium = findChromium(process.env['CHROMIUM_PATH'] ?? null);

it.skipIf(chromium === null)(
  `so does a real browser${chromium === null ? ' (skipped: no Chromium on this machine)' : ''}`,
  async () => {
    now = Date.now();
    const origin = place.market.origins[SHOP] ?? '';
    const crawl = async () => {
      const { site, memory } = standingAt(origin);
      const seen: Seen[] = [];
      const start = details.slice(0, 5).map((path) => origin + path);
      await crawlWith({
        origins: [origin],
        site: { ...site, start },
        memory,
        chromiumPath: chromium,
        onPage: reader(seen),
      });
      return seen;
    };
    expect(ways(await crawl())).toEqual([
      ...['http', 'browser', 'http', 'browser', 'http', 'browser'],
      ...['browser', 'browser'],
    ]);
    expect(ways(await crawl())).toEqual(['browser', 'browser', 'browser', 'browser', 'browser']);
  },
);

it('what is known of a page stays known when a machine without a browser is to draw it', async () => {
  const { db } = place.database;
  const shop = 'jsonld-shop';
  const stored = await findSite(db, shop);
  if (stored === null) throw new Error(`${shop} is not on the market`);
  const crawl = async (fetch: Site['fetch']) => {
    await applySites(db, [{ ...stored.site, fetch }], 'practice', new Date());
    const order = {
      site: shop,
      run: null,
      trigger: 'command',
      signal: new AbortController().signal,
    } as const;
    await runSite({ ...place.tools, chromiumPath: '/nowhere/chromium' }, order);
    const { rows } = await place.database.pool.query(
      'select key, state, shows, fetched_at from site_pages where site_id = $1 order by key',
      [shop],
    );
    return rows;
  };
  const known = await crawl('http');
  expect(known.length).toBeGreaterThan(10);
  expect(await crawl('browser')).toEqual(known);
});
