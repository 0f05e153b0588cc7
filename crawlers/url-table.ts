/** A set of URLs with a few marks on each, small enough to hold every URL of a large site: hashes only, no text. */
import { urlHasher } from './url-hash.ts';

export type UrlTable = {
  /** The entry of a URL, or -1 when it was never added. */
  find(url: string): number;
  /** The entry of a URL, which is made when there is none. */
  add(url: string): number;
  has(entry: number, mark: number): boolean;
  set(entry: number, mark: number): void;
  /** A number of 32 bits, 0 at first. */
  stamp(entry: number): number;
  setStamp(entry: number, stamp: number): void;
  readonly size: number;
};

const FIRST_SLOTS = 2048;
/** Of the slots that are taken when there are to be more: fuller ones are searched for longer than they save in memory. */
const MOST_TAKEN = 0.8;
const EMPTY = -1;

const roomOf = (slots: number) => Math.floor(MOST_TAKEN * slots);

function grown<Numbers extends Uint16Array | Uint32Array>(numbers: Numbers, into: Numbers): Numbers {
  into.set(numbers);
  return into;
}

/** Open addressing over dense entries: 13 to 26 bytes a URL, and six to twelve more once one has a mark and a stamp. */
export function createUrlTable(): UrlTable {
  const hash = urlHasher();
  let firsts = new Uint32Array(roomOf(FIRST_SLOTS));
  let seconds = new Uint32Array(roomOf(FIRST_SLOTS));
  let stamps: Uint32Array | null = null;
  let marks: Uint16Array | null = null;
  let slots = new Int32Array(FIRST_SLOTS).fill(EMPTY);
  let size = 0;

  /** The slot that holds the hashes, or the free one where they belong. */
  const slotOf = (a: number, b: number): number => {
    const mask = slots.length - 1;
    let slot = a & mask;
    for (;;) {
      const entry = slots[slot] ?? EMPTY;
      if (entry === EMPTY || (firsts[entry] === a && seconds[entry] === b)) return slot;
      slot = (slot + 1) & mask;
    }
  };
  const grow = (): void => {
    slots = new Int32Array(2 * slots.length).fill(EMPTY);
    const room = roomOf(slots.length);
    firsts = grown(firsts, new Uint32Array(room));
    seconds = grown(seconds, new Uint32Array(room));
    if (stamps !== null) stamps = grown(stamps, new Uint32Array(room));
    if (marks !== null) marks = grown(marks, new Uint16Array(room));
    for (let entry = 0; entry < size; entry += 1)
      slots[slotOf(firsts[entry] ?? 0, seconds[entry] ?? 0)] = entry;
  };
  return {
    find(url) {
      const [a, b] = hash(url);
      return slots[slotOf(a, b)] ?? EMPTY;
    },
    add(url) {
      const [a, b] = hash(url);
      const slot = slotOf(a, b);
      const known = slots[slot] ?? EMPTY;
      if (known !== EMPTY) return known;
      if (size === firsts.length) {
        grow();
        return this.add(url);
      }
      const entry = size;
      firsts[entry] = a;
      seconds[entry] = b;
      slots[slot] = entry;
      size += 1;
      return entry;
    },
    has: (entry, mark) => ((marks?.[entry] ?? 0) & mark) !== 0,
    set(entry, mark) {
      marks ??= new Uint16Array(firsts.length);
      marks[entry] = (marks[entry] ?? 0) | mark;
    },
    stamp: (entry) => stamps?.[entry] ?? 0,
    setStamp(entry, stamp) {
      stamps ??= new Uint32Array(firsts.length);
      stamps[entry] = stamp;
    },
    get size() {
      return size;
    },
  };
}
