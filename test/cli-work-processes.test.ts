/** `work --processes N`: so many processes live, one that is killed comes again, and all of them end with their parent. */
import { spawn } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { supervise } from '../queues/supervise.ts';
import type { RunRole } from '../src/cli/program.ts';
import { createLog } from '../src/log.ts';
import { runRole } from '../src/main/run-role.ts';
import { connectionsCheck } from '../src/store/health/check-postgres.ts';
import { listBeats } from '../src/store/health/heartbeats.ts';
import { openTestDatabase } from './support/open-test-database.ts';
import { runCli } from './support/run-cli.ts';
import { writeSmallPack } from './support/small-pack.ts';
import { until } from './support/until.ts';

const MAIN = new URL('../src/main/main.ts', import.meta.url).pathname;
/** Three processes that load all of a worker take a minute where a dozen others want the processor, too. */
const PATIENCE_MS = 200_000;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // No such process: that is the answer.
    return false;
  }
}

it('keeps so many worker processes, and leaves none behind', async () => {
  await using database = await openTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'precursor-watch-work-'));
  const PRECURSOR_WATCHLIST = await writeSmallPack(folder);
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const { databaseUrl: DATABASE_URL } = database;
  const env = {
    PATH,
    NODE_COMPILE_CACHE,
    DATABASE_URL,
    PRECURSOR_DATA: folder,
    PRECURSOR_WATCHLIST,
    LOG_LEVEL: 'silent',
  };
  const parent = spawn(process.execPath, [MAIN, 'work', '--processes', '2'], { env, stdio: 'ignore' });
  const exited = once(parent, 'exit');
  const workers = async () =>
    (await listBeats(database.db))
      .map(({ part }) => Number(/^worker .*:(\d+):\w+$/.exec(part)?.[1] ?? Number.NaN))
      .filter((pid) => pid > 0 && isAlive(pid));
  const two = async () => ((await workers()).length === 2 ? await workers() : null);
  try {
    const [first = 0, second = 0] = await until('two live', two, PATIENCE_MS);
    process.kill(first, 'SIGKILL');
    const after = await until(
      'another one lives',
      async () => {
        const now = await workers();
        return now.length === 2 && !now.includes(first) ? now : null;
      },
      PATIENCE_MS,
    );
    expect(after).toContain(second);
    parent.kill('SIGTERM');
    expect((await exited)[0]).toBe(0);
    expect(after.filter(isAlive)).toEqual([]);
  } finally {
    parent.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

it('refuses more processes than the machine can feed, and says how many those are', async () => {
  const most = 4 * availableParallelism();
  const started: unknown[] = [];
  const runRole = async (_role: string, _around: unknown, { processes }: { processes?: number }) => {
    started.push(processes);
  };
  const [all, more] = [String(most), String(most + 1)];
  expect((await runCli(['work', '--processes', all], {}, { runRole })).exit).toBe('ok');
  const refused = await runCli(['work', '--processes', more], {}, { runRole });
  expect(refused.exit).toBe('usage');
  expect(refused.remarks).toContain(`It must be ${most} at most: 4 for each processor of this machine`);
  expect(started).toEqual([most]);
});

it.each([
  { used: 10, processes: 1, state: 'ok', finding: '10 of 97 in use' },
  { used: 63, processes: 1, state: 'warning', finding: '63 of 97 in use' },
  { used: 97, processes: 1, state: 'fault', finding: '97 of 97 in use' },
  { used: 27, processes: 2, state: 'ok', finding: '27 of 97 in use' },
  { used: 28, processes: 2, state: 'warning', finding: '28 of 97 in use; 2 processes need up to 70' },
  { used: 2, processes: 8, state: 'warning', finding: '2 of 97 in use; 8 processes need up to 280' },
])('connections for $processes beside $used that are in use: $state', ({ used, processes, ...says }) => {
  const check = connectionsCheck({ maxConnections: 97, usedConnections: used }, processes);
  const fix = 'Each process needs up to 35: raise max_connections, or run fewer processes.';
  expect(check).toMatchObject({ ...says, fix: says.state === 'ok' ? null : fix });
});

it('says before it starts more processes than the database has connections for, and goes on', async () => {
  await using database = await openTestDatabase();
  const { rows } = await database.pool.query('show max_connections');
  // Nothing is started any more.
  const signal = AbortSignal.abort();
  const many = Math.ceil(Number(rows[0]?.max_connections) / 35) + 1;
  const work = async (processes: number, databaseUrl: string) => {
    const runMany: RunRole = (role, around) => runRole(role, around, { processes });
    return await runCli(['work'], { DATABASE_URL: databaseUrl }, { runRole: runMany, signal });
  };
  const warned = await work(many, database.databaseUrl);
  expect(warned).toMatchObject({ exit: 'ok', error: null });
  expect(warned.remarks).toMatch(
    new RegExp(`PostgreSQL connections: \\d+ of \\d+ in use; ${many} processes need up to ${35 * many}\n`),
  );
  expect(warned.remarks).toContain('raise max_connections, or run fewer processes.');
  // Whether it can be reached is for the processes to find, again and again.
  const away = await work(many, 'postgres://nobody@127.0.0.1:1/none');
  expect(away).toMatchObject({ exit: 'ok', error: null, remarks: `Starting ${many} worker processes …\n` });
});

it('hears of a signal while it is still starting processes, and starts no more', async () => {
  let started = 0;
  const count = () => {
    started += 1;
  };
  // Node tells of each process that it starts.
  subscribe('child_process', count);
  const stop = new AbortController();
  setImmediate(() => stop.abort());
  const command = ['--eval', 'setInterval(() => {}, 1000)'];
  await supervise({ command, log: createLog('silent'), signal: stop.signal }, 4);
  unsubscribe('child_process', count);
  expect(started).toBeGreaterThan(0);
  expect(started).toBeLessThan(4);
});

// Too little memory for another process is told by an event of the child or thrown, as the system's word for it goes.
it.each(['/none/node', '/dev/null/node'])(
  'tries again when a process cannot be started: %s',
  async (none) => {
    const { execPath } = process;
    const stop = new AbortController();
    let started = 0;
    const count = () => {
      started += 1;
      process.execPath = started === 1 ? none : execPath;
      if (started === 3) stop.abort();
    };
    subscribe('child_process', count);
    try {
      const command = ['--eval', 'setInterval(() => {}, 1000)'];
      await supervise({ command, log: createLog('silent'), signal: stop.signal }, 2);
    } finally {
      process.execPath = execPath;
      unsubscribe('child_process', count);
    }
    expect(started).toBe(3);
  },
);
