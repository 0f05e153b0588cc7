/** Sets jobs aside that will not be tried again by themselves, and gives them another try when a person says so. */
import type { Log } from '../src/log.ts';
import { OperatorError } from '../src/model/errors.ts';
import type { RecordReplay } from '../src/review/settle-jobs.ts';
import { failRun, findRun } from '../src/store/crawling/runs.ts';
import { makeRunNow } from '../src/store/crawling/schedules.ts';
import { parkJob, settleParkedJob, takeParkedJob } from '../src/store/health/parked-jobs.ts';
import { inTransaction } from '../src/store/in-transaction.ts';
import type { Db } from '../src/store/open-database.ts';
import { AT_ONCE, enqueueRuns } from './enqueue-runs.ts';
import { type CrawlOrder, crawlOrder, JOB_CONTRACTS } from './job-contracts.ts';
import type { Queues } from './open-queues.ts';
import { type JobFault, readJob } from './read-job.ts';
import type { ParkJob } from './start-worker.ts';

type ParkTools = { readonly db: Db; readonly clock: () => Date; readonly log: Log };

export function createParking(db: Db, clock: () => Date, log: Log): ParkJob {
  return async (job, fault) => {
    await parkJob(db, { ...job, ...fault }, clock());
    tellParked(log, job, fault);
  };
}

/**
 * Ends the run of a job that is tried no more, and sets the job aside, in one step: of a process that dies on the way neither is
 * left, so that the job is tried again; of one that dies later both are, and the job finds its run ended.
 */
export async function parkSpentRun(o: ParkTools, order: CrawlOrder, fault: JobFault): Promise<void> {
  const job = { queue: 'crawl', jobId: JOB_CONTRACTS.crawl.jobId(order), payload: order } as const;
  const now = o.clock();
  await inTransaction(o.db, async (tx) => {
    await failRun(tx, order.run, fault.problem, now);
    await parkJob(tx, { ...job, ...fault }, now);
  });
  tellParked(o.log, job, fault);
}

function tellParked(log: Log, job: Parameters<ParkJob>[0], { cause }: JobFault): void {
  log.error({ queue: job.queue, job: job.jobId, cause }, 'a job was set aside; see `jobs list`');
}

type ReplayTools = { readonly db: Db; readonly queues: Queues; readonly clock: () => Date };

/**
 * A crawl is given to its run when that still waits, otherwise to a new run of its site. Jobs of other queues are made
 * again by themselves from what PostgreSQL knows.
 * @returns the run
 * @throws OperatorError 'usage' when there is no such parked job or it cannot be understood
 */
export async function replayParkedJob(o: ReplayTools, id: number, record: RecordReplay): Promise<number> {
  const { site, run } = await inTransaction(o.db, async (tx) => {
    const order = await settleReplay(tx, id, o.clock());
    await record(tx, order.run);
    return order;
  });
  // A process that dies from here on leaves a run that waits, which the tick gives a job.
  await releaseJobId(o.queues, { site, run });
  await enqueueRuns(o.queues, [{ site, run, priority: AT_ONCE }]);
  return run;
}

/** Within a transaction, so that of two people who replay one job the second finds it settled. */
async function settleReplay(tx: Db, id: number, now: Date): Promise<CrawlOrder> {
  const parked = await takeParkedJob(tx, id);
  if (parked === null)
    throw new OperatorError('usage', `There is no parked job ${id}.`, 'List them with: jobs list.');
  const read = readJob('crawl', crawlOrder, versioned(parked.payload));
  if (parked.queue !== 'crawl' || !('order' in read)) {
    throw new OperatorError(
      'usage',
      `Parked job ${id} of the queue ${parked.queue} cannot be replayed: ${parked.problem}.`,
      `What it stood for is done from the database without it; set it aside for good with: jobs drop ${id}.`,
    );
  }
  const { site, run: before } = read.order;
  const known = await findRun(tx, before);
  // After a restore the number may be another site's.
  const waiting = known?.status === 'queued' && known.site === site;
  const run = waiting ? before : (await makeRunNow(tx, site, 'manual', now))?.run;
  if (run === undefined)
    throw new OperatorError('usage', `Site ${site} is gone.`, `Set it aside for good with: jobs drop ${id}.`);
  await settleParkedJob(tx, id, 'replayed', now);
  return { site, run };
}

/** The form of a payload decides, whatever version it says it is: a person asked for it. */
function versioned(payload: unknown): unknown {
  return typeof payload === 'object' && payload !== null
    ? { ...payload, version: JOB_CONTRACTS.crawl.version }
    : payload;
}

/** An ended job keeps its id, and a job with a known id is not added. */
async function releaseJobId(queues: Queues, order: CrawlOrder): Promise<void> {
  const id = JOB_CONTRACTS.crawl.jobId(order);
  const state = await queues.crawl.getJobState(id);
  if (state === 'failed' || state === 'completed') await queues.crawl.remove(id);
}
