/** Runs the jobs of one queue: checks each payload, ends a job at its time limit and at shutdown, closes in bounded time. */
import { DelayedError, type Job, UnrecoverableError } from 'bullmq';
import type { z } from 'zod';
import type { Log } from '../src/log.ts';
import { describeError, OperatorError } from '../src/model/errors.ts';
import type { ParkCause } from '../src/model/schedule.ts';
import { isOutage, logFailure } from '../src/store/outage.ts';
import type { JobLimits, QueueName } from './job-contracts.ts';
import type { JobWorker, Queues, WorkProcessor } from './open-queues.ts';
import { type JobFault, readJob } from './read-job.ts';
import { settleWithin } from './settle-within.ts';

/** Thrown by a job that cannot be done now through no fault of its own: it waits, and no attempt is counted. */
export class Postponed extends Error {
  readonly seconds: number;

  constructor(seconds: number, message: string) {
    super(message);
    this.name = 'Postponed';
    this.seconds = seconds;
  }
}

/** Keeps a job that will not be tried again where a person finds it. */
export type ParkJob = (
  job: { readonly queue: QueueName; readonly jobId: string; readonly payload: unknown },
  fault: JobFault,
) => Promise<void>;

export type WorkerStart<Order> = {
  readonly queues: Queues;
  readonly name: QueueName;
  readonly payload: z.ZodType<Order>;
  readonly concurrency: number;
  readonly limits: JobLimits;
  readonly work: (order: Order, signal: AbortSignal) => Promise<void>;
  readonly park: ParkJob;
  /** Called before a job that was understood fails for good; without it such a job is only logged. */
  readonly onSpent?: (order: Order, fault: JobFault) => Promise<void>;
  readonly log: Log;
};

const READY_MS = 5_000;
/** 10 s in all: for aborted jobs to wind down and be marked as done, then for the connections to be cut. */
const WIND_DOWN_MS = 8_000;
const CUT_MS = 2_000;
/** How long a job waits for a database that is away. Exported for jobs that find it so themselves. */
export const OUTAGE_SECONDS = 5;

/** One worker. Disposing it aborts the running jobs' signals and waits for them, within 10 s in all. */
export class RunningWorker implements AsyncDisposable {
  readonly #worker: JobWorker;
  readonly #shutdown = new AbortController();
  readonly #log: Log;

  constructor(
    create: (process: WorkProcessor) => JobWorker,
    work: (job: Job<unknown, void>, token: string | undefined, shutdown: AbortSignal) => Promise<void>,
    log: Log,
  ) {
    this.#log = log;
    this.#worker = create((job, token) => work(job, token, this.#shutdown.signal));
    this.#worker.on('failed', (job, error) => {
      logFailure(log, error, 'job failed', { job: job?.id, attempt: job?.attemptsMade });
    });
    this.#worker.on('stalled', (job) => log.warn({ job }, 'job lost its worker and runs again'));
  }

  /** Resolves when the worker fetches jobs. */
  async ready(): Promise<void> {
    await this.#worker.waitUntilReady();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#shutdown.signal.aborted) return;
    this.#shutdown.abort(new Error('shutting down'));
    // BullMQ's own orderly close never returns while Redis is unreachable, and cannot be forced once it was begun
    // (taskforcesh/bullmq#4656). So: pause, which fetches no more and waits for the running jobs, then force.
    await this.#attempt(WIND_DOWN_MS, 'ending the running jobs', this.#worker.pause());
    await this.cut();
  }

  /** Closes without waiting for jobs. */
  async cut(): Promise<void> {
    await this.#attempt(CUT_MS, 'closing the connections', this.#worker.close(true));
  }

  /** A job left behind keeps its lock until that runs out; then another worker runs it again. */
  async #attempt(ms: number, what: string, step: Promise<void>): Promise<void> {
    try {
      await settleWithin(ms, what, step);
    } catch (error) {
      this.#log.warn({ problem: describeError(error) }, 'worker not closed in order');
    }
  }
}

/**
 * Resolves when the worker fetches jobs. `work` gets a payload of the queue's contract, never anything else. Throws
 * OperatorError `unavailable` when the queue's server does not answer.
 */
export async function startWorker<Order>(o: WorkerStart<Order>): Promise<RunningWorker> {
  const running = new RunningWorker(
    (process) => o.queues.createWorker(o.name, process, o.concurrency),
    (job, token, shutdown) => performJob(o, job, token, shutdown),
    o.log.child({ queue: o.name }),
  );
  try {
    await settleWithin(READY_MS, 'connecting', running.ready());
    return running;
  } catch (error) {
    await running.cut();
    throw new OperatorError(
      'unavailable',
      `The queue ${o.name} cannot be worked on: ${describeError(error)}.`,
      'See that Redis, or PostgreSQL without REDIS_URL, is running and reachable.',
      { cause: error },
    );
  }
}

async function performJob<Order>(
  o: WorkerStart<Order>,
  job: Job<unknown, void>,
  token: string | undefined,
  shutdown: AbortSignal,
): Promise<void> {
  try {
    await attemptJob(o, job, shutdown);
  } catch (error) {
    if (!(error instanceof Postponed)) throw error;
    await job.moveToDelayed(Date.now() + error.seconds * 1000, token);
    throw new DelayedError(error.message);
  }
}

async function attemptJob<Order>(
  o: WorkerStart<Order>,
  job: Job<unknown, void>,
  shutdown: AbortSignal,
): Promise<void> {
  const known = { queue: o.name, jobId: job.id ?? '?', payload: job.data };
  const read = readJob(o.name, o.payload, job.data);
  if (!('order' in read)) {
    await putOnRecord(o.park(known, read));
    throw new UnrecoverableError(`Job ${known.jobId} is parked: ${read.problem}`);
  }
  try {
    await runLimited(o.limits, shutdown, (signal) => o.work(read.order, signal));
  } catch (error) {
    if (error instanceof Postponed) throw error;
    const spent = causeOfEnd(job, error);
    if (spent !== null && o.onSpent !== undefined)
      await putOnRecord(o.onSpent(read.order, { cause: spent, problem: describeError(error) }));
    throw error;
  }
}

/** A job ends only when that is on record: while the database is away it waits, whatever became of it. */
async function putOnRecord(recording: Promise<void>): Promise<void> {
  try {
    await recording;
  } catch (error) {
    if (isOutage(error)) throw new Postponed(OUTAGE_SECONDS, describeError(error));
    throw error;
  }
}

/** Null while there are attempts left. */
function causeOfEnd(job: Job<unknown, void>, error: unknown): ParkCause | null {
  if (error instanceof TimeUp) return 'time-limit';
  return job.attemptsMade + 1 >= (job.opts.attempts ?? 1) ? 'attempts' : null;
}

/** Another attempt would take as long: what ran out of time is not tried again. */
class TimeUp extends UnrecoverableError {}

async function runLimited(
  limits: JobLimits,
  shutdown: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const limit = new AbortController();
  const late = `the job reached its time limit of ${limits.timeLimitSeconds} s`;
  const timer = setTimeout(() => limit.abort(new Error(late)), limits.timeLimitSeconds * 1000);
  try {
    const total = (limits.timeLimitSeconds + limits.graceSeconds) * 1000;
    await settleWithin(total, 'the job', work(AbortSignal.any([shutdown, limit.signal])));
  } catch (error) {
    if (limit.signal.aborted) throw new TimeUp(`${late}: ${describeError(error)}`);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
