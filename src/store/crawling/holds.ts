/** The table `holds`: sites, or all of them, that a person took out of the schedule for a while. */
import { sql } from 'kysely';
import { EVERY_SITE, type HoldMode } from '../../model/schedule.ts';
import type { Db } from '../open-database.ts';
import { toText } from '../to-json.ts';

export type Hold = {
  /** A site's id, or `EVERY_SITE`. */
  readonly scope: string;
  readonly mode: HoldMode;
  readonly reason: string;
  readonly by: string;
  readonly since: string;
};

/** A later hold of the same scope takes the place of an earlier one. */
export async function setHold(db: Db, hold: Omit<Hold, 'since'>, now: Date): Promise<void> {
  const values = { mode: hold.mode, reason: toText(hold.reason), set_by: hold.by, since: now };
  await db
    .insertInto('holds')
    .values({ scope: hold.scope, ...values })
    .onConflict((conflict) => conflict.column('scope').doUpdateSet(values))
    .execute();
}

/** False when nothing was held. */
export async function endHold(db: Db, scope: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('holds').where('scope', '=', scope).executeTakeFirst();
  return numDeletedRows > 0n;
}

/** That of all sites first. */
export async function listHolds(db: Db): Promise<Hold[]> {
  return db
    .selectFrom('holds')
    .select(['scope', 'mode', 'reason', 'set_by as by', 'since'])
    .orderBy(sql`scope <> ${EVERY_SITE}`)
    .orderBy('scope')
    .execute();
}

/** Whether queued runs of the site have to wait: it is paused, or everything is. */
export async function isPaused(db: Db, site: string): Promise<boolean> {
  const row = await db
    .selectFrom('holds')
    .select('scope')
    .where('scope', 'in', [site, EVERY_SITE])
    .where('mode', '=', 'pause')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
