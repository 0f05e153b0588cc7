/** An analyst says whether two sellers are one; it outweighs all evidence until it is taken back. */
import type { LinkRequest } from '../model/offer-api.ts';
import { appendAudit } from '../store/accounts/audit-log.ts';
import { setLinkVerdict } from '../store/desk/seller-links.ts';
import type { Db } from '../store/open-database.ts';
import type { Actor } from './actor.ts';

/** False when there are no two such sellers. */
export async function judgeLink(
  db: Db,
  seller: number,
  { seller: other, verdict, reason }: LinkRequest,
  actor: Actor,
  now: Date,
): Promise<boolean> {
  return await db.transaction().execute(async (tx) => {
    const said = { verdict, by: actor.name, reason };
    if (!(await setLinkVerdict(tx, [seller, other], said, now))) return false;
    const entry = { actor: actor.name, action: 'seller-link.change' as const, subject: `seller:${seller}` };
    await appendAudit(tx, { ...entry, detail: { seller: other, verdict, reason } }, now);
    return true;
  });
}
