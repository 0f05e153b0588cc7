/** A thing for sale in a page's state → a draft. */
import type { Availability } from '../../model/listing.ts';
import { plainText } from '../html/plain-text.ts';
import { oneLine } from '../html/visible-text.ts';
import { type Draft, type DraftFields, NO_FIELDS, type Unread, unread } from '../page/draft.ts';
import type { PageDocument } from '../page/page-document.ts';
import { wholeQuantity } from '../values/find-quantity.ts';
import { machinePrice, priceHints } from '../values/parse-price.ts';
import { readAvailability } from '../values/read-availability.ts';
import { ADDRESS_FIELDS, attributesOf, imagesOf, locationOf, postedAtOf, sellerOf } from './state-fields.ts';
import { isStateObject, type StateObject, textAt } from './state-object.ts';
import { countsInCents, type PriceIn, variantsOf } from './state-price.ts';
import { NAME_FIELDS } from './state-products.ts';

const DESCRIPTION_FIELDS = [
  'descriptionHtml',
  'description_html',
  'body_html',
  'description',
  'longDescription',
  'long_description',
  'fullDescription',
  'body',
  'content',
  'text',
  'shortDescription',
  'short_description',
] as const;
export const ID_FIELDS = [
  'sku',
  'SKU',
  'itemNumber',
  'item_number',
  'articleNumber',
  'productCode',
  'product_code',
  'reference',
  'item_id',
  'productId',
  'product_id',
  'id_product',
  'adId',
  'listingId',
  'listing_id',
  'listingNumber',
  'listing_number',
  'adNumber',
  'ad_number',
] as const;
export const SLUG_FIELDS = ['handle', 'slug', 'url_key', 'urlKey', 'seoName', 'productId', 'id'] as const;
const STOCK_FIELDS = [
  'availability',
  'stock_status',
  'stockStatus',
  'availabilityStatus',
  'inventoryStatus',
  'stock_state',
] as const;
/** Each with what it means when it is true and when it is false. */
const STOCK_FLAGS: readonly (readonly [
  key: string,
  whenTrue: Availability,
  whenFalse: Availability | null,
])[] = [
  ['availableForSale', 'InStock', 'OutOfStock'],
  ['inStock', 'InStock', 'OutOfStock'],
  ['in_stock', 'InStock', 'OutOfStock'],
  ['isInStock', 'InStock', 'OutOfStock'],
  ['is_in_stock', 'InStock', 'OutOfStock'],
  ['available', 'InStock', 'OutOfStock'],
  ['isAvailable', 'InStock', 'OutOfStock'],
  ['instock', 'InStock', 'OutOfStock'],
  ['isSaleable', 'InStock', 'OutOfStock'],
  ['is_salable', 'InStock', 'OutOfStock'],
  ['soldOut', 'SoldOut', null],
  ['sold_out', 'SoldOut', null],
  ['isSoldOut', 'SoldOut', null],
  ['outOfStock', 'OutOfStock', null],
  ['isOutOfStock', 'OutOfStock', null],
];

/** How many there are; nothing else is called so. */
const STOCK_COUNTS = [
  'stockQuantity',
  'stock_quantity',
  'stockCount',
  'stockLevel',
  'stockAmount',
  'totalStockAmount',
  'availableQuantity',
  'available_quantity',
  'quantityAvailable',
  'inventory_level',
] as const;
/** Where a shop keeps its flags and counts in an object of their own. */
const STOCK_HOLDERS = ['stock', 'inventory', 'availability'] as const;

function flagIn(object: StateObject): Availability | null {
  for (const [key, whenTrue, whenFalse] of STOCK_FLAGS) {
    if (object[key] === true || object[key] === 1) return whenTrue;
    if (object[key] === false) return whenFalse;
  }
  for (const key of STOCK_COUNTS) {
    const count = object[key];
    if (typeof count === 'number' && count >= 0) return count > 0 ? 'InStock' : 'OutOfStock';
  }
  return null;
}

function stockFlag(object: StateObject): Availability | null {
  const holder = STOCK_HOLDERS.map((key) => object[key]).find(isStateObject);
  if (holder === undefined) return flagIn(object);
  const said = textAt(holder, ['status', 'state', 'availability']);
  return flagIn(object) ?? flagIn(holder) ?? (said === null ? null : readAvailability(said));
}

/** Of the thing, else of what it can be bought as: in stock when one of those is. */
function availabilityOf(object: StateObject, missed: Unread[]): Availability | null {
  const text = textAt(object, STOCK_FIELDS);
  const said = text === null || /^\d+$/.test(text) ? null : readAvailability(text);
  if (text !== null && said === null && /^\D{3,60}$/.test(text))
    missed.push(unread('availability', 'state', text));
  const flag = said ?? stockFlag(object);
  if (flag !== null) return flag;
  const flags = variantsOf(object)
    .map((variant) => stockFlag(variant))
    .filter((one) => one !== null);
  return flags.find((one) => one === 'InStock') ?? flags[0] ?? null;
}

