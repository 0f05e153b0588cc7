/** Contacts are shown to whoever gives a reason, for a while, and it is put on record. */
import type { RevealRequest } from '../model/api.ts';
import { REVEAL_MINUTES } from '../model/api.ts';
import { appendAudit } from '../store/accounts/audit-log.ts';
import { alertExists } from '../store/desk/alert-standing.ts';
import { addReveal, findReveal } from '../store/desk/reveals.ts';
import type { Db } from '../store/open-database.ts';
import { type Actor, actorMay } from './actor.ts';

/** False when there is no such alert. From then on this person sees its texts, stored page and pictures unmasked. */
export async function revealContacts(
  db: Db,
  alert: number,
  { reason }: RevealRequest,
  actor: Actor,
  now: Date,
): Promise<boolean> {
  const until = new Date(now.getTime() + REVEAL_MINUTES * 60_000);
  return await db.transaction().execute(async (tx) => {
    if (!(await alertExists(tx, alert))) return false;
    await addReveal(tx, { user: actor.id, alert, reason, now, until });
    const detail = { reason, until: until.toISOString() };
    const entry = {
      actor: actor.name,
      action: 'contacts.reveal' as const,
      subject: `alert:${alert}`,
      detail,
    };
    await appendAudit(tx, entry, now);
    return true;
  });
}

/** Until when this person sees them; null when they do not, or by this token or in their present role may not. */
export async function findRevealTo(db: Db, alert: number, viewer: Actor, now: Date): Promise<string | null> {
  return actorMay(viewer, 'contacts:reveal') ? await findReveal(db, alert, viewer.id, now) : null;
}
