/** Every table of ours as lines of JSON, and back: what a backup holds of the database. */
import type pg from 'pg';
import { OperatorError } from '../model/errors.ts';
import { highestOfAlerts, numberFurther } from './number-further.ts';

/** `columns` leaves out those that PostgreSQL computes. */
export type DumpedTable = { readonly name: string; readonly columns: readonly string[] };

const ROWS_AT_A_TIME = 1_000;
/** What a migration made is there before a restore, and copies of pages are put back into the folder that is there. */
const NOT_OURS = ['migrations', 'captures_folder'];

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const listed = (columns: readonly string[]) => columns.map(quoted).join(', ');

/** Copies of pages are read or written meanwhile, for as long as they take. */
const WAITS_FOR_DISK = 'set local idle_in_transaction_session_timeout = 0';

/** One moment of the database, whatever is written meanwhile. */
export async function withSnapshot<T>(
  pool: pg.Pool,
  work: (client: pg.ClientBase) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query(WAITS_FOR_DISK);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

export async function schemaNumber(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ number: number }>('select max(number) as number from migrations');
  return rows[0]?.number ?? 0;
}

/** Those that others refer to come first. */
export async function tablesInOrder(client: pg.ClientBase): Promise<DumpedTable[]> {
  const { rows: tables } = await client.query<{ name: string; columns: string[] }>(`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0
      and not a.attisdropped and a.attgenerated = ''
    group by c.relname order by c.relname`);
  const { rows: links } = await client.query<{ from: string; to: string }>(`
    select distinct a.relname as "from", b.relname as "to" from pg_constraint k
    join pg_class a on a.oid = k.conrelid join pg_class b on b.oid = k.confrelid
    where k.contype = 'f' and k.conrelid <> k.confrelid and k.connamespace = 'public'::regnamespace`);
  const left = new Map(
    tables.filter(({ name }) => !NOT_OURS.includes(name)).map((each) => [each.name, each]),
  );
  const order: DumpedTable[] = [];
  while (left.size > 0) {
    const free = [...left.values()].filter(
      ({ name }) => !links.some((link) => link.from === name && left.has(link.to)),
    );
    if (free.length === 0)
      throw new Error(`tables refer to each other in a circle: ${[...left.keys()].join(', ')}`);
    for (const each of free) left.delete(each.name);
    order.push(...free);
  }
  return order;
}

/** Lines without their ends, some at a time, in the order of the primary key. */
export async function* dumpTable(
  client: pg.ClientBase,
  { name, columns }: DumpedTable,
): AsyncIterable<string[]> {
  const { rows: keys } = await client.query<{ column: string }>(
    `select a.attname::text as column from pg_index i
     join lateral unnest(i.indkey) with ordinality as k (attnum, position) on true
     join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
     where i.indrelid = $1::regclass and i.indisprimary order by k.position`,
    [quoted(name)],
  );
  const order = keys.length === 0 ? '' : `order by ${listed(keys.map(({ column }) => column))}`;
  await client.query(
    `declare backup no scroll cursor for select row_to_json(backup_row)::text as line
     from (select ${listed(columns)} from ${quoted(name)} ${order}) as backup_row`,
  );
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`fetch ${ROWS_AT_A_TIME} from backup`);
    if (rows.length === 0) break;
    yield rows.map(({ line }) => line);
  }
  await client.query('close backup');
}

export async function countCaptures(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ count: number }>('select count(*) as count from captures');
  return rows[0]?.count ?? 0;
}

/** Hashes of all copies of pages, of which there may be millions, in their order. */
export async function* listCaptures(client: pg.ClientBase): AsyncIterable<string> {
  for (let after = ''; ; ) {
    const { rows } = await client.query<{ sha256: string }>(
      `select sha256 from captures where sha256 > $1 order by sha256 limit ${ROWS_AT_A_TIME}`,
      [after],
    );
    yield* rows.map(({ sha256 }) => sha256);
    if (rows.length < ROWS_AT_A_TIME) return;
    after = rows.at(-1)?.sha256 ?? after;
  }
}

/** How many of these are recorded now: what was let go since the moment of a snapshot is missed by nobody. */
export async function countRecorded(pool: pg.Pool, sha256s: readonly string[]): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    'select count(*)::int as count from captures where sha256 = any($1::text[])',
    [sha256s],
  );
  return rows[0]?.count ?? 0;
}

/** Tables that hold something that a person or a run made. */
const TELLING = ['sites', 'listings', 'alerts', 'users', 'audit_log'] as const;

/**
 * Within one transaction: empties every table, has `fill` put rows in, and sets what counts further. All of it or nothing.
 * @param fill tells of which time the rows are
 * @throws OperatorError 'busy' while a worker has a site, 'usage' when something is there and may not be replaced
 */
export async function refill(
  pool: pg.Pool,
  replace: boolean,
  fill: (insert: (table: DumpedTable, lines: readonly string[]) => Promise<void>) => Promise<Date>,
): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(WAITS_FOR_DISK);
    const tables = await tablesInOrder(client);
    await refuse(client, replace);
    const highest = await highestOfAlerts(client);
    const names = tables.map(({ name }) => quoted(name));
    // Rows come as they were: nothing is to be computed, refused or told again.
    for (const name of names) await client.query(`alter table ${name} disable trigger user`);
    await client.query(`truncate ${names.join(', ')}`);
    const links = await references(client);
    for (const each of links) await client.query(`${each} deferrable initially deferred`);
    const at = await fill(async ({ name, columns }, lines) => {
      await client.query(
        `insert into ${quoted(name)} (${listed(columns)}) overriding system value
         select ${listed(columns)} from json_populate_recordset(null::${quoted(name)}, $1::json)`,
        [`[${lines.join(',')}]`],
      );
    });
    // Some were ended since the backup was made, because they were stolen or their account was closed.
    await client.query('delete from sessions');
    await client.query('set constraints all immediate');
    for (const each of links) await client.query(`${each} not deferrable`);
    for (const name of names) await client.query(`alter table ${name} enable trigger user`);
    await numberFurther(client, at, highest);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

/** A row may refer to a later one of its own table, so that references are looked at when all rows are there. */
async function references(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ table: string; name: string }>(`
    select a.relname as table, k.conname as name from pg_constraint k join pg_class a on a.oid = k.conrelid
    where k.contype = 'f' and k.connamespace = 'public'::regnamespace and not k.condeferrable`);
  return rows.map(({ table, name }) => `alter table ${quoted(table)} alter constraint ${quoted(name)}`);
}

async function refuse(client: pg.ClientBase, replace: boolean): Promise<void> {
  const { rows: held } = await client.query('select from sites where lease_until > now() limit 1');
  if (held.length > 0)
    throw new OperatorError(
      'busy',
      'Workers are crawling on this database.',
      'Stop serve, work and schedule first.',
    );
  if (replace) return;
  for (const name of TELLING) {
    const { rows } = await client.query(`select from ${quoted(name)} limit 1`);
    if (rows.length > 0) {
      throw new OperatorError(
        'usage',
        `The database is not empty: there are rows in ${name}.`,
        'Restore into an empty one, or replace everything that is there with --force.',
      );
    }
  }
}
