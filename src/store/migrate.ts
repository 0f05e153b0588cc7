/** Brings a database to the newest schema: numbered SQL files, applied once, in order, never edited afterwards. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import type { Log } from '../log.ts';
import { OperatorError } from '../model/errors.ts';

export const MIGRATIONS_FOLDER = join(import.meta.dirname, 'migrations');

/** Any fixed number; every process of ours that migrates asks for this lock. */
const LOCK = 7_014_220_923;
const FILE_NAME = /^(\d{4})-([a-z0-9-]+)\.sql$/;

type Migration = { number: number; name: string; checksum: string; sql: string };
type Applied = { number: number; name: string; checksum: string };

/**
 * `client` is used by nobody else meanwhile. Processes that start together wait for each other. An applied migration
 * that was edited or is missing, and a database newer than this program, are refused with `unavailable`.
 */
export async function migrate(
  client: pg.ClientBase,
  log: Log,
  clock: () => Date = () => new Date(),
  folder: string = MIGRATIONS_FOLDER,
): Promise<void> {
  const known = await readMigrations(folder);
  await client.query('select pg_advisory_lock($1)', [LOCK]);
  try {
    await client.query(
      `create table if not exists migrations
       (number integer primary key, name text not null, checksum text not null, applied_at timestamptz not null)`,
    );
    const { rows } = await client.query<Applied>(
      'select number, name, checksum from migrations order by number',
    );
    refuseForeignHistory(known, rows);
    const done = new Set(rows.map((row) => row.number));
    const missing = known.filter(({ number }) => !done.has(number));
    for (const migration of missing) await apply(client, migration, clock());
    if (missing.length > 0)
      log.info({ from: rows.length, to: known.length }, 'database schema brought up to date');
  } finally {
    await client.query('select pg_advisory_unlock($1)', [LOCK]);
  }
}

export type SchemaState = { readonly applied: number; readonly known: number };

/** How far the schema is, without changing anything. @throws OperatorError 'unavailable' as {@link migrate} does */
export async function schemaState(
  client: pg.ClientBase | pg.Pool,
  folder: string = MIGRATIONS_FOLDER,
): Promise<SchemaState> {
  const known = await readMigrations(folder);
  const { rows: found } = await client.query<{ found: boolean }>(
    `select to_regclass('migrations') is not null as found`,
  );
  if (found[0]?.found !== true) return { applied: 0, known: known.length };
  const { rows } = await client.query<Applied>(
    'select number, name, checksum from migrations order by number',
  );
  refuseForeignHistory(known, rows);
  return { applied: rows.length, known: known.length };
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (file, index) => {
      const match = FILE_NAME.exec(file);
      const number = Number(match?.[1]);
      if (match === null || number !== index + 1)
        throw new Error(`${file} is not migration number ${index + 1}`);
      // A checkout may bring other line ends; they mean nothing.
      const sql = (await readFile(join(folder, file), 'utf8')).replaceAll('\r\n', '\n');
      const checksum = createHash('sha256').update(sql).digest('hex');
      return { number, name: match[2] ?? '', checksum, sql };
    }),
  );
}

function refuseForeignHistory(known: readonly Migration[], applied: readonly Applied[]): void {
  for (const row of applied) {
    const ours = known[row.number - 1];
    if (ours === undefined) {
      throw new OperatorError(
        'unavailable',
        `The database is newer than this program: it has migration ${row.number} (${row.name}).`,
        'Start the newer version of the program.',
      );
    }
    if (ours.checksum !== row.checksum) {
      throw new OperatorError(
        'unavailable',
        `Migration ${row.number} (${ours.name}) is not the one that this database was made with.`,
        'Restore the file src/store/migrations as it was released; a change needs a new migration.',
      );
    }
  }
  applied.forEach((row, index) => {
    if (row.number === index + 1) return;
    throw new OperatorError(
      'unavailable',
      `The database has migration ${row.number} (${row.name}) but lacks migration ${index + 1}.`,
      'Restore the database from a backup.',
    );
  });
}

async function apply(client: pg.ClientBase, migration: Migration, now: Date): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query(
      'insert into migrations (number, name, checksum, applied_at) values ($1, $2, $3, $4)',
      [migration.number, migration.name, migration.checksum, now.toISOString()],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
