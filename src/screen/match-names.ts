/** Finds every term and every phrase in one text, in one pass. */
import type { Technique } from '../model/assessment.ts';
import { compact, type LookAlikes } from '../text/look-alike.ts';
import { alignName } from './align-name.ts';
import { isPartOfLongerName, isSaidToBeAbsent } from './longer-name.ts';
import type { Meaning, Pattern } from './patterns.ts';
import { type Automaton, buildAutomaton, scan } from './term-automaton.ts';

export type NameMatcher = {
  readonly patterns: readonly Pattern[];
  readonly automaton: Automaton;
  readonly alike: LookAlikes;
};

/** An occurrence in the normalised text. */
export type NameMatch = {
  readonly meaning: Meaning;
  readonly start: number;
  readonly end: number;
  readonly technique: Technique;
  /** Written exactly as in the list, separators included. */
  readonly literal: boolean;
};

type TermMatch = NameMatch & { readonly meaning: Extract<Meaning, { kind: 'term' }> };
type PhraseMatch = NameMatch & { readonly meaning: Extract<Meaning, { kind: 'phrase' }> };

export type NamesFound = { readonly terms: readonly TermMatch[]; readonly phrases: readonly PhraseMatch[] };

export function compileNames(patterns: readonly Pattern[], alike: LookAlikes): NameMatcher {
  return { patterns, alike, automaton: buildAutomaton(patterns.map(({ units }) => units)) };
}

/** Every term, and each phrase once; of terms that overlap wholly the longest stands, and a part of a longer name is none. */
export function matchNames(matcher: NameMatcher, text: string): NamesFound {
  const { units, at } = compact(text, matcher.alike);
  const terms: TermMatch[] = [];
  const phrases: PhraseMatch[] = [];
  /** A phrase counts once, and looking at each of its occurrences would be most of the work on a long page. */
  const seen = new Set<Meaning>();
  scan(matcher.automaton, units, (index, last) => {
    const pattern = matcher.patterns[index];
    if (pattern === undefined || seen.has(pattern.meaning)) return;
    const positions = at.subarray(last - pattern.units.length + 1, last + 1);
    const alignment = alignName(pattern, text, positions);
    if (alignment === null) return;
    const { meaning } = pattern;
    const literal = text.startsWith(pattern.literal, alignment.start);
    if (meaning.kind === 'term') terms.push({ ...alignment, meaning, literal });
    else {
      phrases.push({ ...alignment, meaning, literal });
      seen.add(meaning);
    }
  });
  const whole = longest(terms).filter(({ start, end }) => !isPartOfLongerName(text, start, end));
  return { terms: whole.filter(({ start, end }) => !isSaidToBeAbsent(text, start, end)), phrases };
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
