/** One URL that a run means to visit, and the links that lead there. */
import type { SkipReason } from '../src/model/skip-reasons.ts';

/** start and sitemap: named by the site file and by robots.txt; next: a list that goes on from another one. */
export const PLANNED_KINDS = ['start', 'sitemap', 'list', 'next', 'detail', 'other'] as const;
export type PlannedKind = (typeof PLANNED_KINDS)[number];

export type FollowLink = {
  readonly url: string;
  readonly kind: 'detail' | 'list' | 'next' | 'other';
  readonly nofollow: boolean;
  /** ISO 8601: when a sitemap or feed says that it was last changed. */
  readonly lastModified?: string;
};

export type PlannedUrl = {
  readonly url: string;
  readonly canonical: string;
  /** Links away from a start URL; following pages of one list do not count. */
  readonly depth: number;
  readonly kind: PlannedKind;
  /** Pages in a row, in the list that led here, on which nothing stood that this run had not seen. */
  readonly barren: number;
  /** Read in an earlier run. */
  readonly again: boolean;
  /** An offer that no list names any more: is it gone? */
  readonly missing: boolean;
  /** Seconds since 1970, as a sitemap or feed says; 0: nothing was said. */
  readonly modified: number;
};

/** A URL that was linked, but not so that it may be followed. */
export type AsideUrl = { readonly url: string; readonly reason: SkipReason };
