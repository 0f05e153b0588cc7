/** Finds the cards of a list without structured data: repeated parts of the page that hold a price and a link. */
import { type Draft, NO_FIELDS } from './draft.ts';
import { descendants, type Element, parentOf, selfAndAncestors, withAncestors } from './element.ts';
import { hasSignedNumber, type PriceSpot } from './find-prices.ts';
import { oldness } from './main-price.ts';
import type { PageDocument } from './page-document.ts';
import { parsePrice } from './parse-price.ts';
import { cardAddress, imageAddress } from './read-site-rules.ts';
import type { Survey } from './survey-page.ts';
import { oneLine, visibleText } from './visible-text.ts';

const MAX_CARDS = 500;
const MAX_CLIMB = 12;
/** Fewer look-alikes are chance: a price beside two accessories. */
export const MIN_REPEATS = 3;

function countByAncestor(prices: readonly Element[]): ReadonlyMap<Element, number> {
  const count = new Map<Element, number>();
  for (const price of prices) {
    for (const at of selfAndAncestors(price)) count.set(at, (count.get(at) ?? 0) + 1);
  }
  return count;
}

type Holders = { readonly link: ReadonlySet<Element>; readonly heading: ReadonlySet<Element> };

/** The largest part around a price that holds a link and no price of another card. */
function cardAround(
  price: Element,
  count: ReadonlyMap<Element, number>,
  holds: Holders,
  survey: Survey,
): Element | null {
  let at: Element = price;
  for (let step = 0; step < MAX_CLIMB; step++) {
    const parent = parentOf(at);
    if (parent === null || parent.name === 'body' || parent.name === 'html') return null;
    const grows = (count.get(parent) ?? 0) > (count.get(at) ?? 0);
    const linked = holds.link.has(at);
    // What holds the page's heading is the page's own offer, not a card of it.
    if (grows && holds.heading.has(at)) return null;
    if (grows && linked && survey.text(at).length > 8) return at;
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

/** Words that stand on a card and name nothing. */
const BADGE =
  /^\W*(?:sale|new|hot|top|sold out|out of stock|in stock|quick (?:view|shop)|add to (?:cart|wishlist|compare)|view details?|read more|details|featured|urgent|angebot|neu|oferta|nuevo|promo|promotion|nouveau|распродажа|новинка|хит|新品|热卖)\W*$/i;

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
  const title = texts.find(
    (text) => text.length > 2 && !hasSignedNumber(text) && !BADGE.test(text) && /\p{L}/u.test(text),
  );
  return title ?? oneLine(descendants($card, 'img[alt]').first().attr('alt') ?? '', 500);
}

function cardDraft(page: PageDocument, card: Element, price: PriceSpot): Draft | null {
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
    price: parsePrice(price.text, { ...page, declared: null }),
    images: picture,
  };
  return { reader: 'heuristic', fields, unread: [] };
}

export type CardReading = { readonly drafts: readonly Draft[]; readonly elements: ReadonlySet<Element> };

type Group = Map<Element, PriceSpot>;

function groupsOf(survey: Survey, prices: readonly PriceSpot[]): Group[] {
  const count = countByAncestor(prices.map(({ element }) => element));
  const holds: Holders = {
    link: withAncestors(survey.tagged('a').filter(({ attribs }) => attribs['href'] !== undefined)),
    heading: withAncestors(survey.tagged('h1')),
  };
  const groups = new Map<string, Group>();
  for (const price of prices) {
    const card = cardAround(price.element, count, holds, survey);
    if (card === null) continue;
    const shape = shapeOf(card);
    const group = groups.get(shape) ?? new Map<Element, PriceSpot>();
    const known = group.get(card);
    if (known === undefined || oldness(survey, known) > oldness(survey, price)) group.set(card, price);
    groups.set(shape, group);
  }
  return [...groups.values()];
}

/** The largest group of look-alike cards that lead to different addresses, and all card elements of any group. */
export function readCards(page: PageDocument, survey: Survey, prices: readonly PriceSpot[]): CardReading {
  const shown = prices.filter(({ element }) => survey.elements.get(element)?.place.furniture !== true);
  const elements = new Set<Element>();
  let best: readonly Draft[] = [];
  for (const group of groupsOf(survey, shown)) {
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
