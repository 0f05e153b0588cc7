/** Both backends of the queues, each with a fresh database, for one suite that runs on either. */
import { randomUUID } from 'node:crypto';
import { openQueues, type Queues } from '../../queues/open-queues.ts';
import { createLog, type Log } from '../../src/log.ts';
import { openTestDatabase, type TestDatabase } from './open-test-database.ts';
import { startRedis } from './start-redis.ts';

export const BACKENDS = ['PostgreSQL', 'Redis'] as const;
export type BackendName = (typeof BACKENDS)[number];

type QueueTarget = { readonly redisUrl: string | null; readonly redisPrefix: string };

/** Holds the server of a backend open for a test file. `REDIS_URL` is used when it is set, under a prefix of its own. */
export async function openBackend(
  name: BackendName,
): Promise<AsyncDisposable & { readonly redisUrl: string | null }> {
  const { REDIS_URL } = process.env;
  if (name === 'Redis' && REDIS_URL === undefined) {
    const { url, [Symbol.asyncDispose]: stop } = await startRedis();
    return { redisUrl: url, [Symbol.asyncDispose]: stop };
  }
  const redisUrl = name === 'Redis' ? (REDIS_URL ?? null) : null;
  return { redisUrl, [Symbol.asyncDispose]: () => Promise.resolve() };
}

export type TestQueues = AsyncDisposable & {
  readonly database: TestDatabase;
  readonly queues: Queues;
  readonly target: QueueTarget;
  /** The queues once more, as another process would open them. */
  again(log?: Log): Promise<Queues>;
};

/** Empty queues and an empty database. Disposing removes what was put in Redis, and closes every opened one. */
export async function openTestQueues(redisUrl: string | null): Promise<TestQueues> {
  const database = await openTestDatabase();
  const target = { redisUrl, redisPrefix: `test-${randomUUID()}` };
  const opened: Queues[] = [];
  const again = async (log = createLog('silent')) => {
    const queues = await openQueues({ ...target, pool: database.pool, log });
    opened.push(queues);
    return queues;
  };
  const queues = await again();
  return {
    database,
    queues,
    target,
    again,
    [Symbol.asyncDispose]: async () => {
      for (const queue of [queues.crawl, queues.tick, queues.notify, queues.review])
        await queue.obliterate({ force: true });
      for (const each of opened) await each[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}
