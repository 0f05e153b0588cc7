/** A number with what it counts, in English: one thing or many. */

/** "1 listing", "2 listings", "1 copy" and "3 copies" where `many` is given. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}
