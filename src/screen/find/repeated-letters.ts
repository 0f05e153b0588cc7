/** Finds names with letters written three times or more ("norrrfentanyl"), or several of them twice, near where the scan met such runs. */

import { isCjk } from '../../text/cjk.ts';
import type { LookAlikes } from '../../text/look-alike.ts';
import { findNames, type NameMatch, type NameMatcher, type TermMatch } from './match-names.ts';
import type { Pattern } from './patterns.ts';

/** How far around a run a name may reach. */
const REACH = 64;
/** What one look covers: the next run is looked at from here on. */
export const RUN_REACH = REACH / 2;
/** Runs that one text is worth. */
const MOST = 200;
/** In units of the text, runs included: shorter names are words by chance. */
const SHORTEST = 8;

/**
 * Each stretch is read in several ways, its runs shortened to one letter and to two.
 * @param repeats places of third letters, in order, at least RUN_REACH apart
 */
export function matchRepeated(
  matcher: NameMatcher,
  units: Uint16Array,
  text: () => string,
  repeats: readonly number[],
): NameMatch[] {
  const found: NameMatch[] = [];
  for (const at of repeats.slice(0, MOST)) {
    const from = Math.max(0, at - REACH);
    const to = Math.min(units.length, at + REACH);
    for (const reading of READINGS)
      found.push(...namesIn(matcher, text, shorten(units, from, to, reading), units));
  }
  return found;
}

/** Runs of at least `run` letters are read as `kept`: a name may have double letters of its own, or not. */
type RunReading = { readonly run: number; readonly kept: number };
const READINGS: readonly RunReading[] = [
  { run: 3, kept: 1 },
  { run: 3, kept: 2 },
  { run: 2, kept: 1 },
];

/** Places of the units of a stretch that stay when its runs are shortened. */
function shorten(units: Uint16Array, from: number, to: number, { run, kept }: RunReading): number[] {
  const places: number[] = [];
  for (let i = from; i < to; ) {
    let end = i + 1;
    while (end < to && units[end] === units[i]) end += 1;
    const take = end - i >= run && isLetter(units[i]) ? kept : end - i;
    for (let k = 0; k < take; k += 1) places.push(i + k);
    i = end;
  }
  return places;
}

function namesIn(
  matcher: NameMatcher,
  text: () => string,
  places: readonly number[],
  units: Uint16Array,
): NameMatch[] {
  const short = Uint16Array.from(places, (place) => units[place] ?? 0);
  const matches = findNames(matcher, short, () => String.fromCharCode(...short), false);
  return matches
    .map((match) => ({
      ...match,
      start: places[match.start] ?? 0,
      end: runEnd(units, places[match.end - 1] ?? 0),
      technique: 'repeated' as const,
      literal: false,
    }))
    .filter(({ start, end }) => end - start >= SHORTEST && /(\p{L})\1\1/u.test(text().slice(start, end)));
}

function runEnd(units: Uint16Array, last: number): number {
  let end = last + 1;
  while (units[end] === units[last]) end += 1;
  return end;
}

export function isLetter(unit: number | undefined): boolean {
  return unit !== undefined && /\p{L}/u.test(String.fromCharCode(unit));
}

/** First letter → letters without their repetitions → names of one word that have them. */
export type SingleLetters = ReadonlyMap<number, ReadonlyMap<string, readonly Pattern[]>>;

export function namesInSingleLetters(patterns: readonly Pattern[]): SingleLetters {
  const words = patterns.filter(
    ({ meaning, units, reversed, literal }) =>
      meaning.kind === 'term' &&
      !meaning.ambiguous &&
      !reversed &&
      units.length >= SHORTEST &&
      !isCjk(literal.charAt(0)) &&
      /^\p{L}+$/u.test(literal),
  );
  const byFirst = Map.groupBy(words, ({ units }) => units[0] ?? 0);
  return new Map(
    [...byFirst].map(([first, group]) => [first, Map.groupBy(group, ({ units }) => inSingleLetters(units))]),
  );
}

/**
 * Words of which several letters are written twice ("norrfentannyl", "nnoorrffeennttaannyyll").
 * @param pairs places of second letters, in order
 */
export function matchDoubled(
  names: SingleLetters,
  { joins, representative }: LookAlikes,
  units: Uint16Array,
  pairs: readonly number[],
): TermMatch[] {
  const found: TermMatch[] = [];
  let covered = 0;
  for (const pair of pairs) {
    if (pair < covered) continue;
    const start = wordEdge(joins, units, pair, -1);
    const sameFirst = names.get(representative[units[start] ?? 0] ?? 0);
    if (sameFirst === undefined) continue;
    const end = wordEdge(joins, units, pair, 1) + 1;
    covered = end;
    if (end - start < SHORTEST + 2) continue;
    const word = units.subarray(start, end).map((unit) => representative[unit] ?? 0);
    for (const { meaning, units: letters } of sameFirst.get(inSingleLetters(word)) ?? []) {
      if (meaning.kind !== 'term' || letters.length >= word.length) continue;
      found.push({ start, end, technique: 'repeated', literal: false, meaning });
    }
  }
  return found;
}

/** The last place of the word in this direction. */
function wordEdge(joins: Uint8Array, units: Uint16Array, from: number, way: 1 | -1): number {
  let at = from;
  for (let next = at + way; next >= 0 && next < units.length; next += way) {
    if (joins[units[next] ?? 0] !== 1 || Math.abs(next - from) > REACH) break;
    at = next;
  }
  return at;
}

function inSingleLetters(units: Uint16Array): string {
  let letters = '';
  for (let i = 0; i < units.length; i += 1) {
    const unit = units[i] ?? 0;
    if (i === 0 || unit !== units[i - 1]) letters += String.fromCharCode(unit);
  }
  return letters;
}
