/** How alerts stand in the desk's work: state, outcome, until when put off. Written by people, never by a crawl. */
import { sql } from 'kysely';
import type { Severity } from '../../model/assessment.ts';
import type { StandingBefore } from '../desk-tables.ts';
import type { Db } from '../open-database.ts';

export type StoredStanding = StandingBefore & {
  readonly id: number;
  readonly revision: number;
  readonly version: number;
  readonly severity: Severity;
};

/** Locks the rows until the transaction ends, always in the order of their numbers, so that no two wait for each other. */
export async function lockStandings(db: Db, alerts: readonly number[]): Promise<StoredStanding[]> {
  return alerts.length === 0 ? [] : await standings(db, alerts).forUpdate().execute();
}

/** As they stand at this moment, without keeping anybody from changing them. */
export async function readStandings(db: Db, alerts: readonly number[]): Promise<StoredStanding[]> {
  return alerts.length === 0 ? [] : await standings(db, alerts).execute();
}

function standings(db: Db, alerts: readonly number[]) {
  return db
    .selectFrom('alerts')
    .select([
      'id',
      'revision',
      'version',
      'severity',
      'state',
      'outcome',
      'snoozed_from as snoozedFrom',
      'snoozed_until as snoozedUntil',
      'waiting_since as waitingSince',
      'decided_at as decidedAt',
    ])
    .where('id', 'in', [...alerts])
    .orderBy('id');
}

/** The same standing for all of them; gives the version that each has then. */
export async function setStandings(
  db: Db,
  alerts: readonly number[],
  to: Omit<StandingBefore, 'waitingSince'>,
  /** null leaves it as it is. */
  waitingSince: string | null,
): Promise<ReadonlyMap<number, number>> {
  const { rows } = await sql<{ id: number; version: number }>`
    update alerts set state = ${to.state}, outcome = ${to.outcome}, snoozed_from = ${to.snoozedFrom},
      snoozed_until = ${to.snoozedUntil}::timestamptz, decided_at = ${to.decidedAt}::timestamptz,
      waiting_since = coalesce(${waitingSince}::timestamptz, waiting_since)
    where id = any(${[...alerts]}::bigint[]) returning id, version`.execute(db);
  return new Map(rows.map(({ id, version }) => [id, version]));
}

export async function alertExists(db: Db, alert: number): Promise<boolean> {
  const row = await db.selectFrom('alerts').select('id').where('id', '=', alert).executeTakeFirst();
  return row !== undefined;
}

/** Those whose time is over wait again, in the state that they were put off in. */
export async function wakeSnoozed(db: Db, now: Date): Promise<void> {
  await sql`update alerts set state = coalesce(snoozed_from, 'open')
    where state = 'snoozed' and snoozed_until <= ${now}::timestamptz`.execute(db);
}
