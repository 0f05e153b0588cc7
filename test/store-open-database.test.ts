/** Opening a database: what is read from it in which form, and what is said when it cannot be opened. */
import { copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { createLog } from '../src/log.ts';
import { OperatorError } from '../src/model/errors.ts';
import { listSites } from '../src/store/crawling/sites.ts';
import { MIGRATIONS_FOLDER, migrate } from '../src/store/migrate.ts';
import { openDatabase, settledTls } from '../src/store/open-database.ts';
import { openTestDatabase } from './support/open-test-database.ts';

const log = createLog('silent');
const options = { dataFolder: tmpdir(), log };

async function failureOf(work: Promise<unknown>): Promise<OperatorError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OperatorError);
  return error as OperatorError;
}

test('ids are numbers, times ISO strings in UTC with milliseconds, decimals strings', async () => {
  await using database = await openTestDatabase();
  const { rows } = await database.pool.query(
    `select 9007199254740991::int8 as id, '2026-01-02 03:04:05.123456+05:30'::timestamptz as half,
       '2026-01-02 03:04:05+00'::timestamptz as whole, 1.50::numeric as amount, null::timestamptz as never`,
  );
  expect(rows).toEqual([
    {
      id: 9007199254740991,
      half: '2026-01-01T21:34:05.123Z',
      whole: '2026-01-02T03:04:05.000Z',
      amount: '1.50',
      never: null,
    },
  ]);
});

test('a second opening finds the schema in place, and ten at once do not disturb each other', async () => {
  await using empty = await openTestDatabase();
  await empty.pool.query('drop schema public cascade; create schema public');
  const { databaseUrl } = empty;
  const opened = await Promise.all(
    Array.from({ length: 10 }, () => openDatabase({ ...options, databaseUrl, max: 2 })),
  );
  expect(await Promise.all(opened.map((one) => listSites(one.db)))).toEqual(Array(10).fill([]));
  const { rows } = await empty.pool.query('select count(*) as count from migrations');
  expect(rows).toEqual([{ count: (await readdir(MIGRATIONS_FOLDER)).length }]);
  for (const one of opened) await one[Symbol.asyncDispose]();
});

test('without DATABASE_URL the bundled server is opened in the data folder', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'pw-open-'));
  try {
    await using database = await openDatabase({ databaseUrl: null, dataFolder, log });
    expect(database.bundled).toBe(true);
    expect(database.place).toMatch(/^the bundled one in \//);
    expect(await listSites(database.db)).toEqual([]);
  } finally {
    await rm(dataFolder, { recursive: true });
  }
});

test('a lost connection is survived', async () => {
  await using database = await openTestDatabase();
  await database.pool.query('select 1');
  await using other = await openDatabase({ ...options, databaseUrl: database.databaseUrl });
  await other.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );
  await expect.poll(() => listSites(database.db).catch(() => null)).toEqual([]);
});

test('a connection that breaks while it is in use fails its query, not the process', async () => {
  await using database = await openTestDatabase();
  await using other = await openDatabase({ ...options, databaseUrl: database.databaseUrl });
  const client = await database.pool.connect();
  try {
    await other.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    );
    // Without a listener of its own, an error that no query is waiting for is thrown at nobody.
    client.emit('error', new Error('write EPIPE'));
    await expect(client.query('select 1')).rejects.toThrow();
  } finally {
    client.release(true);
  }
  await expect.poll(() => listSites(database.db).catch(() => null)).toEqual([]);
});

const down = [
  { name: 'nobody listens', url: 'postgresql://someone:s3cret%21@127.0.0.1:1/watch' },
  { name: 'the host is unknown', url: 'postgresql://someone:s3cret%21@nowhere.invalid/watch' },
  { name: 'the socket is missing', url: 'postgresql://someone:s3cret%21@localhost/watch?host=/nowhere' },
];
test.each(down)('when $name, one line says so without the password', async ({ url }) => {
  const error = await failureOf(openDatabase({ ...options, databaseUrl: url }));
  expect(error.exit).toBe('unavailable');
  expect(error.message).toContain('watch');
  expect(error.message).not.toMatch(/s3cret|\n/);
  expect(error.remedy).toContain('DATABASE_URL');
});

test('a wrong password is told without it', async () => {
  await using database = await openTestDatabase();
  const databaseUrl = database.databaseUrl.replace(/:[^:@/]+@/, ':s3cret@');
  const error = await failureOf(openDatabase({ ...options, databaseUrl }));
  expect(error.exit).toBe('unavailable');
  expect(error.message).toMatch(/password authentication failed/);
  expect(error.message).not.toContain('s3cret');
});

test.each(['http://[', 'postgresql://a:s3cret@host:port/x'])(
  'an address that is none is refused: %s',
  async (databaseUrl) => {
    const error = await failureOf(openDatabase({ ...options, databaseUrl }));
    expect(error.exit).toBe('config');
    expect(error.message + error.remedy).not.toContain('s3cret');
  },
);

