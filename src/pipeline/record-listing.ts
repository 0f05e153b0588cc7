/** Writes one listing with its hits, offer, alert and outbox row in one transaction: all of it or nothing. */
import { alertFacts, mergeFacts } from '../dedupe/material-change.ts';
import { offerKey, sellerKey } from '../dedupe/offer-key.ts';
import type { PublishedAlert } from '../model/alert.ts';
import type { Assessment } from '../model/assessment.ts';
import { OperatorError } from '../model/errors.ts';
import type { Listing } from '../model/listing.ts';
import type { Site } from '../model/site.ts';
import { findAlertByOffer, openAlert, reviseAlert } from '../store/alerts.ts';
import { attachOffer, saveAssessment, saveListing } from '../store/listings.ts';
import { touchOffer, upsertOffer } from '../store/offers.ts';
import type { Db } from '../store/open-database.ts';
import { addToOutbox } from '../store/outbox.ts';
import { upsertSeller } from '../store/sellers.ts';
import { holdsLease } from '../store/sites.ts';

export type FoundListing = {
  readonly key: string;
  readonly listing: Listing;
  readonly contentHash: string;
  /** SHA-256 of the page it was read from; null keeps the one that is stored. */
  readonly capture: string | null;
};

export type AlertChange = 'opened' | 'revised' | 'none';

type Place = { readonly site: Site; readonly run: number; readonly token: number };

async function offerOf(
  db: Db,
  place: Place,
  listing: Listing,
  substances: readonly string[],
  now: Date,
): Promise<number> {
  const key = sellerKey(listing.seller, listing.contacts);
  const seller = await upsertSeller(db, { siteId: place.site.id, key, seller: listing.seller });
  const offer = await upsertOffer(db, {
    key: offerKey(place.site.id, key, substances),
    siteId: place.site.id,
    sellerId: seller,
    now,
  });
  return offer.id;
}

async function raiseAlert(
  db: Db,
  place: Place,
  listing: { id: number; offer: number; url: string },
  assessment: Assessment,
  now: Date,
): Promise<AlertChange> {
  const existing = await findAlertByOffer(db, listing.offer);
  const { facts, changed } = mergeFacts(
    existing === null ? null : alertFacts.parse(existing.material),
    assessment,
  );
  if (!changed) return 'none';
  const common = { listingId: listing.id, ...facts, material: facts, now };
  const alert =
    existing === null
      ? await openAlert(db, {
          ...common,
          offerId: listing.offer,
          siteId: place.site.id,
          practice: place.site.practice,
        })
      : await reviseAlert(db, { ...common, id: existing.id });
  const payload: PublishedAlert = {
    alert: alert.id,
    revision: alert.revision,
    site: place.site.id,
    severity: facts.severity,
    score: facts.score,
    substances: facts.substances,
    listing: listing.url,
    practice: place.site.practice,
    watchlist: assessment.watchlist,
    at: now.toISOString(),
  };
  await addToOutbox(db, { alert: alert.id, revision: alert.revision, payload, now });
  return existing === null ? 'opened' : 'revised';
}

/**
 * @param assessment null when neither the listing nor the watch-list changed: only the sighting is recorded
 * @throws OperatorError 'busy' when another worker has taken over the site: nothing is written then
 */
export async function recordListing(
  db: Db,
  place: Place,
  found: FoundListing,
  assessment: Assessment | null,
  now: Date,
): Promise<AlertChange> {
  return await db.transaction().execute(async (transaction) => {
    if (!(await holdsLease(transaction, place.site.id, place.token))) {
      throw new OperatorError(
        'busy',
        `Site ${place.site.id} was taken over by another worker.`,
        'This run ends here.',
      );
    }
    const { key, listing, contentHash, capture } = found;
    const saved = await saveListing(transaction, {
      siteId: place.site.id,
      key,
      listing,
      contentHash,
      runId: place.run,
      captureSha256: capture,
      now,
    });
    if (assessment === null) {
      if (saved.offerId !== null) await touchOffer(transaction, saved.offerId, now);
      return 'none';
    }
    await saveAssessment(transaction, saved.id, assessment, now);
    if (assessment.verdict !== 'alert') return 'none';
    // A listing stays with its offer: when its text changes, the same alert grows.
    const offer = saved.offerId ?? (await offerOf(transaction, place, listing, assessment.substances, now));
    if (saved.offerId === null) await attachOffer(transaction, saved.id, offer);
    return await raiseAlert(transaction, place, { id: saved.id, offer, url: listing.url }, assessment, now);
  });
}
