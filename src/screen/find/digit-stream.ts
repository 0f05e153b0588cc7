/** Reads the digits of a text however they are written: figures, look-alike letters, words of several languages. */
import { DIGIT_WORDS } from './digit-words.ts';
import { SAID_AND } from './said-hyphens.ts';

export type DigitKind = 'figure' | 'lookalike' | 'word';

export type DigitStream = {
  readonly values: Uint8Array;
  /** Span of each digit in the normalised text. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly kinds: readonly DigitKind[];
  /** What a digit may be as well; most have nothing here. */
  readonly others: readonly (number | undefined)[];
};

/** Letters and signs that stand for a digit in a word that holds figures too (UTS #39, and what is written for figures). */
const ALIKE_DIGITS = ['oоοօᴏøס', 'lіiıӏɩιǀןا|!', 'zᴢƨ', 'eеεзʒȝɜӡэ', 'чa', 'sѕƽ', 'бϭ', 'tт', 'bвʙȣ', 'gqցɡ'];
const ALIKE: ReadonlyMap<string, number> = new Map(
  ALIKE_DIGITS.flatMap((letters, value) => [...letters].map((letter) => [letter, value] as const)),
);

/** Capital G and small b look like another digit than their other forms, which are one after case folding. */
const SECOND_LOOK: Readonly<Record<string, number>> = { g: 6, b: 6 };

/** All that may stand for a digit among figures. */
export const ALIKE_LETTERS = ALIKE_DIGITS.join('');

/** Runs of letters and digits; longer ones are never a number in disguise, and cutting them keeps this linear. */
const RUN = /(?:(?![杠横ーの])[\p{L}\p{N}]|(?<=\p{L})'(?=\p{L})|[|!](?=[\d-])|(?<=\d-?)[|!](?=[\s\d-]|$))+/gu;
const LONGEST_RUN = 80;
/** One letter among figures that are all spaced out ("l 2 5 5 4 l"). */
const SPACED = /(?:^|[^\p{L}\p{N}])(?:\d \S \d|\S \d \d|\d \d \S)(?![\p{L}\p{N}])/u;
/** A label without a space behind it ("CAS2l409-26-7", "CAS壹陆"). */
const GLUED_LABEL = /^cas(?:no|nr|rn|号)?(?=.?\d|\p{Script=Han})/u;

/** Between the parts of one number. */
const AND = new RegExp(`^[- ]?(?:(?:${SAID_AND.join('|')}) )?$`, 'u');

/** First letter → the words that begin with it, longest first. */
const BY_FIRST_LETTER = groupByFirstLetter([...DIGIT_WORDS.keys()]);

function groupByFirstLetter(words: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const word of [...words].sort((a, b) => b.length - a.length)) {
    const first = word.charAt(0);
    groups.set(first, [...(groups.get(first) ?? []), word]);
  }
  return groups;
}

type Digit = {
  value: number;
  start: number;
  end: number;
  kind: DigitKind;
  /** Another digit that the letter looks like. */
  other?: number | undefined;
  /** How many digits its word has. */
  size?: number;
  /** A nought that gives way to a smaller number behind it ("sixty-six"): how many digits of its word begin here. */
  place?: number;
  /** A one that gives way to a digit in front of it ("five hundred"). */
  counted?: boolean;
  /** No digit itself: the next one counts so often. */
  times?: number;
};

/**
 * Digits of [start, end) in order, which begins and ends between words. What lies between two digits tells whether they belong
 * together: that is for the caller.
 */
export function readDigits(text: string, start: number, end: number): DigitStream {
  const digits: Digit[] = [];
  for (const match of text.slice(start, end).matchAll(RUN)) {
    const [label = ''] = GLUED_LABEL.exec(match[0]) ?? [];
    const run = match[0].slice(label.length);
    const index = start + match.index + label.length;
    if (/^\d+$/.test(run)) {
      for (let i = 0; i < run.length; i += 1) pushFigure(digits, run, i, index);
    } else if (run.length <= LONGEST_RUN) readMixed(digits, text, inOneScript(run), index);
    else for (let i = 0; i < run.length; i += 1) if (isFigure(run[i])) pushFigure(digits, run, i, index);
  }
  const settled = settle(text, digits);
  return {
    values: Uint8Array.from(settled, ({ value }) => value),
    starts: Uint32Array.from(settled, ({ start }) => start),
    ends: Uint32Array.from(settled, ({ end }) => end),
    kinds: settled.map(({ kind }) => kind),
    others: settled.map(({ other }) => other),
  };
}

