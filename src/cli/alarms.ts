/** `alarms`: one round of the watch over the watch, which works while every worker is down, and what it found. */
import type { Command } from 'commander';
import { loadNotifiers } from '../../config/load-notifiers.ts';
import { REVIEW_BACKLOG_CAP } from '../../queues/job-contracts.ts';
import { describeError } from '../model/errors.ts';
import { sendAlarms } from '../pipeline/keep-watch.ts';
import { notifierFaults, openSender, withoutFaults } from '../pipeline/messages/open-sender.ts';
import { readHealth, type StandingAlarm, type WatchTools, watchHealth } from '../pipeline/watch-health.ts';
import { listNotifiers } from '../store/messages/notifiers.ts';
import { openDatabase } from '../store/open-database.ts';
import { databaseFault } from '../store/outage.ts';
import { printJson, printLine, printTable, type Surroundings } from './surroundings.ts';
import { tellStop } from './tell-stop.ts';

type Options = { readonly json?: boolean; readonly send: boolean };

async function alarms(around: Surroundings, { json, send }: Options): Promise<void> {
  const { notifiersFile, databaseUrl, dataFolder } = around.settings();
  const { limits } = await loadNotifiers(notifiersFile);
  await using database = await openDatabase({ databaseUrl, dataFolder, log: around.log });
  const { db } = database;
  const { clock } = around;
  const isStopped = await tellStop(db, around);
  const { standing, isNoted } = await watchOrRead({ db, limits, cap: REVIEW_BACKLOG_CAP, clock }, around);
  if (send && isNoted) {
    const notifiers = await listNotifiers(db);
    const faults = notifierFaults(notifiers, around.settings());
    for (const { notifier, problem, remedy } of faults)
      printLine(around.remarks, `Nothing is sent to notifier ${notifier} from here: ${problem}. ${remedy}`);
    await using sender = openSender(around.settings(), clock);
    const ids = withoutFaults(notifiers, faults).map(({ id }) => id);
    const broken = await sendAlarms({ db, clock, send: sender.send }, ids, around.signal);
    for (const { notifier, problem } of broken)
      printLine(around.remarks, `Alarms could not be sent to notifier ${notifier}: ${problem}.`);
    if (broken.length > 0) around.exit('failed');
  }
  if (json) for (const alarm of standing) printJson(around.output, alarm);
  else if (standing.length === 0)
    printLine(
      around.output,
      isStopped || !isNoted ? 'No alarm is raised.' : 'All is well: no alarm is raised.',
    );
  else {
    const rows = standing.map(({ kind, subject, raisedAt, summary }) => [kind, subject, raisedAt, summary]);
    printTable(around.output, [['alarm', 'of', 'since', 'what'], ...rows]);
  }
  if (standing.length > 0) around.exit('alarm');
}

/** A database that takes no writes keeps nobody from hearing what is wrong, of which it is the cause as often as not. */
async function watchOrRead(
  tools: WatchTools,
  around: Surroundings,
): Promise<{ readonly standing: readonly StandingAlarm[]; readonly isNoted: boolean }> {
  try {
    return { standing: (await watchHealth(tools)).standing, isNoted: true };
  } catch (error) {
    const fault = databaseFault(error);
    if (fault?.exit !== 'storage') throw error;
    const meanwhile =
      'What follows was read alone: the sign of life of this watch is not noted, and nothing is sent from here.';
    printLine(around.remarks, `${describeError(fault)} ${meanwhile}`);
    around.exit('storage');
    return { standing: await readHealth(tools), isNoted: false };
  }
}

export function addAlarms(program: Command, around: Surroundings): void {
  program
    .command('alarms')
    .description('check now whether runs, alerts and messages get on; needs neither a worker nor the queue')
    .option('--no-send', 'do not send what is found to notifiers; a process that runs will')
    .option('--json', 'print the alarms that are raised as JSON lines')
    .action((options: Options) => alarms(around, options));
}
