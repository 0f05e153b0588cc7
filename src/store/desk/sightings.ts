/** The listings of an offer with their histories, and why each belongs there; unmasked. */
import { sql } from 'kysely';
import type { Contact } from '../../model/listing.ts';
import type { ListingVersion, Sighting } from '../../model/offer-api.ts';
import type { Db } from '../open-database.ts';
import { type ListLimits, SHOWN_LISTS } from './alert-lists.ts';

/** A sighting with the contacts by which its texts are masked. */
export type StoredSighting = { readonly sighting: Sighting; readonly contacts: readonly Contact[] };

/** Every listing of the offer up to a limit, the latest seen first. */
export async function listSightings(
  db: Db,
  offer: number,
  { sightings: most, versions }: Pick<ListLimits, 'sightings' | 'versions'> = SHOWN_LISTS,
): Promise<StoredSighting[]> {
  const { rows } = await sql<Omit<Sighting, 'history' | 'earlier'> & { contacts: Contact[] }>`
    /* prepared: sightings-of-offer */
    select l.id as listing,
      case when l.language_set is not null then nullif(min(l.id) over (partition by l.language_set), l.id) end as "variantOf",
      json_build_object('id', s.id, 'name', s.name) as site, l.url, l.content->>'title' as title,
      l.content->>'language' as language, l.content->'price' as price, l.state, l.version,
      l.first_seen_at as "firstSeenAt", l.last_seen_at as "lastSeenAt",
      coalesce(l.content->'contacts', '[]') as contacts,
      case when p.rule is not null then json_build_object('rule', p.rule, 'score', p.score, 'evidence', p.evidence,
        'at', to_char(p.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) end as placement
    from listings l join sites s on s.id = l.site_id left join placements p on p.listing_id = l.id
    where l.offer_id = ${offer} order by l.last_seen_at desc, l.id desc limit ${most}`.execute(db);
  const histories = await listHistories(
    db,
    rows.map(({ listing }) => listing),
    versions,
  );
  return rows.map(({ contacts, ...row }) => ({
    contacts,
    sighting: { ...row, ...(histories.get(row.listing) ?? { history: [], earlier: 0 }) },
  }));
}

async function listHistories(
  db: Db,
  listings: readonly number[],
  most: number,
): Promise<ReadonlyMap<number, Pick<Sighting, 'history' | 'earlier'>>> {
  const { rows } = await sql<ListingVersion & { listing: number; all: number }>`
    /* prepared: histories-of-listings */
    select v.listing_id as listing, v.version, v.change, v.at, v.changes, v."all", c.sha256 as capture
    from unnest(${[...listings]}::bigint[]) as wanted cross join lateral (
      select *, count(*) over ()::integer as "all" from listing_versions where listing_id = wanted
      order by version desc limit ${most}) v
    left join captures c on c.sha256 = v.capture_sha256
    order by v.listing_id, v.version desc`.execute(db);
  const histories = Map.groupBy(rows, ({ listing }) => listing);
  return new Map(
    [...histories].map(([listing, versions]) => {
      const history = versions.map(({ listing: _, all: _all, ...rest }) => rest);
      return [listing, { history, earlier: (versions[0]?.all ?? 0) - history.length }];
    }),
  );
}

/** Listings elsewhere that show one of the offer's pictures, the latest seen first. */
export async function listSamePictures(db: Db, offer: number, most = SHOWN_LISTS.samePictures) {
  const { rows } = await sql<{
    listing: number;
    url: string;
    title: string | null;
    site: { id: string; name: string };
    alert: number | null;
    contacts: Contact[];
  }>`
    select distinct on (l.last_seen_at, l.id) l.id as listing, l.url, l.content->>'title' as title,
      json_build_object('id', s.id, 'name', s.name)::jsonb as site, a.id as alert,
      coalesce(l.content->'contacts', '[]')::jsonb as contacts
    from listings own join listing_pictures p on p.listing_id = own.id
      join listing_pictures q on q.picture_id = p.picture_id
      join listings l on l.id = q.listing_id and l.offer_id is distinct from own.offer_id
      join sites s on s.id = l.site_id left join alerts a on a.offer_id = l.offer_id
    where own.offer_id = ${offer} order by l.last_seen_at desc, l.id desc limit ${most}`.execute(db);
  return rows;
}
