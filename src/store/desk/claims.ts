/** The table `claims`: leases on alerts, one holder each. A lease that has ended counts for nothing, whoever wrote it. */
import { type RawBuilder, sql } from 'kysely';
import { type AlertState, WAITING_STATES } from '../../model/alert.ts';
import type { CLAIM_KINDS } from '../../model/api.ts';
import type { ClaimQuery } from '../../model/claim-api.ts';
import type { Db } from '../open-database.ts';

/** Each failed one means that another client has just got an alert; so many in a row do not happen. */
const MOST_ATTEMPTS = 100;

export type StoredClaim = {
  readonly alert: number;
  readonly userId: number;
  readonly by: string;
  readonly kind: (typeof CLAIM_KINDS)[number];
  readonly claimedAt: string;
  readonly expiresAt: string;
  readonly note: string | null;
};

export type NewClaim = {
  readonly user: number;
  readonly now: Date;
  readonly expiresAt: Date;
};

/**
 * Takes or prolongs the lease; null when there is no such alert, it is in none of the states (one that is put off counts as
 * where it is back then), or another holds it. Taking
 * it as its holder begins no new lease: `claimed_at` stays, and one that is held keeps its longer time.
 */
export async function takeClaim(
  db: Db,
  alert: number,
  claim: NewClaim & { readonly states: readonly AlertState[] },
): Promise<StoredClaim | null> {
  const { user, now, expiresAt } = claim;
  const { rows } = await sql<StoredClaim>`
    /* prepared: take-claim */
    with ${WITHOUT_WAITING}, taken as (
      insert into claims as c (alert_id, user_id, kind, claimed_at, expires_at)
      select id, ${user}::bigint, 'open', ${now}::timestamptz, ${expiresAt}::timestamptz from alerts, hurry
      where id = ${alert} and case state when 'snoozed' then coalesce(snoozed_from, 'open') else state end
        = any(${[...claim.states]}::text[])
      on conflict (alert_id) do update set
        kind = case when ${stillMine(claim)} and c.kind = 'held' then c.kind else 'open' end,
        claimed_at = case when ${stillMine(claim)} then c.claimed_at else excluded.claimed_at end,
        expires_at = case when ${stillMine(claim)} and c.kind = 'held'
          then greatest(c.expires_at, excluded.expires_at) else excluded.expires_at end,
        note = case when ${stillMine(claim)} then c.note end,
        user_id = excluded.user_id
      where c.user_id = excluded.user_id or c.expires_at <= ${now}::timestamptz
      returning *
    ), ${firstLook(now)} ${claimColumns(sql`taken`)}`.execute(db);
  return rows[0] ?? null;
}

/**
 * A lease does not wait for the disk: what a crash of the server makes forgotten in the last half second is a lease, which is
 * free again then, never a decision. It holds for the statement that reads from it.
 */
const WITHOUT_WAITING = sql`hurry as materialized (select set_config('synchronous_commit', 'off', true))`;

/** The first time that anybody who decides looks at what was taken; in the same statement, which spares a second commit. */
function firstLook(now: Date): RawBuilder<unknown> {
  return sql`looked as (
    update alerts set first_look_at = ${now}::timestamptz
    where id = (select alert_id from taken) and first_look_at is null)`;
}

function stillMine({ user, now }: NewClaim): RawBuilder<unknown> {
  return sql`(c.user_id = ${user}::bigint and c.expires_at > ${now}::timestamptz)`;
}

export type NextOrder = NewClaim & {
  /** Of the statement, when its filter and states are those of every other order of that name; null: planned each time. */
  readonly name: string | null;
  /** A condition on `alerts a`. */
  readonly filter: RawBuilder<unknown>;
  readonly states: readonly (typeof WAITING_STATES)[number][];
  readonly skip: readonly number[];
};

/**
 * The most urgent alert that nobody holds. Urgency is the severity's rank plus the share of its time that has passed, so
 * that each whole time that passed raises an alert by one severity. Rows that another client is just taking are left out,
 * and the key of the table refuses a second holder: then it is tried again.
 */
