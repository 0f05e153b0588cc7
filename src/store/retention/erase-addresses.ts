/** Forgets where an erased listing stood: the ledger of runs keeps that a page or picture was fetched and under which rule, not which. */
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../open-database.ts';

/** Rows that a run is just writing: waited for, or left, since a page that is being read stands on the site. */
type OfRuns = 'wait' | 'leave';

function lockOf(ofRuns: OfRuns): RawBuilder<unknown> {
  return ofRuns === 'wait' ? sql`for update of p` : sql`for update of p skip locked`;
}

const keysOf = (listings: readonly number[]): RawBuilder<unknown> => sql`
  select site_id, key from listings where id = any(${[...listings]}::bigint[])
  union all select site_id, alias from listing_aliases where listing_id = any(${[...listings]}::bigint[])`;

/**
 * Within a transaction, before the listings themselves are erased: their keys and aliases name the pages. What is still on sale
 * is found again by the next run as any page that is new. `ofRuns`: 'leave' where the listings are locked already, for whose rows
 * a run waits after it has written those of pages. Gives the addresses.
 */
export async function forgetPages(db: Db, listings: readonly number[], ofRuns: OfRuns): Promise<string[]> {
  const { rows } = await sql<{ url: string }>`
    with known as materialized (${keysOf(listings)}), chosen as materialized (
      select p.site_id, p.key from site_pages p join known using (site_id, key) ${lockOf(ofRuns)}
    )
    delete from site_pages p using chosen where p.site_id = chosen.site_id and p.key = chosen.key returning p.url`.execute(
    db,
  );
  await sql`
    with known as materialized (select site_id, array_agg(key) as keys from (${keysOf(listings)}) each group by site_id),
    naming as materialized (
      select p.site_id, p.key from site_pages p join known using (site_id) where p.shows && known.keys ${lockOf(ofRuns)}
    )
    update site_pages p set shows = array(
      select key from unnest(p.shows) with ordinality as shown (key, place) where key <> all(known.keys) order by place)
    from naming join known using (site_id) where p.site_id = naming.site_id and p.key = naming.key`.execute(
    db,
  );
  return rows.map(({ url }) => url);
}

/**
 * Within a transaction, before the listings themselves are erased: addresses of pictures that no other listing names, and
 * fingerprints that are left without any. What a run is just noting stays.
 */
export async function forgetPictures(db: Db, listings: readonly number[]): Promise<void> {
  const chosen = sql`any(${[...listings]}::bigint[])`;
  const { rows } = await sql<{ picture: number | null }>`
    with shown as materialized (
      select distinct image.value as url from listings, json_array_elements_text(content->'images') image where id = ${chosen}
    ), unnamed as materialized (
      select p.url from picture_files p join shown using (url) where not exists (
        select from listing_pictures other join listings l on l.id = other.listing_id
        where other.picture_id = p.picture_id and not other.listing_id = ${chosen}
          and p.url in (select json_array_elements_text(l.content->'images')))
      for update of p skip locked
    )
    delete from picture_files using unnamed where picture_files.url = unnamed.url
    returning picture_files.picture_id as picture`.execute(db);
  const pictures = rows.flatMap(({ picture }) => picture ?? []);
  if (pictures.length === 0) return;
  await sql`
    delete from pictures where id in (
      select p.id from pictures p where p.id = any(${pictures}::bigint[])
        and not exists (select from picture_files f where f.picture_id = p.id)
        and not exists (select from listing_pictures s where s.picture_id = p.id and not s.listing_id = ${chosen})
      for update of p skip locked)`.execute(db);
}

/** A word of the ledger's so long may be cut within an address. */
const CUT_FROM = 400;

const nameOf = (url: string): RawBuilder<unknown> =>
  sql`'erased:' || encode(sha256(convert_to(${sql.ref(url)}, 'UTF8')), 'hex')`;

/**
 * Within a transaction, before the listings themselves are erased. Rows of their addresses, and of others that led to one of
 * them, say no more than that there was a request. Reads all runs of their sites, so it is for single listings alone.
 */
export async function eraseAddresses(db: Db, listings: readonly number[]): Promise<void> {
  const chosen = sql`any(${[...listings]}::bigint[])`;
  const pages = await forgetPages(db, listings, 'wait');
  await sql`
    with address as materialized (
      select unnest(${pages}::text[]) as url union select url from listings where id = ${chosen}
      union select json_array_elements_text(content->'images') from listings where id = ${chosen}
    ), concerned as materialized (
      select c.run_id, c.position, its.whole from coverage c join runs r on r.id = c.run_id cross join lateral (
        -- Its words tell where it was led.
        select c.url in (select url from address) or exists (
          select from regexp_split_to_table(c.detail, ' ') as word where word in (select url from address)
            or length(word) >= ${CUT_FROM} and exists (select from address where starts_with(url, word))) as whole) its
      where r.site_id in (select site_id from listings where id = ${chosen}) and (its.whole or exists (
        select from jsonb_array_elements(c.requests) as request where request->>'url' in (select url from address)))
    )
    update coverage c set url = case when whole then ${nameOf('c.url')} else c.url end,
      detail = case when not whole then detail end, requests = (
        select coalesce(jsonb_agg(case when whole or made.url in (select url from address)
          then jsonb_set(request, '{url}', to_jsonb(${nameOf('made.url')})) else request end order by place), '[]')
        from jsonb_array_elements(c.requests) with ordinality as each (request, place)
          cross join lateral (select request->>'url' as url) made)
    from concerned where c.run_id = concerned.run_id and c.position = concerned.position`.execute(db);
}
