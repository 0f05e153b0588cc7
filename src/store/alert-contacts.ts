/** The contacts in the leading listings of alerts: what has to be masked before a row of the list is shown. */
import { sql } from 'kysely';
import type { Contact } from '../model/listing.ts';
import type { Db } from './open-database.ts';

/** By alert. */
export async function contactsOfAlerts(
  db: Db,
  alerts: readonly number[],
): Promise<ReadonlyMap<number, readonly Contact[]>> {
  const { rows } = await sql<{ id: number; contacts: Contact[] }>`
    select a.id, l.content->'contacts' as contacts from alerts a join listings l on l.id = a.listing_id
    where a.id = any(${[...alerts]}::bigint[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row.contacts]));
}
