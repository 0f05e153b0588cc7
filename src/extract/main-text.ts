/** The text of the main part of a page: what is screened, and searched for contacts. */
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

/** The main part of the page as text, without navigation and forms. */
export function mainTextOf(outline: Outline, parts: PageParts): string {
  let root = parts.body ?? 0;
  for (let node = 1; node < outline.size; node++) {
    if (isMain(outline, node)) {
      root = node;
      break;
    }
  }
  return outlineText(outline, root, { contentOnly: true });
}
