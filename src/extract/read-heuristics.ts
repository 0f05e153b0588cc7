/** Reads the one thing a page is about from its looks; also fills what its structured data leaves out. */
import type { BuyControl } from './buy-controls.ts';
import { type Draft, type DraftFields, NO_FIELDS } from './draft.ts';
import type { Element } from './element.ts';
import { findId, findSeller } from './labelled-values.ts';
import type { Heading } from './main-heading.ts';
import { findImages } from './main-images.ts';
import { findStock } from './main-stock.ts';
import { SIGN } from './name-signs.ts';
import type { PageDocument } from './page-document.ts';
import { parseDate } from './parse-date.ts';
import { plainText } from './plain-text.ts';
import { attributeFor, readAttributes } from './read-attributes.ts';
import { readAvailability } from './read-availability.ts';
import { absoluteImages } from './read-schema-offer.ts';
import type { Survey } from './survey-page.ts';
import { visibleText } from './visible-text.ts';
import { absoluteUrl } from './web-url.ts';

const MIN_DESCRIPTION = 40;
const MAX_BLOCKS = 5;
const MAX_TEXT = 20_000;

/** The longest block that shops use for an offer's text, or null. */
function descriptionBlock(survey: Survey, beside: (element: Element) => boolean): string | null {
  const pieces = (element: Element) => {
    const { first, last } = survey.elements.get(element) ?? { first: 0, last: 0 };
    return last - first;
  };
  const blocks = survey
    .signed(SIGN.description)
    .filter((element) => element.name !== 'a' && !beside(element));
  const texts = blocks
    .sort((a, b) => pieces(b) - pieces(a))
    .slice(0, MAX_BLOCKS)
    .map((element) => visibleText(element, { limit: MAX_TEXT }));
  const longest = texts.sort((a, b) => b.length - a.length)[0];
  return longest !== undefined && longest.length >= MIN_DESCRIPTION ? longest : null;
}

export type Sight = {
  readonly page: PageDocument;
  readonly survey: Survey;
  readonly heading: Heading | null;
  readonly controls: readonly BuyControl[];
  /** In a menu, a card, a recommendation. */
  readonly beside: (element: Element) => boolean;
  readonly price: DraftFields['price'];
};

function sellerOf({ page, survey, heading, beside }: Sight, named: string | null): DraftFields['seller'] {
  const found =
    named === null ? findSeller(survey, { heading: heading?.at ?? 0, beside }) : { name: named, link: null };
  if (found === null) return null;
  const href = found.link?.attribs['href'];
  return {
    name: found.name,
    id: null,
    url: href === undefined ? null : absoluteUrl(href, page.base),
    country: null,
  };
}

function imagesOf({ page, survey, heading, beside }: Sight): string[] {
  const shared = absoluteImages(page.meta.get('og:image') ?? [], page);
  return shared.length > 0 || heading === null ? shared : findImages(page, survey, heading, beside);
}

export function heuristicDraft(sight: Sight): Draft {
  const { page, survey, heading, controls, beside, price } = sight;
  const title = heading === null ? '' : plainText(heading.text);
  const attributes = readAttributes(page);
  const at = heading?.at ?? 0;
  const stock = attributeFor(attributes, 'availability');
  const posted = attributeFor(attributes, 'postedAt');
  const fields: DraftFields = {
    ...NO_FIELDS,
    title: title === '' ? null : title,
    description: descriptionBlock(survey, beside),
    price,
    availability:
      (stock === null ? null : readAvailability(stock)) ?? findStock(survey, at, controls, beside),
    externalId: attributeFor(attributes, 'externalId') ?? findId(survey, { heading: at, beside }),
    quantity: attributeFor(attributes, 'quantity'),
    location: attributeFor(attributes, 'location'),
    seller: sellerOf(sight, attributeFor(attributes, 'seller')),
    images: imagesOf(sight),
    attributes,
    postedAt: posted === null ? null : parseDate(posted, page.language),
  };
  return { reader: 'heuristic', fields, unread: [] };
}
