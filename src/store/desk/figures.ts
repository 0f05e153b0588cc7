/** Counts and times for leads, straight from the tables: nothing is kept beside them that could differ. */
import { type RawBuilder, sql } from 'kysely';
import type { Outcome } from '../../model/alert.ts';
import type { Severity } from '../../model/assessment.ts';
import { AGE_HOURS, type Figures, type HitRate } from '../../model/figures-api.ts';
import type { Db } from '../open-database.ts';
import { IS_WAITING } from './alert-filter.ts';
import { notAmong } from './sealed-alerts.ts';

/** Which alerts are counted, and since when their decisions. */
export type Counted = {
  readonly real: boolean;
  readonly since: Date;
  readonly now: Date;
  /** Alerts whose outcome whoever asks must not learn: they count as not decided. */
  readonly except: readonly number[];
};

/** Values in a table of hit rates; what was decided seldom says little. */
const MOST_VALUES = 200;

/** Whether only the practice market has alerts; not where there are none at all. */
export async function isPractising(db: Db): Promise<boolean> {
  const { rows } = await sql<{ practising: boolean }>`
    select exists (select from alerts) and not exists (select from alerts where not practice) as practising`.execute(
    db,
  );
  return rows[0]?.practising ?? false;
}

export async function countOpen(db: Db, { real, now }: Counted): Promise<Figures['open']> {
  const age = sql`${now}::timestamptz - a.waiting_since`;
  const bounds = [0, ...AGE_HOURS].map((from, index) => {
    const to = AGE_HOURS[index];
    const until = to === undefined ? sql`true` : sql`${age} < make_interval(hours => ${to})`;
    const since = from === 0 ? sql`true` : sql`${age} >= make_interval(hours => ${from})`;
    return sql`count(*) filter (where ${since} and ${until})`;
  });
  const { rows } = await sql<Figures['open'][number]>`
    select s.severity, count(a.id) as alerts,
      count(a.id) filter (where a.due_at <= ${now}::timestamptz) as overdue,
      json_build_array(${sql.join(bounds.map((count) => sql`case when count(a.id) = 0 then 0 else ${count} end`))}) as ages
    from service_levels s left join alerts a on a.severity = s.severity and ${IS_WAITING} and a.practice <> ${real}
    group by s.severity, s.severity_rank order by s.severity_rank desc`.execute(db);
  return rows;
}

/** Alerts a day, over the days that there were any: in the weeks before the first one nobody could decide. */
export async function countPace(db: Db, { real, since, now }: Counted): Promise<Figures['pace']> {
  const days = sql`(select least(extract(epoch from ${now}::timestamptz - ${since}::timestamptz),
    greatest(86400, extract(epoch from ${now}::timestamptz - min(opened_at))))::float8 / 86400
    from alerts where practice <> ${real})`;
  const { rows } = await sql<Figures['pace'][number]>`
    select s.severity,
      count(a.id) filter (where a.opened_at >= ${since}::timestamptz) / ${days} as opened,
      count(a.id) filter (where a.decided_at >= ${since}::timestamptz) / ${days} as decided
    from service_levels s left join alerts a on a.severity = s.severity and a.practice <> ${real}
      and (a.opened_at >= ${since}::timestamptz or a.decided_at >= ${since}::timestamptz)
    group by s.severity, s.severity_rank order by s.severity_rank desc`.execute(db);
  return rows;
}

/** Day by day; days on which nothing happened are there, too, but for those before the first alert. */
export async function countDays(db: Db, { real, since, now, except }: Counted): Promise<Figures['trend']> {
  const day = (moment: RawBuilder<unknown>) => sql`(${moment} at time zone 'UTC')::date`;
  const { rows } = await sql<Figures['trend'][number]>`
    with opened as (
      select ${day(sql`opened_at`)} as day, count(*) as alerts from alerts
      where practice <> ${real} and opened_at >= ${since}::timestamptz and opened_at <= ${now}::timestamptz group by 1),
    done as (
      select ${day(sql`a.decided_at`)} as day, count(*) as alerts from alerts a
      where ${wasDecided({ real, since, now, except })} group by 1)
    select to_char(d, 'YYYY-MM-DD') as day, coalesce(o.alerts, 0)::integer as opened, coalesce(e.alerts, 0)::integer as decided
    from generate_series(
      greatest(${day(sql`${since}::timestamptz`)}, (select min(${day(sql`opened_at`)}) from alerts where practice <> ${real})),
      ${day(sql`${now}::timestamptz`)}, interval '1 day') d
      left join opened o on o.day = d::date left join done e on e.day = d::date order by d`.execute(db);
  return rows;
}

export async function measureTimes(db: Db, counted: Counted): Promise<Figures['times']> {
  const spread = (from: string, to: string): RawBuilder<unknown> => {
    const seconds = sql`extract(epoch from ${sql.ref(`a.${to}`)} - ${sql.ref(`a.${from}`)})`;
    const at = (share: number) => sql`percentile_cont(${sql.lit(share)}) within group (order by ${seconds})`;
    return sql`case when count(${sql.ref(`a.${to}`)}) > 0
      then json_build_object('median', ${at(0.5)}, 'p90', ${at(0.9)}) end`;
  };
  const { rows } = await sql<Figures['times'][number]>`
    select s.severity, count(a.id) as decided, ${spread('opened_at', 'first_look_at')} as "firstLook",
      ${spread('waiting_since', 'decided_at')} as decision,
      count(a.id) filter (where a.decided_at > a.due_at) as late
    from service_levels s left join alerts a on a.severity = s.severity and ${wasDecided(counted)}
    group by s.severity, s.severity_rank order by s.severity_rank desc`.execute(db);
  return rows;
}

