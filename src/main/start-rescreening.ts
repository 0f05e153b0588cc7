/** Stored listings that another list or a new law concerns are screened again while other work goes on. */
import { Rescreener } from '../../queues/start-rescreener.ts';
import type { Surroundings } from '../cli/surroundings.ts';
import type { Workplace } from '../pipeline/open-tools.ts';

/** How often they are looked for. */
const EVERY_MS = 10_000;

export function startRescreening(
  { database, tools }: Pick<Workplace, 'database' | 'tools'>,
  { clock, log }: Pick<Surroundings, 'clock' | 'log'>,
): Rescreener {
  const { worker, alertsPerRun } = tools;
  const part = log.child({ part: 'rescreen' });
  return new Rescreener({ database, clock, everyMs: EVERY_MS, worker, alertsPerRun, log: part });
}
