/** Times the steps of the way of a page against a peer in the same run, on the practice market's pages; prints ratios. */
import { parseArgs } from 'node:util';
import { load } from 'cheerio';
import { loadWatchlist } from '../../config/load-watchlist.ts';
import { extractPage } from '../../src/extract/extract-page.ts';
import type { Listing } from '../../src/model/listing.ts';
import { compileWatchlist } from '../../src/screen/compile-watchlist.ts';
import { screenedFields } from '../../src/screen/screened-fields.ts';
import { startMarket } from '../market/start-market.ts';
import { marketTruth } from '../market/truth.ts';

const USAGE =
  'npm run bench -- [--rounds N] [--pages N]   times extraction and screening; more rounds, steadier ratios';

type SavedPage = { url: string; body: Uint8Array };

/** Detail pages of the shop with structured data, as a crawl would get them. */
async function savedPages(count: number): Promise<SavedPage[]> {
  await using market = await startMarket({});
  const origin = market.origins['jsonld-shop'] ?? '';
  const paths = marketTruth({})
    .listings.filter((listing) => listing.shop === 'jsonld-shop')
    .map((listing) => listing.path);
  const pages: SavedPage[] = [];
  for (const path of paths.slice(0, count)) {
    const answer = await fetch(origin + path);
    pages.push({ url: origin + path, body: new Uint8Array(await answer.arrayBuffer()) });
  }
  return pages;
}

function expectCount(what: string, found: number, wanted: number): void {
  if (found !== wanted) throw new Error(`${what}: ${found} found, ${wanted} expected`);
}

/** Median seconds of `rounds` runs, each pair in turn, so that a drifting machine moves both alike. */
function inTurn(rounds: number, ours: () => void, peer: () => void): { ours: number; peer: number } {
  const times: { ours: number[]; peer: number[] } = { ours: [], peer: [] };
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, work] of [
      ['ours', ours],
      ['peer', peer],
    ] as const) {
      const started = process.hrtime.bigint();
      work();
      // The first round warms up.
      if (round > 0) times[name].push(Number(process.hrtime.bigint() - started) / 1e9);
    }
  }
  const median = (values: number[]) =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
  return { ours: median(times.ours), peer: median(times.peer) };
}

function report(
  what: string,
  amount: number,
  unit: string,
  time: { ours: number; peer: number },
  peer: string,
): void {
  const rate = (seconds: number) => (amount / seconds).toFixed(1).padStart(9);
  const ratio = (time.peer / time.ours).toFixed(2);
  console.log(
    `${what.padEnd(12)} ${rate(time.ours)} ${unit}   ${peer}: ${rate(time.peer)} ${unit}   ratio ${ratio}`,
  );
}

function benchExtraction(pages: readonly SavedPage[], rounds: number): Listing[] {
  const decoder = new TextDecoder();
  const listings: Listing[] = [];
  const headers = { 'content-type': 'text/html; charset=utf-8' };
  const ours = () => {
    listings.length = 0;
    for (const page of pages) listings.push(...extractPage({ ...page, status: 200, headers }, null).listings);
    expectCount('listings', listings.length, pages.length);
  };
  const peer = () => {
    let titles = 0;
    for (const page of pages) if (load(decoder.decode(page.body))('h1').text() !== '') titles += 1;
    expectCount('titles', titles, pages.length);
  };
  report('extraction', pages.length, 'pages/s', inTurn(rounds, ours, peer), 'cheerio.load + title');
  return listings;
}

async function benchScreening(listings: readonly Listing[], rounds: number): Promise<void> {
  const watchlist = await loadWatchlist(new URL('../../config/watchlist', import.meta.url).pathname);
  const screener = compileWatchlist(watchlist);
  const terms = watchlist.substances.flatMap((substance) => substance.terms.map((term) => term.text));
  const expression = new RegExp(terms.map((term) => RegExp.escape(term)).join('|'), 'giu');
  const texts = listings.map((listing) =>
    screenedFields(listing)
      .map((field) => field.text)
      .join('\n'),
  );
  const megabytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1e6;
  const now = new Date('2026-01-01T00:00:00Z');
  const alerts = () => listings.filter((listing) => screener.screen(listing, now).verdict === 'alert').length;
  const wantedAlerts = alerts();
  const matches = () => texts.reduce((sum, text) => sum + [...text.matchAll(expression)].length, 0);
  const wantedMatches = matches();
  if (wantedAlerts === 0 || wantedMatches === 0)
    throw new Error('nothing was found: the benchmark measures nothing');
  const time = inTurn(
    rounds,
    () => expectCount('alerts', alerts(), wantedAlerts),
    () => expectCount('matches', matches(), wantedMatches),
  );
  report('screening', megabytes, 'MB/s', time, `RegExp of ${terms.length} names, matching only`);
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    pages: { type: 'string', default: '120' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) console.log(USAGE);
else {
  const rounds = Number(values.rounds);
  console.log(`median of ${rounds} rounds, ours and the peer in turn; ratio above 1 means ours is faster`);
  const listings = benchExtraction(await savedPages(Number(values.pages)), rounds);
  await benchScreening(listings, rounds);
}
