/** Everything about one alert as an analyst may see it: contacts masked unless revealed, hits marked where they stand. */
import type { AlertDetail } from '../model/api.ts';
import type { Contact } from '../model/listing.ts';
import type { OfferContext } from '../model/offer-api.ts';
import { findAlertDetail, type StoredAlertDetail } from '../store/desk/alert-detail.ts';
import { countOmitted, SHOWN_LISTS } from '../store/desk/alert-lists.ts';
import { noteSeen, sealedFrom } from '../store/desk/sealed-alerts.ts';
import { qualityOf } from '../store/desk/second-looks.ts';
import type { Db } from '../store/open-database.ts';
import { type Actor, actorMay } from './actor.ts';
import { markTexts } from './mark-texts.ts';
import { type Mask, maskFor, maskListing, maskRow } from './mask-listing.ts';
import { contactsIn, showRevision, showSighting } from './mask-offer.ts';
import { readSellerOffers, showLinks } from './read-offer.ts';
import { findRevealTo } from './reveal.ts';
import { blinded, sealOffers } from './sealed.ts';

/**
 * null when there is no such alert.
 * @param viewer sees the contacts that were revealed to them, and no outcome of what they have a second look at; left
 *   out, all contacts are masked; "all" masks none
 */
export async function readAlertDetail(
  db: Db,
  id: number,
  now: Date,
  viewer?: Actor | 'all',
  limits = SHOWN_LISTS,
): Promise<AlertDetail | null> {
  const all = viewer === 'all';
  const nobody = all || viewer === undefined;
  const [stored, sealed, revealedUntil] = await Promise.all([
    findAlertDetail(db, id, now, limits),
    nobody ? Promise.resolve<number[]>([]) : sealedFrom(db, viewer.id),
    nobody ? null : findRevealTo(db, id, viewer, now),
  ]);
  if (stored === null) return null;
  const open = all || revealedUntil !== null;
  const knows = !all && viewer !== undefined && actorMay(viewer, 'quality:read');
  const context = await contextOf(db, stored, open, limits);
  const detail = {
    ...toAlertDetail(stored, revealedUntil, open),
    ...context,
    sellerOffers: sealOffers(context.sellerOffers, sealed),
  };
  if (sealed.includes(id)) return blinded(detail);
  if (viewer !== undefined && !all && detail.state === 'decided' && actorMay(viewer, 'alerts:decide')) {
    await noteSeen(db, id, viewer.id);
  }
  return { ...detail, quality: knows ? await qualityOf(db, id) : null };
}

/** What belongs to the alert besides its leading listing. */
async function contextOf(
  db: Db,
  stored: StoredAlertDetail,
  open: boolean,
  limits: typeof SHOWN_LISTS,
): Promise<OfferContext> {
  const { offer, standsFor, sellerId } = stored;
  const sellerLinks = showLinks(stored.sellerLinks, open);
  const linked = sellerLinks.filter(({ one }) => one).map(({ seller }) => seller.id);
  const sellers = sellerId === null ? [] : [sellerId, ...linked];
  const contacts = contactsOfOffer(stored);
  const samePictures = stored.samePictures.map(({ contacts, ...each }) => ({
    ...each,
    title: open || each.title === null ? each.title : maskFor(contacts)(each.title),
  }));
  const sellerOffers = await readSellerOffers(db, sellers, offer, open, limits.sellerOffers);
  const { formerHits, foundAgain } = stored;
  const listed = {
    ...{ alert: stored.row.id, offer, seller: sellerId, sellers, sellerOffers: sellerOffers.length },
    ...{ sightings: stored.sightings.length, revisions: stored.revisions.length },
    ...{ sellerLinks: sellerLinks.length, samePictures: samePictures.length },
    ...{ formerHits: formerHits.length, foundAgain: foundAgain.length },
  };
  return {
    offer,
    standsFor,
    revisions: stored.revisions.map((each) => showRevision(each, contacts, open)),
    sellerOffers,
    sellerLinks,
    samePictures,
    formerHits: formerHits.map((hit) => ({
      ...hit,
      text: open ? hit.text : maskFor(contacts)(hit.text),
    })),
    foundAgain,
    omitted: await countOmitted(db, listed, limits),
  };
}

/** Of all its listings, those included that they gave before. */
function contactsOfOffer({ listing, sightings, revisions }: StoredAlertDetail): Contact[] {
  const histories = sightings.flatMap(({ sighting }) => sighting.history);
  return [
    ...listing.contacts,
    ...sightings.flatMap(({ contacts }) => contacts),
    ...contactsIn([...histories, ...revisions].flatMap(({ changes }) => changes)),
  ];
}

function toAlertDetail(
  stored: StoredAlertDetail,
  revealedUntil: string | null,
  open: boolean,
): Omit<AlertDetail, keyof OfferContext> {
  const { row, listing, assessment, sightings, decisions, sellerId, capturedAt, capture, screenshot } =
    stored;
  const numbers = [listing.externalId, ...assessment.hits.map(({ term }) => term)];
  const mask: Mask = open ? (text) => text : maskFor(listing.contacts, numbers);
  const orNull = (text: string | null) => (text === null ? null : mask(text));
  return {
    ...(open ? row : maskRow(row, mask)),
    listing: open ? listing : maskListing(listing, mask),
    texts: markTexts(listing, assessment.hits, mask),
    reasons: assessment.reasons.map((reason) => ({ ...reason, text: mask(reason.text) })),
    law: assessment.law,
    watchlist: assessment.watchlist,
    sightingList: sightings.map((each) => showSighting(each, open)),
    decisions: decisions.map((each) => ({ ...each, note: orNull(each.note) })),
    sellerId,
    revealedUntil,
    capturedAt,
    capture,
    screenshot,
    metBy: stored.metBy,
    sealed: false,
    quality: null,
  };
}
