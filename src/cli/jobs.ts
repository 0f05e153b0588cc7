/** `jobs`: what waits in the queues, and the jobs that were set aside and wait for a person. */
import type { Command } from 'commander';
import { replayParkedJob } from '../../queues/park-jobs.ts';
import { OperatorError } from '../model/errors.ts';
import { dropJob, type RecordReplay, replayJob } from '../review/settle-jobs.ts';
import { listParkedJobs, type ParkedJob } from '../store/health/parked-jobs.ts';
import { openStore, openStoreAndQueues } from './open-store.ts';
import { printJson, printLine, printRows, type Surroundings } from './surroundings.ts';
import { whoever } from './whoever.ts';
import { wholeNumber } from './whole-number.ts';

type Options = { readonly json?: boolean; readonly limit: number };

function cells({ id, queue, jobId, cause, parkedAt, problem }: ParkedJob): string[] {
  return [String(id), queue, jobId, cause, parkedAt, problem];
}

async function list(around: Surroundings, { json, limit }: Options): Promise<void> {
  await using database = await openStore(around);
  const parked = await listParkedJobs(database.db, limit);
  const heading = ['id', 'queue', 'job', 'cause', 'since', 'problem'];
  printRows(around, parked, { json, heading, cells });
}

function noSuchJob(id: number): OperatorError {
  return new OperatorError('usage', `There is no parked job ${id}.`, 'List them with: jobs list.');
}

async function replay(around: Surroundings, id: number, { json }: Options): Promise<void> {
  await using store = await openStoreAndQueues(around);
  const { db, queues } = store;
  const again = (parked: number, record: RecordReplay) =>
    replayParkedJob({ db, queues, clock: around.clock }, parked, record);
  const replayed = await replayJob(db, id, again, { name: whoever() }, around.clock());
  if (replayed.kind === 'not-found') throw noSuchJob(id);
  if (replayed.kind === 'wrong-state')
    throw new OperatorError('usage', replayed.detail, 'See it with: jobs list.');
  const { run } = replayed;
  if (json) printJson(around.output, { job: id, run });
  else printLine(around.output, `Run ${run} is queued in its place.`);
}

async function drop(around: Surroundings, id: number, { json }: Options): Promise<void> {
  await using database = await openStore(around);
  if (!(await dropJob(database.db, id, { name: whoever() }, around.clock()))) throw noSuchJob(id);
  if (json) printJson(around.output, { dropped: id });
  else printLine(around.output, `Job ${id} is set aside for good.`);
}

export function addJobs(program: Command, around: Surroundings): void {
  const jobs = program
    .command('jobs')
    .description('jobs that were set aside: of another version, not understood, or failed too often');
  jobs
    .command('list')
    .description('list them, the oldest first')
    .option('--limit <n>', 'so many at most', wholeNumber, 50)
    .option('--json', 'print them as JSON lines')
    .action((options: Options) => list(around, options));
  jobs
    .command('replay')
    .argument('<id>', 'number of a parked job', wholeNumber)
    .description('give a job another try')
    .option('--json', 'print the result as JSON')
    .action((id: number, options: Options) => replay(around, id, options));
  jobs
    .command('drop')
    .argument('<id>', 'number of a parked job', wholeNumber)
    .description('set a job aside for good; it stays in the database')
    .option('--json', 'print the result as JSON')
    .action((id: number, options: Options) => drop(around, id, options));
}
