/** `sites pause|drain|resume|holds|run`: takes sites out of the schedule for a while, and runs one out of turn. */
import { type Command, Option } from 'commander';
import { AT_ONCE, enqueueRuns } from '../../queues/enqueue-runs.ts';
import { OperatorError } from '../model/errors.ts';
import { EVERY_SITE, type HoldMode } from '../model/schedule.ts';
import { isWatched, orderHold, orderRelease, orderRun } from '../pipeline/order-turns.ts';
import { currentStop } from '../store/crawling/crawl-stops.ts';
import { listHolds } from '../store/crawling/holds.ts';
import type { Db } from '../store/open-database.ts';
import { openStore, openStoreAndQueues } from './open-store.ts';
import { printJson, printLine, printTable, type Surroundings } from './surroundings.ts';
import { whoever } from './whoever.ts';

type Options = { readonly json?: boolean; readonly all?: boolean; readonly reason?: string };

const ITS_ID = 'id of a site, as "sites list" shows it';

const MEANING: Record<HoldMode, string> = {
  drain: 'gets no new runs; what is queued or under way goes on to its end',
  pause: 'gets no new runs, and queued ones wait; what is under way goes on to its end',
};

function noSuchSite(site: string): OperatorError {
  return new OperatorError(
    'usage',
    `There is no site "${site}".`,
    'List them with: precursor-watch sites list.',
  );
}

/** A site's id that exists, or the sign for all of them. */
async function scopeOf(db: Db, site: string | undefined, all: boolean | undefined): Promise<string> {
  if ((site === undefined) === (all !== true))
    throw new OperatorError('usage', 'Which sites are meant?', 'Give the id of one, or --all.');
  if (site === undefined) return EVERY_SITE;
  if (!(await isWatched(db, site))) throw noSuchSite(site);
  return site;
}

function named(scope: string): string {
  return scope === EVERY_SITE ? 'Every site' : scope;
}

async function hold(
  around: Surroundings,
  mode: HoldMode,
  site: string | undefined,
  { json, all, reason = 'no reason given' }: Options,
): Promise<void> {
  await using database = await openStore(around);
  const scope = await scopeOf(database.db, site, all);
  const by = whoever();
  await orderHold(database.db, { scope, mode, reason, by }, around.clock());
  if (json) printJson(around.output, { scope, mode, reason, by });
  else
    printLine(around.output, `${named(scope)} ${MEANING[mode]}. Undo with: sites resume ${site ?? '--all'}`);
}

async function release(
  around: Surroundings,
  site: string | undefined,
  { json, all }: Options,
): Promise<void> {
  await using database = await openStore(around);
  const scope = await scopeOf(database.db, site, all);
  const released = await orderRelease(database.db, { scope, by: whoever() }, around.clock());
  const everything =
    scope !== EVERY_SITE && (await listHolds(database.db)).some((each) => each.scope === EVERY_SITE);
  if (json) printJson(around.output, { scope, released });
  else if (!released) printLine(around.output, `${named(scope)} was not held.`);
  else
    printLine(
      around.output,
      `${named(scope)} has its turns again${everything ? ', once "sites resume --all" ends the hold of all' : ''}.`,
    );
}

async function list(around: Surroundings, { json }: Options): Promise<void> {
  await using database = await openStore(around);
  const holds = await listHolds(database.db);
  if (json) for (const each of holds) printJson(around.output, each);
  else {
    const rows = holds.map(({ scope, mode, since, by, reason }) => [named(scope), mode, since, by, reason]);
    printTable(around.output, [['site', 'hold', 'since', 'by', 'reason'], ...rows]);
  }
}

/** The turn of its schedule stays as it is. */
async function runNow(around: Surroundings, site: string, { json }: Options): Promise<void> {
  await using store = await openStoreAndQueues(around);
  const { db, queues } = store;
  const ordered = await orderRun(db, { site, by: whoever() }, around.clock());
  if (ordered === null) throw noSuchSite(site);
  const { run, made, paused } = ordered;
  if (!paused) await enqueueRuns(queues, [{ site, run, priority: AT_ONCE }]);
  const stop = await currentStop(db);
  if (json) {
    printJson(around.output, { site, run, made, paused, stopped: stop !== null });
    return;
  }
  if (paused) printLine(around.output, `Run ${run} of ${site} waits: the site is paused.`);
  else
    printLine(
      around.output,
      made ? `Run ${run} of ${site} is queued.` : `Run ${run} of ${site} was queued or begun before.`,
    );
  if (stop !== null)
    printLine(
      around.output,
      `All crawling is stopped (${stop.reason}): it fetches nothing. The site has its turn at once with: precursor-watch resume`,
    );
}

export function addSiteTurns(sites: Command, around: Surroundings): void {
  const all = () => new Option('--all', 'every site');
  const reason = () => new Option('--reason <text>', 'why; shown where the hold is');
  const json = () => new Option('--json', 'print the result as JSON');
  for (const mode of ['pause', 'drain'] as const) {
    sites
      .command(mode)
      .argument('[site]', ITS_ID)
      .description(`a site ${MEANING[mode]}`)
      .addOption(all())
      .addOption(reason())
      .addOption(json())
      .action((site: string | undefined, options: Options) => hold(around, mode, site, options));
  }
  sites
    .command('resume')
    .argument('[site]', ITS_ID)
    .description('end a pause or drain; a turn that was missed is made up for, once')
    .addOption(all())
    .addOption(json())
    .action((site: string | undefined, options: Options) => release(around, site, options));
  sites
    .command('holds')
    .description('list what is paused or drained, by whom and why')
    .option('--json', 'print them as JSON lines')
    .action((options: Options) => list(around, options));
  sites
    .command('run')
    .argument('<site>', ITS_ID)
    .description('queue a run now, before all others; its schedule stays as it is')
    .addOption(json())
    .action((site: string, options: Options) => runNow(around, site, options));
}
