/** Writes what an analyst does to an alert: one transaction with its row locked, so that no two act on the same sight. */

import type { AuditEntry } from '../model/audit.ts';
import type { Policies } from '../model/review-rules.ts';
import { appendAudit } from '../store/accounts/audit-log.ts';
import { lockStandings, type StoredStanding } from '../store/desk/alert-standing.ts';
import { findClaimOfOther } from '../store/desk/claims.ts';
import { sealedFrom } from '../store/desk/sealed-alerts.ts';
import type { Db } from '../store/open-database.ts';
import { type Actor, actorMay } from './actor.ts';
import { type Change, recordChange } from './record-change.ts';
import { duplicateOf, readRepeated, repeatFault } from './repeats.ts';
import { SEALED } from './sealed.ts';
import { isForLeads, type Order, type Refusal, step } from './transitions.ts';

/** `detail` says what to do. `stale`: the alert has changed after the analyst saw it. */
export type Acted =
  | { readonly kind: 'done' }
  | { readonly kind: 'not-found' }
  | { readonly kind: Refused; readonly detail: string };

export type Refused = Refusal | 'second-look' | 'stale' | 'claimed' | 'not-permitted' | 'wrong-duplicate';

/** What the analyst had on the screen; null is not compared. */
export type Seen = { readonly revision: number | null; readonly version: number | null };

export type AlertOrder = { readonly alert: number; readonly seen: Seen; readonly order: Order };

/** Each record keeps the watch-list version and the law that the alert showed: later lists do not change it. */
export async function actOnAlert(
  db: Db,
  { alert, seen, order }: AlertOrder,
  actor: Actor,
  policies: Policies,
  now: Date,
): Promise<Acted> {
  return await db.transaction().execute(async (tx): Promise<Acted> => {
    // What it is said to repeat stays as it is until this is written: no two come to repeat each other.
    const locked = await lockStandings(tx, [alert, duplicateOf(order) ?? alert]);
    const from = locked.find(({ id }) => id === alert);
    if (from === undefined) return { kind: 'not-found' };
    if ((await sealedFrom(tx, actor.id)).includes(alert)) return SEALED;
    const refused = staleness(from, seen) ?? (await hindrance(tx, from, order, actor, now));
    if (refused !== null) return refused;
    const next = step(from, order, policies, now);
    if (!next.ok) return { kind: next.refusal, detail: next.detail };
    const change = { from: [from], to: next.standing, note: next.note, order, actor, now };
    const recorded = await recordChange(tx, change);
    await appendAudit(tx, auditOf(from, change, recorded), now);
    return { kind: 'done' };
  });
}

function staleness(from: StoredStanding, seen: Seen): Acted | null {
  const same =
    (seen.revision ?? from.revision) === from.revision && (seen.version ?? from.version) === from.version;
  if (same) return null;
  const detail =
    seen.revision !== null && seen.revision !== from.revision
      ? `You saw revision ${seen.revision}, it is now at ${from.revision}.`
      : 'It is no longer as you saw it.';
  return { kind: 'stale', detail: `${detail} Look at it again, then decide.` };
}

/** What stands in the way besides the alert's own state. */
async function hindrance(
  db: Db,
  from: StoredStanding,
  order: Order,
  actor: Actor,
  now: Date,
): Promise<Acted | null> {
  if (isForLeads(from) && !actorMay(actor, 'alerts:lead')) {
    return { kind: 'not-permitted', detail: 'This alert was escalated: a lead decides it.' };
  }
  const other = await findClaimOfOther(db, from.id, actor.id, now);
  if (other !== null) {
    return { kind: 'claimed', detail: `${other.by} holds this alert. Take the next one, or take it over.` };
  }
  const fault = repeatFault(await readRepeated(db, order), from.id);
  return fault === null ? null : { kind: 'wrong-duplicate', detail: fault };
}

function auditOf(
  from: StoredStanding,
  { to, order, actor }: Change,
  decisions: number[],
): Omit<AuditEntry, 'at'> {
  const decided = order.action === 'decide' ? { reason: order.reason, policy: order.policy } : {};
  return {
    actor: actor.name,
    action: `alert.${order.action}`,
    subject: `alert:${from.id}`,
    detail: {
      decision: decisions[0] ?? null,
      revision: from.revision,
      from: from.state,
      to: to.state,
      outcome: to.outcome,
      ...decided,
    },
  };
}
