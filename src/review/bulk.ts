/** One order on many alerts: a preview says what it would change, then exactly that is changed, in one transaction. */
import {
  BULK_MINUTES,
  type BulkOrder,
  type BulkPreview,
  type BulkRequest,
  type BulkResult,
  type BulkTarget,
} from '../model/bulk-api.ts';
import type { ReviewRules } from '../model/review-rules.ts';
import { appendAudit } from '../store/accounts/audit-log.ts';
import { listAlertRows } from '../store/desk/alert-list.ts';
import { lockStandings, readStandings, type StoredStanding } from '../store/desk/alert-standing.ts';
import {
  createBulk,
  lockBulk,
  markBulkApplied,
  type StoredBulk,
  selectAlerts,
} from '../store/desk/bulk-orders.ts';
import { claimedByOthers } from '../store/desk/claims.ts';
import { sealedFrom } from '../store/desk/sealed-alerts.ts';
import type { Db } from '../store/open-database.ts';
import { type Actor, actorMay } from './actor.ts';
import { maskRows } from './alert-list.ts';
import { filtersFor } from './filters-for.ts';
import { type Change, recordChange } from './record-change.ts';
import { duplicateOf, readRepeated, repeatFault } from './repeats.ts';
import { isForLeads, type Standing, step } from './transitions.ts';

const SAMPLE = 10;

/** Nothing is changed; the preview is kept for a while. */
export async function previewBulk(
  db: Db,
  { target, order }: BulkRequest,
  actor: Actor,
  rules: ReviewRules,
  now: Date,
): Promise<BulkPreview> {
  const { ids, matched } = await targetAlerts(db, target, actor, rules.bulk, now);
  const alerts = await readStandings(db, ids);
  const found = { alerts, missing: ids.length - alerts.length };
  const sorted = await sortOut(db, found, order, actor, rules, now);
  const change = sorted.changes.flatMap((each) => each.from);
  const id = await createBulk(db, { user: actor.id, order, alerts: change, now });
  const sample = inOrder(ids, change).slice(0, SAMPLE);
  return {
    id,
    matched,
    cap: rules.bulk,
    change: change.length,
    skipped: sorted.skipped,
    bySeverity: countBy(change, ({ severity }) => severity),
    sample: maskRows(await listAlertRows(db, sample, now)),
    expiresAt: new Date(now.getTime() + BULK_MINUTES * 60_000).toISOString(),
  };
}

export type Applied =
  | { readonly kind: 'done'; readonly result: BulkResult }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'already-applied' | 'expired'; readonly detail: string };

/** Changes what the preview showed; what was touched since, or is held by somebody, is left out and counted. */
export async function applyBulk(
  db: Db,
  id: number,
  actor: Actor,
  rules: ReviewRules,
  now: Date,
): Promise<Applied> {
  return await db.transaction().execute(async (tx): Promise<Applied> => {
    const bulk = await lockBulk(tx, id);
    // Another's order is as unknown as one that never was.
    if (bulk === null || bulk.userId !== actor.id) return { kind: 'not-found' };
    if (bulk.appliedAt !== null) return { kind: 'already-applied', detail: 'It was applied already.' };
    if (now.getTime() - Date.parse(bulk.createdAt) > BULK_MINUTES * 60_000) {
      return { kind: 'expired', detail: 'Its preview is too old. Look at a new one, then apply that.' };
    }
    const { same, skipped: touched } = await unchanged(tx, bulk);
    const sorted = await sortOut(tx, same, bulk.order, actor, rules, now);
    for (const change of sorted.changes) await recordChange(tx, { ...change, bulk: id });
    await markBulkApplied(tx, id, now);
    const changed = sorted.changes.flatMap((each) => each.from.map((alert) => alert.id));
    const skipped = [...touched, ...sorted.skipped];
    const detail = {
      order: bulk.order.action,
      changed,
      skipped: skipped.reduce((n, each) => n + each.alerts, 0),
    };
    await appendAudit(tx, { actor: actor.name, action: 'bulk.apply', subject: `bulk:${id}`, detail }, now);
    return { kind: 'done', result: { id, changed, skipped } };
  });
}

async function targetAlerts(
  db: Db,
  target: BulkTarget,
  actor: Actor,
  cap: number,
  now: Date,
): Promise<{ ids: number[]; matched: number }> {
  if ('alerts' in target) {
    const ids = [...new Set(target.alerts)];
    return { ids: ids.slice(0, cap), matched: ids.length };
  }
  const { state } = target;
  return await selectAlerts(db, { state, filters: await filtersFor(db, target.filters, actor) }, cap, now);
}

type Skipped = BulkResult['skipped'];
type Found = { readonly alerts: readonly StoredStanding[]; readonly missing: number };

async function unchanged(db: Db, bulk: StoredBulk): Promise<{ same: Found; skipped: Skipped }> {
  const seen = new Map(bulk.alerts.map((id, index) => [id, bulk.versions[index]]));
  // Locked with what they are said to repeat, so that no two come to repeat each other.
  const locked = await lockStandings(db, [...bulk.alerts, duplicateOf(bulk.order) ?? []].flat());
  const alerts = locked.filter(({ id }) => seen.has(id));
  const same = alerts.filter((alert) => alert.version === seen.get(alert.id));
  const touched = alerts.length - same.length;
  return {
    same: { alerts: same, missing: bulk.alerts.length - alerts.length },
    skipped: touched === 0 ? [] : [{ why: 'changed since the preview', alerts: touched }],
  };
}

/** What the order does to each: grouped by how they stand then, and counted by why they are left out. */
async function sortOut(
  db: Db,
  { alerts, missing }: Found,
  order: BulkOrder,
  actor: Actor,
  rules: ReviewRules,
  now: Date,
): Promise<{ changes: Change[]; skipped: Skipped }> {
  const held = await claimedByOthers(
    db,
    alerts.map(({ id }) => id),
    actor.id,
    now,
  );
  const sealed = await sealedFrom(db, actor.id);
  const repeated = await readRepeated(db, order);
  const lead = actorMay(actor, 'alerts:lead');
  const groups = new Map<string, { from: StoredStanding[]; to: Standing; note: string | null }>();
  const left = new Map<string, number>();
  const leaveOut = (why: string, count = 1) => left.set(why, (left.get(why) ?? 0) + count);
  if (missing > 0) leaveOut('not there', missing);
  for (const alert of alerts) {
    const next = step(alert, order, rules.policies, now);
    const fault = repeatFault(repeated, alert.id);
    if (sealed.includes(alert.id)) leaveOut('waits for your second look');
    else if (held.has(alert.id)) leaveOut('held by somebody else');
    else if (isForLeads(alert) && !lead) leaveOut('escalated: a lead decides it');
    else if (!next.ok) leaveOut(next.detail);
    else if (fault !== null) leaveOut(fault);
    else {
      const key = JSON.stringify(next.standing);
      const group = groups.get(key) ?? { from: [], to: next.standing, note: next.note };
      group.from.push(alert);
      groups.set(key, group);
    }
  }
  return {
    changes: [...groups.values()].map((group) => ({ ...group, order, actor, now })),
    skipped: [...left].map(([why, count]) => ({ why, alerts: count })),
  };
}

function inOrder(ids: readonly number[], alerts: readonly StoredStanding[]): number[] {
  const changed = new Set(alerts.map(({ id }) => id));
  return ids.filter((id) => changed.has(id));
}

function countBy<T>(values: readonly T[], keyOf: (value: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[keyOf(value)] = (counts[keyOf(value)] ?? 0) + 1;
  return counts;
}
