/** The price of a thing in a page's state: plain, in cents, in an object with its currency, or in one of its variants. */
import { isStateObject, type StateObject, textAt } from './state-object.ts';

const MAX_DEPTH = 5;
const MAX_VARIANTS = 200;

/** What the thing costs now, before what it cost or costs others. */
const PRICE_FIELDS = [
  'discountedSalePrice',
  'salePrice',
  'sale_price',
  'specialPrice',
  'special_price',
  'special',
  'discountedPrice',
  'promoPrice',
  'promotionPrice',
  'offerPrice',
  'finalPrice',
  'final_price',
  'final',
  'currentPrice',
  'current_price',
  'current',
  'now',
  'sale',
  'sellingPrice',
  'selling_price',
  'activePrice',
  'display_price',
  'displayPrice',
  'price_amount',
  'price',
  'value',
  'amount',
  'priceValue',
  'productPrice',
  'product_price',
  'item_price',
  'askingPrice',
  'asking_price',
  'buyNowPrice',
  'buy_now_price',
  'currentBidPrice',
  'bidPrice',
  'bid_price',
  'unitPrice',
  'priceInclTax',
  'withTax',
  'gross',
  'priceRange',
  'price_range',
  'prices',
  'pricing',
  'priceInfo',
  'offers',
  'startingPrice',
  'starting_price',
  'priceFrom',
  'price_from',
  'fromPrice',
  'itemLowPrice',
  'price_min',
  'minPrice',
  'min_price',
  'lowPrice',
  'minimum_price',
  'minimumPrice',
  'minVariantPrice',
  'minimum',
  'min',
  'lowest',
  'regularPrice',
  'regular_price',
  'regular',
  'basePrice',
  'listPrice',
  'list_price',
  'formattedPrice',
  'formatted',
  'calculatedPrice',
  'totalPrice',
  'masterVariant',
] as const;
/** In hundredths by their own name. */
const CENT_FIELDS = [
  'priceInCents',
  'price_in_cents',
  'priceCents',
  'price_cents',
  'amountInCents',
  'amountCents',
  'amount_cents',
  'amount_in_cents',
  'priceMinor',
  'minorIncTax',
  'minorAmount',
  'amountMinor',
  'minorUnits',
  'minor_units',
  'grossMinor',
];
export const VARIANT_FIELDS = [
  'variants',
  'skus',
  'variations',
  'product_variations',
  'productVariants',
] as const;

/** Of the thing itself: "value" or "current" may be anything there. */
const OWN_FIELDS = PRICE_FIELDS.filter((key) => /pric|offers|special|masterVariant/i.test(key));

/** Fields by which a thing is known to have a price. */
export const PRICED_BY: readonly string[] = [...OWN_FIELDS, ...CENT_FIELDS, ...VARIANT_FIELDS];

const CURRENCY_FIELDS = [
  'currencyCode',
  'currency_code',
  'priceCurrency',
  'currency',
  'currencyId',
  'currency_id',
  'currencyIso',
  'currencyIsoCode',
  'isoCode',
  'iso',
] as const;

/** `amount` as it stands, or as a decimal string where it was counted in cents. */
export type StatePrice = { readonly amount: string; readonly currency: string | null };

export function currencyAt(object: StateObject): string | null {
  for (const key of CURRENCY_FIELDS) {
    const value = Object.hasOwn(object, key) ? object[key] : null;
    const text = isStateObject(value) ? textAt(value, ['code', 'isoCode', 'iso', 'iso_code', 'name']) : value;
    if (typeof text === 'string' && /^[A-Za-z]{3}$/.test(text.trim())) return text.trim().toUpperCase();
  }
  return null;
}

