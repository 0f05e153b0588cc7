/** Finds the cards of a list without structured data: repeated parts of the page that hold a price and a link. */
import { currencyTokens } from './currencies.ts';
import { type Draft, NO_FIELDS } from './draft.ts';
import {
  descendants,
  type Element,
  enclosingTest,
  parentOf,
  selfAndAncestors,
  withAncestors,
} from './element.ts';
import type { PageDocument } from './page-document.ts';
import { NOT_THE_PRICE, OLD_PRICE, PRICE_PLACES } from './page-words.ts';
import { parsePrice } from './parse-price.ts';
import { furnitureTest } from './read-attributes.ts';
import { cardAddress, imageAddress } from './read-site-rules.ts';
import { oneLine, visibleText } from './visible-text.ts';

const MAX_PRICES = 1500;
const MAX_CARDS = 500;
const MAX_ELEMENTS = 20_000;
const PRICE_ELEMENTS = 'span,b,strong,p,div,td,li,em,font,h3,h4,h5,a,bdi,ins';
const MAX_CLIMB = 12;
/** Fewer look-alikes are chance: a price beside two accessories. */
export const MIN_REPEATS = 3;

/** What an element says by itself, without its children. */
function ownText(element: Element): string {
  return element.children.map((child) => (child.type === 'text' ? child.data : '')).join('');
}

/** A price and little else: prose that mentions a sum is not one. */
function hasPrice(text: string): boolean {
  if (text.length > 100 || !/\d/.test(text) || currencyTokens(text).length === 0) return false;
  return (text.match(/\p{L}/gu) ?? []).length <= 30 && !NOT_THE_PRICE.test(text);
}

/** Innermost of the elements whose class or name says price and that show one. */
function markedPrices(page: PageDocument): Element[] {
  const shown = page
    .$(PRICE_PLACES)
    .slice(0, MAX_PRICES)
    .toArray()
    .filter((element) => element.name !== 'script' && element.name !== 'meta' && element.name !== 'input')
    .map((element) => ({ element, text: visibleText(element, { limit: 120 }) }))
    .filter(({ text }) => /\d/.test(text) && text.length <= 100 && !NOT_THE_PRICE.test(text));
  const withSign = new Set(shown.filter(({ text }) => hasPrice(text)).map(({ element }) => element));
  const outer = new Set<Element>();
  for (const element of withSign) {
    for (const above of selfAndAncestors(element)) if (above !== element) outer.add(above);
  }
  const partOfOther = (element: Element) =>
    selfAndAncestors(element).some((at) => at !== element && withSign.has(at));
  return shown
    .map(({ element }) => element)
    .filter((element) =>
      withSign.has(element) ? !outer.has(element) : !outer.has(element) && !partOfOther(element),
    );
}

/** Innermost elements that show a price, in the order of the page. */
export function priceElements(page: PageDocument): Element[] {
  const marked = markedPrices(page);
  const inFurniture = furnitureTest(page);
  const found = new Set<Element>(marked);
  const around = new Set(marked.flatMap((element) => [...selfAndAncestors(element)]));
  for (const element of page.$(PRICE_ELEMENTS).slice(0, MAX_ELEMENTS).toArray()) {
    if (found.size >= MAX_PRICES) break;
    if (!around.has(element) && hasPrice(ownText(element))) found.add(element);
  }
  return [...found]
    .filter((element) => !inFurniture(element))
    .sort((a, b) => (a.startIndex ?? 0) - (b.startIndex ?? 0));
}

function countByAncestor(prices: readonly Element[]): ReadonlyMap<Element, number> {
  const count = new Map<Element, number>();
  for (const price of prices) {
    for (const at of selfAndAncestors(price)) count.set(at, (count.get(at) ?? 0) + 1);
  }
  return count;
}

type Holders = { readonly link: ReadonlySet<Element>; readonly heading: ReadonlySet<Element> };

