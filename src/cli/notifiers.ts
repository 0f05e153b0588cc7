/** `notifiers`: who is told of alerts and alarms, whether it works, what was sent, and sending it again. */
import { type Command, InvalidArgumentError } from 'commander';
import { readNotifiers } from '../../config/load-notifiers.ts';
import { readSites } from '../../config/load-sites.ts';
import { placeAndProblem } from '../model/config-problem.ts';
import { OperatorError } from '../model/errors.ts';
import type { NotifierConfig } from '../model/notifier.ts';
import { readCheckedNotifiers } from '../pipeline/configuration/read-checked-notifiers.ts';
import { deliverOnce } from '../pipeline/messages/deliver-messages.ts';
import { notifierFaults, openSender, refuseFaults } from '../pipeline/messages/open-sender.ts';
import { appendAudit } from '../store/accounts/audit-log.ts';
import {
  type Dropped,
  dropMessages,
  isLogged,
  listAttempts,
  listMessages,
  type Replay,
  replayMessages,
} from '../store/messages/message-log.ts';
import { addMessage } from '../store/messages/messages.ts';
import { applyNotifiers, type NotifierState, notifierStates } from '../store/messages/notifiers.ts';
import type { Db } from '../store/open-database.ts';
import { count } from '../text/count.ts';
import { openStore } from './open-store.ts';
import { printJson, printLine, printTable, type Surroundings } from './surroundings.ts';
import { whoever } from './whoever.ts';
import { wholeNumber } from './whole-number.ts';

type Options = { readonly json?: boolean };
type LogOptions = Options & { readonly limit: number; readonly message?: number };
type ReplayOptions = Options & {
  readonly message?: number;
  readonly failed?: boolean;
  readonly since?: Date;
};

/** @throws OperatorError 'config' when the file is refused */
async function configured(around: Surroundings): Promise<readonly NotifierConfig[]> {
  const { notifying, problems } = await readNotifiers(around.settings().notifiersFile);
  const [first] = problems;
  if (first !== undefined) throw new OperatorError('config', placeAndProblem(first), first.remedy);
  return notifying.notifiers;
}

function wellConfigured(count: number): string {
  if (count === 0) return 'No notifier is configured: nobody is told of alerts and alarms.';
  return count === 1 ? '1 notifier is well configured.' : `${count} notifiers are well configured.`;
}

async function check(around: Surroundings, { json }: Options): Promise<void> {
  const { notifiersFile, sitesFolder } = around.settings();
  const sites = await readSites(sitesFolder, false);
  // What a refused file is called is not known: `sites check` tells of it.
  const ids = sites.problems.length > 0 ? null : new Set(sites.sites.map(({ site }) => site.id));
  const { notifying, problems } = await readCheckedNotifiers(notifiersFile, ids);
  const faults = notifierFaults(notifying.notifiers, around.settings());
  const ok = problems.length === 0 && faults.length === 0;
  if (json) printJson(around.output, { ok, notifiers: notifying.notifiers.length, problems, faults });
  else {
    for (const each of problems) printLine(around.output, `${placeAndProblem(each)} ${each.remedy}`);
    for (const { notifier, problem, remedy } of faults)
      printLine(around.output, `notifier ${notifier}: ${problem}. ${remedy}`);
    if (ok) printLine(around.output, wellConfigured(notifying.notifiers.length));
  }
  if (!ok) around.exit('config');
}

/** What the file has and no start has put in use yet. A refused file is for `notifiers check` to tell of. */
async function notApplied(
  around: Surroundings,
  states: readonly NotifierState[],
): Promise<(NotifierState & { applied: false })[]> {
  const { notifying } = await readNotifiers(around.settings().notifiersFile);
  const nothing = { waiting: 0, waitingSince: null, failed: 0, lastDelivered: null, failures: 0 };
  return notifying.notifiers
    .filter(({ id }) => states.every((each) => each.id !== id))
    .map(({ id, kind }) => ({ id, kind, ...nothing, restsUntil: null, applied: false as const }));
}

async function list(around: Surroundings, { json }: Options): Promise<void> {
  await using database = await openStore(around);
  const inUse = await notifierStates(database.db, around.clock());
  const states = [...inUse.map((each) => ({ ...each, applied: true })), ...(await notApplied(around, inUse))];
  if (json) for (const state of states) printJson(around.output, state);
  else {
    const heading = ['notifier', 'kind', 'waiting', 'failed', 'last delivered', 'rests until'];
    const rows = states.map(({ id, kind, waiting, failed, lastDelivered, restsUntil, applied }) => [
      id,
      kind,
      String(waiting),
      String(failed),
      applied ? (lastDelivered ?? 'never') : 'not applied yet: the next start does it',
      restsUntil ?? '',
    ]);
    printTable(around.output, [heading, ...rows]);
  }
}

