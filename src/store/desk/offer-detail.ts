/** One offer with its listings, its seller and what was merged into it; unmasked. */
import { sql } from 'kysely';
import type { Contact } from '../../model/listing.ts';
import type { OfferDetail } from '../../model/offer-api.ts';
import { listingsOfOffer } from '../offers/listing-languages.ts';
import { substanceNames } from '../offers/watchlists.ts';
import type { Db } from '../open-database.ts';
import { contactsInName } from './alert-contacts.ts';
import { listSightings, type StoredSighting } from './sightings.ts';

export type StoredOfferDetail = {
  readonly offer: Omit<OfferDetail, 'sightingList'>;
  readonly sightings: readonly StoredSighting[];
  /** What stands in the name of its seller and has to be masked there. */
  readonly nameContacts: readonly Contact[];
};

/** null when there is no such offer. */
export async function findOfferDetail(db: Db, id: number): Promise<StoredOfferDetail | null> {
  type Row = Omit<OfferDetail, 'sightingList' | 'substances'> & { ids: string[]; nameContacts: Contact[] };
  const { rows } = await sql<Row>`
    select ${contactsInName('s')} as "nameContacts", o.id, o.substances as ids, o.merged_into as "mergedInto", o.split, o.first_seen_at as "firstSeenAt",
      o.last_seen_at as "lastSeenAt", a.id as alert,
      coalesce((select json_agg(id order by id) from offers where merged_into = o.id), '[]') as merged,
      ${listingsOfOffer(sql`o.id`)} as sightings,
      case when s.id is not null then json_build_object('id', s.id, 'name', s.name,
        'site', json_build_object('id', t.id, 'name', t.name)) end as seller
    from offers o left join sellers s on s.id = o.seller_id left join sites t on t.id = s.site_id
      left join alerts a on a.offer_id = o.id
    where o.id = ${id}`.execute(db);
  const [row] = rows;
  if (row === undefined) return null;
  const { ids, nameContacts, ...offer } = row;
  const names = await substanceNames(db, ids);
  const substances = ids.map((each) => ({ id: each, name: names.get(each) ?? each }));
  return { offer: { ...offer, substances }, sightings: await listSightings(db, id), nameContacts };
}
