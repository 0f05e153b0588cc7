/** The tables `legal_holds` and `erasures`: what is kept longer than its age allows, and what is left of what was erased. */
import { type RawBuilder, sql } from 'kysely';
import { inTransaction } from './in-transaction.ts';
import type { Db } from './open-database.ts';

/** Days that a listing is kept after it was last seen, by class. What belongs to an offer that alerted is not erased by age. */
export type Keeping = { readonly clearDays: number; readonly watchDays: number };

/** Listings of a page of the work: locks are held no longer than one of these takes. */
const BATCH = 1000;

const expired = ({ clearDays, watchDays }: Keeping, now: Date) => sql`
  l.offer_id is null
  and not exists (select from alerts where listing_id = l.id)
  and coalesce(a.verdict, 'clear') in ('clear', 'watch')
  and l.last_seen_at < ${now}::timestamptz
    - make_interval(days => case a.verdict when 'watch' then ${watchDays}::integer else ${clearDays}::integer end)
  and not exists (select from legal_holds h where h.site_id = l.site_id and h.lifted_at is null)`;

export type ExpiredCounts = { readonly clear: number; readonly watch: number };

/** What `eraseExpired` would erase. */
export async function countExpired(db: Db, keeping: Keeping, now: Date): Promise<ExpiredCounts> {
  const { rows } = await sql<ExpiredCounts>`
    select count(*) filter (where coalesce(a.verdict, 'clear') <> 'watch')::integer as clear,
      count(*) filter (where a.verdict = 'watch')::integer as watch
    from listings l left join assessments a on a.listing_id = l.id where ${expired(keeping, now)}`.execute(
    db,
  );
  return rows[0] ?? { clear: 0, watch: 0 };
}

/** Erases one batch with all that hangs on it, and keeps its hashes. Gives how many; 0 when none is left. */
export async function eraseExpired(db: Db, keeping: Keeping, now: Date): Promise<number> {
  return await inTransaction(db, async (tx) => {
    const { rows } = await sql<{ id: number }>`
      insert into erasures (listing_id, site_id, class, key_sha256, content_hash, capture_sha256, first_seen_at,
        last_seen_at, erased_at)
      select id, site_id, class, encode(sha256(convert_to(key, 'UTF8')), 'hex'), content_hash, capture_sha256,
        first_seen_at, last_seen_at, ${now}
      from (select l.*, coalesce(a.verdict, 'clear') as class
        from listings l left join assessments a on a.listing_id = l.id
        where ${expired(keeping, now)} order by l.id limit ${BATCH} for update of l skip locked) as chosen
      returning listing_id as id`.execute(tx);
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return 0;
    const remove = (table: string, column: string): RawBuilder<unknown> =>
      sql`delete from ${sql.table(table)} where ${sql.ref(column)} = any(${ids}::bigint[])`;
    await remove('hits', 'listing_id').execute(tx);
    await remove('assessments', 'listing_id').execute(tx);
    await remove('listings', 'id').execute(tx);
    return ids.length;
  });
}

/** Copies of pages that no stored listing or version of one names, not under a hold. */
const unnamed = sql`
  not exists (select from listings where capture_sha256 = p.sha256)
  and not exists (select from listing_versions where capture_sha256 = p.sha256)
  and not exists (select from legal_holds h where h.site_id = p.site_id and h.lifted_at is null)`;

/**
 * Lets go of copies older than so many days, then of the oldest until the rest fits the budget. Copies that a listing names
 * stay, whatever the budget. Gives the hashes whose files can be removed.
 */
export async function dropCaptures(
  db: Db,
  o: { readonly days: number; readonly budgetBytes: number; readonly now: Date },
): Promise<string[]> {
  return await inTransaction(db, async (tx) => {
    await sql`
      delete from page_captures p where ${unnamed}
        and p.fetched_at < ${o.now}::timestamptz - make_interval(days => ${o.days}::integer)`.execute(tx);
    const dropped = await removeUnreferenced(tx);
    await sql`
      delete from page_captures p using (
        select c.sha256, sum(c.stored_bytes) over (order by max(f.fetched_at) desc, c.sha256) as bytes
        from captures c join page_captures f on f.sha256 = c.sha256 group by c.sha256
      ) as sized
      where p.sha256 = sized.sha256 and sized.bytes > ${o.budgetBytes} and ${unnamed}`.execute(tx);
    return [...dropped, ...(await removeUnreferenced(tx))];
  });
}

async function removeUnreferenced(db: Db): Promise<string[]> {
  const { rows } = await sql<{ sha256: string }>`
    delete from captures c
    where not exists (select from page_captures where sha256 = c.sha256)
      and not exists (select from listings where capture_sha256 = c.sha256)
    returning sha256`.execute(db);
  return rows.map(({ sha256 }) => sha256);
}

export type LegalHold = {
  readonly site: string;
  readonly reason: string;
  readonly setBy: string;
  readonly setAt: string;
};

export async function listHolds(db: Db): Promise<LegalHold[]> {
  const { rows } = await sql<LegalHold>`
    select site_id as site, reason, set_by as "setBy", set_at as "setAt" from legal_holds
    where lifted_at is null order by set_at`.execute(db);
  return rows;
}

/** False when one stands already. */
export async function setHold(db: Db, site: string, reason: string, by: string, now: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into legal_holds (site_id, reason, set_by, set_at) values (${site}, ${reason}, ${by}, ${now})
    on conflict do nothing`.execute(db);
  return (numAffectedRows ?? 0n) > 0n;
}

/** False when none stands. */
export async function liftHold(db: Db, site: string, by: string, now: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update legal_holds set lifted_by = ${by}, lifted_at = ${now} where site_id = ${site} and lifted_at is null`.execute(
    db,
  );
  return (numAffectedRows ?? 0n) > 0n;
}
