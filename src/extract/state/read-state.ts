/** Reads the offers that a page carries as data for its own scripts, for frameworks and shops that show nothing else. */

import type { Node, Outline } from '../html/outline.ts';
import { textInside } from '../html/outline-text.ts';
import { type Draft, type DraftFields, NOTHING, type Reading, type StoredNumber } from '../page/draft.ts';
import type { PageDocument } from '../page/page-document.ts';
import { headingsOf, isAddressOf, isNamedBy, sameWords } from '../page/page-subject.ts';
import { absoluteUrl, pathOf, sameHost } from '../page/web-url.ts';
import { ID_FIELDS, SLUG_FIELDS, stateDraft } from './state-draft.ts';
import { asText, isStateObject, type StateObject, textAt } from './state-object.ts';
import { type PriceIn, priceReader, variantsOf } from './state-price.ts';
import { productsIn } from './state-products.ts';
import { type ScriptText, type StateValue, stateValues } from './state-values.ts';

/** UTF-16 units of one script. */
const MAX_SCRIPT = 4_000_001;
const MAX_ATTRIBUTES = 30;
/** Notes of the same thing for several scripts. */
const MAX_SAME = 6;
const MIN_CARDS = 3;
const MAX_CARDS = 500;

/**
 * Attributes that hold a product as JSON, by the elements they stand on: WooCommerce's variations, PrestaShop, Inertia,
 * Shopify's themes, the properties of components.
 */
const ON_BLOCK = ['data-product', 'data-page', 'data-product-json'] as const;
const ON_COMPONENT = [
  ':product',
  'product',
  'data-product',
  'data-product-json',
  'data-props',
  'data-variants',
] as const;
const HOLDERS: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['form', ['data-product_variations', 'data-product']],
  ['div', ON_BLOCK],
  ['section', ON_BLOCK],
  ['main', ON_BLOCK],
  ['body', ON_BLOCK],
]);
const NO_HOLDER: readonly string[] = [];
/** Without one of these a page has no such element. */
const HOLDING = new Set([...ON_COMPONENT, ...HOLDERS.values().toArray().flat()]);
const VARIATIONS = new Set<string>(['data-product_variations', 'data-variants']);

function* scriptsOf({ outline, parts }: PageDocument): Generator<ScriptText> {
  for (const node of parts.scripts) {
    const id = outline.attribute(node, 'id') ?? outline.attribute(node, 'data-hypernova-key') ?? null;
    yield { id, type: outline.attribute(node, 'type') ?? '', text: textInside(outline, node, MAX_SCRIPT) };
  }
}

