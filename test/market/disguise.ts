/** The ways in which a seller writes a watched identifier so that a plain search misses it. */
import type { Identifier, Language } from './content.ts';
import { WORDS } from './content.ts';
import type { Block, Technique } from './listing.ts';
import { at } from './random.ts';

/** What a way of writing gives: the text to show, or cells, or two halves over title and text. */
export type Writing = {
  /** Stands for `{x}` in the offer's sentence. */
  readonly text: string;
  readonly cells: readonly string[] | null;
  /** Goes to the end of the title; the rest is `text`. */
  readonly titlePart: string | null;
};

export type Way = {
  readonly category: string;
  readonly technique: Technique;
  readonly plain: boolean;
  /** True when the title may carry the identifier too. */
  readonly inTitle: boolean;
  /** Null when this identifier cannot be written so. */
  write(identifier: Identifier, language: Language, turn: number): Writing | null;
};

const ZERO_WIDTH = ['\u200b', '\u200d', '\u2060'] as const;
const CYRILLIC = { a: 'а', c: 'с', e: 'е', o: 'о', p: 'р', x: 'х', y: 'у' } as const;
const LEET = { a: '4', e: '3', i: '1', o: '0' } as const;
const CIRCLED = '⓪①②③④⑤⑥⑦⑧⑨';
const ARABIC_INDIC = '٠١٢٣٤٥٦٧٨٩';

/** A single Latin word of at least nine letters, the kind that letters can be swapped in. */
function longWord(identifier: Identifier): string | null {
  return (identifier.names.en ?? []).find((name) => /^[a-z]{9,}$/i.test(name)) ?? null;
}

function nameIn(identifier: Identifier, language: Language, turn: number): string | null {
  const names = identifier.names[language] ?? identifier.names.en ?? [];
  return names.length === 0 ? null : at(names, turn);
}

function swapLetters(word: string, table: Readonly<Record<string, string>>): string {
  return [...word].map((letter) => table[letter.toLowerCase()] ?? letter).join('');
}

function swapDigits(cas: string, digits: string): string {
  return cas.replace(/\d/g, (digit) => [...digits][Number(digit)] ?? digit);
}

function text(value: string | null): Writing | null {
  return value === null ? null : { text: value, cells: null, titlePart: null };
}

type WriteText = (identifier: Identifier, language: Language, turn: number) => string | null;

function way(category: string, technique: Technique, write: WriteText): Way {
  return { category, technique, plain: false, inTitle: false, write: (...given) => text(write(...given)) };
}

function wordWay(category: string, technique: Technique, write: (word: string, turn: number) => string): Way {
  const whole: WriteText = (identifier, _language, turn) => {
    const word = longWord(identifier);
    return word === null ? null : write(word, turn);
  };
  return { ...way(category, technique, whole), inTitle: true };
}

/** Drops one letter in the middle of the longest run of letters, if that is long enough to be recognised. */
function misspell(name: string): string | null {
  const longest = (name.match(/[a-z]+/gi) ?? []).sort((a, b) => b.length - a.length)[0] ?? '';
  if (longest.length < 12) return null;
  const middle = Math.floor(longest.length / 2);
  return name.replace(longest, longest.slice(0, middle) + longest.slice(middle + 1));
}

export const PLAIN_WAYS: readonly Way[] = [
  { ...way('plain-name', 'name', nameIn), plain: true, inTitle: true },
  { ...way('plain-cas', 'cas', ({ cas }) => `CAS ${cas}`), plain: true, inTitle: true },
  {
    ...way('plain-name-and-cas', 'name', (identifier, language, turn) => {
      const name = nameIn(identifier, language, turn);
      return name === null ? null : `${name}, CAS ${identifier.cas}`;
    }),
    plain: true,
    inTitle: true,
  },
  {
    ...way('abbreviation-and-cas', 'cas', ({ abbreviation, cas }) =>
      abbreviation === null ? null : `${abbreviation} CAS ${cas}`,
    ),
    plain: true,
    inTitle: true,
  },
];

export const DISGUISED_WAYS: readonly Way[] = [
  way(
    'full-width-digits',
    'lookalike',
    ({ cas }) => `CAS ${cas.replace(/[\d-]/g, (unit) => String.fromCharCode(unit.charCodeAt(0) + 0xfee0))}`,
  ),
  wordWay('cyrillic-letters', 'lookalike', (word) => swapLetters(word, CYRILLIC)),
  way('spaced-cas', 'cas-separators', ({ cas }) => `C A S ${[...cas].join(' ')}`),
  wordWay('zero-width-name', 'invisible', (word, turn) => [...word].join(at(ZERO_WIDTH, turn))),
  wordWay('leet', 'leet', (word) => swapLetters(word, LEET)),
  way(
    'entities',
    'encoded',
    ({ cas }) => `CAS &#${cas.charCodeAt(0)};${cas.slice(1).replaceAll('-', '&#45;')}`,
  ),
  way('spelled-out', 'spelled-out', ({ cas }, language) => {
    const spelled = cas
      .split('-')
      .map((group) => [...group].map((digit) => at(WORDS[language].digits, Number(digit))).join('-'));
    return `CAS ${spelled.join(' / ')}`;
  }),
  {
    ...way('table-cells', 'cas-separators', () => null),
    write: ({ cas }) => ({ text: 'CAS', cells: ['CAS', ...cas.split('-')], titlePart: null }),
  },
  wordWay('stars', 'inserted', (word) => word.replace(/(.{3})(?=.{2})/g, '$1*')),
  way('joined-cas', 'cas-separators', ({ cas }) => `cas${cas.replaceAll('-', '')}`),
  way(
    'zero-width-cas',
    'invisible',
    ({ cas }, _language, turn) => `CAS ${[...cas].join(at(ZERO_WIDTH, turn + 1))}`,
  ),
  way(
    'misspelled',
    'misspelled',
    ({ names }) => (names.en ?? []).map(misspell).find((name) => name !== null) ?? null,
  ),
  way('circled-digits', 'lookalike', ({ cas }) => `CAS ${swapDigits(cas, CIRCLED)}`),
  {
    ...way('title-and-text', 'split', () => null),
    write: ({ cas }) => {
      const cut = cas.indexOf('-') + 1;
      return { text: cas.slice(cut), cells: null, titlePart: `CAS ${cas.slice(0, cut)}` };
    },
  },
  wordWay('dotted-letters', 'inserted', (word) => [...word].join('.')),
  way('letters-for-digits', 'lookalike', ({ cas }) =>
    /[01]/.test(cas) ? `CAS ${cas.replaceAll('1', 'l').replaceAll('0', 'O')}` : null,
  ),
  way('percent', 'encoded', ({ cas }) => `CAS%20${cas.replaceAll('-', '%2D')}`),
  way('arabic-digits', 'lookalike', ({ cas }) => `CAS ${swapDigits(cas, ARABIC_INDIC)}`),
  way('reversed-cas', 'reversed', ({ cas }) => [...cas].reverse().join('')),
  wordWay('soft-hyphens', 'invisible', (word) => word.replace(/(.{3})(?=.)/g, '$1\u00ad')),
  way('dotted-cas', 'cas-separators', ({ cas }) => `CAS ${cas.replaceAll('-', '.')}`),
  wordWay('reversed-name', 'reversed', (word) => [...word].reverse().join('')),
];

/** The offer's own paragraphs: the sentence with the identifier, and the cells if that is how it is written. */
export function offerBlocks(sentence: string, writing: Writing): Block[] {
  const shown: Block[] = [{ text: sentence }];
  return writing.cells === null ? shown : [...shown, { cells: writing.cells }];
}