/** 1999, 2 → "19.99". */
function inMajor(amount: number, digits: number): string {
  const text = String(Math.round(amount)).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Shopify counts in cents wherever it writes whole numbers; with a point they are the amount itself. */
export function countsInCents(object: StateObject): boolean {
  const { variants } = object;
  const [variant]: readonly unknown[] = Array.isArray(variants) ? variants : [];
  const shop =
    /^gid:\/\/shopify\//.test(textAt(object, ['gid', 'admin_graphql_api_id']) ?? '') ||
    (Object.hasOwn(object, 'handle') &&
      (Object.hasOwn(object, 'price_min') || Object.hasOwn(object, 'compare_at_price')));
  const price = isStateObject(variant) ? variant['price'] : object['price'];
  return shop && typeof price === 'number' && Number.isInteger(price);
}

/** A number with a sign or a word around it; a date, a share ("20 %") or a sentence is none. */
const WRITTEN = /^[^\d%]{0,12}\d[\d.,'’\s]{0,20}[^\d%]{0,24}$/;

function plainPrice(value: unknown, cents: boolean): StatePrice | null {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0)
    return { amount: cents ? inMajor(value, 2) : String(value), currency: null };
  return typeof value === 'string' && /[1-9]/.test(value) && WRITTEN.test(value.slice(0, 80))
    ? { amount: value.trim(), currency: null }
    : null;
}

function cheapest(prices: readonly (StatePrice | null)[]): StatePrice | null {
  const told = prices.filter((price) => price !== null);
  const number = ({ amount }: StatePrice) =>
    /^\d+(?:\.\d+)?$/.test(amount) ? Number(amount) : Number.POSITIVE_INFINITY;
  return told.reduce<StatePrice | null>(
    (low, one) => (low === null || number(one) < number(low) ? one : low),
    null,
  );
}

function fromObject(object: StateObject, cents: boolean, depth: number, priceIn: PriceIn): StatePrice | null {
  const currency = currencyAt(object);
  const named = (price: StatePrice | null) => price && { ...price, currency: price.currency ?? currency };
  const { centAmount, fractionDigits } = object;
  if (typeof centAmount === 'number')
    return { amount: inMajor(centAmount, typeof fractionDigits === 'number' ? fractionDigits : 2), currency };
  for (const key of depth === 0 ? OWN_FIELDS : PRICE_FIELDS) {
    const price = Object.hasOwn(object, key) ? priceIn(object[key], cents, depth + 1) : null;
    if (price !== null) return named(price);
  }
  for (const key of CENT_FIELDS) {
    const price = plainPrice(object[key], true);
    if (price !== null) return named(price);
  }
  return named(cheapest(variantsOf(object).map((variant) => priceIn(variant, cents, depth + 1))));
}

/** The things a product can be bought as, those of a table by number too. */
export function variantsOf(object: StateObject): readonly StateObject[] {
  for (const key of VARIANT_FIELDS) {
    const value = object[key];
    const list: readonly unknown[] = Array.isArray(value)
      ? value
      : isStateObject(value)
        ? edgesOf(value)
        : [];
    const variants = list.slice(0, MAX_VARIANTS).map(nodeOf).filter(isStateObject);
    if (variants.length > 0) return variants;
  }
  return [];
}

/** Lists of GraphQL: `{edges: [{node: …}]}` or `{nodes: […]}`. */
function edgesOf(value: StateObject): readonly unknown[] {
  const list = value['edges'] ?? value['nodes'];
  if (Array.isArray(list)) return list;
  const first: unknown[] = [];
  // Of a table of a whole shop no more is copied than is looked at.
  for (const key in value) if (first.push(value[key]) >= MAX_VARIANTS) break;
  return first;
}

const nodeOf = (value: unknown): unknown =>
  isStateObject(value) && isStateObject(value['node']) ? value['node'] : value;

/** Null where no price above zero is told. `cents`: whole numbers are hundredths. */
export type PriceIn = (value: unknown, cents: boolean, depth?: number) => StatePrice | null;

/**
 * Reads the prices of one page's states. What it has read of an object it remembers: in some forms of state one object stands in
 * any number of places, and variants of variants of them would be read as many times over as there are ways to each.
 */
export function priceReader(): PriceIn {
  const known = Array.from({ length: (MAX_DEPTH + 1) * 2 }, () => new Map<object, StatePrice | null>());
  const priceOf = (value: object, cents: boolean, depth: number): StatePrice | null =>
    Array.isArray(value)
      ? cheapest(value.slice(0, MAX_VARIANTS).map((one) => priceIn(one, cents, depth + 1)))
      : fromObject(value as StateObject, cents, depth, priceIn);
  const priceIn: PriceIn = (value, cents, depth = 0) => {
    if (depth > MAX_DEPTH) return null;
    if (typeof value !== 'object' || value === null) return plainPrice(value, cents);
    const atDepth = known[depth * 2 + (cents ? 1 : 0)];
    const read = atDepth?.get(value);
    if (read !== undefined) return read;
    const price = priceOf(value, cents, depth);
    atDepth?.set(value, price);
    return price;
  };
  return priceIn;
}
