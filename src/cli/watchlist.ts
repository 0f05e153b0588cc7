/** `watchlist`: check the packs, list the substances, compare two lists. */
import type { Command } from 'commander';
import { loadEntries } from '../../config/load-watchlist.ts';
import { fileAndLine } from '../../config/read-packs.ts';
import { type Substance, TERM_STATES } from '../model/watchlist.ts';
import type { ListedSubstance } from '../model/watchlist-listing.ts';
import { checkWatchlist } from '../pipeline/check-watchlist.ts';
import { lawOn } from '../screen/weigh/law-in-force.ts';
import { count } from '../text/count.ts';
import { printProblems } from './print-problems.ts';
import { printJson, printLine, printRows, type Surroundings } from './surroundings.ts';
import { addWatchlistDiff } from './watchlist-diff.ts';

type Options = { json?: boolean };

export function addWatchlist(program: Command, around: Surroundings): void {
  const watchlist = program.command('watchlist').description('check, list and compare watch-list packs');
  watchlist
    .command('check')
    .description('check every pack: form, doubled and wrong identifiers, and its own innocent texts')
    .option('--json', 'print the result as JSON')
    .action((options: Options) => check(around, options));
  watchlist
    .command('list')
    .description('list the substances, where they are written and what overrides made of them')
    .option('--json', 'print them as JSON lines')
    .action((options: Options) => list(around, options));
  addWatchlistDiff(watchlist, around);
}

/** Exit code `config` when something is wrong; every problem is told, because they are corrected together. */
async function check(around: Surroundings, options: Options): Promise<void> {
  const result = await checkWatchlist(around.settings().watchlistFolders, around.clock());
  if (!result.ok) around.exit('config');
  if (options.json) {
    printJson(around.output, result);
    return;
  }
  const { version, substances, terms, innocentTexts, problems } = result;
  if (result.ok) {
    const counts = `${count(substances, 'substance')}, ${count(terms, 'term')}, ${count(innocentTexts, 'innocent text')}`;
    printLine(around.output, `Watch-list ${version}: ${counts}, no fault found.`);
    return;
  }
  printProblems(around.output, problems);
}

async function list(around: Surroundings, options: Options): Promise<void> {
  const all = await listed(around.settings().watchlistFolders, around.clock());
  const heading = ['id', 'name', 'family', 'tier', 'CAS', 'terms', 'next law', 'overridden'];
  printRows(around, all, { json: options.json, heading, cells: row });
}

/** @throws OperatorError 'config' when the packs are refused */
async function listed(folders: readonly string[], on: Date): Promise<ListedSubstance[]> {
  const { entries } = await loadEntries(...folders);
  return entries.map(({ substance, place, overrides, disabled }) => ({
    ...substance,
    place: fileAndLine(place),
    overrides: overrides.map(({ place: its, changed }) => ({ ...fileAndLine(its), changed: [...changed] })),
    disabled,
    nextLaw: nextLaw(substance, on),
  }));
}

/** ISO dates sort as text; one that is known to the month only stands before the days of its month. */
function nextLaw(substance: Substance, on: Date): ListedSubstance['nextLaw'] {
  const coming = lawOn(substance, on).filter(({ status }) => status === 'coming');
  const [first] = coming.sort((a, b) => ((a.effective ?? '') < (b.effective ?? '') ? -1 : 1));
  return first === undefined ? null : { regime: first.regime, list: first.list, effective: first.effective };
}

function row({
  id,
  name,
  family,
  tier,
  cas,
  terms,
  nextLaw,
  overrides,
  disabled,
}: ListedSubstance): string[] {
  const counts = TERM_STATES.map((state) => ({
    state,
    count: terms.filter((term) => term.state === state).length,
  }));
  return [
    id,
    name,
    family,
    disabled ? 'off' : tier,
    cas.map(({ number }) => number).join(' '),
    counts.flatMap(({ state, count }) => (count === 0 ? [] : [`${count} ${state}`])).join(', '),
    nextLaw === null ? '—' : `${nextLaw.effective} ${nextLaw.regime}`,
    overrides.flatMap(({ changed }) => changed).join('; '),
  ];
}
