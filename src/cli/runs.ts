/** `runs`: what was crawled when, and the coverage ledger of a run with its politeness proofs. */
import { type Command, Option } from 'commander';
import { OperatorError } from '../model/errors.ts';
import type { Coverage } from '../model/run.ts';
import { readCoverage } from '../store/crawling/coverage.ts';
import { heldOfRun } from '../store/crawling/held-offers.ts';
import { findRun, listRuns, type StoredRun } from '../store/crawling/runs.ts';
import type { Db } from '../store/open-database.ts';
import { csvLine } from './csv-line.ts';
import { describeRun, fieldLines } from './describe-run.ts';
import { jsonLinesTo } from './json-lines-writer.ts';
import { openStore } from './open-store.ts';
import { printJson, printLine, printRows, type Surroundings } from './surroundings.ts';
import { wholeNumber } from './whole-number.ts';

type ListOptions = { readonly json?: boolean; readonly site?: string; readonly limit: number };
type ExportOptions = { readonly json?: boolean; readonly csv?: boolean };

const HEADING = [
  'url',
  'outcome',
  'status',
  'detail',
  'at',
  'request',
  'asked at',
  'robots',
  'rule',
  'pause',
  'budget',
];

function cells({ id, site, status, startedAt, pages, listings, alertsOpened, problem }: StoredRun): string[] {
  const counts = [pages, listings, alertsOpened].map(String);
  return [String(id), site, status, startedAt ?? 'waiting', ...counts, problem ?? ''];
}

async function list(around: Surroundings, { json, site, limit }: ListOptions): Promise<void> {
  await using database = await openStore(around);
  const runs = await listRuns(database.db, site ?? null, limit);
  const heading = ['run', 'site', 'status', 'started', 'pages', 'listings', 'alerts', 'problem'];
  printRows(around, runs, { json, heading, cells });
}

/** One line a request, so that each can be held against the site's own log; one for a URL that took none. */
function csvRows({ url, outcome, status, detail, at, requests }: Coverage): string[] {
  const row = [url, outcome, status, detail, at];
  if (requests.length === 0) return [csvLine([...row, '', '', '', '', '', ''])];
  return requests.map((each) =>
    csvLine([...row, each.url, each.at, each.robots, each.rule, each.pause, each.budget]),
  );
}

async function runOf(db: Db, run: number): Promise<StoredRun> {
  const found = await findRun(db, run);
  if (found !== null) return found;
  throw new OperatorError('usage', `There is no run ${run}.`, 'List them with: precursor-watch runs list.');
}

/** Seconds from the start to the end; null while it waits or goes on. */
function secondsOf({ startedAt, finishedAt }: StoredRun): number | null {
  if (startedAt === null || finishedAt === null) return null;
  return (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
}

async function show(around: Surroundings, number: number, { json }: { json?: boolean }): Promise<void> {
  await using database = await openStore(around);
  const { db } = database;
  const run = { ...(await runOf(db, number)), held: await heldOfRun(db, number) };
  if (json) return printJson(around.output, run);
  const alerts = { opened: run.alertsOpened, revised: run.alertsRevised };
  printLine(around.output, describeRun({ ...run, alerts, seconds: secondsOf(run) }));
  for (const line of await fieldLines(db, { run: number, site: run.site })) printLine(around.output, line);
}

async function exportRun(around: Surroundings, run: number, { csv }: ExportOptions): Promise<void> {
  await using database = await openStore(around);
  const { db } = database;
  await runOf(db, run);
  if (csv) {
    printLine(around.output, csvLine(HEADING));
    for await (const rows of readCoverage(db, run))
      for (const line of rows.flatMap(csvRows)) printLine(around.output, line);
    return;
  }
  await using lines = jsonLinesTo(around.output);
  for await (const rows of readCoverage(db, run)) for (const row of rows) await lines.write(row);
}

export function addRuns(program: Command, around: Surroundings): void {
  const runs = program.command('runs').description('what was crawled, and what allowed each request');
  runs
    .command('list')
    .description('list the newest runs')
    .option('--site <id>', 'of one site only')
    .option('--limit <n>', 'so many at most', wholeNumber, 20)
    .option('--json', 'print them as JSON lines')
    .action((options: ListOptions) => list(around, options));
  runs
    .command('show')
    .argument('<run>', 'number of a run; see "runs list"', wholeNumber)
    .description('what one run read, what it left out and why, and which fields its pages had')
    .option('--json', 'print it as JSON')
    .action((run: number, options: { json?: boolean }) => show(around, run, options));
  runs
    .command('export')
    .argument('<run>', 'number of a run; see "runs list"', wholeNumber)
    .description(
      'the coverage ledger: how each planned URL ended, and for each request the robots.txt (by SHA-256), rule, pause and budget that allowed it',
    )
    .option('--json', 'JSON lines, one a URL (what it prints without --csv)')
    .addOption(new Option('--csv', 'CSV, one line a request').conflicts('json'))
    .action((run: number, options: ExportOptions) => exportRun(around, run, options));
}
