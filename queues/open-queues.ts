/** Opens the queues on Redis when it is configured, otherwise in the project's own PostgreSQL database. */
import {
  type BackendFactory,
  createPostgresBackend,
  createRedisBackend,
  type IQueueBackend,
  type JobProgress,
  type Processor,
  Queue,
  Worker,
} from 'bullmq';
import type { Log } from '../src/log.ts';
import { describeError, OperatorError } from '../src/model/errors.ts';
import { isAway } from '../src/store/outage.ts';
import { connectPostgres, type DatabasePool } from './connect-postgres.ts';
import { connectRedis } from './connect-redis.ts';
import type { JobData, QueueName } from './job-contracts.ts';
import { settleWithin } from './settle-within.ts';

/** Keys in Redis begin with it, so that several systems may share one server. PostgreSQL uses the schema `bullmq`. */
const REDIS_PREFIX = 'precursor-watch';

const ANSWER_MS = 5_000;
const CLOSE_MS = 5_000;
const REPORT_EVERY_MS = 60_000;
/**
 * A job whose worker died runs again within twenty seconds. No page blocks its process for so long that its lock could not be
 * renewed, and should it happen, the site's lease keeps a second worker out.
 */
const LOCK_MS = 15_000;
/** Locks that ran out are looked for so many times while one lasts. */
const LOOKS_A_LOCK = 3;
const QUEUE_CONNECTIONS = 2;
const WORKER_CONNECTIONS = 4;
/** The largest that PostgreSQL's backend takes: its parameter is a 32-bit integer. */
const NEVER_TOO_OFTEN = 2 ** 31 - 1;

export type WorkQueue<N extends QueueName> = Queue<
  JobData<N>,
  void,
  string,
  JobData<N>,
  void,
  string,
  IQueueBackend,
  object
>;
export type WorkProcessor = Processor<unknown, void, string>;
export type JobWorker = Worker<unknown, void, string, IQueueBackend, JobProgress, object>;

/** How queues and workers reach their datastore: the one difference between the two backends. */
type Backend = AsyncDisposable & {
  readonly kind: 'redis' | 'postgres';
  readonly prefix: string;
  readonly forQueue: BackendFactory<IQueueBackend, object>;
  readonly forWorker: BackendFactory<IQueueBackend, object>;
};

/** The open queues of one process. Closing never hangs, also when the datastore has gone away. */
export class Queues implements AsyncDisposable {
  readonly crawl: WorkQueue<'crawl'>;
  readonly tick: WorkQueue<'tick'>;
  readonly notify: WorkQueue<'notify'>;
  readonly review: WorkQueue<'review'>;
  readonly #backend: Backend;
  readonly #lockMs: number;
  readonly #log: Log;
  #reported: { readonly text: string; readonly at: number } = { text: '', at: 0 };

  constructor(backend: Backend, lockMs: number, log: Log) {
    this.#backend = backend;
    this.#lockMs = lockMs;
    this.#log = log;
    this.crawl = this.#openQueue('crawl');
    this.tick = this.#openQueue('tick');
    this.notify = this.#openQueue('notify');
    this.review = this.#openQueue('review');
  }

  get backend(): 'redis' | 'postgres' {
    return this.#backend.kind;
  }

