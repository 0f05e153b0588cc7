/** Finds the addresses of a page again that it has linked before, without a map: by a number that is counted up while they are read. */

/** A power of two. */
const SLOTS = 8192;
const MASK = SLOTS - 1;
/** Of one page; more would fill the slots. */
export const MAX_ADDRESSES = SLOTS / 2;

/** The number of an address so far (0 before its first character) and one more character. */
export function nextSum(sum: number, unit: number): number {
  return (Math.imul(sum, 31) + unit) | 0;
}

export function sumOf(address: string): number {
  let sum = 0;
  for (let at = 0; at < address.length; at++) sum = nextSum(sum, address.charCodeAt(at));
  return sum;
}

export type AddressIndex<T> = {
  readonly entries: T[];
  /** Place of the entry of this address, whose number is `sum`; -1 where it has none. */
  readonly find: (address: string, sum: number) => number;
  /** Writes the entry of the address that was searched last and found at this place, or nowhere. */
  readonly put: (place: number, address: string, entry: T) => void;
};

/** For at most {@link MAX_ADDRESSES}, in the room of the page. */
export function newAddressIndex<T>(room: { slots: Int16Array }): AddressIndex<T> {
  if (room.slots.length < SLOTS) room.slots = new Int16Array(SLOTS);
  else room.slots.fill(0);
  const { slots } = room;
  const addresses: string[] = [];
  const entries: T[] = [];
  let free = 0;
  return {
    entries,
    find(address, sum) {
      // The upper half of the sum is as good as the lower.
      for (free = (sum ^ (sum >>> 13)) & MASK; ; free = (free + 1) & MASK) {
        const place = (slots[free] ?? 0) - 1;
        if (place < 0 || addresses[place] === address) return place;
      }
    },
    put(place, address, entry) {
      if (place < 0) slots[free] = addresses.push(address);
      entries[place < 0 ? entries.length : place] = entry;
    },
  };
}
