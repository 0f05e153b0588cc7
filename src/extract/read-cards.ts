/** Finds the cards of a list without structured data: repeated parts of the page that hold a price and a link. */
import { type CardParts, cardParts, isLink } from './card-parts.ts';
import { type Draft, NO_FIELDS } from './draft.ts';
import { type Element, parentOf, selfAndAncestors, withAncestors } from './element.ts';
import { hasSignedNumber, type PriceSpot } from './find-prices.ts';
import { bestAddress } from './main-images.ts';
import { oldness } from './main-price.ts';
import type { PageDocument } from './page-document.ts';
import { parsePrice } from './parse-price.ts';
import type { Survey } from './survey-page.ts';
import { oneLine, visibleText } from './visible-text.ts';
import { absoluteUrl } from './web-url.ts';

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

const MAX_TITLE = 500;
const MAX_TITLE_LINKS = 10;

function isTitle(text: string): boolean {
  return text.length > 2 && !hasSignedNumber(text) && !BADGE.test(text) && /\p{L}/u.test(text);
}

function titleOf(page: PageDocument, { heading, named, links, told }: CardParts): string {
  const textOf = (element: Element) => oneLine(element.attribs['title'] ?? page.$(element).text(), MAX_TITLE);
  for (const element of [heading, named, ...links.slice(0, MAX_TITLE_LINKS)]) {
    const text = element === null ? '' : textOf(element);
    if (isTitle(text)) return text;
  }
  return oneLine(told?.attribs['alt'] ?? '', MAX_TITLE);
}

/** Where the card leads: its heading's link first, then its own, those in it, the one around it. */
function addressOf(page: PageDocument, card: Element, { headingLinks, links }: CardParts): string | null {
  const around = selfAndAncestors(card).filter(isLink);
  const self = card.name === 'a' ? [card] : [];
  for (const link of [...headingLinks, ...self, ...links, ...around.take(1)]) {
    const url = absoluteUrl(link.attribs['href'] ?? '', page.base);
    if (url !== null && url !== page.url) return url;
  }
  return null;
}

type Card = {
  readonly element: Element;
  readonly price: PriceSpot;
  readonly parts: CardParts;
  readonly title: string;
  readonly url: string;
};

/** Null for a part of the page that names nothing or leads nowhere. */
function cardOf(page: PageDocument, element: Element, price: PriceSpot): Card | null {
  const parts = cardParts(element);
  const url = addressOf(page, element, parts);
  if (url === null) return null;
  const title = titleOf(page, parts);
  return title === '' ? null : { element, price, parts, title, url };
}

function cardDraft(page: PageDocument, { element, price, parts, title, url }: Card): Draft {
  const image = parts.image && bestAddress(page, parts.image);
  const fields = {
    ...NO_FIELDS,
    url,
    title,
    description: visibleText(element, { limit: 2000 }),
    price: parsePrice(price.text, { ...page, declared: null }),
    images: image === null ? [] : [image],
  };
  return { reader: 'heuristic', fields, unread: [] };
}

export type CardReading = { readonly drafts: readonly Draft[]; readonly elements: ReadonlySet<Element> };

type Group = Map<Element, PriceSpot>;

function groupsOf(survey: Survey, prices: readonly PriceSpot[]): Group[] {
  const count = countByAncestor(prices.map(({ element }) => element));
  const holds: Holders = {
    link: withAncestors(survey.tagged('a').filter(isLink)),
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
  let best: readonly Card[] = [];
  let most = 0;
  for (const group of groupsOf(survey, shown)) {
    if (group.size < MIN_REPEATS) continue;
    const cards = [...group]
      .slice(0, MAX_CARDS)
      .map(([element, price]) => cardOf(page, element, price))
      .filter((card) => card !== null);
    const addresses = new Set(cards.map(({ url }) => url));
    if (addresses.size < MIN_REPEATS) continue;
    for (const card of group.keys()) elements.add(card);
    if (addresses.size > most) [best, most] = [cards, addresses.size];
  }
  return { drafts: best.map((card) => cardDraft(page, card)), elements };
}
