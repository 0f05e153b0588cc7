/** Pictures, seller, day, place and attributes of a thing in a page's state. */
import type { ListingSeller } from '../../model/listing.ts';
import { plainText } from '../html/plain-text.ts';
import { oneLine } from '../html/visible-text.ts';
import type { PageDocument } from '../page/page-document.ts';
import { parseDate } from '../values/parse-date.ts';
import { asText, fieldAt, isStateObject, nameAt, type StateObject, textAt } from './state-object.ts';

const IMAGE_FIELDS = [
  'images',
  'photos',
  'gallery',
  'media',
  'media_gallery',
  'mediaGallery',
  'productImages',
  'product_images',
  'galleryImages',
  'pictures',
  'imageUrls',
  'featured_image',
  'image',
  'imageUrl',
  'image_url',
  'thumbnail',
];
const IMAGE_ADDRESS = [
  'large',
  'full',
  'original',
  'zoom',
  'originalSrc',
  'src',
  'url',
  'imageUrl',
  'href',
  'path',
];
const SELLER_FIELDS = [
  'seller',
  'merchant',
  'supplier',
  'advertiser',
  'shop',
  'store',
  'owner',
  'user',
  'vendor',
  'company',
];
const SELLER_NAME = ['sellerName', 'seller_name', 'supplierName', 'shopName', 'companyName'];
const PERSON_NAME = [
  'name',
  'displayName',
  'display_name',
  'shopName',
  'shop_name',
  'storeName',
  'companyName',
  'company_name',
  'username',
  'nickname',
  'login',
  'title',
];
const POSTED_FIELDS = [
  'postedAt',
  'posted_at',
  'datePosted',
  'listedAt',
  'publishedAt',
  'published_at',
  'listTime',
  'list_time',
  'createdAt',
  'created_at',
  'creationDate',
  'created',
];
const PAIR_FIELDS = [
  'attributes',
  'specifications',
  'specs',
  'properties',
  'params',
  'parameters',
  'features',
  'characteristics',
  'additionalProperty',
  'details',
];
const MAX_IMAGES = 50;
const MAX_ATTRIBUTES = 100;
export const ADDRESS_FIELDS = [
  'url',
  'link',
  'href',
  'permalink',
  'canonicalUrl',
  'canonical_url',
  'productUrl',
  'product_url',
  'detailUrl',
  'detailsUrl',
  'path',
  'seoUrl',
] as const;

function imageAddress(value: unknown, page: PageDocument): string | null {
  const holder = isStateObject(value) && isStateObject(value['node']) ? value['node'] : value;
  const text = isStateObject(holder) ? textAt(holder, IMAGE_ADDRESS) : asText(holder);
  return text === null || !/[/.]/.test(text) ? null : page.resolve(text);
}

export function imagesOf(object: StateObject, page: PageDocument): string[] {
  for (const key of IMAGE_FIELDS) {
    const value = object[key];
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    const found = list.slice(0, MAX_IMAGES).map((one) => imageAddress(one, page));
    const urls = found.filter((url) => url !== null);
    if (urls.length > 0) return [...new Set(urls)];
  }
  return [];
}

/** Shopify's vendor is the maker. */
export function sellerOf(object: StateObject, page: PageDocument): ListingSeller | null {
  for (const key of SELLER_FIELDS) {
    const value = object[key];
    if (!isStateObject(value)) continue;
    const name = textAt(value, PERSON_NAME);
    if (name === null) continue;
    const url = textAt(value, ADDRESS_FIELDS);
    const country = textAt(value, ['countryCode', 'country_code', 'country']);
    return {
      name: oneLine(name, 300),
      id: textAt(value, ['id', 'sellerId', 'userId', 'uuid']),
      url: url === null ? null : page.resolve(url),
      country: country !== null && /^[A-Za-z]{2}$/.test(country) ? country.toUpperCase() : null,
    };
  }
  const { channel } = object;
  const name =
    textAt(object, SELLER_NAME) ?? (isStateObject(channel) ? textAt(channel, ['channelName']) : null);
  return name === null ? null : { name: oneLine(name, 300), id: null, url: null, country: null };
}

/** Seconds, milliseconds, or a written date. Only of advertisements: a shop's article was made long before it is offered. */
export function postedAtOf(
  object: StateObject,
  seller: ListingSeller | null,
  page: PageDocument,
): string | null {
  const text = textAt(object, seller === null ? POSTED_FIELDS.slice(0, 4) : POSTED_FIELDS);
  if (text === null) return null;
  if (!/^\d{10}(?:\d{3})?$/.test(text)) return parseDate(text, page.language, page.clock);
  const moment = new Date(Number(text) * (text.length === 10 ? 1000 : 1));
  // "9999999999" stands for never: no day of the calendar in which offers are made.
  return Number.isNaN(moment.getTime()) ? null : parseDate(moment.toISOString(), null);
}

export function attributesOf(object: StateObject): ReadonlyMap<string, string> {
  const pairs: [string, string][] = [];
  const brand = nameAt(object, ['brand', 'manufacturer', 'item_brand', 'vendor']);
  if (brand !== null) pairs.push(['brand', oneLine(brand, 200)]);
  for (const key of PAIR_FIELDS) {
    const value = object[key];
    const list: readonly unknown[] = Array.isArray(value) ? value : [];
    for (const pair of list.slice(0, MAX_ATTRIBUTES)) {
      if (!isStateObject(pair)) continue;
      const name = nameAt(pair, ['name', 'label', 'key', 'title', 'attribute']);
      const told = nameAt(pair, ['value', 'values', 'text', 'displayValue', 'content']);
      if (name !== null && told !== null && name !== told)
        pairs.push([oneLine(name, 100), oneLine(plainText(told), 500)]);
    }
  }
  return new Map(pairs.slice(0, MAX_ATTRIBUTES));
}

function placeIn(value: StateObject, keys: readonly string[]): string | null {
  const parts = keys.map((key) => nameAt(value, [key])).filter((part) => part !== null);
  return parts.length > 0 ? oneLine(parts.join(', '), 200) : null;
}

/** Of the thing, else of who sells it. */
export function locationOf(object: StateObject): string | null {
  const value = fieldAt(object, ['location', 'city', 'region', 'address']);
  if (isStateObject(value)) {
    const whole = textAt(value, ['displayName', 'label', 'formatted', 'name']);
    return whole ?? placeIn(value, ['suburb', 'town', 'city', 'region', 'state', 'country']);
  }
  if (typeof value === 'string') return oneLine(value, 200);
  const seller = SELLER_FIELDS.map((key) => object[key]).find(isStateObject);
  return seller === undefined ? null : placeIn(seller, ['district', 'city']);
}