function noSuchNotifier(name: string): OperatorError {
  return new OperatorError(
    'usage',
    `There is no notifier "${name}".`,
    'List them with: precursor-watch notifiers list.',
  );
}

async function test(around: Surroundings, name: string, { json }: Options): Promise<void> {
  const notifiers = await configured(around);
  const notifier = notifiers.find(({ id }) => id === name);
  if (notifier === undefined) throw noSuchNotifier(name);
  refuseFaults(notifierFaults([notifier], around.settings()));
  await using database = await openStore(around);
  const { db } = database;
  const now = around.clock();
  await applyNotifiers(db, notifiers, now);
  const content = { kind: 'test', at: now.toISOString() } as const;
  const message = await addMessage(db, { notifier: name, alert: null, content, due: now }, now);
  await using sender = openSender(around.settings(), around.clock);
  const result = await deliverOnce({ db, send: sender.send, clock: around.clock }, message, around.signal);
  const problem = result === null ? 'it was interrupted' : result.problem;
  const status = result?.status ?? null;
  if (json) printJson(around.output, { notifier: name, message, ok: problem === null, status, problem });
  else if (problem === null) printLine(around.output, `${name} took a test message (status ${status}).`);
  if (problem === null) return;
  if (!json) printLine(around.output, `${name} did not take the test message: ${problem}.`);
  around.exit(result?.forbidden === true ? 'refused' : 'unavailable');
}

async function log(around: Surroundings, name: string | null, options: LogOptions): Promise<void> {
  await using database = await openStore(around);
  const { json, limit, message } = options;
  if (message !== undefined) {
    if (!(await isLogged(database.db, message)))
      throw new OperatorError(
        'usage',
        `There is no message ${message}, or it was delivered long ago.`,
        'See: precursor-watch notifiers log.',
      );
    const attempts = await listAttempts(database.db, message);
    if (json) for (const attempt of attempts) printJson(around.output, attempt);
    else {
      const rows = attempts.map(({ number, at, milliseconds, status, problem }) =>
        [number, at, milliseconds, status ?? '', problem ?? 'taken'].map(String),
      );
      printTable(around.output, [['attempt', 'at', 'ms', 'status', 'what came of it'], ...rows]);
    }
    return;
  }
  const messages = await listMessages(database.db, name, limit);
  if (json) for (const each of messages) printJson(around.output, each);
  else {
    const rows = messages.map((each) =>
      [
        each.id,
        each.notifier,
        each.kind,
        each.alert ?? '',
        each.state,
        each.attempts,
        each.deliveredAt ?? each.nextAttemptAt ?? '',
        each.problem ?? '',
      ].map(String),
    );
    const heading = ['message', 'notifier', 'kind', 'alert', 'state', 'attempts', 'at', 'problem'];
    printTable(around.output, [heading, ...rows]);
  }
}

function replayOf({ message, failed, since }: ReplayOptions): Replay {
  const chosen: Replay[] = [];
  if (message !== undefined) chosen.push({ kind: 'message', id: message });
  if (failed === true) chosen.push({ kind: 'failed' });
  if (since !== undefined) chosen.push({ kind: 'since', time: since });
  const [only] = chosen;
  if (only !== undefined && chosen.length === 1) return only;
  throw new OperatorError(
    'usage',
    'Say what is sent again.',
    'Give one of --message N, --failed and --since TIME.',
  );
}

/** On record with how many and which, so that a receiver who asks why can be told. */
async function sendAgain(db: Db, name: string, which: Replay, now: Date): Promise<number> {
  return await db.transaction().execute(async (tx) => {
    const messages = await replayMessages(tx, name, which, now);
    const entry = { actor: whoever(), action: 'notifier.replay', subject: `notifier:${name}` } as const;
    if (messages > 0) await appendAudit(tx, { ...entry, detail: { messages, which } }, now);
    return messages;
  });
}

