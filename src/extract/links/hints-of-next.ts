/** Whether a page shows any sign of a next page, so that none is searched for in vain. */

import type { Outline } from '../html/outline.ts';
import { textInside } from '../html/outline-text.ts';
import { oneLine } from '../html/visible-text.ts';
import type { PageDocument } from '../page/page-document.ts';
import { declaredNext } from './find-links.ts';
import type { NextInControl } from './next-in-control.ts';
import {
  MORE_WORDS,
  NEXT_NAME,
  NEXT_NAME_IN_PAGER,
  NEXT_SIGNS,
  NEXT_WORDS,
  numbered,
  OLDER_WORDS,
  pictureSays,
} from './paging-words.ts';

const NUMBER = /^\W?\d[\d,. ]{0,5}(?:\s?[-–—~]\s?\d{1,6})?\W?$/;
/** Asked only of what may be one: nearly no text of a link is. */
const SHORT_NUMBER = /^\D{0,12}\d{1,4}\D{0,12}$/;
const NAMED_NUMBER = numbered('\\d{1,4}');
const LABELS = [NEXT_WORDS, OLDER_WORDS, MORE_WORDS, NEXT_SIGNS, NUMBER];
const NAMES = [NEXT_NAME, NEXT_NAME_IN_PAGER];
/** The longest text that any of the words allows. */
const MAX_LABEL = 60;

/** Attributes that name an element, say what it does, or hold an address for a script. */
const NAMING = ['class', 'id', 'data-testid', 'data-test', 'data-cy', 'data-qa', 'data-marker'];
const SAYING = ['aria-label', 'title', 'alt'];
const LEADING = ['data-next-url', 'data-url', 'data-href'];

function says(text: string): boolean {
  if (text.length > MAX_LABEL) return false;
  return LABELS.some((label) => label.test(text)) || (SHORT_NUMBER.test(text) && NAMED_NUMBER.test(text));
}

function isNamed(outline: Outline): boolean {
  const hints = (name: string, test: (value: string) => boolean) => outline.bearing(name).keys().some(test);
  return (
    LEADING.some((name) => outline.bearing(name).size > 0) ||
    SAYING.some((name) => hints(name, (value) => says(value.trim()))) ||
    hints('src', (value) => says(pictureSays(value))) ||
    NAMING.some((name) => hints(name, (value) => NAMES.some((pattern) => pattern.test(value))))
  );
}

/** Wide on purpose: a page without a sign has no next page in any reading, one with a sign may have one. */
export function mayGoOn(page: PageDocument, inControl: NextInControl): boolean {
  const { outline, parts } = page;
  return (
    declaredNext(page) !== null ||
    isNamed(outline) ||
    inControl() !== null ||
    parts.anchors.some((node) => says(oneLine(textInside(outline, node, 400), MAX_LABEL + 1)))
  );
}
