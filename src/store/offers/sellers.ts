/** The table `sellers`: who offers something on one site. */
import { sql } from 'kysely';
import type { ListingSeller } from '../../model/listing.ts';
import type { Db } from '../open-database.ts';
import { toText, toTextOrNull } from '../to-json.ts';

export type SeenSeller = {
  readonly siteId: string;
  readonly key: string;
  /** null when the listing names none: the key then comes from its contacts or from the site. */
  readonly seller: ListingSeller | null;
};

/** Gives its id. What is known already is kept where the new sight of it says nothing. */
export async function upsertSeller(db: Db, { siteId, key, seller }: SeenSeller): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into sellers (site_id, key, name, url, country)
    values (${siteId}, ${toText(key)}, ${toTextOrNull(seller?.name ?? null)}, ${toTextOrNull(seller?.url ?? null)},
      ${toTextOrNull(seller?.country ?? null)})
    on conflict (site_id, key) do update set name = coalesce(excluded.name, sellers.name),
      url = coalesce(excluded.url, sellers.url), country = coalesce(excluded.country, sellers.country)
    returning id`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('an upsert gave no row');
  return row.id;
}
