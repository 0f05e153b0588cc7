/** Reads the rows that React sends to the page's own scripts in parts ("flight"), as Next.js writes them since its app router. */
import { literalAt } from './state-literal.ts';

const PUSHED = /__next_f\b[^\n]{0,20}?\.push\(\s{0,5}\[\s{0,5}1\s{0,5},\s{0,5}(?=")/g;
/** "5:[" or "1a:{" at the start of a line: what other rows hold is text, or the names of scripts. */
const ROW = /(?:^|\n)[\da-f]{1,6}:(?=[[{])/g;
const MAX_ROWS = 2000;

/** Such a script says so at its beginning. */
const HEAD = 80;

export function isStreamed(script: string): boolean {
  return script.lastIndexOf('__next_f', HEAD) >= 0;
}

/** What most scripts end in: then all before it is one text, which the platform reads many times faster than any literal. */
const END = /"\s{0,3}\]\s{0,3}\)\s{0,3};?\s{0,3}$/;

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

/** The text that one script adds to the stream. */
export function streamedPart(script: string): string {
  const pushes = [...script.matchAll(PUSHED).take(MAX_ROWS)];
  const isOnly = pushes.length === 1;
  return pushes.map((pushed) => textFrom(script, pushed.index + pushed[0].length, isOnly)).join('');
}

/** All rows that are JSON, each on its line. */
export function* streamedRows(stream: string): Generator<string> {
  for (const row of stream.matchAll(ROW).take(MAX_ROWS)) {
    const from = row.index + row[0].length;
    const end = stream.indexOf('\n', from);
    yield stream.slice(from, end < 0 ? stream.length : end);
  }
}
