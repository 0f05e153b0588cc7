/** Chooses, among the items a page describes in schema.org words, its main offer and its cards. */
import type { Reader } from '../../model/listing.ts';
import { type Draft, NO_FIELDS, type Reading } from '../page/draft.ts';
import type { PageDocument } from '../page/page-document.ts';
import { headingsOf, isAddressOf, isNamedBy, sameWords } from '../page/page-subject.ts';
import { BREADCRUMBS, declaredTrail } from './read-breadcrumbs.ts';
import { MICRODATA, RDFA, readEmbeddedItems } from './read-embedded-items.ts';
import { readJsonLd } from './read-json-ld.ts';
import { schemaDraft } from './read-schema-offer.ts';
import {
  type Item,
  type ItemValue,
  isItem,
  isList,
  isProduct,
  itemsOf,
  reachableItems,
  textOf,
  valuesOf,
} from './schema-item.ts';

const MAX_CARDS = 500;

function isOfferOfSomething(item: Item): boolean {
  return (
    item.types.some((type) => /^(?:Offer|Demand)$/.test(type)) &&
    (item.props.has('itemOffered') || item.props.has('name'))
  );
}

/** No price, no address of the page, and a name that nothing on it bears: themes declare their shop as a product, too. */
function namesOtherThing({ fields: { title, price, url, externalId } }: Draft, page: PageDocument): boolean {
  if (externalId !== null || /[1-9]/.test(price?.amount ?? '') || isAddressOf(page, url)) return false;
  const headings = headingsOf(page);
  const name = sameWords(title ?? '');
  return headings.length > 0 && !headings.some((heading) => heading.includes(name) || name.includes(heading));
}

/**
 * The draft the page is about: its address is the page's, or its name is the heading's, or it is the only one (or the
 * only one with a price). Null when several stand side by side.
 */
function mainDraft(drafts: readonly Draft[], page: PageDocument): Draft | null {
  const named = drafts.filter((draft) => draft.fields.title !== null && !namesOtherThing(draft, page));
  if (named.length === 0) return null;
  const here = named.filter(({ fields: { url } }) => isAddressOf(page, url));
  const headings = headingsOf(page);
  const titled = named.filter(({ fields: { title } }) => isNamedBy(headings, title));
  const priced = named.filter(({ fields: { price } }) => price !== null);
  const group = [here, titled].find((some) => some.length > 0 && some.length < 10);
  if (group !== undefined && (here.length < 3 || titled.length > 0)) {
    return group.find(({ fields: { price } }) => price !== null) ?? group[0] ?? null;
  }
  const names = new Set(named.map(({ fields }) => sameWords(fields.title ?? '')));
  if (names.size === 1) return priced[0] ?? named[0] ?? null;
  return null;
}

/** `goods`: what the cards are of. */
type ListEntries = { readonly cards: Draft[]; readonly goods: Item[]; readonly links: string[] };

/** The address an element of a list gives, on itself or on its item. */
function addressIn(value: ItemValue, item: Item | null, page: PageDocument): string | null {
  const own = isItem(value) ? textOf(value, 'url', 'item') : value;
  const address = (item && textOf(item, 'url')) ?? own ?? item?.id ?? null;
  return address !== null && /^(?:https?:|\/)/.test(address) ? page.resolve(address) : null;
}

/** Elements of an ItemList: with an offer a card, with only an address a link to follow. */
function listEntries(list: Item, reader: Reader, page: PageDocument): ListEntries {
  const cards: Draft[] = [];
  const goods: Item[] = [];
  const links: string[] = [];
  for (const value of valuesOf(list, 'itemListElement', 'itemOffered').slice(0, MAX_CARDS)) {
    const item = isItem(value) ? (itemsOf(value, 'item', 'itemOffered')[0] ?? value) : null;
    const url = addressIn(value, item, page);
    if (item !== null && (isProduct(item) || isOfferOfSomething(item))) {
      const draft = schemaDraft(item, reader, page);
      goods.push(item);
      cards.push({ ...draft, fields: { ...draft.fields, url: draft.fields.url ?? url } });
    }
    if (url !== null) links.push(url);
  }
  return { cards, goods, links };
}

/** A page with fewer products side by side than this is not called a list for them alone. */
const MIN_CARDS = 2;

/** The page's trail of categories, as a draft of nothing else. */
function trailDraft(items: readonly Item[], reader: Reader): Draft | null {
  for (const item of items) {
    const lists = item.types.includes('BreadcrumbList') ? [item] : itemsOf(item, 'breadcrumb');
    const trail = lists.map(declaredTrail).find((found) => found !== null) ?? null;
    if (trail !== null)
      return { reader, fields: { ...NO_FIELDS, attributes: new Map([[BREADCRUMBS, trail]]) }, unread: [] };
  }
  return null;
}

const USED = /(?:Used|Refurbished|Damaged)Condition$/;

const isUsed = (item: Item): boolean =>
  [item, ...itemsOf(item, 'offers')].some((place) => USED.test(textOf(place, 'itemCondition') ?? ''));

function areUsed(goods: readonly Item[]): boolean {
  return goods.length > 0 && goods.filter(isUsed).length * 2 > goods.length;
}

function readItems(items: readonly Item[], reader: Reader, page: PageDocument): Reading {
  const reachable = reachableItems(items);
  const lists = reachable.filter((item) => isList(item)).map((list) => listEntries(list, reader, page));
  const inLists = lists.flatMap(({ cards }) => cards);
  const offered = new Set(reachable.flatMap((item) => (isProduct(item) ? itemsOf(item, 'offers') : [])));
  const products = reachable
    .filter((item) => isProduct(item) || (isOfferOfSomething(item) && !offered.has(item)))
    .slice(0, MAX_CARDS)
    .map((item) => schemaDraft(item, reader, page));
  const own = mainDraft(products, page);
  const main = own !== null && inLists.length > 1 && own.fields.price === null ? null : own;
  const loose = main === null && products.length >= MIN_CARDS ? products : [];
  const cards = [...inLists, ...loose].filter(({ fields }) => fields.title !== null);
  const links = lists.flatMap((list) => list.links);
  const trail = trailDraft(reachable, reader);
  return {
    main: [main, trail].filter((draft) => draft !== null),
    cards: main === null ? cards : [],
    secondHand: main === null && areUsed(lists.flatMap(({ goods }) => goods)),
    links,
    unread: [],
  };
}

export function readJsonLdOffers(page: PageDocument): Reading {
  const { items, unread } = readJsonLd(page);
  return { ...readItems(items, 'json-ld', page), unread };
}

export function readMicrodataOffers(page: PageDocument): Reading {
  return readItems(readEmbeddedItems(page, MICRODATA), 'microdata', page);
}

export function readRdfaOffers(page: PageDocument): Reading {
  return readItems(readEmbeddedItems(page, RDFA), 'rdfa', page);
}
