/** Which sitemaps are left for a later run: those that an index names without a date, and that have shown nothing new for a while. */
import { type KnownUrls, type LookedLink, MARK, secondsOf } from './known-urls.ts';
import { isSitemap } from './link-step.ts';

export type SitemapRests = {
  rest(sitemaps: readonly string[]): void;
  /** Of what an index names: whether the known ones that it does not date are left out. */
  leaves(links: readonly LookedLink[]): boolean;
  readonly rested: boolean;
};

/**
 * All of them or none, for all indexes of a run: what is missing from them can be told only where all were read. One whose time has
 * come wakes the others; one that no run has read yet is read by itself.
 */
export function createSitemapRests(urls: KnownUrls): SitemapRests {
  let awake = false;
  let rested = false;
  return {
    rest(sitemaps) {
      for (const url of sitemaps) urls.set(urls.look(url).entry, MARK.rests);
    },
    leaves(links) {
      const known = links.filter(
        ({ link, entry }) =>
          urls.has(entry, MARK.remembered) && isSitemap(link.url) && secondsOf(link.lastModified) === 0,
      );
      if (known.some(({ entry }) => !urls.has(entry, MARK.rests))) awake = true;
      if (known.length === 0 || awake) return false;
      rested = true;
      return true;
    },
    get rested() {
      return rested;
    },
  };
}
