/**
 * Hands every new or materially changed alert to the queue `review`, once per alert and revision.
 *
 * For another system that reads it: `new Worker('review', …)` of BullMQ 6 on the same Redis with the prefix
 * `precursor-watch`, or on the same PostgreSQL database (`createPostgresBackend`, schema `bullmq`). Job name `alert`,
 * payload `publishedAlert` of src/model/alert.ts. Each job reaches one worker. Jobs of one alert are added in the order
 * of their revisions, but workers run side by side and failed jobs are tried again: remember the highest revision handled
 * of each alert and drop what is not higher. `practice: true` marks alerts of the practice market. Leave the jobs to
 * expire by themselves: a job that is removed by hand could be added again, as said below.
 *
 * Why once: the outbox row was written in the alert's own transaction, so no alert is forgotten. One publisher at a time
 * takes the oldest rows, adds them to the queue and marks them published, inside one transaction. A crash in between
 * leaves the rows unmarked; being the oldest they are added again before anything else, and the queue ignores a job id
 * that it knows. It knows it until REVIEW_KEPT later jobs have ended; no job was added meanwhile and at most the
 * backlog's cap was waiting, which is half of that. What remains open: the queue's data is lost, or its jobs are removed
 * by hand, between the crash and the next attempt.
 */
import type { JobsOptions } from 'bullmq';
import type { Log } from '../src/log.ts';
import type { PublishedAlert } from '../src/model/alert.ts';
import { describeError } from '../src/model/errors.ts';
import type { Db } from '../src/store/open-database.ts';
import { countUnpublished, lockOutbox, markPublished, takeUnpublished } from '../src/store/outbox.ts';
import { JOB_CONTRACTS, type JobData, jobData, REVIEW_BACKLOG_CAP } from './job-contracts.ts';
import type { Queues } from './open-queues.ts';
import { settleWithin } from './settle-within.ts';

const BATCH = 200;
/** A transaction waits this long for the queue at most. A job that is added later than that is known by its id. */
const ADD_MS = 10_000;
const ALARM_EVERY_MS = 10 * 60_000;
const STOP_MS = 12_000;

/** The part of the queue `review` that publishing needs. */
export type ReviewQueue = Pick<Queues['review'], 'addBulk' | 'count'>;

export type PublishTools = {
  readonly db: Db;
  readonly review: ReviewQueue;
  readonly clock: () => Date;
  /** Unread jobs at which publishing pauses. */
  readonly cap: number;
};

/** `unread` counts the jobs before this batch; `full`: the cap was met, so nothing was published. */
export type Batch = { readonly published: number; readonly unread: number; readonly full: boolean };

/** One batch, oldest first. Any number of processes may call it: the outbox lets one at a time through. */
export async function publishBatch(o: PublishTools): Promise<Batch> {
  const unread = await settleWithin(ADD_MS, 'counting the unread alerts', o.review.count());
  if (unread >= o.cap) return { published: 0, unread, full: true };
  const published = await o.db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    const rows = await takeUnpublished(tx, Math.min(BATCH, o.cap - unread));
    if (rows.length === 0) return 0;
    const jobs = rows.map((row) => jobOf(row.payload));
    await settleWithin(ADD_MS, 'adding alerts to the queue', o.review.addBulk(jobs));
    const ids = rows.map((row) => row.id);
    await markPublished(tx, ids, o.clock());
    return rows.length;
  });
  return { published, unread, full: false };
}

function jobOf(alert: PublishedAlert): { name: string; data: JobData<'review'>; opts: JobsOptions } {
  const { jobId, options } = JOB_CONTRACTS.review;
  return { name: 'alert', data: jobData('review', alert), opts: { ...options, jobId: jobId(alert) } };
}

/** Publishes every `everyMs`, and at once when nudged. */
export class Publisher implements AsyncDisposable {
  readonly #tools: PublishTools;
  readonly #everyMs: number;
  readonly #log: Log;
  readonly #done: Promise<void>;
  #wake = Promise.withResolvers<void>();
  #stopping = false;
  #alarmedAt: number | null = null;

  constructor(tools: PublishTools, everyMs: number, log: Log) {
    this.#tools = tools;
    this.#everyMs = everyMs;
    this.#log = log;
    this.#done = this.#loop();
  }

  /** Call it after an alert was written: it is then published without waiting for the next round. Never throws. */
  nudge(): void {
    this.#wake.resolve();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping = true;
    this.nudge();
    const [result] = await Promise.allSettled([settleWithin(STOP_MS, 'the publisher', this.#done)]);
    if (result.status === 'rejected')
      this.#log.warn({ problem: String(result.reason) }, 'publisher not stopped');
  }

  async #loop(): Promise<void> {
    while (!this.#stopping) {
      this.#wake = Promise.withResolvers<void>();
      try {
        await this.#publishAll();
      } catch (error) {
        this.#log.error({ problem: describeError(error) }, 'alerts not published; they wait in PostgreSQL');
      }
      if (this.#stopping) return;
      const timer = setTimeout(() => this.nudge(), this.#everyMs);
      await this.#wake.promise;
      clearTimeout(timer);
    }
  }

  async #publishAll(): Promise<void> {
    let batch: Batch;
    do {
      batch = await publishBatch(this.#tools);
    } while (batch.published > 0 && !this.#stopping);
    if (batch.full) await this.#alarm(batch.unread);
    else this.#alarmedAt = null;
  }

  /** Said when the cap is met and every ten minutes while it lasts. */
  async #alarm(unread: number): Promise<void> {
    const now = this.#tools.clock().getTime();
    if (this.#alarmedAt !== null && now - this.#alarmedAt < ALARM_EVERY_MS) return;
    const waiting = await countUnpublished(this.#tools.db);
    if (waiting === 0) return;
    this.#alarmedAt = now;
    this.#log.error(
      { unread, waiting, cap: this.#tools.cap },
      'nobody reads the queue "review": publishing pauses, alerts wait in PostgreSQL; start its consumer',
    );
  }
}

export function startPublisher(o: {
  db: Db;
  queues: Pick<Queues, 'review'>;
  clock: () => Date;
  everyMs: number;
  log: Log;
  cap?: number;
}): Publisher {
  const tools = { db: o.db, review: o.queues.review, clock: o.clock, cap: o.cap ?? REVIEW_BACKLOG_CAP };
  return new Publisher(tools, o.everyMs, o.log);
}
