/** What a page says besides its structured data, read from the outline: its description block, attribute table and contacts. */

import { BREADCRUMBS, trailPairs } from '../declared/read-breadcrumbs.ts';
import { absoluteImages } from '../declared/read-schema-offer.ts';
import { around, type Node } from '../html/outline.ts';
import { outlineText } from '../html/outline-text.ts';
import { tagSet } from '../html/tag-kinds.ts';
import { announcedText } from '../looks/announced-text.ts';
import { chosenDescription, type TextBlock } from '../looks/description-blocks.ts';
import { fieldsOfLabels, portIn } from '../looks/fields-of-labels.ts';
import { sellerByLink } from '../looks/linked-seller.ts';
import { onlyPlace } from '../looks/only-place.ts';
import { readAttributes } from '../looks/read-attributes.ts';
import { type Draft, type DraftFields, NO_FIELDS } from '../page/draft.ts';
import { MARKS } from '../page/element-names.ts';
import { SIGN } from '../page/name-signs.ts';
import type { PageDocument } from '../page/page-document.ts';
import { headingText } from '../page/page-subject.ts';
import { ANY_DIGIT } from '../values/plain-digits.ts';
import { relativeDate } from '../values/relative-date.ts';
import type { Looks } from './read-looks.ts';

/** Cards of other goods have such blocks, too. */
const MAX_BLOCKS = 12;
/** More elements with such names are no description. */
const MAX_LIKELY = 300;
const ASIDE = tagSet('nav footer header aside dialog');
/** Attributes that say what an element is. */
const NAMING = ['class', 'id', ...MARKS];
const NO_BLOCK = tagSet('meta link a input label button option img');

/** Elements whose class, id or mark may be that of an offer's text, the largest first. */
function likelyBlocks({ outline, memory }: PageDocument): Node[] {
  const blocks = new Set<Node>();
  for (const attribute of NAMING) {
    for (const [value, nodes] of outline.bearing(attribute)) {
      if (!memory.mayNameDescription(value)) continue;
      for (const node of nodes) if (NO_BLOCK[outline.kindOf(node)] === 0) blocks.add(node);
    }
  }
  const size = (node: Node) => outline.endOf(node) - node;
  return [...blocks].sort((a, b) => size(b) - size(a) || a - b);
}

/** The text of what shops call so, or null. */
function descriptionIn(page: PageDocument): string | null {
  const { outline, signsOf, memory } = page;
  const isMarkedSo = (value: string | undefined) =>
    value !== undefined && memory.signsOfNames(value, SIGN.description) !== 0;
  const isCalledSo = (node: Node) =>
    signsOf(node, SIGN.description) !== 0 || MARKS.some((mark) => isMarkedSo(outline.attribute(node, mark)));
  const isAside = (node: Node) =>
    around(outline, node).some(
      (at) => ASIDE[outline.kindOf(at)] === 1 || signsOf(at, SIGN.related | SIGN.furniture) !== 0,
    );
  const found: TextBlock[] = [];
  for (const node of likelyBlocks(page).slice(0, MAX_LIKELY)) {
    if (!isCalledSo(node) || isAside(node)) continue;
    const names = `${outline.attribute(node, 'class') ?? ''} ${outline.attribute(node, 'id') ?? ''}`;
    const end = outline.endOf(node);
    const whole = page.parts.headings.some((heading) => heading > node && heading < end);
    found.push({ names, text: outlineText(outline, node), whole });
    if (found.length === MAX_BLOCKS) break;
  }
  return chosenDescription(found);
}

/** What the readers before have told, and need not be looked for. */
type Told = { readonly trail: boolean; readonly seller: boolean; readonly title: string | null };

/** In lines of the main text behind the name of the thing. */
const DAY_WITHIN = 15;
/** "3 days ago" and little else. */
const MAX_AGO = 20;

/** How long ago it was offered, where a line right below its name says nothing else. */
function daysAgo(
  { clock, language }: PageDocument,
  lines: readonly string[],
  named: string | null,
): string | null {
  const at = named === null || clock === null ? -1 : lines.indexOf(named);
  if (at < 0 || clock === null) return null;
  for (const line of lines.slice(at + 1, at + DAY_WITHIN)) {
    const day = line.length <= MAX_AGO && ANY_DIGIT.test(line) ? relativeDate(line, language, clock) : null;
    if (day !== null) return day;
  }
  return null;
}

/** Fills what structured data leaves out; price and title it never does. */
function draftBesides(page: PageDocument, told: Told): Draft {
  const { parts } = page;
  const [heading] = parts.headings;
  const title = heading === undefined ? page.title : headingText(page, heading);
  const lines = page.mainText().split('\n');
  const pairs = readAttributes(page, lines);
  const labelled = fieldsOfLabels(told.trail ? pairs : [...pairs, ...trailPairs(page)], page);
  const fields: DraftFields = {
    ...NO_FIELDS,
    ...labelled,
    title: title === '' ? null : title,
    description: descriptionIn(page) ?? announcedText(page),
    price: null,
    location: labelled.location ?? onlyPlace(page) ?? portIn(pairs),
    postedAt: labelled.postedAt ?? daysAgo(page, lines, told.title),
    seller: labelled.seller ?? (told.seller ? null : sellerByLink(page)),
    images: absoluteImages([page.meta.get('og:image')?.[0]], page),
  };
  return { reader: 'heuristic', fields, unread: [] };
}

/** The looks of a page whose structured data tells what its offer is, without searching for price, cards and controls. */
export function looksBesides(page: PageDocument, main: readonly Draft[]): Looks {
  const told = {
    trail: main.some(({ fields }) => fields.attributes.has(BREADCRUMBS)),
    seller: main.some(({ fields }) => fields.seller !== null),
    title: main.map(({ fields }) => fields.title).find((one) => one !== null) ?? null,
  };
  return {
    draft: draftBesides(page, told),
    stockShown: null,
    post: null,
    priced: false,
    pricedWell: false,
    denies: () => false,
    leads: false,
    buyable: false,
    carts: 0,
    entries: false,
  };
}
