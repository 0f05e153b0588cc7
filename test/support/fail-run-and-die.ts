/**
 * A crawl worker whose runs fail for good, and which is killed when one was set aside, unless somebody kills it before:
 * `node fail-run-and-die.ts '{"databaseUrl", "redisUrl", "redisPrefix", "lockMs"}'`.
 */
import { tmpdir } from 'node:os';
import { pino } from 'pino';
import { z } from 'zod';
import { startCrawlWorker } from '../../queues/crawl-worker.ts';
import { openQueues } from '../../queues/open-queues.ts';
import { openDatabase } from '../../src/store/open-database.ts';

const asked = z.strictObject({
  databaseUrl: z.string(),
  redisUrl: z.string().nullable(),
  redisPrefix: z.string(),
  lockMs: z.number(),
});
const { databaseUrl, ...target } = asked.parse(JSON.parse(process.argv[2] ?? ''));
const log = pino(
  {},
  {
    write: (line: string) => {
      if (line.includes('set aside')) process.kill(process.pid, 'SIGKILL');
    },
  },
);
const database = await openDatabase({ databaseUrl, dataFolder: tmpdir(), log });
const queues = await openQueues({ ...target, pool: database.pool, log });
await startCrawlWorker({
  queues,
  db: database.db,
  clock: () => new Date(),
  concurrency: 1,
  perform: () => Promise.reject(new Error('it cannot be done')),
  log,
});
