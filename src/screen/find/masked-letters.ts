/** Finds long names in which a sign stands for a letter, whichever it is ("n*rf*nt*nyl", "n@rfent@nyl", "nor-f3n+4nyl"). */

import { isCjk } from '../../text/cjk.ts';
import type { Alphabet } from './alphabet.ts';
import type { TermMatch } from './match-names.ts';
import type { Pattern } from './patterns.ts';

/** In letters: shorter names are too many words with a sign in them. */
const SHORTEST = 8;
/** Of a name's letters so many must be written. */
const INTACT = 0.6;
/** How far a word with signs may reach to either side of one of them. */
const REACH = 48;
/** Words with signs that one text is worth. */
const MOST = 400;

/** First letter → names that begin with it. */
export type MaskedNames = ReadonlyMap<number, readonly Pattern[]>;

export function namesToMask(patterns: readonly Pattern[]): MaskedNames {
  const long = patterns.filter(
    ({ meaning, units, reversed, literal }) =>
      meaning.kind === 'term' &&
      !meaning.ambiguous &&
      !reversed &&
      units.length >= SHORTEST &&
      units.length <= REACH &&
      !isCjk(literal.charAt(0)),
  );
  return Map.groupBy(long, ({ units }) => units[0] ?? 0);
}

/**
 * Each word with a sign in it, against every name that begins with the same letter.
 * @param signs places of signs between letters, in order
 */
export function matchMasked(
  names: MaskedNames,
  alphabet: Alphabet,
  units: Uint16Array,
  signs: readonly number[],
): TermMatch[] {
  const found: TermMatch[] = [];
  let looks = 0;
  let covered = 0;
  for (const sign of signs) {
    if (sign < covered) continue;
    const start = edge(alphabet, units, sign, -1) + 1;
    const end = edge(alphabet, units, sign, 1);
    covered = end;
    const first = alphabet.alike.representative[units[start] ?? 0] ?? 0;
    const candidates = names.get(first);
    if (candidates === undefined || end - start < SHORTEST) continue;
    looks += 1;
    if (looks > MOST) break;
    const word = readWord(alphabet, units.subarray(start, end));
    for (const { units: letters, meaning } of candidates) {
      if (meaning.kind !== 'term' || !stands(letters, word)) continue;
      found.push({ start, end, technique: 'leet', literal: false, meaning });
    }
  }
  return found;
}

/** The place nearest to `from` where the word with its signs has ended. */
function edge({ alike }: Alphabet, units: Uint16Array, from: number, way: 1 | -1): number {
  let at = from;
  for (let i = 0; i < REACH && at >= 0 && at < units.length; i += 1, at += way) {
    const unit = units[at] ?? 0;
    if (alike.isWord[unit] !== 1 && unit !== HYPHEN && !isSign(alike, unit)) break;
  }
  return at;
}

const HYPHEN = 0x2d;
/** In a word: a sign that any letter may be written as, or none. */
const ANY = 0;

type Word = { readonly units: Uint16Array; readonly letters: number; readonly signs: number };

function readWord({ alike }: Alphabet, slice: Uint16Array): Word {
  const units = slice
    .filter((unit) => unit !== HYPHEN)
    .map((unit) => (isSign(alike, unit) ? ANY : (alike.representative[unit] ?? ANY)));
  const signs = units.reduce((sum, unit) => sum + (unit === ANY ? 1 : 0), 0);
  return { units, letters: units.length - signs, signs };
}

function isSign({ masks, signs }: Alphabet['alike'], unit: number): boolean {
  return masks.has(unit) || signs.has(unit);
}

/** All letters of the word are those of the name, in order, and each letter that is left out has a sign in its place. */
function stands(name: Uint16Array, { units, letters, signs }: Word): boolean {
  const hidden = name.length - letters;
  if (hidden < 1 || hidden > signs || letters < name.length * INTACT) return false;
  // reached[i]: the word so far can be the first i letters of the name; read from the end, so that one array is enough.
  const reached = new Uint8Array(name.length + 1);
  reached[0] = 1;
  for (const unit of units) {
    let some = 0;
    for (let i = name.length; i >= 0; i -= 1) {
      const after = i > 0 && (unit === ANY || name[i - 1] === unit) ? (reached[i - 1] ?? 0) : 0;
      reached[i] = unit === ANY ? (reached[i] ?? 0) | after : after;
      some |= reached[i] ?? 0;
    }
    // Nearly every name is told from the word by its first letters.
    if (some === 0) return false;
  }
  return reached[name.length] === 1;
}
