/** How long the lists beside an alert are, and how many of each are left out where there are more. */
import { sql } from 'kysely';
import type { Omitted } from '../../model/offer-api.ts';
import type { Db } from '../open-database.ts';

type Lists = keyof Omitted;

/** `versions`: of each sighting. */
export type ListLimits = Readonly<Record<Lists | 'versions', number>>;

/** What a screen shows; one with thousands of rows would be slow and read by nobody. */
export const SHOWN_LISTS: ListLimits = {
  sightings: 200,
  versions: 50,
  revisions: 50,
  sellerOffers: 50,
  sellerLinks: 50,
  samePictures: 20,
  formerHits: 50,
  foundAgain: 50,
};

const MOST = 10_000;

/** What a file has. Offers of the seller that alert are rows of such a file themselves: each would name all others. */
export const WHOLE_LISTS: ListLimits = {
  ...SHOWN_LISTS,
  sightings: MOST,
  versions: MOST,
  revisions: MOST,
  sellerLinks: MOST,
  samePictures: MOST,
  formerHits: MOST,
  foundAgain: MOST,
};

export type Listed = Readonly<Record<Lists, number>> & {
  readonly alert: number;
  readonly offer: number;
  readonly seller: number | null;
  /** Whose offers are listed. */
  readonly sellers: readonly number[];
};

/** Asks only for the lists that are as long as they may be. */
export async function countOmitted(db: Db, listed: Listed, limits: ListLimits): Promise<Omitted> {
  const { alert, offer, seller, sellers } = listed;
  const full = (list: Lists) => listed[list] >= limits[list];
  const none: Omitted = {
    sightings: 0,
    revisions: 0,
    sellerOffers: 0,
    sellerLinks: 0,
    samePictures: 0,
    formerHits: 0,
    foundAgain: 0,
  };
  const wanted = (Object.keys(none) as Lists[]).filter(full);
  if (wanted.length === 0) return none;
  const own = sql`listings own where own.offer_id = ${offer}`;
  const counts: Readonly<Record<Lists, ReturnType<typeof sql>>> = {
    sightings: sql`select count(*) from ${own}`,
    revisions: sql`select count(*) from alert_revisions where alert_id = ${alert}`,
    sellerOffers: sql`select count(*) from offers where seller_id = any(${[...sellers]}::bigint[])
      and merged_into is null and id <> ${offer}`,
    sellerLinks: sql`select count(*) from seller_links where seller_a = ${seller}::bigint or seller_b = ${seller}::bigint`,
    samePictures: sql`select count(distinct l.id) from listings own join listing_pictures p on p.listing_id = own.id
      join listing_pictures q on q.picture_id = p.picture_id
      join listings l on l.id = q.listing_id and l.offer_id is distinct from own.offer_id where own.offer_id = ${offer}`,
    formerHits: sql`select count(*) from former_hits f where f.listing_id in (select id from ${own})`,
    foundAgain: sql`select count(*) from rescreen_changes c where c.listing_id in (select id from ${own}) and c.gained <> '{}'`,
  };
  const columns = wanted.map((list) => sql`(${counts[list]})::integer as ${sql.ref(list)}`);
  const { rows } = await sql<Partial<Omitted>>`select ${sql.join(columns)}`.execute(db);
  const left = wanted.map((list) => [list, Math.max(0, (rows[0]?.[list] ?? 0) - listed[list])]);
  return { ...none, ...Object.fromEntries(left) };
}
