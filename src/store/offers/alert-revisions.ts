/** The table `alert_revisions`: what made each revision of an alert, with what differed and what had been decided. */
import { sql } from 'kysely';
import type { AlertRevision, ListingChange, RevisionCause } from '../../model/offer.ts';
import type { Db } from '../open-database.ts';
import { toJson } from '../to-json.ts';

export type NewRevision = {
  readonly alert: number;
  readonly revision: number;
  readonly listing: number;
  readonly causes: readonly RevisionCause[];
  readonly changes: readonly ListingChange[];
  readonly decided: AlertRevision['decided'];
};

export async function addRevisions(db: Db, revisions: readonly NewRevision[], now: Date): Promise<void> {
  if (revisions.length === 0) return;
  await sql`/* prepared: alert-revisions */
    insert into alert_revisions (alert_id, revision, at, listing_id, causes, changes, decided)
    select alert, revision, ${now}, listing, causes, changes, decided
    from jsonb_to_recordset(${toJson(revisions)}::jsonb) as (alert bigint, revision integer, listing bigint, causes text[],
      changes jsonb, decided text)
    on conflict do nothing`.execute(db);
}

/** The latest first. */
export async function listRevisions(db: Db, alert: number, most: number): Promise<AlertRevision[]> {
  const { rows } = await sql<AlertRevision>`
    select revision, at, causes, changes, decided from alert_revisions
    where alert_id = ${alert} order by revision desc limit ${most}`.execute(db);
  return rows;
}
