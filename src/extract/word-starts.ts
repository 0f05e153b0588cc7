/**
 * A quick look before a long pattern of words: whether the text starts as one of them does. Patterns of hundreds of words in
 * many languages are asked of every text of a page, and nearly every text starts otherwise.
 */

/**
 * What the words of a pattern start with: up to two ASCII letters or figures, `*` for anything. Marks and spaces before the
 * first of them are left out; words that start with another letter are left out as a whole.
 */
type Starts = ReadonlySet<string>;

const NOTHING: Starts = new Set(['']);
/** What a part of a pattern matches, beside letters: a mark or space, a letter beyond ASCII, anything. */
const [MARK, FOREIGN, ANY] = [' ', '¤', '*'];
const FIGURES = [...'0123456789'];

const isPlain = (letter: string) => /[a-z0-9]/.test(letter);

/** One start and what may follow it; null for a word that starts beyond ASCII. */
function joined(start: string, next: string): string | null {
  if (start.length === 2 || start === ANY || next === '') return start;
  if (next.length === 2) return start === '' ? next : start + next.charAt(0);
  if (isPlain(next) || next === ANY) return start + next;
  if (start !== '') return start + ANY;
  return next === FOREIGN ? null : '';
}

function sequence(starts: Starts, nexts: Starts): Starts {
  const all = [...starts].flatMap((start) => [...nexts].map((next) => joined(start, next)));
  return new Set(all.filter((one) => one !== null));
}

function letterStarts(letter: string): Starts {
  const lower = letter.toLowerCase();
  return new Set([isPlain(lower) ? lower : letter > '\u007f' ? FOREIGN : MARK]);
}

function escapeStarts(letter: string): Starts {
  if (letter === 'b' || letter === 'B') return NOTHING;
  if (letter === 'd') return new Set([...FIGURES, FOREIGN]);
  if (/[wpPDS]/.test(letter)) return new Set([ANY]);
  return new Set(letter === 's' || letter === 'W' ? [MARK, FOREIGN] : letterStarts(letter));
}

/** Of a class in brackets: its letters one by one; anything, where it is told by ranges or by what it does not hold. */
function classStarts(inside: string): Starts {
  if (inside === '^\\p{L}\\p{N}') return new Set([MARK, FOREIGN]);
  if (/^\^|[^\\]-.|\\[wpPDSWd]/.test(inside)) return new Set([ANY]);
  return new Set(
    [...inside.replace(/\\s/g, ' ').replaceAll('\\', '')].flatMap((one) => [...letterStarts(one)]),
  );
}

/** Reads a pattern from its start; understands groups, classes, escapes and quantifiers. @throws Error for one that may match within a text */
function readPattern(source: string): Starts {
  let at = 0;
  let depth = 0;
  const alternatives = (): Starts => {
    const all = new Set<string>();
    do {
      if (source[at] === '|') at++;
      if (depth === 0 && source[at] !== '^') throw new Error(`not only at the start of a text: ${source}`);
      for (const start of oneAlternative()) all.add(start);
    } while (source[at] === '|');
    return all;
  };
  const group = (): Starts => {
    const kind = /^\(\?(?:[:=!]|<[=!])/.exec(source.slice(at))?.[0] ?? '(';
    at += kind.length;
    depth++;
    const inside = alternatives();
    depth--;
    at++;
    return kind === '(' || kind === '(?:' ? inside : NOTHING;
  };
  const atom = (): Starts => {
    const letter = source[at] ?? '';
    if (letter === '(') return group();
    at++;
    if (letter === '.') return new Set([ANY]);
    if (letter === '^' || letter === '$') return NOTHING;
    if (letter === '\\') {
      const escaped = /^(?:[pP]\{[^}]*\}|u[0-9a-fA-F]{4}|.)/su.exec(source.slice(at))?.[0] ?? '';
      at += escaped.length;
      return escapeStarts(escaped.charAt(0));
    }
    if (letter !== '[') return letterStarts(letter);
    const inside = /^(?:\\.|[^\]\\])*/s.exec(source.slice(at))?.[0] ?? '';
    at += inside.length + 1;
    return classStarts(inside);
  };
  const oneAlternative = (): Starts => {
    let starts: Starts = NOTHING;
    while (at < source.length && source[at] !== '|' && source[at] !== ')') {
      const one = atom();
      const times = /^(?:[?*+]|\{\d+,?\d*\})/.exec(source.slice(at))?.[0] ?? '';
      at += times.length;
      if (times !== '' && source[at] === '?') at++;
      const repeated = times === '' || times === '?' ? one : sequence(one, new Set(['', ANY]));
      starts = sequence(starts, /^(?:[?*]|\{0)/.test(times) ? new Set([...repeated, '']) : repeated);
    }
    return starts;
  };
  return alternatives();
}

/** 1 for the two letters that a word may start with; the second is 0 where anything may follow the first. */
function tableOf(starts: Starts): Uint8Array | null {
  const table = new Uint8Array(128 * 128);
  for (const [first = '', second = ANY] of starts) {
    // A pattern that may start with anything tells nothing.
    if (first === '' || first === ANY) return null;
    for (const one of [first, first.toUpperCase()])
      for (const two of second === ANY ? ['\u0000'] : [second, second.toUpperCase()])
        table[(one.charCodeAt(0) << 7) | two.charCodeAt(0)] = 1;
  }
  return table;
}

function isLetterOrFigure(code: number): boolean {
  return (code >= 48 && code <= 57) || ((code | 32) >= 97 && (code | 32) <= 122);
}

/** What is asked of texts as a pattern is. */
export type WordPattern = Pick<RegExp, 'test'>;

/** The same answers as `pattern`, which must stand at the start of a text. @throws Error for one that need not */
export function byItsStart(pattern: RegExp): WordPattern {
  const table = tableOf(readPattern(pattern.source));
  if (table === null) return pattern;
  const mayStart = (text: string): boolean => {
    let at = 0;
    let code = text.charCodeAt(at);
    while (code < 128 && !isLetterOrFigure(code)) code = text.charCodeAt(++at);
    if (Number.isNaN(code)) return false;
    const second = text.charCodeAt(at + 1);
    if (code >= 128 || second >= 128) return true;
    return table[code << 7] === 1 || table[(code << 7) | second] === 1;
  };
  return { test: (text) => mayStart(text) && pattern.test(text) };
}
