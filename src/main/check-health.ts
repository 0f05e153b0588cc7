/** Whether the process is alive and ready, each part asked for a few seconds at most. */
import { settleWithin } from '../../queues/settle-within.ts';
import type { QueueControl } from '../api/queue-control.ts';
import type { HealthChecks, HealthReport } from '../api/routes/health.ts';

const PATIENCE_MS = 3000;

type Pool = { query(text: string): Promise<unknown> };

async function standing(what: string, asking: Promise<unknown>): Promise<'ok' | 'failing'> {
  return await settleWithin(PATIENCE_MS, what, asking).then(
    () => 'ok' as const,
    () => 'failing' as const,
  );
}

function report(parts: HealthReport['parts']): HealthReport {
  return { ok: Object.values(parts).every((part) => part === 'ok'), parts };
}

/** A process without its database is of no use and may be restarted; without the queue it only waits. */
export function checkHealth(pool: Pool, queues: Pick<QueueControl, 'count'>): HealthChecks {
  const database = () => standing('the database', pool.query('select 1'));
  return {
    alive: async () => report({ database: await database() }),
    ready: async () => {
      const [first, second] = await Promise.all([database(), standing('the queues', queues.count())]);
      return report({ database: first, queue: second });
    },
  };
}
