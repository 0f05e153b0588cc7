/** A publisher that is killed in the middle of a batch: `node publish-and-die.ts '{"databaseUrl", "redisUrl", "redisPrefix", "when"}'`. */
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
  when: z.enum(['before adding', 'after adding']),
});
const { databaseUrl, redisUrl, redisPrefix, when } = asked.parse(JSON.parse(process.argv[2] ?? ''));
const log = createLog('silent');
const database = await openDatabase({ databaseUrl, dataFolder: tmpdir(), log });
const queues = await openQueues({ redisUrl, redisPrefix, pool: database.pool, log });
const review: ReviewQueue = {
  count: () => queues.review.count(),
  getJobState: (id) => queues.review.getJobState(id),
  addBulk: async (jobs) => {
    if (when === 'after adding') await queues.review.addBulk(jobs);
    process.kill(process.pid, 'SIGKILL');
    return await new Promise(() => undefined);
  },
};
await publishBatch({ db: database.db, review, clock: () => new Date(), cap: 1000 });
