/** Writes what an analyst does to an alert: one transaction with its row locked, so that no two act on the same sight. */
import { may } from '../model/permissions.ts';
import type { Policies } from '../model/review-rules.ts';
import { alertExists, lockStandings, type StoredStanding, setStandings } from '../store/alert-standing.ts';
import { findClaimOfOther, releaseClaims } from '../store/claims.ts';
import { insertDecision, lawOfAlerts } from '../store/decisions.ts';
import type { Db } from '../store/open-database.ts';
import type { Actor } from './actor.ts';
import { type Order, type Refusal, type Standing, step } from './transitions.ts';

/** `detail` says what to do. `stale`: the alert has changed after the analyst saw it. */
export type Acted =
  | { readonly kind: 'done' }
  | { readonly kind: 'not-found' }
  | { readonly kind: Refused; readonly detail: string };

export type Refused = Refusal | 'stale' | 'claimed' | 'not-permitted' | 'wrong-duplicate';

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
    const [from] = await lockStandings(tx, [alert]);
    if (from === undefined) return { kind: 'not-found' };
    const refused = staleness(from, seen) ?? (await hindrance(tx, from, order, actor, now));
    if (refused !== null) return refused;
    const next = step(from, order, policies, now);
    if (!next.ok) return { kind: next.refusal, detail: next.detail };
    await record(tx, { from, to: next.standing, note: next.note, order, actor, now });
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
  if (from.state === 'escalated' && !may(actor.role, 'alerts:lead')) {
    return { kind: 'not-permitted', detail: 'This alert was escalated: a lead decides it.' };
  }
  const other = await findClaimOfOther(db, from.id, actor.id, now);
  if (other !== null) {
    return { kind: 'claimed', detail: `${other.by} holds this alert. Take the next one, or take it over.` };
  }
  if (order.action !== 'decide' || order.duplicateOf === null) return null;
  if (order.duplicateOf !== from.id && (await alertExists(db, order.duplicateOf))) return null;
  return {
    kind: 'wrong-duplicate',
    detail: `There is no other alert ${order.duplicateOf} that it could repeat.`,
  };
}

type Change = {
  readonly from: StoredStanding;
  readonly to: Standing;
  readonly note: string | null;
  readonly order: Order;
  readonly actor: Actor;
  readonly now: Date;
};

async function record(db: Db, { from, to, note, order, actor, now }: Change): Promise<void> {
  const { id: alert, revision, version: _version, severity: _severity, ...before } = from;
  const law = (await lawOfAlerts(db, [alert])).get(alert);
  if (law === undefined) throw new Error(`alert ${alert} has no assessment`);
  const decidedAt = to.state === 'decided' ? now.toISOString() : null;
  const waitingSince = to.state === 'reopened' && from.state === 'decided' ? now.toISOString() : null;
  const versions = await setStandings(db, [alert], { ...to, decidedAt }, waitingSince);
  const decides = order.action === 'decide';
  await insertDecision(db, {
    alert,
    revision,
    action: order.action,
    outcome: to.outcome,
    reason: decides ? order.reason : null,
    policy: decides ? order.policy : null,
    duplicateOf: decides ? order.duplicateOf : null,
    note,
    userName: actor.name,
    userId: actor.id,
    ...law,
    before,
    versionAfter: versions.get(alert) ?? 0,
    now,
  });
  await releaseClaims(db, [alert]);
}
