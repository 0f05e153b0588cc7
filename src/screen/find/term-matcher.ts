/** All that one pass over a text looks for besides figures: names, digits written as words, and parts of long names. */
import type { Watchlist } from '../../model/watchlist.ts';
import type { LookAlikes } from '../../text/look-alike.ts';
import { normalisedText } from '../../text/normalise.ts';
import { DIGIT_WORDS } from './digit-words.ts';
import { type MaskedNames, namesToMask } from './masked-letters.ts';
import { compileNames, type NameMatcher } from './match-names.ts';
import { groupPieces, type PieceGroup, piecesOf } from './misspelled.ts';
import { type Pattern, toPatterns } from './patterns.ts';
import { namesInSingleLetters, type SingleLetters } from './repeated-letters.ts';

/** The automaton's patterns are the names, then the words, then the pieces. */
export type TermMatcher = {
  readonly names: NameMatcher;
  readonly words: readonly string[];
  /** Parts of long names; many names share one. */
  readonly pieces: readonly PieceGroup[];
  readonly masked: MaskedNames;
  readonly single: SingleLetters;
  /** Letters of every name as it is listed, behind its substance: no rule has written these. */
  readonly listed: ReadonlySet<string>;
};

/** Live terms, and those in `shadow`, which are recorded only. */
export function compileTerms({ substances }: Watchlist, alike: LookAlikes): TermMatcher {
  const patterns = substances.flatMap(({ id, terms }) => {
    /** Languages share many ways of writing. */
    const written = { plain: new Set<string>(), ambiguous: new Set<string>() };
    return terms
      .filter(({ state }) => state === 'live' || state === 'shadow')
      .flatMap(({ text, ambiguous, state }) => {
        const meaning = {
          kind: 'term',
          substance: id,
          term: text,
          ambiguous,
          shadow: state === 'shadow',
        } as const;
        if (meaning.shadow) return toPatterns(text, meaning, alike);
        return toPatterns(text, meaning, alike, ambiguous ? written.ambiguous : written.plain);
      });
  });
  const words = [...DIGIT_WORDS.keys()];
  const spellings = apart(patterns);
  const pieces = groupPieces(spellings.flatMap(piecesOf));
  const extra = [...words.map((word) => representatives(word, alike)), ...pieces.map(({ units }) => units)];
  return {
    names: compileNames(patterns, extra, alike),
    words,
    pieces,
    masked: namesToMask(spellings),
    single: namesInSingleLetters(spellings),
    listed: new Set(
      substances.flatMap(({ id, terms }) => terms.map(({ text }) => listedKey(id, normalisedText(text)))),
    ),
  };
}

/** `name`: normalised. */
export function listedKey(substance: string, name: string): string {
  return `${substance} ${name.replace(/[^\p{L}\p{N}]/gu, '')}`;
}

/** One pattern for each spelling of a substance: languages share many. */
function apart(patterns: readonly Pattern[]): Pattern[] {
  const bySpelling = new Map<string, Pattern>();
  for (const pattern of patterns) {
    const { meaning, units } = pattern;
    const key = `${meaning.kind === 'term' ? meaning.substance : ''} ${String.fromCharCode.apply(null, units as unknown as number[])}`;
    if (!bySpelling.has(key)) bySpelling.set(key, pattern);
  }
  return [...bySpelling.values()];
}

/** An apostrophe inside a word separates here. */
function representatives(word: string, { representative }: LookAlikes): Uint16Array {
  return Uint16Array.from(word, (letter) => representative[letter.charCodeAt(0)] ?? 0).filter(
    (unit) => unit !== 0,
  );
}
