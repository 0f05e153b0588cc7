/** Writes which offers listings belong to: new offers, the keys by which they are found again, and why. */
import { sql } from 'kysely';
import type { Evidence } from '../../model/offer.ts';
import type { Db } from '../open-database.ts';
import { toJson, toText } from '../to-json.ts';

/**
 * Within a transaction: whoever places listings of the same seller or with the same contacts waits for the one before, so that
 * two workers never make two offers of one. Taken in one order.
 */
export async function lockPlaces(db: Db, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  await sql`/* prepared: lock-places */
    select count(pg_advisory_xact_lock(place)) from (
      select distinct hashtextextended(name, 5) as place from unnest(${names.map(toText)}::text[]) as name order by place
    ) places`.execute(db);
}

export type NewOffer = {
  /** Unique: site, seller and substances; where there are several of them, what tells them apart. */
  readonly key: string;
  readonly sellerId: number;
  readonly substances: readonly string[];
};

/** Gives the numbers of the offers that listings join, by key; one that is there already is taken, or what it was merged into. */
export async function insertOffers(
  db: Db,
  siteId: string,
  offers: readonly NewOffer[],
  now: Date,
): Promise<ReadonlyMap<string, number>> {
  if (offers.length === 0) return new Map();
  const { rows } = await sql<{ key: string; id: number }>`/* prepared: insert-offers */
    insert into offers as o (key, site_id, seller_id, substances, first_seen_at, last_seen_at)
    select key, ${siteId}, seller, substances, ${now}, ${now} from json_to_recordset(${toJson(
      offers.map(({ key, sellerId, substances }) => ({ key: toText(key), seller: sellerId, substances })),
    )}::json) as (key text, seller bigint, substances text[]) order by key
    on conflict (key) do update set last_seen_at = greatest(o.last_seen_at, excluded.last_seen_at)
    returning o.key, coalesce(o.merged_into, o.id) as id`.execute(db);
  return new Map(rows.map(({ key, id }) => [key, id]));
}

export type PlacedRow = {
  readonly listing: number;
  readonly offer: number;
  readonly rule: string;
  readonly score: number;
  readonly evidence: readonly Evidence[];
  readonly keys: readonly number[];
};

export async function placeListingRows(db: Db, placed: readonly PlacedRow[], now: Date): Promise<void> {
  if (placed.length === 0) return;
  await sql`/* prepared: place-listings */
    with given as materialized (
      select * from jsonb_to_recordset(${toJson(placed)}::jsonb)
        as (listing bigint, offer bigint, rule text, score float8, evidence jsonb, keys bigint[])
    ), attached as (
      update listings l set offer_id = (select offer from given where listing = l.id)
      where l.id = any(array(select listing from given))
    ), explained as (
      insert into placements (listing_id, rule, score, evidence, at)
      select listing, rule, score, evidence, ${now} from given where rule <> 'new'
      on conflict (listing_id) do update set rule = excluded.rule, score = excluded.score, evidence = excluded.evidence,
        at = excluded.at
    ), keyed as (
      insert into offer_keys (key, offer_id) select distinct key, offer from given, unnest(keys) as key
      on conflict do nothing
    )
    update offers o set last_seen_at = greatest(o.last_seen_at, ${now}) where o.id = any(array(select offer from given))`.execute(
    db,
  );
}

/** They were seen, whatever else is new of them. */
export async function touchOffers(db: Db, offers: readonly number[], now: Date): Promise<void> {
  if (offers.length === 0) return;
  await sql`/* prepared: touch-offers */
    update offers set last_seen_at = ${now}
    where id = any(${[...offers]}::bigint[]) and last_seen_at < ${now}`.execute(db);
}

/** Of these offers, those of which no listing was there before the given ones came or came back. */
export async function offersThatWereGone(
  db: Db,
  offers: readonly number[],
  newcomers: readonly number[],
): Promise<ReadonlySet<number>> {
  if (offers.length === 0) return new Set();
  const { rows } = await sql<{ id: number }>`/* prepared: offers-that-were-gone */
    select o.id from unnest(${[...offers]}::bigint[]) as o (id)
    -- The first one that is found is enough, of however many.
    where (select l.id from listings l where l.offer_id = o.id and l.state = 'live'
      and l.id <> all(${[...newcomers]}::bigint[]) order by l.offer_id, l.id limit 1) is null`.execute(db);
  return new Set(rows.map(({ id }) => id));
}
