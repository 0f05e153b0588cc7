/** An entry of a product feed in the words of Google's merchant specification → a draft. */
import type { Price } from '../../model/listing.ts';
import { plainText } from '../html/plain-text.ts';
import { oneLine } from '../html/visible-text.ts';
import { type Draft, NO_FIELDS, type Unread, unread } from '../page/draft.ts';
import { absoluteUrl } from '../page/web-url.ts';
import type { CurrencyHints } from '../values/currencies.ts';
import { isUnreadPrice, machinePrice } from '../values/parse-price.ts';
import { readAvailability } from '../values/read-availability.ts';
import { fieldText, type XmlField } from './xml-records.ts';

/** The site's own, for feeds that do not say. */
export type OfferDefaults = Pick<CurrencyHints, 'country' | 'currency'>;

/** Word of the feed → name of the attribute. */
const ATTRIBUTES = {
  'g:brand': 'brand',
  'g:gtin': 'gtin',
  'g:mpn': 'mpn',
  'g:condition': 'condition',
  'g:product_type': 'category',
  'g:size': 'size',
} as const;
const IMAGES: ReadonlySet<string> = new Set(['g:image_link', 'g:additional_image_link']);

/** Entries of news feeds have no price. */
export function isOffer(fields: readonly XmlField[]): boolean {
  return fieldText(fields, 'g:price', 'g:sale_price') !== null;
}

/** A sale price that holds for some days only is not taken: a feed does not tell the day it is read on. */
function statedPrice(fields: readonly XmlField[]): string | null {
  const always = fieldText(fields, 'g:sale_price_effective_date') === null;
  return fieldText(fields, ...(always ? ['g:sale_price', 'g:price'] : ['g:price', 'g:sale_price']));
}

function priceOf(fields: readonly XmlField[], hints: CurrencyHints, missed: Unread[]): Price | null {
  const stated = statedPrice(fields);
  if (stated === null) return null;
  const price = machinePrice(stated, { ...hints, declared: null });
  if (price === null || isUnreadPrice(price)) missed.push(unread('price', 'feed', stated));
  return price;
}

function textOrNull(text: string, limit: number): string | null {
  const line = oneLine(plainText(text), limit);
  return line === '' ? null : line;
}

/** `link` is the entry's own address, title and date. */
export function feedOffer(
  fields: readonly XmlField[],
  link: { readonly url: string; readonly title: string | null; readonly lastModified: string | null },
  hints: CurrencyHints,
): Draft {
  const missed: Unread[] = [];
  const line = (name: string, limit: number) => textOrNull(fieldText(fields, name) ?? '', limit);
  const stock = fieldText(fields, 'g:availability');
  const availability = stock === null ? null : readAvailability(stock);
  if (stock !== null && availability === null) missed.push(unread('availability', 'feed', stock));
  const description = plainText(
    fieldText(fields, 'g:description', 'content:encoded', 'description', 'content', 'summary') ?? '',
  );
  const sellerId = line('g:external_seller_id', 200);
  const attributes = Object.entries(ATTRIBUTES).flatMap(([word, name]) => {
    const value = line(word, 500);
    return value === null ? [] : [[name, value] as const];
  });
  const images = fields
    .filter(({ name }) => IMAGES.has(name))
    .map(({ text }) => absoluteUrl(text, link.url))
    .filter((url) => url !== null);
  return {
    reader: 'feed',
    fields: {
      ...NO_FIELDS,
      url: link.url,
      externalId: line('g:id', 200),
      title: link.title,
      description: description === '' ? null : description,
      price: priceOf(fields, hints, missed),
      availability,
      quantity: line('g:unit_pricing_measure', 100),
      seller: sellerId === null ? null : { name: null, id: sellerId, url: null, country: null },
      images: [...new Set(images)],
      attributes: new Map(attributes),
      postedAt: link.lastModified,
    },
    unread: missed,
  };
}
