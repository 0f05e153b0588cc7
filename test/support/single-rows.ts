/** Single rows as tests need them, past the batches in which a run writes: an alert, an offer, a listing, a decision on their own. */
import { sql } from 'kysely';
import type { AlertState, Outcome, PublishedAlert } from '../../src/model/alert.ts';
import type { Assessment, Severity } from '../../src/model/assessment.ts';
import type { Listing } from '../../src/model/listing.ts';
import type { RecordedCapture } from '../../src/store/crawling/captures.ts';
import { insertDecisions, type NewDecision } from '../../src/store/desk/decisions.ts';
import { type SavedListing, saveAssessments, saveListings } from '../../src/store/offers/save-listings.ts';
import type { Db } from '../../src/store/open-database.ts';
import { toJson, toText, toTextOrNull } from '../../src/store/to-json.ts';

type StoredAlert = {
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
type NewAlert = AlertFacts & {
  readonly offerId: number;
  readonly siteId: string;
  readonly practice: boolean;
};
type RevisedAlert = AlertFacts & { readonly id: number };

export async function findAlert(db: Db, id: number): Promise<StoredAlert | null> {
  return (await alertRows(db).where('id', '=', id).executeTakeFirst()) ?? null;
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
      search_text: sql<string>`search_words(${listingId}, ${[...substances]}::text[])`,
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
      search_text: sql<string>`search_words(${listingId}, ${[...substances]}::text[])`,
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

/** One row for the bytes, however often they are seen, and one for this fetch of them. */
export async function recordCapture(db: Db, capture: RecordedCapture): Promise<void> {
  const { siteId, runId, status, sha256, bytes, storedBytes, fetchedAt } = capture;
  await sql`
    with stored as (
      insert into captures (sha256, bytes, stored_bytes, content_type, first_seen_at)
      values (${sha256}, ${bytes}, ${storedBytes}, ${toTextOrNull(capture.contentType)}, ${fetchedAt})
      on conflict (sha256) do nothing
    )
    insert into page_captures (site_id, run_id, url, status, sha256, fetched_at)
    values (${siteId}, ${runId}, ${toText(capture.url)}, ${status}, ${sha256}, ${fetchedAt})`.execute(db);
}

/** Gives its id. */
export async function insertDecision(db: Db, decision: NewDecision): Promise<number> {
  const [id] = await insertDecisions(db, [decision]);
  if (id === undefined) throw new Error('an insert gave no row');
  return id;
}

/** `key` tells the listings of a site apart; `contentHash` tells whether one has changed. */
type SeenListing = {
  readonly siteId: string;
  readonly key: string;
  readonly listing: Listing;
  readonly contentHash: string;
  readonly runId: number;
  readonly captureSha256: string | null;
  readonly now: Date;
};

/** The same for one listing as `saveListings` for many. */
export async function saveListing(db: Db, seen: SeenListing): Promise<SavedListing> {
  const { siteId, runId, key, listing, contentHash, captureSha256: capture, now } = seen;
  const saved = await saveListings(
    db,
    { siteId, runId },
    [{ key, listing, contentHash, capture, partial: false }],
    now,
  );
  const row = saved.get(toText(key));
  if (row === undefined) throw new Error('an upsert gave no row');
  return row;
}

export async function saveAssessment(
  db: Db,
  listing: number,
  assessment: Assessment,
  now: Date,
): Promise<void> {
  await saveAssessments(db, [{ listing, assessment }], now);
}

export async function attachOffer(db: Db, listingId: number, offerId: number): Promise<void> {
  await db.updateTable('listings').set({ offer_id: offerId }).where('id', '=', listingId).execute();
}

type SeenOffer = {
  readonly key: string;
  readonly siteId: string;
  readonly sellerId: number | null;
  readonly now: Date;
};

export async function upsertOffer(
  db: Db,
  { key, siteId, sellerId, now }: SeenOffer,
): Promise<{ id: number }> {
  return await db
    .insertInto('offers')
    .values({ key, site_id: siteId, seller_id: sellerId, first_seen_at: now, last_seen_at: now })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ last_seen_at: now }))
    .returning('id')
    .executeTakeFirstOrThrow();
}

type NewOutboxRow = {
  readonly alert: number;
  readonly revision: number;
  readonly payload: PublishedAlert;
  readonly now: Date;
};

/** Once for each alert and revision; a second time is refused by the database. */
export async function addToOutbox(db: Db, { alert, revision, payload, now }: NewOutboxRow): Promise<void> {
  await db
    .insertInto('outbox')
    .values({ alert_id: alert, revision, payload: toJson(payload), created_at: now })
    .execute();
}
