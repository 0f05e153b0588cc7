/** What earlier runs learnt of a site's pages, as far as a crawl asks for it; who remembers it, and how, is not its business. */
import type { Validators } from './fetch-page.ts';

export type RememberedPage = {
  /** As it is fetched. */
  readonly url: string;
  readonly kind: 'sitemap' | 'list' | 'detail' | 'other';
  /** A list that goes on from another one. */
  readonly tail: boolean;
  readonly depth: number;
  /** Seconds since 1970; 0: planned by an earlier run, which did not come to it. */
  readonly fetched: number;
  /** Seconds since 1970, as a sitemap or feed said when the page was read; 0: nothing was said. */
  readonly modified: number;
};

/** Pages of one form of address that are empty until a script has drawn them. */
export type DrawnForm = {
  /** Origin and path up to its last "/", with "#" for numbers. */
  readonly form: string;
  /** So many in a row; 0: forgotten. */
  readonly inRow: number;
  /** ISO 8601, UTC: when one was last read as it was sent. */
  readonly lookedAt: string;
};

export type SiteMemory = {
  /** Every page that was ever read, in batches. */
  pages(): AsyncIterable<readonly RememberedPage[]>;
  /** Those whose time has come, and those that an earlier run did not come to, in the order in which to visit them. */
  due(): Promise<readonly RememberedPage[]>;
  /** Sitemaps that have shown nothing new for a while, and need no look in this run where nothing dates them. */
  restingSitemaps(): Promise<readonly string[]>;
  /** Further pages of lists, without those on which nothing has moved for long. */
  tails(): Promise<readonly RememberedPage[]>;
  /** Addresses of the offers that the pages left out there showed when they were read last, in batches. */
  shownByQuietTails(): AsyncIterable<readonly string[]>;
  /** Pages of offers that are thought to be there, in batches. */
  offers(): AsyncIterable<readonly RememberedPage[]>;
  /** What the page said of itself when it was read last; null when it has to be read whole. */
  validators(url: string): Promise<Validators | null>;
  /** Addresses of the offers that a list showed when it was read last. */
  shown(url: string): Promise<readonly string[]>;
  /** The last looked at first. */
  drawn(): Promise<readonly DrawnForm[]>;
  noteDrawn(form: DrawnForm): Promise<void>;
};

async function* nothing(): AsyncIterable<never> {
  // A site that was never visited.
}

export const NO_MEMORY: SiteMemory = {
  pages: nothing,
  due: async () => [],
  restingSitemaps: async () => [],
  tails: async () => [],
  shownByQuietTails: nothing,
  offers: nothing,
  validators: async () => null,
  shown: async () => [],
  drawn: async () => [],
  noteDrawn: async () => undefined,
};
