/** The table `decisions`: appended to, never changed; the database itself refuses a change. */
import type { Outcome } from '../model/alert.ts';
import type { Decision } from '../model/api.ts';
import type { LawRow } from '../model/assessment.ts';
import type { Db } from './open-database.ts';
import { toJson, toTextOrNull } from './to-json.ts';

/** `outcome` and `reason` are null together, for a reopening. `law` is what stood when it was decided. */
export type NewDecision = {
  readonly alert: number;
  readonly revision: number;
  readonly outcome: Outcome | null;
  readonly reason: string | null;
  readonly note: string | null;
  readonly userName: string;
  readonly watchlist: string;
  readonly law: readonly LawRow[];
  readonly now: Date;
};

/** Gives its id. */
export async function insertDecision(db: Db, decision: NewDecision): Promise<number> {
  const { id } = await db
    .insertInto('decisions')
    .values({
      alert_id: decision.alert,
      revision: decision.revision,
      outcome: decision.outcome,
      reason: decision.reason,
      note: toTextOrNull(decision.note),
      user_name: decision.userName,
      watchlist_version: decision.watchlist,
      law: toJson(decision.law),
      at: decision.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** The earliest first. */
export async function listDecisions(db: Db, alert: number): Promise<Decision[]> {
  return db
    .selectFrom('decisions')
    .select([
      'id',
      'outcome',
      'reason',
      'note',
      'user_name as by',
      'at',
      'revision',
      'watchlist_version as watchlist',
      'law',
    ])
    .where('alert_id', '=', alert)
    .orderBy('id')
    .execute();
}
