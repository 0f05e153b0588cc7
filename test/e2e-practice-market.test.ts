/** The whole way of a page on the practice market: crawled politely, alerts held against the market's truth, nothing found twice. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAllowed } from '../crawlers/robots.ts';
import { PRODUCT, VERSION } from '../src/model/product.ts';
import type { RunSummary } from '../src/model/run.ts';
import { runSite } from '../src/pipeline/run-site.ts';
import { listSites } from '../src/store/crawling/sites.ts';
import { type MarketTruth, marketTruth } from './market/truth.ts';
import { openTestWorkplace, type TestWorkplace } from './support/open-test-workplace.ts';

/** Half of what operators meet, since each page that a script draws takes a second. */
const MARKET = { listings: 320 };
const BROWSER_SHOP = 'script-shop';

let place: TestWorkplace;
let truth: MarketTruth;
let siteIds: string[];
const first = new Map<string, RunSummary>();
const second = new Map<string, RunSummary>();

const run = (site: string) =>
  runSite(place.tools, { site, run: null, trigger: 'command', signal: new AbortController().signal });

/** Side by side, as a worker does it: they are different hosts. */
async function crawlAll(sites: readonly string[], into: Map<string, RunSummary>): Promise<void> {
  for (const summary of await Promise.all(sites.map(run))) into.set(summary.site, summary);
}

beforeAll(async () => {
  place = await openTestWorkplace(MARKET);
  truth = marketTruth(MARKET);
  siteIds = (await listSites(place.database.db)).map((stored) => stored.site.id);
  await crawlAll(siteIds, first);
  // The shop that needs a browser takes most of the time: once is enough to see that it is read.
  await crawlAll(
    siteIds.filter((site) => site !== BROWSER_SHOP),
    second,
  );
}, 600_000);

afterAll(async () => {
  await place[Symbol.asyncDispose]();
});

type Verdict = { shop: string; path: string; offer: number | null; verdict: string };

async function verdicts(): Promise<Verdict[]> {
  const rows = await place.database.db
    .selectFrom('listings')
    .innerJoin('assessments', 'assessments.listing_id', 'listings.id')
    .select(['listings.site_id', 'listings.url', 'listings.offer_id', 'assessments.verdict'])
    .execute();
  return rows.map((row) => {
    const url = new URL(row.url);
    return { shop: row.site_id, path: url.pathname + url.search, offer: row.offer_id, verdict: row.verdict };
  });
}

const nameOf = (shop: string, path: string) => `${shop} ${path}`;

describe('a crawl of the practice market', () => {
  it('ends ok at every shop', () => {
    const statuses = [...first.values()].map((run) =>
      `${run.site} ${run.status} ${run.problem ?? ''}`.trim(),
    );
    expect(statuses).toEqual(siteIds.map((site) => `${site} ok`));
  });

  it('finds every listing of the truth', async () => {
    const found = new Set((await verdicts()).map((row) => nameOf(row.shop, row.path)));
    const missing = truth.listings.filter((listing) => !found.has(nameOf(listing.shop, listing.path)));
    console.log(`listings found: ${truth.listings.length - missing.length} of ${truth.listings.length}`);
    expect(missing.map((listing) => nameOf(listing.shop, listing.path)).slice(0, 5)).toEqual([]);
  });

  it('alerts on what is offered and stays silent on the rest', async () => {
    const rows = await verdicts();
    const alerted = new Set(
      rows.filter((row) => row.verdict === 'alert').map((row) => nameOf(row.shop, row.path)),
    );
    const wanted = new Map(truth.listings.map((listing) => [nameOf(listing.shop, listing.path), listing]));
    const right = [...alerted].filter((name) => (wanted.get(name)?.substances.length ?? 0) > 0);
    const positives = truth.listings.filter((listing) => listing.substances.length > 0);
    const wrong = [...alerted].filter((name) => !right.includes(name));
    const missed = positives.filter((listing) => !alerted.has(nameOf(listing.shop, listing.path)));
    const precision = right.length / alerted.size;
    const recall = right.length / positives.length;
    console.log(`alerts against the truth: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`);
    console.log(
      `  false: ${wrong.map((name) => `${name} (${wanted.get(name)?.category ?? '?'})`).join(', ') || 'none'}`,
    );
    console.log(
      `  missed: ${missed.map((each) => `${nameOf(each.shop, each.path)} (${each.technique})`).join(', ') || 'none'}`,
    );
    expect(precision).toBeGreaterThanOrEqual(0.95);
    expect(recall).toBeGreaterThanOrEqual(0.9);
  });

  it('opens one alert per offer', async () => {
    const alerts = await place.database.db.selectFrom('alerts').select(['offer_id']).execute();
    expect(new Set(alerts.map((alert) => alert.offer_id)).size).toBe(alerts.length);
    const opened = [...first.values()].reduce((sum, run) => sum + run.alerts.opened, 0);
    expect(opened).toBe(alerts.length);
    const offers = new Set(
      truth.listings.filter((listing) => listing.substances.length > 0).map((listing) => listing.offer),
    );
    console.log(`alerts: ${alerts.length}; offers in the truth: ${offers.size}`);
  });

  it('opens and revises nothing the second time', () => {
    const changes = [...second.values()].map((run) => [
      run.site,
      run.status,
      run.alerts.opened,
      run.alerts.revised,
    ]);
    const again = siteIds.filter((site) => site !== BROWSER_SHOP);
    expect(changes).toEqual(again.map((site) => [site, 'ok', 0, 0]));
  });

  it('never asks for what robots.txt forbids, and always names itself', async () => {
    // A copy: this test's own requests below are not the crawler's.
    const requests = [...place.market.requests()];
    const robots = new Map<string, string>();
    for (const [shop, origin] of Object.entries(place.market.origins)) {
      robots.set(shop, await (await fetch(`${origin}/robots.txt`)).text());
    }
    const trespasses = requests.filter((request) => {
      const origin = place.market.origins[request.shop] ?? '';
      return !isAllowed(robots.get(request.shop) ?? '', 'PrecursorWatch', origin + request.path);
    });
    expect(requests.length).toBeGreaterThan(MARKET.listings);
    expect(trespasses).toEqual([]);
    expect([...new Set(requests.map((request) => request.userAgent))]).toEqual([
      `${PRODUCT}/${VERSION} (practice market)`,
    ]);
  });

  it('publishes one outbox row per alert revision', async () => {
    const rows = await place.database.db.selectFrom('outbox').select(['alert_id', 'revision']).execute();
    const alerts = await place.database.db.selectFrom('alerts').select(['id', 'revision']).execute();
    const revisions = alerts.reduce((sum, alert) => sum + alert.revision, 0);
    expect(rows.length).toBe(revisions);
  });
});
