/** What second looks are drawn from: alerts whose answer is known, and the share of decisions that is made again. */
import type { GoldRequest, SamplingRates } from '../model/second-look-api.ts';
import { appendAudit } from '../store/accounts/audit-log.ts';
import { addGold, removeGold, replaceSampling } from '../store/desk/gold-items.ts';
import type { Db } from '../store/open-database.ts';
import type { Actor } from './actor.ts';
import { decisionFault, tidyNote } from './transitions.ts';

export type GoldAdded =
  | { readonly kind: 'done'; readonly id: number }
  | { readonly kind: 'not-found' | 'wrong-reason'; readonly detail: string };

export async function makeGold(db: Db, item: GoldRequest, actor: Actor, now: Date): Promise<GoldAdded> {
  const note = tidyNote(item.note);
  // The number of the alert stands for the note: the reason is only checked against its outcome.
  const wanted = { ...item, policy: null, duplicateOf: null };
  const fault = decisionFault(wanted, note ?? 'known', { requiredFor: [], list: [] });
  if (fault !== null && !fault.ok) return { kind: 'wrong-reason', detail: fault.detail };
  return await db.transaction().execute(async (tx): Promise<GoldAdded> => {
    const id = await addGold(tx, { ...item, note }, actor.id, now);
    if (id === null) return { kind: 'not-found', detail: 'There is no such alert, or it is one already.' };
    const detail = { gold: id, outcome: item.outcome };
    const entry = { actor: actor.name, action: 'gold.add' as const, subject: `alert:${item.alert}`, detail };
    await appendAudit(tx, entry, now);
    return { kind: 'done', id };
  });
}

/** False when there is none. */
export async function dropGold(db: Db, id: number, actor: Actor, now: Date): Promise<boolean> {
  return await db.transaction().execute(async (tx) => {
    const alert = await removeGold(tx, id);
    if (alert === null) return false;
    const entry = { actor: actor.name, action: 'gold.remove' as const, subject: `alert:${alert}` };
    await appendAudit(tx, { ...entry, detail: { gold: id } }, now);
    return true;
  });
}

export async function setSampling(
  db: Db,
  rates: SamplingRates['items'],
  actor: Actor,
  now: Date,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await replaceSampling(tx, rates);
    const detail = { rates };
    await appendAudit(tx, { actor: actor.name, action: 'sampling.change', subject: null, detail }, now);
  });
}
