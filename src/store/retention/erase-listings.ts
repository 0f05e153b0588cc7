/** Erases what listings say and who sells: hashes, decisions and the audit trail stay. */
import { type RawBuilder, sql } from 'kysely';
import type { Listing } from '../../model/listing.ts';
import type { Db } from '../open-database.ts';
import { toJson } from '../to-json.ts';
import { forgetPictures } from './erase-addresses.ts';

/** The table `erasures` tells them apart. */
export type ErasedClass = 'clear' | 'watch' | 'alert' | 'confirmed';
export type ErasedListing = { readonly id: number; readonly class: ErasedClass };

/** What stands in place of a listing that an alert needs to stand on. */
const NOTHING: Omit<Listing, 'url'> = {
  ...{
    externalId: null,
    title: 'Erased',
    description: null,
    price: null,
    availability: null,
    quantity: null,
  },
  ...{
    seller: null,
    contacts: [],
    location: null,
    images: [],
    attributes: {},
    language: null,
    postedAt: null,
  },
  source: {},
};

/** Within a transaction. Those that no alert stands on go altogether. Gives how many. */
export async function eraseListings(
  db: Db,
  listings: readonly ErasedListing[],
  reason: string | null,
  now: Date,
): Promise<number> {
  if (listings.length === 0) return 0;
  const { rows } = await sql<{ id: number; alerted: boolean }>`
    with chosen as (
      select l.*, given.class from json_to_recordset(${toJson(listings)}::json) as given (id bigint, class text)
        join listings l on l.id = given.id order by l.id for update of l skip locked
    ), noted as (
      insert into erasures (listing_id, site_id, class, key_sha256, content_hash, capture_sha256, first_seen_at,
        last_seen_at, erased_at, reason)
      select id, site_id, class, encode(sha256(convert_to(key, 'UTF8')), 'hex'), content_hash, capture_sha256,
        first_seen_at, last_seen_at, ${now}, ${reason} from chosen
    )
    select id, offer_id is not null or exists (select from alerts where listing_id = chosen.id) as alerted from chosen`.execute(
    db,
  );
  const ids = rows.map(({ id }) => id);
  const of = (table: string, column = 'listing_id'): RawBuilder<unknown> =>
    sql`${sql.table(table)} where ${sql.ref(column)} = any(${ids}::bigint[])`;
  await forgetPictures(db, ids);
  await sql`delete from ${of('hits')}`.execute(db);
  const standing = rows.flatMap(({ id, alerted }) => (alerted ? [id] : []));
  const others = rows.flatMap(({ id, alerted }) => (alerted ? [] : [id]));
  await sql`delete from assessments where listing_id = any(${others}::bigint[])`.execute(db);
  await sql`delete from listings where id = any(${others}::bigint[])`.execute(db);
  if (standing.length === 0) return rows.length;
  for (const table of ['former_hits', 'listing_pictures', 'listing_aliases'])
    await sql`delete from ${of(table)}`.execute(db);
  await sql`update listing_versions set changes = '[]', capture_sha256 = null
    where listing_id = any(${standing}::bigint[])`.execute(db);
  await blankListings(db, standing);
  await blankAlerts(db, standing);
  await blankMessages(db, standing);
  await dropEvidence(db, standing);
  await blankSellers(db, standing);
  return rows.length;
}

async function blankListings(db: Db, ids: readonly number[]): Promise<void> {
  const chosen = sql`any(${[...ids]}::bigint[])`;
  await sql`update placements set evidence = '[]' where listing_id = ${chosen}`.execute(db);
  await sql`
    update assessments set reasons = coalesce((select jsonb_agg(jsonb_set(reason, '{text}', reason->'code') order by nr)
      from jsonb_array_elements(reasons) with ordinality as r (reason, nr)), '[]') where listing_id = ${chosen}`.execute(
    db,
  );
  await sql`
    update listings set key = name, url = name, content = (jsonb_build_object('url', name) || ${toJson(NOTHING)}::jsonb)::json,
      cards = '{}', external_id = null, language_set = null, partial = false, state = 'gone', capture_sha256 = null
    from (select id, 'erased:' || encode(sha256(convert_to(key, 'UTF8')), 'hex') as name from listings
      where id = ${chosen}) erased where listings.id = erased.id`.execute(db);
}

