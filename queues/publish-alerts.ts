/**
 * Hands every new or materially changed alert to the queue `review`, once per alert and revision. README says how another
 * system reads it.
 *
 * Why once: the outbox row was written in the alert's own transaction, so no alert is forgotten. One publisher at a time
 * takes the oldest rows, adds them to the queue and marks them published, inside one transaction. A crash in between
 * leaves the rows unmarked; being the oldest they are added again before anything else, and the queue ignores a job id
 * that it knows. It knows it until REVIEW_KEPT later jobs have ended; no job was added meanwhile and at most the
 * backlog's cap was waiting, which is half of that.
 *
 * Why still once when Redis loses its last second: what was published stays unsettled until the queue says that it was
 * read, and settle-published.ts adds again what the queue has forgotten meanwhile. Here an alert's later revision is
 * added only after its earlier ones were looked for, so that the order holds as well. A job that was read in the very
 * second that was lost comes a second time: nobody but its reader can know, and the reader drops revisions that are not
 * higher than what it has seen.
 */
import type { PublishedAlert } from '../src/model/alert.ts';
import { recordLostJobs } from '../src/store/health/lost-jobs.ts';
import {
  listUnsettledOf,
  lockOutbox,
  markPublished,
  type OutboxRow,
  takeUnpublished,
} from '../src/store/offers/outbox.ts';
import type { Db } from '../src/store/open-database.ts';
import { JOB_CONTRACTS } from './job-contracts.ts';
import { addReviewJobs, QUEUE_MS, type ReviewQueue, standingOf } from './review-jobs.ts';
import { settleWithin } from './settle-within.ts';

const BATCH = 200;

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
  const unread = await settleWithin(QUEUE_MS, 'counting the unread alerts', o.review.count());
  if (unread >= o.cap) return { published: 0, unread, full: true };
  const published = await o.db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    const rows = await takeUnpublished(tx, Math.min(BATCH, o.cap - unread));
    if (rows.length === 0) return 0;
    const alerts = rows.map(({ payload }) => payload);
    await putBackEarlier(o, tx, alerts);
    await addReviewJobs(o.review, rows);
    const ids = rows.map(({ id }) => id);
    await markPublished(tx, ids, o.clock());
    return rows.length;
  });
  return { published, unread, full: false };
}

/** Earlier revisions of these alerts that the queue has forgotten come before the present ones. */
async function putBackEarlier(o: PublishTools, tx: Db, alerts: readonly PublishedAlert[]): Promise<void> {
  const later = alerts.filter(({ revision }) => revision > 1).map(({ alert }) => alert);
  const earlier = await listUnsettledOf(tx, [...new Set(later)]);
  const { lost } = await standingOf(o.review, earlier);
  await putBack(o, tx, lost);
}

/** Adds what the queue has forgotten, and keeps a record of it. */
export async function putBack(o: PublishTools, tx: Db, lost: readonly OutboxRow[]): Promise<void> {
  if (lost.length === 0) return;
  await addReviewJobs(o.review, lost);
  const now = o.clock();
  await markPublished(
    tx,
    lost.map(({ id }) => id),
    now,
  );
  const records = lost.map(({ payload }) => ({
    queue: 'review',
    jobId: JOB_CONTRACTS.review.jobId(payload),
    found: 'unknown',
  }));
  await recordLostJobs(tx, records, now);
}
