/** Same listing? Its key within a site: the canonical link, never a similarity. */
import { createHash } from 'node:crypto';
import { canonicalUrl } from '../text/canonical-url.ts';

/**
 * The key of a listing, unique within its site: the canonical URL without the site's own origin, so that a site that moves to
 * another host or port keeps its listings. Several listings on one URL (a thread, a list without detail pages) are told apart
 * by the shop's own id, else by their title.
 * @param siteOrigins origins of the site's start URLs
 * @param shared true when another listing of the same page has the same URL
 */
export function listingKey(
  listing: { readonly url: string; readonly externalId: string | null; readonly title: string | null },
  siteOrigins: ReadonlySet<string>,
  shared: boolean,
): string {
  const url = new URL(canonicalUrl(listing.url));
  const place = siteOrigins.has(url.origin) ? `${url.pathname}${url.search}` : url.href;
  return shared ? `${place}#${listing.externalId ?? listing.title ?? ''}` : place;
}

/**
 * What all pages of one listing in several languages have in common: the addresses that each of them names with its own, as
 * search engines ask for (developers.google.com/search/docs/specialty/international), and the shop's number where it has one. A page
 * that the others do not name, or that leaves out one of them, is a listing of its own. null for a page without others.
 * @param key of the listing by its own page's address, `alternates` those of the pages that it names
 */
export function languageSet(
  siteId: string,
  {
    key,
    number,
    alternates,
  }: { readonly key: string; readonly number: string | null; readonly alternates: readonly string[] },
): string | null {
  if (alternates.length === 0) return null;
  const keys = [...new Set([key, ...alternates])].sort();
  return createHash('sha256')
    .update([siteId, number ?? '', ...keys].join('\n'))
    .digest('hex');
}

function doubled(values: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const again = values.filter((value) => {
    const known = seen.has(value);
    seen.add(value);
    return known;
  });
  return new Set(again);
}

/**
 * The keys of a page's listings. Rows of a price list that share a number, since it is that of a group or is misread, are told
 * apart by their titles, too: of two with one key only one would be kept.
 */
export function listingKeys(
  listings: readonly Parameters<typeof listingKey>[0][],
  siteOrigins: ReadonlySet<string>,
): string[] {
  const shared = doubled(listings.map(({ url }) => url));
  const keys = listings.map((each) => listingKey(each, siteOrigins, shared.has(each.url)));
  const same = doubled(keys);
  return keys.map((key, at) => (same.has(key) ? `${key}#${listings[at]?.title ?? ''}` : key));
}
