/** The bundled PostgreSQL over the life of its processes: made, shared, left behind, damaged. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLog } from '../src/log.ts';
import { OperatorError } from '../src/model/errors.ts';
import { openBundledPostgres } from '../src/store/server/bundled-postgres.ts';
import { stopServer } from '../src/store/server/postgres-process.ts';
import { commandLine } from '../src/store/server/process-identity.ts';
import { until } from './support/until.ts';

const log = createLog('silent');
const holder = fileURLToPath(new URL('./support/hold-postgres.ts', import.meta.url));
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pw-bundled-'));
});
afterEach(async () => {
  await stopServer(join(folder, 'postgres'));
  await rm(folder, { recursive: true, force: true });
});

async function query(databaseUrl: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query({ text, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

async function hold(): Promise<{ child: ChildProcess; pid: number; databaseUrl: string }> {
  const child = spawn(process.execPath, [holder, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, ...JSON.parse(line) };
}

async function end(child: ChildProcess, how: 'input' | 'kill'): Promise<void> {
  const exited = once(child, 'exit');
  if (how === 'kill') child.kill('SIGKILL');
  else child.stdin?.end();
  await exited;
}

async function failureOf(work: Promise<unknown>): Promise<OperatorError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OperatorError);
  return error as OperatorError;
}

/** A dead process that its parent has not looked after yet does not run. */
function isRunning(pid: number): boolean {
  return commandLine(pid) !== null;
}

test('a folder that takes no writing is visited while others have its server running', async () => {
  const first = await hold();
  // Where the list of its users would be written, as on a full disk, nothing can be.
  await mkdir(join(folder, 'postgres.users.json.new'));
  {
    await using visited = await openBundledPostgres(folder, log);
    expect(visited.pid).toBe(first.pid);
    expect(await query(visited.databaseUrl, 'select 1')).toEqual([1]);
  }
  expect(commandLine(first.pid)).not.toBeNull();
  await rm(join(folder, 'postgres.users.json.new'), { recursive: true });
  await end(first.child, 'input');
  await mkdir(join(folder, 'postgres.users.json.new'));
  expect((await failureOf(openBundledPostgres(folder, log))).exit).toBe('storage');
});

describe('one process', () => {
  test('keeps its data from one start to the next and leaves nothing running', async () => {
    const first = await openBundledPostgres(folder, log);
    await query(first.databaseUrl, 'create table kept as select 7 as n');
    await first[Symbol.asyncDispose]();
    expect(isRunning(first.pid)).toBe(false);
    await using second = await openBundledPostgres(folder, log);
    expect(await query(second.databaseUrl, 'select n from kept')).toEqual([7]);
  });

  test('listens on no network address, and lets nobody in without its password', async () => {
    await using server = await openBundledPostgres(folder, log);
    expect(await query(server.databaseUrl, 'show listen_addresses')).toEqual(['']);
    expect(await query(server.databaseUrl, 'show fsync')).toEqual(['on']);
    const wrong = server.databaseUrl.replace(/:[^:@/]+@/, ':wrong@');
    await expect(query(wrong, 'select 1')).rejects.toThrow(/password/);
    const socketFolder = new URL(server.databaseUrl).searchParams.get('host') ?? '';
    expect((await stat(socketFolder)).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, 'postgres/precursor-watch.password'))).mode & 0o777).toBe(0o600);
  });

  test('falls back to 127.0.0.1 with a password where no folder is short enough for a socket', async () => {
    await using server = await openBundledPostgres(folder, log, [join(folder, 'x'.repeat(90))]);
    expect(new URL(server.databaseUrl).hostname).toBe('127.0.0.1');
    expect(await query(server.databaseUrl, 'show listen_addresses')).toEqual(['127.0.0.1']);
    await expect(query(server.databaseUrl.replace(/:[^:@/]+@/, ':wrong@'), 'select 1')).rejects.toThrow(
      /password/,
    );
    await using second = await openBundledPostgres(folder, log);
    expect(second.databaseUrl).toBe(server.databaseUrl);
  });

  test('opens one folder twice at once, and the server stays for the one that is left', async () => {
    const [first, second] = await Promise.all([
      openBundledPostgres(folder, log),
      openBundledPostgres(folder, log),
    ]);
    expect(second.pid).toBe(first.pid);
    await first[Symbol.asyncDispose]();
    expect(await query(second.databaseUrl, 'select 1')).toEqual([1]);
    await second[Symbol.asyncDispose]();
    expect(isRunning(second.pid)).toBe(false);
  });
});

