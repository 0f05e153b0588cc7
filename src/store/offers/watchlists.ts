/** The tables `watchlists` and `substances`: every list that was ever in use, and the names and numbers of its substances. */
import { sql } from 'kysely';
import type { Watchlist } from '../../model/watchlist.ts';
import { inTransaction } from '../in-transaction.ts';
import type { Db } from '../open-database.ts';
import { toJson } from '../to-json.ts';

/** Makes the list the current one; `changed` says whether another version was current, or none. */
export async function storeWatchlist(db: Db, watchlist: Watchlist, now: Date): Promise<{ changed: boolean }> {
  return inTransaction(db, async (tx) => {
    await sql`lock table watchlists in share row exclusive mode`.execute(tx);
    const { version } = watchlist;
    const changed = (await versionInUse(tx)) !== version;
    if (changed)
      await tx.updateTable('watchlists').set({ is_current: false }).where('is_current', '=', true).execute();
    const content = toJson(watchlist);
    await tx
      .insertInto('watchlists')
      .values({ version, content, stored_at: now, is_current: true })
      // The version covers what is live; notes and drafts may differ and are kept as they are now.
      .onConflict((conflict) => conflict.column('version').doUpdateSet({ content, is_current: true }))
      .execute();
    await sql`
      insert into substances (id, name, cas)
      select distinct on (id) id, name, array(select each->>'number' from jsonb_array_elements(cas) as each)
      from jsonb_to_recordset(${content}::jsonb->'substances') as given (id text, name text, cas jsonb)
      on conflict (id) do update set name = excluded.name, cas = excluded.cas
        where (substances.name, substances.cas) <> (excluded.name, excluded.cas)`.execute(tx);
    return { changed };
  });
}

const inUse = (db: Db) => db.selectFrom('watchlists').where('is_current', '=', true);

/** null before the first one is stored. */
export async function currentWatchlist(db: Db): Promise<Watchlist | null> {
  const row = await inUse(db).select('content').executeTakeFirst();
  return row?.content ?? null;
}

/** Version of the current list; null before the first one is stored. */
export async function versionInUse(db: Db): Promise<string | null> {
  const row = await inUse(db).select('version').executeTakeFirst();
  return row?.version ?? null;
}

/** Day on which the current list was first stored, YYYY-MM-DD. */
export async function storedWatchlistDay(db: Db): Promise<string | null> {
  const row = await inUse(db).select('stored_at').executeTakeFirst();
  return row?.stored_at.slice(0, 10) ?? null;
}

export async function findWatchlist(db: Db, version: string): Promise<Watchlist | null> {
  const row = await db
    .selectFrom('watchlists')
    .select('content')
    .where('version', '=', version)
    .executeTakeFirst();
  return row?.content ?? null;
}

/** Names by id; an id that no list ever had stands for itself. */
export async function substanceNames(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('substances')
    .selectAll()
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}