/** "sixty-six" is two digits, "double two" too, "five hundred and four" three. */
function settle(text: string, digits: readonly Digit[]): Digit[] {
  const settled: Digit[] = [];
  digits.forEach((digit, i) => {
    const before = digits[i - 1];
    if (digit.times !== undefined) return;
    if (digit.place !== undefined && givesWay(text, digit, digits[i + digit.place])) return;
    const counts = settled.at(-1);
    if (digit.counted === true && counts !== undefined && isUnitBefore(text, before, digit)) {
      counts.end = digit.end;
      return;
    }
    const times = before?.times ?? 1;
    const start = before?.times === undefined ? digit.start : before.start;
    for (let k = 0; k < times; k += 1) settled.push({ ...digit, start: k === 0 ? start : digit.start });
  });
  return settled;
}

function givesWay(text: string, { end, place = 0, size = 0 }: Digit, next: Digit | undefined): boolean {
  if (next?.kind !== 'word' || next.value === 0 || next.times !== undefined || next.counted === true)
    return false;
  const smaller = next.size !== undefined && next.size >= place && next.size < size;
  return smaller && AND.test(text.slice(end, next.start));
}

function isUnitBefore(text: string, before: Digit | undefined, { start }: Digit): boolean {
  return before?.kind === 'word' && before.size === 1 && /^[- ]?$/.test(text.slice(before.end, start));
}

/** Cyrillic letters in a word that has Latin ones too. */
const MIXED_IN: Readonly<Record<string, string>> = {
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  у: 'y',
  х: 'x',
  і: 'i',
  ѕ: 's',
};

function inOneScript(run: string): string {
  return /[a-z]/.test(run) && /[а-я]/.test(run)
    ? run.replace(/[аеорсухіѕ]/g, (letter) => MIXED_IN[letter] ?? letter)
    : run;
}

/** Figures and, between them, stretches of letters: all digit words, or all letters that look like digits, or neither. */
function readMixed(digits: Digit[], text: string, run: string, offset: number): void {
  let mayBeAlike: boolean | null = null;
  for (let i = 0; i < run.length; ) {
    if (isFigure(run[i])) {
      pushFigure(digits, run, i, offset);
      i += 1;
      continue;
    }
    let end = i;
    while (end < run.length && !isFigure(run[end])) end += 1;
    const words = readWords(run, i, end, offset);
    if (words !== null) digits.push(...words);
    else {
      mayBeAlike ??= standsForDigits(text, run, offset);
      if (mayBeAlike) digits.push(...readAlike(run, i, end, offset));
    }
    i = end;
  }
}

/** The letters of [start, end) as digit words; null when there is anything else among them. */
function readWords(run: string, start: number, end: number, offset: number): Digit[] | null {
  const found: Digit[] = [];
  for (let i = start; i < end; ) {
    const word = BY_FIRST_LETTER.get(run.charAt(i))?.find((candidate) => run.startsWith(candidate, i));
    if (word === undefined || i + word.length > end) return null;
    found.push(...digitsSaid(word, offset + i));
    i += word.length;
  }
  return found;
}

function digitsSaid(word: string, start: number): Digit[] {
  const said = DIGIT_WORDS.get(word);
  if (said === undefined) return [];
  const { digits, larger, counted, times } = said;
  const whole = { start, end: start + word.length, kind: 'word' as const, size: digits.length };
  if (times > 1) return [{ ...whole, value: 0, times }];
  return [...digits].map((digit, i) => ({
    ...whole,
    value: Number(digit),
    ...(larger && i > 0 ? { place: digits.length - i } : {}),
    ...(counted && i === 0 ? { counted } : {}),
  }));
}

function readAlike(run: string, start: number, end: number, offset: number): Digit[] {
  return [...run.slice(start, end)].map((letter, i) => ({
    value: ALIKE.get(letter) ?? 0,
    other: SECOND_LOOK[letter],
    start: offset + start + i,
    end: offset + start + i + 1,
    kind: 'lookalike',
  }));
}

/** Every letter of the run looks like a digit, and a figure stands in the run or is joined to it by a hyphen. */
function standsForDigits(text: string, run: string, offset: number): boolean {
  if (![...run].every((character) => isFigure(character) || ALIKE.has(character))) return false;
  if (/\d/.test(run)) return true;
  if (run.length > 2) return false;
  const before = text[offset - 2];
  if (text[offset - 1] === '-' && (isFigure(before) || ALIKE.has(before ?? ''))) return true;
  return run.length === 1 && SPACED.test(text.slice(Math.max(0, offset - 4), offset + 5));
}

function pushFigure(digits: Digit[], run: string, i: number, offset: number): void {
  digits.push({ value: run.charCodeAt(i) - 0x30, start: offset + i, end: offset + i + 1, kind: 'figure' });
}

function isFigure(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}
