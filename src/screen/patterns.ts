/** What is searched for: terms of substances and phrases of contexts, prepared for the automaton. */
import { compact, type LookAlikes } from '../text/look-alike.ts';
import { normalise } from '../text/normalise.ts';

/** What a pattern stands for. A phrase names the group it belongs to: a red flag, a context, an offer sign … */
export type Meaning =
  | {
      readonly kind: 'term';
      readonly substance: string;
      readonly term: string;
      readonly ambiguous: boolean;
      readonly shadow: boolean;
    }
  | { readonly kind: 'phrase'; readonly group: string; readonly id: string };

export type Pattern = {
  readonly meaning: Meaning;
  /** The normalised form, separators included. */
  readonly literal: string;
  /** Letters and digits of the normalised form. */
  readonly letters: string;
  /** Representatives of `letters`: what the automaton compares. */
  readonly units: Uint16Array;
  /** `joints[i]`: separators may stand between letters i and i+1 (the list has some there, or a letter meets a digit). */
  readonly joints: readonly boolean[];
  /** What the list itself has between letters i and i+1. */
  readonly gaps: readonly string[];
  /** A comma is part of the name ("1,4-butanediol", "…acid, methyl ester"). */
  readonly hasComma: boolean;
  /** The word may go on after the end ("криптовалют*"). */
  readonly open: boolean;
  readonly reversed: boolean;
  readonly script: 'cjk' | 'other';
};

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
/** A name read backwards is searched for only from this length: shorter ones are words by chance. */
const REVERSED_FROM = 8;

/** "(1R,2S)-(-)-" and the like in front of a name: left out as often as written. */
const STEREO_PREFIX = /^(?:\((?:[\drsez,]+|[+±-]|dl)\)-)+/i;

/** The name, the name without its stereo prefix, and, when long enough, the name backwards. */
export function toPatterns(text: string, meaning: Meaning, alike: LookAlikes): Pattern[] {
  const bare = meaning.kind === 'term' ? text.replace(STEREO_PREFIX, '') : text;
  return [...new Set([text, bare])].flatMap((form) => bothWays(form, meaning, alike));
}

function bothWays(text: string, meaning: Meaning, alike: LookAlikes): Pattern[] {
  const open = text.endsWith('*');
  const literal = normalise(open ? text.slice(0, -1) : text).text;
  const { units, at } = compact(literal, alike);
  const positions = [...at];
  const letters = positions.map((position) => literal[position] ?? '').join('');
  const gaps = positions.slice(1).map((position, i) => literal.slice((positions[i] ?? 0) + 1, position));
  const joints = positions.slice(1).map((position, i) => {
    const before = positions[i] ?? 0;
    return position - before > 1 || isDigit(literal[position]) !== isDigit(literal[before]);
  });
  const script = CJK.test(letters) ? 'cjk' : 'other';
  const forward: Pattern = {
    meaning,
    literal,
    letters,
    units,
    joints,
    gaps,
    hasComma: literal.includes(','),
    open,
    reversed: false,
    script,
  };
  const backwards = meaning.kind === 'term' && script === 'other' && letters.length >= REVERSED_FROM;
  return backwards ? [forward, reverse(forward)] : [forward];
}

function reverse(pattern: Pattern): Pattern {
  return {
    ...pattern,
    literal: [...pattern.literal].reverse().join(''),
    letters: [...pattern.letters].reverse().join(''),
    units: pattern.units.slice().reverse(),
    joints: [...pattern.joints].reverse(),
    gaps: pattern.gaps.map((gap) => [...gap].reverse().join('')).reverse(),
    reversed: true,
  };
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}

export function isCjk(character: string): boolean {
  return CJK.test(character);
}
