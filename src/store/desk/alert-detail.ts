/** All that is known of one alert, unmasked: its leading listing, hits, sightings, decisions and the captured page. */
import { sql } from 'kysely';
import type { AlertRow, Decision, ScreenshotFacts } from '../../model/api.ts';
import type { Assessment } from '../../model/assessment.ts';
import type { Listing } from '../../model/listing.ts';
import type { AlertRevision } from '../../model/offer.ts';
import type { FormerHit, FoundAgain } from '../../model/rescreen.ts';
import type { SuppressionMet } from '../../model/suppression.ts';
import { screenshotOfAlert } from '../crawling/screenshots.ts';
import { listRevisions } from '../offers/alert-revisions.ts';
import type { Db } from '../open-database.ts';
import { findAlertRow } from './alert-list.ts';
import { SHOWN_LISTS } from './alert-lists.ts';
import { listDecisions } from './decisions.ts';
import { formerHitsOf, foundAgainIn } from './rescreened-offers.ts';
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
  readonly screenshot: ScreenshotFacts | null;
  readonly metBy: SuppressionMet[];
  readonly formerHits: FormerHit[];
  readonly foundAgain: FoundAgain[];
};

/** Of these numbers, those that no alert has. */
export async function numbersWithoutAlert(db: Db, ids: readonly number[]): Promise<number[]> {
  const rows = await db
    .selectFrom('alerts')
    .select('id')
    .where('id', 'in', [0, ...ids])
    .execute();
  const known = new Set(rows.map(({ id }) => id));
  return ids.filter((id) => !known.has(id));
}

/** null when there is no such alert. What needs not wait for another answer is asked for at the same time. */
export async function findAlertDetail(
  db: Db,
  id: number,
  now: Date,
  limits = SHOWN_LISTS,
): Promise<StoredAlertDetail | null> {
  const [row, lead] = await Promise.all([findAlertRow(db, id, now), findLead(db, id, now)]);
  if (row === null || lead === null) return null;
  const { offer, sellerId, standsFor, capture, capturedAt } = lead;
  const parts = await allOf({
    assessment: findAssessment(db, lead.listing),
    sightings: listSightings(db, offer, limits),
    revisions: lead.revised ? listRevisions(db, id, limits.revisions) : [],
    sellerLinks: sellerId !== null && lead.linked ? listSellerLinks(db, sellerId, limits.sellerLinks) : [],
    samePictures: lead.pictured ? listSamePictures(db, offer, limits.samePictures) : [],
    decisions: lead.touched ? listDecisions(db, id) : [],
    screenshot: lead.drawn ? screenshotOfAlert(db, id) : null,
    metBy: lead.suppressible ? suppressionsMet(db, id, now) : [],
    formerHits: lead.rescreened ? formerHitsOf(db, offer, limits.formerHits) : [],
    foundAgain: lead.rescreened ? foundAgainIn(db, offer, limits.foundAgain) : [],
  });
  return { row, listing: lead.content, offer, sellerId, standsFor, capture, capturedAt, ...parts };
}

async function allOf<T extends object>(parts: T): Promise<{ [Name in keyof T]: Awaited<T[Name]> }> {
  const entries = Object.entries(parts).map(async ([name, part]) => [name, await part]);
  return Object.fromEntries(await Promise.all(entries));
}

type Lead = {
  listing: number;
  offer: number;
  standsFor: number | null;
  content: Listing;
  sellerId: number | null;
  capture: string | null;
  capturedAt: string | null;
  /** What there is at all: what is not there need not be asked for. */
  revised: boolean;
  touched: boolean;
  linked: boolean;
  pictured: boolean;
  drawn: boolean;
  suppressible: boolean;
  rescreened: boolean;
};

async function findLead(db: Db, alert: number, now: Date): Promise<Lead | null> {
  const { rows } = await sql<Lead>`
    /* prepared: alert-lead */
    select l.id as listing, a.offer_id as offer, a.stands_for as "standsFor", l.content, l.capture_sha256 as capture,
      o.seller_id as "sellerId",
      (select fetched_at from page_captures p where p.sha256 = l.capture_sha256 and p.site_id = l.site_id
        order by p.id desc limit 1) as "capturedAt",
      exists (select from alert_revisions where alert_id = a.id) as revised,
      exists (select from decisions where alert_id = a.id) as touched,
      exists (select from seller_links where seller_a = o.seller_id or seller_b = o.seller_id) as linked,
      exists (select from listings own join listing_pictures p on p.listing_id = own.id where own.offer_id = o.id)
        as pictured,
      exists (select from screenshots where capture_sha256 = l.capture_sha256) as drawn,
      exists (select from listings own join rescreen_changes c on c.listing_id = own.id where own.offer_id = o.id)
        as rescreened,
      exists (select from suppressions where ended_at is null and expires_at > ${now}::timestamptz) as suppressible
    from alerts a join offers o on o.id = a.offer_id join listings l on l.id = a.listing_id where a.id = ${alert}`.execute(
    db,
  );
  return rows[0] ?? null;
}

async function findAssessment(db: Db, listing: number): Promise<Assessment> {
  const { rows } = await sql<Assessment>`
    /* prepared: assessment-of-listing */
    select verdict, score, severity, substances, reasons, law, watchlist_version as watchlist,
      (select coalesce(json_agg(json_build_object('substance', substance, 'term', term, 'technique', technique,
          'field', field, 'start', start_at, 'end', end_at, 'text', text) order by position), '[]')
        from hits where listing_id = a.listing_id) as hits
    from assessments a where listing_id = ${listing}`.execute(db);
  const [assessment] = rows;
  if (assessment === undefined) throw new Error(`listing ${listing} has no assessment`);
  return assessment;
}
