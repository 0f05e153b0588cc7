/** Finds known names in a page without making a string of each: by a slot that is counted up while the name is read. */
import { type PageText, textAt } from './code-units.ts';

const SLOTS = 2048;

/** The slot of a name so far (0 before its first letter) and one more character, in either case. */
export function nextSlot(slot: number, code: number): number {
  // With 59 hardly two of the names of HTML share a slot.
  return (slot * 59 + (code | 32)) & (SLOTS - 1);
}

export type KnownName = { readonly name: string };

/** The known names by slot; of two that share one, the second is `shadowed` and must be looked up by its letters. */
export type NameTable<T extends KnownName> = {
  readonly slots: readonly (T | undefined)[];
  readonly shadowed: ReadonlyMap<string, T>;
};

export function nameTable<T extends KnownName>(known: Iterable<T>): NameTable<T> {
  const slots = new Array<T | undefined>(SLOTS).fill(undefined);
  const shadowed = new Map<string, T>();
  for (const one of known) {
    const slot = Array.from(one.name).reduce((sum, letter) => nextSlot(sum, letter.charCodeAt(0)), 0);
    if (slots[slot] === undefined) slots[slot] = one;
    else shadowed.set(one.name, one);
  }
  return { slots, shadowed };
}

/** Whether `lower` stands at `from`, in letters of either case. */
export function standsAt({ units }: PageText, from: number, lower: string): boolean {
  for (let at = 0; at < lower.length; at++) {
    const wanted = lower.charCodeAt(at);
    const found = units[from + at] ?? 0;
    if (found !== wanted && (found < 65 || found > 90 || found + 32 !== wanted)) return false;
  }
  return true;
}

/** What is known of the name between the two places, which has come to this slot. */
export function knownAt<T extends KnownName>(
  { slots, shadowed }: NameTable<T>,
  page: PageText,
  from: number,
  to: number,
  slot: number,
): T | undefined {
  const likely = slots[slot];
  if (likely === undefined) return undefined;
  if (likely.name.length === to - from && standsAt(page, from, likely.name)) return likely;
  return shadowed.get(textAt(page, from, to).toLowerCase());
}
