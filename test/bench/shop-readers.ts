/** Ways to read an invented shop page from its bytes: ours, and parsers that read the same fields. */
import { type CheerioAPI, load } from 'cheerio';
import { load as loadTree } from 'cheerio/slim';
import { Parser, parseDocument } from 'htmlparser2';
import { createExtractor } from '../../src/extract/extract-page.ts';
import { expectCount } from './in-turn.ts';
import { type ShopPage, stampPage } from './shop-pages.ts';

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

/** One turn over the pages; no turn sees the bytes of another. */
type Turn = (pages: readonly ShopPage[], serial: number) => void;

const rightFields =
  (read: (page: ShopPage) => Fields): Turn =>
  (pages, serial) => {
    for (const [at, page] of pages.entries()) stampPage(page, serial + at);
    expectCount('right', pages.filter((page) => isRight(page, read(page))).length, pages.length);
  };

const fullPass: Turn = (pages, serial) => {
  for (const [at, page] of pages.entries()) stampPage(page, serial + at);
  const tags = pages.reduce((sum, { body }) => sum + tagsBySax(decoder.decode(body)), 0);
  if (tags < pages.length * 500) throw new Error(`${tags} tags`);
};

/** In the order in which they take turns. */
export const READERS = {
  ours: () => rightFields(shopReader()),
  'htmlparser2 SAX': () => fullPass,
  'htmlparser2 DOM + fields': () =>
    rightFields(({ body }) => bySelectors(loadTree(parseDocument(decoder.decode(body))))),
  'cheerio.load + fields': () => rightFields(({ body }) => bySelectors(load(decoder.decode(body)))),
} as const satisfies Record<string, () => Turn>;
export type ReaderName = keyof typeof READERS;
