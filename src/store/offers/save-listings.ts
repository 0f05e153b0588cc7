/** Writes the listings of a page, or of many, in as few statements as one: what they say, what changed, what screening found. */
import { sql } from 'kysely';
import type { Assessment } from '../../model/assessment.ts';
import type { Listing } from '../../model/listing.ts';
import type { ListingChange, VersionChange } from '../../model/offer.ts';
import type { Db } from '../open-database.ts';
import type { ListingState } from '../tables.ts';
import { toJson, toText } from '../to-json.ts';

/** `key` tells the listings of a site apart; `contentHash` tells whether one has changed. */
export type ListingToSave = {
  readonly key: string;
  readonly listing: Listing;
  readonly contentHash: string;
  /** SHA-256 of the page it was read from; null keeps the one that is stored. */
  readonly capture: string | null;
  /** Read from a list; what a page of its own says is more. */
  readonly partial: boolean;
  /** The same in all its languages; null where its page names no other, or was not read. */
  readonly languageSet?: string | null;
};

export type ListingsPlace = { readonly siteId: string; readonly runId: number };

export type SavedListing = {
  readonly id: number;
  readonly key: string;
  readonly change: 'new' | 'changed' | 'unchanged';
  readonly offerId: number | null;
  readonly version: number;
  /** It was gone and is there again. */
  readonly back: boolean;
  /** What it said before; null unless it has changed. */
  readonly before: Listing | null;
};

/** What is longer is no number of a shop's. */
export const LONGEST_ID = 200;

/*
 * Plans of prepared statements are kept, also while tables grow from nothing: lookups are written so that only an index will do
 * (lateral with a limit, arrays of keys), never as joins that could read a whole table.
 */

type Row = {
  id: number;
  key: string;
  offerId: number | null;
  version: number;
  hash: string | null;
  state: ListingState | null;
  partial: boolean | null;
  before: Listing | null;
};

/**
 * The content is rewritten only when its hash differs; the capture is always the last one that showed the listing. Of two
 * with one key the first is written. Gives them by key.
 */
export async function saveListings(
  db: Db,
  { siteId, runId }: ListingsPlace,
  listings: readonly ListingToSave[],
  now: Date,
): Promise<ReadonlyMap<string, SavedListing>> {
  const unique = new Map(listings.toReversed().map((each) => [toText(each.key), each]));
  if (unique.size === 0) return new Map();
  const given = [...unique].map(([key, { listing, contentHash, capture, partial, languageSet = null }]) => ({
    key,
    url: listing.url,
    content: listing,
    hash: contentHash,
    capture,
    partial,
    number: listing.externalId,
    languages: languageSet,
  }));
  const { rows } = await sql<Row>`/* prepared: save-listings */
    with given as materialized (
      select * from json_to_recordset(${toJson(given)}::json) as (key text, url text, content json, hash text, capture text,
        partial boolean, number text, languages text)
    ), before as (
      select given.key, l.hash, l.state, l.partial, case when l.hash <> given.hash then l.content end as content
      from given cross join lateral (
        select content_hash as hash, state, partial, content from listings where site_id = ${siteId} and key = given.key
          limit 1) l
    ), saved as (
      insert into listings as l (site_id, key, url, content, content_hash, state, first_seen_at, last_seen_at, last_run_id,
        capture_sha256, partial, external_id, language_set)
      select ${siteId}, key, url, content, hash, 'live', ${now}::timestamptz, ${now}::timestamptz, ${runId}::bigint, capture,
        partial, left(number, ${LONGEST_ID}), languages
      from given
      on conflict (site_id, key) do update set
        url = excluded.url,
        content = case when l.content_hash = excluded.content_hash then l.content else excluded.content end,
        content_hash = excluded.content_hash,
        version = l.version + case when l.state = 'live' and (l.content_hash = excluded.content_hash or l.partial)
          then 0 else 1 end,
        state = 'live',
        last_seen_at = greatest(l.last_seen_at, excluded.last_seen_at),
        last_run_id = excluded.last_run_id,
        capture_sha256 = coalesce(excluded.capture_sha256, l.capture_sha256),
        partial = l.partial and excluded.partial,
        external_id = coalesce(excluded.external_id, l.external_id),
        language_set = case when excluded.partial then l.language_set else excluded.language_set end
      returning id, key, offer_id, version
    )
    select saved.id, saved.key, saved.offer_id as "offerId", saved.version, before.hash, before.state, before.partial,
      before.content as before
    from saved left join before on before.key = saved.key`.execute(db);
  return new Map(
    rows.map(({ hash, state, partial, before, ...row }) => {
      // What was known from a list alone has not changed: more is known of it.
      const same = hash === unique.get(row.key)?.contentHash || partial === true;
      const change = hash === null ? 'new' : same ? 'unchanged' : 'changed';
      const changed = partial === true ? null : before;
      return [row.key, { ...row, before: changed, change, back: state === 'gone' } satisfies SavedListing];
    }),
  );
}

