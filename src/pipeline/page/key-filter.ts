/** A set of keys that takes the same memory whatever their number, at the price of claiming to hold some that it does not. */
import { urlHasher } from '../../../crawlers/url-hash.ts';

export type KeyFilter = {
  /** Puts a key in; true when it surely was not there before. */
  isNew(key: string): boolean;
};

/** A megabyte. */
const BITS = 2 ** 23;
/** Bits of one key. */
const PROBES = 4;

/**
 * A Bloom filter. Of keys that are new, one in 10,000 is not called so when 200,000 are in it, one in 40 with a million, and one in four
 * with two and a half.
 */
export function createKeyFilter(): KeyFilter {
  const hash = urlHasher();
  const words = new Uint32Array(BITS / 32);
  return {
    isNew(key) {
      const [first, second] = hash(key);
      let isNew = false;
      for (let probe = 0; probe < PROBES; probe += 1) {
        const bit = (first + Math.imul(probe, second | 1)) & (BITS - 1);
        const [at, mask] = [bit >>> 5, 1 << (bit & 31)];
        const word = words[at] ?? 0;
        if ((word & mask) !== 0) continue;
        isNew = true;
        words[at] = word | mask;
      }
      return isNew;
    },
  };
}
