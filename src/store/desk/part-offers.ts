/** Joining offers and taking listings out of one, as an analyst says; obeyed by all that is placed later. */
import { type RawBuilder, sql } from 'kysely';
import type { Assessment } from '../../model/assessment.ts';
import type { Listing } from '../../model/listing.ts';
import { inAllLanguages } from '../offers/listing-languages.ts';
import type { Db } from '../open-database.ts';
import { toText } from '../to-json.ts';

export type LockedOffer = {
  readonly id: number;
  readonly siteId: string;
  readonly sellerId: number | null;
  readonly practice: boolean;
  readonly mergedInto: number | null;
};

/** Locks the rows until the transaction ends, always in the order of their numbers. */
export async function lockOffers(db: Db, ids: readonly number[]): Promise<LockedOffer[]> {
  const { rows } = await sql<LockedOffer>`
    select o.id, o.site_id as "siteId", o.seller_id as "sellerId", s.practice, o.merged_into as "mergedInto"
    from offers o join sites s on s.id = o.site_id
    where o.id = any(${[...ids]}::bigint[]) order by o.id for update of o`.execute(db);
  return rows;
}

/** The listings of `from` become those of `into`; what would join one of `from` joins `into` from then on. */
export async function moveOffers(db: Db, into: number, from: readonly number[]): Promise<void> {
  const ids = sql`${[...from]}::bigint[]`;
  await sql`update listings set offer_id = ${into} where offer_id = any(${ids})`.execute(db);
  // One of them goes on being held back: where neither has an alert, it is what opens one.
  await sql`update held_offers set offer_id = ${into} where offer_id = (
      select offer_id from held_offers where offer_id = any(${ids}) order by at, offer_id limit 1)
    and not exists (select from held_offers where offer_id = ${into})`.execute(db);
  await sql`delete from held_offers where offer_id = any(${ids})`.execute(db);
  await sql`update offers set merged_into = ${into} where id = any(${ids}) or merged_into = any(${ids})`.execute(
    db,
  );
  await sql`
    update offers o set first_seen_at = least(o.first_seen_at, m.first), last_seen_at = greatest(o.last_seen_at, m.last)
    from (select min(first_seen_at) as first, max(last_seen_at) as last from offers where id = any(${ids})) m
    where o.id = ${into}`.execute(db);
}

/** An alert without an offer of its own any more stands for the other offer, which has none. */
export async function moveAlert(db: Db, alert: number, offer: number): Promise<void> {
  await db.updateTable('alerts').set({ offer_id: offer }).where('id', '=', alert).execute();
}

export type AssessedListing = {
  readonly id: number;
  readonly key: string;
  readonly url: string;
  readonly siteId: string;
  readonly practice: boolean;
  readonly offer: number | null;
  readonly content: Listing;
  /** null when it was never screened. */
  readonly assessment: Assessment | null;
};

const MOST_READ = 500;

/** Listings of an offer, those that alert most gravely first; at most 500 of them. */
export async function readAssessed(db: Db, offer: number): Promise<AssessedListing[]> {
  return await assessedWhere(db, sql`l.offer_id = ${offer}`);
}

/** These listings, at most 500 of them. */
export async function readAssessedListings(db: Db, ids: readonly number[]): Promise<AssessedListing[]> {
  return ids.length === 0 ? [] : await assessedWhere(db, sql`l.id = any(${[...ids]}::bigint[])`);
}

/** Listings of a site that alert and belong to no offer, since only cards told of them; at most so many. */
export async function cardsThatAlert(db: Db, site: string, most: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select l.id from listings l join assessments a on a.listing_id = l.id
    where l.site_id = ${site} and l.partial and l.offer_id is null and l.state = 'live' and a.verdict = 'alert'
    order by l.id limit ${most}`.execute(db);
  return rows.map(({ id }) => id);
}

async function assessedWhere(db: Db, which: RawBuilder<unknown>): Promise<AssessedListing[]> {
  const { rows } = await sql<AssessedListing>`
    select l.id, l.key, l.url, l.site_id as "siteId", s.practice, l.offer_id as offer, l.content,
      case when a.listing_id is not null then json_build_object('verdict', a.verdict, 'score', a.score,
        'severity', a.severity, 'substances', a.substances, 'reasons', a.reasons, 'law', a.law,
        'watchlist', a.watchlist_version, 'hits', coalesce((select json_agg(json_build_object('substance', substance,
          'term', term, 'technique', technique, 'field', field, 'start', start_at, 'end', end_at, 'text', text)
          order by position) from hits where listing_id = l.id), '[]')) end as assessment
    from listings l join sites s on s.id = l.site_id left join assessments a on a.listing_id = l.id
    where ${which}
    order by (a.verdict = 'alert') is not true, a.score desc nulls last, l.id limit ${MOST_READ}`.execute(db);
  return rows;
}

/** Of these, the ones that belong to the offer, with what of it they are in other languages. */
export async function listingsIn(db: Db, offer: number, listings: readonly number[]): Promise<number[]> {
  const same = await inAllLanguages(db, listings);
  const { rows } = await sql<{ id: number }>`
    select id from listings where offer_id = ${offer} and id = any(${same}::bigint[]) order by id`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

export async function countListings(db: Db, offer: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from listings where offer_id = ${offer}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** A new offer of these listings; both it and the one they come from are kept apart from then on. Gives its number. */
export async function splitOffer(
  db: Db,
  from: number,
  listings: readonly number[],
  seller: { readonly siteId: string; readonly sellerId: number | null },
): Promise<number> {
  const ids = sql`${[...listings]}::bigint[]`;
  const { rows } = await sql<{ id: number }>`
    with told as (
      select coalesce(array_agg(distinct substance order by substance), '{}') as substances
      from assessments, unnest(substances) as substance where listing_id = any(${ids}) and verdict = 'alert'
    )
    insert into offers (key, site_id, seller_id, substances, split, first_seen_at, last_seen_at)
    select ${toText(`split:${from}:${listings[0] ?? 0}:`)} || (select count(*) from offers where split), ${seller.siteId},
      ${seller.sellerId}::bigint, told.substances, true,
      (select min(first_seen_at) from listings where id = any(${ids})),
      (select max(last_seen_at) from listings where id = any(${ids}))
    from told returning id`.execute(db);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('an insert gave no row');
  await sql`update offers set split = true where id = ${from}`.execute(db);
  await sql`update listings set offer_id = ${id} where id = any(${ids})`.execute(db);
  await sql`delete from placements where listing_id = any(${ids})`.execute(db);
  return id;
}

/** The alert goes by other listings than before: what was found only in those that left is not its own any more. */
export async function resetAlert(
  db: Db,
  alert: number,
  facts: {
    readonly listing: number;
    readonly severity: string;
    readonly score: number;
    readonly substances: readonly string[];
    readonly material: string;
  },
): Promise<void> {
  const { listing, severity, score, substances, material } = facts;
  await sql`update alerts set listing_id = ${listing}, severity = ${severity}, score = ${score},
    substances = ${[...substances]}::text[], material = ${material}::jsonb,
    search_text = search_words(${listing}, ${[...substances]}::text[]) where id = ${alert}`.execute(db);
}
