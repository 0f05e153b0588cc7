/** Collects text with every run of white space folded into one space, or one line break where a block ends. */
import type { PageText } from './code-units.ts';
import { decodedText } from './decode-entities.ts';

const [TAB, CARRIAGE_RETURN, SPACE, AMPERSAND, NO_BREAK_SPACE] = [9, 13, 32, 38, 160];

export type FoldedText = {
  written: string;
  /** What stands between the last word and the next: nothing, a space or a line break. */
  gap: '' | ' ' | '\n';
};

/** White space in the sense of a regular expression's \s, beyond ASCII. */
function isWideBlank(code: number): boolean {
  return (
    code === NO_BREAK_SPACE ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000 ||
    code === 0xfeff
  );
}

function isBlank(code: number): boolean {
  if (code <= SPACE) return code === SPACE || (code >= TAB && code <= CARRIAGE_RETURN);
  return code >= NO_BREAK_SPACE && isWideBlank(code);
}

/** End of the words at `from` that stand with one plain space between them; in `encoded` text an entity ends them too. */
function wordsEnd(text: string, from: number, to: number, encoded: boolean): number {
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code > SPACE && code < NO_BREAK_SPACE) {
      if (code === AMPERSAND && encoded) return at;
    } else if (isBlank(code)) {
      const next = text.charCodeAt(at + 1);
      const single = code === SPACE && at + 1 < to && !isBlank(next) && !(encoded && next === AMPERSAND);
      if (!single) return at;
    }
  }
  return to;
}

/** A line break stays a line break. */
export function addGap(folded: FoldedText, gap: ' ' | '\n'): void {
  if (folded.gap !== '\n') folded.gap = gap;
}

function addWords(folded: FoldedText, words: string): void {
  if (folded.gap !== '' && folded.written !== '') folded.written += folded.gap;
  folded.gap = '';
  folded.written += words;
}

/** Adds the plain words of ASCII that the text between the two places starts with, as nearly all do; returns where they end. */
export function addPlain(folded: FoldedText, { html, units }: PageText, from: number, to: number): number {
  let start = from;
  while (start < to && isBlank(units[start] ?? 0)) start++;
  if (start > from && folded.gap === '') folded.gap = ' ';
  let at = start;
  for (; at < to; at++) {
    const unit = units[at] ?? 0;
    if (unit > SPACE && unit < NO_BREAK_SPACE && unit !== AMPERSAND) continue;
    // One plain space between two words.
    const next = units[at + 1] ?? 0;
    if (unit !== SPACE || at + 1 >= to || next <= SPACE || next >= NO_BREAK_SPACE || next === AMPERSAND)
      break;
  }
  if (at > start) addWords(folded, html.slice(start, at));
  return at;
}

/**
 * Characters between the two places that surely are no white space, in `encoded` text up to the first entity. What may be
 * one of several bytes is not counted.
 */
export function inkIn({ units }: PageText, from: number, to: number, encoded: boolean): number {
  let ink = 0;
  for (let at = from; at < to; at++) {
    const unit = units[at] ?? 0;
    if (unit < 128) {
      if (unit === AMPERSAND && encoded) break;
      if (unit > SPACE) ink++;
    } else if (unit > 255 && !isBlank(unit)) ink++;
  }
  return ink;
}

/** Adds what stands between the two places. `encoded`: entities in it are not decoded yet. */
export function addFolded(
  folded: FoldedText,
  text: string,
  from: number,
  to: number,
  encoded: boolean,
): void {
  for (let at = from; at < to; ) {
    const code = text.charCodeAt(at);
    if (isBlank(code)) {
      if (folded.gap === '') folded.gap = ' ';
      at++;
    } else if (encoded && code === AMPERSAND) {
      const rest = decodedText(text.slice(at, to));
      addFolded(folded, rest, 0, rest.length, false);
      return;
    } else {
      const end = wordsEnd(text, at, to, encoded);
      addWords(folded, text.slice(at, end));
      at = end;
    }
  }
}
