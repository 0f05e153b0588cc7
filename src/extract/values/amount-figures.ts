/** The figures of a text, and what they come to: which sign groups thousands and which sets the fraction apart. */
import { THREE_DECIMALS } from './currencies.ts';

/** "Rs.499", "S/.35": the point is the sign's. Digits grouped by spaces, by apostrophes, or by points and commas; a fraction without its zero; "119. 95". */
const NUMBER =
  /\d{1,3}(?: \d{3})+(?!\d)(?:[.,]\d+)?|\d{1,3}(?:['’]\d{3})+(?:[.,]\d+)?|\d[\d.,٬٫]*\. \d{2}(?![\d.,])|(?:(?<![\p{L}/])[.,])?\d(?:[\d.,٬٫]*\d)?/gu;

export type Amount = { readonly start: number; readonly end: number; readonly text: string };

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
export function decimalString(number: string, currency: string | null): string {
  // ".75,333": a stray point in front of a grouped number.
  const compact = number.replace(/[ '’]/g, '').replace(/^[.,](?=\d+[.,٬٫])/, '');
  const point = decimalPoint(compact, currency);
  const whole = (point < 0 ? compact : compact.slice(0, point)).replace(/\D/g, '').replace(/^0+(?=\d)/, '');
  const fraction = point < 0 ? '' : compact.slice(point + 1).replace(/\D/g, '');
  return `${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`;
}

export function numbersIn(text: string): Amount[] {
  return [...text.matchAll(NUMBER)]
    .map((match) => ({ start: match.index, end: match.index + match[0].length, text: match[0] }))
    .filter(({ end }) => !/^\s?%/.test(text.slice(end, end + 2)));
}
