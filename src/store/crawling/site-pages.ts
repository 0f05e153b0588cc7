/** The table `site_pages`: what is remembered of each page of a site from run to run, and when it is to be read again. */
import { sql } from 'kysely';
import type { Db } from '../open-database.ts';

export const SITE_PAGE_KINDS = ['sitemap', 'list', 'detail', 'other'] as const;
export type SitePageKind = (typeof SITE_PAGE_KINDS)[number];

/** Named as in the table, since batches of them are written as JSON. Times are ISO 8601, UTC. */
export type PageRecord = {
  readonly key: string;
  readonly url: string;
  readonly kind: SitePageKind;
  readonly tail: boolean;
  readonly depth: number;
  readonly state: 'waiting' | 'live' | 'gone';
  readonly found_at: string;
  readonly fetched_at: string | null;
  readonly changed_at: string | null;
  readonly etag: string | null;
  readonly last_modified: string | null;
  readonly reading: string | null;
  readonly modified_at: string | null;
  readonly shows: readonly string[] | null;
  readonly quiet: number;
  readonly interval_seconds: number;
  readonly due_at: string;
  readonly unlisted: boolean;
  /** Looks in a row, since it was read last, that told nothing of it. */
  readonly failures: number;
};

/** What a crawl needs to know of a page before it decides to visit it. */
export type PageSketch = {
  readonly key: string;
  readonly url: string;
  readonly kind: SitePageKind;
  readonly tail: boolean;
  readonly depth: number;
  /** Seconds since 1970, 0 for never. */
  readonly fetched: number;
  readonly modified: number;
};

const BATCH = 5000;

const SKETCH = sql.raw(
  `key, url, kind, tail, depth, coalesce(floor(extract(epoch from fetched_at)), 0)::float8 as fetched,
  coalesce(floor(extract(epoch from modified_at)), 0)::float8 as modified`,
);

async function* inBatches(
  read: (after: string) => Promise<readonly PageSketch[]>,
): AsyncIterable<readonly PageSketch[]> {
  let after = '';
  for (;;) {
    const pages = await read(after);
    if (pages.length > 0) yield pages;
    after = pages.at(-1)?.key ?? '';
    if (pages.length < BATCH) return;
  }
}

/** Every page of the site that was ever read. */
export function readPages(db: Db, site: string): AsyncIterable<readonly PageSketch[]> {
  return inBatches(async (after) => {
    const { rows } = await sql<PageSketch>`
      select ${SKETCH} from site_pages where site_id = ${site} and key > ${after} and state <> 'waiting'
      order by key limit ${BATCH}`.execute(db);
    return rows;
  });
}

/** Pages of offers that are thought to be there and to be named by lists, but those that could not be read lately. */
export function readOfferPages(db: Db, site: string, now: Date): AsyncIterable<readonly PageSketch[]> {
  return inBatches(async (after) => {
    const { rows } = await sql<PageSketch>`
      select ${SKETCH} from site_pages where site_id = ${site} and key > ${after} and state = 'live' and kind = 'detail'
        and not unlisted and (failures = 0 or due_at <= ${now})
      order by key limit ${BATCH}`.execute(db);
    return rows;
  });
}

export type DueLimits = {
  /** Of pages that no run has come to yet. */
  readonly waiting: number;
  /** Lists from which others go on and on which something moves now and then. */
  readonly heads: number;
  /** Share of all known pages that may be read again by age alone, and the least number. */
  readonly share: number;
  readonly least: number;
};

/** An offer that alerts is asked for so often at least: an analyst works with whether it is still there. */
const ALERTING_HOURS = 48;

/**
 * Whose time has come: the heads of lists first, then what no run has come to, then by age, who has waited longest first; half of
 * that share goes to offers that alert. A page that was read by other rules than `reading` is due, however young. One that could
 * not be read lately is due when its own pause is over and not before: it would have the place of another in every run.
 */
