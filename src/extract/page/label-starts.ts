/** Tells at a look at its first letters whether a text may start with a label, as most texts do not. */
import { type LabelKey, labelsOf } from './label-words.ts';

const SPACE = 32;
const LETTER = /\p{L}/u;
const FIGURE = /\d/;

const isLetterOfAscii = (code: number): boolean => (code | 32) >= 97 && (code | 32) <= 122;
const pairOf = (first: number, second: number): number => ((first & 31) << 5) | (second & 31);

/** Whether a text may start with a label of this key; never wrong where it denies. */
export function startOf(key: LabelKey): (text: string) => boolean {
  const labels = labelsOf(key);
  const firsts = new Set(labels.map((label) => label.charAt(0)));
  const pairs = new Uint8Array(1 << 10);
  for (const label of labels) pairs[pairOf(label.charCodeAt(0), label.charCodeAt(1))] = 1;
  return (text) => {
    const [first, second] = [text.charCodeAt(0), text.charCodeAt(1)];
    if (isLetterOfAscii(first) && (isLetterOfAscii(second) || second === SPACE))
      return pairs[pairOf(first, second)] === 1;
    const letter = text.charAt(0);
    // A mark may stand in front of a label; no label starts with a figure.
    if (!LETTER.test(letter)) return !FIGURE.test(letter);
    return firsts.has(letter.toLowerCase().charAt(0));
  };
}
