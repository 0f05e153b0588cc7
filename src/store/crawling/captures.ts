/** The tables `captures` and `dropped_captures`: which bytes are stored, and which nothing refers to. */
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../open-database.ts';

export type RecordedCapture = {
  readonly siteId: string;
  readonly runId: number;
  readonly url: string;
  readonly status: number;
  readonly sha256: string;
  readonly bytes: number;
  readonly storedBytes: number;
  readonly contentType: string | null;
  readonly fetchedAt: string;
};

const unreferenced = sql`not exists (select from page_captures where sha256 = c.sha256)
  and not exists (select from listings where capture_sha256 = c.sha256)
  and not exists (select from screenshots where sha256 = c.sha256)`;

/**
 * Within a transaction: lets go of bytes that no page, listing or picture stands on, whose files wait to be removed from then
 * on. Gives their hashes. What somebody is just referring to is left; looked at anew once it is locked, as it may have been.
 */
export async function removeUnreferenced(db: Db): Promise<string[]> {
  const removed: string[] = [];
  for (;;) {
    const { rows: locked } = await sql<{ sha256: string }>`
      select sha256 from captures c where ${unreferenced} for update skip locked`.execute(db);
    const { rows } = await sql<{ sha256: string }>`
      with gone as (
        delete from captures c where sha256 = any(${locked.map(({ sha256 }) => sha256)}::text[]) and ${unreferenced}
        returning sha256
      ), noted as (
        insert into dropped_captures (sha256) select sha256 from gone on conflict do nothing
      )
      select sha256 from gone`.execute(db);
    // With a copy goes the row of its picture, and only then nothing refers to that.
    if (rows.length === 0) return removed;
    removed.push(...rows.map(({ sha256 }) => sha256));
  }
}

/** Held by whoever removes files until their transaction ends. */
const REMOVING = sql`hashtext('precursor_watch.dropped_captures')`;

/**
 * Parts of a `with` that records copies. `stored` takes `rows` and holds those that are there, so that nobody lets go of them
 * before they are referred to. `settled`, to be joined with, has one row, and waits until nobody removes files: whoever does so
 * afterwards sees the rows, and what was removed before is missed when a file is looked for after the transaction.
 */
export const recordingCaptures = (rows: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  stored as (
    insert into captures as c (sha256, bytes, stored_bytes, content_type, first_seen_at) ${rows} order by sha256
    on conflict (sha256) do update set bytes = c.bytes where false
    returning sha256
  ), settled as materialized (
    select pg_advisory_xact_lock_shared(${REMOVING}) from (select count(*) from stored) behind
  )`;

export type DroppedCaptures = {
  readonly dropped: number;
  /** Those that were not stored anew meanwhile. */
  readonly unnamed: readonly string[];
};

/** Within a transaction that removes their files: takes some that were let go. One process at a time, until the transaction ends. */
export async function takeDropped(db: Db, limit: number): Promise<DroppedCaptures> {
  await sql`select pg_advisory_xact_lock(${REMOVING})`.execute(db);
  const { rows } = await sql<{ sha256: string; named: boolean }>`
    delete from dropped_captures d where sha256 in (select sha256 from dropped_captures limit ${limit})
    returning sha256, exists (select from captures c where c.sha256 = d.sha256) as named`.execute(db);
  const unnamed = rows.flatMap(({ sha256, named }) => (named ? [] : [sha256]));
  return { dropped: rows.length, unnamed };
}
