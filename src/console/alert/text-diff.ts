/** What changed between two texts, word by word. */

export type DiffPiece = { readonly kind: 'same' | 'removed' | 'added'; readonly text: string };

/** Words of each side that are compared one by one; longer texts are shown as replaced, which costs attention, not time. */
const MOST_WORDS = 600;

/** In order; the `same` and `removed` pieces joined are `before`, the `same` and `added` ones `after`. O(n·m), bounded. */
export function diffWords(before: string, after: string): DiffPiece[] {
  const [left, right] = [wordsOf(before), wordsOf(after)];
  if (left.length > MOST_WORDS || right.length > MOST_WORDS) return replaced(before, after);
  const common = commonLengths(left, right);
  const pieces: DiffPiece[] = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    const [removed, added] = [left[i], right[j]];
    if (removed !== undefined && removed === added) {
      push(pieces, 'same', removed);
      i += 1;
      j += 1;
    } else if (removed !== undefined && (added === undefined || longer(common, i + 1, j, i, j + 1))) {
      push(pieces, 'removed', removed);
      i += 1;
    } else {
      push(pieces, 'added', added ?? '');
      j += 1;
    }
  }
  return pieces;
}

/** Words and what stands between them, so that nothing is lost. */
function wordsOf(text: string): string[] {
  return text.match(/\s+|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? [];
}

function replaced(before: string, after: string): DiffPiece[] {
  const pieces: DiffPiece[] = [];
  if (before !== '') push(pieces, 'removed', before);
  if (after !== '') push(pieces, 'added', after);
  return pieces;
}

function push(pieces: DiffPiece[], kind: DiffPiece['kind'], text: string): void {
  const last = pieces.at(-1);
  if (last?.kind === kind) pieces[pieces.length - 1] = { kind, text: last.text + text };
  else pieces.push({ kind, text });
}

/** Cell [i][j]: length of the longest common subsequence of what follows i and j. */
function commonLengths(left: readonly string[], right: readonly string[]): Uint16Array[] {
  const table = Array.from({ length: left.length + 1 }, () => new Uint16Array(right.length + 1));
  for (let i = left.length - 1; i >= 0; i -= 1)
    for (let j = right.length - 1; j >= 0; j -= 1) {
      const row = table[i];
      if (row === undefined) continue;
      row[j] =
        left[i] === right[j]
          ? (table[i + 1]?.[j + 1] ?? 0) + 1
          : Math.max(table[i + 1]?.[j] ?? 0, row[j + 1] ?? 0);
    }
  return table;
}

function longer(table: readonly Uint16Array[], i: number, j: number, k: number, l: number): boolean {
  return (table[i]?.[j] ?? 0) >= (table[k]?.[l] ?? 0);
}
