/** Takes runs from the queue `crawl` and has them performed; knows nothing of how a site is crawled. */
import type { Log } from '../src/log.ts';
import { describeError, type ExitName, OperatorError } from '../src/model/errors.ts';
import { StorageFault } from '../src/pipeline/run/watch-storage.ts';
import { isPaused } from '../src/store/crawling/holds.ts';
import { failRun, findRun } from '../src/store/crawling/runs.ts';
import { parkJob } from '../src/store/health/parked-jobs.ts';
import type { Db } from '../src/store/open-database.ts';
import { isOutage } from '../src/store/outage.ts';
import { type CrawlOrder, crawlOrder, JOB_CONTRACTS, type JobLimits } from './job-contracts.ts';
import type { Queues } from './open-queues.ts';
import { createParking, parkSpentRun } from './park-jobs.ts';
import { OUTAGE_SECONDS, Postponed, type RunningWorker, startWorker } from './start-worker.ts';

/**
 * `perform` runs one run to its end and records how it ended; 'handed-over' means that it was put back into the state
 * `queued`, for another worker to go on with. `signal` fires at shutdown and at the time limit: it then has 8 s
 * (shutdown) or a minute to store what it has. When it rejects, the job is tried again with the same run; when the
 * process dies, another worker gets the job within about a minute. So it must accept a run that is already begun.
 */
export type PerformCrawl = (
  order: CrawlOrder & { readonly signal: AbortSignal },
) => Promise<'ended' | 'handed-over'>;

/** Another worker has the site, or had it and died: its lease ends within a minute. */
const BUSY_SECONDS = 10;
const HAND_OVER_SECONDS = 1;

/** Another attempt would end in the same way. */
const LASTING: ReadonlySet<ExitName> = new Set(['usage', 'config', 'refused']);

type CrawlWorkerStart = {
  readonly queues: Queues;
  readonly db: Db;
  readonly clock: () => Date;
  readonly concurrency: number;
  readonly perform: PerformCrawl;
  readonly log: Log;
  readonly limits?: JobLimits;
};

export async function startCrawlWorker(o: CrawlWorkerStart): Promise<RunningWorker> {
  return await startWorker({
    queues: o.queues,
    name: 'crawl',
    payload: crawlOrder,
    concurrency: o.concurrency,
    limits: o.limits ?? JOB_CONTRACTS.crawl.limits,
    work: (order, signal) => performRun(o, order, signal),
    park: createParking(o.db, o.clock, o.log),
    onSpent: (order, fault) => parkSpentRun(o, order, fault),
    log: o.log,
  });
}

async function performRun(o: CrawlWorkerStart, order: CrawlOrder, signal: AbortSignal): Promise<void> {
  try {
    const run = await findRun(o.db, order.run);
    if (run?.site !== order.site) return await refuse(o, order, run?.site ?? null);
    // What ended needs no more work. A paused run gets a new job when the pause ends.
    if (run.status !== 'queued' && run.status !== 'running') return;
    if (await isPaused(o.db, order.site)) return;
    if (signal.aborted) throw new Postponed(HAND_OVER_SECONDS, 'this worker ends');
    const end = await o.perform({ ...order, signal });
    if (end === 'handed-over') throw new Postponed(HAND_OVER_SECONDS, 'handed over to another worker');
  } catch (error) {
    // The database or the disk is in trouble: no attempt is counted, however long it lasts.
    if (error instanceof StorageFault) throw new Postponed(error.seconds, describeError(error));
    if (isOutage(error)) throw new Postponed(OUTAGE_SECONDS, describeError(error));
    if (!(error instanceof OperatorError)) throw error;
    if (error.exit === 'busy') throw new Postponed(BUSY_SECONDS, error.message);
    if (!LASTING.has(error.exit)) throw error;
    await failRun(o.db, order.run, describeError(error), o.clock());
  }
}

/**
 * A queue that outlived its database brings orders that the restored one never gave: their numbers are unknown, or another
 * run's. Nothing is to be done for them, since each queued run gets a job of its own; but it is put on record.
 */
async function refuse({ db, clock, log }: CrawlWorkerStart, order: CrawlOrder, site: string | null) {
  const problem =
    site === null
      ? `no run ${order.run} was planned`
      : `run ${order.run} is of ${site}, not of ${order.site}`;
  const jobId = JOB_CONTRACTS.crawl.jobId(order);
  await parkJob(db, { queue: 'crawl', jobId, payload: order, cause: 'payload', problem }, clock(), 'dropped');
  log.warn({ job: jobId, site: order.site, problem }, 'a job of no run of ours was dropped');
}
