/** Keeps one job on the queue `notify` for each notifier that something waits for; PostgreSQL says for which and when. */
import { recordLostJobs } from '../src/store/health/lost-jobs.ts';
import { type NextMessage, nextMessage } from '../src/store/messages/messages.ts';
import type { Db } from '../src/store/open-database.ts';
import { JOB_CONTRACTS, jobData } from './job-contracts.ts';
import type { Queues } from './open-queues.ts';
import { settleWithin } from './settle-within.ts';

const QUEUE_MS = 10_000;
/** States in which the id of a job can be given to another, once it is removed. */
const FREE: ReadonlySet<string> = new Set(['unknown', 'completed', 'failed']);
/** A job whose time has come is delayed for a moment still. */
const LATE_MS = 2_000;
/** What was made without a job, such as an alarm, is no lost one. */
const LOST_AFTER_MS = 30_000;

export type MessageTools = {
  readonly db: Db;
  readonly queues: Pick<Queues, 'notify'>;
  readonly clock: () => Date;
};

function jobIdOf({ message, attempts: attempt }: NextMessage): string {
  return JOB_CONTRACTS.notify.jobId({ message, attempt });
}

async function addJob({ queues, clock }: MessageTools, next: NextMessage): Promise<void> {
  const delay = Math.max(0, next.at.getTime() - clock().getTime());
  const order = { message: next.message, attempt: next.attempts };
  const options = { ...JOB_CONTRACTS.notify.options, jobId: jobIdOf(next), delay };
  await settleWithin(
    QUEUE_MS,
    'adding a message to the queue',
    queues.notify.add('message', jobData('notify', order), options),
  );
}

/** The job of what the notifier is sent next, at its time. A job that the queue knows is left alone. */
export async function enqueueNext(o: MessageTools, notifier: string): Promise<NextMessage | null> {
  const next = await nextMessage(o.db, notifier);
  if (next !== null) await addJob(o, next);
  return next;
}

/**
 * The same for a notifier whose job may have been lost, have ended without having sent what is due, or be put off for
 * longer than is true by now.
 */
export async function restoreNext(o: MessageTools, notifier: string): Promise<void> {
  const now = o.clock();
  const next = await nextMessage(o.db, notifier);
  if (next === null) return;
  const jobId = jobIdOf(next);
  const found = await settleWithin(QUEUE_MS, 'looking for a message', o.queues.notify.getJobState(jobId));
  const late = now.getTime() - next.at.getTime();
  if (!FREE.has(found) && !(found === 'delayed' && late > LATE_MS)) return;
  if (found !== 'unknown') await settleWithin(QUEUE_MS, 'removing a job', o.queues.notify.remove(jobId));
  if (late > LOST_AFTER_MS) await recordLostJobs(o.db, [{ queue: 'notify', jobId, found }], now);
  await addJob(o, next);
}
