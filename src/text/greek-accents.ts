/** The accents of Greek, which its capitals do not bear. */

const PLAIN: ReadonlyMap<string, string> = new Map(
  ['άα', 'έε', 'ήη', 'ίι', 'όο', 'ύυ', 'ώω'].map(([accented = '', plain = '']) => [accented, plain]),
);

/** "κωδικός" → "κωδικος". `text` in lower case. */
export function withoutTonos(text: string): string {
  return text.replace(/[άέήίόύώ]/g, (letter) => PLAIN.get(letter) ?? letter);
}
