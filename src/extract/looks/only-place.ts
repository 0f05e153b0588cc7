/** Finds where a thing is in the outline of its page: what is called a place, where the page tells no other. */
import { around, type Node } from '../html/outline.ts';
import { outlineText } from '../html/outline-text.ts';
import { tagSet } from '../html/tag-kinds.ts';
import { oneLine } from '../html/visible-text.ts';
import { SIGN } from '../page/name-signs.ts';
import { isHiddenNode } from '../page/outline-signs.ts';
import type { PageDocument } from '../page/page-document.ts';
import { isPlace } from './named-place.ts';

/** More elements that are called so are what one may choose from. */
const MAX_CALLED = 12;
const MAX_TEXT = 81;
/** Of the frame of the site, of what is pressed and of goods beside this: rows of a list tell where each of them is. */
const ELSEWHERE = tagSet('nav footer header dialog form button select option li meta');

/** Elements whose class calls them a place, or null where these are many. */
function calledPlaces({ outline, memory: { signsOfNames } }: PageDocument): readonly Node[] | null {
  const found: Node[] = [];
  for (const [names, nodes] of outline.bearing('class')) {
    if (signsOfNames(names, SIGN.place) === 0) continue;
    found.push(...nodes.slice(0, MAX_CALLED + 1));
    if (found.length > MAX_CALLED) return null;
  }
  return found;
}

/** The only place that elements of the page, but none beside its offer, are called. */
export function onlyPlace(page: PageDocument): string | null {
  const { outline, signsOf } = page;
  const isElsewhere = (node: Node) =>
    ELSEWHERE[outline.kindOf(node)] === 1 ||
    signsOf(node, SIGN.related | SIGN.furniture) !== 0 ||
    isHiddenNode(page, node);
  const told = new Set<string>();
  for (const node of calledPlaces(page) ?? []) {
    if (isElsewhere(node) || around(outline, node).some(isElsewhere)) continue;
    const text = oneLine(outlineText(outline, node, { limit: MAX_TEXT }), MAX_TEXT);
    if (isPlace(text)) told.add(text);
  }
  const [only] = told;
  return told.size === 1 ? (only ?? null) : null;
}
