/** What memory extraction keeps: after a tenth of the pages, and after all of them. */
import { textTable } from '../evaluate/text-table.ts';
import { expectCount } from './in-turn.ts';
import { SHAPES, shopPage, stampPage } from './shop-pages.ts';
import { shopReader } from './shop-readers.ts';

type Held = { readonly pages: number; readonly rss: number; readonly heap: number };

/** After the collector, where it can be called (`node --expose-gc`). */
function held(pages: number): Held {
  globalThis.gc?.();
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  return { pages, rss, heap: heapUsed + arrayBuffers };
}

/** Both shapes, with and without structured data, no two pages the same bytes. */
export async function benchExtractMemory(_: number, pages: number): Promise<void> {
  const pool = SHAPES.flatMap((shape) =>
    [true, false].flatMap((structured) =>
      Array.from({ length: 10 }, (_, number) => shopPage(shape, structured, number)),
    ),
  );
  const readPage = shopReader();
  const marks: Held[] = [];
  let read = 0;
  for (let serial = 1; serial <= pages; serial += 1) {
    const page = pool[serial % pool.length];
    if (page === undefined) continue;
    stampPage(page, serial);
    if (readPage(page).amount === page.amount) read += 1;
    if (serial === Math.ceil(pages / 10) || serial === pages) marks.push(held(serial));
  }
  expectCount('pages read', read, pages);
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  const [first, last] = [marks[0], marks.at(-1)];
  console.log(
    textTable([
      ['memory after', 'RSS MB', 'heap and buffers MB'],
      ...marks.map((mark) => [`${mark.pages} pages`, megabytes(mark.rss), megabytes(mark.heap)]),
    ]),
  );
  if (first === undefined || last === undefined) return;
  const growth = (name: 'rss' | 'heap') => `${(100 * (last[name] / first[name] - 1)).toFixed(1)} %`;
  console.log(`growth: RSS ${growth('rss')}, heap and buffers ${growth('heap')}\n`);
}
