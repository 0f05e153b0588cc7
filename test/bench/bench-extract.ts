/**
 * Extraction of whole pages from bytes, with and without structured data, beside parsers that read the same fields: each way in a
 * process of its own, as a worker is one, in turn. In one process each would pay for the garbage of the others.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { LATER_OPTIONS, NODE_OPTIONS } from '../../src/main/node-options.mjs';
import { textTable } from '../evaluate/text-table.ts';
import { median } from './in-turn.ts';
import { SHAPES, type ShapeName } from './shop-pages.ts';
import { READERS, type ReaderName } from './shop-readers.ts';

/** How often the pages are read in a turn: long enough that what is still compiled beside it weighs little. */
const TIMES = { structured: 8, bare: 2 } as const;
type Sort = keyof typeof TIMES;
/**
 * Processor seconds for which each way reads before it is timed: a worker reads pages for hours, and after some thousand pages code is
 * still compiled beside the reading, for which a fifth of the time goes.
 */
const WARM_UP = 10;
const NAMES = Object.keys(READERS) as ReaderName[];

type Turn = { readonly seconds: number; readonly pages: number; readonly kilobytes: number };
type Reading = AsyncDisposable & { readonly turn: (times: number) => Promise<Turn> };

/** Ours with the options that every command starts with, the peers as Node runs them. */
function startReading(name: ReaderName, shape: ShapeName, sort: Sort): Reading {
  const program = fileURLToPath(new URL('./read-shop-pages.ts', import.meta.url));
  const options = name === 'ours' ? [...NODE_OPTIONS, ...LATER_OPTIONS] : [];
  const child = spawn(process.execPath, [...options, program, name, shape, sort], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const failed = exited.then(([code]) => Promise.reject(new Error(`${name} ended with code ${code}`)));
  failed.catch(() => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async turn(times) {
      child.stdin.write(`${times}\n`);
      const { value } = await Promise.race([lines.next(), failed]);
      return JSON.parse(String(value)) as Turn;
    },
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await exited;
    },
  };
}

async function turnsOf(shape: ShapeName, sort: Sort, rounds: number): Promise<Record<ReaderName, Turn[]>> {
  await using open = new AsyncDisposableStack();
  const readings = NAMES.map((name) => [name, open.use(startReading(name, shape, sort))] as const);
  const turns = Object.fromEntries(NAMES.map((name): [string, Turn[]] => [name, []])) as Record<
    ReaderName,
    Turn[]
  >;
  for (const [, reading] of readings) {
    for (let seconds = 0; seconds < WARM_UP; ) seconds += 2 * (await reading.turn(TIMES[sort])).seconds;
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, reading] of readings) turns[name].push(await reading.turn(TIMES[sort]));
  }
  return turns;
}

function rowsOf(shape: ShapeName, sort: Sort, turns: Record<ReaderName, Turn[]>): string[][] {
  const kilobytes = turns.ours[0]?.kilobytes ?? Number.NaN;
  const page = `${shape}, ${kilobytes.toFixed(0)} kB, ${sort === 'structured' ? 'JSON-LD' : 'bare'}`;
  return NAMES.map((name) => {
    const ratios = turns[name].map(({ seconds }, at) => seconds / (turns.ours[at]?.seconds ?? Number.NaN));
    const shown = [Math.min(...ratios), median(ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(2));
    const rate = median(turns[name].map(({ pages, seconds }) => pages / seconds));
    return [`${page}  ${name}`, rate.toFixed(0), ...(name === 'ours' ? ['', '', ''] : shown)];
  });
}

export async function benchExtract(rounds: number): Promise<void> {
  const head = ['pages from bytes', 'pages/CPU-s', 'ratio min', 'median', 'max'];
  for (const sort of ['structured', 'bare'] as const) {
    for (const shape of SHAPES) {
      const turns = await turnsOf(shape, sort, rounds);
      console.log(`${textTable([head, ...rowsOf(shape, sort, turns)])}\n`);
    }
  }
}
