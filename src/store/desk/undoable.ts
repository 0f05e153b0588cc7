/** What a person did last and nobody took back: single orders and bulk ones, in one list. */
import { sql } from 'kysely';
import type { Undoable } from '../../model/bulk-api.ts';
import type { StandingBefore } from '../desk-tables.ts';
import type { Db } from '../open-database.ts';

type UndoableOrder = Omit<Undoable, 'title'>;

/** The latest first. */
export async function listUndoable(db: Db, user: number, limit: number): Promise<UndoableOrder[]> {
  // Each side stops at the limit by itself: some people have decided a great deal.
  const { rows } = await sql<UndoableOrder>`
    (select 'one' as kind, d.id, d.action, d.outcome, d.alert_id as alert, 1 as alerts,
      (a.version = d.version_after)::int as possible, d.at
    from decisions d join alerts a on a.id = d.alert_id
    where d.user_id = ${user} and d.bulk_id is null and d.before is not null and d.action <> 'undo'
      and not exists (select from decisions u where u.undoes = d.id)
    order by d.id desc limit ${limit})
    union all
    (select 'bulk', b.id, b.request->>'action', b.request->>'outcome', min(d.alert_id), count(*)::int,
      count(*) filter (where a.version = d.version_after)::int, b.applied_at
    from bulk_orders b join decisions d on d.bulk_id = b.id and d.action <> 'undo' join alerts a on a.id = d.alert_id
    where b.user_id = ${user} and b.applied_at is not null and b.undone_at is null group by b.id
    order by b.id desc limit ${limit})
    order by at desc, id desc limit ${limit}`.execute(db);
  return rows;
}

export type UndoableDecision = {
  readonly id: number;
  readonly alert: number;
  readonly before: StandingBefore;
  readonly versionAfter: number;
};

/** Of one order: the decision itself, or all of a bulk that were not taken back. */
export async function findUndoable(
  db: Db,
  user: number,
  { kind, id }: Pick<Undoable, 'kind' | 'id'>,
): Promise<UndoableDecision[]> {
  const which = kind === 'one' ? sql`d.id = ${id} and d.bulk_id is null` : sql`d.bulk_id = ${id}`;
  const { rows } = await sql<UndoableDecision>`
    select d.id, d.alert_id as alert, d.before, d.version_after as "versionAfter" from decisions d
    where ${which} and d.user_id = ${user} and d.before is not null and d.action <> 'undo'
      and not exists (select from decisions u where u.undoes = d.id)
    order by d.alert_id`.execute(db);
  return rows;
}

export async function markBulkUndone(db: Db, bulk: number, now: Date): Promise<void> {
  await db.updateTable('bulk_orders').set({ undone_at: now }).where('id', '=', bulk).execute();
}
