/** Opens the queues when somebody first needs them, and lets the interface ask of them what a person may. */
import { AT_ONCE, enqueueRuns } from '../../queues/enqueue-runs.ts';
import { openQueues, type Queues } from '../../queues/open-queues.ts';
import { replayParkedJob } from '../../queues/park-jobs.ts';
import type { QueueControl } from '../api/queue-control.ts';
import type { Surroundings } from '../cli/surroundings.ts';
import type { Workplace } from '../pipeline/open-tools.ts';

/** Opened once; asked for again after a failure. They close with `open`. */
export function queuesWhenNeeded(
  open: AsyncDisposableStack,
  workplace: Workplace,
  around: Surroundings,
): () => Promise<Queues> {
  let opening: Promise<Queues> | null = null;
  const { redisUrl } = around.settings();
  const begin = async () =>
    open.use(await openQueues({ redisUrl, pool: workplace.database.pool, log: around.log }));
  return async () => {
    opening ??= begin().catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return await opening;
  };
}

export function controlQueues(
  queues: () => Promise<Queues>,
  workplace: Workplace,
  around: Surroundings,
): QueueControl {
  const { db } = workplace.database;
  return {
    async enqueue(order) {
      await enqueueRuns(await queues(), [{ ...order, priority: AT_ONCE }]);
    },
    async count() {
      const known = await queues();
      return { backend: known.backend, items: await known.count() };
    },
    async board() {
      return (await queues()).board();
    },
    async replay(parked, record) {
      return await replayParkedJob({ db, queues: await queues(), clock: around.clock }, parked, record);
    },
  };
}
