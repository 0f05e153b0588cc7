/** The tables `seller_contacts` and `shared_contacts`: who can be reached how, and which contacts are a service's. */
import { sql } from 'kysely';
import type { ListingSeller } from '../../model/listing.ts';
import type { Db } from '../open-database.ts';
import { toJson, toText } from '../to-json.ts';

export type NamedSeller = { readonly key: string; readonly seller: ListingSeller | null };

/** Gives their ids by key. What is known already is kept where the new sight of it says nothing. */
export async function upsertSellers(
  db: Db,
  siteId: string,
  sellers: readonly NamedSeller[],
): Promise<ReadonlyMap<string, number>> {
  const unique = new Map(sellers.map((each) => [toText(each.key), each.seller]));
  const rows = [...unique].map(([key, seller]) => ({
    key,
    name: seller?.name ?? null,
    url: seller?.url ?? null,
    country: seller?.country ?? null,
  }));
  // Locked in one order, so that two workers never wait for each other.
  const { rows: found } = await sql<{ id: number; key: string }>`/* prepared: upsert-sellers */
    insert into sellers (site_id, key, name, url, country)
    select ${siteId}, key, name, url, country
    from json_to_recordset(${toJson(rows)}::json) as (key text, name text, url text, country text) order by key
    on conflict (site_id, key) do update set name = coalesce(excluded.name, sellers.name),
      url = coalesce(excluded.url, sellers.url), country = coalesce(excluded.country, sellers.country)
    returning id, key`.execute(db);
  return new Map(found.map(({ id, key }) => [key, id]));
}

/** Of these contacts, those that are known to be shared. */
export async function sharedAmong(db: Db, contacts: readonly string[]): Promise<ReadonlySet<string>> {
  if (contacts.length === 0) return new Set();
  const { rows } = await sql<{ key: string }>`/* prepared: shared-among */
    select key from shared_contacts where key = any(${contacts.map(toText)}::text[])`.execute(db);
  return new Set(rows.map(({ key }) => key));
}

export type SellerHolding = { readonly key: string; readonly contacts: string[] };

const MOST_HOLDING = 60;

/** Sellers of the site who give one of these contacts that name somebody, each with all of them; the oldest first. */
export async function sellersHolding(
  db: Db,
  siteId: string,
  contacts: readonly string[],
): Promise<SellerHolding[]> {
  if (contacts.length === 0) return [];
  const { rows } = await sql<SellerHolding>`/* prepared: sellers-holding */
    with holder as (
      select distinct c.seller_id as id from unnest(${contacts.map(toText)}::text[]) as k (key) cross join lateral (
        select c.seller_id from seller_contacts c join sellers s on s.id = c.seller_id and s.site_id = ${siteId}
        where c.key = k.key order by c.seller_id limit ${MOST_HOLDING}) c
      where not exists (select from shared_contacts h where h.key = k.key)
    )
    select s.key, array(select key from seller_contacts k where k.seller_id = s.id and key not like 'domain:%'
      and not exists (select from shared_contacts h where h.key = k.key) limit 30) as contacts
    from holder join sellers s using (id) order by s.id limit ${MOST_HOLDING}`.execute(db);
  return rows;
}

export type SellerContact = { readonly seller: number; readonly key: string };

/** Gives those that were not known. */
export async function addContacts(db: Db, contacts: readonly SellerContact[]): Promise<SellerContact[]> {
  if (contacts.length === 0) return [];
  const { rows } = await sql<SellerContact>`/* prepared: add-contacts */
    insert into seller_contacts (key, seller_id)
    select distinct key, seller from jsonb_to_recordset(${toJson(contacts)}::jsonb) as (seller bigint, key text)
    order by key, seller on conflict do nothing returning seller_id as seller, key`.execute(db);
  return rows;
}

export type Holder = {
  readonly key: string;
  readonly seller: number;
  readonly site: string;
  readonly name: string | null;
  /** It has other contacts, too, that name it: no domains. */
  readonly hasOthers: boolean;
};

/** Everybody who gives one of these contacts, up to a limit a contact; none for contacts that are known to be shared. */
export async function holdersOf(db: Db, keys: readonly string[], limit: number): Promise<Holder[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<Holder>`/* prepared: holders-of */
    select k.key, c.seller_id as seller, s.site_id as site, s.name,
      exists (select from seller_contacts o where o.seller_id = c.seller_id and o.key <> k.key
        and o.key not like 'domain:%') as "hasOthers"
    from unnest(${keys.map(toText)}::text[]) as k (key)
      cross join lateral (select seller_id from seller_contacts where key = k.key order by seller_id limit ${limit}) c
      join sellers s on s.id = c.seller_id
    where not exists (select from shared_contacts h where h.key = k.key)`.execute(db);
  return rows;
}

/** Contacts of so many that they name nobody; what they spoke for before is taken back by the caller. */
export async function markShared(
  db: Db,
  shared: readonly { readonly key: string; readonly sellers: number }[],
  now: Date,
): Promise<void> {
  if (shared.length === 0) return;
  await sql`
    insert into shared_contacts (key, sellers, at)
    select key, sellers, ${now} from jsonb_to_recordset(${toJson(shared)}::jsonb) as (key text, sellers integer)
    on conflict (key) do update set sellers = excluded.sellers`.execute(db);
}

/** Contacts of sellers that name them, at most 30 each. */
export async function contactsOf(
  db: Db,
  sellers: readonly number[],
): Promise<ReadonlyMap<number, ReadonlySet<string>>> {
  if (sellers.length === 0) return new Map();
  const { rows } = await sql<SellerContact>`/* prepared: contacts-of */
    select s.id as seller, c.key from unnest(${[...sellers]}::bigint[]) as s (id) cross join lateral (
      select key from seller_contacts k where seller_id = s.id and key not like 'domain:%'
        and not exists (select from shared_contacts h where h.key = k.key) limit 30) c`.execute(db);
  const groups = Map.groupBy(rows, ({ seller }) => seller);
  return new Map([...groups].map(([seller, each]) => [seller, new Set(each.map(({ key }) => key))]));
}

/** On which site each of them sells. */
export async function sitesOf(db: Db, sellers: readonly number[]): Promise<ReadonlyMap<number, string>> {
  if (sellers.length === 0) return new Map();
  const { rows } = await sql<{ id: number; site: string }>`/* prepared: sites-of-sellers */
    select id, site_id as site from sellers where id = any(${[...sellers]}::bigint[])`.execute(db);
  return new Map(rows.map(({ id, site }) => [id, site]));
}
