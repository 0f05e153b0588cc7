/** Turns UTF-16 units of normalised text into the columns of the automaton's table. */
import type { LookAlikes } from '../../text/look-alike.ts';

/** Columns of one row. 0 separates, 1 is any letter or digit that no pattern has. */
export const WIDTH_BITS = 7;
const WIDTH = 1 << WIDTH_BITS;
const FIRST = 2;
export const OTHER = 1;

/** A unit's code: column in the low bits, second column above it (0 for most), and what the scan looks at more closely. */
export const COLUMN = WIDTH - 1;
/** From here on a code is two columns, below DIGIT. Digits and signs never are: they are too frequent. */
export const PAIR = WIDTH;
export const DIGIT = 1 << (2 * WIDTH_BITS);
export const SIGN = 1 << (2 * WIDTH_BITS + 1);
/** A sign that separates, and may stand for a letter nobody can tell ("n*rfent*nyl"). */
export const MASK = DIGIT | SIGN;

export type Alphabet = {
  /** Unit → code. Below WIDTH it is a plain column. */
  readonly codes: Uint16Array;
  readonly alike: LookAlikes;
};

/**
 * Units of the patterns get columns by how often they occur; when there are more than columns (Chinese), the rare ones are
 * written as two columns in a row. A match can then begin between the two: the aligner compares every letter, so it is refused.
 * @param patterns as representatives
 * @throws RangeError when they have more than some 7,000 different letters
 */
export function buildAlphabet(patterns: readonly Uint16Array[], alike: LookAlikes): Alphabet {
  const counts = new Uint32Array(65_536);
  for (const units of patterns) for (const unit of units) counts[unit] = (counts[unit] ?? 0) + 1;
  const used: number[] = [];
  for (let unit = 0; unit < counts.length; unit += 1) if (counts[unit] !== 0) used.push(unit);
  used.sort((a, b) => inScript(a) - inScript(b) || (counts[b] ?? 0) - (counts[a] ?? 0) || a - b);
  return { codes: codesOf(assignCodes(used), alike), alike };
}

/** What is no letter, digit or sign that stands for one has code 0. */
function codesOf(ofRepresentative: Uint16Array, { representative, signs, masks }: LookAlikes): Uint16Array {
  const codes = new Uint16Array(65_536);
  const add = (unit: number, flag: number) => {
    if (representative[unit] !== 0) codes[unit] = (codes[unit] ?? 0) | flag;
  };
  for (let unit = 0; unit < codes.length; unit += 1) {
    const stands = representative[unit] ?? 0;
    if (stands !== 0) codes[unit] = ofRepresentative[stands] ?? OTHER;
  }
  for (let digit = 0x30; digit <= 0x39; digit += 1) add(digit, DIGIT);
  for (const sign of signs) add(sign, SIGN);
  for (const mask of masks) if (representative[mask] === 0) codes[mask] = MASK;
  return codes;
}

/** Plain letters and digits come first: codes of digits have no room for a second column. */
function inScript(unit: number): number {
  return unit < 0x80 ? 0 : 1;
}

/** Representative → its column, or its two; {@link OTHER} for one that no pattern has. */
function assignCodes(ranked: readonly number[]): Uint16Array {
  const columns = WIDTH - FIRST;
  const over = Math.max(0, ranked.length - columns);
  /** Columns that begin a pair; each leaves one fewer for single letters. */
  const leads = Math.ceil(over / (columns - 1));
  if (leads > columns / 2) throw new RangeError(`${ranked.length} different letters are too many`);
  const singles = columns - leads;
  const codes = new Uint16Array(65_536).fill(OTHER);
  ranked.forEach((unit, rank) => {
    const pair = rank - singles;
    const lead = FIRST + singles + Math.floor(pair / columns);
    codes[unit] = pair < 0 ? FIRST + rank : lead | ((FIRST + (pair % columns)) << WIDTH_BITS);
  });
  return codes;
}
