/** The tables `listings`, `assessments` and `hits`: what was read, and what screening says of it. */
import { sql } from 'kysely';
import type { Assessment } from '../model/assessment.ts';
import type { Listing } from '../model/listing.ts';
import type { Db } from './open-database.ts';
import type { ListingState } from './tables.ts';
import { toJson, toText } from './to-json.ts';

export type KnownListing = {
  readonly id: number;
  readonly contentHash: string;
  /** Of what lists said of it last, by kind of list. */
  readonly cards: Readonly<Record<string, string>>;
  /** Version of the watch-list that it was last screened under; null when it never was. */
  readonly watchlist: string | null;
  readonly offerId: number | null;
  readonly state: ListingState;
};

/** `key` tells the listings of a site apart; `contentHash` tells whether one has changed. */
export type SeenListing = {
  readonly siteId: string;
  readonly key: string;
  readonly listing: Listing;
  readonly contentHash: string;
  readonly runId: number;
  readonly captureSha256: string | null;
  readonly now: Date;
};

export type SavedListing = {
  readonly id: number;
  readonly change: 'new' | 'changed' | 'unchanged';
  readonly offerId: number | null;
};

/** Those of the keys that are known, in one question. */
export async function findListings(
  db: Db,
  siteId: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, KnownListing>> {
  const { rows } = await sql<KnownListing & { key: string }>`
    select l.key, l.id, l.content_hash as "contentHash", l.cards, l.offer_id as "offerId", l.state,
      a.watchlist_version as watchlist
    from listings l left join assessments a on a.listing_id = l.id
    where l.site_id = ${siteId} and l.key = any(${keys.map(toText)}::text[])`.execute(db);
  return new Map(rows.map(({ key, ...known }) => [key, known]));
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

/** The content is rewritten only when its hash differs; the capture is always the last one that showed the listing. */
export async function saveListing(db: Db, seen: SeenListing): Promise<SavedListing> {
  const { siteId, key, listing, contentHash, runId, captureSha256, now } = seen;
  const { rows } = await sql<{ id: number; offerId: number | null; before: string | null }>`
    with before as (
      select content_hash from listings where site_id = ${siteId} and key = ${key}
    )
    insert into listings as l (site_id, key, url, content, content_hash, state, first_seen_at, last_seen_at,
      last_run_id, capture_sha256)
    values (${siteId}, ${key}, ${toText(listing.url)}, ${toJson(listing)}, ${contentHash}, 'live', ${now}, ${now},
      ${runId}, ${captureSha256})
    on conflict (site_id, key) do update set
      url = excluded.url,
      content = case when l.content_hash = excluded.content_hash then l.content else excluded.content end,
      content_hash = excluded.content_hash,
      state = 'live',
      last_seen_at = greatest(l.last_seen_at, excluded.last_seen_at),
      last_run_id = excluded.last_run_id,
      capture_sha256 = coalesce(excluded.capture_sha256, l.capture_sha256)
    returning id, offer_id as "offerId", (select content_hash from before) as before`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('an upsert gave no row');
  const { id, offerId, before } = row;
  return { id, offerId, change: before === null ? 'new' : before === contentHash ? 'unchanged' : 'changed' };
}

/** Replaces the listing's earlier assessment and hits, in one statement. */
export async function saveAssessment(
  db: Db,
  listingId: number,
  assessment: Assessment,
  now: Date,
): Promise<void> {
  const { watchlist, verdict, score, severity, substances, hits } = assessment;
  await sql`
    with assessed as (
      insert into assessments as a (listing_id, watchlist_version, verdict, score, severity, substances, reasons, law,
        assessed_at)
      values (${listingId}, ${watchlist}, ${verdict}, ${score}, ${severity}, ${substances}::text[],
        ${toJson(assessment.reasons)}, ${toJson(assessment.law)}, ${now})
      on conflict (listing_id) do update set watchlist_version = excluded.watchlist_version,
        verdict = excluded.verdict, score = excluded.score, severity = excluded.severity,
        substances = excluded.substances, reasons = excluded.reasons, law = excluded.law,
        assessed_at = excluded.assessed_at
      returning listing_id
    ), dropped as (
      delete from hits where listing_id = ${listingId} and position > ${hits.length}
    )
    insert into hits (listing_id, position, substance, term, technique, field, start_at, end_at, text)
    select assessed.listing_id, given.position, substance, term, technique, field, start_at, end_at, text
    from assessed, rows from (jsonb_to_recordset(${toJson(hits)}::jsonb)
      as (substance text, term text, technique text, field text, "start" integer, "end" integer, text text))
      with ordinality as given (substance, term, technique, field, start_at, end_at, text, position)
    on conflict (listing_id, position) do update set substance = excluded.substance, term = excluded.term,
      technique = excluded.technique, field = excluded.field, start_at = excluded.start_at, end_at = excluded.end_at,
      text = excluded.text`.execute(db);
}

export async function attachOffer(db: Db, listingId: number, offerId: number): Promise<void> {
  await db.updateTable('listings').set({ offer_id: offerId }).where('id', '=', listingId).execute();
}
