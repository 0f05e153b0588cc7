/** Reads the digits of a text however they are written: figures, look-alike letters, words of several languages. */

export type DigitKind = 'figure' | 'lookalike' | 'word';

export type DigitStream = {
  readonly values: Uint8Array;
  /** Span of each digit in the normalised text. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly kinds: readonly DigitKind[];
};

/** Letters and signs that stand for a digit in a word that holds figures too (UTS #39, and what is written for figures). */
const ALIKE_DIGITS = ['oоοօᴏøס', 'lіiıӏɩιǀןا|!', 'zᴢƨ', 'зʒȝɜӡэ', 'чa', 'sѕƽ', 'бϭ', '', 'bвʙȣ', 'gqցɡ'];
const ALIKE: ReadonlyMap<string, number> = new Map(
  ALIKE_DIGITS.flatMap((letters, value) => [...letters].map((letter) => [letter, value] as const)),
);

/** All that may stand for a digit among figures. */
export const ALIKE_LETTERS = ALIKE_DIGITS.join('');

/** Digits as words: normalised, so without accents. */
export const DIGIT_WORDS: Readonly<Record<string, number>> = {
  ...numbered(['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']),
  ...numbered(['cero', 'uno', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve']),
  ...numbered(['null', 'eins', 'zwei', 'drei', 'vier', 'funf', 'sechs', 'sieben', 'acht', 'neun']),
  ...numbered(['zero', 'un', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf']),
  ...numbered(['ноль', 'один', 'два', 'три', 'четыре', 'пять', 'шесть', 'семь', 'восемь', 'девять']),
  ...numbered(['zero', 'um', 'dois', 'tres', 'quatro', 'cinco', 'seis', 'sete', 'oito', 'nove']),
  ...numbered(['zero', 'uno', 'due', 'tre', 'quattro', 'cinque', 'sei', 'sette', 'otto', 'nove']),
  ...numbered(['zero', 'jeden', 'dwa', 'trzy', 'cztery', 'piec', 'szesc', 'siedem', 'osiem', 'dziewiec']),
  ...numbered(['nul', 'een', 'twee', 'drie', 'vier', 'vijf', 'zes', 'zeven', 'acht', 'negen']),
  ...numbered(['sıfır', 'bir', 'iki', 'uc', 'dort', 'bes', 'altı', 'yedi', 'sekiz', 'dokuz']),
  ...numbered(['nula', 'jedna', 'dva', 'tri', 'ctyri', 'pet', 'sest', 'sedm', 'osm', 'devet']),
  ...numbered(['нуль', 'один', 'два', 'три', 'чотири', "п'ять", 'шість', 'сім', 'вісім', "дев'ять"]),
  ...numbered(['صفر', 'واحد', 'اثنان', 'ثلاثة', 'اربعة', 'خمسة', 'ستة', 'سبعة', 'ثمانية', 'تسعة']),
  ...numbered(['영', '일', '이', '삼', '사', '오', '육', '칠', '팔', '구']),
  ...numbered(['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九']),
  ...numbered(['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖']),
  zwo: 2,
  sifir: 0,
  alti: 6,
  dos: 2,
  dua: 2,
  duas: 2,
  uma: 1,
  пять: 5,
  oh: 0,
  nought: 0,
  нуль: 0,
  幺: 1,
  両: 2,
  两: 2,
};

/** Runs of letters and digits; longer ones are never a number in disguise, and cutting them keeps this linear. */
const RUN = /(?:(?![杠横])[\p{L}\p{N}]|[|!](?=[\d-])|(?<=\d)[|!](?=[\s\d-]))+/gu;
const LONGEST_RUN = 80;

/** First letter → the words that begin with it, longest first. */
const BY_FIRST_LETTER = groupByFirstLetter(Object.keys(DIGIT_WORDS));

function groupByFirstLetter(words: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const word of [...words].sort((a, b) => b.length - a.length)) {
    const first = word.charAt(0);
    groups.set(first, [...(groups.get(first) ?? []), word]);
  }
  return groups;
}

function numbered(words: readonly string[]): Record<string, number> {
  return Object.fromEntries(words.map((word, value) => [word, value]));
}

type Digit = { value: number; start: number; end: number; kind: DigitKind };

/**
 * Digits of [start, end) in order, which begins and ends between words. What lies between two digits tells whether they belong
 * together: that is for the caller.
 */
export function readDigits(text: string, start: number, end: number): DigitStream {
  const digits: Digit[] = [];
  for (const match of text.slice(start, end).matchAll(RUN)) {
    const [run] = match;
    const index = start + match.index;
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
    found.push({
      value: DIGIT_WORDS[word] ?? 0,
      start: offset + i,
      end: offset + i + word.length,
      kind: 'word',
    });
    i += word.length;
  }
  return found;
}

function readAlike(run: string, start: number, end: number, offset: number): Digit[] {
  return [...run.slice(start, end)].map((letter, i) => ({
    value: ALIKE.get(letter) ?? 0,
    start: offset + start + i,
    end: offset + start + i + 1,
    kind: 'lookalike',
  }));
}

/** Every letter of the run looks like a digit, and a figure stands in the run or is joined to it by a hyphen. */
function standsForDigits(text: string, run: string, offset: number): boolean {
  if (![...run].every((character) => isFigure(character) || ALIKE.has(character))) return false;
  if (/\d/.test(run)) return true;
  return run.length <= 2 && text[offset - 1] === '-' && isFigure(text[offset - 2]);
}

function pushFigure(digits: Digit[], run: string, i: number, offset: number): void {
  digits.push({ value: run.charCodeAt(i) - 0x30, start: offset + i, end: offset + i + 1, kind: 'figure' });
}

function isFigure(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}
