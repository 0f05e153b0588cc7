/** `schedule`, `work` and `console` each for itself, as in production: one finds what is due, one does it, one shows it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runRole } from '../src/main/run-role.ts';
import { addMessage } from '../src/store/messages/messages.ts';
import { applyNotifiers } from '../src/store/messages/notifiers.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import { type CliResult, runCli } from './support/run-cli.ts';
import { email, sampleNotice } from './support/sample-notices.ts';
import { writeSmallPack } from './support/small-pack.ts';
import { type Mailbox, startMailbox } from './support/start-receiver.ts';
import { startRedis, type TestRedis } from './support/start-redis.ts';
import { at } from './support/store-samples.ts';
import { until } from './support/until.ts';

const PROGRAM = new URL('../src/main/precursor-watch.mjs', import.meta.url).pathname;

type Running = { printed: string; told: string; readonly end: () => Promise<number | string | null> };

let database: TestDatabase;
let redis: TestRedis;
let mailbox: Mailbox;
let folder: string;
let env: Record<string, string>;
const children: ChildProcess[] = [];
const roles: Running[] = [];

function spawned(more: NodeJS.ProcessEnv, ...args: string[]): Running & { readonly child: ChildProcess } {
  const { PATH } = process.env;
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { PATH, ...env, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = async () => {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    return (await exited)[0];
  };
  const started = { child, printed: '', told: '', end };
  child.stdout.on('data', (chunk) => {
    started.printed += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    started.told += String(chunk);
  });
  children.push(child);
  return started;
}

/** In this process, which costs a third: others start the same parts as processes of their own. */
function begun(...args: string[]): Running {
  const stop = new AbortController();
  const started: Running = {
    printed: '',
    told: '',
    end: async () => {
      stop.abort();
      const { exit, error, remarks } = await ending;
      started.told = remarks;
      return error ?? exit;
    },
  };
  const onOutput = (text: string) => {
    started.printed += text;
  };
  const ending = runCli(args, env, { runRole, signal: stop.signal, onOutput });
  return started;
}

const run = async () => {
  const { rows } = await database.pool.query('select status, problem from runs');
  return rows[0] ?? null;
};

