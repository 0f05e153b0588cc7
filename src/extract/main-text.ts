/** The text of the main part of a page: what is screened, and searched for contacts. */
import { nameReader, SIGN } from './name-signs.ts';
import type { Node, Outline } from './outline.ts';
import { outlineText } from './outline-text.ts';
import type { PageParts } from './page-parts.ts';

function isMain(outline: Outline, node: Node): boolean {
  const name = outline.nameOf(node);
  if (name === 'main' || name === 'article') return true;
  if (name === '' || !outline.hasAttributes(node)) return false;
  const id = outline.attribute(node, 'id');
  return id === 'main' || id === 'content' || outline.attribute(node, 'role') === 'main';
}

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

const BOXES = new Set(['div', 'section', 'ul', 'ol', 'aside', 'article', 'table']);

/** A test for boxes with goods beside the offer or what customers say of it; what holds a heading of the page is none. */
function besideTest(outline: Outline, { headings }: PageParts): (node: Node) => boolean {
  const signsOf = nameReader();
  return (node) => {
    if (!BOXES.has(outline.nameOf(node)) || !outline.hasAttributes(node)) return false;
    const [classes, id] = [outline.attribute(node, 'class'), outline.attribute(node, 'id')];
    if (classes === undefined && id === undefined) return false;
    if ((signsOf(`${classes ?? ''} ${id ?? ''}`) & SIGN.related) === 0) return false;
    return !holdsAny(headings, node, outline.endOf(node));
  };
}

/** The main part of the page as text, without navigation, forms and goods beside the offer. */
export function mainTextOf(outline: Outline, parts: PageParts): string {
  let root = parts.body ?? 0;
  for (let node = 1; node < outline.size; node++) {
    if (isMain(outline, node)) {
      root = node;
      break;
    }
  }
  return outlineText(outline, root, { contentOnly: true, leaveOut: besideTest(outline, parts) });
}
