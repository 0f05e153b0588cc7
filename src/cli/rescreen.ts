/** `rescreen`: screens all stored listings again, says what that changed, or what it would change. */
import { availableParallelism } from 'node:os';
import { type Command, Option } from 'commander';
import { loadWatchlist } from '../../config/load-watchlist.ts';
import { OperatorError } from '../model/errors.ts';
import type { Rescreen, RescreenChange, RescreenPreview } from '../model/rescreen.ts';
import type { Watchlist } from '../model/watchlist.ts';
import { recallWatchlist } from '../pipeline/configuration/recall-watchlist.ts';
import { orderRescreen, putInUse } from '../pipeline/configuration/use-watchlist.ts';
import { previewRescreen } from '../pipeline/preview-rescreen.ts';
import { driveRescreen } from '../pipeline/rescreen.ts';
import { appendAudit } from '../store/accounts/audit-log.ts';
import type { Db } from '../store/open-database.ts';
import { listChanges } from '../store/rescreening/rescreen-rows.ts';
import { findRescreen, listRescreens, openRescreen, pauseRescreen } from '../store/rescreening/rescreens.ts';
import { processName } from '../store/server/process-identity.ts';
import { count } from '../text/count.ts';
import { jsonLinesTo } from './json-lines-writer.ts';
import { openStore } from './open-store.ts';
import { printJson, printLine, printTable, type Surroundings } from './surroundings.ts';
import { tellProgress } from './tell-progress.ts';
import { whoever } from './whoever.ts';
import { wholeNumber } from './whole-number.ts';

type RunOptions = {
  readonly dryRun?: boolean;
  readonly list?: string;
  readonly threads: number;
  readonly json?: boolean;
};

const PAGE = 1000;

async function rescreen(around: Surroundings, options: RunOptions): Promise<void> {
  const { dataFolder, watchlistFolders } = around.settings();
  const watchlist = await (options.list === undefined
    ? recallWatchlist(dataFolder, watchlistFolders)
    : loadWatchlist(options.list));
  await using database = await openStore(around);
  const { db, databaseUrl } = database;
  const progress = tellProgress(around.remarks);
  if (options.dryRun) {
    const preview = await previewRescreen(db, watchlist, {
      clock: around.clock,
      signal: around.signal,
      onProgress: progress.tell,
    });
    progress.end();
    if (around.signal.aborted)
      throw new OperatorError(
        'failed',
        `The preview was interrupted after ${count(preview.screened, 'listing')}.`,
        'Nothing was changed; start it again.',
      );
    if (options.json) printJson(around.output, preview);
    else printPreview(around, preview);
    return;
  }
  const id = await begin(db, watchlist, around);
  if (id === null) {
    printLine(around.remarks, 'No listing is stored yet: there is nothing to screen again.');
    return;
  }
  const after = await driveRescreen({
    ...{ db, databaseUrl, rescreen: id, threads: options.threads, worker: processName(process.pid) },
    ...{ clock: around.clock, signal: around.signal, alertsPerRun: around.settings().alertsPerRun },
    onProgress: ({ screened, total }) => progress.tell(screened, total),
  });
  progress.end();
  if (after === null) return;
  report(around, after, options.json === true);
  refuseInterrupted(around, after);
}

/** The one that is under way for this list, or a new one. */
async function begin(db: Db, watchlist: Watchlist, around: Surroundings): Promise<number | null> {
  const now = around.clock();
  return await db.transaction().execute(async (tx) => {
    await putInUse(tx, watchlist, whoever(), now);
    const open = await openRescreen(tx);
    if (open !== null) {
      if (open.state === 'paused') await pauseRescreen(tx, open.id, false);
      return open.id;
    }
    const order = { trigger: 'command', scope: 'all', whole: true, watchlist: watchlist.version } as const;
    return await orderRescreen(tx, { ...order, requestedBy: whoever(), now });
  });
}

/** @throws OperatorError 'failed' when it was interrupted: what was asked for is not there yet */
function refuseInterrupted({ signal }: Surroundings, { id, state, screened, total }: Rescreen): void {
  if (!signal.aborted || state !== 'running') return;
  throw new OperatorError(
    'failed',
    `Re-screening ${id} was not waited for: ${screened} of ${count(total, 'listing is', 'listings are')} screened, and it is still ordered.`,
    'A running serve or work carries on with it, and so does: precursor-watch rescreen. Watch it with: precursor-watch rescreen list; hold it with: precursor-watch rescreen pause.',
  );
}

function report(around: Surroundings, after: Rescreen, json: boolean): void {
  if (json) {
    printJson(around.output, after);
    return;
  }
  const { id, state, screened, total, changed, opened, revised } = after;
  printLine(
    around.output,
    `Re-screening ${id}: ${state}; ${screened} of ${count(total, 'listing')} screened, ${count(changed, 'assessment')} changed, ${count(opened, 'alert')} opened, ${revised} revised.`,
  );
  if (changed > 0) printLine(around.output, `What changed: precursor-watch rescreen show ${id}`);
}

