/** Reads the hits of one text: every listed name and CAS number, by whatever technique it is written. */
import type { Hit, Technique } from '../../model/assessment.ts';
import { type Normalised, normalise, originalSpan } from '../../text/normalise.ts';
import type { FieldText } from '../screened-fields.ts';
import { isStockNumber } from './cas-shape.ts';
import { matchMasked } from './masked-letters.ts';
import { CasFinder, type CasMatch, type CasMatcher, sortWritten } from './match-cas.ts';
import { NameFinder, type NameMatch, settleTerms, type TermMatch } from './match-names.ts';
import { matchSplitCas, type SplitCasMatcher } from './match-split-cas.ts';
import { matchStructures, type StructureMatch, type StructureMatcher } from './match-structures.ts';
import { matchSystematicNames } from './match-systematic.ts';
import { matchMisspelled, mayBeMisspelled, type PieceFound, type PieceGroup } from './misspelled.ts';
import type { Word } from './odd-digits.ts';
import { isLetter, matchDoubled, matchRepeated, RUN_REACH } from './repeated-letters.ts';
import { placeBack, scanText, type Trail } from './scan-text.ts';
import { listedKey, type TermMatcher } from './term-matcher.ts';

/** A hit with what assessing needs to know of its term. */
export type Found = {
  readonly hit: Hit;
  readonly kind: 'name' | 'cas' | 'structure';
  readonly ambiguous: boolean;
  /** Recorded only: the term is in state `shadow`. */
  readonly shadow: boolean;
  /** A number in CAS form that is said to be that of a part, a box, a house. */
  readonly stockNumber?: boolean;
};

/** Everything that searches one text for substances. */
export type Matchers = {
  readonly terms: TermMatcher;
  readonly cas: CasMatcher;
  readonly splitCas: SplitCasMatcher;
  readonly structures: StructureMatcher;
};

export type FieldHits = {
  readonly field: FieldText['field'];
  readonly normalised: Normalised;
  readonly found: readonly Found[];
  /** Numbers in CAS form with a right check digit, listed or not. */
  readonly casNumbers: readonly string[];
  /** Numbers in CAS form with a wrong check digit, behind a label that calls them CAS numbers. */
  readonly brokenCas: readonly string[];
};

export function readHits(matchers: Matchers, { field, text }: FieldText): FieldHits {
  const normalised = normalise(text);
  const reading = new Reading(matchers, text, normalised);
  const { names } = matchers.terms;
  scanText(names.automaton, names.alphabet, normalised.units, reading);
  const { right, broken } = sortWritten(reading.cas.written(reading.text), reading.text);
  const found = [
    ...withSystematic(matchers, reading.names(), { field, text, normalised }),
    ...reading.numbers().map((match) => casFound(match, { field, text, normalised })),
    ...matchStructures(matchers.structures, text).map((match) => structureFound(match, { field, text })),
  ].sort((a, b) => a.hit.start - b.hit.start || a.hit.end - b.hit.end);
  return { field, normalised, found, casNumbers: right, brokenCas: broken };
}

/** Of what is noted while a text is read, more than this is no listing. */
const MOST_NOTES = 2000;

/** What one pass over one text has met. */
class Reading {
  readonly text: () => string;
  readonly cas: CasFinder;
  readonly #matchers: Matchers;
  readonly #units: Uint16Array;
  readonly #finder: NameFinder;
  readonly #words: Word[] = [];
  readonly #pieces: PieceFound[] = [];
  readonly #runs: number[] = [];
  #nextRun = 0;
  readonly #pairs: number[] = [];
  readonly #masks: number[] = [];

