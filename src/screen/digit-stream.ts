/** Reads the digits of a text however they are written: figures, look-alike letters, words of several languages. */

export type DigitKind = 'figure' | 'lookalike' | 'word';

export type DigitStream = {
  readonly values: Uint8Array;
  /** Span of each digit in the normalised text. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly kinds: readonly DigitKind[];
};

/** Letters that stand for a digit in a word that holds figures too. */
const ALIKE: Readonly<Record<string, number>> = {
  o: 0,
  о: 0,
  l: 1,
  i: 1,
  і: 1,
  z: 2,
  з: 3,
  s: 5,
  ѕ: 5,
  б: 6,
  b: 8,
};

/** Digits as words: normalised, so without accents. */
const WORDS: Readonly<Record<string, number>> = {
  ...numbered(['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']),
  ...numbered(['cero', 'uno', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve']),
  ...numbered(['null', 'eins', 'zwei', 'drei', 'vier', 'funf', 'sechs', 'sieben', 'acht', 'neun']),
  ...numbered(['zero', 'un', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf']),
  ...numbered(['ноль', 'один', 'два', 'три', 'четыре', 'пять', 'шесть', 'семь', 'восемь', 'девять']),
  ...numbered(['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九']),
  ...numbered(['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖']),
  zwo: 2,
  oh: 0,
  nought: 0,
  нуль: 0,
  幺: 1,
  両: 2,
  两: 2,
};

const LONGEST_WORD = 7;
/** Runs of letters and digits; longer ones are never a number in disguise, and cutting them keeps this linear. */
const RUN = /[\p{L}\p{N}]+/gu;
const LONGEST_RUN = 80;

function numbered(words: readonly string[]): Record<string, number> {
  return Object.fromEntries(words.map((word, value) => [word, value]));
}

type Digit = { value: number; start: number; end: number; kind: DigitKind };

/** Digits in order. What lies between two of them tells whether they belong together: that is for the caller. */
export function readDigits(text: string): DigitStream {
  const digits: Digit[] = [];
  for (const { 0: run, index } of text.matchAll(RUN)) {
    if (/^\d+$/.test(run)) {
      for (let i = 0; i < run.length; i += 1) pushFigure(digits, run, i, index);
    } else if (run.length <= LONGEST_RUN) readMixed(digits, text, run, index);
    else for (let i = 0; i < run.length; i += 1) if (isFigure(run[i])) pushFigure(digits, run, i, index);
  }
  return {
    values: Uint8Array.from(digits, ({ value }) => value),
    starts: Uint32Array.from(digits, ({ start }) => start),
    ends: Uint32Array.from(digits, ({ end }) => end),
    kinds: digits.map(({ kind }) => kind),
  };
}

function readMixed(digits: Digit[], text: string, run: string, offset: number): void {
  const mayBeAlike = standsForDigits(text, run, offset);
  for (let i = 0; i < run.length; ) {
    if (isFigure(run[i])) {
      pushFigure(digits, run, i, offset);
      i += 1;
      continue;
    }
    const word = wordsAt(run, i);
    if (word !== null) {
      digits.push({ ...word, start: offset + i, end: offset + i + word.length, kind: 'word' });
      i += word.length;
      continue;
    }
    const value = ALIKE[run[i] ?? ''];
    if (mayBeAlike && value !== undefined) {
      digits.push({ value, start: offset + i, end: offset + i + 1, kind: 'lookalike' });
    }
    i += 1;
  }
}

/** Every letter of the run looks like a digit, and a figure stands in the run or is joined to it by a hyphen. */
function standsForDigits(text: string, run: string, offset: number): boolean {
  if (![...run].every((character) => isFigure(character) || character in ALIKE)) return false;
  if (/\d/.test(run)) return true;
  return run.length <= 2 && text[offset - 1] === '-' && isFigure(text[offset - 2]);
}

/** The longest digit word at `at`, when all letters from there to the next figure are digit words. */
function wordsAt(run: string, at: number): { value: number; length: number } | null {
  const found = longestWord(run, at);
  if (found === null) return null;
  const whole = at === 0 || isFigure(run[at - 1]) || !endsInsideWord(run, at);
  const rest = at + found.length;
  const goesOn = rest === run.length || isFigure(run[rest]) || longestWord(run, rest) !== null;
  return whole && goesOn ? found : null;
}

/** True when what stands before `at` since the last figure is not made of digit words alone. */
function endsInsideWord(run: string, at: number): boolean {
  let i = at;
  while (i > 0 && !isFigure(run[i - 1])) i -= 1;
  while (i < at) {
    const word = longestWord(run, i);
    if (word === null) return true;
    i += word.length;
  }
  return i !== at;
}

function longestWord(run: string, at: number): { value: number; length: number } | null {
  for (let length = Math.min(LONGEST_WORD, run.length - at); length > 0; length -= 1) {
    const value = WORDS[run.slice(at, at + length)];
    if (value !== undefined) return { value, length };
  }
  return null;
}

function pushFigure(digits: Digit[], run: string, i: number, offset: number): void {
  digits.push({ value: run.charCodeAt(i) - 0x30, start: offset + i, end: offset + i + 1, kind: 'figure' });
}

function isFigure(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}
