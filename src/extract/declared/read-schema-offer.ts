/** A product or offer in schema.org words → a draft. */
import type { ListingSeller, Price, Reader } from '../../model/listing.ts';
import { plainText } from '../html/plain-text.ts';
import { oneLine } from '../html/visible-text.ts';
import { chosenNumbers, numberAtEnd } from '../page/chosen-variant.ts';
import { type Draft, type DraftFields, NO_FIELDS, type Unread, unread } from '../page/draft.ts';
import type { PageDocument } from '../page/page-document.ts';
import { parseDate } from '../values/parse-date.ts';
import { isNoSum, machinePrice, priceHints } from '../values/parse-price.ts';
import { namedUnit } from '../values/parse-unit.ts';
import { readAvailability } from '../values/read-availability.ts';
import { type Item, isItem, isProduct, itemsOf, textOf, valuesOf } from './schema-item.ts';

const ATTRIBUTE_PROPERTIES = [
  'brand',
  'manufacturer',
  'mpn',
  'gtin',
  'gtin13',
  'gtin8',
  'gtin12',
  'isbn',
  'category',
  'model',
];

/** The offers of a product, those of an aggregate and of its variants too, in the order of the page. */
function offersOf(item: Item): Item[] {
  const direct = item.types.some((type) => /Offer$/.test(type)) ? [item] : itemsOf(item, 'offers');
  const variants = itemsOf(item, 'hasVariant').flatMap((variant) => itemsOf(variant, 'offers'));
  const all = [...direct, ...variants];
  return [...all, ...all.flatMap((offer) => itemsOf(offer, 'offers'))].slice(0, 200);
}

/** That of the variant that is chosen on the page comes first: it is what the page shows. */
function chosenFirst(offers: readonly Item[], page: PageDocument): readonly Item[] {
  if (offers.length < 2) return offers;
  const numbers = chosenNumbers(page);
  if (numbers.size === 0) return offers;
  const isChosen = (offer: Item) => {
    const told = [textOf(offer, 'url'), textOf(offer, 'sku', 'productID', 'identifier'), offer.id];
    return told.some((text) => text !== null && numbers.has(numberAtEnd(text) ?? ''));
  };
  const chosen = offers.find(isChosen);
  return chosen === undefined ? offers : [chosen, ...offers.filter((offer) => offer !== chosen)];
}

type RawPrice = { readonly amount: string; readonly currency: string | null; readonly unit: string | null };

/** What was asked before, is advised, or is asked of members (schema.org/PriceTypeEnumeration, validForMemberTier). */
const NOT_ASKED =
  /(?:List|Strikethrough|Regular|Invoice|MinimumAdvertised)Price$|(?:^|\/)(?:SRP|MSRP|ManufacturerSuggestedRetailPrice)$/i;

function isAsked(specification: Item): boolean {
  return (
    !NOT_ASKED.test(textOf(specification, 'priceType') ?? '') &&
    valuesOf(specification, 'validForMemberTier').length === 0
  );
}

function rawPrice(offer: Item): RawPrice | null {
  const specifications = itemsOf(offer, 'priceSpecification');
  const asked = specifications.filter(isAsked);
  for (const place of [offer, ...(asked.length > 0 ? asked : specifications)]) {
    const amount = textOf(place, 'price', 'lowPrice', 'minPrice');
    if (amount === null) continue;
    const currency = textOf(place, 'priceCurrency') ?? textOf(offer, 'priceCurrency');
    const reference = itemsOf(place, 'referenceQuantity')[0];
    const unitText = textOf(reference ?? place, 'unitText', 'unitCode');
    const count = reference === undefined ? null : textOf(reference, 'value');
    const unit = unitText === null ? null : namedUnit(unitText);
    return {
      amount,
      currency,
      unit: unit === null || count === null || count === '1' ? unit : `${count} ${unit}`,
    };
  }
  return null;
}

function isGone(offer: Item): boolean {
  return /(?:OutOfStock|SoldOut|Discontinued)$/i.test(textOf(offer, 'availability') ?? '');
}

function priceOf(offers: readonly Item[], page: PageDocument): { price: Price | null; raw: RawPrice | null } {
  const prices = offers.map(rawPrice).filter((price) => price !== null);
  // A zero stands for "not told" in many shops when another offer has a price.
  const raw = prices.find(({ amount }) => /[1-9]/.test(amount) && !isNoSum(amount)) ?? prices[0] ?? null;
  // So does the zero of what is sold out.
  const gone = raw !== null && !/[1-9]/.test(raw.amount) && offers.every(isGone);
  if (raw === null || gone) return { price: null, raw: null };
  const price = machinePrice(raw.amount, priceHints(page, raw.currency));
  return { price: price && { ...price, unit: raw.unit ?? price.unit }, raw };
}

function sellerOf(item: Item, offers: readonly Item[], page: PageDocument): ListingSeller | null {
  const holder = [...offers, item].find(
    (place) => valuesOf(place, 'seller', 'offeredBy', 'vendor').length > 0,
  );
  const value = holder && valuesOf(holder, 'seller', 'offeredBy', 'vendor')[0];
  if (value === undefined) return null;
  if (!isItem(value)) {
    const url = /^https?:/i.test(value) ? page.resolve(value) : null;
    return { name: url === null ? oneLine(value, 300) : null, id: null, url, country: null };
  }
  const url = textOf(value, 'url');
  const address = itemsOf(value, 'address')[0];
  const country = address === undefined ? null : textOf(address, 'addressCountry');
  return {
    name: nullIfEmpty(oneLine(textOf(value, 'name', 'legalName') ?? '', 300)),
    id: textOf(value, 'identifier'),
    url: url === null ? null : page.resolve(url),
    country: country !== null && /^[A-Za-z]{2}$/.test(country) ? country.toUpperCase() : null,
  };
}

