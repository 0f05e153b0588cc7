/** Whether a page shows any sign of a next page, so that the tree is not built to search for one in vain. */

import { declaredNext } from './find-links.ts';
import type { Node } from './outline.ts';
import { textInside } from './outline-text.ts';
import type { PageDocument } from './page-document.ts';
import { MORE_WORDS, NEXT_SIGNS, NEXT_WORDS, OLDER_WORDS } from './paging-words.ts';
import { oneLine } from './visible-text.ts';

const NUMBER = /^\W?\d[\d,. ]{0,5}(?:\s?[-–—~]\s?\d{1,6})?\W?$/;
const NAMES = /pag|next|nxt|seiten|siguiente|suivant|weiter|more/i;
const LABELS = [NEXT_WORDS, OLDER_WORDS, MORE_WORDS, NEXT_SIGNS, NUMBER];
/** The longest text that any of the words allows. */
const MAX_LABEL = 40;

/** Wide on purpose: a page without a sign has no next page in any reading, one with a sign may have one. */
export function mayGoOn(page: PageDocument): boolean {
  const { outline, parts } = page;
  const says = (text: string | undefined) =>
    text !== undefined && text.length <= MAX_LABEL && LABELS.some((label) => label.test(text));
  const hints = (node: Node) =>
    ['class', 'id', 'data-next-url', 'data-url', 'data-href'].some(
      (name) =>
        NAMES.test(outline.attribute(node, name) ?? '') ||
        (name.startsWith('data-') && outline.attribute(node, name) !== undefined),
    );
  if (declaredNext(page) !== null) return true;
  for (const node of parts.anchors) {
    const shown = oneLine(textInside(outline, node, 400), MAX_LABEL + 1);
    if (says(shown) || says(outline.attribute(node, 'aria-label')) || says(outline.attribute(node, 'title')))
      return true;
  }
  for (let node = 1; node < outline.size; node++) {
    if (outline.hasAttributes(node) && hints(node)) return true;
  }
  return false;
}
