/** The addresses of a site as they are fetched and as they are kept: a practice shop has another port at each start. */
import type { Site } from '../../model/site.ts';
import { canonicalUrl } from '../../text/canonical-url.ts';

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

/** "http://shop.example.org" is not below "http://shop.example". */
function isBelow(url: string, origin: string): boolean {
  return (
    url.startsWith(origin) && (url.length === origin.length || '/?#'.includes(url.charAt(origin.length)))
  );
}

function swap(url: string, pairs: readonly Pair[], from: keyof Pair, to: keyof Pair): string {
  const pair = pairs.find((each) => isBelow(url, each[from]));
  return pair === undefined ? url : pair[to] + url.slice(pair[from].length);
}

/** `placed` is the site on the market that runs now; any other site is where its file says. */
export function siteAddresses(file: Pick<Site, 'start'>, placed: Pick<Site, 'start'>): SiteAddresses {
  const origins = placed.start.filter((url) => URL.canParse(url)).map((url) => new URL(url).origin);
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
      // A canonical address has a path, at least "/".
      const origin = origins.find((each) => isBelow(canonical, each));
      return origin === undefined ? canonical : canonical.slice(origin.length);
    },
    urlOfListing(key) {
      const [address = ''] = key.split('#', 1);
      return address.startsWith('/') ? first + address : address;
    },
  };
}
