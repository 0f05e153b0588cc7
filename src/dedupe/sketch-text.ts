/**
 * A short sketch of a text: texts that are much alike share a key, whatever their order and small rewrites (MinHash in one
 * permutation with banding: Broder 1997; Li, Owen and Zhang 2012).
 */
import { stableText } from './stable-text.ts';

const BINS = 16;
const ROWS = 2;
/** 8 keys of 2 bins: texts with half of their shingles in common share a key in 9 of 10 cases, with a fifth in 3 of 10. */
export const BANDS = BINS / ROWS;
const SHINGLE = 5;
/** Fewer shingles are no text that could be known again. */
const FEWEST_SHINGLES = 24;
const LONGEST = 20_000;
const EMPTY = 0xffff_ffff;

/** Spreads a 32-bit number over all 32 bits (the finaliser of MurmurHash3). */
function mix(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Letters and digits only, so that marks, spaces and contact signs put in between change nothing. */
function plainLetters(text: string): string {
  return stableText(text.slice(0, LONGEST)).replace(/[^\p{L}\p{N}]+/gu, '');
}

function smallestByBin(text: string): Uint32Array {
  const smallest = new Uint32Array(BINS).fill(EMPTY);
  for (let start = 0; start + SHINGLE <= text.length; start += 1) {
    let value = 0x9747_b28c;
    for (let at = start; at < start + SHINGLE; at += 1)
      value = Math.imul(value ^ text.charCodeAt(at), 0x0100_0193);
    const hash = mix(value);
    const bin = hash >>> 28;
    if (hash < (smallest[bin] ?? 0)) smallest[bin] = hash;
  }
  return smallest;
}

/** An empty bin borrows from another one that its own number chooses, so two sketches borrow alike. */
function fillEmpty(smallest: Uint32Array): Uint32Array {
  return smallest.map((value, bin) => {
    let found = value;
    for (let turn = 1; found === EMPTY; turn += 1) found = smallest[mix(bin * 0x51ed + turn) >>> 28] ?? EMPTY;
    return found;
  });
}

/** Keys below 2^53 that say which band of which text they are; none for a text that is too short. */
export function textKeys(title: string | null, description: string | null): number[] {
  const letters = plainLetters(`${title ?? ''}\n${description ?? ''}`);
  if (letters.length - SHINGLE + 1 < FEWEST_SHINGLES) return [];
  const bins = fillEmpty(smallestByBin(letters));
  return Array.from({ length: BANDS }, (_, band) => {
    let high = mix(band + 1);
    let low = mix(high);
    for (let row = 0; row < ROWS; row += 1) {
      high = mix(high ^ (bins[band * ROWS + row] ?? 0));
      low = mix(low + (bins[band * ROWS + row] ?? 0));
    }
    return (high >>> 11) * 0x1_0000_0000 + low;
  });
}
