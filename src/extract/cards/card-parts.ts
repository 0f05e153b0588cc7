/** What a card of a list is made of, gathered in one walk: a query language would be asked hundreds of times a page. */
import { type Element, eachElementIn, nearest } from '../html/element.ts';
import { MARKS } from '../page/element-names.ts';

/** A card is small; what is larger is read so far. */
const MAX_ELEMENTS = 500;
const MAX_LINKS = 20;

export type CardParts = {
  readonly heading: Element | null;
  /** The first element whose class says that it names the goods, else the first that says that it is a title or a name. */
  readonly named: Element | null;
  readonly links: readonly Element[];
  /** Those of the links that stand in a heading. */
  readonly headingLinks: readonly Element[];
  /** The one of the links that stands around the heading. */
  readonly aroundHeading: Element | null;
  readonly image: Element | null;
  /** The first picture that says what it shows. */
  readonly told: Element | null;
};

const MAX_CLIMB = 6;

export const isInside = (element: Element, around: Element): boolean =>
  nearest(element, MAX_CLIMB, (at) => at === around) !== null;

const HEADING = /^h[1-6]$/;
const NAME = /title|name/i;
/** Whose name it is where a card has several. */
const GOODS_NAME =
  /(?<![a-z])(?:pro|prod|product|goods|item|offer|listing|article|artikel|produkt|tovar)s?[-_]?(?:name|title)/i;
/** The name of whoever sells it, not of the thing. */
const PERSON = /seller|user|vendor|member|merchant|supplier|shop-?name|store-?name|compan|author|nick/i;
/** Leads to whoever sells it. */
const SELLER_LINK =
  /\/(?:u|usr|users?|profiles?|members?|sellers?|merchants?|vendors?|suppliers?)\/[^/?#]{2,}\/?(?:[?#]|$)/i;

export function cardParts(card: Element): CardParts {
  const links: Element[] = [];
  let heading: Element | null = null;
  const names: Names = { goods: null, something: null };
  let image: Element | null = null;
  let told: Element | null = null;
  eachElementIn(card, MAX_ELEMENTS, (element) => {
    const { name, attribs } = element;
    if (heading === null && HEADING.test(name)) heading = element;
    noteName(names, element);
    if (isLink(element) && links.length < MAX_LINKS) links.push(element);
    if (name !== 'img' && name !== 'amp-img') {
      // A box whose background a script sets.
      if (attribs['data-original'] !== undefined) image ??= element;
      return;
    }
    if (isPortrait(element)) return;
    image ??= element;
    if (attribs['alt'] !== undefined) told ??= element;
  });
  const shown = ofThing(links);
  const headingLinks = heading === null ? [] : shown.filter((link) => isInHeading(link, card));
  const link = heading === null ? null : nearest(heading, MAX_CLIMB, isLink);
  const aroundHeading = link !== null && shown.includes(link) ? link : null;
  const named = names.goods ?? names.something;
  return { heading, named, links: shown, headingLinks, aroundHeading, image, told };
}

export const leadsToSeller = (element: Element): boolean =>
  isLink(element) && SELLER_LINK.test(element.attribs['href'] ?? '');

/** The seller's link stands above the thing on some cards; where it is the only one, it is all there is. */
function ofThing(links: readonly Element[]): readonly Element[] {
  if (links.length < 2) return links;
  const others = links.filter((link) => !leadsToSeller(link));
  return others.length > 0 ? others : links;
}

/** A picture of whoever sells it. */
const isPortrait = (picture: Element): boolean => nearest(picture, 4, leadsToSeller) !== null;

/** The first element of a card that its class calls the name of goods, and the first that it calls a name of anything but a person. */
type Names = { goods: Element | null; something: Element | null };

function noteName(names: Names, element: Element): void {
  if (names.goods !== null) return;
  const { attribs } = element;
  for (const name in attribs) {
    const value = name === 'class' || MARKS.includes(name) ? (attribs[name] ?? '') : '';
    if (!NAME.test(value) || PERSON.test(value)) continue;
    names.something ??= element;
    if (GOODS_NAME.test(value)) names.goods = element;
    return;
  }
}

export function isLink({ name, attribs }: Element): boolean {
  return name === 'a' && attribs['href'] !== undefined;
}

function isInHeading(element: Element, card: Element): boolean {
  for (let at = element.parent; at !== null && at !== card; at = at.parent) {
    if ('name' in at && HEADING.test(at.name)) return true;
  }
  return false;
}

const PARTS = new Set(['p', 'div', 'ul', 'dl', 'br', 'table']);

/** What is called a name, and has blocks below the name itself. */
export function holdsMore({ children }: Element): boolean {
  return children.some((child) => 'attribs' in child && PARTS.has(child.name));
}