describe('several processes', () => {
  test('a server whose process was killed is reused with its data, and stopped by who took it over', async () => {
    const { child, pid, databaseUrl } = await hold();
    await query(databaseUrl, 'create table kept as select 7 as n');
    await end(child, 'kill');
    expect(isRunning(pid)).toBe(true);
    const server = await openBundledPostgres(folder, log);
    expect(server.pid).toBe(pid);
    expect(await query(server.databaseUrl, 'select n from kept')).toEqual([7]);
    await server[Symbol.asyncDispose]();
    expect(isRunning(pid)).toBe(false);
  });

  test('a short command does not stop the server of a process that still runs', async () => {
    const { child, pid, databaseUrl } = await hold();
    const command = await openBundledPostgres(folder, log);
    expect(command.pid).toBe(pid);
    await command[Symbol.asyncDispose]();
    expect(await query(databaseUrl, 'select 1')).toEqual([1]);
    await end(child, 'input');
    expect(isRunning(pid)).toBe(false);
  });

  test('a command that came first leaves the server to the process that joined it', async () => {
    const command = await openBundledPostgres(folder, log);
    const { child, pid, databaseUrl } = await hold();
    expect(pid).toBe(command.pid);
    await command[Symbol.asyncDispose]();
    expect(await query(databaseUrl, 'select 1')).toEqual([1]);
    await end(child, 'input');
    expect(isRunning(pid)).toBe(false);
  });

  test('two that start at once on a new folder share one server', async () => {
    const [one, two] = await Promise.all([hold(), hold()]);
    expect(one.pid).toBe(two.pid);
    await Promise.all([end(one.child, 'input'), end(two.child, 'input')]);
    expect(isRunning(one.pid)).toBe(false);
  });

  test.each([
    { name: 'of a killed process', content: JSON.stringify({ pid: 2 ** 22 + 1, startedAt: '1' }) },
    { name: 'that was cut short', content: '{"pid":12' },
    { name: 'that a power failure filled with zeros', content: '\0'.repeat(40) },
  ])('a lock $name is taken over', async ({ content }) => {
    const lock = join(folder, 'postgres.lock');
    await writeFile(lock, content);
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(lock, longAgo, longAgo);
    await using server = await openBundledPostgres(folder, log);
    expect(await query(server.databaseUrl, 'select 1')).toEqual([1]);
  });
});

