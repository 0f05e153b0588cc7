/** Writes what an analyst decides: one transaction with the alert's row locked, so that no two decide on the same sight. */
import type { AlertState } from '../model/alert.ts';
import type { DecisionRequest, ReopenRequest } from '../model/api.ts';
import { findAlertDetail } from '../store/alert-detail.ts';
import { findAlertForUpdate, setAlertState } from '../store/alerts.ts';
import { insertDecision } from '../store/decisions.ts';
import type { Db } from '../store/open-database.ts';
import { decide, type Refusal, reopen, type Step } from './transitions.ts';

/** `detail` says what to do. `stale`: the alert was revised after the analyst saw it. */
export type Decided =
  | { readonly kind: 'done' }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'stale'; readonly detail: string }
  | { readonly kind: Refusal; readonly detail: string };

export type Decider = { readonly name: string };

/** Decides an alert as its analyst saw it. */
export async function decideAlert(
  db: Db,
  alert: number,
  request: DecisionRequest,
  by: Decider,
  now: Date,
): Promise<Decided> {
  const { revision, reason } = request;
  return await write(db, { alert, revision, reason, by, now }, (from) => decide(from, request));
}

/** Puts a decided alert back among those that wait; the earlier decision stays on record. */
export async function reopenAlert(
  db: Db,
  alert: number,
  request: ReopenRequest,
  by: Decider,
  now: Date,
): Promise<Decided> {
  const { revision } = request;
  return await write(db, { alert, revision, reason: null, by, now }, (from) => reopen(from, request.note));
}

type Order = {
  readonly alert: number;
  readonly revision: number;
  readonly reason: string | null;
  readonly by: Decider;
  readonly now: Date;
};

/** Each decision keeps the watch-list version and the law that the alert showed: later lists do not change it. */
async function write(db: Db, order: Order, take: (from: AlertState) => Step): Promise<Decided> {
  return await db.transaction().execute(async (transaction): Promise<Decided> => {
    const alert = await findAlertForUpdate(transaction, order.alert);
    if (alert === null) return { kind: 'not-found' };
    if (alert.revision !== order.revision) {
      return {
        kind: 'stale',
        detail: `You saw revision ${order.revision}, it is now at ${alert.revision}. Look at it again, then decide.`,
      };
    }
    const step = take(alert.state);
    if (!step.ok) return { kind: step.refusal, detail: step.detail };
    const detail = await findAlertDetail(transaction, alert.id);
    if (detail === null) throw new Error(`alert ${alert.id} vanished under its lock`);
    const { law, watchlist } = detail.assessment;
    await insertDecision(transaction, {
      alert: alert.id,
      revision: alert.revision,
      outcome: step.outcome,
      reason: order.reason,
      note: step.note,
      userName: order.by.name,
      watchlist,
      law,
      now: order.now,
    });
    await setAlertState(transaction, alert.id, { state: step.state, outcome: step.outcome }, order.now);
    return { kind: 'done' };
  });
}
