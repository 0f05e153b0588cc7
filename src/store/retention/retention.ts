/** What is older than its class is kept for, what a legal hold keeps all the same, and which copies of pages nothing names. */
import { sql } from 'kysely';
import { removeUnreferenced } from '../crawling/captures.ts';
import { inTransaction } from '../in-transaction.ts';
import type { Db } from '../open-database.ts';
import { eraseAddresses, forgetPages } from './erase-addresses.ts';
import { type ErasedListing, eraseListings } from './erase-listings.ts';
import { keepHoldsAsTheyAre } from './legal-holds.ts';

/** Days that a listing is kept after it was last seen, or its alert decided, by class. What is undecided is never erased by age. */
export type Keeping = {
  readonly clearDays: number;
  readonly watchDays: number;
  readonly alertDays: number;
  readonly confirmedDays: number;
};

/** Listings of a page of the work: locks are held no longer than one of these takes. */
const BATCH = 1000;

/** Listings with their class, whose alert is decided where they have one, and on which no hold stands. */
const erasable = sql`
  select l.id, case when l.offer_id is null then coalesce(a.verdict, 'clear')
      when t.outcome = 'confirmed' then 'confirmed' else 'alert' end as class,
    greatest(l.last_seen_at, t.decided_at) as since
  from listings l left join assessments a on a.listing_id = l.id left join alerts t on t.offer_id = l.offer_id
  where l.key not like 'erased:%' and (l.offer_id is not null or coalesce(a.verdict, 'clear') <> 'alert')
    and (t.id is null or t.state = 'decided')
    and not exists (select from held_offers h where h.offer_id = l.offer_id)
    and not exists (select from alerts o where o.listing_id = l.id and o.offer_id is distinct from l.offer_id)
    and not exists (select from legal_holds h where h.lifted_at is null
      and case when h.alert_id is null then h.site_id = l.site_id else h.alert_id = t.id end)`;

const expired = ({ clearDays, watchDays, alertDays, confirmedDays }: Keeping, now: Date) => sql`
  select id, class from (${erasable}) kept
  where since < ${now}::timestamptz - make_interval(days => case class when 'clear' then ${clearDays}::integer
    when 'watch' then ${watchDays}::integer when 'alert' then ${alertDays}::integer else ${confirmedDays}::integer end)`;

export type ExpiredCounts = {
  readonly clear: number;
  readonly watch: number;
  readonly alert: number;
  readonly confirmed: number;
};

/** What `eraseExpired` would erase. */
export async function countExpired(db: Db, keeping: Keeping, now: Date): Promise<ExpiredCounts> {
  const { rows } = await sql<ExpiredCounts>`
    select count(*) filter (where class = 'clear')::integer as clear, count(*) filter (where class = 'watch')::integer as watch,
      count(*) filter (where class = 'alert')::integer as alert,
      count(*) filter (where class = 'confirmed')::integer as confirmed
    from (${expired(keeping, now)}) gone`.execute(db);
  return rows[0] ?? { clear: 0, watch: 0, alert: 0, confirmed: 0 };
}

/** `last`: number of the last listing that was looked at; null when none is left behind it. */
export type ErasedBatch = { readonly erased: number; readonly last: number | null };

/**
 * Erases one batch of those behind `after` with all that hangs on it, and keeps its hashes. One that somebody is just writing is
 * left for the next time; what was seen again or decided anew before it was locked stays.
 */
export async function eraseExpired(
  db: Db,
  keeping: Keeping,
  now: Date,
  after: number,
  most = BATCH,
): Promise<ErasedBatch> {
  return await inTransaction(db, async (tx) => {
    await keepHoldsAsTheyAre(tx);
    const gone = expired(keeping, now);
    const { rows: found } = await sql<{ id: number }>`
      select id from (${gone}) gone where id > ${after} order by id limit ${most}`.execute(tx);
    const { rows: locked } = await sql<{ id: number }>`
      select id from listings where id = any(${found.map(({ id }) => id)}::bigint[])
      order by id for update skip locked`.execute(tx);
    const { rows } = await sql<ErasedListing>`
      select id, class from (${gone}) gone where id = any(${locked.map(({ id }) => id)}::bigint[])`.execute(
      tx,
    );
    await forgetPages(
      tx,
      rows.map(({ id }) => id),
      'leave',
    );
    const erased = await eraseListings(tx, rows, null, now);
    return { erased, last: found.length < most ? null : (found.at(-1)?.id ?? null) };
  });
}

