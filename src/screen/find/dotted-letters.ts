/** Tells an abbreviation that is written in single letters with dots ("P.M.K. powder", "4 . A . N . P . P") from the end of a sentence. */

/** What stands behind a letter of such an abbreviation; the usual way to write one has a dot behind the last letter, too. */
const DOT = /^ ?\. ?$/;
/** In letters and digits: shorter ones are initials of people, companies and ordinary words. */
const SHORTEST = 5;
/** From this length on, a name in which one word is dotted throughout and the others are whole is written so on purpose. */
const SHORTEST_WORDED = 6;
/** Initials stand before or behind a surname; words of trade are none. */
const SURNAME_BEFORE = /\p{L}{2,}, ?$/u;
const WORD_BEHIND =
  /^\.? ?(?!(?:powder|crystals?|oil|cas|for|in|from|by|on|at|with|price|sale|stock|available|supplier)(?!\p{L}))\p{L}{2}/u;
const REACH = 32;

export function isDot(gap: string): boolean {
  return DOT.test(gap);
}

/**
 * Whether gaps that would end a sentence (a dot and a space) stand in such an abbreviation instead: beside another dot, so that a
 * single letter stands between them, and not within figures alone.
 * @param gaps what stands between each letter and the next, `joints` where the list has a separator itself
 */
export function isDottedThroughout(gaps: readonly string[], joints: readonly boolean[]): boolean {
  if (gaps.length + 1 < SHORTEST) return false;
  return gaps.every((gap, i) => {
    if (!isDot(gap) || !gap.endsWith(' ')) return true;
    const neighbours = [i - 1, i + 1].filter((at) => isDot(gaps[at] ?? ''));
    return neighbours.some((at) => joints[i] !== true || joints[at] !== true);
  });
}

/** Each word of the name has a dot behind every letter, or nothing; joints part the words. */
export function hasDottedWord(gaps: readonly string[], joints: readonly boolean[]): boolean {
  if (gaps.length + 1 < SHORTEST_WORDED) return false;
  const inside = gaps.map((gap, i) => (joints[i] === true ? '|' : isDot(gap) ? '.' : gap === '' ? '-' : '?'));
  return inside
    .join('')
    .split('|')
    .every((word) => /^(?:\.*|-*)$/.test(word));
}

/** A name of nothing but single letters at [start, end) that are somebody's initials. */
export function areInitials(text: string, start: number, end: number): boolean {
  return (
    SURNAME_BEFORE.test(text.slice(Math.max(0, start - REACH), start)) ||
    WORD_BEHIND.test(text.slice(end, end + REACH))
  );
}
