/** Finds values that stand beside their labels in pieces of text: "SKU: 0030" in one, or "CAS No." and "77-92-9" in two. */
import { fitsLabel, labelKey } from './label-words.ts';

export type Pair = readonly [name: string, value: string];

const MAX_PAIRS = 60;
/** Label, colon and value in one piece. */
const LABELLED = /^([^:：]{1,40}?)\s*[:：]\s*(\S[^\n]{0,300})?$/;
const COLON = /^\s*[:：]\s*/;

/** The piece after a label; a colon may stand in a piece of its own. */
function valueAfter(pieces: readonly string[], at: number): string {
  const next = pieces[at + 1] ?? '';
  const value = /^\s*[:：]\s*$/.test(next) ? (pieces[at + 2] ?? '') : next.replace(COLON, '');
  return labelKey(value) === null ? value.trim() : '';
}

const MAX_PIECE = 360;

/** "Standard shipping. Located in: Shenzhen" is two. */
function sentencesOf(text: string): string[] {
  return text.length > MAX_PIECE || !text.includes('. ') || !/[:：]/.test(text)
    ? [text]
    : text.split(/(?<=\p{L}{4}[.!?]) +/u);
}

/** `texts` in the order of the page; only labels that are known are read, since every line of prose may hold a colon. */
export function labelledPairs(texts: readonly string[]): Pair[] {
  const pairs: Pair[] = [];
  const pieces = texts.flatMap(sentencesOf);
  for (const [at, piece] of pieces.entries()) {
    if (piece.length > MAX_PIECE || pairs.length >= MAX_PAIRS) continue;
    const [, before, after] = LABELLED.exec(piece) ?? [];
    const name = before ?? piece;
    const key = labelKey(name);
    if (key === null) continue;
    const value = (after ?? valueAfter(pieces, at)).trim();
    if (fitsLabel(key, value)) pairs.push([name.trim(), value]);
  }
  return pairs;
}