/** Of a thing without a name of its own (Shopify's note of the page's product): what its variants' names have in common. */
export function titleOf(object: StateObject): string | null {
  const own = textAt(object, NAME_FIELDS);
  if (own !== null) return oneLine(plainText(own), 500);
  const [variant] = variantsOf(object);
  if (variant === undefined) return null;
  const [name, option] = [textAt(variant, ['name']), textAt(variant, ['public_title'])];
  if (name === null) return null;
  return oneLine(
    option !== null && name.endsWith(` - ${option}`) ? name.slice(0, -option.length - 3) : name,
    500,
  );
}

/** Where a state says which of its variants is shown. */
const CHOSEN_FIELDS = [
  'selectedVariantId',
  'selected_variant_id',
  'selectedVariant',
  'selectedSkuId',
  'selectedSku',
  'currentVariantId',
  'activeVariantId',
] as const;

/** The variant that the page's address asks for, or that the state says is chosen. */
function chosenVariant(object: StateObject, page: PageDocument): StateObject | null {
  const wanted = new URL(page.url).searchParams.get('variant') ?? textAt(object, CHOSEN_FIELDS);
  const variants = variantsOf(object);
  const chosen =
    wanted === null
      ? undefined
      : variants.find((variant) => textAt(variant, ['id', 'variation_id', 'sku']) === wanted);
  const marked = variants.filter(({ selected, isSelected }) => selected === true || isSelected === true);
  const [only] = marked.length === 0 ? variants : marked;
  return chosen ?? (marked.length === 1 || variants.length === 1 ? (only ?? null) : null);
}

/** What the variant is called, where that is a weight or a volume. */
function packOf(variant: StateObject): string | null {
  const names = ['label', 'title', 'public_title', 'name', 'size', 'option1'].map((key) =>
    textAt(variant, [key]),
  );
  return (
    names.map((name) => (name === null ? null : wholeQuantity(name))).find((pack) => pack !== null) ?? null
  );
}

/** The sign in a price that is also given as shown: {"price_amount": 19.9, "price": "19,90 €"}. */
function writtenCurrency(object: StateObject): string | null {
  return (
    ['price', 'formattedPrice', 'formatted_price', 'price_formatted', 'displayPrice', 'regular_price']
      .map((key) => object[key])
      .find((value): value is string => typeof value === 'string' && /[^\d\s.,]/.test(value)) ?? null
  );
}

const NUMBER_FIELD = /^[a-z]{1,12}_?(?:id|Id|ID)$/;
/** Numbers of what a thing belongs to. */
const OTHER_NUMBER =
  /^(?:user|seller|shop|store|vendor|merchant|dealer|partner|agent|company|member|owner|author|category|cat|brand|group|parent|page|city|region|location|image|photo)_?id$/i;
const MAX_FIELDS = 60;

/** The number a database gave it counts where its address or that of the page shows it: the numbers of advertisements. */
function numberInAddress(object: StateObject, address: string | null, page: PageDocument): string | null {
  const id = textAt(object, ['id'])?.replace(/^gid:.*\//, '') ?? '';
  if (id.length > 3 && page.url.includes(id)) return id;
  if (address === null) return null;
  const numbers = address.split(/[^\d]+/);
  const field = Object.keys(object)
    .slice(0, MAX_FIELDS)
    .filter((key) => NUMBER_FIELD.test(key) && !OTHER_NUMBER.test(key))
    .map((key) => textAt(object, [key]))
    .find((value) => value !== null && /^\d{4,15}$/.test(value) && numbers.includes(value));
  return field ?? null;
}

/** `currency` is that of the whole state, for a price that names none. */
export function stateDraft(
  object: StateObject,
  page: PageDocument,
  currency: string | null,
  priceIn: PriceIn,
): Draft {
  const missed: Unread[] = [];
  const cents = countsInCents(object);
  const variant = chosenVariant(object, page);
  const raw = (variant === null ? null : priceIn(variant, cents)) ?? priceIn(object, cents);
  const price =
    raw === null
      ? null
      : machinePrice(raw.amount, priceHints(page, raw.currency ?? writtenCurrency(object) ?? currency));
  if (raw !== null && price?.amount == null) missed.push(unread('price', 'state', raw.amount));
  const description = textAt(object, DESCRIPTION_FIELDS);
  const address = textAt(object, ADDRESS_FIELDS);
  const seller = sellerOf(object, page);
  const id =
    textAt(object, ID_FIELDS) ??
    (variant === null ? null : textAt(variant, ['sku', 'SKU'])) ??
    numberInAddress(object, address, page);
  const shown = description === null ? '' : plainText(description);
  const fields: DraftFields = {
    ...NO_FIELDS,
    url: address === null || !/^(?:https?:)?\/|[/.?]/.test(address) ? null : page.resolve(address),
    externalId: id === null ? null : oneLine(id.replace(/^gid:.*\//, ''), 200),
    title: titleOf(object),
    description: shown === '' ? null : shown,
    price,
    availability: (variant === null ? null : stockFlag(variant)) ?? availabilityOf(object, missed),
    quantity: variant === null ? null : packOf(variant),
    seller,
    location: locationOf(object),
    images: imagesOf(object, page),
    attributes: attributesOf(object),
    postedAt: postedAtOf(object, seller, page),
  };
  return { reader: 'state', fields, unread: missed };
}
