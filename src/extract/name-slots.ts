/** Finds known names in a page without making a string of each: by a number that is counted up while the name is read. */

/** The number of a name before its first letter. */
export const NO_LETTERS = 0x811c9dc5 | 0;

/** The number of a name so far and one more letter, in lower case (FNV-1a). */
export function nextSum(sum: number, letter: number): number {
  return Math.imul(sum ^ letter, 0x01000193);
}

/** Of a name in lower case. */
export function sumOfName(name: string): number {
  let sum = NO_LETTERS;
  for (let at = 0; at < name.length; at++) sum = nextSum(sum, name.charCodeAt(at));
  return sum;
}

export type KnownName = {
  /** In lower case. */
  readonly name: string;
  /** {@link sumOfName}. */
  readonly sum: number;
};

/** A power of two, many times the number of known names. */
const SLOTS = 2048;

/** The known names, each at the slot of its number or at the next free one. */
export type NameTable<T extends KnownName> = readonly (T | undefined)[];

const nextSlot = (slot: number) => (slot + 1) & (SLOTS - 1);
const slotOf = (sum: number) => (sum ^ (sum >>> 15)) & (SLOTS - 1);

/** @throws Error for two names with one number */
export function nameTable<T extends KnownName>(known: Iterable<T>): NameTable<T> {
  const table = new Array<T | undefined>(SLOTS).fill(undefined);
  for (const one of known) {
    let slot = slotOf(one.sum);
    for (; table[slot] !== undefined; slot = nextSlot(slot)) {
      if (table[slot]?.sum === one.sum) throw new Error(`${one.name} has the number of ${table[slot]?.name}`);
    }
    table[slot] = one;
  }
  return table;
}

/**
 * The known name of this number. Another name has the same by a chance of one to billions, or in a page that is made for it:
 * there it is taken for the known one.
 */
export function knownBySum<T extends KnownName>(table: NameTable<T>, sum: number): T | undefined {
  let slot = slotOf(sum);
  let known = table[slot];
  while (known !== undefined && known.sum !== sum) {
    slot = nextSlot(slot);
    known = table[slot];
  }
  return known;
}
