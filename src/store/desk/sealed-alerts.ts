/** Alerts whose outcome somebody must not learn yet: they were given a second look at them and have neither answered nor skipped it. */
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../open-database.ts';

/** Hardly ever more than one: whoever asks for another is given the same again. */
export async function sealedFrom(db: Db, user: number): Promise<number[]> {
  const { rows } = await sql<{ alert: number }>`
    /* prepared: sealed-from */
    select distinct alert_id as alert from second_looks where user_id = ${user} and state = 'waiting'
      and not user_id = any(seen_by)`.execute(db);
  return rows.map(({ alert }) => alert);
}

/** A condition that keeps alerts out. */
export function notAmong(column: RawBuilder<unknown>, alerts: readonly number[]): RawBuilder<unknown> {
  return alerts.length === 0 ? sql`true` : sql`${column} <> all(${[...alerts]}::bigint[])`;
}

/** Whoever has read how it was decided is not asked for a second look that is still to be given. */
export async function noteSeen(db: Db, alert: number, user: number): Promise<void> {
  await sql`update second_looks set seen_by = array_append(seen_by, ${user}::bigint)
    where alert_id = ${alert} and kind = 'sample' and state = 'waiting' and first_user_id <> ${user}
      and user_id is distinct from ${user} and not ${user}::bigint = any(seen_by)`.execute(db);
}
