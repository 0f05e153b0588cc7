/** Makes a page of plain text one of markup, as browsers show it: one block with its lines as they are. */
import { MOST_PAGE_BYTES } from '../../model/page.ts';
import { type PageText, pageText, wholeText } from './code-units.ts';
import type { PageRoom } from './page-room.ts';

const PLAIN = /^\s*text\/plain\b/i;
/** Some servers send their pages so. */
const MARKUP = /<(?:!doctype|html|head|body|title|meta|div|table|p|a|script)\b/i;
const HEAD = 2000;

/** The page itself where it is anything else. */
export function asShown(page: PageText, contentType: string | null, room: PageRoom): PageText {
  if (!PLAIN.test(contentType ?? '') || MARKUP.test(page.html.slice(0, HEAD))) return page;
  // Escaped, a page of signs alone is five times as long.
  const escaped = wholeText(page).replaceAll('&', '&amp;').replaceAll('<', '&lt;').slice(0, MOST_PAGE_BYTES);
  return pageText(`<pre>${escaped}</pre>`, room);
}
