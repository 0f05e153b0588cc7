/** Puts runs that PostgreSQL knows of on the queue `crawl`, each at most once. */
import { type CrawlOrder, JOB_CONTRACTS } from './job-contracts.ts';
import type { Queues } from './open-queues.ts';
import { settleWithin } from './settle-within.ts';

const ADD_MS = 10_000;

/** A run that is already on the queue, or ended there and is still remembered, is left as it is. */
export async function enqueueRuns(queues: Queues, orders: readonly CrawlOrder[]): Promise<void> {
  if (orders.length === 0) return;
  const { jobId, options } = JOB_CONTRACTS.crawl;
  const jobs = orders.map(({ site, run }) => ({
    name: 'crawl',
    data: { site, run },
    opts: { ...options, jobId: jobId({ site, run }) },
  }));
  await settleWithin(ADD_MS, 'adding runs to the queue', queues.crawl.addBulk(jobs));
}
