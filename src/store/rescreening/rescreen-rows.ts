/** What re-screening reads and writes: stored listings range by range, their assessments, what changed and what was dropped. */
import { type RawBuilder, sql } from 'kysely';
import type { Assessment, Hit } from '../../model/assessment.ts';
import type { Listing } from '../../model/listing.ts';
import type {
  FormerHit,
  LostConfirmed,
  OnSale,
  RescreenChange,
  RescreenScope,
} from '../../model/rescreen.ts';
import type { Db } from '../open-database.ts';
import type { ListingState } from '../tables.ts';
import { toJson } from '../to-json.ts';
import type { ListBefore, Range } from './rescreens.ts';

/** A listing as it is screened again. */
export type StoredListing = {
  readonly id: number;
  readonly site: string;
  readonly content: Listing;
  readonly contentHash: string;
  /** Its assessment is the one of a listing that has nothing to it. */
  readonly silent: boolean;
};

/**
 * In the order of their numbers: all of the range, or, of what was screened under the list before, those that have something
 * to them. A worker that had not heard of that list yet may have screened some under an older one.
 */
export async function readRange(
  db: Db,
  { first, last }: Range,
  { scope, before }: { readonly scope: RescreenScope; readonly before: ListBefore | null },
): Promise<StoredListing[]> {
  const { rows } = await sql<StoredListing>`
    select l.id, l.site_id as site, l.content, l.content_hash as "contentHash", coalesce(a.reasons = '[]', false) as silent
    from listings l left join assessments a on a.listing_id = l.id and a.listing_id between ${first} and ${last}
    where l.id between ${first} and ${last} ${scope === 'law' ? sql`and a.law <> '[]'` : sql``}
      ${
        before === null
          ? sql``
          : sql`and (coalesce(a.reasons <> '[]', true)
            or a.watchlist_version <> ${before.watchlist} and a.assessed_at >= ${before.since})`
      }
    order by l.id`.execute(db);
  return rows;
}

export async function countRange(db: Db, { first, last }: Range): Promise<number> {
  const { rows } = await sql<{ listings: number }>`
    select count(*)::integer as listings from listings where id between ${first} and ${last}`.execute(db);
  return rows[0]?.listings ?? 0;
}

/** What is stored of a listing whose assessment may change. */
export type StoredFacts = {
  readonly id: number;
  /** Of the listing within its site. */
  readonly key: string;
  readonly contentHash: string;
  readonly state: ListingState;
  readonly offerId: number | null;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly assessment: Assessment | null;
};

export type FactsById = ReadonlyMap<number, StoredFacts>;

export async function readFacts(db: Db, ids: readonly number[]): Promise<FactsById> {
  return await factsOf(db, ids, sql``);
}

/** Keeps others from changing them until the transaction ends. */
export async function lockFacts(db: Db, ids: readonly number[]): Promise<FactsById> {
  return await factsOf(db, ids, sql`for update of l`);
}

async function factsOf(db: Db, ids: readonly number[], lock: RawBuilder<unknown>): Promise<FactsById> {
  if (ids.length === 0) return new Map();
  type Row = Omit<StoredFacts, 'assessment'> & { assessment: Omit<Assessment, 'hits'> | null };
  const { rows } = await sql<Row>`
    select l.id, l.key, l.content_hash as "contentHash", l.state, l.offer_id as "offerId", l.first_seen_at as "firstSeen",
      l.last_seen_at as "lastSeen",
      (select jsonb_build_object('verdict', a.verdict, 'score', a.score, 'severity', a.severity,
        'substances', a.substances, 'reasons', a.reasons, 'law', a.law, 'watchlist', a.watchlist_version)
        from assessments a where a.listing_id = l.id) as assessment
    from listings l where l.id = any(${[...ids]}::bigint[]) order by l.id ${lock}`.execute(db);
  const hits = await hitsOf(db, ids);
  return new Map(
    rows.map(({ assessment, ...row }) => [
      row.id,
      { ...row, assessment: assessment === null ? null : { ...assessment, hits: hits.get(row.id) ?? [] } },
    ]),
  );
}

async function hitsOf(db: Db, ids: readonly number[]): Promise<ReadonlyMap<number, Hit[]>> {
  const { rows } = await sql<Hit & { listing: number }>`
    select listing_id as listing, substance, term, technique, field, start_at as start, end_at as end, text
    from hits where listing_id = any(${[...ids]}::bigint[]) order by listing_id, position`.execute(db);
  const byListing = new Map<number, Hit[]>();
  for (const { listing, ...hit } of rows) byListing.set(listing, [...(byListing.get(listing) ?? []), hit]);
  return byListing;
}

export type ChangeToWrite = {
  readonly listing: number;
  readonly before: Assessment['verdict'] | null;
  readonly after: Assessment['verdict'];
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  readonly onSale: OnSale | null;
};

