/** Everything about one alert as an analyst may see it: contacts masked unless revealed, hits marked where they stand. */
import type { AlertDetail } from '../model/api.ts';
import { may } from '../model/permissions.ts';
import { findAlertDetail, type StoredAlertDetail } from '../store/alert-detail.ts';
import type { Db } from '../store/open-database.ts';
import { findReveal } from '../store/reveals.ts';
import { qualityOf } from '../store/second-looks.ts';
import type { Actor } from './actor.ts';
import { markTexts } from './mark-texts.ts';
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
  const detail = toAlertDetail(stored, revealedUntil, revealedUntil !== null);
  const knows = viewer !== undefined && may(viewer.role, 'quality:read');
  return { ...detail, quality: knows ? await qualityOf(db, id) : null };
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
    metBy: stored.metBy,
    quality: null,
  };
}
