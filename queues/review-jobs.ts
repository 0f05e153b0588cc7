/** The jobs of the queue `review`: how one is made of an alert's revision, and which of them the queue does not know. */
import type { JobsOptions } from 'bullmq';
import type { PublishedAlert } from '../src/model/alert.ts';
import type { OutboxRow } from '../src/store/offers/outbox.ts';
import { JOB_CONTRACTS, type JobData, jobData } from './job-contracts.ts';
import type { Queues } from './open-queues.ts';
import { settleWithin } from './settle-within.ts';

/** A transaction waits this long for the queue at most. A job that is added later than that is known by its id. */
export const QUEUE_MS = 10_000;
const AT_A_TIME = 50;

/** The parts of the queue `review` that publishing needs. */
export type ReviewQueue = Pick<Queues['review'], 'addBulk' | 'count' | 'getJobState'>;

export function reviewJob(alert: PublishedAlert): {
  name: string;
  data: JobData<'review'>;
  opts: JobsOptions;
} {
  const { jobId, options } = JOB_CONTRACTS.review;
  return { name: 'alert', data: jobData('review', alert), opts: { ...options, jobId: jobId(alert) } };
}

export type Standing = {
  /** Read, or given up by whoever reads. */
  readonly read: OutboxRow[];
  /** Not known to the queue. */
  readonly lost: OutboxRow[];
};

/** What the queue says of rows that were published; of those in neither list the job waits. */
export async function standingOf(review: ReviewQueue, rows: readonly OutboxRow[]): Promise<Standing> {
  const standing: Standing = { read: [], lost: [] };
  for (let start = 0; start < rows.length; start += AT_A_TIME) {
    const some = rows.slice(start, start + AT_A_TIME);
    const asking = some.map(({ payload }) => review.getJobState(JOB_CONTRACTS.review.jobId(payload)));
    const states = await settleWithin(QUEUE_MS, 'looking for published alerts', Promise.all(asking));
    for (const [index, row] of some.entries()) {
      const state = states[index];
      if (state === 'completed' || state === 'failed') standing.read.push(row);
      if (state === 'unknown') standing.lost.push(row);
    }
  }
  return standing;
}

export async function addReviewJobs(review: ReviewQueue, rows: readonly OutboxRow[]): Promise<void> {
  const jobs = rows.map(({ payload }) => reviewJob(payload));
  await settleWithin(QUEUE_MS, 'adding alerts to the queue', review.addBulk(jobs));
}
