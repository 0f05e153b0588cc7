/** What a run writes down while it goes on: URLs it planned, how each ended, what its pages were; and what a dead one left. */
import { sql } from 'kysely';
import type { Coverage } from '../../model/run.ts';
import { PICTURE_ENDS, type SkipReason } from '../../model/skip-reasons.ts';
import type { Db } from '../open-database.ts';
import { toJson } from '../to-json.ts';
import type { PageRecord } from './site-pages.ts';

/** A URL that is only named in the plans, with why it is not followed. */
export type AsideRow = { readonly url: string; readonly aside: SkipReason };

/** Kinds of links as the crawl names them; here they are only kept. */
export type PlannedRow = {
  readonly url: string;
  readonly key: string;
  readonly kind: string;
  readonly depth: number;
  readonly again: boolean;
  readonly modified: number;
};

export type JournalBatch = {
  readonly site: string;
  readonly run: number;
  /** Of the site's lease: without it nothing is written. */
  readonly token: number;
  /** Rises by one with each batch of a run. */
  readonly batch: number;
  readonly planned: readonly (PlannedRow | AsideRow)[];
  /** Rows of this run that were written before. */
  readonly position: number;
  readonly coverage: readonly Coverage[];
  readonly pages: readonly PageRecord[];
  /** Keys of listings that were seen though their page was not sent again, and of those that are gone. */
  readonly seen: readonly string[];
  /** Keys of pages that a list or a sitemap still names and that need not be read: what they show is there. */
  readonly named: readonly string[];
  readonly gone: readonly string[];
  readonly now: Date;
};

/** Keys of pages that are there, and of those that are not any more or that no list names. */
function shownPages(pages: readonly PageRecord[]): readonly [string[], string[]] {
  const isHere = ({ state, unlisted }: PageRecord) => state === 'live' && !unlisted;
  const keysOf = (some: readonly PageRecord[]) => some.map(({ key }) => key);
  return [keysOf(pages.filter(isHere)), keysOf(pages.filter((page) => !isHere(page)))];
}

/** All of it or nothing, in one statement. False when another worker has taken over the site: then nothing is written. */
export async function writeJournal(db: Db, batch: JournalBatch): Promise<boolean> {
  const { site, run, token, planned, position, coverage, pages, seen, named, gone, now } = batch;
  const [here, left] = shownPages(pages);
  const { rows } = await sql<{ held: boolean }>`/* prepared: run-journal */
    with lease as materialized (
      select id from sites where id = ${site} and lease_token = ${token} and lease_owner is not null for share
    ), noted as (
      insert into frontier (run_id, batch, urls)
      select ${run}::bigint, ${batch.batch}::integer, ${toJson(planned)}::json from lease where ${planned.length} > 0
    ), listed as (
      insert into coverage (run_id, position, url, outcome, status, detail, requests, at)
      select ${run}::bigint, ${position}::integer + given.position, url, outcome, status, detail, requests, at
      from lease, rows from (jsonb_to_recordset(${toJson(coverage)}::jsonb) as (url text, outcome text, status integer,
        detail text, requests jsonb, at timestamptz)) with ordinality
        as given (url, outcome, status, detail, requests, at, position)
    ), remembered as (
      insert into site_pages as p (site_id, key, url, kind, tail, depth, state, found_at, fetched_at, changed_at, etag,
        last_modified, reading, modified_at, shows, quiet, interval_seconds, due_at, unlisted, failures)
      select ${site}, key, url, kind, tail, depth, state, found_at, fetched_at, changed_at, etag,
        last_modified, reading, modified_at, shows, quiet, interval_seconds, due_at, unlisted, failures
      from lease, json_to_recordset(${toJson(pages)}::json) as (key text, url text, kind text, tail boolean, depth integer,
        state text, found_at timestamptz, fetched_at timestamptz, changed_at timestamptz, etag text, last_modified text,
        reading text, modified_at timestamptz, shows text[], quiet integer, interval_seconds float8, due_at timestamptz,
        unlisted boolean, failures integer)
      on conflict (site_id, key) do update set url = excluded.url, kind = excluded.kind, tail = excluded.tail,
        depth = excluded.depth, state = excluded.state, fetched_at = excluded.fetched_at,
        changed_at = coalesce(excluded.changed_at, p.changed_at), etag = excluded.etag,
        last_modified = excluded.last_modified, reading = excluded.reading, modified_at = excluded.modified_at,
        shows = excluded.shows, quiet = excluded.quiet, interval_seconds = excluded.interval_seconds,
        due_at = excluded.due_at, unlisted = excluded.unlisted, failures = excluded.failures
    ), sighted as (
      update listings set last_seen_at = greatest(last_seen_at, ${now}), last_run_id = ${run} from lease
      where site_id = ${site} and key = any(${seen}::text[] || array(
        -- Most were seen on the list that names them.
        select l.key from site_pages p cross join unnest(coalesce(p.shows, array[p.key])) as shown (key)
          join listings l on l.site_id = p.site_id and l.key = shown.key and l.last_run_id <> ${run}
        where p.site_id = ${site} and p.key = any(${named}::text[]) and p.kind = 'detail' and p.state = 'live'))
      returning offer_id
    ), touched as (
      update offers set last_seen_at = greatest(last_seen_at, ${now}) where id in (select offer_id from sighted)
    ), lost as (
      -- An address of it that is not there any more tells nothing while another one shows it.
      update listings set state = 'gone', version = version + 1 from lease
      where site_id = ${site} and key = any(${gone}::text[]) and state <> 'gone' and not exists (
        select from listing_aliases other left join site_pages p
          on p.site_id = other.site_id and p.key in (other.alias, listings.key) and p.state = 'live'
        where other.listing_id = listings.id and (other.alias = any(${here}::text[])
          or p.key <> all(${left}::text[])))
      returning listings.id, version
    ), ended as (
      insert into listing_versions (listing_id, version, change, at) select id, version, 'gone', ${now} from lost
    )
    select exists (select from lease) as held`.execute(db);
  return rows[0]?.held ?? false;
}

