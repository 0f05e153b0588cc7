/** Pages that a script draws, through Chromium, beside stock Crawlee on the same shop in the same run; the browser's own time counts. */
import { textTable } from '../evaluate/text-table.ts';
import { measureStock, RATIO_HEAD, rowsOf } from './bench-crawl.ts';
import { countCopies, crawlWithOurs, openGround, openShop } from './crawl-ground.ts';
import { expectCount } from './in-turn.ts';
import type { Usage } from './used-by-process.ts';

const SITE = 'bench-shop';

export async function benchBrowser({
  rounds,
  pages,
}: {
  readonly rounds: number;
  readonly pages: number;
}): Promise<void> {
  await using ground = await openGround();
  await using shop = await openShop('./script-shop.ts', [String(pages)]);
  const done: { stock: Usage; ours: Usage }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const args = [shop.origin, String(shop.first), String(pages)];
    const stock = await measureStock('./browse-with-stock.ts', args, pages);
    const place = await ground.fresh();
    const ours = await crawlWithOurs(ground, shop, { site: SITE, pages, fetch: 'auto' }, place);
    expectCount('listings stored', await ground.ask(place, 'select count(*) from listings'), pages);
    expectCount('copies on the disk', await countCopies(place.dataFolder), pages);
    done.push({ stock, ours });
  }
  const rows = rowsOf('script', pages, 'stock PlaywrightCrawler', done);
  console.log(`${textTable([[`${pages} pages of a JavaScript shop`, ...RATIO_HEAD], ...rows])}\n`);
}
