/** Loses Redis, then closes everything: the process must end by itself. `node close-without-redis.ts 'worker first'|'redis first'`. */
import { startCrawlWorker } from '../../queues/crawl-worker.ts';
import { openQueues } from '../../queues/open-queues.ts';
import { createLog } from '../../src/log.ts';
import { startRedis } from './start-redis.ts';

const log = createLog('silent');
const redis = await startRedis();
const pool = { connect: () => Promise.reject(new Error('not needed')), options: {} };
const queues = await openQueues({ redisUrl: redis.url, pool, log });
const start = () =>
  startCrawlWorker({
    queues,
    // No job arrives, so it is never used.
    db: undefined as never,
    clock: () => new Date(),
    concurrency: 1,
    perform: () => Promise.resolve('ended'),
    log,
  });
if (process.argv[2] === 'worker first') {
  const worker = await start();
  await redis.kill();
  await worker[Symbol.asyncDispose]();
} else {
  await redis.kill();
  const refused = await start().catch((error: unknown) => error);
  if (!(refused instanceof Error && refused.name === 'OperatorError')) throw new Error('the worker started');
}
await queues[Symbol.asyncDispose]();
await redis[Symbol.asyncDispose]();
