/** The tables `rescreens` and `rescreen_ranges`: one cursor over all listings, given out in ranges under leases. */
import { type RawBuilder, sql } from 'kysely';
import type { Rescreen, RescreenScope, RescreenTrigger } from '../../model/rescreen.ts';
import { inTransaction } from '../in-transaction.ts';
import type { Db } from '../open-database.ts';

/** Long enough for the slowest range; a worker that dies gives its range back after that. */
const LEASE_SECONDS = 120;

export type NewRescreen = {
  readonly trigger: RescreenTrigger;
  readonly scope: RescreenScope;
  /** False where listings that had nothing to them can have nothing to them: they need not be read. */
  readonly whole: boolean;
  readonly watchlist: string;
  readonly requestedBy: string;
  readonly now: Date;
};

/** Replaces one that is under way. null when no listing is stored. */
export async function beginRescreen(db: Db, o: NewRescreen): Promise<number | null> {
  return await inTransaction(db, async (tx) => {
    await sql`lock table rescreens in share row exclusive mode`.execute(tx);
    const { rows } = await sql<{ total: number; last: number | null }>`
      select count(*)::integer as total, max(id) as last from listings`.execute(tx);
    const { total, last } = rows[0] ?? { total: 0, last: null };
    if (last === null) return null;
    // What the one before did not come to was screened under an older list.
    const { rows: before } = await sql<{ state: Rescreen['state'] }>`
      select state from rescreens where scope = 'all' order by id desc limit 1`.execute(tx);
    const whole = o.whole || before[0]?.state !== 'done';
    await sql`
      update rescreens set state = 'replaced', finished_at = ${o.now} where state in ('running', 'paused')`.execute(
      tx,
    );
    const made = await sql<{ id: number }>`
      insert into rescreens (trigger, scope, whole, watchlist_version, law_on, state, next_id, last_id, total, requested_by,
        requested_at)
      values (${o.trigger}, ${o.scope}, ${whole}, ${o.watchlist}, ${day(o.now)}, 'running', 1, ${last}, ${total},
        ${o.requestedBy}, ${o.now})
      returning id`.execute(tx);
    return made.rows[0]?.id ?? null;
  });
}

