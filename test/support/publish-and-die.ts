/** A publisher that is killed, or stopped and continued, in the middle of a batch: `node publish-and-die.ts '{"databaseUrl", "redisUrl", "redisPrefix", "when", "idleMs"?}'`. */
import { tmpdir } from 'node:os';
import { z } from 'zod';
import { openQueues } from '../../queues/open-queues.ts';
import { publishBatch } from '../../queues/publish-alerts.ts';
import type { ReviewQueue } from '../../queues/review-jobs.ts';
import { createLog } from '../../src/log.ts';
import { openDatabase } from '../../src/store/open-database.ts';

const asked = z.strictObject({
  databaseUrl: z.string(),
  redisUrl: z.string().nullable(),
  redisPrefix: z.string(),
  when: z.enum(['before adding', 'after adding', 'stopped before adding']),
  idleMs: z.number().optional(),
});
const {
  databaseUrl,
  redisUrl,
  redisPrefix,
  when,
  idleMs = 60_000,
} = asked.parse(JSON.parse(process.argv[2] ?? ''));
const log = createLog('silent');
const database = await openDatabase({ databaseUrl, dataFolder: tmpdir(), log, idleMs });
const queues = await openQueues({ redisUrl, redisPrefix, pool: database.pool, log });
const review: ReviewQueue = {
  count: () => queues.review.count(),
  getJobState: (id) => queues.review.getJobState(id),
  addBulk: async (jobs) => {
    if (when === 'stopped before adding') {
      process.kill(process.pid, 'SIGSTOP');
      return await queues.review.addBulk(jobs);
    }
    if (when === 'after adding') await queues.review.addBulk(jobs);
    process.kill(process.pid, 'SIGKILL');
    return await new Promise(() => undefined);
  },
};
await publishBatch({ db: database.db, review, clock: () => new Date(), cap: 1000 });
