/** How much of one title is said by the other one too: words by how much they tell, spellings and abbreviations taken alike. */
import { COMMON_WORDS, EDITIONS } from './goods-words.ts';
import type { Goods } from './read-goods.ts';
import { spells } from './squashed-text.ts';

const COMMON_WEIGHT = 0.3;
const NUMBER_WEIGHT = 1.5;
const LARGEST_WEIGHT = 2;

/** How much a word tells of a thing. Longer words are rarer; no statistics, so the same pair always compares the same. */
function weightOf(word: string): number {
  if (COMMON_WORDS.has(word)) return COMMON_WEIGHT;
  return /\p{N}/u.test(word) ? NUMBER_WEIGHT : Math.min(LARGEST_WEIGHT, 0.4 + word.length * 0.2);
}

const SHARE = { same: 1, longer: 0.8, shortened: 0.6, elsewhere: 0.5 } as const;

function startsAlike(short: string, long: string): boolean {
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  return at >= 5 && at >= 0.7 * long.length;
}

/** "ed" for "edition", "mltimdia" for "multimedia": the letters in their order, from the first to the last. */
function isShortened(short: string, long: string): boolean {
  if (short.length > 4 || long.length < 5 || short[0] !== long[0] || short.at(-1) !== long.at(-1))
    return false;
  let at = 0;
  for (const letter of long) if (letter === short[at]) at += 1;
  return at === short.length;
}

function likeness(a: string, b: string): number {
  if (a === b) return SHARE.same;
  if (/\p{N}/u.test(a) || /\p{N}/u.test(b)) return 0;
  const edition = EDITIONS.get(a);
  if (edition !== undefined && edition === EDITIONS.get(b)) return SHARE.same;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if ((short.length >= 3 && long.startsWith(short)) || startsAlike(short, long)) return SHARE.longer;
  return short.length >= 2 && isShortened(short, long) ? SHARE.shortened : 0;
}

function shareIn(word: string, other: Goods): number {
  const { title, rest, maker } = other;
  if (title.words.has(word) || maker.has(word)) return SHARE.same;
  if (word.length >= 4 && spells(title.squashed, word)) return SHARE.same;
  let best = rest.words.has(word) || (word.length >= 5 && spells(rest.squashed, word)) ? SHARE.elsewhere : 0;
  for (const candidate of title.words) best = Math.max(best, likeness(word, candidate));
  return best;
}

/** The part of a's title, 0–1, that b says too; 0 when a has no title. */
export function coverage(a: Goods, b: Goods): number {
  let all = 0;
  let common = 0;
  for (const word of a.title.words) {
    const weight = weightOf(word);
    all += weight;
    common += weight * shareIn(word, b);
  }
  return all === 0 ? 0 : common / all;
}