describe('after a crash', () => {
  test.each([
    { name: 'of a process that is gone', pid: 2 ** 22 + 1 },
    { name: 'whose number another program has now', pid: process.pid },
  ])('a pid file $name is no obstacle', async ({ pid }) => {
    await (await openBundledPostgres(folder, log))[Symbol.asyncDispose]();
    const file = join(folder, 'postgres/postmaster.pid');
    await writeFile(
      file,
      `${pid}\n${join(folder, 'postgres')}\n1700000000\n5432\n/tmp\n\n  1234567         7\nready   \n`,
    );
    await using server = await openBundledPostgres(folder, log);
    expect(server.pid).not.toBe(pid);
    expect(await query(server.databaseUrl, 'select 1')).toEqual([1]);
  });

  test('a server that was killed itself recovers what was committed', async () => {
    await using first = await openBundledPostgres(folder, log);
    const killed = first.pid;
    await query(first.databaseUrl, 'create table kept as select 7 as n');
    process.kill(killed, 'SIGKILL');
    await using second = await openBundledPostgres(folder, log);
    expect(second.pid).not.toBe(killed);
    expect(await query(second.databaseUrl, 'select n from kept')).toEqual([7]);
  });

  test('a server that was killed is brought up again at its address by the process that uses it', async () => {
    await using first = await openBundledPostgres(folder, log);
    const killed = first.pid;
    await query(first.databaseUrl, 'create table kept as select 7 as n');
    process.kill(killed, 'SIGKILL');
    await until('another server', () => first.pid !== killed);
    expect(await query(first.databaseUrl, 'select n from kept')).toEqual([7]);
  });

  test('a running server whose socket was swept away is started again', async () => {
    const { child, pid, databaseUrl } = await hold();
    await end(child, 'kill');
    await rm(new URL(databaseUrl).searchParams.get('host') ?? '', { recursive: true });
    await using server = await openBundledPostgres(folder, log);
    expect(isRunning(pid)).toBe(false);
    expect(await query(server.databaseUrl, 'select 1')).toEqual([1]);
  });

  test('an unfinished new folder is removed and made again', async () => {
    await mkdir(join(folder, 'postgres.new-0123456789ab/base'), { recursive: true });
    await using server = await openBundledPostgres(folder, log);
    expect(await query(server.databaseUrl, 'select 1')).toEqual([1]);
    expect((await readdir(folder)).filter((name) => name.includes('.new-'))).toEqual([]);
  });

  test('a folder that never became a database is moved aside, not deleted', async () => {
    await mkdir(join(folder, 'postgres'), { recursive: true });
    await writeFile(join(folder, 'postgres/notes.txt'), 'mine');
    await using server = await openBundledPostgres(folder, log);
    expect(await query(server.databaseUrl, 'select 1')).toEqual([1]);
    const aside = (await readdir(folder)).find((name) => name.startsWith('postgres.incomplete-')) ?? '';
    expect(await readFile(join(folder, aside, 'notes.txt'), 'utf8')).toBe('mine');
  });
});

describe('what an operator has to mend', () => {
  test('a database of another major version is refused and left as it is', async () => {
    await (await openBundledPostgres(folder, log))[Symbol.asyncDispose]();
    await writeFile(join(folder, 'postgres/PG_VERSION'), '15\n');
    const error = await failureOf(openBundledPostgres(folder, log));
    expect(error.exit).toBe('unavailable');
    expect(error.message).toContain('PostgreSQL 15');
    expect(error.remedy).not.toBe('');
    expect(existsSync(join(folder, 'postgres/global/pg_control'))).toBe(true);
  });

  test('a database that is whole but not ours is refused and left as it is', async () => {
    await (await openBundledPostgres(folder, log))[Symbol.asyncDispose]();
    await rename(join(folder, 'postgres/precursor-watch.password'), join(folder, 'taken'));
    expect((await failureOf(openBundledPostgres(folder, log))).exit).toBe('unavailable');
    expect(existsSync(join(folder, 'postgres/global/pg_control'))).toBe(true);
  });

  test.each([
    { name: 'a file in place of the data folder', path: (base: string) => join(base, 'file') },
    { name: 'a file above the data folder', path: (base: string) => join(base, 'file/data') },
    { name: 'a folder of the kernel', path: () => '/proc/precursor-watch' },
  ])('$name is a storage error with a remedy', async ({ path }) => {
    await writeFile(join(folder, 'file'), '');
    const error = await failureOf(openBundledPostgres(path(folder), log));
    expect(error.exit).toBe('storage');
    expect(error.remedy).not.toBe('');
  });

  test('a damaged database says where its log is', async () => {
    await (await openBundledPostgres(folder, log))[Symbol.asyncDispose]();
    await rm(join(folder, 'postgres/global/pg_control'));
    const error = await failureOf(openBundledPostgres(folder, log));
    expect(error.exit).toBe('unavailable');
    expect(error.remedy).toContain('postgres.log');
  });
});
