/** Reads so many shop pages, no two the same bytes, and tells what it holds after a tenth of them and after all. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expectCount } from './in-turn.ts';
import { SHAPES, shopPage, stampPage } from './shop-pages.ts';
import { shopReader } from './shop-readers.ts';

/** In bytes, after the collector, where it can be called (`node --expose-gc`), and after its threads have given back what it freed. */
export type Held = { readonly pages: number; readonly rss: number; readonly heap: number };

const GIVEN_BACK_MS = 1000;

async function tellHeld(pages: number): Promise<void> {
  globalThis.gc?.();
  await sleep(GIVEN_BACK_MS);
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  const held: Held = { pages, rss, heap: heapUsed + arrayBuffers };
  console.log(JSON.stringify(held));
}

const pages = Number(process.argv[2]);
const pool = SHAPES.flatMap((shape) =>
  [true, false].flatMap((structured) =>
    Array.from({ length: 10 }, (_, number) => shopPage(shape, structured, number)),
  ),
);
const readPage = shopReader();
let read = 0;
for (let serial = 1; serial <= pages; serial += 1) {
  const page = pool[serial % pool.length];
  if (page === undefined) continue;
  stampPage(page, serial);
  if (readPage(page).amount === page.amount) read += 1;
  if (serial === Math.ceil(pages / 10) || serial === pages) await tellHeld(serial);
}
expectCount('pages read', read, pages);
