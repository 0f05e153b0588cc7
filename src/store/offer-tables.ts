/** The tables of listings' histories, offers, sellers and pictures as the query builder sees them. */
import type { GeneratedAlways } from 'kysely';
import type { Outcome } from '../model/alert.ts';
import type { Evidence, LinkEvidence, ListingChange, VersionChange } from '../model/offer.ts';
import type { Defaulted, Json, OptionalTime, Time } from './column-kinds.ts';

export type ListingHistoryColumns = {
  version: Defaulted<number>;
  partial: Defaulted<boolean>;
  language_set: string | null;
};

export type OfferColumns = {
  substances: Defaulted<string[]>;
  merged_into: number | null;
  split: Defaulted<boolean>;
};

export type RevisedAlertColumns = { stands_for: number | null };

type ListingAliases = { site_id: string; alias: string; listing_id: number };

type ListingVersions = {
  listing_id: number;
  version: number;
  change: VersionChange;
  at: Time;
  changes: Json<ListingChange[]>;
  capture_sha256: string | null;
};

type OfferKeys = { key: number; offer_id: number };

type Placements = { listing_id: number; rule: string; score: number; evidence: Json<Evidence[]>; at: Time };

type SellerContacts = { key: string; seller_id: number };

type SharedContacts = { key: string; sellers: number; at: Time };

type SellerLinks = {
  seller_a: number;
  seller_b: number;
  strength: number;
  evidence: Json<LinkEvidence[]>;
  verdict: 'confirmed' | 'cut' | null;
  verdict_by: string | null;
  verdict_reason: string | null;
  verdict_at: OptionalTime;
  updated_at: Time;
};

type Pictures = { id: GeneratedAlways<number>; hash: string; keys: number[] };

type PictureFiles = {
  url: string;
  picture_id: number | null;
  problem: string | null;
  rule: string | null;
  fetched_at: Time;
};

type ListingPictures = { listing_id: number; picture_id: number };

type AlertRevisions = {
  alert_id: number;
  revision: number;
  at: Time;
  listing_id: number | null;
  causes: string[];
  changes: Json<ListingChange[]>;
  decided: Outcome | null;
};

type HeldOffers = { offer_id: number; alert_id: number; listing_id: number; run_id: number; at: Time };

export interface OfferTables {
  listing_aliases: ListingAliases;
  listing_versions: ListingVersions;
  offer_keys: OfferKeys;
  placements: Placements;
  seller_contacts: SellerContacts;
  shared_contacts: SharedContacts;
  seller_links: SellerLinks;
  pictures: Pictures;
  picture_files: PictureFiles;
  listing_pictures: ListingPictures;
  alert_revisions: AlertRevisions;
  held_offers: HeldOffers;
}
