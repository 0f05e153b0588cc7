/** A price as people write it → amount, currency and unit. */
import type { Price } from '../../model/listing.ts';
import { plainText } from '../html/plain-text.ts';
import { type Amount, decimalString, numbersIn } from './amount-figures.ts';
import { askedSum } from './asked-sum.ts';
import {
  type CurrencyHints,
  type CurrencyToken,
  chooseCurrency,
  currencyTokens,
  namedCurrency,
} from './currencies.ts';
import { currencyBeside } from './currency-beside.ts';
import { minorSum } from './minor-units.ts';
import { isMeasured, measureBefore, unitAfter, unitBefore } from './parse-unit.ts';
import { plainDigits } from './plain-digits.ts';
import { plainFigures } from './plain-figures.ts';
import { isBlank, isCounted, isFree, multiplierAt, onRequestAt, shifted } from './price-words.ts';
import { shyTokensBeside } from './shy-signs.ts';

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
  const sums = numbers.filter(
    ({ start, end }) => !isMeasured(text, end) && !isCounted(text, end) && (asked < 0 || start < asked),
  );
  return sums[askedOf(text, sums, [])] ?? null;
}

/** Which of the sums is asked, where words tell what was and what is. */
function askedOf(text: string, sums: readonly Amount[], tokens: readonly CurrencyToken[]): number {
  if (sums.length < 2) return 0;
  return askedSum(
    sums.map(({ start, end, text: figure }, at) => {
      const from = sums[at - 1]?.end ?? 0;
      const sign = tokens.findLast((token) => token.start >= from && token.end <= start);
      const touches = sign !== undefined && /^[\s:.]*$/.test(text.slice(sign.end, start));
      return {
        value: Number(decimalString(figure, null)),
        label: text.slice(from, touches ? sign.start : start),
        perUnit: unitAfter(text, end) !== null,
      };
    }),
  );
}

/** Words that are written in one of the two countries whose money is "¥", by which a price tells its own. */
const IN_JAPAN = /[\u3041-\u30ff]|税[込抜別]|円|価格|送料|販売/;
const IN_CHINA = /[元价邮块费买卖购优后个吨现从]|公斤|起批/;

function spokenIn(text: string, codes: readonly string[]): string | null {
  if (!codes.includes('JPY') || !codes.includes('CNY')) return null;
  return IN_JAPAN.test(text) ? 'JPY' : IN_CHINA.test(text) ? 'CNY' : null;
}

/** What the page says of the currency, in the order in which it is believed: beside the figure, declared, the site's. */
function currencyOf(text: string, token: CurrencyToken | null, hints: PriceHints): string | null {
  const named = hints.declared === null ? null : namedCurrency(hints.declared, hints);
  if (token === null) return named ?? hints.currency;
  if (named !== null && token.codes.includes(named)) return named;
  const ofSite = hints.currency !== null && token.codes.includes(hints.currency);
  return (ofSite ? null : spokenIn(text, token.codes)) ?? chooseCurrency(token.codes, hints);
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

const MARKUP = /<\/?[a-z][^<>]{0,200}>|&(?:[a-z]{2,8}|#x?[\da-f]{1,6});/i;
/** "19<sup>99</sup>": cents in an element of their own. */
const RAISED = /(\d)((?:<[^<>]{0,100}>){1,3})(?=\d{2}(?!\d))/g;
const STRUCK =
  /<(del|s|strike)\b[^<>]{0,200}>[^<>]{0,200}(?:<(?!\/\1)[^<>]{0,200}>[^<>]{0,200}){0,8}<\/\1>/gi;

/** Without the markup that a shop left in a field, and without what it struck out where more than that is left. */
function withoutMarkup(shown: string): string {
  if (!MARKUP.test(shown)) return shown;
  const apart = shown.replaceAll(RAISED, '$1 $2');
  const left = plainText(apart.replaceAll(STRUCK, ' '));
  return /\d/.test(left) ? left : plainText(apart);
}

/** What a text says of sums and currencies. */
function readText(shown: string) {
  const text = plainFigures(plainDigits(withoutMarkup(shown)));
  const signed = currencyTokens(text);
  const tokens = signed.length > 0 ? signed : shyTokensBeside(text);
  const numbers = numbersIn(text);
  const sums = numbers.filter((amount) => currencyBeside(text, amount, tokens) !== null);
  return { text, tokens, numbers, beside: sums[askedOf(text, sums, tokens)], first: sums[0] };
}

/** The power of ten that a word behind the figure tells. Where no currency stands beside it, it has to be a word for a number and no measure. */
function powerOf(text: string, ends: readonly number[], signed: boolean, declared: boolean): number {
  const at = ends.find((end) => multiplierAt(text, end, signed) !== null) ?? 0;
  const multiplier = multiplierAt(text, at, signed);
  if (multiplier === null || at === 0) return 0;
  const alone = declared && text.slice(at + multiplier.length).trim() === '';
  return signed || multiplier.certain || alone ? multiplier.power : 0;
}

/**
 * Null when the text is empty. An amount that is not given ("price on request") is null, a free thing is "0". The first
 * sum beside a currency is taken, the lower end of a range; where words say what it was and what it is now, the latter.
 */
export function parsePrice(raw: string, hints: PriceHints): Price | null {
  const shown = raw
    .slice(0, MAX_TEXT * 4)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_TEXT);
  if (shown === '') return null;
  const { text, tokens, numbers, beside } = readText(shown);
  const token = (beside && currencyBeside(text, beside, tokens)) ?? tokens[0] ?? null;
  const currency = currencyOf(text, token, hints);
  const minor = token === null ? minorSum(text, hints) : null;
  if (minor !== null) return { ...minor, raw: shown };
  const chosen = chosenAmount(text, numbers, beside);
  if (chosen === null) return { amount: isFree(text) ? '0' : null, currency, unit: null, raw: shown };
  const ends = [chosen.end, beside?.end ?? chosen.end];
  const power = powerOf(text, ends, token !== null, currency !== null);
  return {
    amount: shifted(decimalString(chosen.text, currency), power),
    currency,
    unit: unitAround(text, chosen, beside, token),
    raw: shown,
  };
}

/** Whether the first sum of a text is asked no longer, and another one in it is. */
export function asksLater(shown: string): boolean {
  const { beside, first } = readText(shown);
  return beside !== first;
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
