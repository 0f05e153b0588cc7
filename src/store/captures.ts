/** The tables `captures` and `dropped_captures`: which bytes are stored, and which nothing refers to. */
import { sql } from 'kysely';
import type { Db } from './open-database.ts';

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

/** Lets go of bytes that no page, listing or picture stands on, whose files wait to be removed from then on. Gives their hashes. */
export async function removeUnreferenced(db: Db): Promise<string[]> {
  const removed: string[] = [];
  for (;;) {
    const { rows } = await sql<{ sha256: string }>`
      with gone as (
        delete from captures c
        where not exists (select from page_captures where sha256 = c.sha256)
          and not exists (select from listings where capture_sha256 = c.sha256)
          and not exists (select from screenshots where sha256 = c.sha256)
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

export type DroppedCaptures = {
  readonly dropped: number;
  /** Those that were not stored anew meanwhile. */
  readonly unnamed: readonly string[];
};

/** Within a transaction that removes their files: takes some that were let go. One process at a time, until the transaction ends. */
export async function takeDropped(db: Db, limit: number): Promise<DroppedCaptures> {
  await sql`select pg_advisory_xact_lock(hashtext('precursor_watch.dropped_captures'))`.execute(db);
  const { rows } = await sql<{ sha256: string; named: boolean }>`
    delete from dropped_captures d where sha256 in (select sha256 from dropped_captures limit ${limit})
    returning sha256, exists (select from captures c where c.sha256 = d.sha256) as named`.execute(db);
  const unnamed = rows.flatMap(({ sha256, named }) => (named ? [] : [sha256]));
  return { dropped: rows.length, unnamed };
}
