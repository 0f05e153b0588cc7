/** Opens the given PostgreSQL, or the bundled one, and brings its schema up to date: the first file to read here. */
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Log } from '../log.ts';
import { OperatorError } from '../model/errors.ts';
import { migrate } from './migrate.ts';
import { databaseFault } from './outage.ts';
import { OutagePool, type OutageTeller, outageTeller } from './outage-pool.ts';
import { PreparingClient } from './preparing-client.ts';
import { openBundledPostgres } from './server/bundled-postgres.ts';
import type { Tables } from './tables.ts';

/** A transaction is one too, so every function of this folder may be called within one. */
export type Db = Kysely<Tables>;

export type OpenDatabase = {
  readonly db: Db;
  /** The same connections without the query builder, for the queue's own tables. */
  readonly pool: OutagePool;
  readonly bundled: boolean;
  /** Which server and database it is, for a person; nothing of it is secret. */
  readonly place: string;
  /** What a second process or thread needs to open the same database. A secret: it holds the password. */
  readonly databaseUrl: string;
  [Symbol.asyncDispose](): Promise<void>;
};

export type DatabaseOptions = {
  /** null: the bundled server, with its data in `dataFolder`. */
  readonly databaseUrl: string | null;
  readonly dataFolder: string;
  readonly log: Log;
  /** Most connections at a time; 10 when left out. */
  readonly max?: number;
  /** How long a transaction may wait for its process; a minute when left out. */
  readonly idleMs?: number;
  /** False: the schema is left as it is, and may be behind this program. */
  readonly migrates?: boolean;
};

/** No transaction of ours has so much else to do; a backup and a restore, which have, say so themselves. */
const IDLE_MS = 60_000;

/** Silence after which a connection is looked into. */
const KEEP_ALIVE_MS = 30_000;

const TELL_LOST_MS = 60_000;

const OLDEST_VERSION = 16;

/** Disposing ends the connections and, as the last user of the bundled server, that too. */
export async function openDatabase(options: DatabaseOptions): Promise<OpenDatabase> {
  const { databaseUrl, dataFolder, log } = options;
  const server = databaseUrl === null ? await openBundledPostgres(dataFolder, log) : null;
  const url = server?.databaseUrl ?? settledTls(databaseUrl ?? '');
  let pool: OutagePool | null = null;
  try {
    const outages = outageTeller(log, describePlace(url));
    pool = createPool(url, options.max ?? 10, log, outages, options.idleMs);
    await prepare(pool, url, log, options.migrates ?? true);
  } catch (error) {
    await pool?.end();
    await server?.[Symbol.asyncDispose]();
    throw error;
  }
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    pool,
    bundled: server !== null,
    place: server === null ? describePlace(url) : `the bundled one in ${dataFolder}`,
    databaseUrl: url,
    async [Symbol.asyncDispose]() {
      await db.destroy();
      // The query builder ends the pool only if it has ever used it.
      if (!pool.ended) await pool.end();
      await server?.[Symbol.asyncDispose]();
    },
  };
}

/**
 * The address with the mode of TLS that the driver makes of it: `require`, `prefer` and `verify-ca` are `verify-full` to it, of
 * which it warns at length, as its next version will take them as libpq does, which checks no certificate. So it stays as
 * strict as it is; whoever wants libpq's meaning says `uselibpqcompat=true`.
 */
export function settledTls(url: string): string {
  if (/[?&]uselibpqcompat=true(&|$)/.test(url)) return url;
  return url.replace(/([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/g, '$1verify-full');
}

/**
 * A few connections of its own to the same database, for what must not wait while hundreds of others ask for one. Close it
 * before the database.
 */
export function openBeside(
  { pool }: Pick<OpenDatabase, 'pool'>,
  max: number,
  log: Log,
): AsyncDisposable & { readonly db: Db } {
  const apart = createPool(pool.options.connectionString ?? '', max, log, pool.outages);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: apart }) });
  return {
    db,
    async [Symbol.asyncDispose]() {
      await db.destroy();
      if (!apart.ended) await apart.end();
    },
  };
}

/**
 * int8 comes as a number (our ids and counts stay far below 2^53), numeric as a string, and a timestamp as an ISO 8601
 * UTC string with milliseconds: microseconds are dropped, which loses nothing since every time is written by us.
 */
