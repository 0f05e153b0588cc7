/** All that is known of one alert, unmasked: its leading listing, hits, sightings, decisions and the captured page. */
import { sql } from 'kysely';
import type { AlertRow, Decision } from '../model/api.ts';
import type { Assessment } from '../model/assessment.ts';
import type { Listing } from '../model/listing.ts';
import type { AlertRevision } from '../model/offer.ts';
import type { SuppressionMet } from '../model/suppression.ts';
import { findAlertRow } from './alert-list.ts';
import { listRevisions } from './alert-revisions.ts';
import { listDecisions } from './decisions.ts';
import type { Db } from './open-database.ts';
import { listSellerLinks } from './seller-links.ts';
import { listSamePictures, listSightings, type StoredSighting } from './sightings.ts';
import { suppressionsMet } from './suppressions.ts';

export type StoredAlertDetail = {
  readonly row: AlertRow;
  readonly listing: Listing;
  readonly assessment: Assessment;
  readonly sightings: readonly StoredSighting[];
  readonly offer: number;
  readonly standsFor: number | null;
  readonly revisions: AlertRevision[];
  readonly sellerLinks: Awaited<ReturnType<typeof listSellerLinks>>;
  readonly samePictures: Awaited<ReturnType<typeof listSamePictures>>;
  readonly decisions: Decision[];
  readonly sellerId: number | null;
  /** When the captured page was fetched, and its SHA-256; null when the listing has none. */
  readonly capturedAt: string | null;
  readonly capture: string | null;
  readonly metBy: SuppressionMet[];
};

/** null when there is no such alert. */
export async function findAlertDetail(db: Db, id: number, now: Date): Promise<StoredAlertDetail | null> {
  const row = await findAlertRow(db, id, now);
  if (row === null) return null;
  const lead = await findLead(db, id);
  return {
    row,
    listing: lead.content,
    assessment: await findAssessment(db, lead.listing),
    sightings: await listSightings(db, lead.offer),
    offer: lead.offer,
    standsFor: lead.standsFor,
    revisions: await listRevisions(db, id),
    sellerLinks: lead.sellerId === null ? [] : await listSellerLinks(db, lead.sellerId),
    samePictures: await listSamePictures(db, lead.offer),
    decisions: await listDecisions(db, id),
    sellerId: lead.sellerId,
    capturedAt: lead.capturedAt,
    capture: lead.capture,
    metBy: await suppressionsMet(db, id, now),
  };
}

type Lead = {
  listing: number;
  offer: number;
  standsFor: number | null;
  content: Listing;
  sellerId: number | null;
  capture: string | null;
  capturedAt: string | null;
};

async function findLead(db: Db, alert: number): Promise<Lead> {
  const { rows } = await sql<Lead>`
    select l.id as listing, a.offer_id as offer, a.stands_for as "standsFor", l.content, l.capture_sha256 as capture,
      (select seller_id from offers o where o.id = a.offer_id) as "sellerId",
      (select fetched_at from page_captures p where p.sha256 = l.capture_sha256 and p.site_id = l.site_id
        order by p.id desc limit 1) as "capturedAt"
    from alerts a join listings l on l.id = a.listing_id where a.id = ${alert}`.execute(db);
  const [lead] = rows;
  if (lead === undefined) throw new Error(`alert ${alert} has no listing`);
  return lead;
}

async function findAssessment(db: Db, listing: number): Promise<Assessment> {
  const { listing_id, watchlist_version, assessed_at, ...assessment } = await db
    .selectFrom('assessments')
    .selectAll()
    .where('listing_id', '=', listing)
    .executeTakeFirstOrThrow();
  const hits = await db
    .selectFrom('hits')
    .select(['substance', 'term', 'technique', 'field', 'start_at as start', 'end_at as end', 'text'])
    .where('listing_id', '=', listing)
    .orderBy('position')
    .execute();
  return { ...assessment, hits, watchlist: watchlist_version };
}
