/** Tells a page that answers, with a status that means content, that what was offered there is not any more. */
import type { PageKind } from '../../model/page.ts';
import { textInside } from '../html/outline-text.ts';
import { oneLine } from '../html/visible-text.ts';
import { GONE_HEADING, GONE_SENTENCE, NOT_FOUND } from '../page/gone-words.ts';
import type { PageDocument } from '../page/page-document.ts';
import { saysStock } from '../values/read-availability.ts';

/** What a page says first is what it is there to say: so much of its main text, in characters and in lines. */
const FIRST = { characters: 600, lines: 4 } as const;
/** Lines behind the heading: what stands below may be said by a buyer, or of something else. */
const BEHIND_HEADING = 2;
const MOST_SENTENCES = 3;
/** "Sold", "No longer available": in more words it may be a colour that is. */
const LONGEST_STOCK = 30;

const NAME_OF_SITE = / [-–—|·:»] /;
const SENTENCE_END = /(?<=[.!?…])\s+|(?<=[。！？])/;

const saysSo = (text: string): boolean => GONE_HEADING.test(text) || NOT_FOUND.test(text);

const hasSentence = (line: string): boolean =>
  line.split(SENTENCE_END, MOST_SENTENCES).some((each) => GONE_SENTENCE.test(each));

function isSold(line: string, beside: readonly (string | undefined)[]): boolean {
  const says = line.length <= LONGEST_STOCK ? saysStock(line, beside) : null;
  return says === 'SoldOut' || says === 'Discontinued';
}

/**
 * By its title, its heading, a sentence that its text begins with, or right behind the name of the thing. Goods beside it, reviews
 * and answers to questions say the same of other things: asked of pages on which no offer of their own was read, it is still no proof
 * without another sign. `kind`: behind the heading of a list stands the first of its goods.
 */
export function saysGone({ outline, parts, title, mainText }: PageDocument, kind: PageKind): boolean {
  const [first] = parts.headings;
  const heading = first === undefined ? '' : oneLine(textInside(outline, first), 200);
  if ([title, ...title.split(NAME_OF_SITE), heading].some(saysSo)) return true;
  const lines = mainText().slice(0, FIRST.characters).split('\n');
  const headed = heading === '' ? -1 : lines.indexOf(heading);
  const end = headed < 0 ? FIRST.lines : headed + BEHIND_HEADING + 1;
  if (lines.slice(0, end).some(hasSentence)) return true;
  if (headed < 0 || kind === 'list') return false;
  return lines
    .slice(headed + 1, end)
    .some((line, at) => isSold(line, [lines[headed + at], lines[headed + at + 2]]));
}
