/** Extraction of pages made to overwhelm: milliseconds of processor time a megabyte, and whether they grow faster than the page. */
import { extractPage } from '../../src/extract/extract-page.ts';
import { openReadingMemory } from '../../src/extract/page/reading-memory.ts';
import { textTable } from '../evaluate/text-table.ts';
import { HOSTILE_PAGES, type HostilePage } from './hostile-pages.ts';

const SIZES = [250_000, 1_000_000, 4_000_000] as const;
/** A page may take so long for each megabyte, and no less than for one. */
const MOST_MS = 1000;
/** Four times the page may take so many times as long: less than sixteen, which is quadratic, and more than four, for the collector. */
const MOST_GROWTH = 8;
/** Below this the steps in which the heap grows are most of how a time does. */
const TELLING_MS = 1000;

/** As a run reads its pages: in one room. */
const memory = openReadingMemory();

function millisecondsOf(html: string): number {
  const body = new TextEncoder().encode(html);
  const started = process.cpuUsage();
  extractPage(
    { url: 'https://shop.example/p/1', status: 200, headers: { 'content-type': 'text/html' }, body },
    null,
    { memory },
  );
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}

type Result = {
  readonly name: string;
  readonly times: readonly number[];
  readonly growth: number;
  readonly ok: boolean;
};

function measure({ name, make }: HostilePage, rounds: number): Result {
  const pages = SIZES.map(make);
  const runs = Array.from({ length: rounds }, () => pages.map(millisecondsOf));
  // The least of them: what else the machine and the collector do is no matter of the page.
  const times = SIZES.map((_, at) => Math.min(...runs.map((run) => run[at] ?? Number.NaN)));
  const [, megabyte = 0, four = 0] = times;
  const growth = four / Math.max(1, megabyte);
  const quick = SIZES.every((size, at) => (times[at] ?? 0) <= MOST_MS * Math.max(1, size / 1_000_000));
  return { name, times, growth, ok: quick && (growth <= MOST_GROWTH || four < TELLING_MS) };
}

/** The slowest first. @throws Error when a page takes too long or grows faster than its length */
export async function benchHostile(rounds: number): Promise<void> {
  for (const page of HOSTILE_PAGES) measure({ ...page, make: () => page.make(20_000) }, 1);
  const results = HOSTILE_PAGES.map((page) => measure(page, Math.min(3, rounds)));
  const failed = results.filter(({ ok }) => !ok);
  const slowest = results.toSorted((a, b) => (b.times[1] ?? 0) - (a.times[1] ?? 0));
  const rows = slowest
    .slice(0, Math.max(15, failed.length))
    .map(({ name, times, growth, ok }) => [
      name,
      ...times.map((time) => time.toFixed(0)),
      growth.toFixed(1),
      ok ? '' : 'TOO SLOW',
    ]);
  console.log(
    `${results.length} hostile pages, milliseconds of processor time; at most ${MOST_MS} a megabyte and ${MOST_GROWTH} times as much for 4 MB as for one`,
  );
  console.log(`${textTable([['slowest', '250 kB', '1 MB', '4 MB', 'growth', ''], ...rows])}\n`);
  console.log(`${results.length - failed.length} of ${results.length} pass\n`);
  if (failed.length > 0) throw new Error(`too slow: ${failed.map(({ name }) => name).join('; ')}`);
}