export async function countReasons(db: Db, counted: Counted): Promise<Figures['reasons']> {
  const { rows } = await sql<{ outcome: Outcome; reason: string; alerts: number }>`
    select a.outcome, d.reason, count(*) as alerts from alerts a cross join lateral (
      select reason from decisions where alert_id = a.id and action = 'decide' order by id desc limit 1) d
    where ${wasDecided(counted)} group by a.outcome, d.reason order by alerts desc, d.reason`.execute(db);
  return rows;
}

/** What each value is called, and how an alert has it. */
const RATED: Readonly<
  Record<keyof Figures['precision'], { value: RawBuilder<unknown>; from: RawBuilder<unknown> }>
> = {
  terms: {
    value: sql`rated.term`,
    from: sql`cross join lateral (select distinct term from hits where listing_id = a.listing_id) rated`,
  },
  sites: { value: sql`a.site_id`, from: sql`` },
  techniques: {
    value: sql`rated.technique`,
    from: sql`cross join lateral unnest(a.techniques) rated (technique)`,
  },
  substances: {
    value: sql`rated.substance`,
    from: sql`cross join lateral unnest(a.substances) rated (substance)`,
  },
};

/** Those decided most often first. Duplicates count for neither side: what they repeat was decided already. */
export async function rateHits(db: Db, what: keyof typeof RATED, counted: Counted): Promise<HitRate[]> {
  const { value, from } = RATED[what];
  const { rows } = await sql<HitRate>`
    with rates as (
      select ${value} as value, count(*) filter (where a.outcome = 'confirmed')::int as confirmed,
        count(*) filter (where a.outcome = 'dismissed')::int as dismissed
      from alerts a ${from} where ${wasDecided(counted)} and a.outcome <> 'duplicate'
      group by 1 order by count(*) desc, 1 limit ${MOST_VALUES}
    )
    select value, coalesce(${what === 'sites' ? sql`t.name` : what === 'substances' ? sql`u.name` : sql`null`}, value) as name,
      confirmed, dismissed, confirmed::float8 / (confirmed + dismissed) as precision
    from rates left join sites t on t.id = value left join substances u on u.id = value
    order by confirmed + dismissed desc, value`.execute(db);
  return rows;
}

/** By the hour in which their time ends, counted from now. */
export async function groupWaiting(
  db: Db,
  { real, now }: Counted,
): Promise<{ severity: Severity; dueInHours: number; alerts: number }[]> {
  const { rows } = await sql<{ severity: Severity; dueInHours: number; alerts: number }>`
    select a.severity, floor(extract(epoch from a.due_at - ${now}::timestamptz) / 3600)::int as "dueInHours",
      count(*) as alerts
    from alerts a where ${IS_WAITING} and a.practice <> ${real} group by 1, 2`.execute(db);
  return rows;
}

export async function serviceHours(db: Db): Promise<Record<Severity, number>> {
  const rows = await db.selectFrom('service_levels').select(['severity', 'seconds']).execute();
  return Object.fromEntries(rows.map((row) => [row.severity, row.seconds / 3600])) as Record<
    Severity,
    number
  >;
}

/** What was taken back counts for nobody. */
export async function countPeople(db: Db, { real, since }: Counted): Promise<Figures['people']> {
  const { rows } = await sql<Figures['people'][number]>`
    select u.name, coalesce(d.decided, 0) as decided, coalesce(f.looked, 0) as "lookedAt",
      coalesce(f.agreed, 0) as agreed, coalesce(g.answered, 0) as gold, coalesce(g.agreed, 0) as "goldRight"
    from users u
      left join (select d.user_id, count(*) as decided from decisions d join alerts a on a.id = d.alert_id
        where d.action = 'decide' and d.at >= ${since}::timestamptz and a.practice <> ${real}
          and not exists (select from decisions undo where undo.undoes = d.id) group by 1) d on d.user_id = u.id
      left join (select first_user_id, count(*) as looked, count(*) filter (where outcome = first_outcome) as agreed
        from second_looks where kind = 'sample' and answered_at >= ${since}::timestamptz group by 1) f
        on f.first_user_id = u.id
      left join (select user_id, count(*) as answered, count(*) filter (where outcome = first_outcome) as agreed
        from second_looks where kind = 'gold' and answered_at >= ${since}::timestamptz group by 1) g on g.user_id = u.id
    where d.decided > 0 or f.looked > 0 or g.answered > 0
    order by decided desc, u.name`.execute(db);
  return rows;
}

function wasDecided({ real, since, now, except }: Counted): RawBuilder<unknown> {
  return sql`a.state = 'decided' and a.practice <> ${real} and a.decided_at >= ${since}::timestamptz
    and a.decided_at <= ${now}::timestamptz and ${notAmong(sql`a.id`, except)}`;
}
