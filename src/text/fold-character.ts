/** Folds one code point to its plain form: compatibility form, lower case, no accent, ASCII digit, one kind of dash and space. */

import { ALIKE_SUPPLEMENTARY } from './look-alike-table.ts';

/** The zero of every run of ten decimal digits that NFKC leaves alone (Unicode 17, general category Nd). */
const DIGIT_ZEROS = [
  0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0,
  0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50,
  0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0x104a0, 0x10d30, 0x10d40, 0x11066, 0x110f0,
  0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x116d0, 0x116da, 0x11730, 0x118e0, 0x11950,
  0x11bf0, 0x11c50, 0x11d50, 0x11da0, 0x11de0, 0x11f50, 0x16130, 0x16a60, 0x16ac0, 0x16b50, 0x16d70, 0x1e140,
  0x1e2f0, 0x1e4f0, 0x1e5f1, 0x1e950,
] as const;

const DIGITS: ReadonlyMap<number, string> = new Map(
  DIGIT_ZEROS.flatMap((zero) =>
    Array.from({ length: 10 }, (_, value) => [zero + value, String(value)] as const),
  ),
);

/** Runs of numbered or lettered signs that NFKC leaves alone or spells with brackets: first, last, first value. */
const SIGN_RUNS = [
  { first: 0x2474, last: 0x2487, from: 1 }, // parenthesised numbers
  { first: 0x2488, last: 0x249b, from: 1 }, // numbers with a full stop
  { first: 0x24eb, last: 0x24f4, from: 11 }, // negative circled 11–20
  { first: 0x24f5, last: 0x24fe, from: 1 }, // double circled
  { first: 0x2776, last: 0x277f, from: 1 }, // dingbat negative circled
  { first: 0x2780, last: 0x2789, from: 1 }, // dingbat circled sans-serif
  { first: 0x278a, last: 0x2793, from: 1 }, // dingbat negative circled sans-serif
  { first: 0x24ff, last: 0x24ff, from: 0 }, // negative circled zero
  { first: 0x1f10b, last: 0x1f10b, from: 0 }, // circled sans-serif zero
  { first: 0x1f10c, last: 0x1f10c, from: 0 }, // negative circled sans-serif zero
  { first: 0x1f101, last: 0x1f10a, from: 0 }, // digits with a comma
] as const;

/** First code point of each run of 26 letters in a frame or as a regional sign. */
const LETTER_RUNS = [0x249c, 0x1f110, 0x1f150, 0x1f170, 0x1f1e6] as const;

/** Whole sentences in one sign, eighteen and eight letters long: ornaments that name nothing, and spelt out would make a text many times as long. */
const ORNAMENTS: ReadonlySet<number> = new Set([0xfdfa, 0xfdfb]);

/** Marks of trade and service: their letters are no part of the name that they follow. */
const TRADE_MARKS: ReadonlySet<number> = new Set([0x2120, 0x2122]);

const APOSTROPHE = /[\u2018\u2019\u201b\u02bc\u02b9\u00b4\u2032\u055a\uff07`]/u;
const DASH = /[\p{Pd}\u2212\u2043\u02d7\u2796\u27cb]/u;
/** Not `\s`, which counts the invisible byte order mark as a space. */
const SPACE = /[\t-\r\u0085\u2800\p{Z}]/u;
/** Marks, format and control characters, and the fillers that show as nothing. */
const INVISIBLE = /[\p{M}\p{Cf}\p{Cc}\u115f\u1160\u3164\uffa0]/u;
const HANGUL = /[\u1100-\u11ff\ua960-\ua97f\uac00-\ud7ff]/u;

const ALIKE: ReadonlyMap<string, string> = new Map(
  ALIKE_SUPPLEMENTARY.flatMap(([letter = '', ...others]) => others.map((other) => [other, letter] as const)),
);

/** Greek capitals that look like another Latin letter than their small forms do. */
const GREEK_CAPITALS: ReadonlyMap<string, string> = new Map([
  ['\u0397', 'h'],
  ['\u039c', 'm'],
  ['\u039d', 'n'],
  ['\u03a5', 'y'],
]);

/** Hangul syllables are whole letters here; their parts compose to them. */
function isSyllable(codePoint: number): boolean {
  return codePoint >= 0xac00 && codePoint <= 0xd7a3;
}

/** Plain form of one code point: '' when it is dropped, ' ' for white space, several characters for ligatures. */
export function foldCharacter(codePoint: number): string {
  const character = String.fromCodePoint(codePoint);
  if (isSyllable(codePoint)) return character;
  if (SPACE.test(character) || ORNAMENTS.has(codePoint) || TRADE_MARKS.has(codePoint)) return ' ';
  if (INVISIBLE.test(character)) return '';
  if (DASH.test(character)) return '-';
  if (APOSTROPHE.test(character)) return "'";
  const sign = foldSign(codePoint) ?? ALIKE.get(character) ?? GREEK_CAPITALS.get(character) ?? null;
  if (sign !== null) return sign;
  return character.normalize('NFKD').toLowerCase() === character
    ? foldPlain(character)
    : foldLetters(character);
}

/** Letters that stay what they are in every form, but for the two that are written in another way as well. */
function foldPlain(character: string): string {
  return character === 'ß' || character === 'ς' ? foldOnce(character) : character;
}

function foldSign(codePoint: number): string | null {
  if (codePoint < 0x660) return null;
  const digit = DIGITS.get(codePoint);
  if (digit !== undefined) return digit;
  const run = SIGN_RUNS.find(({ first, last }) => codePoint >= first && codePoint <= last);
  if (run !== undefined) return String(codePoint - run.first + run.from);
  const letters = LETTER_RUNS.find((first) => codePoint >= first && codePoint < first + 26);
  return letters === undefined ? null : String.fromCharCode(97 + codePoint - letters);
}

/** NFKC, lower case and accents off, repeated until nothing changes: some forms need two rounds (U+1E9E, U+0130). */
function foldLetters(character: string): string {
  let folded = character;
  for (let round = 0; round < 4; round += 1) {
    const next = foldOnce(folded);
    if (next === folded) break;
    folded = next;
  }
  return folded;
}

function foldOnce(text: string): string {
  let folded = '';
  for (const character of text.normalize('NFKC').toLowerCase().normalize('NFKC')) {
    folded += plainSign(character) ?? withoutMarks(character);
  }
  return folded;
}

/** A character that stands for one sign whatever marks it bears; null when it is a letter of its own. */
function plainSign(character: string): string | null {
  if (HANGUL.test(character)) return character;
  if (SPACE.test(character)) return ' ';
  if (DASH.test(character)) return '-';
  if (APOSTROPHE.test(character)) return "'";
  if (character === 'ß') return 'ss';
  if (character === 'ς') return 'σ';
  return ALIKE.get(character) ?? null;
}

function withoutMarks(character: string): string {
  let plain = '';
  for (const part of character.normalize('NFD')) if (!INVISIBLE.test(part)) plain += part;
  return plain;
}
