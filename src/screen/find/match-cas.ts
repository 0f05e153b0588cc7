/** Finds listed CAS numbers in one text, however their digits are written and separated. */
import type { Technique } from '../../model/assessment.ts';
import { casDigits, hasRightCheckDigit } from '../../text/cas-number.ts';
import type { LookAlikes } from '../../text/look-alike.ts';
import { type Alphabet, buildAlphabet, COLUMN } from './alphabet.ts';
import { hasCasLabel, readShape } from './cas-shape.ts';
import { type DigitStream, readDigits } from './digit-stream.ts';
import { oddStretches, type Word } from './odd-digits.ts';
import { type Automaton, buildAutomaton, step } from './term-automaton.ts';

export type CasEntry = { readonly substance: string; readonly number: string };

/** One row for each direction in which the digits of a listed number may be written. */
type Row = { readonly digits: string; readonly reversed: boolean; readonly entry: CasEntry };

export type CasMatcher = {
  readonly rows: readonly Row[];
  readonly alphabet: Alphabet;
  readonly automaton: Automaton;
  /** Digits → rows. */
  readonly byDigits: ReadonlyMap<string, readonly Row[]>;
};

export type CasMatch = CasEntry & {
  /** Span in the normalised text. */
  readonly start: number;
  readonly end: number;
  readonly technique: Technique;
};

const SHORTEST = 5;
const LONGEST = 10;
/** Two digits of one number are never farther apart: some markup or a hyphen in words may stand between them. */
const FARTHEST = 81;
/** As for names: more occurrences of one number say no more. */
const OCCURRENCES = 50;
/** Numbers in CAS form that one text is worth. */
const MOST_FORMS = 500;

export function compileCas(entries: readonly CasEntry[], alike: LookAlikes): CasMatcher {
  const rows = entries.flatMap((entry): Row[] => {
    const digits = casDigits(entry.number);
    const backwards = [...digits].reverse().join('');
    return [
      { digits, reversed: false, entry },
      { digits: backwards, reversed: true, entry },
    ];
  });
  const units = rows.map(({ digits }) => Uint16Array.from(digits, (digit) => digit.charCodeAt(0)));
  // Digits only, so look-alikes do not matter here: every figure stands for itself.
  const plain = { ...alike, representative: alike.representative.map((_, unit) => unit) };
  const alphabet = buildAlphabet(units, plain);
  const byDigits = new Map<string, Row[]>();
  for (const row of rows) byDigits.set(row.digits, [...(byDigits.get(row.digits) ?? []), row]);
  return { rows, alphabet, automaton: buildAutomaton(units, alphabet), byDigits };
}

/** A number in CAS form: "1609-66-1". */
export type Written = { readonly number: string; readonly start: number; readonly end: number };

/** Gathers digits while a text is read, and numbers from them afterwards. */
export class CasFinder {
  readonly #matcher: CasMatcher;
  readonly #units: Uint16Array;
  /** Places of all figures, in order. */
  #at = new Uint32Array(128);
  #count = 0;
  #state = 0;
  /** Number of figures up to a listed number's last one, and the row. */
  readonly #candidates: { readonly count: number; readonly row: Row }[] = [];
  readonly #seen = new Map<CasEntry, number>();
  /** Places of the last digits of what is in CAS form. */
  readonly #forms: number[] = [];

  constructor(matcher: CasMatcher, units: Uint16Array) {
    this.#matcher = matcher;
    this.#units = units;
  }

