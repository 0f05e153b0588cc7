/** Crawling, the whole way from the first request to the stored listing, beside stock Crawlee on the same pages in the same run. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { textTable } from '../evaluate/text-table.ts';
import {
  countCopies,
  crawlWithOurs,
  type Ground,
  measure,
  openGround,
  openShop,
  type Shop,
} from './crawl-ground.ts';
import { expectCount, median } from './in-turn.ts';
import { SHAPES, type ShapeName } from './shop-pages.ts';
import type { Usage } from './used-by-process.ts';

const SITE = 'bench-shop';

const shopOf = (shape: ShapeName, pages: number) =>
  openShop('./crawl-shop.ts', ['--shape', shape, '--pages', String(pages)]);

/** Runs the peer `program` with a storage of its own, as it is shipped. */
export async function measureStock(program: string, args: readonly string[], pages: number): Promise<Usage> {
  const storage = await mkdtemp(join(tmpdir(), 'pw-bench-stock-'));
  const usage = await measure(program, args, { CRAWLEE_STORAGE_DIR: storage });
  await rm(storage, { recursive: true, force: true });
  expectCount('pages read by stock Crawlee', usage.pages, pages);
  return usage;
}

async function crawlAll(ground: Ground, shop: Shop, pages: number): Promise<Usage> {
  const place = await ground.fresh();
  const usage = await crawlWithOurs(ground, shop, { site: SITE, pages }, place);
  expectCount('listings stored', await ground.ask(place, 'select count(*) from listings'), pages);
  const watched = "select count(distinct listing_id) from hits where substance = 'norfentanyl'";
  expectCount('listings of what is watched', await ground.ask(place, watched), 1);
  const copies = 'select count(distinct capture_sha256) from listings';
  expectCount('listings with a copy of their own', await ground.ask(place, copies), pages);
  expectCount('copies on the disk', await countCopies(place.dataFolder), pages);
  // Of a hundred thousand pages they take more than a gigabyte.
  await rm(place.dataFolder, { recursive: true });
  return usage;
}

type Round = { readonly stock: Usage; readonly ours: Usage };

/** Pages per processor second of both, what else they took, and the ratio of the first. */
export function rowsOf(shape: string, pages: number, peer: string, rounds: readonly Round[]): string[][] {
  const row = (name: string, usages: readonly Usage[], ratios: readonly string[]) => [
    `${shape}  ${name}`,
    median(usages.map(({ cpu }) => pages / cpu)).toFixed(1),
    median(usages.map(({ seconds }) => pages / seconds)).toFixed(1),
    Math.max(...usages.map(({ megabytes }) => megabytes)).toFixed(0),
    ...ratios,
  ];
  const ratios = rounds.map(({ ours, stock }) => stock.cpu / ours.cpu);
  const shown = [Math.min(...ratios), median(ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(2));
  return [
    row(
      `${peer}, nothing stored`,
      rounds.map(({ stock }) => stock),
      ['', '', ''],
    ),
    row(
      'ours, all stored',
      rounds.map(({ ours }) => ours),
      shown,
    ),
  ];
}

export const RATIO_HEAD = ['pages/CPU-s', 'pages/s', 'MB', 'ratio min', 'median', 'max'];

async function compare(ground: Ground, shape: ShapeName, rounds: number, pages: number): Promise<string[][]> {
  await using shop = await shopOf(shape, pages);
  const done: Round[] = [];
  const args = [shop.origin, String(shop.first), String(pages)];
  for (let round = 0; round < rounds; round += 1) {
    const stock = await measureStock('./crawl-with-stock.ts', args, pages);
    done.push({ stock, ours: await crawlAll(ground, shop, pages) });
  }
  return rowsOf(shape, pages, 'stock CheerioCrawler', done);
}

/** Two workers, a site each, on one database. */
async function together(ground: Ground, shape: ShapeName, pages: number): Promise<string> {
  await using first = await shopOf(shape, pages);
  await using second = await shopOf(shape, pages);
  const place = await ground.fresh();
  const names = [`${SITE}-0`, `${SITE}-1`];
  const usages = await Promise.all(
    [first, second].map((shop, at) =>
      crawlWithOurs(ground, shop, { site: names[at] ?? SITE, pages, beside: names }, place),
    ),
  );
  const seconds = Math.max(...usages.map((usage) => usage.seconds));
  expectCount('listings stored', await ground.ask(place, 'select count(*) from listings'), 2 * pages);
  expectCount('copies on the disk', await countCopies(place.dataFolder), 2 * pages);
  return `${shape}: two worker processes, ${((2 * pages) / seconds).toFixed(0)} pages/s together`;
}

/** `rounds` and `pages` as asked for; 2,000 pages is what the figures are stated for. */
export async function benchCrawl(o: { readonly rounds: number; readonly pages: number }): Promise<void> {
  await using ground = await openGround();
  for (const shape of SHAPES) {
    const rows = await compare(ground, shape, o.rounds, o.pages);
    console.log(`${textTable([[`${o.pages} pages of 60 kB`, ...RATIO_HEAD], ...rows])}\n`);
  }
  for (const shape of SHAPES) console.log(`${await together(ground, shape, o.pages)}\n`);
}

/** How the peak of a worker's memory grows from a site of `pages` pages to one of ten times as many. */
export async function benchCrawlMemory(pages: number): Promise<void> {
  await using ground = await openGround();
  const peaks: number[] = [];
  for (const size of [pages, 10 * pages]) {
    await using shop = await shopOf('B', size);
    const { megabytes } = await crawlAll(ground, shop, size);
    peaks.push(megabytes);
    console.log(`${size} pages: peak of ${megabytes.toFixed(0)} MB`);
  }
  const [small = 0, large = 0] = peaks;
  console.log(`growth ${(100 * (large / small - 1)).toFixed(1)} %\n`);
}
