/**
 * After a restore numbers go on after every one that may have been given since the backup: the queues, receivers of messages
 * and whoever reads alerts know these, and would take what is new for what they have had. A database that was lost cannot
 * say how far it had come, so that as many are left out as it may have given by now.
 */
import type pg from 'pg';

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** No table is given as many rows a second for as long as it lives. */
const ROWS_A_SECOND = 100;
/**
 * No alert is given as many revisions or versions. A version is an order of a person's or a revision; of these what is found of
 * an offer only makes so many, since it grows and never shrinks (src/dedupe/material-change.ts), and what comes again and
 * again takes a crawl each time.
 */
const CHANGES_A_SECOND = 10;
/** The clocks of the machine that made the backup and of the server may differ, and transactions end after they began. */
const APART_SECONDS = 60;
/** What the columns hold. Half of what is left stays for what comes, however old a backup says that it is. */
const LARGEST = 2 ** 31 - 1;

/** Seconds in which numbers may have been given that the backup does not have; $1 is when it was made. */
const LOST_SECONDS = `(${APART_SECONDS} + greatest(extract(epoch from clock_timestamp() - $1::timestamptz), 0))`;

/** The highest revision or version of any alert, given or left out; to be asked before the rows are replaced. */
export async function highestOfAlerts(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ highest: number }>(
    `select greatest(0, (select max(greatest(revision, version)) from alerts), (select max(numbers_to) from restores)) as highest`,
  );
  return rows[0]?.highest ?? 0;
}

/**
 * Within the transaction of a restore, after its rows.
 * @param since when the backup was made
 * @param replaced what `highestOfAlerts` said of the database that was there
 */
export async function numberFurther(client: pg.ClientBase, since: Date, replaced: number): Promise<void> {
  await numberRowsFurther(client, since);
  await client.query(
    `insert into restores (at, backup_at, alerts_to, numbers_to)
     select clock_timestamp(), $1, coalesce(max(id), 0),
       greatest($2::bigint,
         $3::bigint + least((${LARGEST} - $3::bigint) / 2, ceil(${CHANGES_A_SECOND} * ${LOST_SECONDS})::bigint))
     from alerts`,
    [since, replaced, await highestOfAlerts(client)],
  );
}

/** Each column that numbers itself. */
async function numberRowsFurther(client: pg.ClientBase, since: Date): Promise<void> {
  const { rows } = await client.query<{ sequence: string; table: string; column: string }>(`
    select pg_get_serial_sequence(quote_ident(c.relname), a.attname) as sequence, c.relname as table,
      a.attname as column
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attidentity <> '' and not a.attisdropped`);
  for (const { sequence, table, column } of rows) {
    await client.query(
      `select setval($2, greatest(coalesce(max(${quoted(column)}), 0) + 1
           + ceil(${ROWS_A_SECOND} * ${LOST_SECONDS})::bigint,
         (select last_value + is_called::integer from ${sequence})), false) from ${quoted(table)}`,
      [since, sequence],
    );
  }
}
