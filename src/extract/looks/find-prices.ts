/** Finds the elements of a page that show a price and little else, whole even where a shop splits it into pieces. */

import { type Element, nearest, parentOf, selfAndAncestors, withAncestors } from '../html/element.ts';
import { SIGN } from '../page/name-signs.ts';
import { NOT_THE_PRICE } from '../page/page-words.ts';
import type { Run, Survey } from '../page/survey-page.ts';
import { type CurrencyToken, nextToken } from '../values/currencies.ts';
import { tellsFreeSending } from '../values/free-sending.ts';
import { unitAfter } from '../values/parse-unit.ts';
import { ANY_DIGIT, asciiDigits, plainDigits } from '../values/plain-digits.ts';

const MAX_PRICES = 1500;
const MAX_TEXT = 100;
/** Letters beside a price: "incl. VAT, per 100 g". More is prose that mentions a sum. */
const MAX_LETTERS = 30;
const MAX_CLIMB = 4;

export type PriceSpot = {
  readonly element: Element;
  /** The price with its cents joined, as a reader sees it. */
  readonly text: string;
  /** Position of its first piece of text on the page. */
  readonly at: number;
  /** A class or id around it says price. */
  readonly named: boolean;
  /** A currency stands beside the number. */
  readonly signed: boolean;
};

