/** One look at a text that tells which searches can find anything in it: most texts name no messenger and hold no number to call. */
import { isDigit } from '../values/plain-digits.ts';

export type HintWords = {
  /** Words of two characters or more, in lower case, that do not stand right behind a letter or figure; a space is any white space. */
  readonly starts: readonly string[];
  /** Words in lower case that end in ":" or "/", as a link does behind its scheme or host. */
  readonly links: readonly string[];
};

export type Hints = {
  /** Those of the words that stand in the text. */
  readonly words: ReadonlySet<string>;
  /** Enough digits for a phone number, with nothing between them that one may not have. */
  readonly digits: boolean;
  /** Letters and digits without a gap, as many as a key or an address of a wallet has. */
  readonly longWord: boolean;
};

export type HintTable = {
  /** Not 0 for the first two characters of a word that starts so: {@link MAYBE}, or {@link WHOLE} where a word has no more. */
  readonly pairs: Uint8Array;
  /** 1 for the first three of the longer ones. */
  readonly triples: Uint8Array;
  readonly starts: ReadonlyMap<number, readonly string[]>;
  /** By the character before the last. */
  readonly links: ReadonlyMap<number, readonly string[]>;
};

const [MAYBE, WHOLE] = [1, 2];
const PAIRS = 8192;
const pairOf = (first: number, second: number): number => ((first << 5) ^ second) & (PAIRS - 1);
const tripleOf = (pair: number, third: number): number => ((pair * 29) ^ third) & (PAIRS - 1);

const SPACES = [' ', '\n', '\t', '\u00a0', '\u3000'];
const casesOf = (letter: string): string[] => (letter === ' ' ? SPACES : [letter, letter.toUpperCase()]);

function addTo(map: Map<number, string[]>, key: number, word: string): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [word]);
  else if (!known.includes(word)) known.push(word);
}

export function hintTable({ starts, links }: HintWords): HintTable {
  const [pairs, triples] = [new Uint8Array(PAIRS), new Uint8Array(PAIRS)];
  const byPair = new Map<number, string[]>();
  for (const word of starts) {
    const [firsts = [], seconds = [], thirds = []] = Array.from(word, casesOf);
    for (const pair of firsts.flatMap((first) =>
      seconds.map((second) => pairOf(first.charCodeAt(0), second.charCodeAt(0))),
    )) {
      pairs[pair] = Math.max(pairs[pair] ?? 0, thirds.length === 0 ? WHOLE : MAYBE);
      for (const third of thirds) triples[tripleOf(pair, third.charCodeAt(0))] = 1;
      addTo(byPair, pair, word);
    }
  }
  const byEnd = new Map<number, string[]>();
  for (const word of links) {
    for (const letter of casesOf(word.charAt(word.length - 2))) addTo(byEnd, letter.charCodeAt(0), word);
  }
  return { pairs, triples, starts: byPair, links: byEnd };
}

/** What ends a link's scheme or host may stand between digits too. */
const [OTHER, LETTER, DIGIT, BETWEEN_DIGITS, LINK_MARK] = [0, 1, 2, 3, 4];
const ASCII = Uint8Array.from({ length: 128 }, (_, code) => {
  const letter = String.fromCharCode(code);
  if (/[a-z]/i.test(letter)) return LETTER;
  if (/\d/.test(letter)) return DIGIT;
  if (/[:/]/.test(letter)) return LINK_MARK;
  return /[\s.()-]/.test(letter) ? BETWEEN_DIGITS : OTHER;
});
/** Of every unit, so that none is asked first whether it is of ASCII; beyond it all are of no class here. */
const CLASSES = new Uint8Array(0x10000);
CLASSES.set(ASCII);

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
const SPACE = 32;

function isSame(code: number, wanted: number): boolean {
  if (code === wanted) return true;
  // A capital of ASCII, as nearly all that differ are none.
  if (code < 128 && wanted !== SPACE) return code >= 65 && code <= 90 && code + 32 === wanted;
  const found = String.fromCharCode(code);
  return wanted === SPACE ? /\s/.test(found) : found.toLowerCase() === String.fromCharCode(wanted);
}

function standsAt(units: Uint16Array, at: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) {
    if (!isSame(units[at + i] ?? 0, word.charCodeAt(i))) return false;
  }
  return true;
}

/** Room for most texts, of which only one is looked at at a time. */
const ROOM = new Uint16Array(1 << 13);
const ROOM_BYTES = Buffer.from(ROOM.buffer);

/** The text as numbers, behind its end a zero: as a string made of parts, it would be looked through for each of its characters. */
function unitsOf(text: string): Uint16Array {
  const { length } = text;
  const fits = length < ROOM.length;
  const units = fits ? ROOM : new Uint16Array(length + 1);
  (fits ? ROOM_BYTES : Buffer.from(units.buffer)).write(text, 'utf16le');
  units[length] = 0;
  return units;
}

/** Adds the words that start at `at`. */
function addWords(found: Set<string>, units: Uint16Array, at: number, words: readonly string[]): void {
  for (const word of words) if (!found.has(word) && standsAt(units, at, word)) found.add(word);
}

/** Those that end at `at`. */
function addLinks(found: Set<string>, units: Uint16Array, at: number, { links }: HintTable): void {
  for (const word of links.get(units[at - 1] ?? 0) ?? []) {
    const from = at + 1 - word.length;
    if (from >= 0 && standsAt(units, from, word)) found.add(word);
  }
}

/** What the look gathers; `digits` counts those in a row. */
type Look = { digits: number; mostDigits: number; longest: number };

/** Behind the letters and figures of ASCII that start at `from`. */
function wordEnd(units: Uint16Array, from: number, look: Look): number {
  let { digits, mostDigits } = look;
  let at = from;
  for (; ; at++) {
    const kind = CLASSES[units[at] ?? 0];
    if (kind === LETTER) digits = 0;
    else if (kind !== DIGIT) break;
    else if (++digits > mostDigits) mostDigits = digits;
  }
  look.digits = digits;
  look.mostDigits = mostDigits;
  if (at - from > look.longest) look.longest = at - from;
  return at;
}

/** Looks at each character once, and at the words of the table only where their first two characters stand. */
export function hintsIn(text: string, table: HintTable): Hints {
  const units = unitsOf(text);
  const words = new Set<string>();
  const look: Look = { digits: 0, mostDigits: 0, longest: 0 };
  const addStarts = (at: number, code: number) => {
    const pair = pairOf(code, units[at + 1] ?? 0);
    const sort = table.pairs[pair] ?? 0;
    if (sort === 0) return;
    if (sort === MAYBE && table.triples[tripleOf(pair, units[at + 2] ?? 0)] === 0) return;
    addWords(words, units, at, table.starts.get(pair) ?? []);
  };
  const { length } = text;
  for (let at = 0; at < length; ) {
    const code = units[at] ?? 0;
    const kind = code < 128 ? (CLASSES[code] ?? OTHER) : classOf(code);
    if (code >= 128) addStarts(at, code);
    else if (kind === LETTER || kind === DIGIT) {
      addStarts(at, code);
      at = wordEnd(units, at, look);
      continue;
    }
    if (kind === LINK_MARK) addLinks(words, units, at, table);
    if (kind === OTHER) look.digits = 0;
    else if (kind === DIGIT) look.mostDigits = Math.max(look.mostDigits, ++look.digits);
    at++;
  }
  return { words, digits: look.mostDigits >= MIN_DIGITS, longWord: look.longest >= MIN_KEY };
}
