/** The one pass over a normalised text: every pattern that ends somewhere, every digit, every letter written twice. */
import { type Alphabet, COLUMN, DIGIT, MASK, PAIR, SIGN, WIDTH_BITS } from './alphabet.ts';
import { type Automaton, step } from './term-automaton.ts';

/** What hears of what is found. Called while the text is read, in its order. */
export type Listener = {
  /** `pattern` ends at `end`, inclusive; `placeOf(back)` is where its letter `back` places before the last stands. */
  readonly onPattern: (pattern: number, end: number, trail: Trail) => void;
  readonly onDigit: (at: number) => void;
  /** The third of three equal letters, or the second of two with another two shortly before ("norrfentannyl"). */
  readonly onRepeat: (at: number) => void;
  /** A sign between two letters, which may stand for a third. */
  readonly onMask: (at: number) => void;
};

/** Where the last letters and digits stood: a ring, since what separates them is left out. */
export type Trail = { readonly ring: Uint32Array; length: number };

/** Longer patterns are refused when a list is compiled. */
export const LONGEST_PATTERN = 512;
const WRAP = LONGEST_PATTERN - 1;

/** One for all scans: none runs inside another, and a listing is often shorter than the ring. */
const TRAIL: Trail = { ring: new Uint32Array(LONGEST_PATTERN), length: 0 };

/** Places of the last `count` letters, in order. */
export function lastPlaces({ ring, length }: Trail, count: number): Uint32Array {
  const places = new Uint32Array(count);
  for (let i = 0; i < count; i += 1) places[i] = ring[(length - count + i) & WRAP] ?? 0;
  return places;
}

/** Place of the letter that is `count` letters back, the last being 1. */
export function placeBack({ ring, length }: Trail, count: number): number {
  return ring[(length - count) & WRAP] ?? 0;
}

/** Linear in the text and in what is found. */
export function scanText(
  automaton: Automaton,
  alphabet: Alphabet,
  units: Uint16Array,
  listener: Listener,
): void {
  const { dense, table, ending } = automaton;
  const { codes } = alphabet;
  const { ring } = TRAIL;
  let count = 0;
  let state = 0;
  for (let i = 0; i < units.length; i += 1) {
    const unit = units[i] ?? 0;
    const code = codes[unit] ?? 0;
    if (code === 0) continue;
    if (code >= DIGIT && !countsAt(units, i, code, alphabet, listener)) continue;
    const column = code & COLUMN;
    state = state < dense ? (table[(state << WIDTH_BITS) | column] ?? 0) : step(automaton, state, column);
    if (code >= PAIR && code < DIGIT) state = step(automaton, state, code >> WIDTH_BITS);
    ring[count & WRAP] = i;
    count += 1;
    if (i > 1 && unit === units[i - 1] && isNotable(units, i)) listener.onRepeat(i);
    if ((ending[state] ?? -1) < 0) continue;
    TRAIL.length = count;
    tell(automaton, state, i, TRAIL, listener);
  }
}

/** Of two equal letters: a third stands before them, or another two shortly before. Never reads outside the text, which is slow. */
function isNotable(units: Uint16Array, at: number): boolean {
  if (units[at] === units[at - 2]) return true;
  for (let i = at - 2; i > at - PAIRS_WITHIN && i > 0; i -= 1) if (units[i] === units[i - 1]) return true;
  return false;
}

/** In letters: the pairs of one word. */
const PAIRS_WITHIN = 8;

/** Of a digit or a sign: false where it only separates; tells of what may be more. */
function countsAt(
  units: Uint16Array,
  at: number,
  code: number,
  alphabet: Alphabet,
  listener: Listener,
): boolean {
  if ((code & SIGN) === 0) {
    listener.onDigit(at);
    return true;
  }
  const beforeWord = isBeforeWord(units, at, alphabet);
  const before = at > 0 ? (units[at - 1] ?? 0) : 0;
  const inside = alphabet.alike.isWord[before] === 1 || alphabet.codes[before] === MASK;
  if (beforeWord && inside) listener.onMask(at);
  return beforeWord && code !== MASK;
}

function isBeforeWord(units: Uint16Array, at: number, { alike: { isWord } }: Alphabet): boolean {
  return at + 1 < units.length && isWord[units[at + 1] ?? 0] === 1;
}

function tell(
  { ending, fail, firstPattern, nextPattern }: Automaton,
  state: number,
  end: number,
  trail: Trail,
  listener: Listener,
): void {
  for (let at = ending[state] ?? -1; at > 0; at = ending[fail[at] ?? 0] ?? -1) {
    for (let pattern = firstPattern[at] ?? -1; pattern >= 0; pattern = nextPattern[pattern] ?? -1) {
      listener.onPattern(pattern, end, trail);
    }
  }
}
