/** Tells a page that offers something in running text alone: its heading sells, and the text says how to reach who does. */

import { findContacts } from '../contacts/find-contacts.ts';
import { textInside } from '../html/outline-text.ts';
import { oneLine } from '../html/visible-text.ts';
import { contactLinks } from '../looks/contact-links.ts';
import { priceInProse } from '../looks/price-in-prose.ts';
import type { PageDocument } from '../page/page-document.ts';
import { sellsInHeadings } from '../page/selling-words.ts';

const MAX_HEADING = 200;

/** Ways that sellers give in a text to be written to at once. */
const MESSENGERS: ReadonlySet<string> = new Set([
  'whatsapp',
  'telegram',
  'wickr',
  'signal',
  'threema',
  'session',
  'wechat',
  'kik',
  'matrix',
  'simplex',
  'tox',
  'briar',
]);

/**
 * A heading that sells is not enough, since guides and news have such headings; a way to reach the seller in the text, and a
 * messenger or a price beside it, is what they have not. `priced`: beside the only heading a label says what it costs, as who writes pages by hand does.
 */
export function sellsInProse(page: PageDocument, priced: boolean): boolean {
  const { outline, parts } = page;
  const headings = [page.title, ...parts.headings.slice(0, 2).map((h1) => textInside(outline, h1))];
  const sells = sellsInHeadings(headings.map((heading) => oneLine(heading, MAX_HEADING)).join('\n'));
  if (!sells && !priced) return false;
  const text = page.mainText();
  const contacts = findContacts([text], contactLinks(page), page);
  const written = contacts.some(({ kind }) => MESSENGERS.has(kind));
  return written || (contacts.length > 0 && priceInProse(page, text) !== null);
}
