/** `watchlist diff`: what changes in screening from one list of packs to another. */
import { delimiter, resolve } from 'node:path';
import type { Command } from 'commander';
import { diffWatchlists } from '../../config/diff-watchlists.ts';
import { loadWatchlist } from '../../config/load-watchlist.ts';
import { OperatorError } from '../model/errors.ts';
import type { LiveArea, WatchlistChange, WatchlistDiff } from '../model/watchlist-diff.ts';
import { count } from '../text/count.ts';
import { printJson, printLine, printTable, type Surroundings } from './surroundings.ts';

const WORDS: Readonly<Record<LiveArea, string>> = {
  substance: 'substance',
  term: 'term',
  cas: 'CAS number',
  structure: 'structure',
  schedule: 'law',
  'red-flag': 'red flag',
  'red-flag-phrase': 'phrase of a red flag',
  'innocent-context': 'innocent context',
  'innocent-phrase': 'phrase of an innocent context',
  'context-term': 'term of an innocent context',
  'innocent-cas': 'innocent CAS number',
};

/** Rows that go with a subject: when all of it comes or goes, they are counted, not listed. */
const PART_OF: Readonly<Partial<Record<LiveArea, LiveArea>>> = {
  term: 'substance',
  cas: 'substance',
  structure: 'substance',
  schedule: 'substance',
  'red-flag-phrase': 'red-flag',
  'innocent-phrase': 'innocent-context',
  'context-term': 'innocent-context',
};

export function addWatchlistDiff(watchlist: Command, around: Surroundings): void {
  watchlist
    .command('diff')
    .description('what changes in screening from A to B; by words, without looking at any listing')
    .argument(
      '<A>',
      `folder of packs, or several joined by "${delimiter}", later ones overriding earlier ones`,
    )
    .argument('[B]', 'the same; what is configured if left out')
    .option('--json', 'print the changes as JSON')
    .action(async (a: string, b: string | undefined, options: { json?: boolean }) => {
      const from = await loadWatchlist(...folders(a));
      const to = await loadWatchlist(...(b === undefined ? around.settings().watchlistFolders : folders(b)));
      const diff = diffWatchlists(from, to);
      if (options.json) printJson(around.output, diff);
      else print(around, diff);
    });
}

function folders(argument: string): string[] {
  const named = argument.split(delimiter).filter((folder) => folder !== '');
  if (named.length === 0)
    throw new OperatorError('usage', `"${argument}" names no folder.`, 'Name a folder of packs, or several.');
  return named.map((folder) => resolve(folder));
}

function print({ output }: Surroundings, { from, to, changes }: WatchlistDiff): void {
  if (changes.length === 0) {
    printLine(output, `No difference in screening: both are version ${from}.`);
    return;
  }
  printLine(output, `From version ${from} to version ${to}:`);
  const rows = changes
    .filter((change) => !goesWithSubject(change, changes))
    .map((change) => row(change, changes));
  printTable(output, [['what', 'of', 'change', 'which'], ...rows]);
}

function row(change: WatchlistChange, changes: readonly WatchlistChange[]): string[] {
  const { area, subject, item, change: kind, field, before, after } = change;
  const parts = changes.filter((other) => goesWithSubject(other, [change])).length;
  const detail =
    kind === 'changed' ? `${field}: ${before ?? '—'} → ${after ?? '—'}` : (after ?? before ?? '');
  const rest = parts === 0 ? '' : `with ${count(parts, 'row')}`;
  return [WORDS[area], subject, kind, [item ?? '', detail, rest].filter((text) => text !== '').join('  ')];
}

/** True for a part of a subject that comes or goes as a whole among `changes`. */
function goesWithSubject(
  { area, subject, change }: WatchlistChange,
  changes: readonly WatchlistChange[],
): boolean {
  return changes.some(
    (whole) =>
      whole.area === PART_OF[area] &&
      whole.subject === subject &&
      whole.item === null &&
      whole.change === change &&
      change !== 'changed',
  );
}
