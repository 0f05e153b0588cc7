/** Draws the decisions that somebody else makes again without seeing the first. */
import { createHash } from 'node:crypto';
import type { StoredStanding } from '../store/desk/alert-standing.ts';
import { addLook, samplingRateOf } from '../store/desk/second-looks.ts';
import type { Db } from '../store/open-database.ts';
import type { Actor } from './actor.ts';
import type { DecideOrder } from './transitions.ts';

/** By the highest rate that fits the alert's terms, its site or the person. */
export async function sampleDecisions(
  db: Db,
  made: readonly { readonly alert: StoredStanding; readonly decision: number }[],
  order: DecideOrder,
  actor: Actor,
  now: Date,
): Promise<void> {
  for (const { alert, decision } of made) {
    const rate = await samplingRateOf(db, alert.id, actor.name);
    if (draw(decision) >= rate) continue;
    const { outcome, reason } = order;
    await addLook(db, { alert: alert.id, decision, firstUser: actor.id, outcome, reason, now });
  }
}

/** From 0 up to 1, evenly, and the same whenever it is asked: so that the draw can be checked later. */
function draw(decision: number): number {
  return createHash('sha256').update(`second look ${decision}`).digest().readUInt32BE() / 2 ** 32;
}
