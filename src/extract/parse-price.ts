/** A price as people write it → amount, currency and unit. */
import type { Price } from '../model/listing.ts';
import {
  type CurrencyHints,
  type CurrencyToken,
  chooseCurrency,
  currencyTokens,
  namedCurrency,
  THREE_DECIMALS,
} from './currencies.ts';
import { unitAfter } from './parse-unit.ts';

export type PriceHints = CurrencyHints & {
  /** What the page says of the currency elsewhere: a code, a sign, or a text that holds one. */
  readonly declared: string | null;
};

const MAX_TEXT = 300;
/** Digits grouped by spaces, by apostrophes, or by points and commas; a fraction without its zero; "119. 95". */
const NUMBER =
  /\d{1,3}(?: \d{3})+(?!\d)(?:[.,]\d+)?|\d{1,3}(?:['’]\d{3})+(?:[.,]\d+)?|\d[\d.,٬٫]*\. \d{2}(?![\d.,])|[.,]?\d(?:[\d.,٬٫]*\d)?/g;
/** "35€ 99", "1250€60": the sign stands for the decimal point. */
const SIGN_AS_POINT = /(\d)\s?([€$£])\s?(\d{2})(?![\d.,])/;
const FREE =
  /^\W*(?:free|gratis|kostenlos|gratuit|gratuito|grátis|бесплатно|免费|無料|무료|za darmo|zdarma|ücretsiz)\W*$/iu;

type Amount = { readonly start: number; readonly end: number; readonly text: string };

/** Same length, other digits: full-width, Arabic and Persian digits and signs become ASCII, all spaces become one kind. */
function plainDigits(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/\uffe5/g, '¥')
    .replace(/[٠-٩]/g, (c) => String(c.charCodeAt(0) - 0x660))
    .replace(/[۰-۹]/g, (c) => String(c.charCodeAt(0) - 0x6f0))
    .replace(/\s/g, ' ');
}

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
    return currency !== null && THREE_DECIMALS.has(currency) ? point : -1;
  }
  return point;
}

/** "1.234,56" → "1234.56". */
function decimalString(number: string, currency: string | null): string {
  const compact = number.replace(/[ '’]/g, '');
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
    (t) => t.start >= amount.end && /^[,.]?[-–—]?[\s万萬]*$/.test(text.slice(amount.end, t.start)),
  );
  return (
    [...before.slice(-1), ...after.slice(0, 1)].sort((a, b) => a.codes.length - b.codes.length)[0] ?? null
  );
}

/** "From 26 to 50 €", "10–20 €": the price is the lower end. */
function lowerEnd(text: string, chosen: Amount, numbers: readonly Amount[]): Amount {
  const previous = numbers[numbers.indexOf(chosen) - 1];
  const between = previous === undefined ? null : text.slice(previous.end, chosen.start);
  return previous && between !== null && /^\s*(?:-|–|—|~|to|bis|à|до|至|到)\s*$/iu.test(between)
    ? previous
    : chosen;
}

/**
 * Null when the text is empty. An amount that is not given ("price on request") is null, a free thing is "0". A price
 * that was struck out or comes second in the text is ignored: the first one beside a currency is taken.
 */
export function parsePrice(raw: string, hints: PriceHints): Price | null {
  const shown = raw.replace(/\s+/g, ' ').trim().slice(0, MAX_TEXT);
  if (shown === '') return null;
  const text = plainDigits(shown).replace(SIGN_AS_POINT, (_, a, sign, b) => `${a}.${b}${sign}`);
  const tokens = currencyTokens(text);
  const numbers = numbersIn(text);
  const beside = numbers.find((amount) => currencyBeside(text, amount, tokens) !== null);
  const token = (beside && currencyBeside(text, beside, tokens)) ?? tokens[0] ?? null;
  const named = hints.declared === null ? null : namedCurrency(hints.declared, hints);
  const siteWide = token === null ? hints.currency : null;
  const currency =
    (token === null || (named !== null && token.codes.includes(named))
      ? named
      : chooseCurrency(token.codes, hints)) ?? siteWide;
  const chosen = beside ? lowerEnd(text, beside, numbers) : numbers[0];
  if (chosen === undefined) {
    return { amount: FREE.test(text) ? '0' : null, currency, unit: null, raw: shown };
  }
  const tenThousands = /^\s?[万萬]/.test(text.slice(chosen.end));
  const amount = decimalString(chosen.text, currency);
  return {
    amount: tenThousands ? shiftFour(amount) : amount,
    currency,
    unit: unitAfter(text, Math.max(chosen.end, token?.end ?? 0)),
    raw: shown,
  };
}

/** Times 10,000 without rounding: "1.5" → "15000". */
function shiftFour(amount: string): string {
  const [whole = '0', fraction = ''] = amount.split('.');
  const moved = `${whole}${fraction.slice(0, 4).padEnd(4, '0')}`.replace(/^0+(?=\d)/, '');
  return fraction.length > 4 ? `${moved}.${fraction.slice(4)}` : moved;
}

/** A price of a machine-readable field: "1234.500" is a number there, whatever the language writes. */
export function machinePrice(value: string, hints: PriceHints): Price | null {
  const text = value.trim();
  if (!/^\d+(?:\.\d+)?$/.test(text)) return parsePrice(value, hints);
  const named = hints.declared === null ? null : namedCurrency(hints.declared, hints);
  return {
    amount: text.replace(/^0+(?=\d)/, ''),
    currency: named ?? hints.currency,
    unit: null,
    raw: hints.declared === null ? text : `${text} ${hints.declared.trim()}`,
  };
}
