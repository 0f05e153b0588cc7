/** The name that a page itself gives its offer, where what is declared is another one: a template's, a short or an old one. */
import { ownNameTest } from '../page/own-name.ts';
import type { PageDocument } from '../page/page-document.ts';
import { headingText, sameWords } from '../page/page-subject.ts';

const MIN_HEADING = 6;
/** Quotes as templates write them, where the page itself has those of its language. */
const STRAIGHT = /"/;

/** Whether all of the words stand in the text, one behind the other; both as {@link sameWords}. */
const holds = (text: string, words: string): boolean => ` ${text} `.includes(` ${words} `);

/** Whether the title of the window or the trail of categories, which ends in the thing, has enough of a heading's words to be of the same thing: it is often shorter. */
function isConfirmed(heading: string, title: string): boolean {
  const words = new Set(heading.split(' '));
  const common = [...words].filter((word) => holds(title, word)).length;
  return common >= Math.min(words.size, 2) && common * 3 >= words.size;
}

/**
 * The heading, which the title of the window must confirm, or else the trail above it: where it says all that is declared and more, or the page shows nowhere
 * what is declared. Otherwise null.
 */
export function shownTitle(page: PageDocument, declared: string, trail: string | null): string | null {
  const [first, second] = page.parts.headings;
  if (first === undefined || second !== undefined) return null;
  const heading = headingText(page, first);
  if (heading === declared) return null;
  const [shown, told] = [sameWords(heading), sameWords(declared)];
  if (shown === told) return STRAIGHT.test(declared) && !STRAIGHT.test(heading) ? heading : null;
  if (shown.length < MIN_HEADING) return null;
  const confirming = [page.title, trail?.split(' > ').at(-1) ?? ''];
  if (!confirming.some((text) => isConfirmed(shown, sameWords(text)))) return null;
  if (ownNameTest(page)(heading)) return null;
  return holds(shown, told) || !holds(sameWords(page.mainText()), told) ? heading : null;
}
