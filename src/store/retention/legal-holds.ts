/** The table `legal_holds`: nothing of a site, or of the offer of one alert, is erased while one stands. */
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../open-database.ts';

/** `alert` is null for a whole site. */
export type HeldThing = { readonly site: string; readonly alert: number | null };

export type LegalHold = HeldThing & {
  readonly reason: string;
  readonly setBy: string;
  readonly setAt: string;
};

export async function listHolds(db: Db): Promise<LegalHold[]> {
  const { rows } = await sql<LegalHold>`
    select site_id as site, alert_id as alert, reason, set_by as "setBy", set_at as "setAt" from legal_holds
    where lifted_at is null order by set_at`.execute(db);
  return rows;
}

const standing = ({ site, alert }: HeldThing): RawBuilder<unknown> =>
  sql`lifted_at is null and site_id = ${site} and alert_id is not distinct from ${alert}::bigint`;

/** Until the transaction ends no hold is set or lifted: what is erased meanwhile was under none. */
export async function keepHoldsAsTheyAre(db: Db): Promise<void> {
  await sql`lock table legal_holds in share mode`.execute(db);
}

/** False when one stands already. */
export async function setHold(
  db: Db,
  held: HeldThing,
  reason: string,
  by: string,
  now: Date,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into legal_holds (site_id, alert_id, reason, set_by, set_at)
    values (${held.site}, ${held.alert}, ${reason}, ${by}, ${now}) on conflict do nothing`.execute(db);
  return (numAffectedRows ?? 0n) > 0n;
}

/** False when none stands. */
export async function liftHold(db: Db, held: HeldThing, by: string, now: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update legal_holds set lifted_by = ${by}, lifted_at = ${now} where ${standing(held)}`.execute(db);
  return (numAffectedRows ?? 0n) > 0n;
}

/** null when there is no such alert. */
export async function siteOfAlert(db: Db, alert: number): Promise<string | null> {
  const row = await db.selectFrom('alerts').select('site_id').where('id', '=', alert).executeTakeFirst();
  return row?.site_id ?? null;
}
