/** One representative for letters, digits and signs that look alike, so that list and text can be compared in one pass. */
import { isCjk } from './cjk.ts';
import { ALIKE, ALIKE_SIGNS, MASK_SIGNS } from './look-alike-table.ts';

export type LookAlikes = {
  /** UTF-16 unit → representative unit; 0 for what separates (not a letter, digit or sign that stands for one). */
  readonly representative: Uint16Array;
  /** UTF-16 unit → 1 for letters and digits of any script. */
  readonly isWord: Uint8Array;
  /** UTF-16 unit → 1 for those, CJK ones and halves of rare ones left out: what a Latin, Greek or Cyrillic name must not touch. */
  readonly joins: Uint8Array;
  /** UTF-16 units of the signs that count only before a letter or digit. */
  readonly signs: ReadonlySet<number>;
  /** UTF-16 units of the signs that are put in place of any letter. */
  readonly masks: ReadonlySet<number>;
};

/** Builds the tables once per compiled list (65,536 entries, a few milliseconds). */
export function buildLookAlikes(): LookAlikes {
  const representative = new Uint16Array(65_536);
  const isWord = new Uint8Array(65_536);
  const word = /[\p{L}\p{N}]/u;
  for (let unit = 0x30; unit < 65_536; unit += 1) {
    if (isRareLetter(unit) || word.test(String.fromCharCode(unit))) {
      isWord[unit] = 1;
      representative[unit] = unit;
    }
  }
  for (const group of [...ALIKE, ...ALIKE_SIGNS]) {
    for (const character of group) representative[character.charCodeAt(0)] = group.charCodeAt(0);
  }
  const signs = new Set(ALIKE_SIGNS.flatMap(([, ...signsOf]) => signsOf.map((sign) => sign.charCodeAt(0))));
  const masks = new Set([...MASK_SIGNS].map((sign) => sign.charCodeAt(0)));
  return { representative, isWord, joins: joining(isWord), signs, masks };
}

function joining(isWord: Uint8Array): Uint8Array {
  const half = (unit: number) => unit >= 0xd800 && unit <= 0xdfff;
  return isWord.map((word, unit) => (word === 1 && !half(unit) && !isCjk(String.fromCharCode(unit)) ? 1 : 0));
}

/**
 * The first half of a letter beyond U+FFFF stands for the whole; the second half, and both halves of pictographs
 * (U+1F000 to U+1FBFF), separate.
 */
function isRareLetter(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff && !(unit >= 0xd83c && unit <= 0xd83e);
}

export type Compact = {
  /** Representatives of the letters and digits, everything between them left out. */
  readonly units: Uint16Array;
  /** Position of each in the normalised text. */
  readonly at: Uint32Array;
};

/** Leaves out all that separates: "1-boc-4-AP", "1 boc 4 ap" and "1boc4ap" become the same. */
export function compact(text: string, { representative, isWord, signs }: LookAlikes): Compact {
  const units = new Uint16Array(text.length);
  const at = new Uint32Array(text.length);
  let length = 0;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    const stands = representative[unit] ?? 0;
    if (stands === 0) continue;
    if (signs.has(unit)) {
      if (isWord[text.charCodeAt(i + 1)] !== 1) continue;
    }
    units[length] = stands;
    at[length] = i;
    length += 1;
  }
  return { units: units.subarray(0, length), at: at.subarray(0, length) };
}
