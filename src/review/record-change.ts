/** Writes one and the same change of one or many alerts that are locked: standing, record, second looks, claims. */
import { type StoredStanding, setStandings } from '../store/desk/alert-standing.ts';
import { releaseClaims } from '../store/desk/claims.ts';
import { insertDecisions, lawOfAlerts } from '../store/desk/decisions.ts';
import type { Db } from '../store/open-database.ts';
import type { Actor } from './actor.ts';
import { sampleDecisions } from './sample-decisions.ts';
import type { Order, Standing } from './transitions.ts';

export type Change = {
  readonly from: readonly StoredStanding[];
  /** How all of them stand then. */
  readonly to: Standing;
  readonly note: string | null;
  readonly order: Order;
  readonly actor: Actor;
  readonly now: Date;
  /** The bulk order that it is part of. */
  readonly bulk?: number;
  /** False where nothing is left that somebody could look at a second time. */
  readonly looks?: boolean;
};

/**
 * Each record keeps the watch-list version and the law that the alert showed: later lists do not change it. Gives the
 * numbers of the records, in the order of `from`.
 */
export async function recordChange(db: Db, change: Change): Promise<number[]> {
  const { from, to, note, order, actor, now } = change;
  const ids = from.map(({ id }) => id);
  const laws = await lawOfAlerts(db, ids);
  const decidedAt = to.state === 'decided' ? now.toISOString() : null;
  // What was decided and is opened again waits from now on; all else has waited since it came.
  const waitingSince = order.action === 'reopen' ? now.toISOString() : null;
  const versions = await setStandings(db, ids, { ...to, decidedAt }, waitingSince);
  const decides = order.action === 'decide';
  const records = from.map((alert) => {
    const law = laws.get(alert.id);
    if (law === undefined) throw new Error(`alert ${alert.id} has no assessment`);
    return {
      alert: alert.id,
      revision: alert.revision,
      action: order.action,
      outcome: to.outcome,
      reason: decides ? order.reason : null,
      policy: decides ? order.policy : null,
      duplicateOf: decides ? order.duplicateOf : null,
      note,
      userName: actor.name,
      userId: actor.id,
      ...law,
      before: standingOf(alert),
      versionAfter: versions.get(alert.id) ?? 0,
      bulk: change.bulk ?? null,
      now,
    };
  });
  const decisions = await insertDecisions(db, records);
  await releaseClaims(db, ids);
  if (order.action === 'decide' && change.looks !== false) {
    const made = from.map((alert, index) => ({ alert, decision: decisions[index] ?? 0 }));
    await sampleDecisions(db, made, order, actor, now);
  }
  return decisions;
}

/** What undoing puts back. */
export function standingOf(alert: StoredStanding) {
  const { state, outcome, snoozedFrom, snoozedUntil, waitingSince, decidedAt } = alert;
  return { state, outcome, snoozedFrom, snoozedUntil, waitingSince, decidedAt };
}
