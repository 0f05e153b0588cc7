/** Reads the meta elements that shops write for social networks: Open Graph with its product words, and Twitter's labels. */

import { plainText } from '../html/plain-text.ts';
import { oneLine } from '../html/visible-text.ts';
import {
  type Draft,
  type DraftFields,
  NO_FIELDS,
  NOTHING,
  type Reading,
  type Unread,
  unread,
} from '../page/draft.ts';
import type { PageDocument } from '../page/page-document.ts';
import { machinePrice, priceHints } from '../values/parse-price.ts';
import { readAvailability } from '../values/read-availability.ts';
import { absoluteImages } from './read-schema-offer.ts';

const PRICE = [
  'product:sale_price:amount',
  'product:price:amount',
  'og:price:amount',
  'og:product:price:amount',
  'product:price',
];
const CURRENCY = [
  'product:sale_price:currency',
  'product:price:currency',
  'og:price:currency',
  'og:product:price:currency',
];
const STOCK = ['product:availability', 'og:availability', 'og:product:availability'];
const ID = [
  'product:retailer_item_id',
  'og:product:retailer_item_id',
  'product:retailer_part_no',
  'product:sku',
];

function metaReader(page: PageDocument): (names: readonly string[]) => string[] {
  return (names) => names.flatMap((name) => page.meta.get(name) ?? []);
}

/** Only a page that says it is a product, or that gives a price, is an offer; every page has a title and a picture. */
export function readOpenGraph(page: PageDocument): Reading {
  const meta = metaReader(page);
  const amount = meta(PRICE)[0];
  const type = meta(['og:type'])[0] ?? '';
  if (
    amount === undefined &&
    !/product|\bitem\b|\boffer\b/i.test(type.replace(/product[.:_-]?group|products?[.:_-]?list/i, ''))
  )
    return NOTHING;
  const missed: Unread[] = [];
  const price =
    amount === undefined ? null : machinePrice(amount, priceHints(page, meta(CURRENCY)[0] ?? null));
  if (amount !== undefined && price?.amount == null) missed.push(unread('price', 'open-graph', amount));
  const stock = meta(STOCK)[0];
  const availability = stock === undefined ? null : readAvailability(stock);
  if (stock !== undefined && availability === null) missed.push(unread('availability', 'open-graph', stock));
  const description = plainText(meta(['og:description', 'description'])[0] ?? '');
  const brand = meta(['product:brand', 'og:brand'])[0];
  const title = oneLine(plainText(meta(['og:title', 'twitter:title'])[0] ?? ''), 500);
  const fields: DraftFields = {
    ...NO_FIELDS,
    externalId: meta(ID)[0] ?? null,
    title: title === '' ? null : title,
    description: description === '' ? null : description,
    price,
    availability,
    images: absoluteImages(meta(['og:image', 'og:image:secure_url', 'og:image:url']), page),
    attributes: new Map(brand === undefined ? [] : [['brand', oneLine(brand, 200)]]),
  };
  const draft: Draft = { reader: 'open-graph', fields, unread: missed };
  return { main: [draft], cards: [], links: [], unread: [] };
}
