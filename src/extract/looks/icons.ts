/** Tells what a picture without words right before a text says of it: a pin of a place, a head of a person. */
import type { ChildNode, Element } from '../html/element.ts';

const BLANK = /^\s*$/;
/** Of an icon: more is a box. */
const MAX_IN_ICON = 3;
/** Elements in one another that are looked into. */
const MAX_DEPTH = 4;

const isIcon = (node: ChildNode | null, named: RegExp): boolean =>
  node !== null &&
  'attribs' in node &&
  node.children.length <= MAX_IN_ICON &&
  !holdsText(node, MAX_DEPTH) &&
  named.test(node.attribs['class'] ?? '');

/** Text of its own or further in; what is deeper still is a box. */
const holdsText = (element: Element, depth: number): boolean =>
  depth === 0 ||
  showsText(element) ||
  element.children.some((child) => 'attribs' in child && holdsText(child, depth - 1));

/** Text of its own. */
export const showsText = ({ children }: Element): boolean =>
  children.some((child) => 'data' in child && child.type === 'text' && !BLANK.test(child.data));

/** The node before an element, blanks between them left out. */
function nodeBefore({ prev }: Element): ChildNode | null {
  let before = prev;
  while (before !== null && 'data' in before && BLANK.test(before.data)) before = before.prev;
  return before;
}

/** The element right before another, with no text between the two. */
export function elementBefore(element: Element): Element | null {
  const before = nodeBefore(element);
  return before !== null && 'attribs' in before ? before : null;
}

/** The element before it, or the first in it, has no text and is named so: sets of icons have names for what they show. */
export function hasIcon(element: Element, named: RegExp): boolean {
  return isIcon(nodeBefore(element), named) || isIcon(element.children[0] ?? null, named);
}