const nullIfEmpty = (text: string): string | null => (text === '' ? null : text);

function imagesOf(item: Item, page: PageDocument): string[] {
  const addresses = [...valuesOf(item, 'image'), ...valuesOf(item, 'photo')].map((value) =>
    isItem(value) ? (textOf(value, 'contentUrl', 'url') ?? value.id) : value,
  );
  return absoluteImages(addresses, page);
}

export function absoluteImages(
  addresses: readonly (string | null | undefined)[],
  page: PageDocument,
): string[] {
  const absolute = addresses.map((address) => (address ? page.resolve(address) : null));
  return [...new Set(absolute.filter((address) => address !== null))].slice(0, 50);
}

function attributesOf(item: Item): ReadonlyMap<string, string> {
  const named = ATTRIBUTE_PROPERTIES.map((name) => [name, textOf(item, name)] as const);
  const additional = itemsOf(item, 'additionalProperty').map((property) => {
    const unit = textOf(property, 'unitText');
    const value = textOf(property, 'value');
    return [textOf(property, 'name'), value === null || unit === null ? value : `${value} ${unit}`] as const;
  });
  const pairs: [string, string][] = [];
  for (const [name, value] of [...named, ...additional].slice(0, 200)) {
    if (name !== null && value !== null) pairs.push([oneLine(name, 100), oneLine(value)]);
  }
  return new Map(pairs);
}

function quantityOf(item: Item, offers: readonly Item[]): string | null {
  for (const place of [...offers, item]) {
    for (const value of valuesOf(place, 'eligibleQuantity', 'size', 'weight', 'netContent')) {
      if (!isItem(value)) return oneLine(value, 100);
      const amount = textOf(value, 'value', 'minValue');
      const unit = textOf(value, 'unitText', 'unitCode');
      if (amount !== null) return unit === null ? amount : `${amount} ${namedUnit(unit) ?? unit}`;
    }
  }
  return null;
}

const MAX_ID = 200;
/** What shops write before the number in its own field: "sku:A-1", "SKU A-1". */
const OWN_LABEL =
  /^(?:sku|mpn|id|product_?id|ref\.?|art(?:ikel)?[. -]?(?:nr|no)\.?|артикул)(?:\s*[:：]\s*|\s+(?=\S*\d\S*$))/i;

/** "sku" and "productID" both carry the shop's number; GTIN and MPN are the maker's. */
function externalIdOf(item: Item, offers: readonly Item[]): string | null {
  for (const place of [item, ...offers.slice(0, 1)]) {
    const id = textOf(place, 'sku', 'productID', 'identifier', 'serialNumber');
    if (id !== null) return oneLine(id.slice(0, MAX_ID * 4).replace(OWN_LABEL, ''), MAX_ID);
  }
  return null;
}

/** `item` is a product, or an offer that names what it offers. */
export function schemaDraft(item: Item, reader: Reader, page: PageDocument): Draft {
  const offered = itemsOf(item, 'itemOffered')[0];
  const product = !isProduct(item) && offered !== undefined ? offered : item;
  const all = product === item ? offersOf(item) : [item, ...offersOf(product)];
  const offers = chosenFirst(all, page);
  const missed: Unread[] = [];
  const { price, raw } = priceOf(offers, page);
  if (raw !== null && price?.amount == null) missed.push(unread('price', reader, raw.amount));
  const stock = offers.map((offer) => textOf(offer, 'availability')).find((text) => text !== null) ?? null;
  const availability = stock === null ? null : readAvailability(stock);
  if (stock !== null && availability === null) missed.push(unread('availability', reader, stock));
  const posted = [product, ...offers].map((place) =>
    textOf(place, 'datePosted', 'datePublished', 'dateCreated'),
  );
  const date = posted.find((text) => text !== null) ?? null;
  const postedAt = date === null ? null : parseDate(date, page.language, page.clock);
  if (date !== null && postedAt === null) missed.push(unread('postedAt', reader, date));
  const url =
    textOf(product, 'url') ?? offers.map((offer) => textOf(offer, 'url')).find((text) => text !== null);
  const description = textOf(product, 'description', 'disambiguatingDescription');
  const places = [...offers, product].flatMap((place) => [
    place,
    ...itemsOf(place, 'seller', 'offeredBy', 'vendor'),
  ]);
  const location = itemsOf(item, 'availableAtOrFrom', 'areaServed')[0];
  const fields: DraftFields = {
    ...NO_FIELDS,
    url: url ? page.resolve(url) : null,
    externalId: externalIdOf(product, offers),
    title: nullIfEmpty(
      oneLine(plainText(textOf(product, 'name', 'title') ?? textOf(item, 'name') ?? ''), 500),
    ),
    description: description === null ? null : nullIfEmpty(plainText(description)),
    price,
    availability,
    quantity: quantityOf(product, offers),
    seller: sellerOf(product, offers, page),
    contactTexts: places.flatMap((place) => {
      const [phone, mail] = [textOf(place, 'telephone'), textOf(place, 'email')];
      return [...(phone === null ? [] : [`tel:${phone}`]), ...(mail === null ? [] : [mail])];
    }),
    location: location === undefined ? null : textOf(location, 'name', 'address'),
    images: imagesOf(product, page),
    attributes: attributesOf(product),
    postedAt,
  };
  return { reader, fields, unread: missed };
}
