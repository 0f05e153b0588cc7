/** The clock of the project: claims the sites that are due and enqueues their runs. PostgreSQL says what is due. */
import type { Db } from '../src/store/open-database.ts';
import { abandonStaleRuns, runsToEnqueue } from '../src/store/runs.ts';
import { claimDueSites } from '../src/store/sites.ts';
import { enqueueRuns } from './enqueue-runs.ts';
import { type CrawlOrder, JOB_CONTRACTS } from './job-contracts.ts';
import type { Queues } from './open-queues.ts';
import { settleWithin } from './settle-within.ts';

/** Sites claimed in one transaction. */
const CLAIM = 500;
/** A run that waits this long in PostgreSQL may have lost its job: its process died between claiming and enqueuing. */
const LOST_AFTER_MS = 60_000;
const QUEUE_MS = 10_000;
const OVER: ReadonlySet<string> = new Set(['unknown', 'completed', 'failed']);

export type TickTools = {
  readonly db: Db;
  readonly queues: Queues;
  readonly clock: () => Date;
};
export type TickReport = {
  readonly claimed: number;
  readonly reenqueued: number;
  readonly abandoned: number;
};

/** Safe to run in any number of processes at once: each due site is claimed by one of them. */
export async function tick(o: TickTools): Promise<TickReport> {
  const abandoned = await abandonStaleRuns(o.db, o.clock());
  const claimed = await claimAll(o);
  const reenqueued = await reenqueueLost(o);
  return { claimed, reenqueued, abandoned };
}

async function claimAll(o: TickTools): Promise<number> {
  let claimed = 0;
  for (;;) {
    const orders = await claimDueSites(o.db, o.clock(), CLAIM);
    await enqueueRuns(o.queues, orders);
    claimed += orders.length;
    if (orders.length < CLAIM) return claimed;
  }
}

/**
 * Runs that wait in PostgreSQL without a job that could start them: the process died between claiming and enqueuing,
 * the queue's data was lost, or the job ended without having begun the run. Only then is the id free for a new job.
 */
async function reenqueueLost(o: TickTools): Promise<number> {
  const waiting = await runsToEnqueue(o.db, new Date(o.clock().getTime() - LOST_AFTER_MS));
  const lost: CrawlOrder[] = [];
  for (const order of waiting) {
    const id = JOB_CONTRACTS.crawl.jobId(order);
    const state = await settleWithin(QUEUE_MS, 'looking for a job', o.queues.crawl.getJobState(id));
    if (!OVER.has(state)) continue;
    if (state !== 'unknown') await settleWithin(QUEUE_MS, 'removing a job', o.queues.crawl.remove(id));
    lost.push(order);
  }
  await enqueueRuns(o.queues, lost);
  return lost.length;
}
