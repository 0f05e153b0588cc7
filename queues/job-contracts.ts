/** The queues in one table: what crosses them, how often it is tried, how long it may take, what it may write. */

import type { JobsOptions } from 'bullmq';
import { z } from 'zod';
import { publishedAlert } from '../src/model/alert.ts';
import { MOST_RUN_MINUTES } from '../src/model/site.ts';

/** Ids only: whatever else a job needs is read from PostgreSQL when it runs, so a waiting job never grows stale. */
export const crawlOrder = z.strictObject({ site: z.string().min(1), run: z.int().positive() });
export type CrawlOrder = z.infer<typeof crawlOrder>;

const tickOrder = z.strictObject({});

/** `attempt` is a part of the key, since each attempt has a job of its own whose time PostgreSQL decides. */
export const notifyOrder = z.strictObject({
  message: z.int().positive(),
  attempt: z.int().nonnegative(),
});
export type NotifyOrder = z.infer<typeof notifyOrder>;

/**
 * Unread review jobs before publishing pauses: alerts then wait in PostgreSQL, where nothing is lost, instead of
 * filling Redis's memory. `REVIEW_KEPT` is larger, so that the id of every job that could be added a second time
 * after a crash is still known to the queue (see publish-alerts.ts).
 */
export const REVIEW_BACKLOG_CAP = 10_000;
export const REVIEW_KEPT = 2 * REVIEW_BACKLOG_CAP;

const DAY = 86_400;

export const JOB_CONTRACTS = {
  crawl: {
    version: 1,
    payload: crawlOrder,
    /** A run has one job, however often it is enqueued. BullMQ refuses ":" and bare integers. */
    jobId: (order: CrawlOrder) => `run-${order.run}`,
    options: {
      attempts: 3,
      backoff: { type: 'exponential', delay: 30_000, jitter: 0.5 },
      removeOnComplete: { age: 7 * DAY, count: 1_000 },
      removeOnFail: { age: 30 * DAY, count: 5_000 },
    },
    /** Beyond any site's own budget of minutes; a run that reaches it is stuck. */
    limits: { timeLimitSeconds: (MOST_RUN_MINUTES + 30) * 60, graceSeconds: 60 },
    writes: 'the run, its coverage, captures, listings, alerts and outbox rows of one site',
  },
  tick: {
    version: 1,
    payload: tickOrder,
    /** BullMQ's scheduler makes the ids: one job at a time, whatever the number of processes. */
    jobId: null,
    options: { attempts: 1, removeOnComplete: true, removeOnFail: { age: DAY, count: 100 } },
    limits: { timeLimitSeconds: 60, graceSeconds: 10 },
    writes: 'new runs, the next turn of each site, runs taken back from lost workers, jobs of crawl',
  },
  notify: {
    version: 1,
    payload: notifyOrder,
    jobId: (order: NotifyOrder) => `message-${order.message}-${order.attempt}`,
    /** PostgreSQL keeps when a message is due, so that it outlives the queue's data; a job that ended frees its id. */
    options: { attempts: 1, removeOnComplete: true, removeOnFail: { age: 7 * DAY, count: 1_000 } },
    limits: { timeLimitSeconds: 60, graceSeconds: 10 },
    writes: 'messages of one notifier, their attempts, its rest, and the job of what it is sent next',
  },
  review: {
    version: 1,
    payload: publishedAlert,
    jobId: (alert: { alert: number; revision: number }) => `alert-${alert.alert}-${alert.revision}`,
    options: {
      attempts: 5,
      backoff: { type: 'exponential', delay: 10_000, jitter: 0.5 },
      removeOnComplete: { count: REVIEW_KEPT },
      removeOnFail: { count: REVIEW_KEPT },
    },
    limits: null,
    writes: 'nothing of ours: another system consumes it (see publish-alerts.ts)',
  },
} as const satisfies Record<string, JobContract>;

export type JobLimits = {
  /** A job's signal fires after this many seconds. */
  readonly timeLimitSeconds: number;
  /** A job that ignores its signal is given up this many seconds later, so that it cannot hold its slot for ever. */
  readonly graceSeconds: number;
};

type JobContract = {
  /** Rises with every change of the payload. A job of another version is parked, never guessed at. */
  readonly version: number;
  readonly payload: z.ZodType;
  /** Idempotency key: a job whose id the queue knows is not added again. */
  readonly jobId: ((payload: never) => string) | null;
  readonly options: JobsOptions;
  readonly limits: JobLimits | null;
  readonly writes: string;
};

export type QueueName = keyof typeof JOB_CONTRACTS;
export type Payload<N extends QueueName> = z.infer<(typeof JOB_CONTRACTS)[N]['payload']>;

/** What really lies in the queue: the payload with the version of its contract. */
export type JobData<N extends QueueName> = Payload<N> & { readonly version: number };

export function jobData<N extends QueueName>(name: N, payload: Payload<N>): JobData<N> {
  return { ...payload, version: JOB_CONTRACTS[name].version };
}
