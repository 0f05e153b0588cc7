/** Finds a CAS number whose three groups are spread over labelled lines or attributes ("CAS part 1: …, part 2: …"). */
import type { CasEntry, CasMatch } from './match-cas.ts';

/** First group → the entries that begin so. */
export type SplitCasMatcher = ReadonlyMap<string, readonly CasEntry[]>;

/** Shorter numbers have groups that stand in any text. */
const FEWEST_DIGITS = 7;
/** How many other numbers, such as "part 2", may stand between two groups, and how far apart they may be. */
const SKIPPED = 2;
const FARTHEST = 40;
const LABEL = /(?<![\p{L}])cas(?![\p{L}])/u;
const NUMBER = /\d+/g;

export function compileSplitCas(entries: readonly CasEntry[]): SplitCasMatcher {
  const map = new Map<string, CasEntry[]>();
  for (const entry of entries) {
    if (entry.number.length < FEWEST_DIGITS + 2) continue;
    const [first = ''] = entry.number.split('-');
    map.set(first, [...(map.get(first) ?? []), entry]);
  }
  return map;
}

type Token = { readonly text: string; readonly start: number; readonly end: number };

/** Only where "CAS" stands near the first group, and only what `matchCas` cannot find as one number. */
export function matchSplitCas(matcher: SplitCasMatcher, text: string): CasMatch[] {
  if (!LABEL.test(text)) return [];
  const tokens = [...text.matchAll(NUMBER)].map(({ 0: digits, index }) => ({
    text: digits,
    start: index,
    end: index + digits.length,
  }));
  const found: CasMatch[] = [];
  tokens.forEach((token, i) => {
    for (const entry of matcher.get(token.text) ?? []) {
      const [, second = '', third = ''] = entry.number.split('-');
      const middle = nextToken(tokens, i, second);
      const last = middle === null ? null : nextToken(tokens, middle, third);
      const end = last === null ? null : (tokens[last]?.end ?? null);
      if (end === null) continue;
      const near = text.slice(Math.max(0, token.start - FARTHEST), token.start);
      const inside = text.slice(token.end, end);
      if (LABEL.test(near) && /\p{L}/u.test(inside)) {
        found.push({ ...entry, start: token.start, end, technique: 'split' });
      }
    }
  });
  return found;
}

function nextToken(tokens: readonly Token[], from: number, wanted: string): number | null {
  for (let i = from + 1; i <= from + 1 + SKIPPED; i += 1) {
    const token = tokens[i];
    if (token === undefined || token.start - (tokens[i - 1]?.end ?? 0) > FARTHEST) return null;
    if (token.text === wanted) return i;
  }
  return null;
}
