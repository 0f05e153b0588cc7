/** What `doctor` finds on servers and a machine that are not as they should be: each fault with its fix. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkRedis } from '../queues/check-redis.ts';
import { checkPostgres } from '../src/store/health/check-postgres.ts';
import { applyNotifiers } from '../src/store/messages/notifiers.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import { runCli } from './support/run-cli.ts';
import { email } from './support/sample-notices.ts';
import { startRedis } from './support/start-redis.ts';

const clock = () => new Date();
const late = () => new Date(Date.now() - 60_000);

let database: TestDatabase;
let folder: string;
beforeEach(async () => {
  database = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'precursor-watch-test-'));
});
afterEach(async () => {
  await database[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const doctor = async (env: NodeJS.ProcessEnv = {}) => {
  const settings = { DATABASE_URL: database.databaseUrl, PRECURSOR_DATA: folder, PORT: '0', ...env };
  const { output, exit } = await runCli(['doctor', '--json'], settings);
  const lines = output.trim().split('\n');
  return { exit, checks: lines.map((line) => JSON.parse(line)) };
};
const named = (checks: readonly { name: string }[], name: string) =>
  checks.find((check) => check.name === name);

describe('doctor', () => {
  it('finds nothing wrong where all is well, and tells every check', async () => {
    const { exit, checks } = await doctor({ PRECURSOR_CONTACT: 'watch@agency.example' });
    expect(exit).toBe('ok');
    expect(checks.filter(({ state }) => state === 'fault')).toEqual([]);
    const names = ['PostgreSQL', 'clock of PostgreSQL', 'Redis', 'disk', 'browser', 'sockets', 'contact'];
    for (const name of names) expect(named(checks, name)).toMatchObject({ state: expect.any(String) });
    for (const { state, fix } of checks) expect(fix === null).toBe(state === 'ok');
  });

  it('says that a Chromium of root has no sandbox, which its every start would say otherwise', async () => {
    const { checks } = await doctor({ CHROMIUM_PATH: process.execPath });
    expect(named(checks, 'browser')).toMatchObject(
      process.getuid?.() === 0
        ? { state: 'warning', finding: expect.stringMatching(/sandbox.*root$/), fix: expect.any(String) }
        : { state: 'ok', finding: process.execPath },
    );
  });

  it('leaves a schema that is behind as it is, and says what brings it up to date', async () => {
    const { pool } = database;
    const { rows } = await pool.query('select max(number) as newest from migrations');
    const newest = Number(rows[0]?.newest);
    await pool.query('delete from migrations where number = $1', [newest]);
    const { exit, checks } = await doctor();
    expect(exit).toBe('ok');
    expect(named(checks, 'schema')).toMatchObject({
      state: 'warning',
      finding: `the database has version ${newest - 1} of the schema, this program ${newest}`,
      fix: expect.stringContaining('backup'),
    });
    const after = await pool.query('select count(*)::integer as done from migrations');
    expect(after.rows).toEqual([{ done: newest - 1 }]);
  });

  it('names the server and the database that are used, without a password', async () => {
    const { checks } = await doctor();
    const name = new URL(database.databaseUrl).pathname.slice(1);
    const finding = expect.stringMatching(`^version \\S+, \\S+, database ${name}$`);
    expect(named(checks, 'PostgreSQL')).toMatchObject({ state: 'ok', finding });
  });

  it('says so when the servers cannot be reached, without a password, and exits as it does elsewhere', async () => {
    const { exit, checks } = await doctor({
      DATABASE_URL: 'postgres://someone:secret@127.0.0.1:1/db',
      REDIS_URL: 'redis://:secret@127.0.0.1:1',
    });
    expect(exit).toBe('unavailable');
    expect(named(checks, 'PostgreSQL')).toMatchObject({
      state: 'fault',
      finding: expect.stringMatching(/ECONNREFUSED 127\.0\.0\.1:1\.$/),
      fix: expect.stringContaining('DATABASE_URL'),
    });
    expect(named(checks, 'Redis')).toMatchObject({
      state: 'fault',
      fix: expect.stringContaining('REDIS_URL'),
    });
    expect(JSON.stringify(checks)).not.toContain('secret');
  });

  it('tells a missing contact, a missing browser, a folder that cannot be made and a port in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { checks } = await doctor({
      CHROMIUM_PATH: join(folder, 'no-browser'),
      PRECURSOR_DATA: '/proc/nothing-here',
      PORT: String(port),
    });
    server.close();
    expect(named(checks, 'contact')).toMatchObject({
      state: 'warning',
      fix: expect.stringContaining('PRECURSOR_CONTACT'),
    });
    expect(named(checks, 'browser')).toMatchObject({
      state: 'warning',
      finding: expect.stringMatching(/^CHROMIUM_PATH says .*no-browser, which is no program/),
      fix: expect.stringContaining('CHROMIUM_PATH'),
    });
    expect(named(checks, 'disk')).toMatchObject({
      state: 'fault',
      fix: expect.stringContaining('PRECURSOR_DATA'),
    });
    expect(named(checks, 'console port')).toMatchObject({ state: 'warning' });
  });

  it('tells a notifier that lacks its mail server here', async () => {
    await applyNotifiers(database.db, [email('desk')], new Date());
    const { exit, checks } = await doctor();
    await applyNotifiers(database.db, [], new Date());
    expect(exit).toBe('unavailable');
    expect(named(checks, 'notifiers')).toMatchObject({
      state: 'fault',
      finding: 'nothing can be sent to desk from here: no mail server is set; its messages wait',
      fix: 'Set PRECURSOR_SMTP_URL and PRECURSOR_SMTP_FROM.',
    });
  });

  it('finds a file in the place of the data folder, and ends as a fault of storage', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const { exit, checks } = await doctor({ PRECURSOR_DATA: file });
    expect(exit).toBe('storage');
    expect(named(checks, 'disk')).toMatchObject({
      state: 'fault',
      finding: expect.stringContaining('is a file'),
    });
  });
});

describe('PostgreSQL', () => {
  const checks = () => checkPostgres(database, clock);

  it('that takes no writes, forgets what it said or ends long statements is told', async () => {
    const client = await database.pool.connect();
    const pool = { query: client.query.bind(client) } as unknown as typeof database.pool;
    const wrong = async (setting: string) => {
      await client.query(`set ${setting}`);
      const found = await checkPostgres({ pool, place: '' }, clock);
      await client.query('reset all');
      return found.filter(({ state }) => state !== 'ok').map(({ state, finding }) => `${state}: ${finding}`);
    };
    try {
      expect(await wrong('default_transaction_read_only = on')).toContain(
        'fault: the server takes no writes',
      );
      expect(await wrong('synchronous_commit = off')).toContain('warning: synchronous_commit is off');
      expect((await wrong('statement_timeout = 5000')).join()).toContain('statement_timeout');
    } finally {
      client.release();
    }
  });

  it('whose clock is another than ours is told', async () => {
    expect(named(await checks(), 'clock of PostgreSQL')).toMatchObject({ state: 'ok' });
    const off = named(await checkPostgres(database, late), 'clock of PostgreSQL');
    expect(off).toMatchObject({ state: 'fault', finding: expect.stringContaining('60.0 s ahead') });
  });
});

describe('Redis', () => {
  it('that may evict jobs, is nearly full, keeps nothing or has another time is told', async () => {
    await using redis = await startRedis({ 'maxmemory-policy': 'allkeys-lru', maxmemory: '1000000' });
    const found = await checkRedis(redis.url, late);
    expect(named(found, 'Redis eviction')).toMatchObject({
      state: 'fault',
      fix: expect.stringContaining('noeviction'),
    });
    expect(named(found, 'Redis memory')).toMatchObject({ state: expect.stringMatching('warning|fault') });
    expect(named(found, 'Redis persistence')).toMatchObject({ state: 'warning' });
    expect(named(found, 'clock of Redis')).toMatchObject({ state: 'fault' });
  });

  it('as it should be is fine', async () => {
    await using redis = await startRedis({ appendonly: 'yes' });
    expect((await checkRedis(redis.url, clock)).filter(({ state }) => state !== 'ok')).toEqual([]);
  });
});