  constructor(matchers: Matchers, original: string, normalised: Normalised) {
    this.text = () => normalised.text;
    this.#matchers = matchers;
    this.#units = normalised.units;
    const placeOf = (at: number) => originalSpan(normalised, at, at + 1).start;
    const isCapital = (at: number) => /\p{Lu}/u.test(original[placeOf(at)] ?? '');
    const isNumbered = (at: number) =>
      NUMBERED.test(original.slice(Math.max(0, placeOf(at) - 2), placeOf(at)));
    this.#finder = new NameFinder(matchers.terms.names, normalised.units, this.text, {
      once: false,
      original: { isCapital, isNumbered },
    });
    this.cas = new CasFinder(matchers.cas, normalised.units);
  }

  onPattern(index: number, end: number, trail: Trail): void {
    const { names, words, pieces } = this.#matchers.terms;
    const word = index - names.patterns.length;
    if (word < 0) this.#finder.onPattern(index, end, trail);
    else if (word < words.length) this.#onWord(words[word] ?? '', end);
    else {
      const group = pieces[word - words.length];
      if (group !== undefined) this.#onPieces(group, placeBack(trail, group.units.length));
    }
  }

  #onPieces({ pieces }: PieceGroup, start: number): void {
    const { alike } = this.#matchers.terms.names.alphabet;
    for (const piece of pieces) {
      if (this.#pieces.length >= MOST_NOTES) return;
      const found = { piece, start };
      if (mayBeMisspelled(alike, this.#units, found)) this.#pieces.push(found);
    }
  }

  onDigit(at: number): void {
    this.cas.onDigit(at);
  }

  onRepeat(at: number): void {
    const unit = this.#units[at] ?? 0;
    if (unit !== this.#units[at - 2]) {
      if (this.#pairs.length < MOST_NOTES) this.#pairs.push(at);
      return;
    }
    // A sum such as "1,000" is no stretched name, and a line of one letter is one run.
    if (at < this.#nextRun || this.#runs.length >= MOST_NOTES || !isLetter(unit)) return;
    this.#runs.push(at);
    this.#nextRun = at + RUN_REACH;
  }

  onMask(at: number): void {
    if (this.#masks.length < MOST_NOTES) this.#masks.push(at);
  }

  names(): TermMatch[] {
    const { names, masked, single } = this.#matchers.terms;
    const found: NameMatch[] = [...this.#finder.found];
    if (this.#runs.length > 0) found.push(...matchRepeated(names, this.#units, this.text, this.#runs));
    if (this.#pairs.length > 0)
      found.push(...matchDoubled(single, names.alphabet.alike, this.#units, this.#pairs));
    if (this.#masks.length > 0) found.push(...matchMasked(masked, names.alphabet, this.#units, this.#masks));
    const terms = settleTerms(found, this.text);
    if (this.#pieces.length === 0) return terms;
    const inside = (start: number, end: number) =>
      terms.some((term) => term.start <= start && end <= term.end);
    const pieces = this.#pieces.filter(({ piece, start }) => !inside(start, start + piece.units.length));
    const misspelled = matchMisspelled(names, this.text, pieces).filter(
      ({ start, end }) => !inside(start, end),
    );
    return misspelled.length === 0 ? terms : settleTerms([...terms, ...misspelled], this.text);
  }

  numbers(): CasMatch[] {
    return [
      ...this.cas.matches(this.text, this.#words),
      ...matchSplitCas(this.#matchers.splitCas, this.cas.figures, this.#units, this.text),
    ];
  }

  /**
   * A digit as a word, exactly as listed and not joined to other letters in front, unless these are such a word too; Chinese
   * figures join nothing.
   */
  #onWord(word: string, end: number): void {
    if (this.#words.length >= MOST_NOTES) return;
    const start = end + 1 - word.length;
    const before = start > 0 ? (this.#units[start - 1] ?? 0) : 0;
    const { joins } = this.#matchers.terms.names.alphabet.alike;
    const joined =
      joins[before] === 1 && joins[this.#units[start] ?? 0] === 1 && !(before >= 0x30 && before <= 0x39);
    if (joined && !this.#endsWord(start)) return;
    for (let i = 0; i < word.length; i += 1) {
      const unit = this.#units[start + i] ?? 0;
      if (unit !== word.charCodeAt(i) && !isCyrillic(unit)) return;
    }
    this.#words.push({ start, end: end + 1 });
  }

  #endsWord(at: number): boolean {
    for (let i = this.#words.length - 1; i >= 0; i -= 1) {
      const { end } = this.#words[i] ?? { end: 0 };
      if (end <= at) return end === at;
    }
    return false;
  }
}

/** The scan has compared what letters look like. */
function isCyrillic(unit: number): boolean {
  return unit >= 0x400 && unit < 0x530;
}

/** Numbers in circles, brackets and keys (U+20E3 makes a key of the figure before it). */
const NUMBERED = /[\u20e3\u2460-\u249b\u24eb-\u24ff\u2776-\u2793]$/u;

type Source = FieldText & { readonly normalised: Normalised };

export function nameFound({ meaning, ...match }: TermMatch, source: Source): Found {
  const { substance, term, ambiguous, shadow } = meaning;
  return { hit: toHit(match, { substance, term }, source), kind: 'name', ambiguous, shadow };
}

/**
 * Names as listed, and those that are read as a listed structure. What lies within a name of another substance is a part of it, and
 * what is only like a listed name, and reads as another substance, is that one.
 */
function withSystematic(
  { structures, terms }: Matchers,
  listed: readonly TermMatch[],
  source: Source,
): Found[] {
  const read = matchSystematicNames(structures, source.normalised.text);
  if (read.length === 0) return listed.map((match) => nameFound(match, source));
  const isOther = (match: TermMatch) =>
    read.some(({ start, end, rows }) => {
      if (match.start < start || end < match.end) return false;
      if (rows.some(({ substance }) => substance === match.meaning.substance)) return false;
      const written = source.normalised.text.slice(match.start, match.end);
      return (
        match.end - match.start < end - start ||
        !terms.listed.has(listedKey(match.meaning.substance, written))
      );
    });
  const names = listed.filter((match) => !isOther(match));
  const isKnown = (start: number, end: number, substance: string) =>
    names.some((match) => match.meaning.substance === substance && match.start < end && start < match.end);
  const more = read.flatMap(({ start, end, rows }) =>
    rows
      .filter(({ substance }) => !isKnown(start, end, substance))
      .map(({ substance, structure }): Found => {
        const of = { substance, term: structure.smiles };
        const hit = toHit({ start, end, technique: 'systematic' }, of, source);
        return { hit, kind: 'name', ambiguous: false, shadow: false };
      }),
  );
  return [...names.map((match) => nameFound(match, source)), ...more];
}

function casFound({ substance, number, ...match }: CasMatch, source: Source): Found {
  return {
    hit: toHit(match, { substance, term: number }, source),
    kind: 'cas',
    ambiguous: false,
    shadow: false,
    stockNumber: match.technique === 'cas' && isStockNumber(source.normalised.text, match.start),
  };
}

/** Upper and lower case tell elements apart, so that structures are looked for in the original. */
function structureFound({ substance, term, start, end }: StructureMatch, { field, text }: FieldText): Found {
  const hit = {
    substance,
    term,
    technique: 'structure',
    field,
    start,
    end,
    text: text.slice(start, end),
  } as const;
  return { hit, kind: 'structure', ambiguous: false, shadow: false };
}

type Place = { readonly start: number; readonly end: number; readonly technique: Technique };

function toHit(
  match: Place,
  of: { substance: string; term: string },
  { field, text, normalised }: Source,
): Hit {
  const span = originalSpan(normalised, match.start, match.end);
  const slice = text.slice(span.start, span.end);
  return { ...of, technique: techniqueIn(match.technique, slice), field, ...span, text: slice };
}

const ESCAPED = /&(?:#\d+|#x[0-9a-f]+|[a-z]+;)|%[0-9a-f]{2}/i;
const HIDDEN = /[\p{M}\p{Cf}\p{Cc}]/u;
const PLAIN_SPACE = /[\t\n\v\f\r]/g;
/** Digits of other scripts, letters and digits in frames, mathematical letters; full-width ones are only another width. */
const ODD = /(?![0-9０-９])[\p{Nd}\p{No}]|[\u2460-\u24ff\u0397\u039c\u039d\u03a5\u{10000}-\u{1ffff}]/u;

/** What the matcher saw comes first; a plain match is then told apart by how the original was written. */
function techniqueIn(technique: Technique, slice: string): Technique {
  if (technique !== 'name' && technique !== 'cas' && technique !== 'cas-separators') return technique;
  if (ESCAPED.test(slice)) return 'encoded';
  if (HIDDEN.test(slice.normalize('NFC').replace(PLAIN_SPACE, ' '))) return 'invisible';
  return ODD.test(slice) ? 'lookalike' : technique;
}
