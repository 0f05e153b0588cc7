/** The same page in other languages, as it declares them: `link rel="alternate" hreflang`. */

import type { PageDocument } from '../page/page-document.ts';
import { hasWord } from '../page/page-parts.ts';
import { absoluteUrl } from '../page/web-url.ts';

/** No shop speaks more languages; a longer list is made to overwhelm. */
const MAX_ALTERNATES = 60;

/** Absolute addresses without the page's own, each once. */
export function readAlternates({ outline, parts, base, url, canonical }: PageDocument): string[] {
  const found = new Set<string>();
  for (const node of parts.links) {
    if (found.size >= MAX_ALTERNATES) break;
    if (outline.attribute(node, 'hreflang') === undefined || !hasWord(outline, node, 'rel', 'alternate'))
      continue;
    const href = outline.attribute(node, 'href');
    const address = href === undefined ? null : absoluteUrl(href, base);
    if (address !== null && address !== url && address !== canonical) found.add(address);
  }
  return [...found];
}
