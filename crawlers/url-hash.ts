/** Numbers for URLs and other keys of pages, to look them up by. */
import { randomInt } from 'node:crypto';

/**
 * Makes two hashes of 32 bits. A million URLs share one by chance in 30 million tables; the seed is drawn anew for each, so that no
 * site can choose addresses that do.
 */
export function urlHasher(): (url: string) => readonly [number, number] {
  const seedA = randomInt(2 ** 32);
  const seedB = randomInt(2 ** 32);
  return (url) => {
    let a = seedA;
    let b = seedB;
    for (let at = 0; at < url.length; at += 1) {
      const unit = url.charCodeAt(at);
      a = Math.imul(a ^ unit, 0x9e3779b1);
      a ^= a >>> 15;
      b = Math.imul(b ^ unit, 0x85ebca77);
      b ^= b >>> 13;
    }
    a = Math.imul(a ^ (a >>> 16) ^ b, 0xc2b2ae3d);
    b = Math.imul(b ^ (b >>> 15) ^ a, 0x27d4eb2f);
    return [(a ^ (a >>> 13)) >>> 0, (b ^ (b >>> 16)) >>> 0];
  };
}
