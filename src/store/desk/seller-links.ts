/** The tables `seller_links` and `sellers` as an analyst sees them: who may be one, what speaks for it, what each offers. */
import { sql } from 'kysely';
import type { Contact } from '../../model/listing.ts';
import type { SellerVerdict } from '../../model/offer.ts';
import type { SellerLinkRow, SellerOffer } from '../../model/offer-api.ts';
import { listingsOfOffer } from '../offers/listing-languages.ts';
import { substanceNames } from '../offers/watchlists.ts';
import type { Db } from '../open-database.ts';
import { toText } from '../to-json.ts';
import { contactsInName, contactsStandingIn } from './alert-contacts.ts';
import { SHOWN_LISTS } from './alert-lists.ts';

/** What is shown of someone with the contacts by which names and titles are masked. */
export type WithContacts<T> = T & { readonly contacts: readonly Contact[] };

/** What masks the name of seller `s`. */
const CONTACTS_OF_SELLER = contactsInName('s');

/** What masks the name of the other seller of link `k`, and the names in its evidence: contacts of either. */
const CONTACTS_OF_LINK = contactsStandingIn(
  sql`concat(s.name, ' ', k.evidence)`,
  sql`seller_id in (k.seller_a, k.seller_b)`,
);

/** All links of a seller, also those that were cut or are weak; the strongest first. `one` is left to the caller. */
export async function listSellerLinks(
  db: Db,
  seller: number,
  most = SHOWN_LISTS.sellerLinks,
): Promise<WithContacts<Omit<SellerLinkRow, 'one'>>[]> {
  const { rows } = await sql<WithContacts<Omit<SellerLinkRow, 'one'>>>`
    select ${CONTACTS_OF_LINK} as contacts, json_build_object('id', s.id, 'name', s.name, 'site', json_build_object('id', t.id, 'name', t.name)) as seller,
      k.strength, k.evidence, k.verdict, k.verdict_by as "verdictBy", k.verdict_at as "verdictAt",
      k.verdict_reason as "verdictReason",
      (select count(*) from (select from offers where seller_id = s.id and merged_into is null limit 1000) o) as offers
    from seller_links k join sellers s on s.id = case when k.seller_a = ${seller} then k.seller_b else k.seller_a end
      join sites t on t.id = s.site_id
    where k.seller_a = ${seller} or k.seller_b = ${seller}
    order by (k.verdict = 'cut') is true, k.strength desc, s.id limit ${most}`.execute(db);
  return rows;
}

/** Offers of these sellers but one, those with an alert first, then the latest seen. */
export async function listSellerOffers(
  db: Db,
  sellers: readonly number[],
  except: number | null,
  most = SHOWN_LISTS.sellerOffers,
): Promise<WithContacts<SellerOffer>[]> {
  const { rows } = await sql<WithContacts<Omit<SellerOffer, 'substances'>> & { substances: string[] }>`
    /* prepared: seller-offers */
    with shown as materialized (
      select o.id from offers o left join alerts a on a.offer_id = o.id
      where o.seller_id = any(${[...sellers]}::bigint[]) and o.merged_into is null
        and o.id is distinct from ${except}::bigint
      order by a.id is null, o.last_seen_at desc, o.id desc limit ${most}::integer
    )
    select coalesce(l.content->'contacts', '[]')::jsonb || ${CONTACTS_OF_SELLER}::jsonb as contacts, o.id as offer, o.substances, o.last_seen_at as "lastSeenAt",
      json_build_object('id', s.id, 'name', s.name, 'site', json_build_object('id', t.id, 'name', t.name)) as seller,
      ${listingsOfOffer(sql`o.id`)} as sightings,
      l.content->>'title' as title,
      case when a.id is not null then
        json_build_object('id', a.id, 'state', a.state, 'outcome', a.outcome, 'severity', a.severity) end as alert
    from shown join offers o on o.id = shown.id join sellers s on s.id = o.seller_id join sites t on t.id = s.site_id
      left join alerts a on a.offer_id = o.id
      -- Under the title by which the alert is listed.
      left join listings l on l.id = coalesce(a.listing_id,
        (select id from listings where offer_id = o.id order by id desc limit 1))
    order by a.id is null, o.last_seen_at desc, o.id desc`.execute(db);
  const names = await substanceNames(
    db,
    rows.flatMap(({ substances }) => substances),
  );
  return rows.map((row) => ({
    ...row,
    substances: row.substances.map((id) => ({ id, name: names.get(id) ?? id })),
  }));
}

export type StoredSeller = {
  readonly id: number;
  readonly name: string | null;
  readonly url: string | null;
  readonly country: string | null;
  readonly site: { readonly id: string; readonly name: string };
  /** "kind:value", unmasked; those that stand in its name or address first, since they mask it. */
  readonly contacts: readonly string[];
};

export async function findSeller(db: Db, id: number): Promise<StoredSeller | null> {
  const { rows } = await sql<StoredSeller>`
    select s.id, s.name, s.url, s.country, json_build_object('id', t.id, 'name', t.name) as site,
      array(select key from seller_contacts where seller_id = s.id
        order by strpos(lower(concat(s.name, ' ', s.url)), lower(substr(key, strpos(key, ':') + 1))) = 0, key limit 100) as contacts
    from sellers s join sites t on t.id = s.site_id where s.id = ${id}`.execute(db);
  return rows[0] ?? null;
}

/** What an analyst says of two sellers; null takes it back. False when there is no such pair of sellers. */
export async function setLinkVerdict(
  db: Db,
  pair: readonly [number, number],
  said: { readonly verdict: SellerVerdict | null; readonly by: string; readonly reason: string },
  now: Date,
): Promise<boolean> {
  const [a, b] = pair[0] < pair[1] ? pair : [pair[1], pair[0]];
  if (a === b) return false;
  const { verdict, by, reason } = said;
  const { rows } = await sql`
    insert into seller_links as k (seller_a, seller_b, strength, verdict, verdict_by, verdict_reason, verdict_at, updated_at)
    select a.id, b.id, 0, ${verdict}::text, ${by}::text, ${toText(reason)}::text, ${now}::timestamptz, ${now}::timestamptz
    from sellers a, sellers b where a.id = ${a} and b.id = ${b}
    on conflict (seller_a, seller_b) do update set verdict = excluded.verdict, verdict_by = excluded.verdict_by,
      verdict_reason = excluded.verdict_reason, verdict_at = excluded.verdict_at
    returning k.seller_a`.execute(db);
  return rows.length > 0;
}