async function replay(around: Surroundings, name: string, options: ReplayOptions): Promise<void> {
  const which = replayOf(options);
  await using database = await openStore(around);
  const known = await notifierStates(database.db, around.clock());
  if (known.every(({ id }) => id !== name)) throw noSuchNotifier(name);
  const messages = await sendAgain(database.db, name, which, around.clock());
  if (which.kind === 'message' && messages === 0)
    throw new OperatorError(
      'usage',
      `Message ${which.id} is none of ${name}, is a test, or waits to be sent already.`,
      `See: precursor-watch notifiers log ${name}.`,
    );
  if (options.json) printJson(around.output, { notifier: name, messages });
  else if (messages === 0) printLine(around.output, `There is nothing that ${name} could be sent again.`);
  else
    printLine(
      around.output,
      `${count(messages, 'message goes', 'messages go')} to ${name} again, sent by a process that works.`,
    );
}

function droppedOf({ message, failed }: ReplayOptions): Dropped {
  if (message !== undefined && failed === undefined) return { kind: 'message', id: message };
  if (message === undefined && failed === true) return { kind: 'failed' };
  throw new OperatorError('usage', 'Say what is let go.', 'Give one of --message N and --failed.');
}

async function drop(around: Surroundings, name: string, options: ReplayOptions): Promise<void> {
  const which = droppedOf(options);
  await using database = await openStore(around);
  const now = around.clock();
  const known = await notifierStates(database.db, now);
  if (known.every(({ id }) => id !== name)) throw noSuchNotifier(name);
  const ids = await database.db.transaction().execute(async (tx) => {
    const dropped = await dropMessages(tx, name, which);
    const entry = { actor: whoever(), action: 'notifier.drop', subject: `notifier:${name}` } as const;
    if (dropped.length > 0) await appendAudit(tx, { ...entry, detail: { messages: dropped } }, now);
    return dropped;
  });
  if (which.kind === 'message' && ids.length === 0)
    throw new OperatorError(
      'usage',
      `Message ${which.id} is none that was given up for ${name}.`,
      `See: precursor-watch notifiers log ${name}.`,
    );
  if (options.json) printJson(around.output, { notifier: name, messages: ids.length });
  else if (ids.length === 0) printLine(around.output, `Nothing was given up for ${name}.`);
  else printLine(around.output, `${count(ids.length, 'message')} to ${name} let go.`);
}

function moment(text: string): Date {
  const time = new Date(text);
  if (Number.isNaN(time.getTime()))
    throw new InvalidArgumentError('It must be a time such as 2026-03-01T08:00:00Z.');
  return time;
}

export function addNotifiers(program: Command, around: Surroundings): void {
  const notifiers = program.command('notifiers').description('who is told of alerts and alarms');
  notifiers
    .command('list')
    .description('list them, with what waits for each')
    .option('--json', 'print them as JSON lines')
    .action((options: Options) => list(around, options));
  notifiers
    .command('check')
    .description('every fault of their file, and of the secrets and the mail server that they need')
    .option('--json', 'print the result as JSON')
    .action((options: Options) => check(around, options));
  notifiers
    .command('test')
    .argument('<name>', 'id of a notifier')
    .description('send a test message now, and say what came of it')
    .option('--json', 'print the result as JSON')
    .action((name: string, options: Options) => test(around, name, options));
  notifiers
    .command('log')
    .argument('[name]', 'id of a notifier; every one if left out')
    .description('the newest messages, or with --message the attempts of one')
    .option('--message <n>', 'number of a message', wholeNumber)
    .option('--limit <n>', 'so many at most', wholeNumber, 20)
    .option('--json', 'print them as JSON lines')
    .action((name: string | undefined, options: LogOptions) => log(around, name ?? null, options));
  notifiers
    .command('replay')
    .argument('<name>', 'id of a notifier')
    .description('send messages again; a receiver knows them by their id')
    .option('--message <n>', 'one message', wholeNumber)
    .option('--failed', 'every message that was given up')
    .option('--since <time>', 'every message that was made since, delivered ones too', moment)
    .option('--json', 'print the result as JSON')
    .action((name: string, options: ReplayOptions) => replay(around, name, options));
  notifiers
    .command('drop')
    .argument('<name>', 'id of a notifier')
    .description('let messages go that were given up; they are forgotten, and no alarm speaks of them')
    .option('--message <n>', 'one message', wholeNumber)
    .option('--failed', 'every message that was given up')
    .option('--json', 'print the result as JSON')
    .action((name: string, options: ReplayOptions) => drop(around, name, options));
}
