/** Finds the elements of a page that show a price and little else, whole even where a shop splits it into pieces. */
import { currencyTokens } from './currencies.ts';
import { type Element, parentOf, selfAndAncestors } from './element.ts';
import { SIGN } from './name-signs.ts';
import { NOT_THE_PRICE } from './page-words.ts';
import type { Run, Survey } from './survey-page.ts';

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

/** A currency right before or after a number: "AMD Ryzen 5" holds both and is none. */
export function hasSignedNumber(text: string): boolean {
  return currencyTokens(text).some(
    ({ start, end }) =>
      /^[\s:.]{0,3}[\d٠-٩۰-۹]/.test(text.slice(end)) || /\d[\s.,–-]{0,3}$/.test(text.slice(0, start)),
  );
}

function isPriceText(text: string): boolean {
  if (text.length > MAX_TEXT || !/\d/.test(text) || NOT_THE_PRICE.test(text)) return false;
  return (text.match(/\p{L}/gu) ?? []).length <= MAX_LETTERS && hasSignedNumber(text);
}

const WHOLE_END = /(?:^|[^\d.,])\d{1,3}(?:[., ]?\d{3})*([.,]?)$/;

/** "$", "9", "99" in elements of their own → "$9.99". */
export function joinedPrice(runs: readonly Run[], first: number, last: number): string {
  let text = '';
  for (let at = first; at < last && text.length <= MAX_TEXT; at++) {
    const piece = runs[at]?.text ?? '';
    const next = runs[at + 1]?.text ?? '';
    const whole = WHOLE_END.exec(text);
    const cents = /^\d{2}(?!\d)(?![.,]\d)/.test(piece) && !(at + 1 < last && /^\d/.test(next));
    if (whole !== null && cents) text += whole[1] === '' ? `.${piece}` : piece;
    else if (/^[.,]\d{0,2}$/.test(piece) && /\d$/.test(text)) text += piece;
    else text += `${text === '' ? '' : ' '}${piece}`;
  }
  return text;
}

/** The smallest element around a number that shows it with its currency; null where none does. */
function withSign(survey: Survey, run: Run): Element | null {
  for (const at of selfAndAncestors(run.element).take(MAX_CLIMB)) {
    const surveyed = survey.elements.get(at);
    if (surveyed === undefined || surveyed.last - surveyed.first > 8) return null;
    if (isPriceText(joinedPrice(survey.runs, surveyed.first, surveyed.last))) return at;
  }
  return null;
}

/** Takes in what only adds the cents or the sign: "$9" in an element, "99" beside it. */
function wholePrice(survey: Survey, element: Element): Element {
  let whole = element;
  for (let step = 0; step < MAX_CLIMB; step++) {
    const around = parentOf(whole);
    const [inner, outer] = [survey.elements.get(whole), around && survey.elements.get(around)];
    if (around === null || inner === undefined || outer === undefined || outer === null) break;
    if (outer.last - outer.first > 6 || outer.last === inner.last) break;
    const added = survey.runs
      .slice(inner.last, outer.last)
      .map(({ text }) => text)
      .join('');
    if (!/^[.,]?\d{0,2}$/.test(added) || outer.first < inner.first - 1) break;
    whole = around;
  }
  return whole;
}

function isNamed(survey: Survey, element: Element): boolean {
  return selfAndAncestors(element)
    .take(MAX_CLIMB)
    .some((at) => ((survey.elements.get(at)?.signs ?? 0) & SIGN.price) !== 0);
}

/** A number without a currency is a price only where a name says so and nothing else stands there. */
function bareNumber(survey: Survey, run: Run): Element | null {
  if (!/^[^\p{L}\d]{0,3}\d[\d.,' ]*(?:[^\p{L}\d]{0,3})$/u.test(run.text) || !isNamed(survey, run.element))
    return null;
  const surveyed = survey.elements.get(run.element);
  return surveyed !== undefined && /\d[.,]\d{2}(?!\d)|\d{2}/.test(run.text) ? run.element : null;
}

/** In the order of the page; an element is given once, however many pieces it has. */
export function findPrices(survey: Survey): PriceSpot[] {
  const found = new Map<Element, PriceSpot>();
  for (const [at, run] of survey.runs.entries()) {
    if (found.size >= MAX_PRICES) break;
    if (run.text.length > MAX_TEXT || !/[\d٠-٩۰-۹]/.test(run.text)) continue;
    const signed = withSign(survey, run);
    const element = signed === null ? bareNumber(survey, run) : wholePrice(survey, signed);
    if (element === null || found.has(element)) continue;
    const { first, last } = survey.elements.get(element) ?? { first: at, last: at + 1 };
    const text = joinedPrice(survey.runs, first, last);
    found.set(element, {
      element,
      text,
      at: first,
      named: isNamed(survey, element),
      signed: signed !== null,
    });
  }
  // "$20" inside "$20 – $170": the inner ones stay, the outer one would be the same price again.
  const inner = new Set([...found.keys()].flatMap((element) => [...selfAndAncestors(element).drop(1)]));
  return [...found.values()].filter(({ element }) => !inner.has(element));
}
