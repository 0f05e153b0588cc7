/** Removes what the practice market left behind, and nothing that a real site gave. */
import { type RawBuilder, sql } from 'kysely';
import { removeUnreferenced } from '../crawling/captures.ts';
import { inTransaction } from '../in-transaction.ts';
import type { Db } from '../open-database.ts';

export type PurgedPractice = {
  readonly sites: number;
  readonly runs: number;
  readonly listings: number;
  readonly alerts: number;
  readonly decisions: number;
  /** SHA-256 of the captures that nothing refers to any more: their files can be removed. */
  readonly captures: string[];
};

/** All or nothing. A site that once opened an alert in earnest is left alone, whatever its file says now. */
export async function purgePractice(db: Db): Promise<PurgedPractice> {
  return inTransaction(db, async (tx) => {
    // The trigger that guards decisions looks at this, and at the alert's own mark as well.
    await sql`set local precursor_watch.purge = 'practice'`.execute(tx);
    const { rows } = await sql<{ id: string }>`
      select id from sites where practice
        and not exists (select from alerts where site_id = sites.id and not practice)
      order by id for update`.execute(tx);
    const sites = rows.map((row) => row.id);
    const remove = async (table: string, which: RawBuilder<unknown>): Promise<number> =>
      Number((await sql`delete from ${sql.table(table)} where ${which}`.execute(tx)).numAffectedRows ?? 0n);
    const bySite = sql`site_id = any(${sites}::text[])`;
    const byAlert = sql`alert_id in (select id from alerts where ${bySite})`;
    const byListing = sql`listing_id in (select id from listings where ${bySite})`;
    await remove('outbox', byAlert);
    const decisions = await remove('decisions', byAlert);
    const alerts = await remove('alerts', bySite);
    await remove('hits', byListing);
    await remove('assessments', byListing);
    const listings = await remove('listings', bySite);
    await remove('offers', bySite);
    await remove('offer_keys', sql`not exists (select from offers where offers.id = offer_keys.offer_id)`);
    await remove('sellers', bySite);
    await remove('page_captures', bySite);
    await remove('coverage', sql`run_id in (select id from runs where ${bySite})`);
    await remove('site_pages', bySite);
    await remove('erasures', bySite);
    await remove('legal_holds', bySite);
    const runs = await remove('runs', bySite);
    const removed = await remove('sites', sql`id = any(${sites}::text[])`);
    return { sites: removed, runs, listings, alerts, decisions, captures: await removeUnreferenced(tx) };
  });
}