/** The largest part around a price that holds a link and no price of another card. */
function cardAround(price: Element, count: ReadonlyMap<Element, number>, holds: Holders): Element | null {
  let at: Element = price;
  for (let step = 0; step < MAX_CLIMB; step++) {
    const parent = parentOf(at);
    if (parent === null || parent.name === 'body' || parent.name === 'html') return null;
    const grows = (count.get(parent) ?? 0) > (count.get(at) ?? 0);
    const linked = holds.link.has(at);
    // What holds the page's heading is the page's own offer, not a card of it.
    if (grows && holds.heading.has(at)) return null;
    if (grows && linked && visibleText(at, { limit: 200 }).length > 8) return at;
    at = parent;
  }
  return null;
}

/** Cards look alike: same element and first class, up to the parent's parent. */
function shapeOf(card: Element): string {
  return [...selfAndAncestors(card).take(3)]
    .map(({ name, attribs }) => `${name}.${(attribs['class'] ?? '').trim().split(/\s+/)[0] ?? ''}`)
    .join('<');
}

function titleOf(page: PageDocument, card: Element): string {
  const $card = page.$(card);
  const candidates = [
    descendants($card, 'h1,h2,h3,h4,h5,h6').first(),
    descendants($card, '[class*="title" i],[class*="name" i]').first(),
    ...descendants($card, 'a[href]')
      .slice(0, 10)
      .toArray()
      .map((link) => page.$(link)),
  ];
  const texts = candidates.map((found) => oneLine(found.attr('title') ?? found.text(), 500));
  const title = texts.find((text) => text.length > 2 && !hasPrice(text) && /\p{L}/u.test(text));
  return title ?? oneLine(descendants($card, 'img[alt]').first().attr('alt') ?? '', 500);
}

function cardDraft(page: PageDocument, card: Element, price: Element): Draft | null {
  const title = titleOf(page, card);
  const url = cardAddress(page, page.$(card), () => false);
  if (title === '' || url === null) return null;
  const image = imageAddress(page, card);
  const picture = descendants(page.$(card), 'img').length > 0 && image !== null ? [image] : [];
  const fields = {
    ...NO_FIELDS,
    url,
    title,
    description: visibleText(card, { limit: 2000 }),
    price: parsePrice(visibleText(price, { limit: 200 }), { ...page, declared: null }),
    images: picture,
  };
  return { reader: 'heuristic', fields, unread: [] };
}

export type CardReading = { readonly drafts: readonly Draft[]; readonly elements: ReadonlySet<Element> };

/** The largest group of look-alike cards that lead to different addresses, and all card elements of any group. */
export function readCards(page: PageDocument, prices: readonly Element[]): CardReading {
  const count = countByAncestor(prices);
  const oldPriceOf = enclosingTest(page.$, OLD_PRICE);
  const holds: Holders = {
    link: withAncestors(page.$('a[href]').toArray()),
    heading: withAncestors(page.$('h1').toArray()),
  };
  const groups = new Map<string, Map<Element, Element>>();
  for (const price of prices) {
    const card = cardAround(price, count, holds);
    if (card === null) continue;
    const group = groups.get(shapeOf(card)) ?? new Map<Element, Element>();
    const known = group.get(card);
    const struck = known !== undefined && oldPriceOf(known) !== null;
    if (known === undefined || struck) group.set(card, price);
    groups.set(shapeOf(card), group);
  }
  const elements = new Set<Element>();
  let best: readonly Draft[] = [];
  for (const group of groups.values()) {
    if (group.size < MIN_REPEATS) continue;
    const drafts = [...group].slice(0, MAX_CARDS).map(([card, price]) => cardDraft(page, card, price));
    const kept = drafts.filter((draft) => draft !== null);
    const addresses = new Set(kept.map(({ fields }) => fields.url));
    if (addresses.size < MIN_REPEATS) continue;
    for (const card of group.keys()) elements.add(card);
    if (addresses.size > best.length) best = kept;
  }
  return { drafts: best, elements };
}
