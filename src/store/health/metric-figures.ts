/** Figures for a monitor: of runs and pages of the last day, of sites against what is usual, of what waits and for how long. */
import { type RawBuilder, sql } from 'kysely';
import { EVERY_SITE } from '../../model/schedule.ts';
import type { Db } from '../open-database.ts';

/** Sites that are told of by name: the worst; the others are in the sums. */
const NAMED_SITES = 100;
/** Runs from which shares of fields are told. */
const RUNS_OF_FIELDS = 500;

export type Counted = { readonly name: string; readonly count: number };

async function counted(db: Db, query: RawBuilder<Counted>): Promise<Counted[]> {
  return (await query.execute(db)).rows;
}

/** Sites by how they stand: stopped with all others, on hold, blocked, due now, waiting for their turn. */
export async function countSites(db: Db, now: Date): Promise<Counted[]> {
  return await counted(
    db,
    sql`
      select case when exists (select from crawl_stops where resumed_at is null) then 'stopped'
          when exists (select from holds where scope in (s.id, ${EVERY_SITE})) then 'held'
          when blocked_until > ${now} then 'blocked' when next_run_at <= ${now} then 'due' else 'waiting' end as name,
        count(*) as count
      from sites s where removed_at is null group by 1 order by 1`,
  );
}

/** Runs that are under way, and those that ended since `since`, by status. */
export async function countRuns(db: Db, since: Date): Promise<Counted[]> {
  return await counted(
    db,
    sql`
      select status as name, count(*) as count from runs
      where finished_at >= ${since} or status in ('queued', 'running') group by 1 order by 1`,
  );
}

/** Addresses of the runs that ended since `since`, by what became of them. */
export async function countPages(db: Db, since: Date): Promise<Counted[]> {
  return await counted(
    db,
    sql`
      with ended as (select pages, skipped from runs where finished_at >= ${since})
      select 'fetched' as name, coalesce(sum(pages), 0)::bigint as count from ended
      union all
      select key, sum(value::bigint)::bigint from ended, jsonb_each_text(skipped) group by key order by 1`,
  );
}

export async function countAlarms(db: Db): Promise<Counted[]> {
  return await counted(
    db,
    sql`select kind as name, count(*) as count from alarms where state = 'raised' group by 1 order by 1`,
  );
}

export type SiteFigures = {
  readonly site: string;
  /** Seconds since its turn, or since its run was queued; 0 when it is not late. */
  readonly late: number;
  /** Runs in a row that ended without content. */
  readonly failed: number;
  /** Of its newest run that read anything, beside the median of the ten before; null when there is none. */
  readonly listings: number | null;
  readonly usualListings: number | null;
  readonly alerts: number | null;
  readonly usualAlerts: number | null;
};

/** The worst first: late ones, failing ones, those that read least of what is usual. */
export async function siteFigures(db: Db, now: Date): Promise<SiteFigures[]> {
  const { rows } = await sql<SiteFigures>`
    select * from (
      select s.id as site,
        greatest(0, extract(epoch from ${now}::timestamptz - least(s.next_run_at, queued.since)))::float8 as late,
        failing.runs as failed, last.listings, last.alerts, usual.listings as "usualListings",
        usual.alerts as "usualAlerts"
      from sites s
      left join lateral (
        select min(queued_at) as since from runs where site_id = s.id and status = 'queued') queued on true
      left join lateral (
        select count(*) filter (where sound = 0)::int as runs from (
          select count(*) filter (where status in ('ok', 'partial')) over (order by id desc) as sound from (
            select id, status from runs where site_id = s.id and finished_at is not null order by id desc limit 11
          ) newest) each) failing on true
      left join lateral (
        select id, listings, alerts_opened + alerts_revised as alerts from runs
        where site_id = s.id and status in ('ok', 'partial') order by id desc limit 1) last on true
      left join lateral (
        select percentile_cont(0.5) within group (order by listings) as listings,
          percentile_cont(0.5) within group (order by alerts) as alerts
        from (select listings, alerts_opened + alerts_revised as alerts from runs
          where site_id = s.id and status in ('ok', 'partial') and id < last.id order by id desc limit 10) before
        having count(*) >= 3) usual on true
      where s.removed_at is null
    ) figures
    order by late desc, failed desc, listings / nullif("usualListings", 0), site limit ${NAMED_SITES}`.execute(
    db,
  );
  return rows;
}

export type FieldShare = { readonly pages: string; readonly field: string; readonly share: number };

/** Share of the listings of the newest runs that had a field. */
export async function fieldShares(db: Db): Promise<FieldShare[]> {
  const { rows } = await sql<FieldShare>`
    select pages, field, (sum(filled) / nullif(sum(listings), 0))::float8 as share from (
      select run_id, pages, field, sum(filled) as filled, max(listings) as listings from field_coverage
      where run_id in (select id from runs where finished_at is not null order by finished_at desc limit ${RUNS_OF_FIELDS})
      group by run_id, pages, field) of_run
    group by pages, field having sum(listings) > 0 order by pages, field`.execute(db);
  return rows;
}

export type Waits = {
  readonly queue: string;
  /** Seconds that what was begun since `since` had waited. */
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  /** Seconds that what waits longest has waited; 0 when nothing waits. */
  readonly oldest: number;
};

function waitsOf(queue: string, waited: RawBuilder<unknown>, oldest: RawBuilder<unknown>, now: Date) {
  const at = (share: number) => sql`percentile_cont(${share}::float8) within group (order by seconds)`;
  return sql`
    select ${queue}::text as queue, ${at(0.5)} as p50, ${at(0.95)} as p95, ${at(0.99)} as p99,
      greatest(0, coalesce(extract(epoch from ${now}::timestamptz - (${oldest})), 0))::float8 as oldest
    from (${waited}) waited`;
}

/** By queue: how long work waited for its beginning, alerts for their publishing, messages for their delivery. */
export async function queueWaits(db: Db, since: Date, now: Date): Promise<Waits[]> {
  const crawl = waitsOf(
    'crawl',
    sql`select extract(epoch from started_at - queued_at)::float8 as seconds from runs
      where finished_at >= ${since} and started_at >= queued_at`,
    sql`select min(queued_at) from runs where status = 'queued'`,
    now,
  );
  const review = waitsOf(
    'review',
    sql`select extract(epoch from published_at - created_at)::float8 as seconds from outbox
      where published_at >= ${since} and id > (select coalesce(max(id), 0) - 10000 from outbox)`,
    sql`select min(created_at) from outbox where published_at is null`,
    now,
  );
  const notify = waitsOf(
    'notify',
    sql`select extract(epoch from delivered_at - due_at)::float8 as seconds from messages
      where state = 'delivered' and delivered_at >= ${since}`,
    sql`select min(due_at) from messages where state = 'waiting' and due_at <= ${now}`,
    now,
  );
  const { rows } = await sql<Waits>`${crawl} union all ${review} union all ${notify}`.execute(db);
  return rows;
}

export type Sums = {
  readonly watchlist: string | null;
  readonly unpublished: number;
  readonly unsettled: number;
  readonly parked: number;
  readonly lost: number;
  readonly alerts: number;
};

export async function sums(db: Db): Promise<Sums> {
  const { rows } = await sql<Sums>`
    select (select version from watchlists where is_current) as watchlist,
      (select count(*) from outbox where published_at is null) as unpublished,
      (select count(*) from outbox where published_at is not null and settled_at is null) as unsettled,
      (select count(*) from parked_jobs where state = 'parked') as parked,
      (select count(*) from lost_jobs) as lost,
      (select count(*) from alerts where not practice) as alerts`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('the sums gave no row');
  return row;
}
