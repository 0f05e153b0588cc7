/** Reads what is sent to a page's own scripts in parts: the rows of React ("flight"), as Next.js writes them since its app router, and the lines of React Router and Remix. */
import { literalAt } from './state-literal.ts';

const PUSHED = /__next_f\b[^\n]{0,20}?\.push\(\s{0,5}\[\s{0,5}1\s{0,5},\s{0,5}(?=")/g;
/** "5:[" or "1a:{" begins a row of JSON; "7:T1f," one of as many bytes of text, behind which the next begins at once. */
const ROW = /[\da-f]{1,6}:(?:T([\da-f]{1,7}),)?/y;
const MAX_ROWS = 5000;

/** Such a script says so at its beginning. */
const HEAD = 80;

export function isStreamed(script: string): boolean {
  return script.lastIndexOf('__next_f', HEAD) >= 0;
}

/** What most scripts end in: then all before it is one text, which the platform reads many times faster than any literal. */
const END = /"\s{0,3}\]?\s{0,3}\)\s{0,3};?\s{0,3}$/;

function textFrom(script: string, from: number, isOnly: boolean): string {
  const end = isOnly ? script.search(END) : -1;
  if (end > from) {
    try {
      const whole: unknown = JSON.parse(script.slice(from, end + 1));
      if (typeof whole === 'string') return whole;
    } catch (error) {
      // It is no JSON: the more forgiving reading is tried.
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  const given = literalAt(script, from)?.value;
  return typeof given === 'string' ? given : '';
}

const ENQUEUED = /\.streamController\.enqueue\(\s{0,5}(?=")/g;

export function isEnqueued(script: string): boolean {
  return script.lastIndexOf('.streamController.enqueue(', HEAD) >= 0;
}

function partOf(script: string, way: RegExp): string {
  const pushes = [...script.matchAll(way).take(MAX_ROWS)];
  const isOnly = pushes.length === 1;
  return pushes.map((pushed) => textFrom(script, pushed.index + pushed[0].length, isOnly)).join('');
}

/** The text that one script adds to the stream. */
export const streamedPart = (script: string): string => partOf(script, PUSHED);

/** Place behind so many bytes of UTF-8 from here. */
function behindBytes(text: string, from: number, bytes: number): number {
  let [at, left] = [from, bytes];
  for (; left > 0 && at < text.length; at++) {
    const unit = text.charCodeAt(at);
    // Two halves of a pair make four bytes.
    const isHalf = unit >= 0xd800 && unit <= 0xdfff;
    left -= unit < 0x80 ? 1 : unit < 0x800 || isHalf ? 2 : 3;
  }
  return at;
}

/** All rows that are JSON; what others hold is text, or the names of scripts. */
export function* streamedRows(stream: string): Generator<string> {
  let at = 0;
  for (let row = 0; row < MAX_ROWS && at < stream.length; row++) {
    ROW.lastIndex = at;
    const head = ROW.exec(stream);
    const from = head === null ? at : ROW.lastIndex;
    if (head?.[1] !== undefined) {
      at = behindBytes(stream, from, Number.parseInt(head[1], 16));
      continue;
    }
    const end = stream.indexOf('\n', from);
    at = end < 0 ? stream.length : end + 1;
    const mark = stream.charAt(from);
    if (head !== null && (mark === '[' || mark === '{')) yield stream.slice(from, end < 0 ? undefined : end);
  }
}

/** The first line of React Router's stream, in the flat form: all that was known when the page was made. */
export function enqueuedLine(scripts: readonly string[]): string {
  return (
    scripts
      .map((script) => partOf(script, ENQUEUED))
      .join('')
      .split('\n', 1)[0] ?? ''
  );
}