  onDigit(at: number): void {
    const { automaton, alphabet } = this.#matcher;
    if (this.#count > 0 && at - (this.#at[this.#count - 1] ?? 0) > FARTHEST) this.#state = 0;
    if (this.#count === this.#at.length) this.#at = doubled(this.#at);
    this.#at[this.#count] = at;
    this.#count += 1;
    const code = alphabet.codes[this.#units[at] ?? 0] ?? 0;
    this.#state = step(automaton, this.#state, code & COLUMN);
    if ((automaton.ending[this.#state] ?? -1) >= 0) this.#noteRows();
    if (this.#units[at - 1] === HYPHEN && this.#forms.length < MOST_FORMS && this.#endsInCasForm(at)) {
      this.#forms.push(at);
    }
  }

  /** Places of all figures. */
  get figures(): Uint32Array {
    return this.#at.subarray(0, this.#count);
  }

  /** Every number in CAS form, whatever its check digit. */
  written(text: () => string): Written[] {
    return this.#forms.map((last) => {
      let start = last - 4;
      while (start > 0 && last - start < 11 && isFigure(this.#units[start - 1])) start -= 1;
      return { number: text().slice(start, last + 1), start, end: last + 1 };
    });
  }

  /** In no particular order. `words` are the digits written as words that the text has. */
  matches(text: () => string, words: readonly Word[]): CasMatch[] {
    const stretches = oddStretches(this.#units, this.figures, words);
    if (this.#candidates.length === 0 && stretches.length === 0) return [];
    const found = new Map<string, CasMatch>();
    const add = (match: CasMatch) => {
      found.set(`${match.start} ${match.end} ${match.substance} ${match.number}`, match);
    };
    for (const { count, row } of this.#candidates) {
      const at = this.#at.subarray(count - row.digits.length, count);
      const match = matchAt(text(), figureStream(at, this.#units), { first: 0, last: at.length - 1 }, row);
      if (match !== null) add(match);
    }
    for (const { start, end } of stretches) {
      for (const match of this.#matchStretch(text(), start, end)) add(match);
    }
    return [...found.values()];
  }

  /** Every run of digits, however they are written, between `start` and `end`. */
  #matchStretch(text: string, start: number, end: number): CasMatch[] {
    const stream = readDigits(text, start, end);
    const matches: CasMatch[] = [];
    for (let first = 0; first + SHORTEST <= stream.values.length; first += 1) {
      let readings = [''];
      for (let last = first; last < Math.min(first + LONGEST, stream.values.length); last += 1) {
        readings = withDigit(readings, stream.values[last] ?? 0, stream.others[last]);
        for (const row of readings.flatMap((digits) => this.#matcher.byDigits.get(digits) ?? [])) {
          const match = matchAt(text, stream, { first, last }, row);
          if (match !== null) matches.push(match);
        }
      }
    }
    return matches;
  }

  #noteRows(): void {
    const { automaton, rows } = this.#matcher;
    const { ending, fail, firstPattern, nextPattern } = automaton;
    for (let at = ending[this.#state] ?? -1; at > 0; at = ending[fail[at] ?? 0] ?? -1) {
      for (let i = firstPattern[at] ?? -1; i >= 0; i = nextPattern[i] ?? -1) {
        const row = rows[i];
        if (row === undefined) continue;
        const seen = this.#seen.get(row.entry) ?? 0;
        if (seen >= OCCURRENCES) continue;
        this.#seen.set(row.entry, seen + 1);
        this.#candidates.push({ count: this.#count, row });
      }
    }
  }

  /** "…dd-dd-d" ends at `at`, and the number does not go on. */
  #endsInCasForm(at: number): boolean {
    const units = this.#units;
    const inForm =
      units[at - 4] === HYPHEN &&
      isFigure(units[at - 2]) &&
      isFigure(units[at - 3]) &&
      isFigure(units[at - 5]) &&
      isFigure(units[at - 6]);
    return inForm && !isFigure(units[at + 1]) && units[at + 1] !== HYPHEN;
  }
}

const HYPHEN = 0x2d;
/** Ways of reading one run of digits: three letters that look like two digits each. */
const MOST_READINGS = 8;

function withDigit(readings: readonly string[], value: number, other: number | undefined): string[] {
  const read = readings.map((digits) => `${digits}${value}`);
  if (other === undefined || read.length >= MOST_READINGS) return read;
  return [...read, ...readings.map((digits) => `${digits}${other}`)];
}

function isFigure(unit: number | undefined): boolean {
  return unit !== undefined && unit >= 0x30 && unit <= 0x39;
}

function doubled(values: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(values.length * 2);
  more.set(values);
  return more;
}

function figureStream(at: Uint32Array, units: Uint16Array): DigitStream {
  return {
    values: Uint8Array.from(at, (place) => (units[place] ?? 0x30) - 0x30),
    starts: at,
    ends: at.map((place) => place + 1),
    kinds: Array.from(at, () => 'figure' as const),
    others: [],
  };
}

function matchAt(
  text: string,
  stream: DigitStream,
  range: { first: number; last: number },
  { entry, reversed }: Row,
): CasMatch | null {
  const technique = readShape(text, stream, { ...range, reversed });
  if (technique === null) return null;
  return { ...entry, start: stream.starts[range.first] ?? 0, end: stream.ends[range.last] ?? 0, technique };
}

/** CAS numbers that are written out with a right check digit, listed or not, and those with a wrong one behind a label. */
export function sortWritten(
  written: readonly Written[],
  text: () => string,
): { right: readonly string[]; broken: readonly string[] } {
  const right = written.filter(({ number, start }) => hasRightCheckDigit(number) && !goesOn(text(), start));
  const broken = written.filter(
    ({ number, start }) =>
      !hasRightCheckDigit(number) && !goesOn(text(), start) && hasCasLabel(text(), start),
  );
  return { right: numbers(right), broken: numbers(broken) };
}

function numbers(written: readonly Written[]): string[] {
  return [...new Set(written.map(({ number }) => number))];
}

function goesOn(text: string, start: number): boolean {
  return /[\d-]$/.test(text.slice(Math.max(0, start - 1), start));
}
