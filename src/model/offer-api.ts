/** Requests and responses about offers and sellers: what belongs together, why, and an analyst's word on it. */
import { z } from 'zod';
import { ALERT_STATES, OUTCOMES } from './alert.ts';
import { SEVERITIES } from './assessment.ts';
import { price } from './listing.ts';
import {
  alertRevision,
  evidence,
  linkEvidence,
  listingChange,
  SELLER_VERDICTS,
  VERSION_CHANGES,
} from './offer.ts';
import { formerHit, foundAgain } from './rescreen.ts';

export const OFFER_PATHS = {
  offer: '/api/v1/offers/:id',
  merge: '/api/v1/offers/:id/merge',
  unmerge: '/api/v1/offers/:id/unmerge',
  seller: '/api/v1/sellers/:id',
  sellerLinks: '/api/v1/sellers/:id/links',
} as const;

const named = z.strictObject({ id: z.string(), name: z.string() });

/** Contacts are masked as everywhere. */
export const listingVersion = z.strictObject({
  version: z.int(),
  change: z.enum(VERSION_CHANGES),
  at: z.string(),
  changes: z.array(listingChange),
  /** SHA-256 of the stored page; null when no copy is kept any more. */
  capture: z.string().nullable(),
});
export type ListingVersion = z.infer<typeof listingVersion>;

/** One listing of an offer, and what became of it since it was first seen. */
export const sighting = z.strictObject({
  listing: z.int(),
  /** The listing that this is in another language, as their pages say of each other. */
  variantOf: z.int().nullable(),
  site: named,
  url: z.string(),
  title: z.string().nullable(),
  language: z.string().nullable(),
  price: price.nullable(),
  state: z.enum(['live', 'gone']),
  version: z.int(),
  firstSeenAt: z.string(),
  lastSeenAt: z.string(),
  /** The latest first, at most 50; an export has them all. */
  history: z.array(listingVersion),
  /** How many came before those. */
  earlier: z.int().nonnegative(),
  /** Why it belongs to the offer; null where it was the first one, or came before this was kept. */
  placement: z
    .strictObject({ rule: z.string(), score: z.number(), evidence: z.array(evidence), at: z.string() })
    .nullable(),
});
export type Sighting = z.infer<typeof sighting>;

export const sellerRef = z.strictObject({ id: z.int(), name: z.string().nullable(), site: named });

/** Another offer of the same seller, or of one that is taken for the same. */
export const sellerOffer = z.strictObject({
  offer: z.int(),
  seller: sellerRef,
  substances: z.array(named),
  sightings: z.int(),
  title: z.string().nullable(),
  alert: z
    .strictObject({
      id: z.int(),
      state: z.enum(ALERT_STATES),
      outcome: z.enum(OUTCOMES).nullable(),
      severity: z.enum(SEVERITIES),
    })
    .nullable(),
  lastSeenAt: z.string(),
});
export type SellerOffer = z.infer<typeof sellerOffer>;

export const sellerLink = z.strictObject({
  seller: sellerRef,
  /** 0–1; `one`: strong enough to be taken for the same seller. */
  strength: z.number(),
  one: z.boolean(),
  evidence: z.array(linkEvidence),
  /** An analyst's word outweighs all evidence. */
  verdict: z.enum(SELLER_VERDICTS).nullable(),
  verdictBy: z.string().nullable(),
  verdictAt: z.string().nullable(),
  verdictReason: z.string().nullable(),
  offers: z.int(),
});
export type SellerLinkRow = z.infer<typeof sellerLink>;

/** A listing elsewhere that shows a picture of this offer, edited or not. */
export const samePicture = z.strictObject({
  listing: z.int(),
  url: z.string(),
  title: z.string().nullable(),
  site: named,
  alert: z.int().nullable(),
});
export type SamePicture = z.infer<typeof samePicture>;

/** How many more of each list there are than stand in it; an export has them, but for the seller's other offers. */
export const omitted = z.strictObject({
  sightings: z.int(),
  revisions: z.int(),
  sellerOffers: z.int(),
  sellerLinks: z.int(),
  samePictures: z.int(),
  formerHits: z.int(),
  foundAgain: z.int(),
});
export type Omitted = z.infer<typeof omitted>;

/** What an alert's detail says beyond its leading listing. */
export const offerContext = z.strictObject({
  offer: z.int(),
  /** The latest first. */
  revisions: z.array(alertRevision),
  sellerOffers: z.array(sellerOffer),
  sellerLinks: z.array(sellerLink),
  samePictures: z.array(samePicture),
  /** Offers that this alert asks for a look at, since one run found too many; null for an ordinary alert. */
  standsFor: z.int().nullable(),
  /** Hits on its listings that a later list no longer gives, and what screening them again found; the latest first. */
  formerHits: z.array(formerHit),
  foundAgain: z.array(foundAgain),
  omitted,
});
export type OfferContext = z.infer<typeof offerContext>;

export const offerDetail = z.strictObject({
  id: z.int(),
  substances: z.array(named),
  seller: sellerRef.nullable(),
  alert: z.int().nullable(),
  /** The offer that an analyst said it is; its listings are there. */
  mergedInto: z.int().nullable(),
  /** Offers that were merged into this one. */
  merged: z.array(z.int()),
  /** An analyst took listings out of it, or it was made of such ones. */
  split: z.boolean(),
  firstSeenAt: z.string(),
  lastSeenAt: z.string(),
  sightings: z.int(),
  /** The latest seen first, at most 200. */
  sightingList: z.array(sighting),
});
export type OfferDetail = z.infer<typeof offerDetail>;

const reason = z.string().trim().min(3).max(1000);

/** These become part of the offer in the path: their listings move there, their alerts are decided as duplicates of its own. */
export const mergeRequest = z.strictObject({ offers: z.array(z.int().positive()).min(1).max(50), reason });

/** These listings become an offer of their own, with an alert of its own where they alert. */
export const unmergeRequest = z.strictObject({
  listings: z.array(z.int().positive()).min(1).max(500),
  reason,
});

export const sellerDetail = z.strictObject({
  ...sellerRef.shape,
  url: z.string().nullable(),
  country: z.string().nullable(),
  /** "kind value", masked. */
  contacts: z.array(z.string()),
  offers: z.array(sellerOffer),
  links: z.array(sellerLink),
});
export type SellerDetail = z.infer<typeof sellerDetail>;

/** null takes an earlier verdict back: the evidence decides again. */
export const linkRequest = z.strictObject({
  seller: z.int().positive(),
  verdict: z.enum(SELLER_VERDICTS).nullable(),
  reason,
});
export type LinkRequest = z.infer<typeof linkRequest>;
