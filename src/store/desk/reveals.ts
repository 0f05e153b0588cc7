/** The table `reveals`: who may see the contacts of which alert, until when, and why. */
import type { Db } from '../open-database.ts';
import { toText } from '../to-json.ts';

export type NewReveal = {
  readonly user: number;
  readonly alert: number;
  readonly reason: string;
  readonly now: Date;
  readonly until: Date;
};

export async function addReveal(db: Db, { user, alert, reason, now, until }: NewReveal): Promise<void> {
  await db
    .insertInto('reveals')
    .values({ user_id: user, alert_id: alert, reason: toText(reason), at: now, until })
    .execute();
}

/** Until when this person may see them; null when they may not. */
export async function findReveal(db: Db, alert: number, user: number, now: Date): Promise<string | null> {
  const row = await db
    .selectFrom('reveals')
    .select('until')
    .where('alert_id', '=', alert)
    .where('user_id', '=', user)
    .where('until', '>', now.toISOString())
    .orderBy('until', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.until ?? null;
}
