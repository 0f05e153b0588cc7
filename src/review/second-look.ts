/** Second looks: a share of the decisions is made again by somebody who does not see the first, and compared. */

import { rowPage } from '../model/row-page.ts';
import {
  type ResolutionRequest,
  SECOND_LOOK_MINUTES,
  type SecondLookAnswer,
  type SecondLookNext,
  type SecondLookPage,
  type SecondLookQuery,
} from '../model/second-look-api.ts';
import { appendAudit } from '../store/accounts/audit-log.ts';
import { lockStandings } from '../store/desk/alert-standing.ts';
import { isLatestDecision } from '../store/desk/decisions.ts';
import { sealedFrom } from '../store/desk/sealed-alerts.ts';
import {
  assignGold,
  assignSample,
  countAnswered,
  giveBack,
  listLooks,
  lockLook,
  type StoredLook,
  saveAnswer,
  saveResolution,
} from '../store/desk/second-looks.ts';
import type { Db } from '../store/open-database.ts';
import type { Actor } from './actor.ts';
import { readAlertDetail } from './alert-detail.ts';
import { recordChange } from './record-change.ts';
import { decisionFault, tidyNote } from './transitions.ts';

/** A second look is about outcome and reason alone. */
const ANY_POLICY = { requiredFor: [], list: [] };

/** Every so many answers one is a gold item, if there is one. */
const GOLD_EVERY = 5;

/** Assigns one to this person and shows its alert as if nobody had decided it. */
export async function nextLook(db: Db, actor: Actor, now: Date): Promise<SecondLookNext['look']> {
  const until = new Date(now.getTime() + SECOND_LOOK_MINUTES * 60_000);
  const assignment = { user: actor.id, now, until };
  const goldFirst = (await countAnswered(db, actor.id)) % GOLD_EVERY === GOLD_EVERY - 1;
  const ways = goldFirst ? [assignGold, assignSample] : [assignSample, assignGold];
  for (const assign of ways) {
    const assigned = await assign(db, assignment);
    if (assigned === null) continue;
    const detail = await readAlertDetail(db, assigned.alert, now, actor);
    if (detail === null) throw new Error(`second look ${assigned.id} has no alert`);
    return { id: assigned.id, alert: detail, assignedUntil: assigned.assignedUntil };
  }
  return null;
}

export type LookAnswered =
  | { readonly kind: 'done' }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'wrong-state' | 'wrong-reason' | 'note-missing'; readonly detail: string };

const ANSWERED: LookAnswered = { kind: 'wrong-state', detail: 'You have answered this one already.' };

/** Only by the one it was given to, and once. Whether it agrees is not told. */
export async function answerLook(
  db: Db,
  id: number,
  answer: SecondLookAnswer,
  actor: Actor,
  now: Date,
): Promise<LookAnswered> {
  return await db.transaction().execute(async (tx): Promise<LookAnswered> => {
    const look = await lockLook(tx, id);
    if (look === null || look.userId !== actor.id) return { kind: 'not-found' };
    if (look.state !== 'waiting') return ANSWERED;
    const note = tidyNote(answer.note);
    const fault = decisionFault({ ...answer, policy: null, duplicateOf: null }, note, ANY_POLICY);
    if (
      fault !== null &&
      !fault.ok &&
      (fault.refusal === 'wrong-reason' || fault.refusal === 'note-missing')
    ) {
      return { kind: fault.refusal, detail: fault.detail };
    }
    const state = answer.outcome === look.first.outcome ? 'agreed' : 'disagreed';
    await saveAnswer(tx, id, { ...answer, note }, state, now);
    const entry = {
      actor: actor.name,
      action: 'second-look.answer' as const,
      subject: `alert:${look.alert}`,
    };
    await appendAudit(tx, { ...entry, detail: { look: id, outcome: answer.outcome, state } }, now);
    return { kind: 'done' };
  });
}

/** Only by the one it was given to, who is told afterwards how the alert was decided, and is not asked again. */
export async function skipLook(db: Db, id: number, actor: Actor, now: Date): Promise<LookAnswered> {
  return await db.transaction().execute(async (tx): Promise<LookAnswered> => {
    const look = await lockLook(tx, id);
    if (look === null || look.userId !== actor.id) return { kind: 'not-found' };
    if (look.state !== 'waiting') return ANSWERED;
    await giveBack(tx, id);
    const entry = { actor: actor.name, action: 'second-look.skip' as const, subject: `alert:${look.alert}` };
    await appendAudit(tx, { ...entry, detail: { look: id } }, now);
    return { kind: 'done' };
  });
}

/** Without those of alerts that this person has a second look at. */
export async function readLooks(db: Db, query: SecondLookQuery, actor: Actor): Promise<SecondLookPage> {
  const items = await listLooks(db, query, await sealedFrom(db, actor.id));
  return rowPage(items, query.limit);
}

/** A lead says which of the two stands. When it is the second, the alert is decided so, if nothing else happened to it. */
export async function resolveLook(
  db: Db,
  id: number,
  { stands, note }: ResolutionRequest,
  actor: Actor,
  now: Date,
): Promise<LookAnswered> {
  return await db.transaction().execute(async (tx): Promise<LookAnswered> => {
    const look = await lockLook(tx, id);
    if (look === null) return { kind: 'not-found' };
    if (look.state !== 'disagreed') {
      return { kind: 'wrong-state', detail: `It is ${look.state}: there is nothing to resolve.` };
    }
    await saveResolution(tx, id, { stands, note: tidyNote(note), by: actor.id }, now);
    const changed = stands === 'second' && (await decideAsSecond(tx, look, actor, now));
    const entry = {
      actor: actor.name,
      action: 'second-look.resolve' as const,
      subject: `alert:${look.alert}`,
    };
    await appendAudit(tx, { ...entry, detail: { look: id, stands, changed } }, now);
    return { kind: 'done' };
  });
}

/** Opens the alert again and decides it as the second person did, both in the name of the lead. */
async function decideAsSecond(db: Db, look: StoredLook, actor: Actor, now: Date): Promise<boolean> {
  const [alert] = await lockStandings(db, [look.alert]);
  const { second, decision } = look;
  if (alert?.state !== 'decided' || second === null || decision === null) return false;
  if (!(await isLatestDecision(db, look.alert, decision))) return false;
  const base = { snoozedFrom: null, snoozedUntil: null };
  const reopen = { action: 'reopen', note: null } as const;
  const opened = { ...base, state: 'reopened', outcome: null } as const;
  await recordChange(db, { from: [alert], to: opened, note: null, order: reopen, actor, now });
  const [again] = await lockStandings(db, [look.alert]);
  if (again === undefined) throw new Error(`alert ${look.alert} vanished under its lock`);
  const { outcome, reason, note } = second;
  const order = { action: 'decide', outcome, reason, policy: null, note, duplicateOf: null } as const;
  const decided = { ...base, state: 'decided', outcome } as const;
  await recordChange(db, { from: [again], to: decided, note, order, actor, now });
  return true;
}