export type NewVersion = {
  readonly listing: number;
  readonly version: number;
  readonly change: VersionChange;
  readonly changes: readonly ListingChange[];
  readonly capture: string | null;
};

export async function addVersions(db: Db, versions: readonly NewVersion[], now: Date): Promise<void> {
  if (versions.length === 0) return;
  await sql`
    insert into listing_versions (listing_id, version, change, at, changes, capture_sha256)
    select listing, version, change, ${now}, changes, capture from jsonb_to_recordset(${toJson(versions)}::jsonb)
      as (listing bigint, version integer, change text, changes jsonb, capture text)
    on conflict do nothing`.execute(db);
}

export type ListingAssessment = { readonly listing: number; readonly assessment: Assessment };

/** Replaces the listings' earlier assessments and hits. */
export async function saveAssessments(
  db: Db,
  assessed: readonly ListingAssessment[],
  now: Date,
): Promise<void> {
  if (assessed.length === 0) return;
  const rows = assessed.map(({ listing, assessment }) => ({ listing, ...assessment }));
  await sql`/* prepared: save-assessments */
    with given as materialized (
      select * from jsonb_to_recordset(${toJson(rows)}::jsonb) as (listing bigint, watchlist text, verdict text,
        score float8, severity text, substances text[], reasons jsonb, law jsonb, hits jsonb)
    ), assessed as (
      insert into assessments as a (listing_id, watchlist_version, verdict, score, severity, substances, reasons, law,
        assessed_at)
      select listing, watchlist, verdict, score, severity, substances, reasons, law, ${now}::timestamptz from given
      on conflict (listing_id) do update set watchlist_version = excluded.watchlist_version,
        verdict = excluded.verdict, score = excluded.score, severity = excluded.severity,
        substances = excluded.substances, reasons = excluded.reasons, law = excluded.law,
        assessed_at = excluded.assessed_at
      returning listing_id
    ), dropped as (
      delete from hits where listing_id = any(array(select listing from given))
        and position > (select jsonb_array_length(hits) from given where listing = hits.listing_id)
    )
    insert into hits (listing_id, position, substance, term, technique, field, start_at, end_at, text)
    select assessed.listing_id, hit.position, hit.value->>'substance', hit.value->>'term', hit.value->>'technique',
      hit.value->>'field', (hit.value->>'start')::integer, (hit.value->>'end')::integer, hit.value->>'text'
    from assessed join given on given.listing = assessed.listing_id
      cross join jsonb_array_elements(given.hits) with ordinality as hit (value, position)
    on conflict (listing_id, position) do update set substance = excluded.substance, term = excluded.term,
      technique = excluded.technique, field = excluded.field, start_at = excluded.start_at, end_at = excluded.end_at,
      text = excluded.text`.execute(db);
}
