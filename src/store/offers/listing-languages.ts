/** Which rows are one listing in several languages: those with one language set (dedupe/listing-key.ts). */
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../open-database.ts';

/** How many listings an offer has, each counted once in whatever languages it is. */
export function listingsOfOffer(offer: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`(select count(distinct coalesce(language_set, id::text)) from listings where offer_id = ${offer})`;
}

/** All rows that are the same listings as these, these too. */
export async function inAllLanguages(db: Db, ids: readonly number[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with wanted as materialized (select id, language_set from listings where id = any(${[...ids]}::bigint[]))
    select id from wanted union
    select id from listings where language_set = any(array(select language_set from wanted where language_set is not null))
    order by id`.execute(db);
  return rows.map(({ id }) => id);
}
