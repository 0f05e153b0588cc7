/** Which trouble of the database passes by itself, told from a fault of what was asked of it. */

import { once } from 'node:events';
import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLog } from '../src/log.ts';
import { openDatabase } from '../src/store/open-database.ts';
import { isOutage, logFailure } from '../src/store/outage.ts';
import { outageTeller } from '../src/store/outage-pool.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';

let database: TestDatabase;

beforeEach(async () => {
  database = await openTestDatabase();
});
afterEach(async () => {
  await database[Symbol.asyncDispose]();
});

it('two transactions that wait for each other: the one that PostgreSQL ends may be done again', async () => {
  const { pool } = database;
  const [one, other] = [await pool.connect(), await pool.connect()];
  try {
    for (const client of [one, other]) await client.query('begin');
    const lock = (client: typeof one, place: number) =>
      client.query('select pg_advisory_xact_lock($1)', [place]);
    await lock(one, 1);
    await lock(other, 2);
    const ends = await Promise.allSettled([lock(one, 2), lock(other, 1)].map(async (waiting) => waiting));
    const ended = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
    expect(ended.map((error) => isOutage(error))).toEqual([true]);
  } finally {
    for (const client of [one, other]) client.release(true);
  }
});

it('what was wrong to ask is none', async () => {
  const fault = await database.pool.query('select 1 / 0').catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(Error);
  expect(isOutage(fault)).toBe(false);
});

/** A way to the server of the tests that can be cut and put back. */
async function openWay(databaseUrl: string) {
  const { host, port } = new pg.Client({ connectionString: databaseUrl });
  const sockets = new Set<Socket>();
  const join = () => {
    const made: Server = createServer((near) => {
      const far = host.startsWith('/') ? dial(`${host}/.s.PGSQL.${port}`) : dial(port, host);
      for (const socket of [near, far]) sockets.add(socket.on('error', () => undefined));
      near.pipe(far).pipe(near);
    });
    return made;
  };
  let server = join().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const own = typeof address === 'object' && address !== null ? address.port : 0;
  const { pathname, username, password } = new URL(databaseUrl);
  return {
    url: `postgresql://${username}:${password}@127.0.0.1:${own}${pathname}`,
    async cut() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async putBack() {
      server = join().listen(own, '127.0.0.1');
      await once(server, 'listening');
    },
  };
}

function heardLog() {
  const lines: { level: number; msg: string }[] = [];
  const log = createLog('info', { write: (line: string) => void lines.push(JSON.parse(line)) });
  return { log, told: () => lines.filter(({ level }) => level >= 40).map(({ msg }) => msg) };
}

it('a database that goes away is told once, whoever asks for it, and once that it is back', async () => {
  const way = await openWay(database.databaseUrl);
  const { log, told } = heardLog();
  await using opened = await openDatabase({ databaseUrl: way.url, dataFolder: tmpdir(), log });
  const ask = () =>
    opened.pool.query('select 1').catch((error: unknown) => logFailure(log, error, 'alerts not published'));
  await ask();
  await way.cut();
  for (let round = 0; round < 5; round += 1) {
    await ask();
    await opened.db
      .selectFrom('sites')
      .selectAll()
      .execute()
      .catch(() => undefined);
  }
  const lost = 'a database connection was lost; it is made again';
  const away = 'PostgreSQL is not reachable; it is tried again';
  expect(told().filter((line) => line !== lost)).toEqual([away]);
  expect(told().length).toBeLessThan(3);
  await way.putBack();
  await ask();
  await ask();
  expect(told().filter((line) => line !== lost)).toEqual([away, 'PostgreSQL is back']);
  // What is wrong by itself is told as before.
  await opened.pool.query('select 1 / 0').catch((error: unknown) => logFailure(log, error, 'not counted'));
  expect(told().at(-1)).toBe('not counted');
  await way.cut();
});

it('a database that stays away is told of again every five minutes, and never one that was not there', () => {
  const { log, told } = heardLog();
  let now = 0;
  const teller = outageTeller(log, 'db.example', () => now);
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  teller.failed(refused);
  expect(told()).toEqual([]);
  teller.made();
  for (now = 0; now <= 11 * 60_000; now += 500) teller.failed(refused);
  expect(told()).toHaveLength(3);
  teller.failed(new Error('timeout exceeded when trying to connect'));
  expect(told()).toHaveLength(3);
});
