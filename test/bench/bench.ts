/** `npm run bench`: times the steps of the way of a page, each against a peer in the same run, and prints ratios. */
import { parseArgs } from 'node:util';
import { benchBrowser } from './bench-browser.ts';
import { benchConsole } from './bench-console.ts';
import { benchCrawl, benchCrawlMemory } from './bench-crawl.ts';
import { benchExtract } from './bench-extract.ts';
import { benchExtractMemory } from './bench-extract-memory.ts';
import { benchHostile } from './bench-hostile.ts';
import { benchIngest } from './bench-ingest.ts';
import { benchLocks } from './bench-locks.ts';
import { benchMarketPages } from './bench-market-pages.ts';
import { benchPublish } from './bench-publish.ts';
import { benchRecrawl } from './bench-recrawl.ts';
import { benchRescreen } from './bench-rescreen.ts';
import { benchReview } from './bench-review.ts';
import { benchSchedule } from './bench-schedule.ts';
import { benchScreen } from './bench-screen.ts';
import { benchWorkers } from './bench-workers.ts';

const BENCHES: Readonly<Record<string, (rounds: number, pages: number) => Promise<void>>> = {
  screen: benchScreen,
  extract: benchExtract,
  'extract-memory': benchExtractMemory,
  hostile: benchHostile,
  pages: benchMarketPages,
  crawl: async (rounds) => await benchCrawl({ rounds: Math.min(rounds, 3), pages: asked('pages', 2000) }),
  'crawl-memory': async (_rounds, pages) => await benchCrawlMemory(pages),
  recrawl: async (_rounds, pages) => await benchRecrawl(pages),
  browser: async (rounds) => await benchBrowser({ rounds: Math.min(rounds, 3), pages: asked('pages', 100) }),
  rescreen: async () => await benchRescreen(count('listings'), count('threads')),
  publish: async () => await benchPublish({ sites: count('sites'), seconds: count('seconds') }),
  schedule: async () => await benchSchedule(asked('sites', 10_000)),
  workers: benchWorkers,
  locks: benchLocks,
  ingest: async (rounds) => await benchIngest(rounds, count('listings')),
  console: async () => await benchConsole(count('alerts')),
  review: async () =>
    await benchReview({ alerts: count('alerts'), analysts: count('analysts'), seconds: count('seconds') }),
};

const USAGE = `npm run bench -- [--rounds N] [--pages N] [NAME …]   more rounds, steadier ratios; pages: of extract-memory, crawl, crawl-memory (and ten times as many), recrawl, browser; review: [--alerts N] [--analysts N] [--seconds N]; publish: [--sites N] [--seconds N]; schedule: [--sites N]; ingest: [--listings N]; rescreen: [--listings N] [--threads N]; names: ${Object.keys(BENCHES).join(', ')}`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '7' },
    pages: { type: 'string', default: '10000' },
    alerts: { type: 'string', default: '100000' },
    analysts: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '60' },
    listings: { type: 'string', default: '1000000' },
    threads: { type: 'string', default: '2' },
    sites: { type: 'string', default: '500' },
    help: { type: 'boolean', default: false },
  },
});
const unknown = positionals.find((name) => !(name in BENCHES));
const [rounds, pages] = [count('rounds'), count('pages')];
const NUMBERS = ['rounds', 'pages', 'alerts', 'analysts', 'seconds', 'listings', 'threads', 'sites'] as const;
const wrong = NUMBERS.some((name) => !(count(name) > 0));
if (values.help || unknown !== undefined || wrong) {
  console.log(USAGE);
  process.exitCode = values.help ? 0 : 2;
} else {
  console.log(`median of ${rounds} rounds, all ways in turn; a ratio above 1 means ours is faster\n`);
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (positionals.length === 0 || positionals.includes(name)) await bench(rounds, pages);
  }
}

/** As it was asked for, or what its figures are stated for. */
function asked(name: 'pages' | 'sites', otherwise: number): number {
  return process.argv.some((argument) => argument.startsWith(`--${name}`)) ? count(name) : otherwise;
}

function count(name: (typeof NUMBERS)[number]): number {
  return Number(values[name]);
}
