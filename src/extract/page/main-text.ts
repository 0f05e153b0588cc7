/** The text of the main part of a page: what is screened, and searched for contacts. */

import type { Node, Outline } from '../html/outline.ts';
import { outlineText } from '../html/outline-text.ts';
import { tagSet } from '../html/tag-kinds.ts';
import { SIGN } from './name-signs.ts';
import type { SignsOf } from './outline-signs.ts';
import type { PageParts } from './page-parts.ts';

/** Whether one of the places, which stand in order, is between the two. */
function holdsAny(places: readonly Node[], from: Node, to: Node): boolean {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return (places[low] ?? to) < to;
}

const BOXES = tagSet('div section ul ol aside article table');

/** A test for boxes with goods beside the offer or what customers say of it; what holds a heading of the page is none. */
function besideTest(outline: Outline, { headings }: PageParts, signsOf: SignsOf): (node: Node) => boolean {
  return (node) =>
    BOXES[outline.kindOf(node)] === 1 &&
    signsOf(node, SIGN.related) !== 0 &&
    !holdsAny(headings, node, outline.endOf(node));
}

const FORMS = tagSet('form');

/** A form around most of the page or its heading is a frame that some kinds of software put around all they show. */
function frameTest(outline: Outline, { headings }: PageParts): (node: Node) => boolean {
  return (node) => {
    if (FORMS[outline.kindOf(node)] === 0) return false;
    const end = outline.endOf(node);
    return (end - node) * 2 > outline.size || holdsAny(headings, node, end);
  };
}

/** The first element that calls itself the main part; else the body. */
function mainOf(outline: Outline, { mains, body }: PageParts): Node {
  const called = [
    mains[0],
    outline.bearing('id').get('main')?.[0],
    outline.bearing('id').get('content')?.[0],
    outline.bearing('role').get('main')?.[0],
  ];
  const first = Math.min(...called.map((node) => node ?? outline.size));
  return first < outline.size ? first : (body ?? 0);
}

/** The main part of the page as text, without navigation, forms and goods beside the offer. */
export function mainTextOf(outline: Outline, parts: PageParts, signsOf: SignsOf): string {
  const leaveOut = besideTest(outline, parts, signsOf);
  const keep = frameTest(outline, parts);
  return outlineText(outline, mainOf(outline, parts), { contentOnly: true, leaveOut, keep });
}
