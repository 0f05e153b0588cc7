/** CAS Registry Numbers: how they are written and how their check digit is computed. */

const WRITTEN = /^(\d{2,7})-(\d{2})-(\d)$/;

/**
 * True when `cas` is written "nnnnnnn-nn-n" and its last digit is right: the other digits, counted from the right,
 * times their position, summed, modulo 10 (CAS, "Check digit verification of CAS Registry Numbers").
 */
export function hasRightCheckDigit(cas: string): boolean {
  const parts = WRITTEN.exec(cas);
  if (parts === null) return false;
  const digits = `${parts[1]}${parts[2]}`;
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) sum += (digits.length - i) * Number(digits[i]);
  return sum % 10 === Number(parts[3]);
}

/** "1609-66-1" → "1609661". */
export function casDigits(cas: string): string {
  return cas.replaceAll('-', '');
}

const DASHES = /[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/g;
/** Separators are spaces or dashes, or there are none. */
const TYPED = /(?<![\d-])(\d{2,7})[ -]?(\d{2})[ -]?(\d)(?![\d-])/g;

/** A stretch of what somebody typed, and the CAS number that it may be; null where it is other words. */
export type TypedPart = { readonly text: string; readonly cas: string | null };

/**
 * Takes apart what is typed into a search: numbers with a right check digit are CAS numbers, whatever dashes, spaces or figures
 * they are typed with.
 */
export function typedParts(text: string): TypedPart[] {
  // As long as the text, so that its own signs are given back.
  const plain = text
    .replace(DASHES, '-')
    .replace(/[\uFF10-\uFF19]/g, (digit) => String(digit.charCodeAt(0) - 0xff10));
  const parts: TypedPart[] = [];
  let done = 0;
  for (const { 0: whole, 1: first, 2: second, 3: last, index } of plain.matchAll(TYPED)) {
    const cas = `${first}-${second}-${last}`;
    if (!hasRightCheckDigit(cas)) continue;
    parts.push(
      { text: text.slice(done, index), cas: null },
      { text: text.slice(index, index + whole.length), cas },
    );
    done = index + whole.length;
  }
  return [...parts, { text: text.slice(done), cas: null }].filter((part) => part.text.trim() !== '');
}
