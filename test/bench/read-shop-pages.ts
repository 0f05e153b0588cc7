/**
 * Reads shop pages in one way, a turn for each line of standard input, and tells the processor seconds that it took. Each turn reads as
 * many untimed before: a worker does not rest for seconds between two pages, and finds in its caches what it needs.
 */
import { createInterface } from 'node:readline';
import { SHAPES, shopPage } from './shop-pages.ts';
import { READERS, type ReaderName } from './shop-readers.ts';

/** Different pages of one sort. */
const PAGES = 40;

const [name = '', shapeName = '', structured = ''] = process.argv.slice(2);
const shape = SHAPES.find((one) => one === shapeName);
if (shape === undefined || !(name in READERS)) throw new Error(`no such way or shape: ${name}, ${shapeName}`);
const pages = Array.from({ length: PAGES }, (_, number) =>
  shopPage(shape, structured === 'structured', number),
);
const kilobytes = pages.reduce((sum, { body }) => sum + body.length, 0) / pages.length / 1000;
const turn = READERS[name as ReaderName]();
let serial = 0;

function take(times: number): void {
  for (let at = 0; at < times; at += 1) {
    turn(pages, serial);
    serial += PAGES;
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const times = Number(line);
  take(times);
  const started = process.cpuUsage();
  take(times);
  const { user, system } = process.cpuUsage(started);
  console.log(JSON.stringify({ seconds: (user + system) / 1e6, pages: PAGES * times, kilobytes }));
}
