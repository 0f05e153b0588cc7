/** What the watch over the watch asks the database: who is late, who is silent, what waits. Practice sites are left out. */
import { sql } from 'kysely';
import type { SiteBlock } from '../../model/overview-api.ts';
import { EVERY_SITE } from '../../model/schedule.ts';
import type { Site } from '../../model/site.ts';
import type { Db } from '../open-database.ts';

export type OverdueSite = { readonly site: string; readonly since: string };

/** Sites that had their turn, or whose run was queued, more than their limit ago, and no run began. The longest first. */
export async function overdueSites(db: Db, seconds: number, now: Date): Promise<OverdueSite[]> {
  const { rows } = await sql<OverdueSite>`
    select id as site, since from (
      select s.id, least(s.next_run_at, queued.since) as since,
        coalesce((s.config->'alarms'->>'overdueSeconds')::float8, ${seconds}::float8) as allowed
      from sites s left join lateral (
        select min(queued_at) as since from runs where site_id = s.id and status = 'queued') queued on true
      where s.removed_at is null and not s.practice
        and (s.blocked_until is null or s.blocked_until <= ${now})
        and not exists (select from holds where scope in (s.id, ${EVERY_SITE}))
        and not exists (select from crawl_stops where resumed_at is null)
        and not exists (select from runs where site_id = s.id and status = 'running')
    ) late where since <= ${now}::timestamptz - make_interval(secs => allowed) order by since`.execute(db);
  return rows;
}

export type BlockedSite = Pick<SiteBlock, 'kind' | 'since' | 'runs'> & {
  readonly site: string;
  readonly until: string | null;
};

export async function blockedSites(db: Db): Promise<BlockedSite[]> {
  const { rows } = await sql<BlockedSite>`
    select id as site, block_kind as kind, blocked_since as since, blocked_until as until, blocked_runs as runs from sites
    where blocked_runs > 0 and removed_at is null and not practice order by blocked_since`.execute(db);
  return rows;
}

export type SiteStart = { readonly site: string; readonly start: readonly string[] };

/** Where the sites begin that are to be crawled. */
export async function siteStarts(db: Db): Promise<SiteStart[]> {
  const { rows } = await sql<SiteStart>`
    select id as site, config->'start' as start from sites s
    where removed_at is null and not practice
      and not exists (select from holds where scope in (s.id, ${EVERY_SITE})) order by id`.execute(db);
  return rows;
}

export type WatchFigures = {
  /** Sites that are to be crawled: not held, and not all stopped. */
  readonly active: number;
  readonly lastEnd: string | null;
  /** When the first of the active sites was made: before that nothing could run. */
  readonly firstSite: string | null;
  readonly runsOfDay: number;
  readonly blockedOfDay: number;
  readonly queued: number;
  readonly unpublished: number;
  readonly oldestUnpublished: string | null;
  /** Published, and not known to have been read. */
  readonly unsettled: number;
  readonly parked: number;
};

export async function watchFigures(db: Db, now: Date): Promise<WatchFigures> {
  const day = new Date(now.getTime() - 86_400_000);
  const { rows } = await sql<WatchFigures>`
    select active.*, (select max(finished_at) from runs where finished_at is not null) as "lastEnd",
      (select count(*) from runs r join sites s on s.id = r.site_id
        where r.finished_at >= ${day} and not s.practice) as "runsOfDay",
      (select count(*) from runs r join sites s on s.id = r.site_id
        where r.finished_at >= ${day} and not s.practice and r.status = 'blocked') as "blockedOfDay",
      (select count(*) from runs r where r.status = 'queued'
        and not exists (select from holds where mode = 'pause' and scope in (r.site_id, ${EVERY_SITE}))) as queued,
      (select count(*) from outbox where published_at is null) as unpublished,
      (select min(created_at) from outbox where published_at is null) as "oldestUnpublished",
      (select count(*) from outbox where published_at is not null and settled_at is null) as unsettled,
      (select count(*) from parked_jobs where state = 'parked') as parked
    from (
      select count(*) as active, min(created_at) as "firstSite" from sites s
      where removed_at is null
        and not exists (select from holds where scope in (s.id, ${EVERY_SITE}))
        and not exists (select from crawl_stops where resumed_at is null)
    ) active`.execute(db);
  const [figures] = rows;
  if (figures === undefined) throw new Error('the figures of the watch gave no row');
  return figures;
}

export type EndedSite = {
  readonly site: string;
  readonly limits: Site['alarms'] | null;
  readonly end: string;
};

/** Where a search through them has come to: of those that ended at one moment, to this site. */
export type EndedUntil = { readonly end: Date; readonly site: string };

/** Sites whose newest run ended after `after`, by that time. */
export async function sitesWithNewRuns(
  db: Db,
  after: EndedUntil | null,
  limit: number,
): Promise<EndedSite[]> {
  const [end, site] = [after?.end ?? null, after?.site ?? null];
  const { rows } = await sql<EndedSite>`
    select r.site_id as site, s.config->'alarms' as limits, max(r.finished_at) as end
    from runs r join sites s on s.id = r.site_id
    where r.finished_at is not null and (${end}::timestamptz is null or r.finished_at >= ${end})
      and s.removed_at is null and not s.practice
    group by r.site_id, s.config->'alarms'
    having ${end}::timestamptz is null or (max(r.finished_at), r.site_id) > (${end}, ${site}::text)
    order by max(r.finished_at), r.site_id limit ${limit}`.execute(db);
  return rows;
}

/** Of these, those that are no site that is watched any more. */
export async function unwatchedSites(db: Db, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select given.id from unnest(${[...ids]}::text[]) as given (id)
    where not exists (select from sites where sites.id = given.id and removed_at is null and not practice)`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}
