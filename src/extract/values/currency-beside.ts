/** The currency of a sum: the sign or code beside it, told apart from that of the sum beside. */
import type { Amount } from './amount-figures.ts';
import type { CurrencyToken } from './currencies.ts';
import { multiplierAt } from './price-words.ts';

/** Nothing but a closing sign (",-") and a word that multiplies stands between a figure and its currency. */
function isBetween(text: string, from: number, to: number): boolean {
  const multiplier = multiplierAt(text, from, true);
  return /^[,.]?[-–—]?\s*$/.test(text.slice(from + (multiplier?.length ?? 0), to));
}

/** A sign that touches the figure behind it is that figure's, not that of the one before the gap: "2023 $50". */
const isOfNext = (text: string, { start, end }: CurrencyToken): boolean =>
  /\d/.test(text.charAt(end)) && text.charAt(start - 1) === ' ';

const touch = (text: string, from: number, to: number): boolean =>
  from <= to && /^\s?$/.test(text.slice(from, to));

/** A code beside the sign tells which of its currencies is meant: "$12.00 USD", "34,99 $ CAD", "￥128.00元". */
function narrowed(
  text: string,
  amount: Amount,
  token: CurrencyToken,
  tokens: readonly CurrencyToken[],
): CurrencyToken {
  const end = Math.max(amount.end, token.end);
  const start = Math.min(amount.start, token.start);
  const beside = tokens.filter((other) => {
    if (other === token) return false;
    if (other.start >= end)
      return touch(text, end, other.start) && !/^\s?\d/.test(text.slice(other.end, other.end + 2));
    return other.end <= start && touch(text, other.end, start) && !/\d\s?$/.test(text.slice(0, other.start));
  });
  for (const other of beside) {
    const codes = token.codes.filter((code) => other.codes.includes(code));
    if (codes.length > 0 && codes.length < token.codes.length)
      return { start: token.start, end: Math.max(token.end, other.end), codes };
  }
  return token;
}

/** The currency that stands right before or right after the number. */
export function currencyBeside(
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
  const [nearest] = [...before.slice(-1), ...after.slice(0, 1)].sort(
    (a, b) => a.codes.length - b.codes.length,
  );
  return nearest === undefined ? null : narrowed(text, amount, nearest, tokens);
}
