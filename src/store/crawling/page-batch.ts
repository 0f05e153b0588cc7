/** What many pages of one run said, written at once: copies that were kept of them, and listings that raise no alert. */
import { sql } from 'kysely';
import type { Assessment } from '../../model/assessment.ts';
import type { Listing } from '../../model/listing.ts';
import { LONGEST_ID } from '../offers/save-listings.ts';
import type { Db } from '../open-database.ts';
import { toJson, toText, toTextOrNull } from '../to-json.ts';
import { type RecordedCapture, recordingCaptures } from './captures.ts';

export type FreshListing = {
  readonly key: string;
  readonly listing: Listing;
  readonly contentHash: string;
  readonly capture: string | null;
  /** Read from a list; what a page of its own says is more. */
  readonly partial: boolean;
  /** Further addresses of it. */
  readonly aliases: readonly string[];
  readonly languageSet: string | null;
  readonly assessment: Assessment;
  readonly at: Date;
};

export type PageBatch = {
  readonly site: string;
  readonly run: number;
  /** Of the site's lease: without it nothing is written. */
  readonly token: number;
  /** One for each key. */
  readonly listings: readonly FreshListing[];
  readonly captures: readonly Omit<RecordedCapture, 'siteId' | 'runId'>[];
};

function listingRow({
  key,
  listing,
  contentHash,
  capture,
  partial,
  languageSet,
  assessment,
  at,
}: FreshListing) {
  const { watchlist, verdict, score, severity, substances, reasons, law } = assessment;
  return {
    ...{ key: toText(key), url: toText(listing.url), content: listing, hash: contentHash, capture },
    ...{ partial, at, number: listing.externalId, languages: languageSet },
    ...{ watchlist, verdict, score, severity, substances, reasons, law },
  };
}

function captureRow({ url, contentType, ...capture }: PageBatch['captures'][number]) {
  return { ...capture, url: toText(url), type: toTextOrNull(contentType) };
}

/** Copies of pages: one row for the bytes, however often they are seen, and one for this fetch of them. */
async function writeCaptures(db: Db, { site, run, token, captures }: PageBatch): Promise<void> {
  if (captures.length === 0) return;
  await sql`/* prepared: page-captures */
    with lease as materialized (
      select id from sites where id = ${site} and lease_token = ${token} and lease_owner is not null for share
    ), given as materialized (
      select * from json_to_recordset(${toJson(captures.map(captureRow))}::json) as (sha256 text, bytes bigint,
        "storedBytes" bigint, type text, url text, status integer, "fetchedAt" timestamptz)
    ), ${recordingCaptures(
      sql`select distinct on (sha256) sha256, bytes, "storedBytes", type, "fetchedAt" from lease, given`,
    )}
    insert into page_captures (site_id, run_id, url, status, sha256, fetched_at)
    select lease.id, ${run}::bigint, url, status, sha256, "fetchedAt" from lease, given, settled`.execute(db);
}

/** New to the site as far as the run knows; a key that is there all the same is written over, as when it was read again. */
async function writeListings(db: Db, { site, run, token, listings }: PageBatch): Promise<void> {
  if (listings.length === 0) return;
  const hits = listings.flatMap(({ key, assessment }) =>
    assessment.hits.map((hit, at) => ({ ...hit, key: toText(key), position: at + 1 })),
  );
  const aliases = listings.flatMap((each) =>
    each.aliases.map((alias) => ({ key: toText(each.key), alias: toText(alias) })),
  );
  await sql`/* prepared: page-listings */
    with lease as materialized (
      select id from sites where id = ${site} and lease_token = ${token} and lease_owner is not null for share
    ), given as materialized (
      select * from json_to_recordset(${toJson(listings.map(listingRow))}::json) as (key text, url text, content json,
        hash text, capture text, partial boolean, at timestamptz, watchlist text, verdict text, score float8, severity text,
        substances text[], reasons jsonb, law jsonb, number text, languages text)
    ), saved as (
      insert into listings as l (site_id, key, url, content, content_hash, state, first_seen_at, last_seen_at, last_run_id,
        capture_sha256, partial, external_id, language_set)
      select lease.id, key, url, content, hash, 'live', at, at, ${run}::bigint, capture, partial, left(number, ${LONGEST_ID}),
        languages
      from lease, given
      on conflict (site_id, key) do update set url = excluded.url, content = excluded.content,
        content_hash = excluded.content_hash, state = 'live',
        last_seen_at = greatest(l.last_seen_at, excluded.last_seen_at), last_run_id = excluded.last_run_id,
        capture_sha256 = coalesce(excluded.capture_sha256, l.capture_sha256),
        partial = l.partial and excluded.partial,
        external_id = coalesce(excluded.external_id, l.external_id),
        language_set = case when excluded.partial then l.language_set else excluded.language_set end
      returning id, key
    ), named as (
      insert into listing_aliases (site_id, alias, listing_id)
      select distinct on (alias) ${site}, alias, saved.id
      from saved join json_to_recordset(${toJson(aliases)}::json) as other (key text, alias text) using (key)
      where not exists (select from listings where site_id = ${site} and listings.key = other.alias)
      on conflict (site_id, alias) do update set listing_id = excluded.listing_id
    ), assessed as (
      insert into assessments (listing_id, watchlist_version, verdict, score, severity, substances, reasons, law, assessed_at)
      select id, watchlist, verdict, score, severity, substances, reasons, law, at from saved join given using (key)
      on conflict (listing_id) do update set watchlist_version = excluded.watchlist_version, verdict = excluded.verdict,
        score = excluded.score, severity = excluded.severity, substances = excluded.substances,
        reasons = excluded.reasons, law = excluded.law, assessed_at = excluded.assessed_at
    )
    insert into hits (listing_id, position, substance, term, technique, field, start_at, end_at, text)
    select saved.id, position, substance, term, technique, field, "start", "end", text
    from saved join json_to_recordset(${toJson(hits)}::json) as hit (key text, position integer, substance text,
      term text, technique text, field text, "start" integer, "end" integer, text text) using (key)
    on conflict (listing_id, position) do update set substance = excluded.substance, term = excluded.term,
      technique = excluded.technique, field = excluded.field, start_at = excluded.start_at, end_at = excluded.end_at,
      text = excluded.text`.execute(db);
}

/** Nothing when another worker has taken over the site; whoever writes the journal next is told so. */
export async function writePages(db: Db, batch: PageBatch): Promise<void> {
  await writeCaptures(db, batch);
  await writeListings(db, batch);
}

/** Whether anything was ever stored of the site's offers. */
export async function hasListings(db: Db, site: string): Promise<boolean> {
  const { rows } = await sql<{ any: boolean }>`
    select exists (select from listings where site_id = ${site}) as any`.execute(db);
  return rows[0]?.any ?? false;
}
