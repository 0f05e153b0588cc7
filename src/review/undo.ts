/** Takes back what one did last: the alert stands again as before, and the record says so. */
import { UNDO_DEPTH, type Undoable, type UndoRequest, type UndoResult } from '../model/bulk-api.ts';
import { appendAudit } from '../store/accounts/audit-log.ts';
import { listAlertRows } from '../store/desk/alert-list.ts';
import { lockStandings, type StoredStanding, setStandings } from '../store/desk/alert-standing.ts';
import { claimedByOthers } from '../store/desk/claims.ts';
import { insertDecisions, lawOfAlerts } from '../store/desk/decisions.ts';
import { dropLooksOf } from '../store/desk/second-looks.ts';
import { findUndoable, listUndoable, markBulkUndone, type UndoableDecision } from '../store/desk/undoable.ts';
import type { Db } from '../store/open-database.ts';
import type { Actor } from './actor.ts';
import { maskRows } from './alert-list.ts';
import { standingOf } from './record-change.ts';

export type Undone =
  | { readonly kind: 'done'; readonly result: UndoResult }
  | { readonly kind: 'nothing-to-undo'; readonly detail: string };

/** One's own last orders that were not taken back, the latest first. */
export async function readUndoable(db: Db, actor: Actor, now: Date): Promise<Undoable[]> {
  const orders = await listUndoable(db, actor.id, UNDO_DEPTH);
  const rows = await listAlertRows(db, [...new Set(orders.map(({ alert }) => alert))], now);
  const titles = new Map(maskRows(rows).map(({ id, title }) => [id, title]));
  return orders.map((order) => ({ ...order, title: titles.get(order.alert) ?? null }));
}

/** An alert that anybody touched since, or that a colleague works on, stays as it is; of a bulk order the others go back. */
export async function undo(db: Db, { order }: UndoRequest, actor: Actor, now: Date): Promise<Undone> {
  return await db.transaction().execute(async (tx): Promise<Undone> => {
    const known = await listUndoable(tx, actor.id, UNDO_DEPTH);
    const chosen =
      order === null ? known[0] : known.find((each) => each.kind === order.kind && each.id === order.id);
    if (chosen === undefined) {
      return {
        kind: 'nothing-to-undo',
        detail: `Only your own last ${UNDO_DEPTH} orders can be taken back. Reopen the alert instead.`,
      };
    }
    const decisions = await findUndoable(tx, actor.id, chosen);
    const alerts = await lockStandings(
      tx,
      decisions.map(({ alert }) => alert),
    );
    const standing = new Map(alerts.map((alert) => [alert.id, alert]));
    const held = await claimedByOthers(tx, [...standing.keys()], actor.id, now);
    const untouched = decisions.flatMap((decision) => {
      const alert = standing.get(decision.alert);
      return alert?.version === decision.versionAfter && !held.has(alert.id) ? [{ decision, alert }] : [];
    });
    if (untouched.length === 0) {
      return {
        kind: 'nothing-to-undo',
        detail:
          'Somebody has changed it since or holds it, or it was taken back already. Look at the alert again.',
      };
    }
    await putBack(tx, untouched, actor, now);
    const undone = untouched.map(({ alert }) => alert.id);
    const kept = decisions.map(({ alert }) => alert).filter((id) => !undone.includes(id));
    if (chosen.kind === 'bulk') await markBulkUndone(tx, chosen.id, now);
    const subject = chosen.kind === 'bulk' ? `bulk:${chosen.id}` : `alert:${chosen.alert}`;
    const action = chosen.kind === 'bulk' ? ('bulk.undo' as const) : ('alert.undo' as const);
    const detail = { order: chosen.id, undone, kept };
    await appendAudit(tx, { actor: actor.name, action, subject, detail }, now);
    return { kind: 'done', result: { undone, kept } };
  });
}

type Untouched = { readonly decision: UndoableDecision; readonly alert: StoredStanding };

async function putBack(db: Db, all: readonly Untouched[], actor: Actor, now: Date): Promise<void> {
  const laws = await lawOfAlerts(
    db,
    all.map(({ alert }) => alert.id),
  );
  const records = [];
  for (const { decision, alert } of all) {
    const { waitingSince, ...before } = decision.before;
    const versions = await setStandings(db, [alert.id], before, waitingSince);
    const law = laws.get(alert.id);
    if (law === undefined) throw new Error(`alert ${alert.id} has no assessment`);
    records.push({
      alert: alert.id,
      revision: alert.revision,
      action: 'undo' as const,
      outcome: null,
      reason: null,
      note: null,
      userName: actor.name,
      userId: actor.id,
      ...law,
      before: standingOf(alert),
      versionAfter: versions.get(alert.id) ?? 0,
      undoes: decision.id,
      now,
    });
  }
  await insertDecisions(db, records);
  await dropLooksOf(
    db,
    all.map(({ decision }) => decision.id),
  );
}
