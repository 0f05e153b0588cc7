/** Whether the text of a page shows the amount that is declared for its offer, so that it need not be searched for prices. */
import type { Price } from '../../model/listing.ts';
import { nodesTagged } from '../html/outline.ts';
import { textInside } from '../html/outline-text.ts';
import { tagSet } from '../html/tag-kinds.ts';
import type { PageDocument } from '../page/page-document.ts';
import { asciiDigits } from '../values/plain-digits.ts';
import { hasSignedNumber } from './find-prices.ts';
import { OLD_LABEL } from './main-price.ts';
import { endsRange, saysAbout, saysNet, saysStarted } from './price-labels.ts';

/** In UTF-16 units, before an amount. */
const LABEL = 30;
const MAX_STRUCK = 40;
const MAX_STRUCK_TEXT = 60;
const STRUCK_TAGS = tagSet('del s strike');

/**
 * The amount as a number, however its thousands and cents are set apart; null where it is finer than cents. It begins with a digit, by
 * which a text is searched quickly: what may not stand before is looked at where one is found.
 */
function amountPattern(amount: string): RegExp | null {
  const [whole = '', cents = ''] = amount.split('.');
  if (cents.length > 2) return null;
  const digits = [...whole].join("[.,'’\\s]?");
  const [tens, ones] = cents.padEnd(2, '0');
  const none = tens === '0' && ones === '0';
  // Without anything between, "100" is another amount than one.
  const end = none ? '(?:\\D{1,3}00)?' : `\\D{0,3}${tens}${ones === '0' ? '0?' : ones}`;
  return new RegExp(`${digits}${end}(?!\\d|[.,]\\d)`, 'g');
}

const GOES_ON = /\d[.,'’]?$/;

/** Where the amount stands in a text, not as the end of another number. */
function* placesOf(pattern: RegExp, text: string): Generator<number> {
  for (const { index } of text.matchAll(pattern))
    if (!GOES_ON.test(text.slice(Math.max(0, index - 2), index))) yield index;
}

const holds = (text: string, pattern: RegExp): boolean => placesOf(pattern, text).next().done !== true;

function isStruckSomewhere(pattern: RegExp, { outline, memory }: PageDocument): boolean {
  const struck = nodesTagged(outline, STRUCK_TAGS);
  for (const [value, nodes] of outline.bearing('class'))
    if (memory.isStruckName(value)) struck.push(...nodes);
  return struck
    .slice(0, MAX_STRUCK)
    .some((node) => holds(asciiDigits(textInside(outline, node, MAX_STRUCK_TEXT)), pattern));
}

/** In UTF-16 units around an amount: what it was stands beside what it is. */
const BESIDE = 80;

/** Whether the amount that stands there is what is asked: not what was, nor a range's end, nor what comes before tax, nor what it is about in another currency. */
function isAskedAt(text: string, at: number): boolean {
  const from = text.lastIndexOf('\n', at) + 1;
  const end = text.indexOf('\n', at);
  const before = text.slice(Math.max(from, at - LABEL), at);
  return (
    !OLD_LABEL.test(before) &&
    !saysAbout(before) &&
    !saysStarted(before) &&
    !endsRange(before) &&
    !saysNet(text.slice(from, end < 0 ? text.length : end))
  );
}

/** As it is declared, where it is asked and no other price stands beside it: so do most pages, and no pattern is needed. */
function showsPlainly(amount: string, text: string): boolean {
  const at = text.indexOf(amount);
  const end = at + amount.length;
  if (
    at < 0 ||
    GOES_ON.test(text.slice(Math.max(0, at - 2), at)) ||
    /^(?:\d|[.,]\d)/.test(text.slice(end, end + 2))
  )
    return false;
  const isAlone =
    !hasSignedNumber(text.slice(end + 1, end + BESIDE)) &&
    !hasSignedNumber(text.slice(Math.max(0, at - BESIDE), Math.max(0, at - 4)));
  return isAlone && isAskedAt(text, at);
}

/** Of so few digits a number is that of many things. */
const FEW_DIGITS = 2;
/** In UTF-16 units around a number of few digits: its currency. */
const SIGN_WITHIN = { before: 6, behind: 12 } as const;

function isMoneyAt(amount: string, text: string, at: number): boolean {
  if (amount.split('.', 1).join('').length > FEW_DIGITS) return true;
  return hasSignedNumber(text.slice(Math.max(0, at - SIGN_WITHIN.before), at + SIGN_WITHIN.behind));
}

/** Not where all that shows it is struck, is labelled as what was, or stands before tax. */
export function showsAmount({ amount }: Price, page: PageDocument): boolean {
  if (amount === null) return true;
  const text = asciiDigits(page.mainText());
  if (showsPlainly(amount, text)) return true;
  const pattern = amountPattern(amount);
  if (pattern === null) return true;
  const isAsked = (at: number) => isAskedAt(text, at) && isMoneyAt(amount, text, at);
  return placesOf(pattern, text).some(isAsked) && !isStruckSomewhere(pattern, page);
}
