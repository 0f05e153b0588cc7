/** Takes runs from the queue `crawl` and has them performed; knows nothing of how a site is crawled. */
import type { Log } from '../src/log.ts';
import { type CrawlOrder, crawlOrder, JOB_CONTRACTS, type JobLimits } from './job-contracts.ts';
import type { Queues } from './open-queues.ts';
import { type RunningWorker, startWorker } from './start-worker.ts';

/**
 * `perform` runs one run to its end and records how it ended. `signal` fires at shutdown and at the time limit: it
 * then has 8 s (shutdown) or a minute to store what it has. When it rejects, the job is tried again with the same
 * run; when the process dies, another worker gets the job within about a minute. So it must accept a run that is
 * already begun.
 */
export type PerformCrawl = (order: CrawlOrder & { readonly signal: AbortSignal }) => Promise<void>;

export async function startCrawlWorker(o: {
  queues: Queues;
  concurrency: number;
  perform: PerformCrawl;
  log: Log;
  limits?: JobLimits;
}): Promise<RunningWorker> {
  return await startWorker({
    queues: o.queues,
    name: 'crawl',
    payload: crawlOrder,
    concurrency: o.concurrency,
    limits: o.limits ?? JOB_CONTRACTS.crawl.limits,
    work: (order, signal) => o.perform({ ...order, signal }),
    log: o.log,
  });
}
