/** Which offers a new listing could belong to: found by indexes, so many at most, however much is stored. */
import { sql } from 'kysely';
import type { Listing } from '../../model/listing.ts';
import type { Db } from '../open-database.ts';
import { toJson } from '../to-json.ts';

/** One listing that needs an offer; `at` is its place in what the caller holds. */
export type Wanted = {
  readonly at: number;
  readonly seller: number;
  /** Sorted. */
  readonly substances: readonly string[];
  /** Sellers that are taken for the same one. */
  readonly linked: readonly number[];
  readonly keys: readonly number[];
  /** Keys of its pages in other languages. */
  readonly alternates: readonly string[];
  /** Addresses of its pictures. */
  readonly images: readonly string[];
};

export type FoundOffer = {
  readonly at: number;
  /** The one that listings join: where an analyst merged it, the other one. */
  readonly offer: number;
  readonly seller: number | null;
  readonly sellerName: string | null;
  readonly site: string;
  readonly substances: string[];
  readonly split: boolean;
  /** How many keys of the text it shares. */
  readonly alike: number;
  /** One of its listings is the same in another language. */
  readonly sameListing: boolean;
  /** One of its listings shows one of the pictures, edited or not, and not everybody does. */
  readonly samePicture: boolean;
};

const LIMITS = {
  /** Offers of the same seller and set, oldest first. */
  same: 24,
  /** The seller's latest offers among which an overlapping set is looked for. */
  latest: 200,
  /** Offers looked at for one key of the text; more means boilerplate. */
  key: 16,
  /** Offers with a text that is alike. */
  alike: 24,
  /** Listings that show one picture; more means a stock photo. */
  picture: 60,
} as const;

/** Of the eight keys of a text so many alike are the same text, rewritten at most; fewer are not looked at. */
const SAME_TEXT_FROM = 4;

/** At most some 70 for each. */
export async function findCandidates(
  db: Db,
  siteId: string,
  wanted: readonly Wanted[],
): Promise<FoundOffer[]> {
  if (wanted.length === 0) return [];
  const { rows } = await sql<FoundOffer>`/* prepared: find-candidates */
    with given as materialized (
      select * from json_to_recordset(${toJson(wanted)}::json)
        as (at integer, seller bigint, substances text[], linked bigint[], keys bigint[], alternates text[], images text[])
    ), candidate as (
      select g.at, o.id, 0 as alike, false as same, false as shown from given g cross join lateral (
        select id from offers where seller_id = g.seller and substances = g.substances order by seller_id, substances, id
          limit ${LIMITS.same}) o
      union all
      select g.at, o.id, 0, false, false from given g cross join lateral (
        select id from (select id, substances from offers where seller_id = g.seller order by seller_id desc, id desc
          limit ${LIMITS.latest}) latest
        where latest.substances && g.substances order by id desc limit ${LIMITS.same}) o
      union all
      select g.at, o.id, 0, false, false from given g cross join unnest(g.linked) as other cross join lateral (
        select id from offers where seller_id = other and substances = g.substances order by seller_id, substances, id
          limit ${LIMITS.same}) o
      union all
      (select g.at, near.offer_id, near.alike, false, false from given g cross join lateral (
        select k.offer_id, count(*)::integer as alike from unnest(g.keys) as wanted_key cross join lateral (
          select offer_id from offer_keys where key = wanted_key order by offer_id limit ${LIMITS.key}) k
        group by k.offer_id having count(*) >= ${SAME_TEXT_FROM} order by alike desc, k.offer_id limit ${LIMITS.alike}) near)
      union all
      select g.at, l.offer_id, 0, true, false from given g cross join unnest(g.alternates) as other
        cross join lateral (select offer_id from listings where site_id = ${siteId} and key = other limit 1) l
        where l.offer_id is not null
      union all
      select g.at, l.offer_id, 0, false, true from given g cross join unnest(g.images) as image
        join picture_files f on f.url = image cross join lateral (
          select offer_id from listing_pictures s join listings on listings.id = s.listing_id
          where s.picture_id = f.picture_id and offer_id is not null limit ${LIMITS.picture}) l
        where not exists (select from listing_pictures s where s.picture_id = f.picture_id offset ${LIMITS.picture})
    )
    select c.at, root.id as offer, o.seller_id as seller, s.name as "sellerName", o.site_id as site, o.substances,
      o.split or root.split as split, max(c.alike) as alike, bool_or(c.same) as "sameListing", bool_or(c.shown) as "samePicture"
    from candidate c cross join lateral (select * from offers where id = c.id limit 1) o
      cross join lateral (select id, split from offers where id = coalesce(o.merged_into, o.id) limit 1) root
      left join lateral (select name from sellers where id = o.seller_id limit 1) s on true
    group by c.at, root.id, o.seller_id, o.site_id, o.substances, o.split, root.split, s.name`.execute(db);
  return rows;
}

/** What some listings of offers say, the latest first: at most `limit` of each. */
export async function readOfferTexts(
  db: Db,
  offers: readonly number[],
  limit: number,
): Promise<ReadonlyMap<number, Listing[]>> {
  if (offers.length === 0) return new Map();
  const { rows } = await sql<{ offer: number; content: Listing }>`/* prepared: offer-texts */
    select o.id as offer, l.content from unnest(${[...offers]}::bigint[]) as o (id) cross join lateral (
      select content from listings where offer_id = o.id order by id desc limit ${limit}) l`.execute(db);
  const groups = Map.groupBy(rows, ({ offer }) => offer);
  return new Map([...groups].map(([offer, each]) => [offer, each.map(({ content }) => content)]));
}