export async function takeNextClaim(db: Db, order: NextOrder): Promise<StoredClaim | null> {
  const { user, now, expiresAt } = order;
  // Negative, as it stands in the index that also gives the order.
  const free = sql`(-a.severity_rank) = (-s.severity_rank)
    and a.state in (${sql.join(WAITING_STATES.map((state) => sql.lit(state)))})
    and a.state in (${sql.join(order.states.map((state) => sql.lit(state)))})
    and a.suppression_id is null and not a.id = any(${[...order.skip]}::bigint[]) and ${order.filter}
    and not exists (select from claims where alert_id = a.id and expires_at > ${now}::timestamptz)
    order by a.waiting_since, a.id limit 1`;
  const attempt = sql<StoredClaim & { picked: number }>`
    ${order.name === null ? sql`` : sql.raw(`/* prepared: ${order.name} */`)}
    with ${WITHOUT_WAITING}, heads as (
      select s.severity_rank, head.waiting_since, s.seconds from service_levels s
      cross join lateral (select a.waiting_since from alerts a where ${free}) head
    ), pick as materialized (
      select picked.id from (
        select severity_rank from heads
        order by severity_rank + extract(epoch from ${now}::timestamptz - waiting_since) / seconds desc
      ) s cross join lateral (select a.id from alerts a where ${free} for update of a skip locked) picked limit 1
    ), taken as (
      insert into claims as c (alert_id, user_id, kind, claimed_at, expires_at)
      select id, ${user}::bigint, 'open', ${now}::timestamptz, ${expiresAt}::timestamptz from pick, hurry
      on conflict (alert_id) do update set user_id = excluded.user_id, kind = excluded.kind, note = null,
        claimed_at = excluded.claimed_at, expires_at = excluded.expires_at
      where c.expires_at <= ${now}::timestamptz
      returning *
    ), ${firstLook(now)}
    select pick.id as picked, shown.* from pick left join (${claimColumns(sql`taken`)}) shown on true`;
  for (let attempts = 0; attempts < MOST_ATTEMPTS; attempts += 1) {
    const [row] = (await attempt.execute(db)).rows;
    if (row === undefined) return null;
    const { picked: _picked, ...claim } = row;
    if (claim.alert !== null) return claim;
  }
  return null;
}

/** The lease of anybody else on it; null when there is none. */
export async function findClaimOfOther(
  db: Db,
  alert: number,
  user: number,
  now: Date,
): Promise<StoredClaim | null> {
  const claim = await findClaim(db, alert, now);
  return claim === null || claim.userId === user ? null : claim;
}

export async function findClaim(db: Db, alert: number, now: Date): Promise<StoredClaim | null> {
  const { rows } = await sql<StoredClaim>`
    /* prepared: claim-of-alert */ ${claimColumns(sql`claims`)} where c.alert_id = ${alert} and c.expires_at > ${now}::timestamptz`.execute(
    db,
  );
  return rows[0] ?? null;
}

/** Those of the alerts that anybody else holds. */
export async function claimedByOthers(
  db: Db,
  alerts: readonly number[],
  user: number,
  now: Date,
): Promise<ReadonlySet<number>> {
  const { rows } = await sql<{ id: number }>`
    select alert_id as id from claims where alert_id = any(${[...alerts]}::bigint[]) and user_id <> ${user}
      and expires_at > ${now}::timestamptz`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/** By the number of the alert: by the time at which they end some would move from page to page while these are read. */
export async function listClaims(
  db: Db,
  { user, alert, after, limit, now }: Omit<ClaimQuery, 'of'> & { user: number | null; now: Date },
): Promise<StoredClaim[]> {
  const { rows } = await sql<StoredClaim>`
    ${claimColumns(sql`claims`)} where c.expires_at > ${now}::timestamptz
      and (${user}::bigint is null or c.user_id = ${user}::bigint)
      and (${alert ?? null}::bigint is null or c.alert_id = ${alert ?? null}::bigint) and c.alert_id > ${after}
    order by c.alert_id limit ${limit}`.execute(db);
  return rows;
}

/** What a holder makes of the lease, or a lead of another's. Only while `holder` has it; null otherwise. */
export async function changeClaim(
  db: Db,
  alert: number,
  holder: number,
  to: NewClaim & { readonly kind: StoredClaim['kind']; readonly note: string | null },
): Promise<StoredClaim | null> {
  const { rows } = await sql<StoredClaim>`
    with changed as (
      update claims set user_id = ${to.user}, kind = ${to.kind}, note = ${to.note},
        expires_at = ${to.expiresAt}::timestamptz
      where alert_id = ${alert} and user_id = ${holder} and expires_at > ${to.now}::timestamptz returning *
    ) ${claimColumns(sql`changed`)}`.execute(db);
  return rows[0] ?? null;
}

/** Whoever holds them. */
export async function releaseClaims(db: Db, alerts: readonly number[]): Promise<void> {
  if (alerts.length === 0) return;
  await db
    .deleteFrom('claims')
    .where('alert_id', 'in', [...alerts])
    .execute();
}

export async function releaseClaimOf(db: Db, alert: number, user: number): Promise<void> {
  await db.deleteFrom('claims').where('alert_id', '=', alert).where('user_id', '=', user).execute();
}

function claimColumns(table: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select c.alert_id as alert, c.user_id as "userId", u.name as by, c.kind, c.claimed_at as "claimedAt",
    c.expires_at as "expiresAt", c.note from ${table} c join users u on u.id = c.user_id`;
}
