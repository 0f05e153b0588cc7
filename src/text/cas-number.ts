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