function day(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

const select = (where: RawBuilder<unknown>, limit: number) => sql<Rescreen>`
  select r.id, r.trigger, r.scope, r.whole, r.watchlist_version as watchlist, to_char(r.law_on, 'YYYY-MM-DD') as "lawOn", r.state,
    r.total, coalesce(s.screened, 0)::integer as screened, coalesce(s.changed, 0)::integer as changed,
    coalesce(s.opened, 0)::integer as opened, coalesce(s.revised, 0)::integer as revised,
    r.requested_by as "requestedBy", r.requested_at as "requestedAt", r.finished_at as "finishedAt"
  from rescreens r left join lateral (
    select sum(screened) as screened, sum(changed) as changed, sum(opened) as opened, sum(revised) as revised
    from rescreen_ranges where rescreen_id = r.id and done_at is not null) s on true
  where ${where} order by r.id desc limit ${limit}`;

/** Under which list everything was screened last before this one, and since when listings of crawls may differ from it. */
export async function listBefore(db: Db, id: number): Promise<ListBefore | null> {
  const { rows } = await sql<ListBefore>`
    select watchlist_version as watchlist, requested_at as since from rescreens
    where id < ${id} and scope = 'all' and state = 'done' order by id desc limit 1`.execute(db);
  return rows[0] ?? null;
}

export type ListBefore = { readonly watchlist: string; readonly since: string };

export type Late = {
  readonly rescreen: number;
  readonly watchlist: string;
  /** Runs have screened listings under another list since it was requested. */
  readonly any: boolean;
};

/**
 * Of the newest one of all listings, if it is over, was requested in that time, and is not the one that is `settled`. Looks through
 * all assessments.
 */
export async function findLate(
  db: Db,
  requested: { readonly from: Date; readonly until: Date },
  settled: number | null,
): Promise<Late | null> {
  const { rows } = await sql<Late>`
    select r.id as rescreen, r.watchlist_version as watchlist, exists (
      select from assessments where watchlist_version <> r.watchlist_version and assessed_at >= r.requested_at) as any
    from (select * from rescreens where scope = 'all' order by id desc limit 1) r
    where r.state = 'done' and r.requested_at >= ${requested.from} and r.requested_at < ${requested.until} and r.id is distinct from ${settled}::bigint`.execute(
    db,
  );
  return rows[0] ?? null;
}

/** The newest first. */
export async function listRescreens(db: Db, limit: number): Promise<Rescreen[]> {
  return (await select(sql`true`, limit).execute(db)).rows;
}

/** null when there is none of that number. */
export async function findRescreen(db: Db, id: number): Promise<Rescreen | null> {
  return (await select(sql`r.id = ${id}`, 1).execute(db)).rows[0] ?? null;
}

/** The one that is running or paused. */
export async function openRescreen(db: Db): Promise<Rescreen | null> {
  return (await select(sql`r.state in ('running', 'paused')`, 1).execute(db)).rows[0] ?? null;
}

/** The last day for which the law was read, of the newest one that is over or under way. */
export async function lastLawDay(db: Db): Promise<string | null> {
  const { rows } = await sql<{ day: string | null }>`
    select to_char(max(law_on), 'YYYY-MM-DD') as day from rescreens where state <> 'replaced'`.execute(db);
  return rows[0]?.day ?? null;
}

/** False when it is not in the state that this starts from. */
export async function pauseRescreen(db: Db, id: number, pause: boolean): Promise<boolean> {
  const [from, to] = pause ? ['running', 'paused'] : ['paused', 'running'];
  const { numAffectedRows } = await sql`
    update rescreens set state = ${to} where id = ${id} and state = ${from}`.execute(db);
  return (numAffectedRows ?? 0n) > 0n;
}

export type Range = { readonly first: number; readonly last: number };

export type ClaimedRange = Range & { readonly rescreen: number };

/**
 * The next listings that nobody has, or those of a worker that died. null when there is nothing to do now: it is paused,
 * over, or others hold the rest.
 */
export async function claimRange(
  db: Db,
  o: { readonly rescreen: number; readonly size: number; readonly worker: string },
): Promise<ClaimedRange | null> {
  // Machines that screen together may disagree on the time.
  const until = sql`clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})`;
  return await inTransaction(db, async (tx) => {
    const { rows } = await sql<{ next: number; last: number; watchlist: string }>`
      select next_id as next, last_id as last, watchlist_version as watchlist from rescreens
      where id = ${o.rescreen} and state = 'running' for update`.execute(tx);
    const [cursor] = rows;
    if (cursor === undefined) return null;
    const given = await sql<Range>`
      update rescreen_ranges set worker = ${o.worker}, leased_until = ${until}
      where (rescreen_id, first_id) in (
        select rescreen_id, first_id from rescreen_ranges
        where rescreen_id = ${o.rescreen} and done_at is null and leased_until < clock_timestamp() limit 1)
      returning first_id as first, last_id as last`.execute(tx);
    const [stale] = given.rows;
    if (stale !== undefined) return { ...stale, rescreen: o.rescreen };
    if (cursor.next > cursor.last) return null;
    const ends = await sql<{ id: number }>`
      select id from listings where id >= ${cursor.next} and id <= ${cursor.last}
      order by id offset ${o.size - 1} limit 1`.execute(tx);
    const last = ends.rows[0]?.id ?? cursor.last;
    await sql`update rescreens set next_id = ${last + 1} where id = ${o.rescreen}`.execute(tx);
    await sql`
      insert into rescreen_ranges (rescreen_id, first_id, last_id, watchlist_version, worker, leased_until)
      values (${o.rescreen}, ${cursor.next}, ${last}, ${cursor.watchlist}, ${o.worker}, ${until})`.execute(
      tx,
    );
    return { first: cursor.next, last, rescreen: o.rescreen };
  });
}

export type RangeCounts = {
  readonly screened: number;
  readonly changed: number;
  readonly opened: number;
  readonly revised: number;
};

/** Within the transaction of what the range changed. False when another worker has taken the range: nothing may be written. */
export async function finishRange(
  db: Db,
  range: ClaimedRange,
  worker: string,
  counts: RangeCounts,
  now: Date,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update rescreen_ranges set screened = ${counts.screened}, changed = ${counts.changed}, opened = ${counts.opened},
      revised = ${counts.revised}, done_at = ${now}
    where rescreen_id = ${range.rescreen} and first_id = ${range.first} and worker = ${worker}
      and done_at is null`.execute(db);
  return (numAffectedRows ?? 0n) > 0n;
}

/** Marks it as done when every range is; true when it is over, whoever ended it. */
export async function settleRescreen(db: Db, id: number, now: Date): Promise<boolean> {
  await sql`
    update rescreens set state = 'done', finished_at = ${now}
    where id = ${id} and state = 'running' and next_id > last_id
      and not exists (select from rescreen_ranges where rescreen_id = ${id} and done_at is null)`.execute(db);
  const { rows } =
    await sql`select from rescreens where id = ${id} and state in ('running', 'paused')`.execute(db);
  return rows.length === 0;
}
