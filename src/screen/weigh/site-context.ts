/** What kind of site a listing stands on: a weak sign, never a verdict by itself. */
import type { SiteKind } from '../../model/site.ts';

/** `kind` is null where nobody said. */
export type SiteContext = { readonly kind: SiteKind | null };

/**
 * `trade`: points of chemical trade for an abbreviation. `against`: words for an analyst where the shop's own kind
 * makes another meaning likelier; anybody can sell anything on a marketplace, so that says neither.
 */
export const SITE_SIGNS: Readonly<
  Record<SiteKind, { readonly trade: number; readonly against: string | null }>
> = {
  'chemical-supplier': { trade: 1, against: null },
  'laboratory-supplier': { trade: 1, against: null },
  pharmacy: { trade: 0, against: 'the site is a pharmacy' },
  bookshop: { trade: 0, against: 'the site is a bookshop' },
  publisher: { trade: 0, against: 'the site is a publisher' },
  news: { trade: 0, against: 'the site publishes news' },
  government: { trade: 0, against: 'the site belongs to an authority' },
  training: { trade: 0, against: 'the site offers training' },
  marketplace: { trade: 0, against: null },
  classifieds: { trade: 0, against: null },
  forum: { trade: 0, against: null },
};
