/** A thing described in schema.org words, whichever syntax it was written in. */

export type ItemValue = string | Item;

export type Item = {
  /** Without the vocabulary's address: "Product". */
  readonly types: readonly string[];
  readonly id: string | null;
  readonly props: ReadonlyMap<string, readonly ItemValue[]>;
};

/** Hostile input must not make us read for ever. */
export const MAX_ITEMS = 5000;
export const MAX_ITEM_DEPTH = 20;

/** "https://schema.org/Product", "schema:Product", "http://www.schema.org/#Product" → "Product". */
export function bareName(name: string): string {
  return name.trim().replace(/^.*[/#:]/, '');
}

/** The same for a property. All of schema.org's begin in lower case; some shops write "Price" and "SKU". */
export function propertyName(name: string): string {
  const bare = bareName(name);
  const code = bare.charCodeAt(0);
  if (code < 65 || code > 90) return bare;
  return /\p{Ll}/u.test(bare) ? bare.charAt(0).toLowerCase() + bare.slice(1) : bare.toLowerCase();
}

const OF_SCHEMA_ORG = /^\s*https?:\/\/(?:www\.)?schema\.org\/\w/;

/** What a thing is besides its declared types: schema.org's `additionalType`, where it names one of its own. */
export function withAdditionalTypes(types: readonly string[], props: Item['props']): readonly string[] {
  const more = (props.get('additionalType') ?? []).filter(
    (value): value is string => typeof value === 'string' && OF_SCHEMA_ORG.test(value),
  );
  return more.length === 0 ? types : [...new Set([...types, ...more.map(bareName)])];
}

export function isItem(value: ItemValue | undefined): value is Item {
  return typeof value === 'object';
}

/** All values of the first of these properties that has any. */
export function valuesOf(item: Item, ...names: readonly string[]): readonly ItemValue[] {
  for (const name of names) {
    const values = item.props.get(name);
    if (values !== undefined && values.length > 0) return values;
  }
  return [];
}

export function itemsOf(item: Item, ...names: readonly string[]): Item[] {
  return valuesOf(item, ...names).filter(isItem);
}

/** The first value as text; of an item its value, name or address. */
export function textOf(item: Item, ...names: readonly string[]): string | null {
  for (const name of names) {
    for (const value of item.props.get(name) ?? []) {
      const text = isItem(value) ? (plain(value, '@value', 'value', 'name', 'url') ?? value.id) : value;
      if (text !== null && text.trim() !== '') return text.trim();
    }
  }
  return null;
}

function plain(item: Item, ...names: readonly string[]): string | null {
  for (const name of names) {
    const value = item.props.get(name)?.find((v) => !isItem(v));
    if (typeof value === 'string' && value.trim() !== '') return value;
  }
  return null;
}

const PRODUCT_TYPES = new Set([
  'Product',
  'ProductModel',
  'ProductGroup',
  'IndividualProduct',
  'SomeProducts',
  'Vehicle',
  'Car',
  'Drug',
  'ChemicalSubstance',
  'MolecularEntity',
  'RealEstateListing',
]);
/** Things that carry offers without being for sale as such: a shop's own description, tickets, recipes. */
const NOT_FOR_SALE =
  /Event$|Organization$|^WebSite$|^LocalBusiness$|Store$|^Person$|^Offer|^AggregateOffer$|^Service$|^BreadcrumbList$/;

/** A product by its type, or any other thing that has a name and an offer (a book, an application). */
export function isProduct(item: Item): boolean {
  if (item.types.some((type) => PRODUCT_TYPES.has(type))) return true;
  if (item.types.length === 0 || item.types.some((type) => NOT_FOR_SALE.test(type))) return false;
  return item.props.has('offers') && item.props.has('name');
}

export function isList(item: Item): boolean {
  return item.types.some(
    (type) => type === 'ItemList' || type === 'OfferCatalog' || type === 'CollectionPage',
  );
}

/** Properties that lead to other goods than the one described. */
const ELSEWHERE = new Set([
  'isRelatedTo',
  'isSimilarTo',
  'isAccessoryOrSparePartFor',
  'isConsumableFor',
  'isVariantOf',
  'hasVariant',
  'review',
  'reviews',
  'relatedLink',
  'itemListElement',
  'breadcrumb',
]);

/** Every item of the page that is not related goods, outermost first. Lists are given whole, not entered. */
export function reachableItems(roots: readonly Item[]): Item[] {
  const found: Item[] = [];
  const seen = new Set<Item>();
  const waiting = [...roots].reverse();
  while (waiting.length > 0 && found.length < MAX_ITEMS) {
    const item = waiting.pop();
    if (item === undefined || seen.has(item)) continue;
    seen.add(item);
    found.push(item);
    for (const [name, values] of item.props) {
      if (!ELSEWHERE.has(name)) waiting.push(...values.filter(isItem));
    }
  }
  return found;
}
