/** Finds values that stand beside their labels in pieces of text: "SKU: 0030" in one, or "CAS No." and "77-92-9" in two. */

import { oneLine } from '../html/visible-text.ts';
import { fitsLabel, labelKey, MAX_LABEL, plainLabelKey } from './label-words.ts';

export type Pair = readonly [name: string, value: string];

const MAX_PAIRS = 60;
const MAX_NAME = 80;
const COLON = /^\s*[:：]\s*/;

/** The piece after a label; a colon may stand in a piece of its own. */
function valueAfter(pieces: readonly string[], at: number): string {
  const next = pieces[at + 1] ?? '';
  const value = /^\s*[:：]\s*$/.test(next) ? (pieces[at + 2] ?? '') : next.replace(COLON, '');
  return labelKey(value) === null ? value.trim() : '';
}

const MAX_PIECE = 360;

/** "CAS RN: 64-19-7 | Product Number: A0495". */
const BETWEEN_LABELS = / [|•·] (?=[^|•·:：]{2,40}[:：])/;

/** In the order of what they end most. */
const ENDS = ['. ', ' | ', ' · ', ' • '];

/** "Standard shipping. Located in: Shenzhen" is two. */
function isSeveral(text: string): boolean {
  if (text.length > MAX_PIECE || !(text.includes(':') || text.includes('：'))) return false;
  return ENDS.some((end) => text.includes(end));
}

const PART_END = new RegExp(`(?<=\\p{L}{4}[.!?]) +|${BETWEEN_LABELS.source}`, 'u');

function piecesOf(texts: readonly string[]): readonly string[] {
  if (!texts.some(isSeveral)) return texts;
  return texts.flatMap((text) => (isSeveral(text) ? text.split(PART_END) : text));
}

/** Place of the first colon, where it can end a label; -1 where there is none. */
function colonIn(piece: string): number {
  const [plain, wide] = [piece.indexOf(':'), piece.indexOf('：')];
  const at = plain < 0 ? wide : wide < 0 ? plain : Math.min(plain, wide);
  return at > MAX_LABEL ? -1 : at;
}

/** The pair that starts with the piece at this place, or null. */
function pairAt(pieces: readonly string[], at: number): Pair | null {
  const piece = pieces[at] ?? '';
  const colon = colonIn(piece);
  const name = colon < 0 ? piece : piece.slice(0, colon);
  const key = colon < 0 ? plainLabelKey(piece) : labelKey(name);
  if (key === null) return null;
  const after = colon < 0 ? '' : piece.slice(colon + 1).trim();
  const value = after === '' ? valueAfter(pieces, at) : after;
  return fitsLabel(key, value) ? [name.trim(), value] : null;
}

/** `texts` in the order of the page; only labels that are known are read, since every line of prose may hold a colon. */
export function labelledPairs(texts: readonly string[]): Pair[] {
  const pairs: Pair[] = [];
  const pieces = piecesOf(texts);
  for (let at = 0; at < pieces.length && pairs.length < MAX_PAIRS; at++) {
    const { length } = pieces[at] ?? '';
    const pair = length === 0 || length > MAX_PIECE ? null : pairAt(pieces, at);
    if (pair !== null) pairs.push(pair);
  }
  return pairs;
}

/** Marks of writing direction and the like, which shops put around names and numbers. */
const UNSEEN = /[\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g;

/** Such marks, and white space that does not belong on a line; nearly all texts have none. */
const NOT_PLAIN = new RegExp(`${UNSEEN.source}|[^\\S ]| {2}|^ | $`);

/** On one line, without such marks, not longer than `limit`. */
export function plainValue(text: string, limit = 1000): string {
  if (text.length <= limit && !NOT_PLAIN.test(text)) return text;
  return oneLine(text.replace(UNSEEN, ''), limit);
}

/** What stands for the name of a pair as it is kept: without the colon behind it; '' where it is none. */
export function plainName(text: string): string {
  const line = plainValue(text, 200);
  const name = /[:：]$/.test(line) ? line.slice(0, -1).trimEnd() : line;
  return name.length <= MAX_NAME && /\p{L}/u.test(name) ? name : '';
}

const NAMED_CAS = /(?<!\p{L})CAS(?!\p{L})[^\d]{0,12}(\d{2,7}-\d{2}-\d)(?!\d)/u;

/** "CAS 77-92-9 · in stock": the number, where texts of one thing name one and say other things beside it. */
export function casIn(texts: readonly string[]): Pair[] {
  const numbers = new Set(texts.flatMap((text) => NAMED_CAS.exec(text)?.[1] ?? []));
  const [only] = numbers;
  return numbers.size === 1 && only !== undefined ? [['CAS', only]] : [];
}
