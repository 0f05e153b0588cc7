/** The connections of the queues to PostgreSQL, and ours: none hangs on a machine that is gone. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import pg from 'pg';
import { expect, it } from 'vitest';
import { connectPostgres } from '../queues/connect-postgres.ts';
import { openQueues } from '../queues/open-queues.ts';
import { createLog } from '../src/log.ts';
import { openDatabase } from '../src/store/open-database.ts';
import { openTestDatabase } from './support/open-test-database.ts';

const log = createLog('silent');
/** Of a connection that is up and idle, whose silence its kernel looks into. */
const KEEPALIVE = '02';

/** As Linux writes the state of a connection that is up. */
const ESTABLISHED = '01';

/** The timer of each TCP connection that is up by its local port; one that was closed can have had the same port to elsewhere. */
async function timers(): Promise<Map<number, string>> {
  const [, ...lines] = (await readFile('/proc/net/tcp', 'utf8')).trim().split('\n');
  const rows = lines.map((line) => line.trim().split(/\s+/)).filter(([, , , state]) => state === ESTABLISHED);
  return new Map(
    rows.map(([, local = '', , , , timer = '']) => [
      Number.parseInt(local.split(':')[1] ?? '', 16),
      timer.split(':')[0] ?? '',
    ]),
  );
}

/** The server of the tests has a socket only: this is a way to it by TCP, which tells the ports of those that come. */
async function startWay(databaseUrl: string) {
  const url = new URL(databaseUrl);
  const { host, port, ...rest } = Object.fromEntries(url.searchParams);
  const socket = host?.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : null;
  const ports: number[] = [];
  const server = createServer((client) => {
    ports.push(client.remotePort ?? 0);
    const on = connect(socket ?? { host: url.hostname, port: Number(url.port) });
    client.on('error', () => on.destroy()).pipe(on);
    on.on('error', () => client.destroy()).pipe(client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const place = server.address();
  url.host = `127.0.0.1:${typeof place === 'object' ? place?.port : ''}`;
  url.search = new URLSearchParams(rest).toString();
  return { ports, databaseUrl: url.href, [Symbol.dispose]: () => server.close() };
}

it.skipIf(process.platform !== 'linux')('are looked into by TCP when nothing is said', async () => {
  await using test = await openTestDatabase();
  using way = await startWay(test.databaseUrl);
  await using database = await openDatabase({ databaseUrl: way.databaseUrl, dataFolder: '', log });
  await using queues = await openQueues({ redisUrl: null, pool: database.pool, log });
  await queues.count();
  expect(way.ports.length).toBeGreaterThan(4);
  const all = await timers();
  expect(way.ports.map((port) => all.get(port))).toEqual(way.ports.map(() => KEEPALIVE));
});

it('of the queues end a transaction whose process stands still, as ours do', async () => {
  await using database = await openTestDatabase();
  const connection = await connectPostgres(database.pool);
  const pool = new pg.Pool(connection(1));
  try {
    const limit = async (each: pg.Pool) =>
      (await each.query('show idle_in_transaction_session_timeout')).rows;
    expect(await limit(pool)).toEqual([{ idle_in_transaction_session_timeout: '1min' }]);
    expect(await limit(database.pool)).toEqual(await limit(pool));
  } finally {
    await pool.end();
  }
});