/**
 * One listing in all its languages, whatever its age; within a transaction. null when there is none of that number; `held` when a legal hold stands
 * on any of it. Gives how many rows it was.
 */
export async function eraseOne(
  db: Db,
  listings: readonly number[],
  reason: string,
  now: Date,
): Promise<number | 'held' | null> {
  await keepHoldsAsTheyAre(db);
  const { rows } = await sql<ErasedListing & { held: boolean }>`
    select l.id, case when t.outcome = 'confirmed' then 'confirmed' when l.offer_id is not null then 'alert'
        else coalesce(nullif(a.verdict, 'alert'), 'clear') end as class,
      exists (select from legal_holds h where h.lifted_at is null
        and case when h.alert_id is null then h.site_id = l.site_id else h.alert_id = t.id end) as held
    from listings l left join assessments a on a.listing_id = l.id left join alerts t on t.offer_id = l.offer_id
    where l.id = any(${[...listings]}::bigint[]) and l.key not like 'erased:%'`.execute(db);
  if (rows.length === 0) return null;
  if (rows.some(({ held }) => held)) return 'held';
  await eraseAddresses(
    db,
    rows.map(({ id }) => id),
  );
  return await eraseListings(db, rows, reason, now);
}

/** Copies of pages that no stored listing or version of one names, not under a hold. */
const unnamed = sql`
  not exists (select from listings where capture_sha256 = p.sha256)
  and not exists (select from listing_versions where capture_sha256 = p.sha256)
  and not exists (select from legal_holds h where h.site_id = p.site_id and h.alert_id is null and h.lifted_at is null)`;

/** Numbers of the stored listings at this address; erased ones have none any more. */
export async function listingsAt(db: Db, url: string): Promise<number[]> {
  const rows = await db.selectFrom('listings').select('id').where('url', '=', url).orderBy('id').execute();
  return rows.map(({ id }) => id);
}

/** Copies of the pages that listings, and earlier versions of them, were read from, and all others of the same pages. */
export async function copiesOf(db: Db, listings: readonly number[]): Promise<string[]> {
  const chosen = sql`any(${[...listings]}::bigint[])`;
  const { rows } = await sql<{ sha256: string }>`
    select capture_sha256 as sha256 from listings where id = ${chosen} and capture_sha256 is not null
    union select capture_sha256 from listing_versions where listing_id = ${chosen} and capture_sha256 is not null
    union select p.sha256 from listings l join page_captures p using (site_id) where l.id = ${chosen} and p.url in (
      select l.url union all select url from site_pages where site_id = l.site_id and key = l.key)`.execute(
    db,
  );
  return rows.map(({ sha256 }) => sha256);
}

/** At once, those of these copies that nothing names any more. Gives their hashes. */
export async function dropCopies(db: Db, copies: readonly string[]): Promise<string[]> {
  await sql`delete from page_captures p where p.sha256 = any(${[...copies]}::text[]) and ${unnamed}`.execute(
    db,
  );
  return await removeUnreferenced(db);
}

/**
 * Lets go of copies older than so many days, then of the oldest until the rest fits the budget. Copies that a listing names
 * stay, whatever the budget. Gives their hashes.
 */
export async function dropCaptures(
  db: Db,
  o: { readonly days: number; readonly budgetBytes: number; readonly now: Date },
): Promise<string[]> {
  return await inTransaction(db, async (tx) => {
    await keepHoldsAsTheyAre(tx);
    await sql`
      delete from page_captures p where ${unnamed}
        and p.fetched_at < ${o.now}::timestamptz - make_interval(days => ${o.days}::integer)`.execute(tx);
    const dropped = await removeUnreferenced(tx);
    await sql`
      delete from page_captures p using (
        select c.sha256, sum(c.stored_bytes + coalesce(max(p.stored_bytes), 0))
          over (order by max(f.fetched_at) desc, c.sha256) as bytes
        from captures c join page_captures f on f.sha256 = c.sha256
          left join screenshots s on s.capture_sha256 = c.sha256 left join captures p on p.sha256 = s.sha256
        group by c.sha256
      ) as sized
      where p.sha256 = sized.sha256 and sized.bytes > ${o.budgetBytes} and ${unnamed}`.execute(tx);
    return [...dropped, ...(await removeUnreferenced(tx))];
  });
}
