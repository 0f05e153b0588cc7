/** Reads the one thing a page is about from its looks; also fills what its structured data leaves out. */

import type { Availability } from '../../model/listing.ts';
import { trailPairs } from '../declared/read-breadcrumbs.ts';
import { absoluteImages } from '../declared/read-schema-offer.ts';
import { type Element, selfAndAncestors } from '../html/element.ts';
import type { Node } from '../html/outline.ts';
import { plainText } from '../html/plain-text.ts';
import { visibleText } from '../html/visible-text.ts';
import { type Draft, type DraftFields, NO_FIELDS } from '../page/draft.ts';
import type { Pair } from '../page/labelled-pairs.ts';
import { SIGN } from '../page/name-signs.ts';
import { ownNameTest } from '../page/own-name.ts';
import type { PageDocument } from '../page/page-document.ts';
import type { Survey } from '../page/survey-page.ts';
import { announcedText } from './announced-text.ts';
import type { BuyControl } from './buy-controls.ts';
import { contactCard } from './contact-card.ts';
import { chosenDescription } from './description-blocks.ts';
import { fieldsOfLabels, portIn } from './fields-of-labels.ts';
import { findId } from './labelled-values.ts';
import { addressNamed, sellerAddress, sellerByLink } from './linked-seller.ts';
import { findPosted, placeBesideDay } from './main-date.ts';
import type { Heading } from './main-heading.ts';
import { findImages, isDecoration } from './main-images.ts';
import { namedSeller, reachedCompany, soldBy, visitedSeller } from './main-seller.ts';
import { findStock } from './main-stock.ts';
import { placeNamed } from './named-place.ts';
import { type FirstPost, firstPost } from './offer-thread.ts';
import { placeBehindDay, placeOfSeller } from './place-of-seller.ts';
import { readAttributes } from './read-attributes.ts';

/** Cards of other goods have such blocks, too. */
const MAX_BLOCKS = 12;
const MAX_TEXT = 20_000;
const FRAME = new Set(['header', 'footer', 'nav']);
/** Names of what a visitor is asked to fill in. */
const FORM_TEXT = new Set(['label', 'legend', 'option', 'button']);
/** Texts in which labels are looked for. */
const PIECES_BEFORE = 100;
const MAX_PIECES = 3000;

/** Of the frame of the site, though it holds a heading: that of the page is another. */
function isInFrame(survey: Survey, block: Element, heading: number): boolean {
  for (const around of selfAndAncestors(block)) {
    if (around.name === 'article') return false;
    const { first, last } = survey.elements.get(around) ?? { first: 0, last: heading + 1 };
    if (FRAME.has(around.name)) return heading < first || heading >= last;
  }
  return false;
}

/** The text of what shops call so, or null. */
function descriptionBlock(
  survey: Survey,
  heading: number,
  beside: (element: Element) => boolean,
): string | null {
  const pieces = (element: Element) => {
    const { first, last } = survey.elements.get(element) ?? { first: 0, last: 0 };
    return last - first;
  };
  const blocks = survey
    .signed(SIGN.description)
    .filter((element) => element.name !== 'a' && !beside(element))
    .sort((a, b) => pieces(b) - pieces(a))
    .slice(0, MAX_BLOCKS)
    .filter((element) => !isInFrame(survey, element, heading));
  return chosenDescription(
    blocks.map((element) => {
      const { first, last } = survey.elements.get(element) ?? { first: 0, last: 0 };
      const { class: names = '', id = '' } = element.attribs;
      const text = visibleText(element, { limit: MAX_TEXT });
      return { names: `${names} ${id}`, text, whole: first <= heading && heading < last };
    }),
  );
}

/** One of the packs that a thing is sold in. */
export type Pack = {
  readonly size: string | null;
  /** What the head of its table says of it. */
  readonly labels: readonly Pair[];
};

export type Sight = {
  readonly page: PageDocument;
  readonly survey: Survey;
  readonly heading: Heading | null;
  readonly controls: readonly BuyControl[];
  /** In a menu, a card, a recommendation. */
  readonly beside: (element: Element) => boolean;
  readonly price: DraftFields['price'];
  /** That price is named so or stands near the heading: it counts even where a label says that one has to ask. */
  readonly pricedWell: boolean;
  /** The pack that the price is for. */
  readonly pack: Pack;
};

/** By words that announce a name, by a table, by what an element is called. */
function sellerOf(
  { page, survey, heading, beside }: Sight,
  labelled: DraftFields['seller'],
  reached: DraftFields['seller'],
): DraftFields['seller'] {
  const within = { heading: heading?.at ?? 0, beside };
  const announced = soldBy(survey, within);
  const named =
    announced === null && labelled === null
      ? (namedSeller(survey, within) ?? visitedSeller(survey, within) ?? reachedCompany(survey, within))
      : null;
  const address = named?.link?.attribs['href'] ?? '';
  const linked = sellerAddress(address) || (named !== null && addressNamed(page, address, named.name));
  const found = announced ?? (named !== null && ownNameTest(page)(named.name, linked) ? null : named);
  if (found === null) return labelled ?? sellerByLink(page) ?? reached;
  const href = found.link?.attribs['href'];
  const country = labelled?.country ?? null;
  if (href !== undefined) return { name: found.name, id: null, url: page.resolve(href), country };
  // Elsewhere on the page the same name may be linked.
  const elsewhere = sellerByLink(page);
  const url = elsewhere?.name === found.name ? elsewhere.url : null;
  return { name: found.name, id: null, url, country };
}

