/** The URLs that a run has come across and those that earlier runs read, with what is known of each: a few marks, no text. */
import { canonicalUrl } from '../src/text/canonical-url.ts';
import type { FollowLink } from './planned-url.ts';
import type { RememberedPage } from './site-memory.ts';
import { createUrlTable, type UrlTable } from './url-table.ts';

export const MARK = {
  /** Planned by this run, or left out of it. */
  planned: 1,
  /** Another spelling of it was reported. */
  aliased: 2,
  /** Read in an earlier run. */
  remembered: 4,
  /** An offer's own page. */
  offer: 8,
  /** Shown or named by a page or sitemap of this run. */
  seen: 16,
  /** Linked by a page of this run: sitemaps do not count. */
  listed: 32,
  /** A page was read there. */
  read: 64,
  notDue: 128,
  /** The stamp is when it was read, for want of a date from a sitemap. */
  stampOfVisit: 256,
  dated: 512,
  /** It is fetched by another spelling than the canonical one. */
  otherSpelling: 1024,
  /** It was read on the very day that is all a sitemap says of its last change: it may have changed once more since. */
  unsettled: 2048,
  /** A sitemap that has shown nothing new for a while, and is read in a later run. */
  rests: 4096,
} as const;

/** `canonical` is null for another spelling that was looked up before. */
export type Looked = { readonly entry: number; readonly canonical: string | null };
export type LookedLink = Looked & { readonly link: FollowLink };

export type KnownUrls = Pick<UrlTable, 'has' | 'set'> & {
  look(url: string): Looked;
  lookAll(links: readonly FollowLink[]): LookedLink[];
  remember(pages: readonly RememberedPage[]): void;
  /** Whether a sitemap or feed says that a remembered page was changed since it was read. */
  hasMoved(entry: number, modified: number): boolean;
  /** Whether it is to be read once more, as it may have changed again on the day that is known of its last change: some in each run. */
  takeUnsettled(entry: number): boolean;
  /** Notes that this run was told when an offer's page was last changed. */
  noteDated(entry: number): void;
  /** False for a sitemap that dates everything by the moment at which it is asked for: that says nothing. */
  believes(links: readonly LookedLink[]): boolean;
  /** True when this run was told so of nearly all offers' pages that are remembered. */
  readonly dated: boolean;
  /** True when the runs that read them were told so. */
  readonly datedBefore: boolean;
};

/** A sitemap in which more than this share of the remembered pages has moved has dates that mean nothing. */
const BELIEVABLE_SHARE = 0.5;
const FEW_PAGES = 20;
const NEARLY_ALL = 0.9;

/** Whole seconds, which fit into 32 bits until 2106; 0 for what is no date. */
export function secondsOf(date: string | undefined): number {
  const ms = date === undefined ? Number.NaN : Date.parse(date);
  return ms > 0 && ms < 4e12 ? Math.floor(ms / 1000) : 0;
}

const DAY_SECONDS = 86_400;
/** When a day is over everywhere: sitemaps that give a day alone do not say where. */
const AFTER_DAY_SECONDS = 1.5 * DAY_SECONDS;

/** Where more of the pages than this changed on the day on which they were read, it is the day of the sitemap and not theirs. */
const UNSETTLED_SHARE = 0.1;
/** Of the pages that are read once more for it in one run: hardly any of them has changed, and those left wait for the next run. */
const UNSETTLED_AT_ONCE = 0.02;

function readTooSoon({ modified, fetched }: RememberedPage, now: Date): boolean {
  if (modified === 0 || modified % DAY_SECONDS !== 0) return false;
  const over = modified + AFTER_DAY_SECONDS;
  return fetched < over && now.getTime() / 1000 >= over;
}

function believes(
  links: readonly LookedLink[],
  isKnown: (entry: number) => boolean,
  hasMoved: (entry: number, modified: number) => boolean,
): boolean {
  let known = 0;
  let moved = 0;
  for (const { link, entry } of links) {
    if (link.lastModified === undefined || !isKnown(entry)) continue;
    known += 1;
    if (hasMoved(entry, secondsOf(link.lastModified))) moved += 1;
  }
  return known < FEW_PAGES || moved <= known * BELIEVABLE_SHARE;
}

export function createKnownUrls(clock: () => Date): KnownUrls {
  const table = createUrlTable();
  // Other spellings than the canonical ones: most links of a page stand on every page of the site, and are worked out once.
  const spellings = createUrlTable();
  let offers = 0;
  let dated = 0;
  let datedBefore = 0;
  let remembered = 0;
  let unsettled = 0;
  let taken = 0;
  const look = (url: string): Looked => {
    const known = table.find(url);
    if (known !== -1) return { entry: known, canonical: url };
    const spelling = spellings.find(url);
    if (spelling !== -1) return { entry: spellings.stamp(spelling), canonical: null };
    const canonical = canonicalUrl(url);
    const entry = table.add(canonical);
    if (url !== canonical) spellings.setStamp(spellings.add(url), entry);
    return { entry, canonical };
  };
  const hasMoved = (entry: number, modified: number): boolean => {
    const stamp = table.stamp(entry);
    return table.has(entry, MARK.stampOfVisit) ? modified > stamp : modified !== stamp;
  };
  return {
    has: table.has,
    set: table.set,
    look,
    lookAll: (links) => links.map((link) => ({ link, ...look(link.url) })),
    hasMoved,
    takeUnsettled(entry) {
      const most = (share: number) => Math.max(FEW_PAGES, remembered * share);
      if (!table.has(entry, MARK.unsettled) || unsettled > most(UNSETTLED_SHARE)) return false;
      if (taken >= most(UNSETTLED_AT_ONCE)) return false;
      taken += 1;
      return true;
    },
    remember(pages) {
      const now = clock();
      for (const page of pages) {
        const { url, kind, modified, fetched } = page;
        const entry = table.add(canonicalUrl(url));
        table.set(entry, MARK.remembered | (modified === 0 ? MARK.stampOfVisit : 0));
        remembered += 1;
        if (readTooSoon(page, now)) {
          table.set(entry, MARK.unsettled);
          unsettled += 1;
        }
        table.setStamp(entry, modified === 0 ? fetched : modified);
        if (kind !== 'detail') continue;
        table.set(entry, MARK.offer);
        offers += 1;
        if (modified > 0) datedBefore += 1;
      }
    },
    noteDated(entry) {
      if (table.has(entry, MARK.dated) || !table.has(entry, MARK.offer)) return;
      table.set(entry, MARK.dated);
      dated += 1;
    },
    believes: (links) => believes(links, (entry) => table.has(entry, MARK.remembered), hasMoved),
    get dated() {
      return offers > 0 && dated >= offers * NEARLY_ALL;
    },
    get datedBefore() {
      return offers > 0 && datedBefore >= offers * NEARLY_ALL;
    },
  };
}
