/** The tables `listings`, `assessments` and `hits`: what was read, and what screening says of it. */
import { sql } from 'kysely';
import type { Db } from '../open-database.ts';
import type { ListingState } from '../tables.ts';
import { toJson, toText, toTextOrNull } from '../to-json.ts';

export type KnownListing = {
  readonly id: number;
  /** The first that it had; it may have been asked for by another one. */
  readonly key: string;
  /** Known from cards on lists alone. */
  readonly partial: boolean;
  readonly contentHash: string;
  /** Of what lists said of it last, by kind of list. */
  readonly cards: Readonly<Record<string, string>>;
  /** Version of the watch-list that it was last screened under; null when it never was. */
  readonly watchlist: string | null;
  readonly offerId: number | null;
  readonly state: ListingState;
};

/** Those of the keys that are known, in one question, each by what was asked for: its own key, or a further address of it. */
export async function findListings(
  db: Db,
  siteId: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, KnownListing>> {
  const { rows } = await sql<KnownListing & { asked: string }>`
    with asked as materialized (
      select l.key as asked, l.id from listings l where l.site_id = ${siteId} and l.key = any(${keys.map(toText)}::text[])
      union all
      select alias, listing_id from listing_aliases where site_id = ${siteId} and alias = any(${keys.map(toText)}::text[])
    )
    select asked.asked, l.key, l.partial, l.id, l.content_hash as "contentHash", l.cards, l.offer_id as "offerId", l.state,
      case when again.done_at >= a.assessed_at then again.watchlist_version else a.watchlist_version end as watchlist
    from asked join listings l on l.id = asked.id left join assessments a on a.listing_id = l.id
    -- Re-screening writes only what it changes; which list the others were screened under stands with their range.
    left join lateral (
      select last_id, watchlist_version, done_at from rescreen_ranges
      where rescreen_id = (select max(id) from rescreens where scope = 'all') and first_id <= l.id
      order by first_id desc limit 1
    ) again on again.last_id >= l.id`.execute(db);
  return new Map(rows.map(({ asked, ...known }) => [asked, known]));
}

/**
 * Gives a listing another hash of the same words, where an earlier version made another one of them. The unit of its price was in
 * none: false when that is not as it was, or the listing has changed meanwhile.
 */
export async function renewContentHash(
  db: Db,
  id: number,
  hash: { readonly before: string; readonly now: string; readonly unit: string | null },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update listings set content_hash = ${hash.now} where id = ${id} and content_hash = ${hash.before}
      and content->'price'->>'unit' is not distinct from ${toTextOrNull(hash.unit)}::text`.execute(db);
  return (numAffectedRows ?? 0n) > 0n;
}

/** Kinds of lists that are told apart for one listing; what further ones say is not held against anything. */
const MOST_CARDS = 6;

/**
 * Notes what a list says of listings, and that they were seen there: one statement for the whole list. Does nothing when
 * another worker has taken over the site.
 */
export async function noteCards(
  db: Db,
  place: { readonly siteId: string; readonly runId: number; readonly token: number },
  list: string,
  cards: readonly { readonly key: string; readonly hash: string }[],
  now: Date,
): Promise<void> {
  await sql`
    with seen as (
      update listings l set cards = case when l.cards ? ${toText(list)}
            or (select count(*) from jsonb_object_keys(l.cards)) < ${MOST_CARDS}
          then l.cards || jsonb_build_object(${toText(list)}::text, given.hash) else l.cards end,
        last_seen_at = greatest(l.last_seen_at, ${now}),
        last_run_id = ${place.runId}
      from json_to_recordset(${toJson(cards)}::json) as given (key text, hash text)
      where l.site_id = ${place.siteId} and l.key = given.key
        and exists (select from sites where id = ${place.siteId} and lease_token = ${place.token} and lease_owner is not null)
      returning l.offer_id
    )
    update offers set last_seen_at = greatest(last_seen_at, ${now}) where id in (select offer_id from seen)`.execute(
    db,
  );
}