export async function readDuePages(
  db: Db,
  site: string,
  now: Date,
  reading: string,
  limits: DueLimits,
): Promise<PageSketch[]> {
  const { rows } = await sql<PageSketch>`
    with known as (
      select greatest(${limits.least}::integer, ceil(${limits.share}::float8 * count(*)))::integer as most
      from site_pages where site_id = ${site}
    ), alerting as materialized (
      select distinct p.key, p.fetched_at, case when p.failures > 0 then p.due_at
          else least(p.due_at, p.fetched_at + make_interval(hours => ${ALERTING_HOURS})) end as turn_at
        from offers o join listings l on l.offer_id = o.id and l.site_id = ${site}
        join site_pages p on p.site_id = l.site_id and p.key = l.key
      where o.site_id = ${site} and l.state = 'live' and p.state = 'live' and p.kind = 'detail'
        and (p.due_at <= ${now}
          or p.failures = 0 and p.fetched_at < ${now}::timestamptz - make_interval(hours => ${ALERTING_HOURS}))
      order by turn_at, p.key limit (select (most + 1) / 2 from known)
    )
    (select ${SKETCH} from site_pages where site_id = ${site} and state = 'live' and kind = 'list' and not tail
      and interval_seconds < 86400 and due_at <= ${now} order by due_at limit ${limits.heads})
    union all
    (select ${SKETCH} from site_pages where site_id = ${site} and state = 'waiting' and due_at <= ${now}
      order by found_at, key limit ${limits.waiting})
    union all
    (select ${SKETCH} from site_pages where site_id = ${site} and state <> 'waiting' and reading is not null
      and reading <> ${reading} and (failures = 0 or due_at <= ${now}) order by key limit ${limits.waiting})
    union all
    (select ${SKETCH} from site_pages where site_id = ${site} and state <> 'waiting' and due_at <= ${now}
      and not (kind = 'list' and not tail and interval_seconds < 86400)
      and key not in (select key from alerting)
      order by due_at limit (select most from known) - (select count(*) from alerting))
    union all
    (select ${SKETCH} from site_pages where site_id = ${site} and key in (select key from alerting) order by fetched_at)`.execute(
    db,
  );
  return rows;
}

const LONGEST_REST_SECONDS = 86_400;
/** Looks without news after which the rest is not lengthened: by then it is a day at any pace. */
const MOST_QUIET = 10;

/**
 * Addresses of sitemaps that need no look in a run now, since they have shown nothing new: of one run after the first look in
 * vain, then of twice as many each time, as long as the next run after this one comes within a day of the last look. One that
 * is gone is looked at daily, one that could not be read when its own pause is over.
 */
export async function readRestingSitemaps(
  db: Db,
  site: string,
  now: Date,
  everySeconds: number,
): Promise<string[]> {
  const { rows } = await sql<{ url: string }>`
    select url from site_pages where site_id = ${site} and kind = 'sitemap' and state <> 'waiting'
      and case when failures > 0 then due_at > ${now}
        else fetched_at + make_interval(secs => ${everySeconds}::float8
          * (power(2::float8, case state when 'gone' then ${MOST_QUIET} else least(quiet, ${MOST_QUIET}) end) - 0.5)) > ${now}
        and fetched_at + make_interval(secs => ${LONGEST_REST_SECONDS}) >= ${now}::timestamptz + make_interval(secs => ${everySeconds}) end`.execute(
    db,
  );
  return rows.map(({ url }) => url);
}

/** Further pages of lists on which something has moved in one of the last visits. */
export async function readTails(db: Db, site: string, quiet: number): Promise<PageSketch[]> {
  const { rows } = await sql<PageSketch>`
    select ${SKETCH} from site_pages where site_id = ${site} and state = 'live' and kind = 'list' and tail
      and quiet < ${quiet} order by found_at, key`.execute(db);
  return rows;
}

/** Pages of lists that are read at a time. */
const QUIET_BATCH = 500;

/** Keys of the listings that the other ones showed when they were read last, in batches. */
export async function* readQuietTails(db: Db, site: string, quiet: number): AsyncIterable<readonly string[]> {
  for (let after = ''; ; ) {
    const { rows } = await sql<{ key: string; shows: string[] | null }>`
      select key, shows from site_pages where site_id = ${site} and key > ${after} and state = 'live' and kind = 'list'
        and tail and quiet >= ${quiet} order by key limit ${QUIET_BATCH}`.execute(db);
    yield rows.flatMap(({ shows }) => shows ?? []);
    after = rows.at(-1)?.key ?? '';
    if (rows.length < QUIET_BATCH) return;
  }
}

export async function findPage(db: Db, site: string, key: string): Promise<PageRecord | null> {
  const { rows } = await sql<PageRecord>`
    select key, url, kind, tail, depth, state, found_at, fetched_at, changed_at, etag, last_modified, reading, modified_at,
      shows, quiet, interval_seconds, due_at, unlisted, failures
    from site_pages where site_id = ${site} and key = ${key}`.execute(db);
  return rows[0] ?? null;
}
