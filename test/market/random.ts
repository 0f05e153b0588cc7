/** Seeded chance: the same parts always give the same numbers, on every machine. */

export type Random = {
  /** The next number in [0, 1). */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number;
  pick<T>(items: readonly T[]): T;
  chance(share: number): boolean;
  /** A new array in another order. */
  shuffle<T>(items: readonly T[]): T[];
};

/** FNV-1a, 32 bits, over UTF-16 units: spreads names into seeds. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  return value >>> 0;
}

/** mulberry32: one 32-bit word of state, good enough for a fair-looking shop. */
export function createRandom(...parts: readonly (string | number)[]): Random {
  let state = hash(parts.join('\u001f'));
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let word = Math.imul(state ^ (state >>> 15), 1 | state);
    word = (word + Math.imul(word ^ (word >>> 7), 61 | word)) ^ word;
    return ((word ^ (word >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const pick = <T>(items: readonly T[]): T => at(items, int(0, items.length - 1));
  const shuffle = <T>(items: readonly T[]): T[] => {
    const left = [...items];
    const shuffled: T[] = [];
    while (left.length > 0) shuffled.push(...left.splice(int(0, left.length - 1), 1));
    return shuffled;
  };
  return { next, int, pick, chance: (share) => next() < share, shuffle };
}

/** The item at a position, counted round and round. @throws when there are no items. */
export function at<T>(items: readonly T[], position: number): T {
  const item = items[((position % items.length) + items.length) % items.length];
  if (item === undefined) throw new RangeError('an empty table was asked for an item');
  return item;
}
