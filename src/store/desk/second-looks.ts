/** The table `second_looks`: decisions that somebody else makes again, and answers that are known beforehand. */
import { type RawBuilder, sql } from 'kysely';
import type { Outcome } from '../../model/alert.ts';
import type { AlertQuality } from '../../model/second-look.ts';
import type { SecondLook, SecondLookQuery } from '../../model/second-look-api.ts';
import type { Db } from '../open-database.ts';
import { toTextOrNull } from '../to-json.ts';
import { notAmong } from './sealed-alerts.ts';

/** The share of decisions on this alert by this person that is looked at again: the highest rate that fits. */
export async function samplingRateOf(db: Db, alert: number, user: string): Promise<number> {
  const { rows } = await sql<{ rate: number | null }>`
    /* prepared: sampling-rate */
    select max(r.rate) as rate from sampling_rates r join alerts a on a.id = ${alert}
    where r.kind = 'all' or (r.kind = 'site' and r.value = a.site_id)
      or (r.kind = 'person' and lower(r.value) = lower(${user}))
      or (r.kind = 'term' and exists (
        select from hits h where h.listing_id = a.listing_id and lower(h.term) = lower(r.value)))`.execute(
    db,
  );
  return rows[0]?.rate ?? 0;
}

/** How the latest second look at an alert stands, and whether its answer is known. */
export async function qualityOf(db: Db, alert: number): Promise<AlertQuality> {
  const { rows } = await sql<AlertQuality>`
    select (select state from second_looks where alert_id = ${alert} and kind = 'sample' order by id desc limit 1)
      as "secondLook", exists (select from gold_items where alert_id = ${alert}) as gold`.execute(db);
  return rows[0] ?? { secondLook: null, gold: false };
}

export type NewLook = {
  readonly alert: number;
  readonly decision: number;
  readonly firstUser: number;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly now: Date;
};

export async function addLook(db: Db, look: NewLook): Promise<void> {
  await db
    .insertInto('second_looks')
    .values({
      kind: 'sample',
      alert_id: look.alert,
      decision_id: look.decision,
      first_user_id: look.firstUser,
      first_outcome: look.outcome,
      first_reason: look.reason,
      state: 'waiting',
      created_at: look.now,
    })
    .execute();
}

/** A decision that was taken back is not looked at again. */
export async function dropLooksOf(db: Db, decisions: readonly number[]): Promise<void> {
  if (decisions.length === 0) return;
  await db
    .deleteFrom('second_looks')
    .where('decision_id', 'in', [...decisions])
    .where('state', '=', 'waiting')
    .execute();
}

export type Assigned = { readonly id: number; readonly alert: number; readonly assignedUntil: string };

type Assignment = { readonly user: number; readonly now: Date; readonly until: Date };

/**
 * The oldest that this person neither decided nor saw decided and nobody is at; the one that they are at already comes
 * first. Whoever let it pass may have looked since: they are not given it again.
 */
export async function assignSample(db: Db, { user, now, until }: Assignment): Promise<Assigned | null> {
  const { rows } = await sql<Assigned>`
    update second_looks set user_id = ${user}, assigned_until = ${until}::timestamptz,
      seen_by = case when user_id <> ${user} then array_append(seen_by, user_id) else seen_by end
    where id = (
      select id from second_looks s
      where state = 'waiting' and kind = 'sample' and first_user_id <> ${user}
        and (user_id is null or user_id = ${user} or assigned_until <= ${now}::timestamptz)
        and not ${user}::bigint = any(seen_by)
        and not exists (select from decisions d
          where d.alert_id = s.alert_id and d.user_id = ${user} and d.action = 'decide')
      order by (user_id is not distinct from ${user}) desc, created_at, id limit 1 for update skip locked)
    returning id, alert_id as alert, assigned_until as "assignedUntil"`.execute(db);
  return rows[0] ?? null;
}

/** A gold item that this person was not yet asked about, or was asked about and did not answer; never one's own. */
export async function assignGold(db: Db, { user, now, until }: Assignment): Promise<Assigned | null> {
  const { rows } = await sql<Assigned>`
    with open as (
      update second_looks set assigned_until = ${until}::timestamptz where id = (
        select id from second_looks where kind = 'gold' and state = 'waiting' and user_id = ${user}
          and not ${user}::bigint = any(seen_by)
        order by id limit 1)
      returning id, alert_id, assigned_until
    ), made as (
      insert into second_looks (kind, alert_id, first_user_id, first_outcome, first_reason, state, created_at, user_id,
        assigned_until)
      select 'gold', g.alert_id, g.created_by, g.outcome, g.reason, 'waiting', ${now}::timestamptz, ${user}::bigint,
        ${until}::timestamptz
      from gold_items g where not exists (select from open) and g.created_by <> ${user}
        and not exists (select from second_looks s
          where s.kind = 'gold' and s.alert_id = g.alert_id and s.user_id = ${user})
      order by g.id limit 1
      returning id, alert_id, assigned_until
    )
    select id, alert_id as alert, assigned_until as "assignedUntil" from open
    union all select id, alert_id, assigned_until from made`.execute(db);
  return rows[0] ?? null;
}

