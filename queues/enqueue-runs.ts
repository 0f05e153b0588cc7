/** Puts runs that PostgreSQL knows of on the queue `crawl`, each at most once. */
import { type CrawlOrder, JOB_CONTRACTS, jobData } from './job-contracts.ts';
import type { Queues } from './open-queues.ts';
import { settleWithin } from './settle-within.ts';

const ADD_MS = 30_000;
/** In one step: a larger one would keep the queue from others for too long. */
const BATCH = 1_000;
/** A site's priority is 0 to 9, the highest first. BullMQ takes 1 first, and 0 before all: no run is without one. */
const LOWEST = 10;

/** Someone waits for it: before those of every site. */
export const AT_ONCE = 9;

/** A run that is already on the queue, or ended there and is still remembered, is left as it is. */
export async function enqueueRuns(
  queues: Pick<Queues, 'crawl'>,
  runs: readonly (CrawlOrder & { readonly priority: number })[],
): Promise<void> {
  const { jobId, options } = JOB_CONTRACTS.crawl;
  for (let start = 0; start < runs.length; start += BATCH) {
    const jobs = runs.slice(start, start + BATCH).map(({ site, run, priority }) => ({
      name: 'crawl',
      data: jobData('crawl', { site, run }),
      opts: { ...options, jobId: jobId({ site, run }), priority: LOWEST - priority },
    }));
    await settleWithin(ADD_MS, 'adding runs to the queue', queues.crawl.addBulk(jobs));
  }
}
