/** Finds what a script opens where it is pressed: some lists have such boxes for cards, and no links in them. */

import { type Element, elementsIn } from '../html/element.ts';
import type { PageDocument } from '../page/page-document.ts';

const ROLES = ['button', 'link'];
/** Of the page. */
const MAX_OPENERS = 2000;
const BOXES = new Set(['div', 'li', 'article', 'section', 'span', 'figure', 'tr']);
/** Elements of one box that are looked at. */
const MAX_IN_BOX = 60;
const HEADING = /^h[2-6]$/;

export const hasHeading = (box: Element): boolean =>
  elementsIn(box, MAX_IN_BOX).some(({ name }) => HEADING.test(name));

/** Boxes that say to screen readers that they can be pressed, or listen for it. */
export function openersOf({ outline, tree }: PageDocument): ReadonlySet<Element> {
  const byRole = outline.bearing('role');
  const nodes = [
    ...outline.bearing('onclick').values(),
    ...ROLES.map((role) => byRole.get(role) ?? []),
  ].flat();
  const first = [...new Set(nodes)].sort((a, b) => a - b).slice(0, MAX_OPENERS);
  return new Set(
    tree()
      .elementsOf(first)
      .filter(({ name }) => BOXES.has(name)),
  );
}
