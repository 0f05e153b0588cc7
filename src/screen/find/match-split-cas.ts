/** Finds a CAS number whose three groups are spread over labelled lines or attributes ("CAS part 1: …, part 2: …"). */
import type { CasEntry, CasMatch } from './match-cas.ts';

/** First group → the entries that begin so. */
export type SplitCasMatcher = ReadonlyMap<number, readonly CasEntry[]>;

/** Shorter numbers have groups that stand in any text. */
const FEWEST_DIGITS = 7;
/** How many other numbers, such as "part 2", may stand between two groups, and how far apart they may be. */
const SKIPPED = 2;
const FARTHEST = 40;
/** Chinese text puts no space around it. */
const LABEL = /(?<![a-z])cas(?![a-z])/;
/** How far from the groups the label may stand, on either side. */
const LABEL_REACH = 80;

export function compileSplitCas(entries: readonly CasEntry[]): SplitCasMatcher {
  const map = new Map<number, CasEntry[]>();
  for (const entry of entries) {
    if (entry.number.length < FEWEST_DIGITS + 2) continue;
    const [first = ''] = entry.number.split('-');
    map.set(keyOf(first), [...(map.get(keyOf(first)) ?? []), entry]);
  }
  return map;
}

/** Digits with leading noughts differ from those without. */
function keyOf(digits: string): number {
  return Number(digits) * 16 + digits.length;
}

const NOUGHT = 0x30;

/** First groups that one text is worth. */
const MOST_STARTS = 100;

type Token = { readonly text: string; readonly start: number; readonly end: number };

/**
 * Only where "CAS" stands near, and only what is not one number already.
 * @param figures places of all figures, in order
 */
export function matchSplitCas(
  matcher: SplitCasMatcher,
  figures: Uint32Array,
  units: Uint16Array,
  text: () => string,
): CasMatch[] {
  const starts = groupStarts(matcher, figures, units);
  if (starts.length === 0) return [];
  const found: CasMatch[] = [];
  for (const start of starts) {
    const tokens = tokensFrom(text(), start);
    const [token] = tokens;
    if (token === undefined) continue;
    for (const entry of matcher.get(keyOf(token.text)) ?? []) {
      const end = endOf(tokens, entry);
      if (end === null) continue;
      const near = text().slice(Math.max(0, start - LABEL_REACH), end + LABEL_REACH);
      if (LABEL.test(near) && /[\p{L}|=]/u.test(text().slice(token.end, end))) {
        found.push({ ...entry, start, end, technique: 'split' });
      }
    }
  }
  return found;
}

/** Where a number stands that is the first group of a listed one. */
function groupStarts(matcher: SplitCasMatcher, figures: Uint32Array, units: Uint16Array): number[] {
  const starts: number[] = [];
  if (figures.length < FEWEST_DIGITS) return starts;
  for (let i = 0; i < figures.length && starts.length < MOST_STARTS; ) {
    const start = figures[i] ?? 0;
    let end = i;
    let value = 0;
    while (end < figures.length && (figures[end] ?? 0) === start + end - i) {
      value = value * 10 + (units[start + end - i] ?? NOUGHT) - NOUGHT;
      end += 1;
    }
    const length = end - i;
    if (length >= FEWEST_DIGITS - 3 && length <= 7 && matcher.has(value * 16 + length)) starts.push(start);
    i = end;
  }
  return starts;
}

const MOST_TOKENS = 2 * (SKIPPED + 1) + 1;

function tokensFrom(text: string, start: number): Token[] {
  const reach = text.slice(start, start + MOST_TOKENS * FARTHEST);
  return [...reach.matchAll(/\d+/g)].slice(0, MOST_TOKENS).map((match) => {
    const at = start + match.index;
    return { text: match[0], start: at, end: at + match[0].length };
  });
}

function endOf(tokens: readonly Token[], { number }: CasEntry): number | null {
  const [, second = '', third = ''] = number.split('-');
  const middle = nextToken(tokens, 0, second);
  const last = middle === null ? null : nextToken(tokens, middle, third);
  return last === null ? null : (tokens[last]?.end ?? null);
}

function nextToken(tokens: readonly Token[], from: number, wanted: string): number | null {
  for (let i = from + 1; i <= from + 1 + SKIPPED; i += 1) {
    const token = tokens[i];
    if (token === undefined || token.start - (tokens[i - 1]?.end ?? 0) > FARTHEST) return null;
    if (token.text === wanted) return i;
  }
  return null;
}