beforeAll(async () => {
  [database, redis, mailbox] = await Promise.all([openTestDatabase(), startRedis(), startMailbox()]);
  folder = await mkdtemp(join(tmpdir(), 'precursor-watch-roles-'));
  const packs = await writeSmallPack(folder);
  await mkdir(join(folder, 'sites'));
  await writeFile(join(folder, 'sites/far.yaml'), 'id: far\nstart: [https://far.invalid/]\n');
  const notifiers = join(folder, 'notifiers.yaml');
  await writeFile(notifiers, 'notifiers:\n  - { id: desk, kind: email, to: [desk@agency.example] }\n');
  env = {
    ...{ DATABASE_URL: database.databaseUrl, REDIS_URL: redis.url, PRECURSOR_DATA: folder, PORT: '0' },
    ...{
      PRECURSOR_WATCHLIST: packs,
      PRECURSOR_SITES: join(folder, 'sites'),
      PRECURSOR_PRACTICE: 'off',
      LOG_LEVEL: 'silent',
    },
    ...{ PRECURSOR_NOTIFIERS: notifiers, PRECURSOR_SMTP_URL: mailbox.url },
    ...{ PRECURSOR_SMTP_FROM: 'watch@agency.example' },
  };
  const { db } = database;
  await applyNotifiers(db, [email('desk')], at(1));
  const content = { kind: 'alert', alert: sampleNotice({ title: 'Given up' }) } as const;
  const id = await addMessage(db, { notifier: 'desk', alert: null, content, due: at(2) }, at(2));
  await db.updateTable('messages').set({ state: 'failed' }).where('id', '=', id).execute();
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await Promise.all([redis, mailbox, database].map((each) => each[Symbol.asyncDispose]()));
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

describe('one role a process', () => {
  it('schedule queues what is due and console shows it, and neither of them crawls', async () => {
    const [schedule, wrong, console] = [
      spawned({}, 'schedule'),
      spawned({}, 'sites', 'run', 'nowhere'),
      begun('console'),
    ];
    roles.push(schedule, console);
    const url = await until(
      'the console listens',
      () => /ready: (http\S+)[\s\S]*alone/.exec(console.printed)?.[1] ?? null,
    );
    expect(console.printed).toMatch(/Sign in as "admin" with the password \S+/);
    expect(console.printed).toContain('This process serves the console alone');
    await until('the schedule runs', () => schedule.printed.includes('schedule is running'));
    // Whoever is first takes the files into the database.
    expect(schedule.printed).toMatch(
      /^(?:Sites by the files here: 1 added \(far\)\.\n)?Precursor Watch: schedule is running\.\n$/,
    );
    expect(await until('a run is queued', run)).toEqual({ status: 'queued', problem: null });
    expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({
      parts: { database: 'ok', queue: 'ok' },
    });
    await until('the wrong order ended', () => wrong.child.exitCode !== null);
    expect([wrong.child.exitCode, wrong.printed, wrong.told]).toEqual([
      2,
      '',
      'precursor-watch: There is no site "nowhere". List them with: precursor-watch sites list.\n',
    ]);
  });

  it('work does what was queued, and sends what was ordered to be sent again', async () => {
    const replayed = await runCli(['notifiers', 'replay', 'desk', '--failed'], env);
    expect(replayed.output).toContain('1 message goes to desk again');
    roles.push(begun('work', '--concurrency', '1'));
    const ended = await until('the run ends', async () => {
      const now = await run();
      return now?.status === 'queued' || now?.status === 'running' ? null : now;
    });
    // A site of the operator, and nobody who could be asked: it is not visited.
    expect(ended.problem).toContain('No site is visited before a contact address is set.');
    await until('the mail comes', () => mailbox.mails.length === 1);
    expect(mailbox.mails[0]).toContain('Given up');
  });

  it('each ends in order when it is asked to', async () => {
    expect(await Promise.all(roles.map(({ end }) => end()))).toEqual([0, 'ok', 'ok']);
    expect(roles.map(({ told }) => told)).toEqual([
      'Ending …\n',
      'Ending …\n',
      'Ending: running crawls are handed over …\n',
    ]);
  });
});

describe('a role that cannot begin says what to do', () => {
  const role = (name: string, more: Record<string, string>): Promise<CliResult> =>
    runCli([name], { ...env, ...more }, { runRole });

  it('work without its Redis', async () => {
    const { exit, error, output } = await role('work', { REDIS_URL: 'redis://127.0.0.1:1' });
    expect([exit, output]).toEqual(['unavailable', '']);
    expect(error).toContain('Start it, correct REDIS_URL, or unset REDIS_URL');
  });

  it('console on a port that is taken', async () => {
    const { exit, error } = await role('console', { PORT: new URL(redis.url).port });
    expect(exit).toBe('busy');
    expect(error).toContain('PORT');
  });

  it('schedule with a bad file, where the database holds nothing yet', async () => {
    await using other = await openTestDatabase();
    const slip = join(folder, 'sites/slip.yaml');
    await writeFile(slip, 'id: slip\nstrat: [https://slip.invalid/]\n');
    const { exit, error } = await role('schedule', { DATABASE_URL: other.databaseUrl });
    await rm(slip);
    expect(exit).toBe('config');
    expect(error).toContain('slip.yaml');
  });

  it('work with no processes at all', async () => {
    const { exit, remarks } = await runCli(['work', '--processes', '0'], env);
    expect(exit).toBe('usage');
    expect(remarks).toContain('It must be a whole number from 1.');
  });
});

it('work begins with a notifier that lacks its mail server, says so, and its messages wait until it is there', async () => {
  const { pool, db } = database;
  const content = { kind: 'alert', alert: sampleNotice({ title: 'Waited' }) } as const;
  const now = new Date();
  const id = await addMessage(db, { notifier: 'desk', alert: null, content, due: now }, now);
  const state = async () =>
    (await pool.query('select state, attempts from messages where id = $1', [id])).rows[0];
  const problem = 'nothing can be sent to desk from here: no mail server is set; its messages wait';
  const without = spawned({ LOG_LEVEL: 'error', PRECURSOR_SMTP_URL: '' }, 'work');
  await until('it says so', () => without.told.includes(problem));
  await until('it was tried', async () => (await state()).attempts > 0);
  const { output, exit } = await runCli(['alarms', '--no-send'], env);
  expect({ output, exit }).toMatchObject({
    output: expect.stringMatching(
      /to desk .*Nothing can be sent to it by worker .*: no mail server is set\. Set/,
    ),
    exit: 'alarm',
  });
  expect(await without.end()).toBe(0);
  expect(without.told.split(problem)).toHaveLength(2);
  expect(await state()).toMatchObject({ state: 'waiting' });
  const begunAgain = begun('work');
  await until('it is sent', async () => (await state()).state === 'delivered');
  expect(await begunAgain.end()).toBe('ok');
});

it.each(['schedule', 'console'])(
  '%s begins with a bad file where the database holds what was in use',
  async (role) => {
    const slip = join(folder, 'sites/slip.yaml');
    await writeFile(slip, 'id: slip\nstrat: [https://slip.invalid/]\n');
    const started = begun(role);
    await until(`${role} runs`, () => /running\.|ready: http/.test(started.printed));
    expect(await started.end()).toBe('ok');
    await rm(slip);
    expect(started.told).toMatch(/^The files here are refused, and what was in use goes on: .*slip\.yaml/);
    expect(started.told).toContain('Then: precursor-watch sites apply');
    const { rows } = await database.pool.query('select id, removed_at from sites');
    expect(rows).toEqual([{ id: 'far', removed_at: null }]);
  },
);

it('schedule says at its start, on the terminal and in the log, which sites it retires', async () => {
  const sites = join(folder, 'other-sites');
  await mkdir(sites);
  await writeFile(join(sites, 'near.yaml'), 'id: near\nstart: [https://near.invalid/]\n');
  const other = spawned({ LOG_LEVEL: 'warn', PRECURSOR_SITES: sites }, 'schedule');
  await until('it runs', () => other.printed.includes('is running'));
  expect(await other.end()).toBe(0);
  expect(other.printed).toMatch(/^Sites by the files here: 1 added \(near\), 1 removed \(far\)\.\n/);
  expect(other.told).toMatch(/"removed":\["far"\].*"the files changed what is watched"/);
  const back = await runCli(['sites', 'apply'], env);
  expect(back.output).toBe('1 site applied: 1 added (far), 1 removed (near).\n');
});
