/** The table `held_offers`: what one run of one site found beyond what it may open alerts for, and the alert that stands for it. */
import { sql } from 'kysely';
import type { HeldBack } from '../../model/run.ts';
import type { Db } from '../open-database.ts';
import { toJson } from '../to-json.ts';

/** Of these offers, those that are held back already. */
export async function heldAmong(db: Db, offers: readonly number[]): Promise<ReadonlySet<number>> {
  if (offers.length === 0) return new Set();
  const { rows } = await sql<{ offer: number }>`/* prepared: held-among */
    select offer_id as offer from held_offers where offer_id = any(${[...offers]}::bigint[])`.execute(db);
  return new Set(rows.map(({ offer }) => offer));
}

/** Adds to what the alert stands for; the alert counts itself. */
export async function holdOffers(
  db: Db,
  alert: number,
  run: number,
  held: readonly { readonly offer: number; readonly listing: number }[],
  now: Date,
): Promise<void> {
  await sql`
    with added as (
      insert into held_offers (offer_id, alert_id, listing_id, run_id, at)
      select offer, ${alert}::bigint, listing, ${run}::bigint, ${now}::timestamptz
      from jsonb_to_recordset(${toJson(held)}::jsonb) as (offer bigint, listing bigint)
      on conflict do nothing returning offer_id
    )
    update alerts set stands_for = coalesce(stands_for, 1) + (select count(*) from added) where id = ${alert}`.execute(
    db,
  );
}

/** The alert of this run that stands for others, from before it broke off; null when there is none. */
export async function floodOfRun(db: Db, run: number): Promise<number | null> {
  const row = await db
    .selectFrom('held_offers')
    .select('alert_id')
    .where('run_id', '=', run)
    .limit(1)
    .executeTakeFirst();
  return row?.alert_id ?? null;
}

/** What still waits of what a run held back; null when nothing does. */
export async function heldOfRun(db: Db, run: number): Promise<HeldBack | null> {
  const { rows } = await sql<HeldBack>`
    select alert_id as alert, count(*) as offers from held_offers where run_id = ${run} group by alert_id`.execute(
    db,
  );
  return rows[0] ?? null;
}

export type ReleasedOffers = {
  readonly offers: number;
  /** Of each of them the listing that it was held with, or, where that alerts no more, the one that does most. */
  readonly listings: readonly number[];
};

/** Offers of the site that an alert held back which was confirmed are let go, so many at a time; those that alert no more as well. */
export async function releaseHeld(db: Db, site: string, most: number): Promise<ReleasedOffers> {
  const { rows } = await sql<{ listing: number | null }>`
    with released as (
      delete from held_offers where offer_id in (
        select h.offer_id from held_offers h join alerts a on a.id = h.alert_id
        where a.site_id = ${site} and a.outcome = 'confirmed' order by h.at, h.offer_id limit ${most})
      returning offer_id, listing_id
    )
    select (select l.id from listings l join assessments a on a.listing_id = l.id
      where l.offer_id = released.offer_id and a.verdict = 'alert'
      order by (l.id = released.listing_id) desc, a.score desc, l.id limit 1) as listing
    from released`.execute(db);
  return { offers: rows.length, listings: rows.flatMap(({ listing }) => listing ?? []) };
}
