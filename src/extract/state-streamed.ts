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

/** The text that one script adds to the stream. */
export function streamedPart(script: string): string {
  let text = '';
  for (const pushed of script.matchAll(PUSHED)) {
    const given = literalAt(script, pushed.index + pushed[0].length)?.value;
    if (typeof given === 'string') text += given;
  }
  return text;
}

/** All rows that are JSON, each on its line. */
export function* streamedRows(stream: string): Generator<string> {
  for (const row of stream.matchAll(ROW).take(MAX_ROWS)) {
    const from = row.index + row[0].length;
    const end = stream.indexOf('\n', from);
    yield stream.slice(from, end < 0 ? stream.length : end);
  }
}