export type BrokenRun = {
  /** What the site's dead runs planned, and this one before it broke off; in order. */
  readonly planned: readonly (PlannedRow | AsideRow)[];
  /** URLs of theirs that have a row; a picture has one of its own. */
  readonly ended: readonly string[];
  /** Batches and rows of this run itself. */
  readonly batches: number;
  readonly position: number;
  /** How many rows of this run itself there are for each outcome, and how many of them took a request. */
  readonly outcomes: readonly OutcomeRows[];
};

type OutcomeRows = {
  readonly outcome: Coverage['outcome'];
  readonly rows: number;
  readonly requested: number;
};

/**
 * What runs of the site that did not end in order have left. Their plans become this run's, so that it goes on where they
 * broke off.
 */
export async function adoptBrokenRuns(db: Db, site: string, run: number): Promise<BrokenRun> {
  const left = await sql<{ run: number; urls: (PlannedRow | AsideRow)[] }>`
    select run_id as run, urls from frontier where run_id in (select id from runs where site_id = ${site})
    order by run_id, batch`.execute(db);
  const own = await sql<OutcomeRows & { position: number }>`
    select outcome, count(*) as rows, count(*) filter (where requests <> '[]') as requested, max(position) as position
    from coverage where run_id = ${run} group by outcome`.execute(db);
  const runs = [...new Set([run, ...left.rows.map((row) => row.run)])];
  const ended =
    left.rows.length === 0 && own.rows.length === 0
      ? []
      : (
          await sql<{ url: string }>`
            select url from coverage
            where run_id = any(${runs}::bigint[]) and outcome <> all(${[...PICTURE_ENDS]}::text[])`.execute(
            db,
          )
        ).rows;
  if (runs.length > 1) {
    await sql`
      with moved as (
        select run_id, batch, row_number() over (order by run_id, batch)
          + (select coalesce(max(batch), 0) from frontier where run_id = ${run}) as number
        from frontier where run_id = any(${runs}::bigint[]) and run_id <> ${run}
      )
      update frontier f set run_id = ${run}, batch = moved.number from moved
      where f.run_id = moved.run_id and f.batch = moved.batch`.execute(db);
  }
  return {
    planned: left.rows.flatMap((row) => row.urls),
    ended: ended.map((row) => row.url),
    batches: left.rows.length,
    position: Math.max(0, ...own.rows.map((row) => row.position)),
    outcomes: own.rows.map(({ position: _position, ...counted }) => counted),
  };
}

/** Ends of a URL that was planned and not visited: a later run has it before it. A picture's row says nothing of a page. */
const LEFT: readonly Coverage['outcome'][] = [
  ...PICTURE_ENDS,
  'out-of-budget',
  'out-of-hours',
  'stopped',
  'halted',
  'no-browser',
];

/** Pages of a site that may wait to be read for the first time: more than many runs come to, and less than a script can make up. */
const MOST_WAITING = 200_000;

/**
 * At the end of a run: what it did not come to is remembered for the next one, and its plans are done with. Without a row it was
 * left, too: of very many that are left out the ledger lists the first ones, and a sitemap that names them is not sent again.
 */
export async function closeJournal(
  db: Db,
  { site, run, token }: { readonly site: string; readonly run: number; readonly token: number },
  now: Date,
  mostWaiting = MOST_WAITING,
): Promise<void> {
  await sql`
    with planned as (
      -- Whoever lost the site has nothing to close: its successor goes on with the same plans.
      delete from frontier where run_id = ${run}
        and exists (select from sites where id = ${site} and lease_token = ${token} and lease_owner is not null)
      returning urls
    ), given as (
      select url, key, kind, depth, again, modified
      from planned, json_to_recordset(planned.urls)
        as given (url text, key text, kind text, depth integer, again boolean, modified float8)
      -- Of what was set aside nothing but the address is there.
      where key is not null and kind <> 'start'
      union all
      -- Grouped with them rather than joined: the plans of a sitemap would be held against each row of the ledger.
      select url, null, null, null, null, null from coverage where run_id = ${run} and outcome <> all(${LEFT}::text[])
    ), left_over as (
      select url, min(key) as key, min(kind) as kind, min(depth) as depth, bool_or(again) as again,
        max(modified) as modified
      from given group by url having count(key) = count(*)
    ), hurried as (
      -- A list may have said that it has changed, and will not say so again: read as if by other rules, it comes before those that
      -- are due by their age.
      update site_pages known set reading = '' from left_over
      where left_over.again and known.site_id = ${site} and known.key = left_over.key and known.state = 'live'
        and known.reading is not null
    )
    insert into site_pages (site_id, key, url, kind, tail, depth, state, found_at, modified_at, due_at)
    select distinct on (key) ${site}, key, url,
      case when kind in ('sitemap', 'detail', 'other') then kind else 'list' end, kind = 'next', depth, 'waiting', ${now},
      to_timestamp(nullif(modified, 0)), ${now}
    from left_over
    where not again and not exists (select from site_pages known where known.site_id = ${site} and known.key = left_over.key)
    limit greatest(0, ${mostWaiting} - (select count(*) from site_pages where site_id = ${site} and state = 'waiting'))
    on conflict (site_id, key) do nothing`.execute(db);
}
