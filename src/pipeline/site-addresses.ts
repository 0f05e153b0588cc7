/** The addresses of a site as they are fetched and as they are kept: a practice shop has another port at each start. */
import type { Site } from '../model/site.ts';
import { canonicalUrl } from '../text/canonical-url.ts';

export type SiteAddresses = {
  /** As it is kept: with the origin that the site's file names. */
  toStored(url: string): string;
  /** As it is fetched now. */
  toLive(url: string): string;
  /** Unique within the site, and the same as the key of a listing that has this address to itself. */
  keyOf(url: string): string;
  /** The address of an offer by its listing's key, as far as the key tells it. */
  urlOfListing(key: string): string;
};

type Pair = { readonly live: string; readonly stored: string };

function swap(url: string, pairs: readonly Pair[], from: keyof Pair, to: keyof Pair): string {
  for (const pair of pairs) {
    const rest = url.startsWith(pair[from]) ? url.slice(pair[from].length) : null;
    // "http://shop.example" must not match "http://shop.example.org".
    if (rest !== null && /^(?:[/?#]|$)/.test(rest)) return pair[to] + rest;
  }
  return url;
}

/** `placed` is the site on the market that runs now; any other site is where its file says. */
export function siteAddresses(file: Pick<Site, 'start'>, placed: Pick<Site, 'start'>): SiteAddresses {
  const origins = placed.start.filter((url) => URL.canParse(url)).map((url) => new URL(url).origin);
  const own = new Set(origins);
  const [first = ''] = origins;
  const pairs = placed.start.flatMap((url, index): Pair[] => {
    const stored = file.start[index];
    if (stored === undefined || !URL.canParse(url) || !URL.canParse(stored)) return [];
    const pair = { live: new URL(url).origin, stored: new URL(stored).origin };
    return pair.live === pair.stored ? [] : [pair];
  });
  return {
    toStored: (url) => (pairs.length === 0 ? url : swap(url, pairs, 'live', 'stored')),
    toLive: (url) => (pairs.length === 0 ? url : swap(url, pairs, 'stored', 'live')),
    keyOf(url) {
      const canonical = canonicalUrl(url);
      if (!URL.canParse(canonical)) return canonical;
      const { origin, pathname, search } = new URL(canonical);
      return own.has(origin) ? pathname + search : canonical;
    },
    urlOfListing(key) {
      const [address = ''] = key.split('#', 1);
      return address.startsWith('/') ? first + address : address;
    },
  };
}
