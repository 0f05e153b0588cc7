/** Finds the objects in a page's state that describe things for sale. */
import { linkCaches } from './state-cache.ts';
import { isStateObject, type StateObject, textAt } from './state-object.ts';
import { currencyAt, PRICED_BY } from './state-price.ts';

/** Hostile or huge states are walked only so far. */
const MAX_OBJECTS = 30_000;
const MAX_DEPTH = 24;
const MAX_CHILDREN = 2000;
const MAX_PRODUCTS = 500;

export const NAME_FIELDS = [
  'name',
  'title',
  'productName',
  'product_name',
  'displayName',
  'subject',
  'productTitle',
  'item_name',
  'headline',
] as const;

const PRODUCT_TYPES = /^(?:.*product|listing|ad|advert|classified|offer|item)$/i;
/** A delivery method or a payment has a name and a price too, but hardly one of these. */
const THING_FIELDS = [
  'description',
  'sku',
  'slug',
  'handle',
  'url',
  'link',
  'images',
  'image',
  'photos',
  'id',
  'productId',
  'product_id',
  'id_product',
  'item_id',
  'brand',
  'variants',
] as const;
/** Branches that hold other goods or none: navigation, translations, settings. */
const ELSEWHERE =
  /related|recommend|similar|up_?-?sell|cross_?-?sell|also|frequently|add_?on|bundle|recently|^(?:menu|navigation|nav|footer|header|translations?|i18n|messages|locales?|breadcrumbs?|categories|facets|filters|cart|basket|checkout|shipping|delivery|payment|reviews?|config|settings)/i;

/** It has a place for a price, with nothing in it, and an address of its own. */
function isUnpriced(object: StateObject): boolean {
  return (
    PRICED_BY.some((key) => object[key] === null && Object.hasOwn(object, key)) &&
    textAt(object, NAME_FIELDS) !== null &&
    ['url', 'link', 'href', 'slug', 'handle'].some((key) => typeof object[key] === 'string')
  );
}

function isProduct(object: StateObject): boolean {
  if (textAt(object, NAME_FIELDS) === null) return false;
  const type = textAt(object, ['__typename', '@type', 'type', 'kind']);
  const typed = type !== null && PRODUCT_TYPES.test(type);
  const priced = PRICED_BY.some((key) => Object.hasOwn(object, key) && object[key] !== null);
  if (!priced) return typed && Object.hasOwn(object, 'description');
  return typed || THING_FIELDS.some((key) => Object.hasOwn(object, key));
}

/** Shopify's own note of the page's product has no name but those of its variants. */
function isNoted(object: StateObject): boolean {
  return (
    /^gid:\/\/shopify\/Product\//.test(textAt(object, ['gid']) ?? '') && Array.isArray(object['variants'])
  );
}

export type StateProducts = {
  /** Outermost first, in the order of the page. */
  readonly products: readonly StateObject[];
  /** Those of them whose place for a price is empty: among others that have one, things to be asked for. */
  readonly unpriced: ReadonlySet<StateObject>;
  /** Every currency code that the state names. */
  readonly currencies: ReadonlySet<string>;
};

type Waiting = { readonly value: unknown; readonly depth: number };

function childrenOf(value: object, depth: number): Waiting[] {
  return Object.entries(value)
    .slice(0, MAX_CHILDREN)
    .filter(([key, child]) => typeof child === 'object' && child !== null && !ELSEWHERE.test(key))
    .map(([, child]) => ({ value: child, depth: depth + 1 }));
}

/** Every object, breadth first, so that the page's own product comes before what it is made of and what stands beside it. */
function* objectsIn(root: unknown): Generator<StateObject> {
  const seen = new Set<object>();
  const waiting: Waiting[] = [{ value: root, depth: 0 }];
  for (let next = 0; next < waiting.length && seen.size < MAX_OBJECTS; next++) {
    const { value, depth } = waiting[next] ?? { value: null, depth: 0 };
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if (isStateObject(value)) yield value;
    if (depth < MAX_DEPTH) for (const child of childrenOf(value, depth)) waiting.push(child);
  }
}

export function productsIn(name: string, root: unknown): StateProducts {
  const products: StateObject[] = [];
  const currencies = new Set<string>();
  const unpriced = new Set<StateObject>();
  if (ELSEWHERE.test(name)) return { products, unpriced, currencies };
  linkCaches(root);
  for (const object of objectsIn(root)) {
    const currency = currencyAt(object);
    if (currency !== null) currencies.add(currency);
    if (products.length >= MAX_PRODUCTS) continue;
    if (isProduct(object) || isNoted(object)) products.push(object);
    else if (isUnpriced(object)) {
      products.push(object);
      unpriced.add(object);
    }
  }
  return { products, unpriced, currencies };
}
