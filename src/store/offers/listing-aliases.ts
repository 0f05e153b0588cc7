/** The table `listing_aliases`: further addresses of one listing, and what to do when one turns out to be a known listing's. */
import { sql } from 'kysely';
import type { Listing } from '../../model/listing.ts';
import type { Db } from '../open-database.ts';
import { toJson, toText } from '../to-json.ts';

/** Listings of one number that are compared; where there are more, it numbers something else. */
const MOST_OF_ONE_ID = 8;

export type ListingFound = { readonly key: string; readonly listing: Listing };

/** Listings of the site with these numbers of the shop's own, the oldest first. */
export async function findByExternalIds(
  db: Db,
  siteId: string,
  ids: readonly string[],
): Promise<(ListingFound & { readonly externalId: string })[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<ListingFound & { externalId: string }>`
    select wanted as "externalId", l.key, l.content as listing from unnest(${ids.map(toText)}::text[]) as wanted
      cross join lateral (select id, key, content from listings
        where site_id = ${siteId} and external_id = wanted order by id limit ${MOST_OF_ONE_ID}) l
    order by l.id`.execute(db);
  return rows;
}

/** What listings of the site with these keys say. */
export async function readListingsByKey(
  db: Db,
  siteId: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Listing>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<ListingFound>`
    select key, content as listing from listings where site_id = ${siteId} and key = any(${keys.map(toText)}::text[])`.execute(
    db,
  );
  return new Map(rows.map(({ key, listing }) => [key, listing]));
}

/** Whether the page of this key is there and shows its own listing. */
export async function hasOwnPage(db: Db, siteId: string, key: string): Promise<boolean> {
  const { rows } = await sql`
    select from site_pages where site_id = ${siteId} and key = ${toText(key)} and state = 'live' and kind = 'detail'
      and shows is null`.execute(db);
  return rows.length > 0;
}

export type ListingAlias = { readonly alias: string; readonly listing: number };

/** An address that is a listing's own key stays that listing's. */
export async function addAliases(db: Db, siteId: string, aliases: readonly ListingAlias[]): Promise<void> {
  if (aliases.length === 0) return;
  await sql`
    insert into listing_aliases (site_id, alias, listing_id)
    select distinct on (alias) ${siteId}, alias, listing
    from json_to_recordset(${toJson(aliases)}::json) as given (alias text, listing bigint)
    where not exists (select from listings l where l.site_id = ${siteId} and l.key = given.alias)
    on conflict (site_id, alias) do update set listing_id = excluded.listing_id`.execute(db);
}

/**
 * What was known from a card alone turns out to be a listing that is known by another address: its own row goes, whatever
 * pointed to it points to that one. A row that stands for an offer of its own stays.
 */
export async function absorbCards(
  db: Db,
  siteId: string,
  cards: readonly { readonly card: string; readonly into: string }[],
): Promise<void> {
  if (cards.length === 0) return;
  const { rows } = await sql<{ card: number; into: number }>`
    select c.id as card, l.id as into
    from json_to_recordset(${toJson(cards)}::json) as given (card text, "into" text)
      join listings c on c.site_id = ${siteId} and c.key = given.card
      join listings l on l.site_id = ${siteId} and l.key = given."into"
    where c.partial and c.id <> l.id and (c.offer_id is null or c.offer_id = l.offer_id)
    order by c.id for update of c, l`.execute(db);
  for (const { card, into } of rows) {
    // What lists say of it at its new address is what the next run compares with.
    await sql`
      update listings l set cards = l.cards || c.cards from listings c where l.id = ${into} and c.id = ${card}`.execute(
      db,
    );
    await sql`update alerts set listing_id = ${into} where listing_id = ${card}`.execute(db);
    await sql`update alert_revisions set listing_id = ${into} where listing_id = ${card}`.execute(db);
    await sql`delete from hits where listing_id = ${card}`.execute(db);
    await sql`delete from assessments where listing_id = ${card}`.execute(db);
    await sql`delete from listings where id = ${card}`.execute(db);
  }
}

/** Listings that this run called gone before it found where they have moved: they were never away. */
export async function undoGone(db: Db, siteId: string, run: number, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await sql`
    with undone as (
      delete from listing_versions v using listings l, runs r
      where l.site_id = ${siteId} and l.key = any(${keys.map(toText)}::text[]) and l.state = 'gone' and v.listing_id = l.id
        and v.version = l.version and v.change = 'gone' and r.id = ${run} and v.at >= coalesce(r.started_at, r.queued_at)
      returning l.id
    )
    update listings l set state = 'live', version = version - 1 from undone where l.id = undone.id`.execute(
    db,
  );
}
