/** `work --processes`: children that run this program's own `work`, kept alive; said before where the database is too small for them. */
import { join } from 'node:path';
import { supervise } from '../../queues/supervise.ts';
import { printCheck } from '../cli/doctor.ts';
import { openStore } from '../cli/open-store.ts';
import type { WorkOptions } from '../cli/program.ts';
import { printLine, type Surroundings } from '../cli/surroundings.ts';
import { checkConnections } from '../store/health/check-postgres.ts';
import { LATER_OPTIONS } from './node-options.mjs';

export async function workInProcesses(around: Surroundings, options: WorkOptions): Promise<void> {
  const { root, log, signal, remarks } = around;
  const processes = options.processes ?? 1;
  await warnOfConnections(around, processes);
  const each = options.concurrency === undefined ? [] : ['--concurrency', String(options.concurrency)];
  printLine(remarks, `Starting ${processes} worker processes …`);
  // With the options of Node that this process was started with, and those that it set while it ran.
  const command = [...process.execArgv, ...LATER_OPTIONS, join(root, 'src/main/main.ts'), 'work', ...each];
  await supervise({ command, log, signal }, processes);
}

/** They hardly ever need all of them at once, so that they are started all the same. */
async function warnOfConnections(around: Surroundings, processes: number): Promise<void> {
  try {
    await using database = await openStore(around);
    const check = await checkConnections(database.pool, processes);
    if (check.state !== 'ok') printCheck(around.remarks, check);
  } catch (error) {
    // The processes meet it, too, and go on once it is over; what lasts they say themselves.
    around.log.debug({ error }, 'the database was not asked for its connections');
  }
}