  /** Resolves when each queue can be used. */
  async ready(): Promise<void> {
    await Promise.all(this.#all().map((queue) => queue.waitUntilReady()));
  }

  /** Jobs of each queue by state. @throws OperatorError 'unavailable' when the datastore does not answer */
  async count(): Promise<{ name: string; counts: Record<string, number> }[]> {
    try {
      const counting = this.#all().map(async (queue) => ({
        name: queue.name,
        counts: await queue.getJobCounts(),
      }));
      return await settleWithin(ANSWER_MS, 'counting jobs', Promise.all(counting));
    } catch (error) {
      const remedy = 'See that Redis, or PostgreSQL without REDIS_URL, is running and reachable.';
      throw new OperatorError(
        'unavailable',
        `The queues cannot be counted: ${describeError(error)}.`,
        remedy,
        {
          cause: error,
        },
      );
    }
  }

  /** All of them, for who only reads. */
  board(): readonly { readonly name: string }[] {
    return this.#all();
  }

  /** A BullMQ worker on the same backend; it fetches jobs at once. Close it before the queues. */
  createWorker(name: QueueName, processor: WorkProcessor, concurrency: number): JobWorker {
    const options = {
      connection: {},
      prefix: this.#backend.prefix,
      concurrency,
      lockDuration: this.#lockMs,
      // Whole milliseconds: both backends refuse parts of them.
      stalledInterval: Math.round(this.#lockMs / LOOKS_A_LOCK),
      // How often a job may lose its worker is PostgreSQL's to say: the queue would fail the job of an innocent run.
      maxStalledCount: NEVER_TOO_OFTEN,
    };
    const worker: JobWorker = new Worker(name, processor, options, this.#backend.forWorker);
    worker.on('error', (error) => this.#report(error));
    return worker;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closing = this.#all().map((queue) =>
      settleWithin(CLOSE_MS, `closing queue ${queue.name}`, queue.close()),
    );
    for (const result of await Promise.allSettled(closing)) {
      if (result.status === 'rejected')
        this.#log.warn({ problem: String(result.reason) }, 'queue not closed in order');
    }
    await this.#backend[Symbol.asyncDispose]();
  }

  #all() {
    return [this.crawl, this.tick, this.notify, this.review] as const;
  }

  /** A server that went away is reported by every queue at every attempt to reconnect: one line a minute is enough. */
  #report(error: Error): void {
    const now = performance.now();
    const text = error.message === '' ? error.name : error.message;
    if (text === this.#reported.text && now - this.#reported.at < REPORT_EVERY_MS) return;
    this.#reported = { text, at: now };
    // Of the database itself its pool tells.
    const level = this.backend === 'postgres' && isAway(error) ? 'debug' : 'warn';
    this.#log[level]({ backend: this.backend, problem: text }, 'the queues have trouble');
  }

  #openQueue<N extends QueueName>(name: N): WorkQueue<N> {
    const options = { connection: {}, prefix: this.#backend.prefix };
    const queue: WorkQueue<N> = new Queue(name, options, this.#backend.forQueue);
    queue.on('error', (error) => this.#report(error));
    return queue;
  }
}

/** `pool` is the project's own; with Redis it is not used. Throws OperatorError `unavailable` or `config`. */
export async function openQueues(o: {
  redisUrl: string | null;
  pool: DatabasePool;
  log: Log;
  /** Another prefix keeps two installations on one Redis server apart. */
  redisPrefix?: string;
  /** How long a job waits for a worker that died. */
  lockMs?: number;
}): Promise<Queues> {
  const backend =
    o.redisUrl === null
      ? await postgresBackend(o.pool)
      : await redisBackend(o.redisUrl, o.redisPrefix ?? REDIS_PREFIX, o.log);
  const queues = new Queues(backend, o.lockMs ?? LOCK_MS, o.log);
  try {
    await queues.ready();
    return queues;
  } catch (error) {
    await queues[Symbol.asyncDispose]();
    throw error;
  }
}

async function postgresBackend(pool: DatabasePool): Promise<Backend> {
  const connection = await connectPostgres(pool);
  return {
    kind: 'postgres',
    prefix: REDIS_PREFIX,
    forQueue: (name, opts, more) =>
      createPostgresBackend(name, { ...opts, connection: connection(QUEUE_CONNECTIONS) }, more),
    forWorker: (name, opts, more) =>
      createPostgresBackend(name, { ...opts, connection: connection(WORKER_CONNECTIONS) }, more),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function redisBackend(url: string, prefix: string, log: Log): Promise<Backend> {
  const redis = await connectRedis(url, log);
  return {
    kind: 'redis',
    prefix,
    forQueue: (name, opts, more) => createRedisBackend(name, { ...opts, connection: redis.adding }, more),
    forWorker: (name, opts, more) => createRedisBackend(name, { ...opts, connection: redis.working }, more),
    [Symbol.asyncDispose]: () => redis[Symbol.asyncDispose](),
  };
}