/** What alerts on them quote. What was decided, by whom, when and under which law stays. */
async function blankAlerts(db: Db, ids: readonly number[]): Promise<void> {
  const chosen = sql`any(${[...ids]}::bigint[])`;
  await sql`update alerts set search_text = '' where listing_id = ${chosen}`.execute(db);
  await sql`update alert_revisions set changes = '[]' where listing_id = ${chosen}`.execute(db);
  await sql`
    update outbox o set payload = jsonb_set(payload::jsonb, '{listing}', to_jsonb(told.name))
    from (${revisionsOf(ids)}) told where told.alert = o.alert_id and told.revision = o.revision`.execute(db);
}

/** Revisions of alerts that these listings led, each with the name that is left of the listing: the hash of its key. */
function revisionsOf(ids: readonly number[]): RawBuilder<unknown> {
  return sql`
    select distinct led.alert, led.revision, l.key as name from (
      select alert_id as alert, revision, listing_id from alert_revisions union all
      select id, revision, listing_id from alerts) led
    join listings l on l.id = led.listing_id where l.id = any(${[...ids]}::bigint[])`;
}

/**
 * What notifiers were told of their alerts, alone or in a digest, sent or not: no title, no seller, and a hash in place of the
 * address. That a message was sent, to whom and when, stays.
 */
async function blankMessages(db: Db, ids: readonly number[]): Promise<void> {
  await sql`
    with led as materialized (${revisionsOf(ids)}), told as (
      update notices n set content = n.content || '{"title": null, "seller": null}' || coalesce(
        (select jsonb_build_object('listing', name) from led where alert = n.alert_id and led.revision = n.revision limit 1), '{}')
      where n.alert_id in (select alert from led)
      returning n.message_id, n.alert_id, n.revision, n.content
    )
    update messages m set content = case m.kind
      when 'alert' then jsonb_set(m.content, '{alert}', (select told.content from told where told.message_id = m.id))
      else jsonb_set(m.content, '{alerts}', (
        select jsonb_agg(coalesce(told.content, each) order by place)
        from jsonb_array_elements(m.content->'alerts') with ordinality as given (each, place) left join told
          on told.message_id = m.id and told.alert_id = (each->>'alert')::bigint
            and told.revision = (each->>'revision')::integer)) end
    where m.kind in ('alert', 'digest') and m.id in (select message_id from told)`.execute(db);
}

/** Names that were found beside them stay, without the listings as evidence. */
async function dropEvidence(db: Db, ids: readonly number[]): Promise<void> {
  const chosen = sql`any(${[...ids]}::bigint[])`;
  await sql`
    update discoveries set evidence = coalesce((select jsonb_agg(each order by place)
        from jsonb_array_elements(evidence) with ordinality as given (each, place)
        where not (each->>'listing')::bigint = ${chosen}), '[]')
    where exists (select from jsonb_array_elements(evidence) as each where (each->>'listing')::bigint = ${chosen})`.execute(
    db,
  );
}

/** Sellers all of whose listings are erased keep a number, and nothing that names them. */
async function blankSellers(db: Db, ids: readonly number[]): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    update sellers s set name = null, url = null, country = null, key = 'erased:' || s.id
    where s.id in (select o.seller_id from listings l join offers o on o.id = l.offer_id where l.id = any(${[...ids]}::bigint[]))
      and not exists (select from offers o join listings l on l.offer_id = o.id
        where o.seller_id = s.id and l.key not like 'erased:%')
    returning s.id`.execute(db);
  const sellers = rows.map(({ id }) => id);
  if (sellers.length === 0) return;
  const { rows: contacts } = await sql<{ key: string }>`
    delete from seller_contacts where seller_id = any(${sellers}::bigint[]) returning key`.execute(db);
  await sql`
    delete from shared_contacts h where key = any(${contacts.map(({ key }) => key)}::text[])
      and not exists (select from seller_contacts c where c.key = h.key)`.execute(db);
  await sql`update seller_links set evidence = '[]' where seller_a = any(${sellers}::bigint[])
    or seller_b = any(${sellers}::bigint[])`.execute(db);
  await sql`update offers set key = 'erased:' || id where seller_id = any(${sellers}::bigint[])`.execute(db);
}
