/** The contacts in the leading listings of alerts: what has to be masked before a row of the list is shown. */
import { type RawBuilder, sql } from 'kysely';
import type { Contact } from '../../model/listing.ts';
import type { Db } from '../open-database.ts';

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

/**
 * As JSON, the contacts of sellers that stand in a text, whatever the number of others: as far as masking needs them, "phone:+44…"
 * as one. `whose` is a condition on `seller_id`.
 */
export function contactsStandingIn(
  text: RawBuilder<unknown>,
  whose: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const value = sql`substr(key, strpos(key, ':') + 1)`;
  return sql`coalesce((select json_agg(json_build_object('kind', 'url', 'value', value, 'raw', value))
    from (select ${value} as value from seller_contacts where ${whose}
      and strpos(lower(${text}), lower(${value})) > 0 limit 100) c), '[]')`;
}

/** Of one seller in its name. `seller` is what the query calls the row of `sellers`. */
export function contactsInName(seller: string): RawBuilder<unknown> {
  return contactsStandingIn(sql.ref(`${seller}.name`), sql`seller_id = ${sql.ref(`${seller}.id`)}`);
}

export type StoredCapture = {
  readonly sha256: string;
  readonly contentType: string | null;
  /** When and where it was fetched. */
  readonly fetchedAt: string | null;
  readonly url: string;
  /** Of every listing that was read from it: a page of many offers holds the contacts of many. */
  readonly contacts: readonly Contact[];
  /** Their own numbers, and the terms that were found in them: what is no contact though it may look like one. */
  readonly numbers: readonly string[];
};

/** The stored page that the leading listing was read from; null when there is no such alert, or no page of it. */
export async function captureOfAlert(db: Db, alert: number): Promise<StoredCapture | null> {
  const { rows } = await sql<StoredCapture>`
    select c.sha256, c.content_type as "contentType", coalesce(p.url, l.url) as url, p.fetched_at as "fetchedAt",
      coalesce((select json_agg(contact) from listings o, json_array_elements(o.content->'contacts') contact
        where o.capture_sha256 = c.sha256), '[]') as contacts,
      array(select o.content->>'externalId' from listings o
        where o.capture_sha256 = c.sha256 and o.content->>'externalId' is not null
        union select h.term from hits h join listings o on o.id = h.listing_id where o.capture_sha256 = c.sha256) as numbers
    from alerts a join listings l on l.id = a.listing_id join captures c on c.sha256 = l.capture_sha256
      left join lateral (select url, fetched_at from page_captures p
        where p.sha256 = c.sha256 and p.site_id = l.site_id order by p.id desc limit 1) p on true
    where a.id = ${alert}`.execute(db);
  return rows[0] ?? null;
}

/** Contacts by which the names of sellers are masked, by seller: those of their latest listings, and those in the name. */
export async function contactsOfSellers(
  db: Db,
  sellers: readonly number[],
): Promise<ReadonlyMap<number, Contact[]>> {
  if (sellers.length === 0) return new Map();
  const { rows } = await sql<{ seller: number; contacts: Contact[] }>`
    select s.id as seller, found.contacts::jsonb || ${contactsInName('s')}::jsonb as contacts
    from sellers s cross join lateral (
      select coalesce(json_agg(contact), '[]') as contacts from (
        select l.content->'contacts' as contacts from offers o join listings l on l.offer_id = o.id
        where o.seller_id = s.id order by l.id desc limit 20
      ) latest cross join lateral jsonb_array_elements(latest.contacts::jsonb) contact
    ) found where s.id = any(${[...sellers]}::bigint[])`.execute(db);
  return new Map(rows.map(({ seller, contacts }) => [seller, contacts]));
}