function imagesOf({ page, survey, heading, beside }: Sight): string[] {
  const shared = absoluteImages(page.meta.get('og:image') ?? [], page).filter((url) => !isDecoration(url));
  return shared.length > 0 || heading === null ? shared : findImages(page, survey, heading, beside);
}

/** Texts of the page around and below its heading, in order, without menus and recommendations. */
function piecesOf({ survey, heading, beside }: Sight): string[] {
  const from = Math.max(0, (heading?.at ?? 0) - PIECES_BEFORE);
  return survey.runs
    .slice(from, from + MAX_PIECES)
    .filter(
      ({ place, element }) =>
        !place.furniture &&
        !place.related &&
        !place.hidden &&
        !FORM_TEXT.has(element.name) &&
        !beside(element),
    )
    .map(({ text }) => text);
}

/** Of a thread: what is behind the first post or around it is the frame of the board. */
function besidePost({ outline }: PageDocument, post: FirstPost | null): (node: Node) => boolean {
  if (post === null) return () => false;
  const end = outline.endOf(post.node);
  return (node) => node >= end || (node < post.node && outline.endOf(node) >= end);
}

/** In pieces of text, before and behind the heading. */
const PLACE_REACH = 120;
const DAY_REACH = 10;

function placeBeside({ page, survey, heading, beside }: Sight): string | null {
  if (heading?.element == null) return null;
  const first = Math.max(0, heading.at - PLACE_REACH / 2);
  return (
    placeNamed(page, survey, first, heading.at + PLACE_REACH, (element) => !beside(element)) ??
    placeBehindDay(survey, heading.at) ??
    placeBesideDay(page, survey, Math.max(0, heading.at - DAY_REACH), heading.at + DAY_REACH) ??
    placeOfSeller(page, survey, heading.at)
  );
}

/** A page without a heading of its own may still say "Product name: …", which is worth more than the title of the site. */
function titleOf(heading: Heading | null, labelled: string | null, ofPost: string | null): string | null {
  const named = heading?.element == null ? labelled : null;
  const title = ofPost ?? named ?? (heading === null ? '' : plainText(heading.text));
  return title === '' ? null : title;
}

/**
 * `stockShown`: what the page says in words of its stock, which a visitor believes before any declared data. `post`: the first of a
 * thread, to whose author all that is offered belongs.
 */
export function heuristicDraft(sight: Sight): {
  draft: Draft;
  stockShown: Availability | null;
  post: FirstPost | null;
} {
  const { page, survey, heading, controls, beside, price } = sight;
  const post = firstPost(page, survey, heading?.text ?? '');
  const pairs = readAttributes(page, piecesOf(sight), besidePost(page, post));
  const labelled = fieldsOfLabels([...pairs, ...trailPairs(page)], page);
  const title = titleOf(heading, labelled.title, post?.title ?? null);
  const asks = labelled.price?.amount === null && !sight.pricedWell;
  const at = heading?.at ?? 0;
  const stock = findStock(survey, at, controls, beside);
  const posted = findPosted(page, survey, at, beside);
  const card = contactCard(page, survey, at);
  const fields: DraftFields = {
    ...NO_FIELDS,
    ...labelled,
    quantity: labelled.quantity ?? sight.pack.size,
    title,
    description:
      post?.text ??
      descriptionBlock(survey, heading?.element == null ? -1 : at, beside) ??
      announcedText(page),
    price: (asks ? null : price) ?? labelled.price ?? post?.price ?? null,
    availability: post?.stock ?? labelled.availability ?? stock?.says ?? null,
    externalId:
      labelled.externalId ??
      findId(survey, { heading: at, beside }) ??
      fieldsOfLabels(sight.pack.labels, page).externalId,
    // Beside posts stands where their writers live.
    location: post?.place ?? labelled.location ?? placeBeside(sight) ?? portIn(pairs),
    seller: sellerOf(sight, labelled.seller, card?.seller ?? null) ?? post?.author ?? null,
    contactTexts: card?.texts ?? [],
    // The same day with its time is worth more.
    postedAt:
      (posted?.startsWith(labelled.postedAt ?? '') ? posted : labelled.postedAt) ?? post?.posted ?? null,
    images: imagesOf(sight),
  };
  return {
    draft: { reader: 'heuristic', fields, unread: [] },
    stockShown: labelled.availability ?? (stock?.inWords ? stock.says : null),
    post,
  };
}