function printPreview(around: Surroundings, preview: RescreenPreview): void {
  const { screened, changed, gained, lost, confirmedLost, samples, seconds } = preview;
  const to = around.output;
  printLine(
    to,
    `${count(screened, 'listing')} in ${seconds.toFixed(1)} s: ${count(changed, 'assessment')} would change.`,
  );
  printLine(to, `Gained: ${count(gained, 'listing')} would alert, or for further substances.`);
  printChanges(around, samples.gained);
  printLine(to, `Lost: ${count(lost, 'listing')} would no longer alert, or for fewer substances.`);
  printChanges(around, samples.lost);
  printLine(to, `Confirmed alerts that would be lost: ${confirmedLost.length}`);
  for (const { alert, substances, url } of confirmedLost)
    printLine(to, `  alert ${alert}  ${substances.join(', ')}  ${url}`);
}

const CHANGE_HEADING = ['listing', 'site', 'before', 'after', 'gained', 'lost', 'on sale', 'title'];

function printChanges(around: Surroundings, changes: readonly RescreenChange[]): void {
  if (changes.length === 0) return;
  const cells = changes.map((each) => [
    ...[
      String(each.listing),
      each.site,
      each.before ?? '',
      each.after,
      each.gained.join(' '),
      each.lost.join(' '),
    ],
    ...[each.onSale ?? '', (each.title ?? '').slice(0, 60)],
  ]);
  printTable(around.output, [CHANGE_HEADING, ...cells]);
}

async function list(around: Surroundings, { json }: { json?: boolean }): Promise<void> {
  await using database = await openStore(around);
  const all = await listRescreens(database.db, 50);
  if (json) for (const each of all) printJson(around.output, each);
  else {
    const heading = [
      'number',
      'begun',
      'why',
      'list',
      'state',
      'screened',
      'of',
      'changed',
      'opened',
      'revised',
    ];
    const cells = all.map(({ id, requestedAt, trigger, watchlist, state, ...counts }) => [
      ...[String(id), requestedAt, trigger, watchlist, state],
      ...[counts.screened, counts.total, counts.changed, counts.opened, counts.revised].map(String),
    ]);
    printTable(around.output, [heading, ...cells]);
  }
}

async function show(around: Surroundings, id: number, { json }: { json?: boolean }): Promise<void> {
  await using database = await openStore(around);
  const { db } = database;
  const found = await findRescreen(db, id);
  if (found === null)
    throw new OperatorError(
      'usage',
      `There is no re-screening ${id}.`,
      'See: precursor-watch rescreen list.',
    );
  if (!json) report(around, found, false);
  await using lines = json ? jsonLinesTo(around.output) : null;
  for (let after = 0; ; ) {
    const changes = await listChanges(db, id, after, PAGE);
    if (lines === null) printChanges(around, changes);
    else for (const change of changes) await lines.write(change);
    after = changes.at(-1)?.listing ?? after;
    if (changes.length < PAGE) return;
  }
}

async function setPaused(around: Surroundings, pause: boolean, { json }: { json?: boolean }): Promise<void> {
  await using database = await openStore(around);
  const { db } = database;
  const now = around.clock();
  const id = await db.transaction().execute(async (tx) => {
    const open = await openRescreen(tx);
    if (open === null || !(await pauseRescreen(tx, open.id, pause))) return null;
    const action = pause ? 'rescreen.pause' : 'rescreen.resume';
    await appendAudit(tx, { actor: whoever(), action, subject: `rescreen:${open.id}`, detail: {} }, now);
    return open.id;
  });
  const what = pause ? 'running' : 'paused';
  if (id === null)
    throw new OperatorError('usage', `No re-screening is ${what}.`, 'See: precursor-watch rescreen list.');
  const said = pause
    ? 'paused after the ranges under way'
    : 'goes on where work is running, or with: rescreen';
  if (json) printJson(around.output, { rescreen: id, paused: pause });
  else printLine(around.output, `Re-screening ${id}: ${said}.`);
}

export function addRescreen(program: Command, around: Surroundings): void {
  const command = program
    .command('rescreen')
    .description('screen all stored listings again under the configured watch-list')
    .option(
      '--dry-run',
      'change nothing: say what would be gained and lost, and which confirmed alerts would be lost',
    )
    .addOption(new Option('--list <folder>', 'packs of this folder instead (only with --dry-run)'))
    .option('--threads <n>', 'threads that screen', wholeNumber, Math.min(2, availableParallelism()))
    .option('--json', 'print the result as JSON')
    .action(async (options: RunOptions) => {
      if (options.list !== undefined && !options.dryRun)
        throw new OperatorError(
          'usage',
          '--list needs --dry-run.',
          'To put other packs in use, set PRECURSOR_WATCHLIST or PRECURSOR_WATCHLIST_OWN.',
        );
      await rescreen(around, options);
    });
  command
    .command('list')
    .description('the newest re-screenings and how far they are')
    .option('--json', 'print them as JSON lines')
    .action((_options: unknown, each: Command) => list(around, each.optsWithGlobals()));
  command
    .command('show')
    .argument('<number>', 'see "rescreen list"', wholeNumber)
    .description('the listings whose assessment it changed')
    .option('--json', 'print them as JSON lines')
    .action((id: number, _options: unknown, each: Command) => show(around, id, each.optsWithGlobals()));
  command
    .command('pause')
    .description('stop after the ranges under way; what is done stays done')
    .option('--json', 'print the result as JSON')
    .action((_options: unknown, each: Command) => setPaused(around, true, each.optsWithGlobals()));
  command
    .command('resume')
    .description('go on with what was paused')
    .option('--json', 'print the result as JSON')
    .action((_options: unknown, each: Command) => setPaused(around, false, each.optsWithGlobals()));
}
