/** Finds every term and every phrase in one text, from what the one pass over it tells. */
import type { Technique } from '../../model/assessment.ts';
import { isCjk } from '../../text/cjk.ts';
import type { LookAlikes } from '../../text/look-alike.ts';
import { type Alignment, alignName } from './align-name.ts';
import { type Alphabet, buildAlphabet } from './alphabet.ts';
import { isPartOfLongerName, isSaidToBeAbsent } from './longer-name.ts';
import type { Meaning, Pattern } from './patterns.ts';
import { LONGEST_PATTERN, lastPlaces, placeBack, scanText, type Trail } from './scan-text.ts';
import { type Automaton, buildAutomaton } from './term-automaton.ts';

export type NameMatcher = {
  readonly patterns: readonly Pattern[];
  readonly alphabet: Alphabet;
  readonly automaton: Automaton;
  /** By pattern: it must not touch a letter or digit before, or behind. */
  readonly edges: Uint8Array;
};

const FREE_BEFORE = 1;
const FREE_BEHIND = 2;
/** A phrase: may follow a number directly ("5kg"), and nothing is ever written on to it. */
const PHRASE = 4;

/** An occurrence in the normalised text. */
export type NameMatch = {
  readonly meaning: Meaning;
  readonly start: number;
  readonly end: number;
  readonly technique: Technique;
  /** Written exactly as in the list, separators included. */
  readonly literal: boolean;
};

export type TermMatch = NameMatch & { readonly meaning: Extract<Meaning, { kind: 'term' }> };

/**
 * @param extra what the automaton is to find besides; numbered after the patterns
 * @throws RangeError when a name has more letters than any name has
 */
export function compileNames(
  patterns: readonly Pattern[],
  extra: readonly Uint16Array[],
  alike: LookAlikes,
): NameMatcher {
  const units = [...patterns.map((pattern) => pattern.units), ...extra];
  const long = patterns.find((pattern) => pattern.units.length > LONGEST_PATTERN);
  if (long !== undefined) throw new RangeError(`"${long.literal.slice(0, 60)}…" is too long to be a name`);
  const alphabet = buildAlphabet(units, alike);
  const edges = Uint8Array.from(patterns, edgesOf);
  return { patterns, alphabet, automaton: buildAutomaton(units, alphabet), edges };
}

/** What the aligner would refuse at once, so that most chance meetings cost nothing. */
function edgesOf({ literal, open, meaning }: Pattern): number {
  const free = !isCjk(literal.charAt(0)) && /^[\p{L}\p{N}]/u.test(literal);
  const closed = !open && !isCjk(literal.at(-1) ?? '') && /[\p{L}\p{N}]$/u.test(literal);
  return (free ? FREE_BEFORE : 0) | (closed ? FREE_BEHIND : 0) | (meaning.kind === 'phrase' ? PHRASE : 0);
}

/** A page that repeats one word a hundred thousand times says no more than one that does so fifty times. */
const OCCURRENCES = 50;
/** Parts of longer names that count as one occurrence: a catalogue of derivatives must not use up the name's own. */
const PARTS = 20;
/** Looks at the text around a meeting that one text is worth; beyond it, the text is no listing. */
const MOST_LOOKS = 20_000;

/** What the original shows where the normalised text has this position. */
export type Original = {
  readonly isCapital: (at: number) => boolean;
  /** A number in a frame stands right before, as rows are numbered with ("①name"). */
  readonly isNumbered: (at: number) => boolean;
};

/** Gathers occurrences while a text is read. */
export class NameFinder {
  readonly found: NameMatch[] = [];
  readonly #matcher: NameMatcher;
  readonly #units: Uint16Array;
  readonly #text: () => string;
  readonly #occurrences: number;
  readonly #original: Original | null;
  readonly #counts = new Map<Meaning, number>();
  #looks = 0;
  #someIsFull = false;

  /** `once`: one occurrence of each meaning is enough. Without `original` no name is found inside "BuyNameNow" or behind "①". */
  constructor(
    matcher: NameMatcher,
    units: Uint16Array,
    text: () => string,
    { once, original }: { once: boolean; original: Original | null },
  ) {
    this.#matcher = matcher;
    this.#units = units;
    this.#text = text;
    this.#occurrences = once ? 1 : OCCURRENCES;
    this.#original = original;
  }

