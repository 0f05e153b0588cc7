/** Finds the parts of a page that look alike and hold one thing each: the cards of a list, by their prices or by their links. */
import { type Element, elementsIn, parentOf, selfAndAncestors, withAncestors } from '../html/element.ts';
import type { PriceSpot } from '../looks/find-prices.ts';
import { amountOf, isEstimate, isPayment, isUnitPrice, oldness } from '../looks/main-price.ts';
import { isNet } from '../looks/price-labels.ts';
import type { Survey } from '../page/survey-page.ts';
import { linkedTitles, MANY_HEADINGS } from './linked-titles.ts';
import { withoutPayments } from './payments.ts';
import { isHeadRow, rowsOfGoods } from './row-labels.ts';
import { joinStreamed, lookOfSegment } from './streamed-cards.ts';

const MAX_CLIMB = 12;
/** What cards are looked for around. */
const MAX_SEEDS = 2000;
const MIN_TEXT = 8;
/** Fewer look-alikes are chance: a price beside two accessories. */
export const MIN_REPEATS = 3;
/** So many are a list, whatever else is said of them; fewer may be recommended or stand at the foot of something else. */
export const MANY_CARDS = 8;

/** Cards of one shape, each with its price; null where it shows none. */
export type Group = Map<Element, PriceSpot | null>;

/** How many seeds are in each element, itself included. */
type SeedsIn = (element: Element) => number;

function countByAncestor(seeds: readonly Element[], survey: Survey): SeedsIn {
  const counts = new Int32Array(survey.nodes);
  for (const seed of seeds) {
    for (let at: Element | null = seed; at !== null; at = parentOf(at)) {
      const node = at.startIndex ?? 0;
      counts[node] = (counts[node] ?? 0) + 1;
    }
  }
  return ({ startIndex }) => counts[startIndex ?? 0] ?? 0;
}

/** The elements around the page's links, and around its headings. */
export type Holders = { readonly link: ReadonlySet<Element>; readonly heading: ReadonlySet<Element> };

export function holdersOf(survey: Survey): Holders {
  const headings = survey.tagged('h1');
  return {
    link: withAncestors(survey.tagged('a').filter(({ attribs }) => attribs['href'] !== undefined)),
    heading: withAncestors(headings.length > MANY_HEADINGS ? [] : headings),
  };
}

/** The largest part around a seed that holds a link and no seed of another card. */
function cardAround(seed: Element, seedsIn: SeedsIn, holds: Holders, survey: Survey): Element | null {
  let at: Element = seed;
  for (let step = 0; step < MAX_CLIMB; step++) {
    const parent = parentOf(at);
    if (parent === null || parent.name === 'html') return null;
    const grows = seedsIn(parent) > seedsIn(at);
    const linked = holds.link.has(at);
    // What holds the page's heading is the page's own offer, not a card of it.
    if (grows && holds.heading.has(at)) return null;
    if (grows && linked && survey.text(at).length > MIN_TEXT) return at;
    if (parent.name === 'body') return null;
    at = parent;
  }
  return null;
}

/** An element's name and first class; rows of tables are told apart by their table, since classes only stripe or mark them. */
function lookOf({ name, attribs }: Element): string {
  if (name === 'tr') return name;
  const classes = attribs['class'] ?? '';
  // Most have one class, or none.
  if (!/\s/.test(classes)) return `${name}.${classes}`;
  return `${name}.${classes.trim().replace(/\s.*$/s, '')}`;
}

/** Cards look alike: same element and first class, up to the parent's parent. */
function shapeOf(card: Element): string {
  let shape = lookOf(card);
  let around = parentOf(card);
  for (let step = 0; step < 2 && around !== null; step++, around = parentOf(around)) {
    shape += `<${lookOfSegment(around) ?? lookOf(around)}`;
  }
  return shape;
}

/** {@link shapeOf}, told once of all that follow each other in the same element and look alike, as the cards of most lists do. */
function shapeReader(): (card: Element) => string {
  let last: Element | null = null;
  let shape = '';
  return (card) => {
    const same =
      last !== null &&
      last.parent === card.parent &&
      last.name === card.name &&
      (last.attribs['class'] === card.attribs['class'] || card.name === 'tr');
    if (!same) shape = shapeOf(card);
    last = card;
    return shape;
  };
}

