/** The table `decisions`: what was done to alerts, appended to, never changed; the database itself refuses a change. */
import { sql } from 'kysely';
import type { AlertAction, Outcome } from '../../model/alert.ts';
import type { Decision } from '../../model/api.ts';
import type { LawRow } from '../../model/assessment.ts';
import type { StandingBefore } from '../desk-tables.ts';
import type { Db } from '../open-database.ts';
import { toJson, toTextOrNull } from '../to-json.ts';

/** `outcome` and `reason` are null together, for all but decisions. `law` is what stood when it was decided. */
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
  /** Left out: `decide` with an outcome, `reopen` without. */
  readonly action?: AlertAction;
  readonly policy?: string | null;
  readonly duplicateOf?: number | null;
  readonly userId?: number;
  readonly before?: StandingBefore;
  readonly versionAfter?: number;
  readonly undoes?: number;
  readonly bulk?: number | null;
};

/** Gives their ids in the same order. */
export async function insertDecisions(db: Db, decisions: readonly NewDecision[]): Promise<number[]> {
  if (decisions.length === 0) return [];
  const rows = await db.insertInto('decisions').values(decisions.map(toRow)).returning('id').execute();
  return rows.map(({ id }) => id);
}

function toRow(decision: NewDecision) {
  return {
    alert_id: decision.alert,
    revision: decision.revision,
    action: decision.action ?? (decision.outcome === null ? 'reopen' : 'decide'),
    outcome: decision.outcome,
    reason: decision.reason,
    policy: decision.policy ?? null,
    note: toTextOrNull(decision.note),
    duplicate_of: decision.duplicateOf ?? null,
    user_name: decision.userName,
    user_id: decision.userId ?? null,
    watchlist_version: decision.watchlist,
    law: toJson(decision.law),
    at: decision.now,
    before: decision.before === undefined ? null : toJson(decision.before),
    version_after: decision.versionAfter ?? null,
    undoes: decision.undoes ?? null,
    bulk_id: decision.bulk ?? null,
  };
}

/** The earliest first. */
export async function listDecisions(db: Db, alert: number): Promise<Decision[]> {
  return db
    .selectFrom('decisions')
    .select([
      'id',
      'action',
      'outcome',
      'reason',
      'policy',
      'note',
      'duplicate_of as duplicateOf',
      'undoes',
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

/** Whether nothing was recorded of the alert after this decision. */
export async function isLatestDecision(db: Db, alert: number, decision: number): Promise<boolean> {
  const { latest } = await db
    .selectFrom('decisions')
    .select((row) => row.fn.max('id').as('latest'))
    .where('alert_id', '=', alert)
    .executeTakeFirstOrThrow();
  return latest === decision;
}

/** The alert and what it repeats as they stand now, step by step; nothing when there is no such alert. */
export async function repeatedFrom(db: Db, alert: number): Promise<ReadonlySet<number>> {
  const { rows } = await sql<{ id: number }>`
    with recursive repeated as (
      select id, outcome from alerts where id = ${alert}
      union
      select other.id, other.outcome from repeated r cross join lateral (
        select duplicate_of from decisions where alert_id = r.id and action = 'decide' order by id desc limit 1) d
      join alerts other on other.id = d.duplicate_of where r.outcome = 'duplicate'
    ) select id from repeated`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/** List version and law of alerts as they stand now, by alert: what a decision freezes. */
export async function lawOfAlerts(
  db: Db,
  alerts: readonly number[],
): Promise<ReadonlyMap<number, { readonly watchlist: string; readonly law: readonly LawRow[] }>> {
  const { rows } = await sql<{ id: number; watchlist: string; law: LawRow[] }>`
    /* prepared: law-of-alerts */
    select a.id, s.watchlist_version as watchlist, s.law
    from alerts a join assessments s on s.listing_id = a.listing_id
    where a.id = any(${[...alerts]}::bigint[])`.execute(db);
  return new Map(rows.map(({ id, watchlist, law }) => [id, { watchlist, law }]));
}
