/** Tells a page that offers something in running text alone: its heading sells, and the text says how to reach who does. */

import { findContacts } from '../contacts/find-contacts.ts';
import { textInside } from '../html/outline-text.ts';
import { oneLine } from '../html/visible-text.ts';
import { contactLinks } from '../looks/contact-links.ts';
import { hasSignedNumber } from '../looks/find-prices.ts';
import { priceInProse } from '../looks/price-in-prose.ts';
import type { PageDocument } from '../page/page-document.ts';
import { sellsInHeadings } from '../page/selling-words.ts';
import { quantityIn } from '../values/find-quantity.ts';
import { parsePrice, priceHints } from '../values/parse-price.ts';
import { isWeight } from '../values/parse-unit.ts';

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

/** Reports and guides name sums by weight, too, and go on for longer. */
const MAX_NOTICE = 1500;

function beginsWithAmount(line: string): boolean {
  const amount = quantityIn(line);
  return amount !== null && line.startsWith(amount);
}

/** Whether a short text says what so much of a thing costs: twice by amounts ("500 g – 310 EUR"), or once by weight ("$4,800 por kilo"). */
function asksByWeight(page: PageDocument, text: string): boolean {
  if (text.length > MAX_NOTICE) return false;
  const sums = text.split('\n').filter(hasSignedNumber);
  if (sums.filter(beginsWithAmount).length > 1) return true;
  return sums.some((line) => isWeight(parsePrice(line, priceHints(page, null))?.unit));
}

/**
 * A heading that sells is not enough, since guides and news have such headings; a way to reach the seller in the text, and a
 * messenger or a price beside it, is what they have not. A notice that asks so much for so much needs no such heading. `priced`: beside the only heading a label says what it costs, as who writes pages by hand does.
 */
export function sellsInProse(page: PageDocument, priced: boolean): boolean {
  const { outline, parts } = page;
  const headings = [page.title, ...parts.headings.slice(0, 2).map((h1) => textInside(outline, h1))];
  const sells = sellsInHeadings(headings.map((heading) => oneLine(heading, MAX_HEADING)).join('\n'));
  const text = page.mainText();
  if (!sells && !priced && !asksByWeight(page, text)) return false;
  const contacts = findContacts([text], contactLinks(page), page);
  const written = contacts.some(({ kind }) => MESSENGERS.has(kind));
  return written || (contacts.length > 0 && priceInProse(page, text) !== null);
}
