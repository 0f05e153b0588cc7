/** Reads folders of watch-list files into one checked list with a version; a bad file is refused whole. */
import { type ConfigProblem, inFileOrder } from '../src/model/config-problem.ts';
import type { Watchlist } from '../src/model/watchlist.ts';
import { checkPacks } from './check-packs.ts';
import { versionOf } from './live-facts.ts';
import { mergePacks, placed } from './merge-packs.ts';
import { type Placed, problemAt, type Report, readPacks } from './read-packs.ts';
import { toError } from './read-yaml.ts';
import { type Entry, toWatchlist } from './to-watchlist.ts';
import type { WatchlistFile } from './watchlist-file.ts';

export type WatchlistReading = {
  /** To be used only when there is no problem; otherwise what could be made of the files. */
  readonly list: Watchlist;
  /** Every substance with where it is written; disabled ones and overrides included. */
  readonly entries: readonly Entry[];
  readonly innocentTexts: readonly Placed<WatchlistFile['innocent_texts'][number]>[];
  readonly problems: readonly ConfigProblem[];
};

/** The folders in order: what a later one says stands over what an earlier one says. Never throws for a bad file. */
export async function readWatchlist(...folders: readonly string[]): Promise<WatchlistReading> {
  const { packs, problems } = await readPacks(folders);
  const incomplete = problems.length > 0;
  const report: Report = (place, problem, remedy, certain) => {
    if (incomplete && certain === 'needs-all') return;
    problems.push(problemAt(place, problem, remedy));
  };
  const merged = mergePacks(packs, report);
  const { list, entries } = toWatchlist(merged, report);
  checkPacks(merged, report);
  if (problems.length === 0) problems.push(...emptiness(list, folders));
  return {
    list: { ...list, version: versionOf(list) },
    entries,
    innocentTexts: placed(packs, 'innocent_texts'),
    problems: inFileOrder(problems),
  };
}

/** The list alone. @throws OperatorError 'config' naming file, line and field of the first problem, and how many there are. */
export async function loadWatchlist(...folders: readonly string[]): Promise<Watchlist> {
  return (await loadEntries(...folders)).list;
}

/** The list and where its substances are written. @throws OperatorError 'config' as loadWatchlist does */
export async function loadEntries(...folders: readonly string[]): Promise<WatchlistReading> {
  const reading = await readWatchlist(...folders);
  if (reading.problems.length > 0) throw toError(reading.problems, '`watchlist check`');
  return reading;
}

/** A list that can find nothing would be silent, and its silence would look like peace. */
function emptiness({ substances }: Omit<Watchlist, 'version'>, folders: readonly string[]): ConfigProblem[] {
  const live = substances.filter(({ controlledAsPrecursor: controlled }) => controlled);
  const searched = live.some(({ terms }) => terms.some(({ state }) => state === 'live'));
  if (searched) return [];
  const problem =
    substances.length === 0
      ? 'names no substance'
      : 'has no live term of a controlled substance: nothing would alert';
  const remedy = 'Add a substance with a live term, or correct the setting PRECURSOR_WATCHLIST.';
  const file = folders.join(', ');
  return [{ file, line: null, field: '', problem, remedy }];
}
