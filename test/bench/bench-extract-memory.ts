/** What memory extraction keeps: after a tenth of the pages, and after all of them, in a process that is started as a worker is. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { LATER_OPTIONS, NODE_ENVIRONMENT, NODE_OPTIONS } from '../../src/main/node-options.mjs';
import { textTable } from '../evaluate/text-table.ts';
import type { Held } from './read-many-pages.ts';

const PROGRAM = fileURLToPath(new URL('./read-many-pages.ts', import.meta.url));

/** Both shapes, with and without structured data. */
export async function benchExtractMemory(_: number, pages: number): Promise<void> {
  const options = [...NODE_OPTIONS, ...LATER_OPTIONS, '--expose-gc'];
  const child = spawn(process.execPath, [...options, PROGRAM, String(pages)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...NODE_ENVIRONMENT },
  });
  const exited = once(child, 'exit');
  const marks: Held[] = [];
  for await (const line of createInterface({ input: child.stdout })) marks.push(JSON.parse(line));
  const [code] = await exited;
  const [first, last] = marks;
  if (code !== 0 || first === undefined || last === undefined) throw new Error(`ended with code ${code}`);
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  console.log(
    textTable([
      ['memory after', 'RSS MB', 'heap and buffers MB'],
      ...marks.map((mark) => [`${mark.pages} pages`, megabytes(mark.rss), megabytes(mark.heap)]),
    ]),
  );
  const growth = (name: 'rss' | 'heap') => `${(100 * (last[name] / first[name] - 1)).toFixed(1)} %`;
  console.log(`growth: RSS ${growth('rss')}, heap and buffers ${growth('heap')}\n`);
}
