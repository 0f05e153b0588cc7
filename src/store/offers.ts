/** The table `offers`: the same thing of the same seller, however often it is posted. */
import { sql } from 'kysely';
import type { Db } from './open-database.ts';

export type SeenOffer = {
  readonly key: string;
  readonly siteId: string;
  readonly sellerId: number | null;
  readonly now: Date;
};

/** Locks the offer's row until the transaction ends, so that two workers cannot both open its alert. */
export async function upsertOffer(db: Db, offer: SeenOffer): Promise<{ id: number; created: boolean }> {
  const { rows } = await sql<{ id: number; created: boolean }>`
    insert into offers (key, site_id, seller_id, first_seen_at, last_seen_at)
    values (${offer.key}, ${offer.siteId}, ${offer.sellerId}, ${offer.now}, ${offer.now})
    on conflict (key) do update set last_seen_at = greatest(offers.last_seen_at, excluded.last_seen_at),
      seller_id = coalesce(offers.seller_id, excluded.seller_id)
    returning id, xmax = 0 as created`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('an upsert gave no row');
  return row;
}

export async function touchOffer(db: Db, offerId: number, now: Date): Promise<void> {
  await db
    .updateTable('offers')
    .set({ last_seen_at: now })
    .where('id', '=', offerId)
    .where('last_seen_at', '<', now.toISOString())
    .execute();
}
