/** A price as people write it → amount, currency and unit. */
import type { Price } from '../../model/listing.ts';
import {
  type CurrencyHints,
  type CurrencyToken,
  chooseCurrency,
  currencyTokens,
  namedCurrency,
  THREE_DECIMALS,
} from './currencies.ts';
import { isMeasured, measureBefore, unitAfter, unitBefore } from './parse-unit.ts';
import { plainDigits } from './plain-digits.ts';
import { isBlank, isFree, multiplierAt, onRequestAt, shifted } from './price-words.ts';

export type PriceHints = CurrencyHints & {
  /** What the page says of the currency elsewhere: a code, a sign, or a text that holds one. */
  readonly declared: string | null;
};

export function priceHints(
  { language, country, currency }: CurrencyHints,
  declared: string | null,
): PriceHints {
  return { language, country, currency, declared };
}

const MAX_TEXT = 300;
/** Digits grouped by spaces, by apostrophes, or by points and commas; a fraction without its zero; "119. 95". */
const NUMBER =
  /\d{1,3}(?: \d{3})+(?!\d)(?:[.,]\d+)?|\d{1,3}(?:['’]\d{3})+(?:[.,]\d+)?|\d[\d.,٬٫]*\. \d{2}(?![\d.,])|[.,]?\d(?:[\d.,٬٫]*\d)?/g;
/** "35€ 99", "1250€60": the sign stands for the decimal point. That of another sum ("$15 $10", "15€ 10€") or of the second figure alone ("2023 $50") does not. */
const SIGN_AS_POINT = /(?<![€$£]\s?[\d.,'’ ]{0,16})(\d)(?!\s[€$£]\d)\s?([€$£])\s?(\d{2})(?![\d.,]|\s?[€$£%])/;

function withPoint(text: string): string {
  return text.replace(SIGN_AS_POINT, (all: string, whole: string, sign: string, cents: string, at: number) =>
    // "5€ 50 g" is what so much costs.
    isMeasured(text, at + all.length) ? all : `${whole}.${cents}${sign}`,
  );
}

type Amount = { readonly start: number; readonly end: number; readonly text: string };

/** Index of the character that separates the fraction, or -1. */
function decimalPoint(number: string, currency: string | null): number {
  const point = Math.max(number.lastIndexOf('.'), number.lastIndexOf(','), number.lastIndexOf('٫'));
  if (point < 0) return -1;
  const separators = number.match(/[.,٬٫]/g) ?? [];
  const digits = number.length - point - 1;
  if (new Set(separators).size > 1) return point;
  if (separators.length > 1) return digits === 3 ? -1 : point;
  const whole = number.slice(0, point).replace(/\D/g, '');
  if (digits === 3 && whole !== '' && !/^0+$/.test(whole) && whole.length <= 3) {
    const decimals = currency === null ? undefined : THREE_DECIMALS.get(currency);
    return decimals?.includes(number.charAt(point)) ? point : -1;
  }
  return point;
}

/** "1.234,56" → "1234.56". */
function decimalString(number: string, currency: string | null): string {
  // ".75,333": a stray point in front of a grouped number.
  const compact = number.replace(/[ '’]/g, '').replace(/^[.,](?=\d+[.,٬٫])/, '');
  const point = decimalPoint(compact, currency);
  const whole = (point < 0 ? compact : compact.slice(0, point)).replace(/\D/g, '').replace(/^0+(?=\d)/, '');
  const fraction = point < 0 ? '' : compact.slice(point + 1).replace(/\D/g, '');
  return `${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`;
}

function numbersIn(text: string): Amount[] {
  return [...text.matchAll(NUMBER)]
    .map((match) => ({ start: match.index, end: match.index + match[0].length, text: match[0] }))
    .filter(({ end }) => !/^\s?%/.test(text.slice(end, end + 2)));
}

/** Nothing but a closing sign (",-") and a word that multiplies stands between a figure and its currency. */
function isBetween(text: string, from: number, to: number): boolean {
  const multiplier = multiplierAt(text, from);
  return /^[,.]?[-–—]?\s*$/.test(text.slice(from + (multiplier?.length ?? 0), to));
}

/** A sign that touches the figure behind it is that figure's, not that of the one before the gap: "2023 $50". */
const isOfNext = (text: string, { start, end }: CurrencyToken): boolean =>
  /\d/.test(text.charAt(end)) && text.charAt(start - 1) === ' ';

/** The currency that stands right before or right after the number. */
function currencyBeside(
  text: string,
  amount: Amount,
  tokens: readonly CurrencyToken[],
): CurrencyToken | null {
  const before = tokens.filter(
    (t) => t.end <= amount.start && /^[\s:.]*$/.test(text.slice(t.end, amount.start)),
  );
  const after = tokens.filter(
    (t) => t.start >= amount.end && !isOfNext(text, t) && isBetween(text, amount.end, t.start),
  );
  return (
    [...before.slice(-1), ...after.slice(0, 1)].sort((a, b) => a.codes.length - b.codes.length)[0] ?? null
  );
}

/** "From 26 to 50 €", "10–20 €": the price is the lower end. */
function lowerEnd(text: string, chosen: Amount, numbers: readonly Amount[]): Amount {
  const previous = numbers[numbers.indexOf(chosen) - 1];
  const between = previous === undefined ? null : text.slice(previous.end, chosen.start);
  return previous &&
    between !== null &&
    /^\s*(?:-|–|—|~|to|bis|à|do|до|a|y|e|til|tot|ile|até|hingga|sampai|đến|ถึง|إلى|から|～|〜|至|到)\s*$/iu.test(
      between,
    )
    ? previous
    : chosen;
}

/** The figure that is the sum: beside a currency, else the first that is not a measure, unless the price has to be asked for. */
function chosenAmount(text: string, numbers: readonly Amount[], beside: Amount | undefined): Amount | null {
  if (beside !== undefined) return lowerEnd(text, beside, numbers);
  const asked = onRequestAt(text);
  // "99 negotiable" tells a price, "call for price: 020 79 46" does not.
  return numbers.find(({ start, end }) => !isMeasured(text, end) && (asked < 0 || start < asked)) ?? null;
}

/** What the page says of the currency, in the order in which it is believed: beside the figure, declared, the site's. */
function currencyOf(token: CurrencyToken | null, hints: PriceHints): string | null {
  const named = hints.declared === null ? null : namedCurrency(hints.declared, hints);
  if (token === null) return named ?? hints.currency;
  return named !== null && token.codes.includes(named) ? named : chooseCurrency(token.codes, hints);
}

/** The upper end of a range, which stands between the price and its unit: "$50-100 / piece". */
const UPPER_END =
  /^ ?(?:-|–|—|~|～|〜|to|bis|a|à|do|до|至|到) ?[^\d\s/]{0,4} ?\d[\d.,']{0,14} ?[^\d\s/]{0,4}(?=[ /(]|$)/iu;

function unitAround(
  text: string,
  chosen: Amount,
  beside: Amount | undefined,
  token: CurrencyToken | null,
): string | null {
  const end = Math.max(beside?.end ?? chosen.end, token?.end ?? 0);
  const upper = UPPER_END.exec(text.slice(end, end + 40))?.[0].length ?? 0;
  const start = Math.min(chosen.start, token?.start ?? chosen.start);
  return (
    unitAfter(text, end) ??
    (upper > 0 ? unitAfter(text, end + upper) : null) ??
    unitBefore(text, chosen.start) ??
    unitBefore(text, start) ??
    // "5 g – $45": what is weighed costs that much.
    (token === null ? null : measureBefore(text, start))
  );
}

/**
 * Null when the text is empty. An amount that is not given ("price on request") is null, a free thing is "0". A price
 * that was struck out or comes second in the text is ignored: the first one beside a currency is taken, the lower end
 * of a range.
 */
export function parsePrice(raw: string, hints: PriceHints): Price | null {
  const shown = raw
    .slice(0, MAX_TEXT * 4)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_TEXT);
  if (shown === '') return null;
  const text = withPoint(plainDigits(shown));
  const tokens = currencyTokens(text);
  const numbers = numbersIn(text);
  const beside = numbers.find((amount) => currencyBeside(text, amount, tokens) !== null);
  const token = (beside && currencyBeside(text, beside, tokens)) ?? tokens[0] ?? null;
  const currency = currencyOf(token, hints);
  const chosen = chosenAmount(text, numbers, beside);
  if (chosen === null) return { amount: isFree(text) ? '0' : null, currency, unit: null, raw: shown };
  const multiplier = multiplierAt(text, chosen.end) ?? (beside && multiplierAt(text, beside.end));
  const money = token !== null || !/^[a-z]/i.test(text.slice(chosen.end).trimStart());
  const amount = decimalString(chosen.text, currency);
  return {
    amount: multiplier && money ? shifted(amount, multiplier.power) : amount,
    currency,
    unit: unitAround(text, chosen, beside, token),
    raw: shown,
  };
}

/** Whether a price was shown that could not be read: no amount, and no word that there is none to read. */
export function isUnreadPrice(price: Price): boolean {
  return price.amount === null && onRequestAt(price.raw) < 0 && !isBlank(price.raw);
}

/** "-1" in such a field stands for no price; what a program writes with an exponent is none that anybody asks. */
const NO_SUM = /^[-−–]\s?\d|^\d[\d.]*e[+-]?\d+$/i;

export const isNoSum = (value: string): boolean => NO_SUM.test(value.trim());

/** A price of a machine-readable field: "1234.500" is a number there, whatever the language writes. */
export function machinePrice(value: string, hints: PriceHints): Price | null {
  const text = value.trim();
  if (text.length > MAX_TEXT || isNoSum(text)) return null;
  if (!/^\d+(?:\.\d+)?$/.test(text)) return parsePrice(value, hints);
  const named = hints.declared === null ? null : namedCurrency(hints.declared, hints);
  return {
    amount: text.replace(/^0+(?=\d)/, ''),
    currency: named ?? hints.currency,
    unit: null,
    raw: hints.declared === null ? text : `${text} ${hints.declared.trim()}`.slice(0, MAX_TEXT),
  };
}
