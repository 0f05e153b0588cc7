/** The table `alerts`: one row for each offer that an analyst has to look at. */
import { sql } from 'kysely';
import type { AlertState, Outcome } from '../model/alert.ts';
import type { Severity } from '../model/assessment.ts';
import type { Db } from './open-database.ts';
import { toJson } from './to-json.ts';

export type StoredAlert = {
  readonly id: number;
  readonly siteId: string;
  readonly offerId: number;
  readonly listingId: number;
  readonly state: AlertState;
  readonly outcome: Outcome | null;
  readonly severity: Severity;
  readonly score: number;
  readonly substances: string[];
  readonly revision: number;
  /** The facts last alerted on, as they were given. */
  readonly material: Record<string, unknown>;
  readonly practice: boolean;
};

/** `listingId` is the leading listing: title, seller and hits are shown from it, and found by its words. */
type AlertFacts = {
  readonly listingId: number;
  readonly severity: Severity;
  readonly score: number;
  readonly substances: readonly string[];
  readonly material: Readonly<Record<string, unknown>>;
  readonly now: Date;
};
export type NewAlert = AlertFacts & {
  readonly offerId: number;
  readonly siteId: string;
  readonly practice: boolean;
};
export type RevisedAlert = AlertFacts & { readonly id: number };

/** Locks the row until the transaction ends. */
export async function findAlertByOffer(db: Db, offerId: number): Promise<StoredAlert | null> {
  return (await alertRows(db).where('offer_id', '=', offerId).forUpdate().executeTakeFirst()) ?? null;
}

/** Locks the row until the transaction ends, so that two decisions cannot both stand on the same revision. */
export async function findAlertForUpdate(db: Db, id: number): Promise<StoredAlert | null> {
  return (await alertRows(db).where('id', '=', id).forUpdate().executeTakeFirst()) ?? null;
}

export async function openAlert(db: Db, alert: NewAlert): Promise<{ id: number; revision: number }> {
  const { listingId, severity, score, substances, material, now } = alert;
  return db
    .insertInto('alerts')
    .values({
      offer_id: alert.offerId,
      site_id: alert.siteId,
      practice: alert.practice,
      listing_id: listingId,
      state: 'open',
      severity,
      score,
      substances: [...substances],
      revision: 1,
      material: toJson(material),
      search_text: searchText(listingId),
      opened_at: now,
      revised_at: now,
    })
    .returning(['id', 'revision'])
    .executeTakeFirstOrThrow();
}

/** One revision more. A decided alert is reopened: what is new was not decided on. */
export async function reviseAlert(db: Db, alert: RevisedAlert): Promise<{ id: number; revision: number }> {
  const { id, listingId, severity, score, substances, material, now } = alert;
  return db
    .updateTable('alerts')
    .set((set) => ({
      listing_id: listingId,
      severity,
      score,
      substances: [...substances],
      material: toJson(material),
      search_text: searchText(listingId),
      revision: set('revision', '+', 1),
      state: sql<AlertState>`case state when 'decided' then 'reopened' else state end`,
      outcome: null,
      decided_at: null,
      revised_at: now,
    }))
    .where('id', '=', id)
    .returning(['id', 'revision'])
    .executeTakeFirstOrThrow();
}

/** `outcome` belongs to the state `decided` and to no other. */
export async function setAlertState(
  db: Db,
  id: number,
  to: { readonly state: AlertState; readonly outcome: Outcome | null },
  now: Date,
): Promise<void> {
  await db
    .updateTable('alerts')
    .set({ ...to, decided_at: to.state === 'decided' ? now : null })
    .where('id', '=', id)
    .execute();
}

/** Title, seller, address and what was found in the text, in lower case: what an analyst may type to find an alert. */
function searchText(listingId: number) {
  return sql<string>`(select lower(concat_ws(E'\n', content->>'title', content->'seller'->>'name', url,
    (select string_agg(distinct hits.text, E'\n') from hits where hits.listing_id = listings.id)))
    from listings where id = ${listingId})`;
}

function alertRows(db: Db) {
  return db
    .selectFrom('alerts')
    .select([
      'id',
      'site_id as siteId',
      'offer_id as offerId',
      'listing_id as listingId',
      'state',
      'outcome',
      'severity',
      'score',
      'substances',
      'revision',
      'material',
      'practice',
    ]);
}
