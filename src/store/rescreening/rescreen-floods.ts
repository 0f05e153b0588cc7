/** The table `rescreen_floods`: how many alerts of a site one re-screening has opened, and the one that stands for all others. */
import { sql } from 'kysely';
import type { Db } from '../open-database.ts';

export type RescreenFlood = { readonly opened: number; readonly alert: number | null };

/**
 * By site. Within the transaction of a range: until that ends nobody else opens alerts of these sites for the re-screening. Rows are
 * locked in one order, so that no two ranges wait for each other.
 */
export async function lockFloods(
  db: Db,
  rescreen: number,
  sites: readonly string[],
): Promise<ReadonlyMap<string, RescreenFlood>> {
  if (sites.length === 0) return new Map();
  const { rows } = await sql<RescreenFlood & { site: string }>`
    insert into rescreen_floods as f (rescreen_id, site_id)
    select ${rescreen}, site from unnest(${[...sites]}::text[]) as given (site) order by site
    on conflict (rescreen_id, site_id) do update set opened = f.opened
    returning site_id as site, opened, alert_id as alert`.execute(db);
  return new Map(rows.map(({ site, ...flood }) => [site, flood]));
}

/** `opened`: those that a range adds. */
export async function addToFlood(
  db: Db,
  rescreen: number,
  site: string,
  { opened, alert }: RescreenFlood,
): Promise<void> {
  await sql`
    update rescreen_floods set opened = opened + ${opened}, alert_id = ${alert}
    where rescreen_id = ${rescreen} and site_id = ${site}`.execute(db);
}