test('a server that is too old is named with its version', async () => {
  // Speaks just enough of the protocol to say which version it is.
  const message = (type: string, body: string | Buffer) => {
    const content = Buffer.from(body);
    const length = Buffer.alloc(4);
    length.writeInt32BE(content.length + 4);
    return Buffer.concat([Buffer.from(type), length, content]);
  };
  const ready = message('Z', 'I');
  const column = Buffer.concat([
    Buffer.from('\0\x01server_version\0'),
    Buffer.from('00000000000000000019ffffffffffff0000', 'hex'),
  ]);
  const answer = [
    message('T', column),
    message(
      'D',
      Buffer.concat([Buffer.from('0001', 'hex'), Buffer.from('00000004', 'hex'), Buffer.from('15.9')]),
    ),
    message('C', 'SHOW\0'),
    ready,
  ];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(Buffer.concat([message('R', Buffer.alloc(4)), ready]));
      socket.on('data', (data) => {
        const asked = data.toString();
        if (asked.includes('server_version')) socket.write(Buffer.concat(answer));
        else if (asked.includes('set ')) socket.write(Buffer.concat([message('C', 'SET\0'), ready]));
      });
    });
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  try {
    const error = await failureOf(
      openDatabase({ ...options, databaseUrl: `postgresql://a@127.0.0.1:${port}/watch` }),
    );
    expect(error.exit).toBe('unavailable');
    expect(error.message).toContain('version 15.9');
  } finally {
    server.close();
  }
});

test('a server that is read-only is a storage error', async () => {
  await using database = await openTestDatabase();
  await database.pool.query('drop schema public cascade; create schema public');
  const databaseUrl = `${database.databaseUrl}${database.databaseUrl.includes('?') ? '&' : '?'}options=-c%20default_transaction_read_only%3Don`;
  expect((await failureOf(openDatabase({ ...options, databaseUrl }))).exit).toBe('storage');
});

const history = [
  { name: 'an edited migration', change: `update migrations set checksum = 'other'`, says: /not the one/ },
  {
    name: 'a database that is newer',
    change: `insert into migrations select max(number) + 1, 'later', 'x', now() from migrations`,
    says: /newer than this program/,
  },
  {
    name: 'a history with a gap',
    change: `insert into migrations select max(number) + 2, 'later', 'x', now() from migrations`,
    says: /newer than this program/,
  },
];
test.each(history)('$name is refused', async ({ change, says }) => {
  await using database = await openTestDatabase();
  await database.pool.query(change);
  const error = await failureOf(openDatabase({ ...options, databaseUrl: database.databaseUrl }));
  expect(error.exit).toBe('unavailable');
  expect(error.message).toMatch(says);
  expect(error.remedy).not.toBe('');
});

test('a migration that fails leaves nothing of itself; one that was taken away is refused', async () => {
  await using database = await openTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'pw-migrations-'));
  const client = new pg.Client({ connectionString: database.databaseUrl });
  await client.connect();
  try {
    const released = await readdir(MIGRATIONS_FOLDER);
    for (const name of released) await copyFile(join(MIGRATIONS_FOLDER, name), join(folder, name));
    const next = join(folder, `${String(released.length + 1).padStart(4, '0')}-more.sql`);
    await writeFile(next, 'create table more (n integer); select 1/0;');
    await expect(migrate(client, log, () => new Date(), folder)).rejects.toThrow(/division by zero/);
    expect((await client.query(`select to_regclass('more') as found`)).rows).toEqual([{ found: null }]);
    await writeFile(next, 'create table more (n integer);\n');
    await migrate(client, log, () => new Date(), folder);
    // The same file with the line ends of another system.
    await writeFile(next, 'create table more (n integer);\r\n');
    await migrate(client, log, () => new Date(), folder);
    await rm(next);
    expect((await failureOf(migrate(client, log, () => new Date(), folder))).message).toMatch(/newer/);
  } finally {
    await client.end();
    await rm(folder, { recursive: true });
  }
});

test.each([
  ['?sslmode=require', '?sslmode=verify-full'],
  ['?a=b&sslmode=prefer&c=d', '?a=b&sslmode=verify-full&c=d'],
  ['?sslmode=verify-ca&sslrootcert=/a/ca.pem', '?sslmode=verify-full&sslrootcert=/a/ca.pem'],
  ['?sslmode=disable', '?sslmode=disable'],
  ['?sslmode=no-verify', '?sslmode=no-verify'],
  ['?sslmode=require&uselibpqcompat=true', '?sslmode=require&uselibpqcompat=true'],
  ['', ''],
])('the mode of TLS in %j is what the driver makes of it, without its warning', (given, used) => {
  expect(settledTls(`postgres://a:b@db.example/watch${given}`)).toBe(
    `postgres://a:b@db.example/watch${used}`,
  );
});

test('a server without TLS that the address asks for is told in one line, without a warning of the driver', async () => {
  await using server = await openTestDatabase();
  const warnings: string[] = [];
  const hear = (warning: Error) => warnings.push(warning.message);
  process.on('warning', hear);
  const url = new URL(server.databaseUrl);
  url.searchParams.set('sslmode', 'require');
  const error = await failureOf(openDatabase({ ...options, databaseUrl: url.href }));
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', hear);
  expect(error.message).toMatch(/does not support SSL/);
  expect(warnings).toEqual([]);
});
