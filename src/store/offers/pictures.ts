/** The tables of pictures: which addresses are still to be looked at, their fingerprints, and which listings show them. */
import { sql } from 'kysely';
import type { Db } from '../open-database.ts';
import { toText } from '../to-json.ts';

/** Pictures of one listing that are looked at, and how long a problem stands before it is tried again. */
const LOOK = { perListing: 3, againDays: 30 } as const;
/** For so many pages that a run fetched it may fetch a picture, where that is more than what it may in any case. */
const PAGES_A_PICTURE = 4;
/** So many sellers with one picture: it is a stock photo. */
const STOCK_PHOTO_FROM = 6;
const MOST_CANDIDATES = 200;
/** Listings with one picture that are looked at: one seller may show it a hundred thousand times. */
const MOST_SHOWING = 1000;

export type WantedPicture = { readonly url: string; readonly listings: readonly number[] };

/**
 * Addresses of pictures of listings that alert or are watched and were seen in this run, those that alert first: `most` of them, or
 * a quarter as many as the run fetched pages, so that the first visit of a large shop leaves nothing to the runs after it, which fetch
 * little. None where `most` is 0. Which listings show one that is known already is noted on the way.
 */
export async function wantedPictures(
  db: Db,
  run: { readonly site: string; readonly run: number },
  most: number,
  now: Date,
): Promise<WantedPicture[]> {
  if (most === 0) return [];
  const again = new Date(now.getTime() - LOOK.againDays * 86_400_000);
  const { rows } = await sql<WantedPicture>`
    with shown as materialized (
      select l.id, a.verdict, image.url from assessments a join listings l on l.id = a.listing_id
        cross join lateral (select value as url from json_array_elements_text(l.content->'images') limit ${LOOK.perListing}) image
      where a.verdict in ('alert', 'watch') and l.site_id = ${run.site} and l.last_run_id = ${run.run}
        and image.url ~ '^https?://'
    ), known as (
      insert into listing_pictures (listing_id, picture_id)
      select distinct shown.id, f.picture_id from shown join picture_files f using (url) where f.picture_id is not null
      on conflict do nothing
    )
    select url, json_agg(distinct id) as listings from shown
    where not exists (select from picture_files f where f.url = shown.url
      and (f.picture_id is not null or f.fetched_at > ${again}))
    group by url order by min(verdict), min(id) limit greatest(${most}, (
      select count(*) / ${PAGES_A_PICTURE} from coverage where run_id = ${run.run} and outcome = 'fetched'))`.execute(
    db,
  );
  return rows;
}

export type PictureCandidate = { readonly id: number; readonly hash: string };

/** Those that share a part of the fingerprint; whether they are the same picture, the distance says. */
export async function pictureCandidates(db: Db, keys: readonly number[]): Promise<PictureCandidate[]> {
  const { rows } = await sql<PictureCandidate>`
    select id, hash from pictures where keys && ${[...keys]}::integer[] limit ${MOST_CANDIDATES}`.execute(db);
  return rows;
}

export async function addPicture(db: Db, hash: string, keys: readonly number[]): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into pictures as p (hash, keys) values (${hash}, ${[...keys]}::integer[])
    on conflict (hash) do update set keys = p.keys returning id`.execute(db);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('an upsert gave no row');
  return id;
}

export type LookedAt = {
  readonly url: string;
  readonly picture: number | null;
  readonly problem: string | null;
  /** What allowed or forbade the request. */
  readonly rule: string | null;
};

/** Notes the outcome, and which listings show the picture; nothing of one whose fingerprint was just erased with a listing. */
export async function notePicture(
  db: Db,
  file: LookedAt,
  listings: readonly number[],
  now: Date,
): Promise<void> {
  const { numAffectedRows } = await sql`
    insert into picture_files (url, picture_id, problem, rule, fetched_at)
    select ${toText(file.url)}, ${file.picture}::bigint, ${file.problem}, ${file.rule}, ${now}
    where ${file.picture}::bigint is null or exists (select from pictures where id = ${file.picture} for key share)
    on conflict (url) do update set picture_id = excluded.picture_id, problem = excluded.problem, rule = excluded.rule,
      fetched_at = excluded.fetched_at`.execute(db);
  if (file.picture === null || !numAffectedRows) return;
  await sql`
    insert into listing_pictures (listing_id, picture_id)
    select id, ${file.picture}::bigint from unnest(${[...listings]}::bigint[]) as id on conflict do nothing`.execute(
    db,
  );
}

/** Sellers whose offers show the picture; none when so many do that it is a stock photo. */
export async function sellersShowing(db: Db, picture: number): Promise<number[]> {
  const { rows } = await sql<{ seller: number }>`
    select distinct o.seller_id as seller
    from (select listing_id from listing_pictures where picture_id = ${picture} limit ${MOST_SHOWING}) p
      join listings l on l.id = p.listing_id join offers o on o.id = l.offer_id
    where o.seller_id is not null order by 1 limit ${STOCK_PHOTO_FROM}`.execute(db);
  return rows.length >= STOCK_PHOTO_FROM ? [] : rows.map(({ seller }) => seller);
}