function holderIn(outline: Outline, node: Node): ScriptText | null {
  const element = outline.nameOf(node);
  for (const name of HOLDERS.get(element) ?? (element.includes('-') ? ON_COMPONENT : NO_HOLDER)) {
    const text = outline.attribute(node, name)?.trim() ?? '';
    if (/^[[{]/.test(text)) return { id: name, type: 'application/json', text };
  }
  return null;
}

function* holdersOf({ outline }: PageDocument): Generator<ScriptText> {
  if (!HOLDING.values().some((name) => outline.bearing(name).size > 0)) return;
  let found = 0;
  for (let node = 1; node < outline.size && found < MAX_ATTRIBUTES; node++) {
    if (!outline.hasAttributes(node)) continue;
    const holder = holderIn(outline, node);
    if (holder === null) continue;
    found++;
    yield holder;
  }
}

/** The last parts of an address without its ending, at most so many: where shops write a thing's short name or number. */
const lastParts = (url: string, most: number): string[] =>
  pathOf(url)
    .replace(/[?#].*$/s, '')
    .replace(/\/$/, '')
    .replace(/\.[a-z]{2,5}$/i, '')
    .toLowerCase()
    .split('/')
    .slice(-most);

const lastPart = (url: string): string => lastParts(url, 1).join('');

/** Short names and numbers by which an address may mean the thing. A number of few figures means nothing. */
function slugsOf(object: StateObject): string[] {
  return SLUG_FIELDS.map((key) => asText(object[key])?.toLowerCase() ?? '').filter(
    (slug) => slug.length > 3 && !/^\d{1,4}$/.test(slug),
  );
}

/** "…/old-camera-body/MK-448102": a short name of several words may stand before a number. */
function isMeantBy(url: string, slugs: readonly string[]): boolean {
  const [last = '', before] = lastParts(url, 2).toReversed();
  const numbers = last.split(/[^\p{L}\p{N}]+/u);
  return slugs.some(
    (slug) =>
      last === slug ||
      (before === slug && slug.includes('-') && /\d{3}/.test(last)) ||
      (/^\d+$/.test(slug) && numbers.includes(slug)),
  );
}

type Known = { readonly object: StateObject; readonly draft: Draft; readonly unpriced: boolean };

function productsOf(values: readonly StateValue[], page: PageDocument, priceIn: PriceIn): Known[] {
  const found = values.map(({ name, value }) => productsIn(name, value));
  const codes = new Set(found.flatMap(({ currencies }) => [...currencies]));
  // Shops that sell in several currencies name them all: none is the price's then.
  const currency = codes.size === 1 ? ([...codes][0] ?? null) : null;
  return found.flatMap(({ products, unpriced }) =>
    products.map((object) => ({
      object,
      draft: stateDraft(object, page, currency, priceIn),
      unpriced: unpriced.has(object),
    })),
  );
}

/** What the page is about: by its address, by its heading, or by the short name in its address. */
function ownDrafts(known: readonly Known[], page: PageDocument, named: readonly string[]): Draft[] {
  const headings = [...headingsOf(page), ...[page.title, ...named].map(sameWords)];
  const own = known.filter(
    ({ object, draft: { fields } }) =>
      isAddressOf(page, fields.url) ||
      isNamedBy(headings, fields.title) ||
      isMeantBy(page.url, slugsOf(object)),
  );
  const names = new Set(own.map(({ draft }) => sameWords(draft.fields.title ?? '')));
  // Several things of the page's name stand in lists and menus; the same thing in several notes has one name.
  return names.size > 3
    ? []
    : own
        .map(({ draft }) => draft)
        .sort((a, b) => toldBy(b) - toldBy(a))
        .slice(0, MAX_SAME);
}

/** An empty place for an article's number says that the shop has numbers of its own, and none for this. */
function hasOwnNumbers(object: StateObject): boolean {
  return [object, ...variantsOf(object)].some((one) => ID_FIELDS.some((key) => Object.hasOwn(one, key)));
}

/** The only number under which things with exactly this page's name and a price are stored; null when there are several, or none. */
function storedNumber(
  known: readonly Known[],
  page: PageDocument,
  named: readonly string[],
): StoredNumber | null {
  const names = new Set([...headingsOf(page), ...named.map(sameWords)]);
  const own = known.filter(({ draft: { fields } }) => names.has(sameWords(fields.title ?? '')));
  if (own.some(({ object }) => hasOwnNumbers(object))) return null;
  const found = own.flatMap(({ object, draft: { fields } }) => {
    const id = textAt(object, ['id']) ?? '';
    return /^[\w-]{1,40}$/.test(id) && fields.price?.amount != null
      ? [{ id, amount: fields.price.amount }]
      : [];
  });
  const [first] = found;
  return first !== undefined && found.every(({ id }) => id === first.id) ? first : null;
}

/** How many of the fields that count a draft fills. */
function toldBy({ fields }: Draft): number {
  const { price, description, availability, images, externalId } = fields;
  return [price, description, availability, externalId, images[0] ?? null].filter((field) => field !== null)
    .length;
}

/** "…/oak-bench-1177340921": a number of a database at the end of a short name. */
const NUMBER_LAST = /(?<=[^\p{L}\p{N}])\d{6,15}$/u;

/**
 * Addresses of the page's own links by their last part, and by the number at its end where only one address has that, for things
 * that the state names by their short name or number only.
 */
function linkedParts({ outline, parts, base, url }: PageDocument): ReadonlyMap<string, string> {
  const byPart = new Map<string, string>();
  const byNumber = new Map<string, string | null>();
  for (const node of parts.anchors) {
    const address = absoluteUrl(outline.attribute(node, 'href') ?? '', base);
    if (address === null || !sameHost(address, url)) continue;
    const part = lastPart(address);
    if (part !== '' && !byPart.has(part)) byPart.set(part, address);
    const number = NUMBER_LAST.exec(part)?.[0];
    if (number === undefined) continue;
    const known = byNumber.get(number);
    byNumber.set(number, known === undefined || known === address ? address : null);
  }
  for (const [number, address] of byNumber)
    if (address !== null && !byPart.has(number)) byPart.set(number, address);
  return byPart;
}

/** Where the thing's short name is the number of its database, and its address ends in that. */
function withLinkedNumber(fields: DraftFields, slug: string | undefined, url: string): DraftFields {
  const isNumber = slug !== undefined && NUMBER_LAST.exec(lastPart(url))?.[0] === slug;
  return { ...fields, url, externalId: fields.externalId ?? (isNumber ? slug : null) };
}

function cardsOf(known: readonly Known[], page: PageDocument): Draft[] {
  if (known.length < MIN_CARDS) return [];
  const links = linkedParts(page);
  const byUrl = new Map<string, Draft>();
  for (const { object, draft, unpriced } of known.slice(0, MAX_CARDS)) {
    const slug = slugsOf(object).find((one) => links.has(one));
    const url = draft.fields.url ?? (slug === undefined ? null : (links.get(slug) ?? null));
    const told = unpriced || draft.fields.price !== null;
    if (url === null || url === page.url || !told || byUrl.has(url)) continue;
    byUrl.set(url, { ...draft, fields: withLinkedNumber(draft.fields, slug, url) });
  }
  const cards = [...byUrl.values()];
  const priced = cards.filter(({ fields }) => fields.price !== null);
  // Where few have a price, what has none may be anything.
  if (priced.length < MIN_CARDS) return [];
  return priced.length * 2 > cards.length ? cards : priced;
}

/** What the thing can be bought as, where the page itself is the only one to name it. */
function variationDrafts(values: readonly StateValue[], page: PageDocument, priceIn: PriceIn): Draft[] {
  const [first] = values.filter(({ name, value }) => VARIATIONS.has(name) && Array.isArray(value));
  if (first === undefined) return [];
  const draft = stateDraft({ variants: first.value }, page, null, priceIn);
  return draft.fields.price === null ? [] : [{ ...draft, fields: { ...draft.fields, title: null } }];
}

/**
 * Never runs what it reads. The page's own thing must be named by its address, its heading, or in `named`, the titles
 * that other readers give: a state holds many other things.
 */
export function readState(page: PageDocument, named: readonly string[] = []): Reading {
  const { values: scripts, unread } = stateValues(scriptsOf(page));
  const { values: held } = stateValues(holdersOf(page));
  const values = [...scripts, ...held];
  if (values.length === 0) return { ...NOTHING, unread };
  const priceIn = priceReader();
  const known = productsOf(
    values.filter(({ value }) => isStateObject(value) || Array.isArray(value)),
    page,
    priceIn,
  );
  const goods = known.filter(({ unpriced }) => !unpriced);
  const main = [...ownDrafts(goods, page, named), ...variationDrafts(values, page, priceIn)];
  const titled = main.some(({ fields }) => fields.title !== null);
  const stored = storedNumber(goods, page, named);
  return { main, cards: titled ? [] : cardsOf(known, page), links: [], unread, stored };
}
