/** Pages that ask not to be shown or kept: read and screened like any other, and kept only as the evidence of an alert. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CaptureStore } from '../src/evidence/capture-store.ts';
import { createExtractor } from '../src/extract/extract-page.ts';
import type { Page, PageDirectives } from '../src/model/page.ts';
import type { Site } from '../src/model/site.ts';
import { ingestPage } from '../src/pipeline/ingest-page.ts';
import { keepJournal } from '../src/pipeline/page/keep-journal.ts';
import type { IngestTools, RunContext } from '../src/pipeline/page/run-context.ts';
import { createFieldTally } from '../src/pipeline/page/tally-fields.ts';
import { createRun } from '../src/store/crawling/runs.ts';
import { acquireLease, applySites } from '../src/store/crawling/sites.ts';
import { storeWatchlist } from '../src/store/offers/watchlists.ts';
import { NO_DIRECTIVES } from '../src/text/robots-directives.ts';
import { openTestDatabase } from './support/open-test-database.ts';
import { at, sampleAssessment, sampleSite, sampleWatchlist } from './support/store-samples.ts';

/** A shop's page whose goods alert when they are called Alpha. */
function pageOf(goods: string, said: Partial<PageDirectives>, meta = ''): Page {
  const html = `<html><head>${meta}<script type="application/ld+json">
    {"@context":"https://schema.org","@type":"Product","name":"${goods}","offers":{"@type":"Offer","price":"5","priceCurrency":"EUR"}}
    </script></head><body><h1>${goods}</h1><button>Add to cart</button></body></html>`;
  const url = `https://a.example/p/${goods}`;
  return {
    requestedUrl: url,
    url,
    status: 200,
    headers: { 'content-type': 'text/html' },
    body: Buffer.from(html),
    fetchedAt: at(0).toISOString(),
    via: 'http',
    directives: { ...NO_DIRECTIVES, ...said },
    proof: null,
  };
}

function captureStore(): CaptureStore & { readonly puts: string[] } {
  const puts: string[] = [];
  const store: CaptureStore & { readonly puts: string[] } = {
    puts,
    begin(bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      puts.push(sha256);
      const size = bytes.byteLength;
      return {
        sha256,
        stored: async () => ({ sha256, bytes: size, storedBytes: size }),
        kept: async () => undefined,
      };
    },
    put: (bytes) => store.begin(bytes).stored(),
    has: () => false,
    get: async () => null,
    packed: async () => null,
    unpack: async () => undefined,
    remove: async () => undefined,
    sweep: async () => 0,
  };
  return store;
}

/** What is kept of the pages, and how many listings and alerts came of them. */
async function ingest(pages: readonly Page[], overrides: Partial<Site['overrides']> = {}) {
  await using database = await openTestDatabase();
  const { db } = database;
  const site = sampleSite('a', {
    overrides: { robots: null, nofollow: null, noarchive: null, ...overrides },
  });
  await storeWatchlist(db, sampleWatchlist('list-1', { 'substance-a': 'Alpha' }), at(0));
  await applySites(db, [site], 'file', at(0));
  const lease = await acquireLease(db, 'a', 'test', 60);
  const captures = captureStore();
  const screened: string[] = [];
  const tools: IngestTools = {
    db,
    captures,
    screener: {
      version: 'list-1',
      screenText: () => sampleAssessment(),
      screen: ({ title }) => {
        screened.push(title ?? '');
        return sampleAssessment({ verdict: title === 'Alpha' ? 'alert' : 'clear' });
      },
    },
    clock: () => at(1),
    alertsPerRun: 200,
    picturesPerRun: 0,
  };
  const context: RunContext = {
    site,
    run: await createRun(db, 'a', 'command', at(0)),
    token: lease?.token ?? 0,
    counts: { pages: 0, listings: 0, opened: 0, revised: 0 },
    unused: {},
    extract: createExtractor(site, 'own'),
    fields: createFieldTally(),
    flood: { alert: null },
    cards: { waiting: 0 },
  };
  const from = { batches: 0, position: 0, allFresh: true };
  const place = { site: 'a', run: context.run, token: context.token };
  const journal = keepJournal(db, place, from, tools.clock, () => undefined);
  for (const page of pages) await ingestPage(tools, context, page, journal);
  await journal.written();
  const listings = await db.selectFrom('listings').select(['capture_sha256']).execute();
  return {
    puts: captures.puts.length,
    withCapture: listings.filter((listing) => listing.capture_sha256 !== null).length,
    screened,
    ...context.counts,
  };
}

describe('of a page with a listing', () => {
  it.each<[string, Page, number]>([
    ['that says nothing, a copy is kept', pageOf('Beta', {}), 1],
    ['that says nofollow, a copy is kept', pageOf('Beta', { nofollow: true }), 1],
    ['that says noarchive in a header, none is kept', pageOf('Beta', { noarchive: true }), 0],
    ['that says noindex in a header, none is kept', pageOf('Beta', { noindex: true }), 0],
    [
      'that says noarchive in its text, none is kept',
      pageOf('Beta', {}, '<meta name="robots" content="noarchive">'),
      0,
    ],
    [
      'that says noindex in its text, none is kept',
      pageOf('Beta', {}, '<meta name="Robots" content="NOINDEX, follow">'),
      0,
    ],
    [
      'that says it to us by name, none is kept',
      pageOf('Beta', {}, '<meta name="precursorwatch" content="noarchive">'),
      0,
    ],
    [
      'that says it to another, a copy is kept',
      pageOf('Beta', {}, '<meta name="otherbot" content="noarchive">'),
      1,
    ],
    ['that alerts, a copy is kept whatever it says', pageOf('Alpha', { noarchive: true, noindex: true }), 1],
  ])('%s', async (_name, page, copies) => {
    const done = await ingest([page]);
    expect(done).toMatchObject({ puts: copies, withCapture: copies, pages: 1, listings: 1 });
    expect(done.screened).toHaveLength(1);
  });

  it('that asks for no copy, one is kept where the operator has a written reason', async () => {
    const noarchive = 'Evidence of every offer is needed, order 7/2025.';
    const done = await ingest([pageOf('Beta', { noarchive: true })], { noarchive });
    expect(done).toMatchObject({ puts: 1, withCapture: 1 });
  });

  it('that asks for no copy and alerts only later, one is kept then', async () => {
    const before = pageOf('Beta', { noarchive: true });
    const after = { ...pageOf('Alpha', { noarchive: true }), url: before.url, requestedUrl: before.url };
    expect(await ingest([before, after])).toMatchObject({ puts: 1, withCapture: 1, opened: 1 });
  });
});
