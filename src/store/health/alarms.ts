/** The table `alarms`: what is wrong and since when; raised once, cleared when it is over. */
import { sql } from 'kysely';
import type { Alarm, AlarmKind } from '../../model/alarm.ts';
import type { AlarmPage, AlarmQuery } from '../../model/alarm-api.ts';
import type { Db } from '../open-database.ts';
import { toJson, toText } from '../to-json.ts';

export type FoundAlarm = {
  readonly kind: AlarmKind;
  /** A site's or notifier's id, or "*". */
  readonly subject: string;
  readonly summary: string;
  readonly facts: Readonly<Record<string, unknown>>;
  /** Subjects that it speaks for: what was raised of one of them before is not over. */
  readonly covers?: readonly string[];
};

/** Within a transaction: one process at a time compares what is found with what is raised. */
export async function lockAlarms(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('precursor_watch.alarms'))`.execute(db);
}

export async function raisedAlarms(db: Db): Promise<Alarm[]> {
  return await alarmRows(db).where('state', '=', 'raised').execute();
}

/** null when it was raised already: then what is said of it is brought up to date. */
export async function raiseAlarm(db: Db, found: FoundAlarm, now: Date): Promise<Alarm | null> {
  const { kind, subject, facts } = found;
  const { rows } = await sql<{ id: number; made: boolean }>`
    insert into alarms (kind, subject, state, summary, facts, raised_at, seen_at)
    values (${kind}, ${subject}, 'raised', ${toText(found.summary)}, ${toJson(facts)}, ${now}, ${now})
    on conflict (kind, subject) where state = 'raised' do update set
      summary = excluded.summary, facts = excluded.facts, seen_at = excluded.seen_at
    returning id, xmax = 0 as made`.execute(db);
  const [row] = rows;
  if (row?.made !== true) return null;
  return await alarmRows(db).where('id', '=', row.id).executeTakeFirstOrThrow();
}

export async function clearAlarm(db: Db, id: number, now: Date): Promise<Alarm> {
  await db
    .updateTable('alarms')
    .set({ state: 'cleared', cleared_at: now })
    .where('id', '=', id)
    .where('state', '=', 'raised')
    .execute();
  return await alarmRows(db).where('id', '=', id).executeTakeFirstOrThrow();
}

/** The newest first. */
export async function pageOfAlarms(db: Db, { state, before, limit }: AlarmQuery): Promise<AlarmPage> {
  let rows = alarmRows(db).orderBy('id', 'desc').limit(limit);
  if (state !== undefined) rows = rows.where('state', '=', state);
  if (before !== undefined) rows = rows.where('id', '<', before);
  const items = await rows.execute();
  return { items, next: items.length < limit ? null : (items.at(-1)?.id ?? null) };
}

function alarmRows(db: Db) {
  return db
    .selectFrom('alarms')
    .select([
      'id',
      'kind',
      'subject',
      'state',
      'summary',
      'raised_at as raisedAt',
      'cleared_at as clearedAt',
    ]);
}
