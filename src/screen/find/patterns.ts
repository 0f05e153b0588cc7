/** What is searched for: terms of substances and phrases of contexts, prepared for the automaton. */
import { isCjk } from '../../text/cjk.ts';
import { compact, type LookAlikes } from '../../text/look-alike.ts';
import { normalisedText } from '../../text/normalise.ts';
import { nameVariants } from './name-variants.ts';

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

/** A name read backwards is searched for only from this length: shorter ones are words by chance. */
const REVERSED_FROM = 8;
/** The same where it holds figures and letters in turn, which words do not. */
const REVERSED_MIXED_FROM = 7;

/** Names that are a word when read from the end: "etilamina" is the French "animalité". */
const WORDS_BACKWARDS: ReadonlySet<string> = new Set(['etilamina']);

/** One way of writing a term or a phrase. What only the aligner needs is worked out when it first asks: few patterns are ever met. */
export class Pattern {
  readonly meaning: Meaning;
  /** The normalised form, separators included. */
  readonly literal: string;
  /** Representatives of its letters and digits: what the automaton compares. */
  readonly units: Uint16Array;
  /** The word may go on after the end ("криптовалют*"). */
  readonly open: boolean;
  readonly reversed: boolean;
  /** Positions of the letters and digits in `literal`. */
  readonly #at: Uint16Array;
  #details: Details | null = null;

  constructor(
    form: { literal: string; units: Uint16Array; at: Uint16Array; open: boolean; reversed: boolean },
    meaning: Meaning,
  ) {
    this.meaning = meaning;
    this.literal = form.literal;
    this.units = form.units;
    this.open = form.open;
    this.reversed = form.reversed;
    this.#at = form.at;
  }

  /** Letters and digits of the normalised form. */
  get letters(): string {
    let letters = '';
    for (const position of this.#at) letters += this.literal[position] ?? '';
    return letters;
  }

  get details(): Details {
    this.#details ??= readDetails(this.literal, this.letters, this.#at);
    return this.#details;
  }
}

export type Details = {
  /** Letters and digits of the normalised form. */
  readonly letters: string;
  /** `joints[i]`: separators may stand between letters i and i+1 (the list has some there, or a letter meets a digit). */
  readonly joints: readonly boolean[];
  /** What the list itself has between letters i and i+1. */
  readonly gaps: readonly string[];
  /** A comma is part of the name ("1,4-butanediol", "…acid, methyl ester"). */
  readonly hasComma: boolean;
  readonly script: 'cjk' | 'other';
};

function readDetails(literal: string, letters: string, at: Uint16Array): Details {
  const positions = [...at];
  const gaps = positions.slice(1).map((position, i) => literal.slice((positions[i] ?? 0) + 1, position));
  const joints = gaps.map((gap, i) => gap !== '' || isDigit(letters[i]) !== isDigit(letters[i + 1]));
  return {
    letters,
    joints,
    gaps,
    hasComma: literal.includes(','),
    script: isCjk(letters) ? 'cjk' : 'other',
  };
}

/**
 * The name in every way of writing it, and, when long enough, backwards.
 * @param written ways that other names of the same meaning gave already: they are not given again
 */
export function toPatterns(
  text: string,
  meaning: Meaning,
  alike: LookAlikes,
  written: Set<string> = new Set(),
): Pattern[] {
  const forms = (meaning.kind === 'term' ? nameVariants(text) : [text]).flatMap(withGreekCapitals);
  return forms.flatMap((form, i) => {
    if (i > 0 && written.has(form)) return [];
    written.add(form);
    return bothWays(form, meaning, alike, i === 0);
  });
}

/** Greek capitals are taken for the Latin letters that they look like, unlike their small forms. */
function withGreekCapitals(form: string): string[] {
  if (!/\p{Script=Greek}{3}/u.test(form)) return [form];
  return [form, form.charAt(0).toUpperCase() + form.slice(1), form.toUpperCase()];
}

/** Only the name as listed is looked for backwards. */
function bothWays(text: string, meaning: Meaning, alike: LookAlikes, listed: boolean): Pattern[] {
  const open = text.endsWith('*');
  const literal = normalisedText(open ? text.slice(0, -1) : text);
  const { units, at } = compact(literal, alike);
  if (units.length === 0) return [];
  const form = { literal, units: units.slice(), at: Uint16Array.from(at), open };
  const forward = new Pattern({ ...form, reversed: false }, meaning);
  const from = /\d.*\p{L}.*\d/u.test(literal) ? REVERSED_MIXED_FROM : REVERSED_FROM;
  const backwards = listed && meaning.kind === 'term' && units.length >= from && !isCjk(literal);
  return backwards && !WORDS_BACKWARDS.has(literal) ? [forward, reverse(form, meaning)] : [forward];
}

type Form = { literal: string; units: Uint16Array; at: Uint16Array; open: boolean };

function reverse({ literal, units, at, open }: Form, meaning: Meaning): Pattern {
  const last = literal.length - 1;
  const form = {
    literal: [...literal].reverse().join(''),
    units: units.slice().reverse(),
    at: at.map((position) => last - position).reverse(),
    open,
    reversed: true,
  };
  return new Pattern(form, meaning);
}

export function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}