  onPattern(index: number, end: number, trail: Trail): void {
    const { patterns, alphabet, edges } = this.#matcher;
    const { joins } = alphabet.alike;
    const pattern = patterns[index];
    if (pattern === undefined) return;
    // Asked first only where it can be so: in nearly every text it is not.
    if (this.#someIsFull && this.#isFull(pattern.meaning)) return;
    const edge = edges[index] ?? 0;
    const start = placeBack(trail, pattern.units.length);
    const before = start > 0 ? (this.#units[start - 1] ?? 0) : 0;
    const behind = end + 1 < this.#units.length ? (this.#units[end + 1] ?? 0) : 0;
    const phrase = (edge & PHRASE) !== 0;
    const joined =
      ((edge & FREE_BEFORE) !== 0 && joins[before] === 1 && !(phrase && isFigure(before))) ||
      ((edge & FREE_BEHIND) !== 0 &&
        joins[behind] === 1 &&
        !(isFigure(behind) || (!phrase && mayGoOn(behind))));
    if (joined && !this.#isSetApart(pattern, start, end)) return;
    if (this.#isFull(pattern.meaning) || this.#looks >= MOST_LOOKS) return;
    this.#looks += 1;
    const text = this.#text();
    const places = lastPlaces(trail, pattern.units.length);
    const alignment = alignName(pattern, text, places, alphabet.alike, joined);
    if (alignment === null) return;
    this.#count(pattern.meaning, alignment);
    const literal = text.startsWith(pattern.literal, alignment.start);
    this.found.push({ ...alignment, meaning: pattern.meaning, literal });
  }

  #count(meaning: Meaning, { start, end }: Alignment): void {
    const isPart = meaning.kind === 'term' && isPartOfLongerName(this.#text(), start, end);
    const count = (this.#counts.get(meaning) ?? 0) + (isPart ? 1 : PARTS);
    this.#counts.set(meaning, count);
    this.#someIsFull ||= count >= this.#occurrences * PARTS;
  }

  #isFull(meaning: Meaning): boolean {
    return (this.#counts.get(meaning) ?? 0) >= this.#occurrences * PARTS;
  }

  /** "#BuyNorfentanylNow": a capital letter begins a word as a space would, and a name may follow a number in a frame. */
  #isSetApart({ meaning, units }: Pattern, start: number, end: number): boolean {
    const original = this.#original;
    if (original === null || meaning.kind !== 'term') return false;
    const { joins } = this.#matcher.alphabet.alike;
    // The first question spares nearly all meetings the others.
    const numbered = start > 0 && isFigure(this.#units[start - 1] ?? 0);
    if (numbered && joins[this.#units[end + 1] ?? 0] !== 1 && original.isNumbered(start)) return true;
    if (meaning.ambiguous || units.length < CAPITALISED_FROM) return false;
    const { isCapital } = original;
    const begins = (at: number) => joins[this.#units[at] ?? 0] !== 1 || (isCapital(at) && !isCapital(at - 1));
    return (start === 0 || joins[this.#units[start - 1] ?? 0] !== 1 || begins(start)) && begins(end + 1);
  }
}

/** Shorter names stand in such words by chance. */
const CAPITALISED_FROM = 7;

/** Every occurrence in a text, unsettled. */
export function findNames(
  matcher: NameMatcher,
  units: Uint16Array,
  text: () => string,
  once: boolean,
): readonly NameMatch[] {
  const finder = new NameFinder(matcher, units, text, { once, original: null });
  scanText(matcher.automaton, matcher.alphabet, units, {
    onPattern: (index, end, trail) => finder.onPattern(index, end, trail),
    onDigit: () => undefined,
    onRepeat: () => undefined,
    onMask: () => undefined,
  });
  return finder.found;
}

/** Only a salt's name or a Russian ending may be joined to a name, and both begin with few letters. */
function mayGoOn(unit: number): boolean {
  return (unit >= 0x400 && unit < 0x530) || GOES_ON.has(unit);
}

function isFigure(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

const GOES_ON: ReadonlySet<number> = new Set([...'mdshc'].map((letter) => letter.charCodeAt(0)));

/** Of terms that overlap wholly the longest stands; a part of a longer name and a substance said to be absent are none. */
export function settleTerms(found: readonly NameMatch[], text: () => string): TermMatch[] {
  if (found.length === 0) return [];
  const terms = found.filter((match): match is TermMatch => match.meaning.kind === 'term');
  return longest(terms).filter(
    ({ start, end }) => !isPartOfLongerName(text(), start, end) && !isSaidToBeAbsent(text(), start, end),
  );
}

/** Drops what lies wholly inside a longer match, and all but the best reading of one substance at one place. */
function longest(matches: readonly TermMatch[]): TermMatch[] {
  const sorted = [...matches].sort(
    (a, b) => a.start - b.start || b.end - a.end || preference(a) - preference(b),
  );
  const kept: TermMatch[] = [];
  let place = { start: -1, end: -1, substances: new Set<string>() };
  for (const match of sorted) {
    const same = place.start === match.start && place.end === match.end;
    if (same ? place.substances.has(match.meaning.substance) : match.end <= place.end) continue;
    if (!same) place = { start: match.start, end: match.end, substances: new Set() };
    place.substances.add(match.meaning.substance);
    kept.push(match);
  }
  return kept;
}

/**
 * "P2P" and "P-2-P" are one name to the automaton, but only one is ambiguous: the form that is written decides,
 * and if neither is, the ambiguous reading is the careful one.
 */
function preference({ literal, technique, meaning }: TermMatch): number {
  if (literal) return 0;
  return (technique === 'name' ? 1 : 3) + (meaning.ambiguous ? 0 : 1);
}
