/** The table `captures_folder`: the id of the folder that holds the copies of pages of this database. */
import { sql } from 'kysely';
import type { Db } from '../open-database.ts';

/** null when none was noted yet. */
export async function captureFolderId(db: Db): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select id from captures_folder`.execute(db);
  return rows[0]?.id ?? null;
}

/** Within a transaction: as `captureFolderId`; nobody else asks so or notes one until it ends. */
export async function lockFolderId(db: Db): Promise<string | null> {
  await sql`select pg_advisory_xact_lock(hashtext('precursor_watch.captures_folder'))`.execute(db);
  return await captureFolderId(db);
}

/** In place of the one that was noted. */
export async function noteFolderId(db: Db, id: string): Promise<void> {
  await sql`
    insert into captures_folder (id) values (${id})
    on conflict (only_one) do update set id = excluded.id, noted_at = now()`.execute(db);
}

/** Hashes of a few of the copies that are recorded, if there are any: of old and new ones alike, as hashes have no order in time. */
export async function someCaptures(db: Db, limit: number): Promise<string[]> {
  const rows = await db.selectFrom('captures').select('sha256').orderBy('sha256').limit(limit).execute();
  return rows.map(({ sha256 }) => sha256);
}
