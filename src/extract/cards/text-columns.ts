/** Reads a table that is set in plain text: a head that names the columns, and lines whose pieces stand below its words. */
import { headsNames, headsPrices } from './row-labels.ts';

export type TextTable = {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The lines around and between its rows. */
  readonly others: readonly string[];
};

type Piece = { readonly text: string; readonly start: number; readonly end: number };

const MAX_LINE = 200;
const MAX_PIECES = 12;
const MIN_PIECES = 2;
/** By so much the first letters of a column may be apart, in characters. */
const ASIDE = 1;
/** Dots that lead the eye from a name to its price. */
const LEADERS = /\.{3,}|…+/g;
const SIGN_BETWEEN = /\t|\s?\|\s?/;

function pieceOf(line: string, text: string, from: number): Piece {
  const start = line.indexOf(text, from);
  return { text, start, end: start + text.length };
}

/** What is set apart by more than a blank. */
function piecesIn(written: string): Piece[] {
  const line = written.slice(0, MAX_LINE).replaceAll(LEADERS, (dots) => ' '.repeat(dots.length));
  const pieces: Piece[] = [];
  for (const text of line.trim().split(/\s{2,}/, MAX_PIECES))
    if (text !== '') pieces.push(pieceOf(line, text, pieces.at(-1)?.end ?? 0));
  return pieces;
}

/** The texts of a line by the columns that a tab or a stroke parts. */
function cellsBySign(line: string): string[] {
  const bare = line.trim().replace(/^\||\|$/g, '');
  return bare.split(SIGN_BETWEEN, MAX_PIECES).map((text) => text.trim());
}

function isHead(line: string): boolean {
  if (line.length > MAX_LINE) return false;
  const texts = SIGN_BETWEEN.test(line) ? cellsBySign(line) : piecesIn(line).map(({ text }) => text);
  return texts.length >= MIN_PIECES && texts.some(headsPrices) && texts.some(headsNames);
}

/** The texts of a line by the columns below whose heads they begin or end; none where its name does not begin below that for names. */
function cellsByPlace(head: readonly Piece[], line: string): string[] {
  const cells = Array<string>(head.length).fill('');
  const named = head.find(({ text }) => headsNames(text));
  let isNamed = false;
  for (const { text, start, end } of piecesIn(line)) {
    const asides = head.map((one) => Math.min(Math.abs(one.start - start), Math.abs(one.end - end)));
    const at = asides.indexOf(Math.min(...asides));
    cells[at] = `${cells[at] ?? ''} ${text}`.trim();
    isNamed ||= named !== undefined && Math.abs(named.start - start) <= ASIDE;
  }
  return isNamed ? cells : [];
}

/** The first one in a text; null in nearly every text. */
export function readTextTable(lines: readonly string[]): TextTable | null {
  const at = lines.findIndex(isHead);
  const written = lines[at];
  if (written === undefined) return null;
  const bySign = SIGN_BETWEEN.test(written);
  const pieces = piecesIn(written);
  const head = bySign ? cellsBySign(written) : pieces.map(({ text }) => text);
  const rows: string[][] = [];
  const others = lines.slice(0, at);
  for (const line of lines.slice(at + 1)) {
    const cells = bySign ? cellsBySign(line) : cellsByPlace(pieces, line);
    // Where a list goes on behind the break of a page its head stands again.
    if (cells.join('\n') === head.join('\n')) continue;
    const filled = cells.filter((text) => text !== '').length;
    if (cells.length === head.length && filled >= MIN_PIECES) rows.push(cells);
    else others.push(line);
  }
  return { head, rows, others };
}
