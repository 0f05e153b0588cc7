/** Whose turn it is: claims due sites with their next turns in one statement, and makes runs out of turn. */
import { sql } from 'kysely';
import type { RunTrigger } from '../../model/run.ts';
import { EVERY_SITE } from '../../model/schedule.ts';
import { inTransaction } from '../in-transaction.ts';
import type { Db } from '../open-database.ts';
import { toJson } from '../to-json.ts';

/** `priority` is the site's: 0 to 9, the highest first. */
export type ClaimedRun = { readonly site: string; readonly run: number; readonly priority: number };

/** A cron line in a time zone. */
export type CronLine = { readonly cron: string; readonly timezone: string };
export type CronTurn = CronLine & { readonly next: Date };

/** A site that does not catch up leaves a turn out that is later than this. */
const MISSED_AFTER_MINUTES = 10;

/** The cron lines of sites that are due, each once. */
export async function dueCronLines(db: Db, now: Date): Promise<CronLine[]> {
  const { rows } = await sql<CronLine>`
    select distinct cron, timezone from sites
    where cron is not null and removed_at is null and next_run_at <= ${now}`.execute(db);
  return rows;
}

/**
 * Gives each due site a queued run and its next turn, in one statement: two processes never claim the same site. A
 * site that still has an unfinished run only gets its next turn. Turns are counted from the first one, so they do not
 * drift, and however many were missed, one run makes up for them, or none where the site does not catch up. Outside its
 * hours (in its own time zone; "22:00-06:00" spans midnight, as in src/text/hours-of-day.ts) a site is put off to their
 * next beginning. A site on hold, or one that blocks our agent, keeps its turn. `turns` says when each cron line is due
 * next; a site whose line is absent keeps its turn, too.
 */
export async function claimDueSites(
  db: Db,
  now: Date,
  limit: number,
  turns: readonly CronTurn[] = [],
): Promise<ClaimedRun[]> {
  const moment = sql`${now}::timestamptz`;
  const { rows } = await sql<ClaimedRun>`
    with turns as (
      select * from jsonb_to_recordset(${toJson(turns)}::jsonb) as (cron text, timezone text, next timestamptz)
    ), due as materialized (
      select sites.id, sites.priority, sites.next_run_at, sites.catches_up, sites.jitter_seconds, sites.hours,
        sites.timezone, coalesce(planned_at, next_run_at) as planned, turns.next as cron_next,
        greatest(coalesce(every_seconds, 21600), 1) as every
      from sites left join turns on turns.cron = sites.cron and turns.timezone = sites.timezone
      where removed_at is null and next_run_at <= ${moment}
        and (blocked_until is null or blocked_until <= ${moment})
        and (sites.cron is null or turns.next is not null)
        and not exists (select from holds where scope = ${EVERY_SITE})
        and not exists (select from crawl_stops where resumed_at is null)
        and not exists (select from holds where scope = sites.id)
      order by sites.priority desc, next_run_at limit ${limit} for update of sites skip locked
    ), timed as materialized (
      select due.*, coalesce(window_of_day.opened, true) as ready,
        coalesce(window_of_day.opened, true)
          and (catches_up or next_run_at > ${moment} - make_interval(mins => ${MISSED_AFTER_MINUTES})) as runs,
        case when window_of_day.opened = false then window_of_day.opens_at
          else coalesce(cron_next, planned
            + make_interval(secs => every * (floor(extract(epoch from ${moment} - planned) / every) + 1))) end as next
      from due left join lateral (
        select bool_or(case when opens < closes then here >= opens and here < closes
            else here >= opens or here < closes end) as opened,
          min(case when today > ${moment} then today else tomorrow end) as opens_at
        from string_to_table(due.hours, ',') as part
        cross join lateral (select split_part(part, '-', 1)::time as opens, split_part(part, '-', 2)::time as closes,
          (${moment} at time zone due.timezone)::time as here,
          (${moment} at time zone due.timezone)::date as day) as hours
        cross join lateral (select (day + opens) at time zone due.timezone as today,
          (day + 1 + opens) at time zone due.timezone as tomorrow) as openings
      ) as window_of_day on due.hours is not null
    ), moved as (
      update sites set
        planned_at = case when timed.ready then timed.next else timed.planned end,
        -- Up to jitter_seconds later, by a number that only this turn has.
        next_run_at = timed.next + make_interval(secs => floor(1000 * timed.jitter_seconds
          * (hashtextextended(timed.id || extract(epoch from timed.next)::bigint, 0) & 1048575) / 1048576) / 1000)
      from timed where sites.id = timed.id
    ), made as (
      insert into runs (site_id, trigger, status, queued_at)
      select id, 'schedule', 'queued', ${moment} from timed
      where runs and not exists (select from runs where site_id = timed.id and status in ('queued', 'running'))
      order by priority desc, next_run_at
      returning site_id, id
    )
    select made.site_id as site, made.id as run, timed.priority from made join timed on timed.id = made.site_id
    order by made.id`.execute(db);
  return rows;
}

export type RunOutOfTurn = {
  readonly run: number;
  /** False: it had been queued or begun before. */
  readonly made: boolean;
};

/**
 * A queued run without waiting for the site's turn, which stays as it is; the unfinished one where there is one. Null
 * when there is no such site.
 */
export async function makeRunNow(
  db: Db,
  site: string,
  trigger: RunTrigger,
  now: Date,
): Promise<RunOutOfTurn | null> {
  return await inTransaction(db, async (tx) => {
    const found = await tx
      .selectFrom('sites')
      .select('id')
      .where('id', '=', site)
      .where('removed_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (found === undefined) return null;
    const unfinished = await tx
      .selectFrom('runs')
      .select('id')
      .where('site_id', '=', site)
      .where('status', 'in', ['queued', 'running'])
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (unfinished !== undefined) return { run: unfinished.id, made: false };
    const { id } = await tx
      .insertInto('runs')
      .values({ site_id: site, trigger, status: 'queued', queued_at: now })
      .returning('id')
      .executeTakeFirstOrThrow();
    return { run: id, made: true };
  });
}
