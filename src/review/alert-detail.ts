/** Everything about one alert as an analyst may see it: contacts masked unless revealed, hits marked where they stand. */
import type { AlertDetail, MarkedText } from '../model/api.ts';
import type { Hit } from '../model/assessment.ts';
import type { Listing } from '../model/listing.ts';
import { screenedFields } from '../screen/screened-fields.ts';
import { findAlertDetail, type StoredAlertDetail } from '../store/alert-detail.ts';
import type { Db } from '../store/open-database.ts';
import { findReveal } from '../store/reveals.ts';
import type { Actor } from './actor.ts';
import { type Mask, maskFor, maskListing, maskRow } from './mask-listing.ts';

/**
 * null when there is no such alert.
 * @param viewer sees the contacts that were revealed to them; left out, all are masked; "all" masks none
 */
export async function readAlertDetail(
  db: Db,
  id: number,
  now: Date,
  viewer?: Actor | 'all',
): Promise<AlertDetail | null> {
  const stored = await findAlertDetail(db, id, now);
  if (stored === null) return null;
  if (viewer === 'all') return toAlertDetail(stored, null, true);
  const revealedUntil = viewer === undefined ? null : await findReveal(db, id, viewer.id, now);
  return toAlertDetail(stored, revealedUntil, revealedUntil !== null);
}

function toAlertDetail(stored: StoredAlertDetail, revealedUntil: string | null, open: boolean): AlertDetail {
  const { row, listing, assessment, sightings, decisions, sellerId, capturedAt, capture } = stored;
  const mask: Mask = open ? (text) => text : maskFor(listing.contacts);
  const orNull = (text: string | null) => (text === null ? null : mask(text));
  return {
    ...(open ? row : maskRow(row, listing.contacts)),
    listing: open ? listing : maskListing(listing),
    texts: markTexts(listing, assessment.hits, mask),
    reasons: assessment.reasons.map((reason) => ({ ...reason, text: mask(reason.text) })),
    law: assessment.law,
    watchlist: assessment.watchlist,
    sightingList: sightings.map((each) => ({ ...each, title: orNull(each.title) })),
    decisions: decisions.map((each) => ({ ...each, note: orNull(each.note) })),
    sellerId,
    revealedUntil,
    capturedAt,
    capture,
  };
}

/**
 * The fields exactly as they were screened, then masked: masking keeps lengths, so that the spans of the hits still fit.
 * A hit shows what the masked text shows, for a contact can hold a term.
 */
function markTexts(listing: Listing, hits: readonly Hit[], mask: Mask): MarkedText[] {
  return screenedFields(listing).map(({ field, text }) => {
    const masked = mask(text);
    const placed = hits.filter((hit) => hit.field === field).flatMap((hit) => placeHit(hit, text));
    return {
      field,
      text: masked,
      hits: placed.map((hit) => ({ ...hit, text: masked.slice(hit.start, hit.end) })),
    };
  });
}

/**
 * Normally the hit as it is. A page that shows its attributes in another order counts as unchanged, so that the stored
 * text and the screened one can differ in that: the hit is then looked for, and left unmarked when it is not there.
 */
function placeHit(hit: Hit, text: string): Hit[] {
  if (text.slice(hit.start, hit.end) === hit.text) return [hit];
  const start = text.indexOf(hit.text);
  return start < 0 || hit.text === '' ? [] : [{ ...hit, start, end: start + hit.text.length }];
}