const cellCount = ({ children }: Element): number =>
  children.filter((child) => 'attribs' in child && (child.name === 'td' || child.name === 'th')).length;

const classesOf = ({ attribs }: Element): string[] => (attribs['class'] ?? '').split(/\s+/).filter(Boolean);
/** Names of both: one alone may be of any box. */
const SHARED = 2;

/** Made by one template, though marked as a card of another kind: one that somebody paid for. */
function sharesNames(card: Element, other: Element): boolean {
  if (card.name !== other.name || card.name === 'tr') return false;
  const names = new Set(classesOf(card));
  return classesOf(other).filter((name) => names.has(name)).length >= SHARED;
}

const PICTURES = new Set(['img', 'amp-img', 'picture']);
/** Elements of one card that are looked at. */
const MAX_IN_CARD = 60;
export const hasPicture = (card: Element): boolean =>
  elementsIn(card, MAX_IN_CARD).some(({ name }) => PICTURES.has(name));

/** One text and no picture: the site's own words among the cards, such as an invitation to sell something. */
function isNotice({ elements }: Survey, child: Element): boolean {
  const { first, last } = elements.get(child) ?? { first: 0, last: 0 };
  return last - first <= 1 && !hasPicture(child);
}

/**
 * What stands among the cards of a group in the same shape is a card, too: one that shows no price, or is marked. Of rows only those
 * with as many cells: others head the table or part it. Where the cards have pictures, a mere text is none.
 */
function addSiblings(group: Group, survey: Survey): void {
  const parents = new Set([...group.keys()].map(parentOf).filter((parent) => parent !== null));
  const [first] = group.keys();
  if (first === undefined) return;
  const shape = shapeOf(first);
  const pictured = hasPicture(first);
  const isAlike = (child: Element) =>
    shapeOf(child) === shape
      ? child.name !== 'tr' || (cellCount(child) === cellCount(first) && !isHeadRow(survey, child))
      : sharesNames(first, child);
  for (const parent of parents) {
    const children = parent.children.filter((child): child is Element => 'attribs' in child);
    if (children.filter((child) => group.has(child)).length < 2) continue;
    for (const child of children) {
      const isOther = group.has(child) || !isAlike(child) || (pictured && isNotice(survey, child));
      if (!isOther) group.set(child, null);
    }
  }
}

/** In the order of the page. */
function inOrder(group: Group, survey: Survey): Group {
  const at = (card: Element) => survey.elements.get(card)?.first ?? 0;
  let last = -1;
  let ordered = true;
  for (const card of group.keys()) {
    const first = at(card);
    ordered &&= first >= last;
    last = first;
  }
  // Mostly they are found so.
  if (ordered) return group;
  return new Map([...group].sort(([a], [b]) => at(a) - at(b)));
}

/** "490 / pc" beside "590" and "100": no pack costs less than two of its pieces, so the piece is what is sold, for less than before. */
const isPiece = ({ text }: PriceSpot): boolean =>
  /(?:[/／]|\bper\b|\bpro\b)\s*(?:pcs?|pieces?|stk|stück|st|szt|db|ks|kom|buc|adet|kpl|шт)\.?$/iu.test(text);

function isOfUnit(price: PriceSpot, other: PriceSpot): boolean {
  return isUnitPrice(price) && !(isPiece(price) && amountOf(other) < amountOf(price) * 2);
}

/** What a script shows when it applies, or a zero that stands for nothing. */
const isEmptySpot = (survey: Survey, price: PriceSpot): boolean =>
  survey.elements.get(price.element)?.place.hidden === true || amountOf(price) === 0;

