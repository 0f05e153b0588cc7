/** Forgets where an erased listing stood: the ledger of runs keeps that a page or picture was fetched and under which rule, not which. */
import { sql } from 'kysely';
import type { Db } from './open-database.ts';

/**
 * Within a transaction, before the listings themselves are erased: their keys and aliases name the pages. What is still on sale
 * is found again by the next run as any page that is new. Reads all runs of their sites, so it is for single listings alone.
 */
export async function eraseAddresses(db: Db, listings: readonly number[]): Promise<void> {
  const chosen = sql`any(${[...listings]}::bigint[])`;
  await sql`
    with known as materialized (
      select site_id, key, url from listings where id = ${chosen}
      union all select site_id, alias, null from listing_aliases where listing_id = ${chosen}
    ), page as (
      delete from site_pages p using known where p.site_id = known.site_id and p.key = known.key returning p.site_id, p.url
    ), named as (
      update site_pages p set shows = array(select key from unnest(p.shows) as key
        where key not in (select key from known where known.site_id = p.site_id))
      where exists (select from known where known.site_id = p.site_id and known.key = any(p.shows))
        and p.key not in (select key from known where known.site_id = p.site_id)
    ), address as materialized (
      select distinct url, 'erased:' || encode(sha256(convert_to(url, 'UTF8')), 'hex') as name
      from (select url from page union all select url from known where url is not null
        union all select json_array_elements_text(content->'images') from listings where id = ${chosen}) found
    )
    update coverage c set url = coalesce((select name from address where address.url = c.url), c.url), requests = (
      select coalesce(jsonb_agg(case when address.name is null then request
        else jsonb_set(request, '{url}', to_jsonb(address.name)) end order by place), '[]')
      from jsonb_array_elements(c.requests) with ordinality as made (request, place)
        left join address on address.url = request->>'url')
    from runs r where r.id = c.run_id and r.site_id in (select site_id from known) and (
      c.url in (select url from address)
      or exists (select from jsonb_array_elements(c.requests) as request where request->>'url' in (select url from address)))`.execute(
    db,
  );
}
