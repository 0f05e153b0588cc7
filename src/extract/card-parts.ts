/** What a card of a list is made of, gathered in one walk: a query language would be asked hundreds of times a page. */
import { descend, type Element } from './element.ts';
import { MARKS } from './survey-page.ts';

/** A card is small; what is larger is read so far. */
const MAX_ELEMENTS = 500;
const MAX_LINKS = 20;

export type CardParts = {
  readonly heading: Element | null;
  /** The first element whose class says that it is a title or a name. */
  readonly named: Element | null;
  readonly links: readonly Element[];
  /** Those of the links that stand in a heading. */
  readonly headingLinks: readonly Element[];
  readonly image: Element | null;
  /** The first picture that says what it shows. */
  readonly told: Element | null;
};

const HEADING = /^h[1-6]$/;
const NAME = /title|name/i;

export function cardParts(card: Element): CardParts {
  const links: Element[] = [];
  const first = new Map<'heading' | 'named' | 'image' | 'told', Element>();
  const note = (part: 'heading' | 'named' | 'image' | 'told', element: Element) => {
    if (!first.has(part)) first.set(part, element);
  };
  for (const element of descend(card).take(MAX_ELEMENTS)) {
    const { name, attribs } = element;
    if (HEADING.test(name)) note('heading', element);
    if (NAME.test(attribs['class'] ?? '') || MARKS.some((mark) => NAME.test(attribs[mark] ?? '')))
      note('named', element);
    if (isLink(element)) links.push(element);
    if (name === 'img') note('image', element);
    if (name === 'img' && attribs['alt'] !== undefined) note('told', element);
  }
  const shown = links.slice(0, MAX_LINKS);
  return {
    heading: first.get('heading') ?? null,
    named: first.get('named') ?? null,
    links: shown,
    headingLinks: shown.filter((link) => isInHeading(link, card)),
    image: first.get('image') ?? null,
    told: first.get('told') ?? null,
  };
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