/**
 * Gives one back unanswered. Whoever skipped it may look how it was decided, so that they are not asked again: a sample
 * waits for somebody else, a gold item stays with its person, since another would be made of it otherwise.
 */
export async function giveBack(db: Db, id: number): Promise<void> {
  await sql`update second_looks set seen_by = array_append(seen_by, user_id), assigned_until = null,
    user_id = case when kind = 'gold' then user_id end where id = ${id}`.execute(db);
}

/** How many this person has answered: it sets when a gold item is due. */
export async function countAnswered(db: Db, user: number): Promise<number> {
  const { count } = await db
    .selectFrom('second_looks')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('user_id', '=', user)
    .where('state', '<>', 'waiting')
    .executeTakeFirstOrThrow();
  return count;
}

export type StoredLook = SecondLook & {
  readonly userId: number | null;
  readonly assignedUntil: string | null;
  readonly decision: number | null;
};

/** Locks the row until the transaction ends. */
export async function lockLook(db: Db, id: number): Promise<StoredLook | null> {
  const { rows } = await sql<LookRow>`${lookColumns()} where s.id = ${id} for update of s`.execute(db);
  const [row] = rows;
  return row === undefined ? null : { ...toLook(row), ...assignmentOf(row) };
}

/** The latest first. */
export async function listLooks(
  db: Db,
  { state, before, limit }: SecondLookQuery,
  except: readonly number[] = [],
): Promise<SecondLook[]> {
  const { rows } = await sql<LookRow>`
    ${lookColumns()} where s.state = ${state} and (${before ?? null}::bigint is null or s.id < ${before ?? null})
      and ${notAmong(sql`s.alert_id`, except)}
    order by s.id desc limit ${limit}`.execute(db);
  return rows.map(toLook);
}

export async function saveAnswer(
  db: Db,
  id: number,
  answer: { readonly outcome: Outcome; readonly reason: string; readonly note: string | null },
  state: 'agreed' | 'disagreed',
  now: Date,
): Promise<void> {
  await db
    .updateTable('second_looks')
    .set({ ...answer, note: toTextOrNull(answer.note), state, answered_at: now, assigned_until: null })
    .where('id', '=', id)
    .execute();
}

export async function saveResolution(
  db: Db,
  id: number,
  resolution: { readonly stands: 'first' | 'second'; readonly note: string | null; readonly by: number },
  now: Date,
): Promise<void> {
  const { stands, note, by } = resolution;
  await db
    .updateTable('second_looks')
    .set({
      state: 'resolved',
      stands,
      resolution_note: toTextOrNull(note),
      resolved_by: by,
      resolved_at: now,
    })
    .where('id', '=', id)
    .execute();
}

type LookRow = {
  id: number;
  kind: SecondLook['kind'];
  alert: number;
  decision: number | null;
  state: SecondLook['state'];
  created_at: string;
  first: string | null;
  first_outcome: Outcome;
  first_reason: string;
  user_id: number | null;
  assigned_until: string | null;
  second: string | null;
  outcome: Outcome | null;
  reason: string | null;
  note: string | null;
  answered_at: string | null;
  stands: 'first' | 'second' | null;
  resolver: string | null;
  resolved_at: string | null;
  resolution_note: string | null;
};

function lookColumns(): RawBuilder<unknown> {
  return sql`select s.id, s.kind, s.alert_id as alert, s.decision_id as decision, s.state, s.created_at,
    f.name as first, s.first_outcome, s.first_reason,
    case when not s.user_id = any(s.seen_by) then s.user_id end as user_id, s.assigned_until, u.name as second, s.outcome,
    s.reason, s.note, s.answered_at, s.stands, r.name as resolver, s.resolved_at, s.resolution_note
    from second_looks s left join users f on f.id = s.first_user_id left join users u on u.id = s.user_id
    left join users r on r.id = s.resolved_by`;
}

function toLook(row: LookRow): SecondLook {
  const { outcome, reason, answered_at, stands, resolved_at } = row;
  return {
    id: row.id,
    kind: row.kind,
    alert: row.alert,
    state: row.state,
    first: { by: row.first, outcome: row.first_outcome, reason: row.first_reason },
    second:
      outcome === null || reason === null || answered_at === null
        ? null
        : { by: row.second, at: answered_at, outcome, reason, note: row.note },
    resolution:
      stands === null || resolved_at === null
        ? null
        : { by: row.resolver, at: resolved_at, stands, note: row.resolution_note },
    createdAt: row.created_at,
  };
}

function assignmentOf({ user_id, assigned_until, decision }: LookRow) {
  return { userId: user_id, assignedUntil: assigned_until, decision };
}
