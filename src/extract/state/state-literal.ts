/**
 * Reads JavaScript's literals (objects, arrays, strings, numbers) as data. Nothing is ever run: what is not a literal,
 * such as a call or a variable without a known value, is read as null where it can be stepped over, or ends the reading.
 */

const MAX_DEPTH = 60;

/** Values by the names of a function's parameters: Nuxt 2 writes its state as `function(a,b){return {…}}(1,"x")`. */
export type Bound = ReadonlyMap<string, unknown>;

const NOTHING_BOUND: Bound = new Map();
const CONSTANTS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['undefined', null],
  ['NaN', null],
  ['Infinity', null],
]);

const WORD = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const NUMBER = /[+-]?(?:0[xX][\da-fA-F]{1,16}|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)/y;
/** "!0", "!1" and "void 0" are how minifiers write true, false and undefined. */
const SHORT = /!0|!1|void 0/y;
const BLANK = /(?:\s|\/\/[^\n]*|\/\*[^*]*(?:\*(?!\/)[^*]*)*\*\/)+/y;

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  0: '',
};

export type ReadLiteral = { readonly value: unknown; readonly end: number };

type Reading = { readonly text: string; at: number; readonly bound: Bound; failed: boolean };

/** Ends the reading at any depth: behind the end of the text nothing goes on. */
function fail(reading: Reading): null {
  reading.failed = true;
  reading.at = reading.text.length;
  return null;
}

function skipBlank(reading: Reading): void {
  // Most values follow each other without a gap.
  const code = reading.text.charCodeAt(reading.at);
  if (code > 32 && code !== 47 && code < 128) return;
  BLANK.lastIndex = reading.at;
  if (BLANK.test(reading.text)) reading.at = BLANK.lastIndex;
}

function take(reading: Reading, pattern: RegExp): string | null {
  pattern.lastIndex = reading.at;
  const found = pattern.exec(reading.text)?.[0];
  if (found === undefined) return null;
  reading.at += found.length;
  return found;
}

function skip(reading: Reading, mark: string): boolean {
  skipBlank(reading);
  if (!reading.text.startsWith(mark, reading.at)) return false;
  reading.at += mark.length;
  return true;
}

/** Behind an entry: whether another one follows; it fails where neither a comma nor the end stands. */
function goesOn(reading: Reading, close: string): boolean {
  if (skip(reading, ',')) return true;
  if (!skip(reading, close)) fail(reading);
  return false;
}

/** One escape, the backslash not counted: what it stands for, and how long it is. */
function escapeAt(text: string, at: number): readonly [character: string, length: number] {
  const mark = text.charAt(at);
  const digits = mark === 'u' ? 4 : mark === 'x' ? 2 : 0;
  const code = digits === 0 ? '' : text.slice(at + 1, at + 1 + digits);
  if (code.length === digits && digits > 0 && /^[\da-fA-F]+$/.test(code))
    return [String.fromCharCode(Number.parseInt(code, 16)), 1 + digits];
  return [ESCAPES[mark] ?? (mark === '\n' ? '' : mark), 1];
}

function readString(reading: Reading): string {
  const { text } = reading;
  const quote = text.charAt(reading.at);
  let result = '';
  let from = reading.at + 1;
  for (let at = from; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === quote) {
      reading.at = at + 1;
      return result + text.slice(from, at);
    }
    if (char !== '\\') continue;
    const [character, length] = escapeAt(text, at + 1);
    result += text.slice(from, at) + character;
    at += length;
    from = at + 1;
  }
  fail(reading);
  return '';
}

function readKey(reading: Reading): string | null {
  skipBlank(reading);
  const char = reading.text.charAt(reading.at);
  if (char === '"' || char === "'") return readString(reading);
  return take(reading, WORD) ?? take(reading, NUMBER) ?? fail(reading);
}

function readObject(reading: Reading, depth: number): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  reading.at++;
  for (let more = !skip(reading, '}'); more; more = goesOn(reading, '}') && !skip(reading, '}')) {
    const key = readKey(reading);
    if (!skip(reading, ':')) fail(reading);
    const value = readValue(reading, depth + 1);
    if (key !== null && key !== '__proto__') object[key] = value;
  }
  return object;
}

function readArray(reading: Reading, depth: number, close: ']' | ')'): unknown[] {
  const list: unknown[] = [];
  reading.at++;
  for (let more = !skip(reading, close); more; more = goesOn(reading, close) && !skip(reading, close)) {
    list.push(readValue(reading, depth + 1));
  }
  return list;
}

/** A name: a constant, a parameter, `new Date("…")`, or `window.x || {}`, whose last part counts. */
function readWord(reading: Reading, depth: number): unknown {
  const word = take(reading, WORD);
  if (word === null) return fail(reading);
  if (word === 'new') {
    skipBlank(reading);
    take(reading, WORD);
    return reading.text.charAt(reading.at) === '(' ? (readArray(reading, depth, ')')[0] ?? null) : null;
  }
  if (reading.bound.has(word)) return reading.bound.get(word);
  if (CONSTANTS.has(word)) return CONSTANTS.get(word);
  while (reading.text.charAt(reading.at) === '.') {
    reading.at++;
    if (take(reading, WORD) === null) fail(reading);
  }
  // The value of a call is not known, but what stands behind it is.
  if (reading.text.charAt(reading.at) === '(') readArray(reading, depth, ')');
  return skip(reading, '||') ? readValue(reading, depth + 1) : null;
}

function readValue(reading: Reading, depth: number): unknown {
  if (depth > MAX_DEPTH) return fail(reading);
  skipBlank(reading);
  const char = reading.text.charAt(reading.at);
  if (char === '{') return readObject(reading, depth);
  if (char === '[') return readArray(reading, depth, ']');
  if (char === '"' || char === "'" || char === '`') return readString(reading);
  const short = take(reading, SHORT);
  if (short !== null) return short === '!0' ? true : short === '!1' ? false : null;
  const number = take(reading, NUMBER);
  return number === null ? readWord(reading, depth) : Number(number);
}

function begin(text: string, at: number, bound: Bound): Reading {
  return { text, at, bound, failed: false };
}

/** The literal that starts at `from`, and where it ends; null where none stands there whole. Linear in its length. */
export function literalAt(text: string, from: number, bound: Bound = NOTHING_BOUND): ReadLiteral | null {
  const reading = begin(text, from, bound);
  const value = readValue(reading, 0);
  return reading.failed ? null : { value, end: reading.at };
}

const FUNCTION = /\(?function\s{0,3}\w{0,40}\(([\w$, ]{0,20000})\)\s{0,3}\{/y;

/** `(function(a,b){return {…a…}}("x",1))`: what is returned, with the values that the call gives. */
export function returnedAt(text: string, from: number): ReadLiteral | null {
  FUNCTION.lastIndex = from;
  const names = FUNCTION.exec(text)?.[1];
  if (names === undefined) return null;
  const start = text.indexOf('return', FUNCTION.lastIndex);
  // The call stands behind the last "}" of the script's only statement.
  const call = text.lastIndexOf('}(');
  if (start < 0 || call < start) return null;
  const given = begin(text, call + 1, NOTHING_BOUND);
  const values = readArray(given, 0, ')');
  if (given.failed) return null;
  const bound = new Map(
    names.split(',').map((name, at): [string, unknown] => [name.trim(), values[at] ?? null]),
  );
  const body = literalAt(text, start + 'return'.length, bound);
  return body === null ? null : { value: body.value, end: given.at };
}
