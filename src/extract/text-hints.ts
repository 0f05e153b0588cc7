/** One look at a text that tells which searches can find anything in it: most texts name no messenger and hold no number to call. */
import { isDigit } from './plain-digits.ts';

/** A word that a search cannot do without, in lower case; a space in it is any white space. */
export type HintWord = {
  readonly text: string;
  /** It may stand right behind a letter or figure. */
  readonly anywhere: boolean;
};

export type Hints = {
  /** The words of the table that stand in the text. */
  readonly words: ReadonlySet<string>;
  /** Enough digits for a phone number, with nothing between them that one may not have. */
  readonly digits: boolean;
  /** Letters and digits without a gap, as many as a key or an address of a wallet has. */
  readonly longWord: boolean;
};

/** Words by their first two characters. */
export type HintTable = {
  readonly pairs: Uint8Array;
  readonly words: ReadonlyMap<number, readonly HintWord[]>;
};

const PAIRS = 8192;
const pairOf = (first: number, second: number): number => ((first << 5) ^ second) & (PAIRS - 1);

const casesOf = (letter: string): string[] =>
  letter === ' ' ? [' ', '\n', '\t', '\u00a0', '\u3000'] : [letter, letter.toUpperCase()];

/** @throws RangeError for a word of one character */
export function hintTable(words: readonly HintWord[]): HintTable {
  const pairs = new Uint8Array(PAIRS);
  const byPair = new Map<number, HintWord[]>();
  for (const word of words) {
    const [first = '', second] = word.text;
    if (second === undefined) throw new RangeError(`"${word.text}" is too short to look for`);
    for (const a of casesOf(first)) {
      for (const b of casesOf(second)) {
        const pair = pairOf(a.charCodeAt(0), b.charCodeAt(0));
        pairs[pair] = 1;
        const known = byPair.get(pair) ?? [];
        if (!known.includes(word)) byPair.set(pair, [...known, word]);
      }
    }
  }
  return { pairs, words: byPair };
}

const [OTHER, LETTER, DIGIT, BETWEEN_DIGITS] = [0, 1, 2, 3];
const CLASSES = Uint8Array.from({ length: 128 }, (_, code) => {
  const letter = String.fromCharCode(code);
  if (/[a-z]/i.test(letter)) return LETTER;
  if (/\d/.test(letter)) return DIGIT;
  return /[\s.()/-]/.test(letter) ? BETWEEN_DIGITS : OTHER;
});

/** Whatever may stand in a number that is written with full-width signs, or with spaces and dashes of print, counts as such. */
function classOf(code: number): number {
  if (code < 128) return CLASSES[code] ?? OTHER;
  if (isDigit(code)) return DIGIT;
  const between = code === 0xa0 || code === 0x3000 || (code >= 0x2000 && code <= 0x202f);
  return between || (code >= 0xff08 && code <= 0xff0f) ? BETWEEN_DIGITS : OTHER;
}

/** Some islands have numbers no longer. */
const MIN_DIGITS = 6;
const MIN_KEY = 25;

const isAlphanumeric = (code: number) => code < 128 && (CLASSES[code] === LETTER || CLASSES[code] === DIGIT);

function standsAt(text: string, at: number, { text: word, anywhere }: HintWord): boolean {
  if (!anywhere && at > 0 && isAlphanumeric(text.charCodeAt(at - 1))) return false;
  for (let i = 0; i < word.length; i++) {
    const found = text.charAt(at + i);
    const wanted = word.charAt(i);
    if (wanted === ' ' ? !/\s/.test(found) : found !== wanted && found.toLowerCase() !== wanted) return false;
  }
  return true;
}

/** Adds the words whose first two characters end at `at`. */
function addWords(found: Set<string>, text: string, at: number, words: readonly HintWord[]): void {
  for (const word of words) {
    if (!found.has(word.text) && standsAt(text, at - 1, word)) found.add(word.text);
  }
}

/** Linear in the text. */
export function hintsIn(text: string, { pairs, words }: HintTable): Hints {
  const found = new Set<string>();
  let [digits, mostDigits, run, longest] = [0, 0, 0, 0];
  let before = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const pair = pairOf(before, code);
    if (pairs[pair] === 1) addWords(found, text, at, words.get(pair) ?? []);
    before = code;
    const kind = classOf(code);
    run = kind === LETTER || kind === DIGIT ? run + 1 : 0;
    longest = Math.max(longest, run);
    if (kind === DIGIT) digits++;
    else if (kind !== BETWEEN_DIGITS) digits = 0;
    mostDigits = Math.max(mostDigits, digits);
  }
  return { words: found, digits: mostDigits >= MIN_DIGITS, longWord: longest >= MIN_KEY };
}
