/** The long-running roles: opens what the role needs, in an order that serves the console first, and closes it in reverse. */
import { once } from 'node:events';
import type { Role, WorkOptions } from '../cli/program.ts';
import { printLine, type Surroundings } from '../cli/surroundings.ts';
import { openWorkplace } from '../pipeline/open-tools.ts';
import { controlQueues, queuesWhenNeeded } from './control-queues.ts';
import { goesOnWithout, greet } from './greet.ts';
import { logChecks } from './log-checks.ts';
import { serveConsole } from './serve-console.ts';
import { startWatch } from './start-watch.ts';
import { startSchedule, startWork } from './start-work.ts';
import { tellApplied } from './tell-applied.ts';
import { workInProcesses } from './work-in-processes.ts';

/** Which parts a role runs. Whoever has the schedule has the files: others work with what the database holds. */
const PARTS = {
  serve: { console: true, schedule: true, work: true, applying: 'all' },
  work: { console: false, schedule: false, work: true, applying: 'nothing' },
  schedule: { console: false, schedule: true, work: false, applying: 'all' },
  console: { console: true, schedule: false, work: false, applying: 'nothing' },
} as const satisfies Record<Role, unknown>;

/** Runs until the signal of its surroundings fires. @throws OperatorError when something it needs is not there */
export async function runRole(role: Role, around: Surroundings, options: WorkOptions): Promise<void> {
  if ((options.processes ?? 1) > 1) return await workInProcesses(around, options);
  const parts = PARTS[role];
  const settings = around.settings();
  await using open = new AsyncDisposableStack();
  const { root, log, clock } = around;
  const workplace = open.use(
    await openWorkplace(settings, root, log, clock, { applying: parts.applying, goesOn: true }),
  );
  log.info({ role, database: workplace.database.place }, 'PostgreSQL in use');
  const openQueues = queuesWhenNeeded(open, workplace, around);
  if (parts.console) {
    const control = controlQueues(openQueues, workplace, around);
    const { url, firstUser } = await serveConsole(open, workplace, around, control);
    for (const line of greet(url, firstUser, workplace.configuration, settings, parts.work))
      printLine(around.output, line);
  }
  tellApplied(workplace.applied, around);
  if (parts.schedule || parts.work) {
    const queues = await openQueues();
    if (parts.work) await startWork(open, queues, workplace, around, options.concurrency);
    if (parts.schedule) await startSchedule(open, queues, workplace, around);
  }
  if (parts.console || parts.schedule) startWatch(open, workplace, around);
  await logChecks(workplace, around, parts.console);
  if (workplace.refused !== null) printLine(around.remarks, goesOnWithout(workplace.refused));
  if (!parts.console) printLine(around.output, `Precursor Watch: ${role} is running.`);
  if (!around.signal.aborted) await once(around.signal, 'abort');
  printLine(around.remarks, parts.work ? 'Ending: running crawls are handed over …' : 'Ending …');
}
