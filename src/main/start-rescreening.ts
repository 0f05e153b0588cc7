/** Stored listings that another list or a new law concerns are screened again, and old ones erased, while other work goes on. */
import { Rescreener } from '../../queues/start-rescreener.ts';
import type { Surroundings } from '../cli/surroundings.ts';
import type { Workplace } from '../pipeline/open-tools.ts';
import { keepOrErase } from '../pipeline/retention/keep-or-erase.ts';

/** How often they are looked for. */
const EVERY_MS = 10_000;

export function startRescreening(
  { database, tools }: Pick<Workplace, 'database' | 'tools'>,
  { clock, log, settings }: Pick<Surroundings, 'clock' | 'log' | 'settings'>,
): Rescreener {
  const { worker, alertsPerRun, captures } = tools;
  const part = log.child({ part: 'rescreen' });
  const { retention } = settings();
  const daily = async (signal: AbortSignal) => {
    const erased = await keepOrErase(database.db, captures, retention, 'system', clock(), signal);
    if (Object.values(erased).some((each) => each > 0))
      log.info(
        erased,
        'old listings, copies of pages, rows of ledgers and messages that never arrived erased',
      );
  };
  return new Rescreener({ database, clock, everyMs: EVERY_MS, worker, alertsPerRun, daily, log: part });
}
