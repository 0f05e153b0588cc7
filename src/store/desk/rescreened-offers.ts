/** What screening again changed in the listings of an offer: hits that are gone, and finds with when they were on sale. */
import { sql } from 'kysely';
import type { FormerHit, FoundAgain } from '../../model/rescreen.ts';
import type { Db } from '../open-database.ts';

/** The latest first. */
export async function formerHitsOf(db: Db, offer: number, most: number): Promise<FormerHit[]> {
  const { rows } = await sql<FormerHit>`
    select f.listing_id as listing, f.substance, f.term, f.technique, f.field, f.text, f.watchlist_version as watchlist,
      f.dropped_at as "droppedAt"
    from listings l join former_hits f on f.listing_id = l.id where l.offer_id = ${offer}
    order by f.dropped_at desc, f.id limit ${most}`.execute(db);
  return rows;
}

/** The latest first. */
export async function foundAgainIn(db: Db, offer: number, most: number): Promise<FoundAgain[]> {
  const { rows } = await sql<FoundAgain>`
    select c.listing_id as listing, c.gained as substances, c.on_sale as "onSale", c.at
    from listings l join rescreen_changes c on c.listing_id = l.id where l.offer_id = ${offer} and c.gained <> '{}'
    order by c.at desc, c.listing_id limit ${most}`.execute(db);
  return rows;
}