/** A sum that is shown is better than one that is not, one with its sign than a bare number, the price of the thing better than one of its payments, that of a kilogram or the one before tax, what it costs now better than what it did; else the first stays. */
function isBetter(survey: Survey, price: PriceSpot, known: PriceSpot): boolean {
  const [empty, knownEmpty] = [isEmptySpot(survey, price), isEmptySpot(survey, known)];
  if (empty !== knownEmpty) return knownEmpty;
  if (price.signed !== known.signed) return price.signed;
  if (isPayment(price) !== isPayment(known)) return isPayment(known);
  const [ofUnit, knownOfUnit] = [isOfUnit(price, known), isOfUnit(known, price)];
  if (ofUnit !== knownOfUnit) return knownOfUnit;
  if (isNet(survey, price) !== isNet(survey, known)) return isNet(survey, known);
  if (isEstimate(survey, price) !== isEstimate(survey, known)) return isEstimate(survey, known);
  return oldness(survey, known) > oldness(survey, price);
}

export function groupsByPrice(survey: Survey, holds: Holders, prices: readonly PriceSpot[]): Group[] {
  const asked = withoutPayments(survey, prices);
  const seedsIn = countByAncestor(
    asked.map(({ element }) => element),
    survey,
  );
  const shapeAt = shapeReader();
  const groups = new Map<string, Group>();
  for (const price of asked) {
    const card = cardAround(price.element, seedsIn, holds, survey);
    if (card === null) continue;
    const shape = shapeAt(card);
    const group = groups.get(shape) ?? new Map<Element, PriceSpot | null>();
    const known = group.get(card);
    if (known == null || isBetter(survey, price, known)) group.set(card, price);
    if (group.size === 1) groups.set(shape, group);
  }
  return joinStreamed(groups)
    .filter((group) => group.size >= MIN_REPEATS)
    .map((group) => {
      const { size } = group;
      addSiblings(group, survey);
      if (group.size > size) addPrices(group, survey, prices);
      return inOrder(group, survey);
    });
}

/** The price in each card of a group that was found by its titles, where there is one. */
export function addPrices(group: Group, survey: Survey, prices: readonly PriceSpot[]): void {
  for (const price of prices) {
    const card = selfAndAncestors(price.element).find((at) => group.has(at));
    const known = card === undefined ? null : (group.get(card) ?? null);
    if (card !== undefined && (known === null || isBetter(survey, price, known))) group.set(card, price);
  }
}

/** By what stands in every card. */
function groupsAround(
  seeds: readonly Element[],
  survey: Survey,
  holds: Holders,
  prices: readonly PriceSpot[],
): Group[] {
  const seedsIn = countByAncestor(seeds, survey);
  const groups = new Map<string, Group>();
  for (const seed of seeds) {
    const card = cardAround(seed, seedsIn, holds, survey);
    if (card === null) continue;
    const shape = shapeOf(card);
    const group = groups.get(shape) ?? new Map<Element, PriceSpot | null>();
    groups.set(shape, group.set(card, null));
  }
  return joinStreamed(groups)
    .filter((group) => group.size >= MIN_REPEATS)
    .map((group) => {
      addPrices(group, survey, prices);
      return inOrder(group, survey);
    });
}

export function groupsByTitle(survey: Survey, holds: Holders, prices: readonly PriceSpot[]): Group[] {
  return groupsAround(linkedTitles(survey, holds.link).slice(0, MAX_SEEDS), survey, holds, prices);
}

export const CAS_NUMBER = /(?<!\d)\d{2,7}-\d{2}-\d(?!\d)/;
/** A longer text is about more than the number. */
const MAX_NUMBER = 60;

/** By CAS numbers: catalogues of chemicals whose cards have neither a price nor a heading show one in each. */
export function groupsByNumber(survey: Survey, holds: Holders, prices: readonly PriceSpot[]): Group[] {
  const seeds = survey.runs
    .filter(
      ({ text, place }) =>
        text.length <= MAX_NUMBER && !place.furniture && !place.related && CAS_NUMBER.test(text),
    )
    .map(({ element }) => element);
  return groupsAround(seeds.slice(0, MAX_SEEDS), survey, holds, prices);
}

/** By the heads of tables. */
export function groupsByHead(survey: Survey, prices: readonly PriceSpot[]): Group[] {
  return rowsOfGoods(survey)
    .filter((rows) => rows.length >= MIN_REPEATS)
    .map((rows) => {
      const group: Group = new Map(rows.map((row) => [row, null]));
      addPrices(group, survey, prices);
      return group;
    });
}