function createPool(url: string, max: number, log: Log, outages: OutageTeller, idleMs = IDLE_MS): OutagePool {
  const place = describePlace(url);
  const config = {
    connectionString: url,
    max,
    connectionTimeoutMillis: 10_000,
    application_name: 'precursor-watch',
    // A process that stands still within a transaction, or whose machine is gone, would keep its locks from all others for ever.
    idle_in_transaction_session_timeout: idleMs,
    // A server whose machine is gone says nothing: without it a query would wait for the answer for ever.
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    types: { getTypeParser },
    Client: PreparingClient,
  };
  const pool = new OutagePool(config, outages);
  // A connection in use has no listener of the pool's, and its error would end the process; its query fails by itself.
  pool.on('connect', (client) => {
    client.on('error', (error) => {
      log.debug({ database: place, problem: error.message }, 'a database connection was lost while in use');
    });
  });
  let toldAt = Number.NEGATIVE_INFINITY;
  pool.on('error', (error) => {
    // A server that goes away ends all of them at once.
    const level = performance.now() - toldAt < TELL_LOST_MS ? 'debug' : 'warn';
    if (level === 'warn') toldAt = performance.now();
    log[level](
      { database: place, problem: error.message },
      'a database connection was lost; it is made again',
    );
  });
  return pool;
}

const PARSERS: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, (text: string) => Number(text)],
  [pg.types.builtins.TIMESTAMPTZ, (text: string) => toIso(text)],
]);

const getTypeParser: typeof pg.types.getTypeParser = (oid, format) =>
  (format === 'binary' ? undefined : PARSERS.get(oid)) ?? pg.types.getTypeParser(oid, format);

/** "2026-01-02 03:04:05.123456+05:30" → "2026-01-01T21:34:05.123Z". */
function toIso(text: string): string {
  const match = /^(\S+) (\S+?)([+-]\d\d)(:\d\d)?$/.exec(text);
  if (match === null) return text;
  return new Date(`${match[1]}T${match[2]}${match[3]}${match[4] ?? ':00'}`).toISOString();
}

async function prepare(pool: pg.Pool, url: string, log: Log, migrates: boolean): Promise<void> {
  const client = await pool.connect().catch((error: unknown) => {
    throw new OperatorError(
      'unavailable',
      `PostgreSQL at ${describePlace(url)} is not available: ${withoutPassword(reasonOf(error), url).replace(/\.?$/, '.')}`,
      'Start it or correct DATABASE_URL; without DATABASE_URL the bundled PostgreSQL is used.',
    );
  });
  try {
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    const version = rows[0]?.server_version ?? 'unknown';
    if (!(Number.parseInt(version, 10) >= OLDEST_VERSION)) {
      throw new OperatorError(
        'unavailable',
        `PostgreSQL at ${describePlace(url)} is version ${version}; ${OLDEST_VERSION} or newer is needed.`,
        'Upgrade it, or leave DATABASE_URL out to use the bundled PostgreSQL.',
      );
    }
    if (migrates) await migrate(client, log);
  } catch (error) {
    throw schemaFault(error, url);
  } finally {
    client.release();
  }
}

/** What went wrong while the schema was brought up to date, by PostgreSQL's SQLSTATE. */
function schemaFault(error: unknown, url: string): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  const passing = databaseFault(error);
  if (passing !== null) return passing;
  return new OperatorError(
    'unavailable',
    `The tables of PostgreSQL at ${describePlace(url)} cannot be brought up to date: ${error.message}.`,
    'Give the account of DATABASE_URL the right to create tables, or use an empty database.',
    { cause: error },
  );
}

/** Host and database of a URL and nothing else of it. @throws OperatorError 'config' when it is none */
function describePlace(url: string): string {
  const { host, port, database } = readUrl(url);
  return `${host.startsWith('/') ? host : `${host}:${port}`}, database ${database ?? 'of the account'}`;
}

function readUrl(url: string): pg.Client {
  try {
    return new pg.Client({ connectionString: url });
  } catch (cause) {
    throw new OperatorError(
      'config',
      'DATABASE_URL is not the address of a PostgreSQL database.',
      'Write it as postgresql://user:password@host:5432/database.',
      { cause },
    );
  }
}

function reasonOf(error: unknown): string {
  // A name with two addresses fails with one error for each, and an empty message above them.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error ? first.message : String(first);
}

/** As it is in the URL and as it is sent. */
function withoutPassword(text: string, url: string): string {
  const given = [URL.parse(url)?.password ?? '', readUrl(url).password ?? ''].filter(
    (secret) => secret !== '',
  );
  return given.reduce((left, secret) => left.replaceAll(secret, '[removed]'), text);
}
