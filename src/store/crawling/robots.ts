/** The tables `robots_answers` and `robots_files`: what each origin said of robots last, and each version that a ledger may name. */
import { sql } from 'kysely';
import type { Db } from '../open-database.ts';
import { toText } from '../to-json.ts';

export type StoredRobots = {
  readonly status: number;
  /** Null where the server says that there is none. */
  readonly text: string | null;
  /** Of the bytes that the server sent. */
  readonly sha256: string | null;
  readonly fetchedAt: string;
};

/** The newest answer, however old; null when there is none yet. */
export async function loadRobots(db: Db, origin: string): Promise<StoredRobots | null> {
  const { rows } = await sql<StoredRobots>`
    select status, body as text, sha256, fetched_at as "fetchedAt"
    from robots_answers left join robots_files using (sha256) where origin = ${origin}`.execute(db);
  return rows[0] ?? null;
}

/** An older answer never takes the place of a newer one. */
export async function saveRobots(db: Db, origin: string, robots: StoredRobots): Promise<void> {
  const { status, text, sha256, fetchedAt } = robots;
  await sql`
    with stored as (
      insert into robots_files as f (sha256, body, first_seen_at, last_seen_at)
      select ${sha256}, ${toText(text ?? '')}, ${fetchedAt}::timestamptz, ${fetchedAt}::timestamptz
      where ${sha256}::text is not null
      on conflict (sha256) do update set last_seen_at = greatest(f.last_seen_at, excluded.last_seen_at)
    )
    insert into robots_answers as a (origin, status, sha256, fetched_at)
    values (${origin}, ${status}, ${sha256}, ${fetchedAt})
    on conflict (origin) do update set status = excluded.status, sha256 = excluded.sha256,
      fetched_at = excluded.fetched_at where a.fetched_at <= excluded.fetched_at`.execute(db);
}