export async function writeChanges(
  db: Db,
  rescreen: number,
  changes: readonly ChangeToWrite[],
  now: Date,
): Promise<void> {
  if (changes.length === 0) return;
  await sql`
    insert into rescreen_changes (rescreen_id, listing_id, verdict_before, verdict_after, gained, lost, on_sale, at)
    select ${rescreen}, listing, before, after, gained, lost, "onSale", ${now}
    from jsonb_to_recordset(${toJson(changes)}::jsonb)
      as given (listing bigint, before text, after text, gained text[], lost text[], "onSale" text)
    on conflict (rescreen_id, listing_id) do nothing`.execute(db);
}

export type DroppedHit = Hit & { readonly listing: number; readonly watchlist: string };

/** Keeps what is no longer given, and lets go of what is given again. */
export async function writeFormerHits(
  db: Db,
  rescreen: number,
  o: { readonly dropped: readonly DroppedHit[]; readonly given: readonly (Hit & { listing: number })[] },
  now: Date,
): Promise<void> {
  if (o.given.length > 0) {
    await sql`
      delete from former_hits f using jsonb_to_recordset(${toJson(o.given)}::jsonb)
        as given (listing bigint, substance text, term text)
      where f.listing_id = given.listing and f.substance = given.substance and f.term = given.term`.execute(
      db,
    );
  }
  if (o.dropped.length === 0) return;
  await sql`
    insert into former_hits (listing_id, substance, term, technique, field, text, watchlist_version, dropped_by, dropped_at)
    select distinct on (listing, substance, term, field)
      listing, substance, term, technique, field, text, watchlist, ${rescreen}, ${now}
    from jsonb_to_recordset(${toJson(o.dropped)}::jsonb) as given (listing bigint, substance text, term text,
      technique text, field text, text text, watchlist text)
    on conflict (listing_id, substance, term, field) do nothing`.execute(db);
}

/** Hits that a later list no longer gives, of these listings. */
export async function formerHits(db: Db, listings: readonly number[]): Promise<FormerHit[]> {
  const { rows } = await sql<FormerHit>`
    select listing_id as listing, substance, term, technique, field, text, watchlist_version as watchlist,
      dropped_at as "droppedAt"
    from former_hits where listing_id = any(${[...listings]}::bigint[]) order by id`.execute(db);
  return rows;
}

/** What one re-screening changed, by number of the listing. */
export async function listChanges(
  db: Db,
  rescreen: number,
  after: number,
  limit: number,
): Promise<RescreenChange[]> {
  const { rows } = await sql<RescreenChange>`
    select c.listing_id as listing, l.url, l.content->>'title' as title, l.site_id as site, c.verdict_before as before,
      c.verdict_after as after, c.gained, c.lost, c.on_sale as "onSale"
    from rescreen_changes c join listings l on l.id = c.listing_id
    where c.rescreen_id = ${rescreen} and c.listing_id > ${after} order by c.listing_id limit ${limit}`.execute(
    db,
  );
  return rows;
}

/** Confirmed alerts on the offers of these listings, each with all listings of its offer. */
export async function confirmedAlertsOf(
  db: Db,
  listings: readonly number[],
): Promise<(LostConfirmed & { readonly listings: number[] })[]> {
  if (listings.length === 0) return [];
  const { rows } = await sql<LostConfirmed & { listings: number[] }>`
    select a.id as alert, a.substances, (select url from listings where id = a.listing_id) as url,
      array(select id::integer from listings where offer_id = a.offer_id order by id) as listings
    from alerts a
    where a.outcome = 'confirmed'
      and a.offer_id in (select offer_id from listings where id = any(${[...listings]}::bigint[]))
    order by a.id`.execute(db);
  return rows;
}

export async function contentsOf(
  db: Db,
  ids: readonly number[],
): Promise<{ id: number; content: Listing; site: string }[]> {
  const { rows } = await sql<{ id: number; content: Listing; site: string }>`
    select id, content, site_id as site from listings where id = any(${[...ids]}::bigint[]) order by id`.execute(
    db,
  );
  return rows;
}

/** The largest number of a listing, and how many there are. */
export async function listingsStored(db: Db): Promise<{ readonly last: number; readonly total: number }> {
  const { rows } = await sql<{ last: number; total: number }>`
    select coalesce(max(id), 0) as last, count(*)::integer as total from listings`.execute(db);
  return rows[0] ?? { last: 0, total: 0 };
}

/** The end of the next so many listings from `first` on. */
export async function rangeFrom(db: Db, first: number, last: number, size: number): Promise<Range | null> {
  if (first > last) return null;
  const { rows } = await sql<{ id: number }>`
    select id from listings where id >= ${first} and id <= ${last} order by id offset ${size - 1} limit 1`.execute(
    db,
  );
  return { first, last: rows[0]?.id ?? last };
}
