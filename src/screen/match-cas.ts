/** Finds listed CAS numbers in one text, however their digits are written and separated. */
import type { Technique } from '../model/assessment.ts';
import { casDigits, hasRightCheckDigit } from '../text/cas-number.ts';
import { readShape } from './cas-shape.ts';
import { type DigitStream, readDigits } from './digit-stream.ts';

export type CasEntry = { readonly substance: string; readonly number: string };

/** Digits (as a number, told apart by length) → the listed numbers with these digits. */
export type CasMatcher = {
  readonly forward: ReadonlyMap<number, readonly CasEntry[]>;
  readonly backward: ReadonlyMap<number, readonly CasEntry[]>;
};

export type CasMatch = CasEntry & {
  /** Span in the normalised text. */
  readonly start: number;
  readonly end: number;
  readonly technique: Technique;
};

const SHORTEST = 5;
const LONGEST = 10;
/** Above every 10-digit number, so that "0123" and "123" differ. */
const LENGTH_WEIGHT = 1e11;

export function compileCas(entries: readonly CasEntry[]): CasMatcher {
  const forward = new Map<number, CasEntry[]>();
  const backward = new Map<number, CasEntry[]>();
  for (const entry of entries) {
    const digits = casDigits(entry.number);
    add(forward, digits, entry);
    add(backward, [...digits].reverse().join(''), entry);
  }
  return { forward, backward };
}

function add(map: Map<number, CasEntry[]>, digits: string, entry: CasEntry): void {
  const key = Number(digits) + digits.length * LENGTH_WEIGHT;
  const entries = map.get(key);
  if (entries === undefined) map.set(key, [entry]);
  else entries.push(entry);
}

/** In order of their place. One number may name two substances (red and white phosphorus share one). */
export function matchCas(matcher: CasMatcher, text: string): CasMatch[] {
  const stream = readDigits(text);
  const found: CasMatch[] = [];
  for (let first = 0; first + SHORTEST <= stream.values.length; first += 1) {
    const matches = matchFrom(matcher, text, stream, first);
    found.push(...matches);
  }
  return found;
}

function matchFrom(matcher: CasMatcher, text: string, stream: DigitStream, first: number): CasMatch[] {
  const matches: CasMatch[] = [];
  let value = 0;
  const limit = Math.min(LONGEST, stream.values.length - first);
  for (let length = 1; length <= limit; length += 1) {
    value = value * 10 + (stream.values[first + length - 1] ?? 0);
    if (length < SHORTEST) continue;
    const key = value + length * LENGTH_WEIGHT;
    for (const reversed of [false, true]) {
      const entries = (reversed ? matcher.backward : matcher.forward).get(key);
      if (entries === undefined) continue;
      const technique = readShape(text, stream, { first, last: first + length - 1, reversed });
      if (technique === null) continue;
      const start = stream.starts[first] ?? 0;
      const end = stream.ends[first + length - 1] ?? 0;
      matches.push(...entries.map((entry) => ({ ...entry, start, end, technique })));
    }
  }
  return matches;
}

const WRITTEN = /(?<![\d-])\d{2,7}-\d{2}-\d(?![\d-])/g;

/** Every CAS number written with hyphens and a right check digit, listed or not: "123-30-8". */
export function writtenCasNumbers(text: string): string[] {
  return [...new Set([...text.matchAll(WRITTEN)].map(([number]) => number).filter(hasRightCheckDigit))];
}
