/** Extraction of pages made to overwhelm: milliseconds of processor time a megabyte, and whether they grow faster than the page. */
import { extractPage } from '../../src/extract/extract-page.ts';
import { openReadingMemory } from '../../src/extract/reading-memory.ts';
import { textTable } from '../evaluate/text-table.ts';
import { HOSTILE_PAGES, type HostilePage } from './hostile-pages.ts';
import { median } from './in-turn.ts';

const SIZES = [250_000, 500_000, 1_000_000] as const;
/** A page may take so long for each megabyte. */
const MOST_MS = 1000;
/** Twice the page may take so many times as long: less than four times, which is quadratic. */
const MOST_GROWTH = 3;
/** Below this a time says nothing of how it grows. */
const TELLING_MS = 50;

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
  const times = SIZES.map((_, at) => median(runs.map((run) => run[at] ?? Number.NaN)));
  const [, half = 0, whole = 0] = times;
  const growth = whole / Math.max(1, half);
  return { name, times, growth, ok: whole <= MOST_MS && (growth <= MOST_GROWTH || whole < TELLING_MS) };
}

/** The slowest first. @throws Error when a page takes too long or grows faster than its length */
export async function benchHostile(rounds: number): Promise<void> {
  for (const page of HOSTILE_PAGES) measure({ ...page, make: () => page.make(20_000) }, 1);
  const results = HOSTILE_PAGES.map((page) => measure(page, Math.min(3, rounds)));
  const failed = results.filter(({ ok }) => !ok);
  const slowest = results.toSorted((a, b) => (b.times.at(-1) ?? 0) - (a.times.at(-1) ?? 0));
  const rows = slowest
    .slice(0, Math.max(15, failed.length))
    .map(({ name, times, growth, ok }) => [
      name,
      ...times.map((time) => time.toFixed(0)),
      growth.toFixed(1),
      ok ? '' : 'TOO SLOW',
    ]);
  console.log(
    `${results.length} hostile pages, milliseconds of processor time; at most ${MOST_MS} for 1 MB and ${MOST_GROWTH} times as much for twice the page`,
  );
  console.log(`${textTable([['slowest', '250 kB', '500 kB', '1 MB', 'growth', ''], ...rows])}\n`);
  console.log(`${results.length - failed.length} of ${results.length} pass\n`);
  if (failed.length > 0) throw new Error(`too slow: ${failed.map(({ name }) => name).join('; ')}`);
}