const NUMBER_BEHIND = /[\s:.]{0,3}\d/y;
const NUMBER_BEFORE = /(?:^|[^\p{L}\d])\d[\d.,' ]*[\s.,–-]{0,3}$/u;

/** Stands behind a number only, and before none: "4 din 27" is Romanian for "4 of 27", "蜡块 1kg" a block of wax. */
const ALSO_A_WORD = new Set(['din', '块']);

function signsNumber(text: string, { start, end }: CurrencyToken): boolean {
  NUMBER_BEHIND.lastIndex = end;
  const behind = NUMBER_BEHIND.test(text);
  const isWord = ALSO_A_WORD.has(text.slice(start, end));
  if (behind) return !isWord;
  return start > 0 && NUMBER_BEFORE.test(text.slice(Math.max(0, start - 30), start));
}

/** A currency right before or after a number: "AMD Ryzen 5" holds both and is none. */
export function hasSignedNumber(written: string): boolean {
  if (!ANY_DIGIT.test(written)) return false;
  const text = plainDigits(written);
  for (let token = nextToken(text, 0); token !== null; token = nextToken(text, token.end))
    if (signsNumber(text, token)) return true;
  return false;
}

/** A template that a script fills in: "${1}", "{{price}}". */
const TEMPLATE = /[$#]\{|\{\{|%[sd]\b/;

/** A word, or a letter of a script that needs few for one: most prices have neither, and are asked no more. */
const WORDED = /\p{L}{4}|(?!\p{sc=Latin})\p{L}/u;

function isPriceText(written: string): boolean {
  if (written.length > MAX_TEXT) return false;
  const text = plainDigits(written);
  // In the order of what it costs to ask.
  if (!/\d/.test(text) || !hasSignedNumber(text) || TEMPLATE.test(text) || NOT_THE_PRICE.test(text))
    return false;
  if (WORDED.test(text) && tellsFreeSending(text)) return false;
  return text.length <= MAX_LETTERS || (text.match(/\p{L}/gu) ?? []).length <= MAX_LETTERS;
}

const WHOLE = /(?:^|[^\d.,])\d{1,3}(?:[., ]?\d{3})*([.,]?)$/;
const CENTS = /^\d{2}(?!\d)(?![.,]\d)/;
/** Pieces that may follow each other in one price. */
const MAX_PIECES = 6;
/** A thousand of a number whose thousands stand in pieces of their own: "1", ".", "129" or "1.", "129" or "1", ".129". */
const THOUSAND = /^[.,]?\d{3}(?:[.,](?:\d{2})?)?$/;
/** How often a price is parted so: into millions and more. */
const MAX_THOUSANDS = 3;

const goesOnWith = (whole: string, piece: string): boolean =>
  THOUSAND.test(piece) && /\d$/.test(whole) !== /^\d/.test(piece) && /(?:^|\D)\d{1,3}[.,]?$/.test(whole);

/** "$", "9", "99" in elements of their own → "$ 9.99". */
function joinedPrice(runs: readonly Run[], first: number, last: number): string {
  let text = '';
  for (let at = first; at < last && text.length <= MAX_TEXT; at++) {
    const piece = runs[at]?.text ?? '';
    const whole = WHOLE.exec(text);
    const endsHere = at + 1 >= last || !/^\d/.test(runs[at + 1]?.text ?? '');
    if (whole !== null && endsHere && CENTS.test(piece)) text += whole[1] === '' ? `.${piece}` : piece;
    else if ((/^[.,]\d{0,2}\D{0,5}$/.test(piece) && /\d$/.test(text)) || goesOnWith(text, piece))
      text += piece;
    else text += `${text === '' ? '' : ' '}${piece}`;
  }
  return text;
}

function isSign(text: string): boolean {
  if (text.length === 0 || text.length > 5 || /\d/.test(text)) return false;
  for (let token = nextToken(text, 0); token !== null; token = nextToken(text, token.end))
    if (token.end - token.start >= text.length - 1) return true;
  return false;
}
const isPart = (text: string): boolean => /^[.,]$|^[.,]?\d{2}$/.test(text) || isSign(text);
/** Cents with the sign behind them, after a whole number: "219," and "99 zł", "71" and ",20 €". */
function isCentsWithSign(whole: string, text: string): boolean {
  const cents = (/\d[.,]$/.test(whole) ? /^\d{2}(?!\d)/ : /^[.,]\d{2}(?!\d)/).exec(text)?.[0];
  return cents !== undefined && /\d[.,]?$/.test(whole) && isSign(text.slice(cents.length).trim());
}

type Span = { readonly first: number; readonly last: number };

/** Without words: "390", "р." is whole before "Sack of 25 kg". */
const NUMBER_ALONE = /^[^\p{L}\d]{0,3}\d[^\p{L}]*$/u;

/** Behind the last piece of a number's thousands. */
function endOfThousands(runs: readonly Run[], at: number): number {
  let end = at + 1;
  for (let found = 0; found < MAX_THOUSANDS; found++) {
    const text = (index: number) => runs[index]?.text ?? '';
    const whole = text(end - 1);
    if (goesOnWith(whole, text(end))) end += 1;
    else if (/^[.,]$/.test(text(end)) && goesOnWith(`${whole}${text(end)}`, text(end + 1))) end += 2;
    else break;
  }
  return end;
}

/** A number with the sign before or after it and its thousands and cents behind it, each in an element of its own. */
function spanAround(runs: readonly Run[], at: number): Span {
  const text = (index: number) => runs[index]?.text ?? '';
  const first = at > 0 && isSign(text(at - 1)) ? at - 1 : at;
  const end = endOfThousands(runs, at);
  const whole = text(end - 1);
  let last = end;
  // Whole and complete: "9.99" takes nothing in but a sign.
  const complete = /[.,]\d{2}\D*$/.test(whole);
  if (isCentsWithSign(whole, text(last))) return { first, last: last + 1 };
  while (last - end + 1 + at - first < MAX_PIECES && (complete ? isSign(text(last)) : isPart(text(last)))) {
    // The sign before this number leaves the next one to the next number, unless that has its own.
    const before = NUMBER_ALONE.test(text(last + 1)) && !hasSignedNumber(text(last + 1));
    if (isSign(text(last)) && (first < at || before)) break;
    last++;
  }
  return { first, last };
}

/** The smallest element around a piece that holds all of them. */
function holderOf(survey: Survey, element: Element, { first, last }: Span): Element {
  const around = nearest(element, MAX_CLIMB + 2, (at) => {
    const surveyed = survey.elements.get(at);
    return surveyed !== undefined && surveyed.first <= first && surveyed.last >= last;
  });
  return around ?? element;
}

const BARE_NUMBER = /^\d[\d.,' ]*$/;

/** Whether the piece at this place shows a sum, by itself or with the sign beside it. */
type SignedAt = (at: number) => boolean;

function showsSum(runs: readonly Run[], at: number): boolean {
  const text = runs[at]?.text ?? '';
  return BARE_NUMBER.test(text)
    ? isSign(runs[at + 1]?.text ?? '') || isSign(runs[at - 1]?.text ?? '')
    : hasSignedNumber(text);
}

function signedReader(runs: readonly Run[]): SignedAt {
  const known = new Map<number, boolean>();
  return (at) => {
    const signed = known.get(at) ?? showsSum(runs, at);
    known.set(at, signed);
    return signed;
  };
}

/** The smallest element around a number that shows it with its currency, and no price of another piece. */
function withSign(survey: Survey, run: Run, own: number, signedAt: SignedAt): Element | null {
  for (const at of selfAndAncestors(run.element).take(MAX_CLIMB)) {
    const surveyed = survey.elements.get(at);
    if (surveyed === undefined || surveyed.last - surveyed.first > 8) return null;
    for (let piece = surveyed.first; piece < surveyed.last; piece++)
      if (piece !== own && signedAt(piece)) return null;
    if (isPriceText(joinedPrice(survey.runs, surveyed.first, surveyed.last))) return at;
  }
  return null;
}

function isNamed(survey: Survey, element: Element): boolean {
  const named = (at: Element) => ((survey.elements.get(at)?.signs ?? 0) & SIGN.price) !== 0;
  return nearest(element, MAX_CLIMB, named) !== null;
}

/** A number without a currency is a price only where a name says so and nothing else stands there. */
function bareNumber(survey: Survey, run: Run): Element | null {
  if (!/^[^\p{L}\d]{0,3}\d[\d.,' ]*(?:[^\p{L}\d%٪％]{0,3})$/u.test(run.text) || !isNamed(survey, run.element))
    return null;
  const surveyed = survey.elements.get(run.element);
  return surveyed !== undefined &&
    /\d[.,]\d{2}(?!\d)|\d{2}/.test(run.text) &&
    !/^(?:19|20)\d\d$/.test(run.text)
    ? run.element
    : null;
}

type Place = {
  readonly element: Element;
  readonly span: Span;
  readonly signed: boolean;
  /** Its own text is a price, not only the text of all it holds. */
  readonly own: boolean;
};

/** Where a piece of text belongs to a price, and how far that reaches; null where it does not. */
function priceAt(survey: Survey, at: number, signedAt: SignedAt): Place | null {
  const run = survey.runs[at];
  if (run === undefined || run.text.length > MAX_TEXT || !ANY_DIGIT.test(run.text)) return null;
  const whole = isPriceText(run.text);
  if (whole || BARE_NUMBER.test(run.text)) {
    const span =
      whole && !/\d[.,]?$/.test(run.text) ? { first: at, last: at + 1 } : spanAround(survey.runs, at);
    const alone = span.last - span.first === 1;
    const signed = alone ? whole : isPriceText(joinedPrice(survey.runs, span.first, span.last));
    if (signed) return { element: holderOf(survey, run.element, span), span, signed, own: true };
  }
  const around = withSign(survey, run, at, signedAt);
  const element = around ?? bareNumber(survey, run);
  const surveyed = element && survey.elements.get(element);
  return element === null || surveyed == null
    ? null
    : { element, span: { first: surveyed.first, last: surveyed.last }, signed: around !== null, own: false };
}

/** Longer pieces behind a price are no unit. */
const MAX_UNIT = 24;

/** "US$0.80" and "/ kg" behind it in the same box. */
function withUnit(survey: Survey, { element, span }: Place, text: string): string {
  const tail = survey.runs[span.last];
  if (
    tail === undefined ||
    tail.text.length > MAX_UNIT ||
    !/^[/／(]|[/／]$/.test(tail.text.charAt(0) + text.slice(-1))
  )
    return text;
  const near = selfAndAncestors(element)
    .take(MAX_CLIMB)
    .some((at) => at === tail.element || at === parentOf(tail.element));
  return near && unitAfter(`${text}${tail.text}`, text.replace(/\s*[/／]$/, '').length) !== null
    ? `${text}${tail.text}`
    : text;
}

/** Of Arabic and Persian numbers: between thousands and before cents. */
const OTHER_SEPARATORS = /[٬٫]/g;

/** With figures of every script as ASCII, each at its place, so that a number is told by itself as it is in Latin pages. */
function inPlainFigures(survey: Survey): Survey {
  let changed = false;
  const runs = survey.runs.map((run) => {
    const text = asciiDigits(run.text);
    if (text === run.text) return run;
    changed = true;
    return { ...run, text: text.replace(OTHER_SEPARATORS, (sign) => (sign === '٬' ? ',' : '.')) };
  });
  return changed ? { ...survey, runs } : survey;
}

/** In the order of the page; an element is given once, however many pieces it has. */
export function findPrices(written: Survey): PriceSpot[] {
  const survey = inPlainFigures(written);
  const found = new Map<Element, PriceSpot>();
  const gathered = new Set<Element>();
  const signedAt = signedReader(survey.runs);
  for (let at = 0; at < survey.runs.length && found.size < MAX_PRICES; at++) {
    const place = priceAt(survey, at, signedAt);
    if (place === null || found.has(place.element)) continue;
    const { element, span, signed, own } = place;
    if (!own) gathered.add(element);
    const text = withUnit(written, place, joinedPrice(written.runs, span.first, span.last));
    found.set(element, { element, text, at: span.first, named: isNamed(survey, element), signed });
    at = Math.max(at, span.last - 1);
  }
  // What holds a price of its own and was only taken for all it holds is the same price again.
  if (gathered.size === 0) return [...found.values()];
  const inner = withAncestors([...found.keys()].flatMap((element) => parentOf(element) ?? []));
  return [...found.values()].filter(({ element }) => !(gathered.has(element) && inner.has(element)));
}
