/** Writes the listings of a page with hits, versions, offers, alerts and outbox rows in one transaction: all of it or nothing. */
import { listingChanges } from '../../dedupe/listing-changes.ts';
import type { Assessment } from '../../model/assessment.ts';
import { OperatorError } from '../../model/errors.ts';
import type { ListingChange } from '../../model/offer.ts';
import type { Site } from '../../model/site.ts';
import type { UnusedCounts } from '../../model/unused.ts';
import { holdsLease } from '../../store/crawling/sites.ts';
import { absorbCards, addAliases, undoGone } from '../../store/offers/listing-aliases.ts';
import { touchOffers } from '../../store/offers/place-offers.ts';
import {
  addVersions,
  type ListingToSave,
  type NewVersion,
  type SavedListing,
  saveAssessments,
  saveListings,
} from '../../store/offers/save-listings.ts';
import type { Db } from '../../store/open-database.ts';
import { toText } from '../../store/to-json.ts';
import { placeListings } from './place-listings.ts';
import { type Flood, type Raised, raiseListings, type Sighted } from './raise-listings.ts';

export type ListingToRecord = ListingToSave & {
  /** Further addresses of it, and the key of a card that turned out to be it. */
  readonly aliases?: readonly string[];
  readonly absorbs?: readonly string[];
  /** Keys of its pages in other languages. */
  readonly alternates?: readonly string[];
  /** null when neither the listing nor the watch-list has changed: only the sighting is recorded. */
  readonly assessment: Assessment | null;
  /** Version of the watch-list that it is, or was last, screened under. */
  readonly watchlist: string;
};

export type RecordPlace = {
  readonly site: Site;
  readonly run: number;
  readonly token: number;
  /** Alerts that the run may still open. */
  readonly room: number;
  readonly flood: Flood;
};

/** `unused`: contacts that tell nothing of who sells, and why. */
export type Recorded = Raised & { readonly unused: Readonly<UnusedCounts> };

type Written = ListingToRecord & { readonly saved: SavedListing; readonly changes: readonly ListingChange[] };

/**
 * @param more further writes within the same transaction
 * @throws OperatorError 'busy' when another worker has taken over the site: nothing is written then
 */
export async function recordListings(
  db: Db,
  place: RecordPlace,
  listings: readonly ListingToRecord[],
  now: Date,
  more: (db: Db) => Promise<void> = async () => undefined,
): Promise<Recorded> {
  return await db.transaction().execute(async (tx) => {
    if (!(await holdsLease(tx, place.site.id, place.token))) {
      throw new OperatorError(
        'busy',
        `Site ${place.site.id} was taken over by another worker.`,
        'This run ends here.',
      );
    }
    const written = await save(tx, place, listings, now);
    const raised = await raise(tx, place, written, now);
    await more(tx);
    return raised;
  });
}

async function save(
  db: Db,
  { site, run }: RecordPlace,
  listings: readonly ListingToRecord[],
  now: Date,
): Promise<Written[]> {
  await settleMoved(db, site.id, run, listings);
  const rows = await saveListings(db, { siteId: site.id, runId: run }, listings, now);
  const unique = new Map(listings.toReversed().map((each) => [toText(each.key), each]));
  const written = [...unique].flatMap(([key, listing]): Written[] => {
    const saved = rows.get(key);
    if (saved === undefined) return [];
    const changes = saved.before === null ? [] : listingChanges(saved.before, listing.listing);
    return [{ ...listing, saved, changes }];
  });
  const further = written.flatMap(({ saved, aliases = [] }) =>
    aliases.map((alias) => ({ alias, listing: saved.id })),
  );
  await addAliases(db, site.id, further);
  await addVersions(db, written.flatMap(versionOf), now);
  await saveAssessments(
    db,
    written.flatMap(({ saved, assessment }) =>
      assessment === null ? [] : [{ listing: saved.id, assessment }],
    ),
    now,
  );
  return written;
}

/** Before a listing that has moved is written: it was never gone, and what a card made of it was no other. */
async function settleMoved(
  db: Db,
  site: string,
  run: number,
  listings: readonly ListingToRecord[],
): Promise<void> {
  const moved = listings.filter(({ aliases = [] }) => aliases.length > 0);
  await undoGone(
    db,
    site,
    run,
    moved.map(({ key }) => key),
  );
  const cards = moved.flatMap(({ key, absorbs = [] }) => absorbs.map((card) => ({ card, into: key })));
  await absorbCards(db, site, cards);
}

function versionOf({ saved, changes, capture }: Written): NewVersion[] {
  if (!saved.back && saved.change !== 'changed') return [];
  const change = saved.back ? 'back' : 'changed';
  return [{ listing: saved.id, version: saved.version, change, changes, capture }];
}

async function raise(db: Db, place: RecordPlace, written: readonly Written[], now: Date): Promise<Recorded> {
  // What a card says may read otherwise on the listing's own page, which also tells who sells: that is waited for.
  const homeless = written.flatMap(({ key, listing, saved, assessment, partial, alternates = [] }) =>
    assessment?.verdict === 'alert' && saved.offerId === null && !partial
      ? [{ id: saved.id, key, listing, substances: assessment.substances, alternates }]
      : [],
  );
  // A listing stays with its offer: when its text changes, the same alert grows.
  const { offers, unused } = await placeListings(db, place.site, homeless, now);
  const settled = written.flatMap(({ saved }) => (saved.offerId === null ? [] : [saved.offerId]));
  await touchOffers(db, [...new Set(settled)], now);
  const sighted = written.flatMap(({ saved, listing, assessment, watchlist, changes }): Sighted[] => {
    const offer = saved.offerId ?? offers.get(saved.id);
    const alerts = assessment === null ? saved.back : assessment.verdict === 'alert';
    if (offer === undefined || !alerts) return [];
    const newcomer = saved.back || saved.offerId === null;
    return [{ id: saved.id, offer, url: listing.url, listing, assessment, watchlist, newcomer, changes }];
  });
  if (sighted.length === 0) return { opened: 0, revised: 0, held: 0, unused };
  const { site, run, room, flood } = place;
  return { ...(await raiseListings(db, { site, run, room, flood }, sighted, now)), unused };
}
