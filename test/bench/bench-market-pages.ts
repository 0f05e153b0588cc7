/** Extraction of the practice market's own pages against cheerio with one title: how a whole crawl's pages are read. */
import { load } from 'cheerio';
import { extractPage } from '../../src/extract/extract-page.ts';
import { startMarket } from '../market/start-market.ts';
import { marketTruth } from '../market/truth.ts';
import { expectCount, inTurn } from './in-turn.ts';

const PAGES = 120;

type SavedPage = { readonly url: string; readonly body: Uint8Array };

/** Detail pages of the shop with structured data, as a crawl would get them. */
async function savedPages(): Promise<SavedPage[]> {
  await using market = await startMarket({});
  const origin = market.origins['jsonld-shop'] ?? '';
  const paths = marketTruth({})
    .listings.filter((listing) => listing.shop === 'jsonld-shop')
    .map((listing) => listing.path);
  const pages: SavedPage[] = [];
  for (const path of paths.slice(0, PAGES)) {
    const answer = await fetch(origin + path);
    pages.push({ url: origin + path, body: new Uint8Array(await answer.arrayBuffer()) });
  }
  return pages;
}

export async function benchMarketPages(rounds: number): Promise<void> {
  const pages = await savedPages();
  const decoder = new TextDecoder();
  const headers = { 'content-type': 'text/html; charset=utf-8' };
  const listings = () =>
    pages.reduce(
      (sum, page) => sum + extractPage({ ...page, status: 200, headers }, null).listings.length,
      0,
    );
  const titles = () => pages.filter((page) => load(decoder.decode(page.body))('h1').text() !== '').length;
  const seconds = inTurn(rounds, {
    ours: () => expectCount('listings', listings(), pages.length),
    peer: () => expectCount('titles', titles(), pages.length),
  });
  const rate = (time: number) => (pages.length / time).toFixed(0);
  console.log(
    `pages of the practice market: ${rate(seconds.ours)} pages/s; cheerio.load and one title: ${rate(seconds.peer)} pages/s; ` +
      `ratio ${(seconds.peer / seconds.ours).toFixed(2)}\n`,
  );
}
