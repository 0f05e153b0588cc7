/** Extraction of whole pages from bytes, with and without structured data, beside parsers that read the same fields. */
import { type CheerioAPI, load } from 'cheerio';
import { load as loadTree } from 'cheerio/slim';
import { Parser, parseDocument } from 'htmlparser2';
import { createExtractor } from '../../src/extract/extract-page.ts';
import { textTable } from '../evaluate/text-table.ts';
import { expectCount, median, timesInTurn } from './in-turn.ts';
import { SHAPES, type ShopPage, shopPage, stampPage } from './shop-pages.ts';

/** Different pages of one sort. */
const PAGES = 40;

/** How often they are read in a round: long enough that what is still compiled beside it weighs little. */
const TURNS = { structured: 8, bare: 2 } as const;
/** A worker reads pages for hours: rounds before any is timed. */
const WARM_UP = 4;

/** What a step has to show for a page: title, amount, currency, availability, as the page has them. */
type Fields = {
  readonly title: string | null;
  readonly amount: string | null;
  readonly currency: string | null;
  readonly availability: string | null;
};

/** As a run reads the pages of one site. */
export function shopReader(): (page: ShopPage) => Fields {
  const extract = createExtractor(null, 'own');
  return ({ body }) => {
    const { kind, listings } = extract({
      url: 'https://shop.example/p/1',
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      body,
    });
    const [listing] = listings;
    if (kind !== 'detail' || listings.length !== 1 || listing === undefined)
      throw new Error(`${kind} with ${listings.length} listings, a detail page expected`);
    const { title, price, availability } = listing;
    return { title, amount: price?.amount ?? null, currency: price?.currency ?? null, availability };
  };
}

/** The four fields by selectors that know this shop, from its structured data where it has some. */
function bySelectors($: CheerioAPI): Fields {
  const block = $('script[type="application/ld+json"]').text();
  if (block !== '') {
    const { name, offers } = JSON.parse(block);
    const availability = offers.availability.replace('https://schema.org/', '');
    return { title: name, amount: offers.price, currency: offers.priceCurrency, availability };
  }
  const price = $('.product-price').text();
  return {
    title: $('h1').text(),
    amount: price.slice(1),
    currency: price.startsWith('€') ? 'EUR' : null,
    availability: $('.stock').text() === 'In stock' ? 'InStock' : null,
  };
}

/** Takes the page apart and reads nothing. */
function tagsBySax(html: string): number {
  let tags = 0;
  const parser = new Parser({
    onopentag: () => {
      tags += 1;
    },
  });
  parser.end(html);
  return tags;
}

const isRight = ({ title, amount }: ShopPage, fields: Fields): boolean =>
  fields.title === title &&
  fields.amount === amount &&
  fields.currency === 'EUR' &&
  fields.availability === 'InStock';

const decoder = new TextDecoder();

function timesOf(pages: readonly ShopPage[], rounds: number, turns: number): Record<string, number[]> {
  let serial = 0;
  const eachTurn = (turn: () => void) => () => {
    for (let at = 0; at < turns; at += 1) turn();
  };
  const right = (read: (page: ShopPage) => Fields) =>
    eachTurn(() => {
      // No turn sees the bytes of another.
      for (const page of pages) stampPage(page, serial++);
      expectCount('right', pages.filter((page) => isRight(page, read(page))).length, pages.length);
    });
  const tagsIn = () => pages.reduce((sum, { body }) => sum + tagsBySax(decoder.decode(body)), 0);
  const tags = tagsIn();
  const ways = {
    ours: right(shopReader()),
    'htmlparser2 SAX': eachTurn(() => expectCount('tags', tagsIn(), tags)),
    'htmlparser2 DOM + fields': right(({ body }) =>
      bySelectors(loadTree(parseDocument(decoder.decode(body)))),
    ),
    'cheerio.load + fields': right(({ body }) => bySelectors(load(decoder.decode(body)))),
  };
  return timesInTurn(rounds, ways, WARM_UP, true);
}

function rowsOf(name: string, pages: readonly ShopPage[], rounds: number, turns: number): string[][] {
  const times = timesOf(pages, rounds, turns);
  return Object.entries(times).map(([way, seconds]) => {
    const ratios = seconds.map((time, round) => time / (times['ours']?.[round] ?? Number.NaN));
    const shown = [Math.min(...ratios), median(ratios), Math.max(...ratios)];
    return [
      `${name}  ${way}`,
      ((pages.length * turns) / median(seconds)).toFixed(0),
      ...(way === 'ours' ? ['', '', ''] : shown.map((ratio) => ratio.toFixed(2))),
    ];
  });
}

export async function benchExtract(rounds: number): Promise<void> {
  const head = ['pages from bytes', 'pages/s', 'ratio min', 'median', 'max'];
  for (const structured of [true, false]) {
    for (const shape of SHAPES) {
      const pages = Array.from({ length: PAGES }, (_, number) => shopPage(shape, structured, number));
      const kilobytes = pages.reduce((sum, { body }) => sum + body.length, 0) / pages.length / 1000;
      const turns = structured ? TURNS.structured : TURNS.bare;
      const name = `${shape}, ${kilobytes.toFixed(0)} kB, ${structured ? 'JSON-LD' : 'bare'}`;
      console.log(`${textTable([head, ...rowsOf(name, pages, rounds, turns)])}\n`);
    }
  }
}
