/** What a name looks like, so that nobody signs in under one that others take for somebody else's. */
import { ALIKE } from '../text/look-alike-table.ts';

const STANDS_FOR: ReadonlyMap<string, string> = new Map(
  ALIKE.flatMap((group) => [...group].map((character) => [character, group.charAt(0)] as const)),
);

/**
 * Letters stand as the one that they are mistaken for (UTS #39), whatever their script and case. Digits, accents and
 * signs stay as they are: they tell people apart.
 */
export function lookOfName(name: string): string {
  const letters = [...name.normalize('NFKC').toLowerCase()];
  return letters.map((each) => (/\p{L}/u.test(each) ? (STANDS_FOR.get(each) ?? each) : each)).join('');
}
