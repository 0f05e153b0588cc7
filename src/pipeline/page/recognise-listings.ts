/** What is stored of a page's listings: found by their own key, by an address they moved from, or by the shop's own number. */
import { contentHash, contentHashBefore } from '../../dedupe/content-hash.ts';
import { languageSet, listingKey, listingKeys } from '../../dedupe/listing-key.ts';
import { hasSameId, idKey, isSentOn, tellingId } from '../../dedupe/same-listing.ts';
import type { Extraction } from '../../extract/extract-page.ts';
import type { Listing } from '../../model/listing.ts';
import type { Page } from '../../model/page.ts';
import type { Site } from '../../model/site.ts';
import { findByExternalIds, hasOwnPage, readListingsByKey } from '../../store/offers/listing-aliases.ts';
import { findListings, type KnownListing, renewContentHash } from '../../store/offers/listings.ts';
import type { Db } from '../../store/open-database.ts';
import { canonicalUrl } from '../../text/canonical-url.ts';
import type { Journal } from './keep-journal.ts';

/** One listing of a page with what is known of it. */
export type Found = {
  /** The first that it had. */
  readonly key: string;
  readonly listing: Listing;
  readonly contentHash: string;
  /** Shown on a list, or at a second address of a listing that this run has read already: a sighting, not a new text. */
  readonly card: boolean;
  readonly known: KnownListing | null;
  /** Addresses of it besides the key, known or not. */
  readonly aliases: readonly string[];
  /** Keys of what cards made of it before it was known to be this one. */
  readonly absorbs: readonly string[];
  /** One of its addresses was not known to be its own. */
  readonly leadsAnew: boolean;
  /** Keys of its pages in other languages. */
  readonly alternates: readonly string[];
  readonly languageSet: string | null;
};

type Known = ReadonlyMap<string, KnownListing>;

/** A listing of the page as the page itself tells it. */
type Shown = {
  readonly listing: Listing;
  readonly key: string;
  readonly id: string | null;
  readonly card: boolean;
  /** Other keys under which the page was asked for and sent, where it is the listing's own page. */
  readonly ways: readonly string[];
  /** The one under which it was sent. */
  readonly here: string | null;
  readonly alternates: readonly string[];
  readonly languageSet: string | null;
};

function readShown(site: Site, page: Page, read: Extraction): Shown[] {
  const { listings, alternates } = read;
  const origins = new Set(site.start.map((url) => new URL(url).origin));
  const keys = listingKeys(listings, origins);
  const here = canonicalUrl(page.url);
  const keyOf = (url: string) => listingKey({ url, externalId: null, title: null }, origins, false);
  const alone = read.kind === 'detail' && listings.length === 1;
  const others = alone ? alternates.map(keyOf) : [];
  return listings.map((listing, at): Shown => {
    const key = keys[at] ?? keyOf(listing.url);
    const ways = alone ? [...new Set([page.requestedUrl, page.url].map(keyOf))] : [];
    return {
      ...{ listing, key, id: idKey(listing), card: !alone && canonicalUrl(listing.url) !== here },
      ...{ ways: ways.filter((way) => way !== key), here: alone ? keyOf(page.url) : null },
      alternates: others,
      languageSet: languageSet(site.id, { key, number: tellingId(listing), alternates: others }),
    };
  });
}

/** What the page is known as by the addresses that led to it, as far as it shows the same thing still. */
async function ledBy(
  db: Db,
  site: string,
  { listing, key, ways }: Shown,
  found: Known,
): Promise<KnownListing[]> {
  const own = found.get(key);
  const others = ways.flatMap((way) => found.get(way) ?? []).filter(({ id }) => id !== own?.id);
  const keys = others.map((other) => other.key);
  const texts = await readListingsByKey(db, site, keys);
  return others.filter((other) => {
    const stored = texts.get(other.key);
    return stored !== undefined && isSentOn(stored, listing);
  });
}

/** Listings that have the shop's number of one that is new, by the key of the new one. */
async function findSameIds(db: Db, site: string, shown: readonly Shown[]): Promise<Known> {
  const wanted = new Set(shown.flatMap(({ listing }) => tellingId(listing) ?? []));
  const stored = Map.groupBy(await findByExternalIds(db, site, [...wanted]), ({ externalId }) => externalId);
  const same = shown.flatMap(({ key, listing }): (readonly [string, string])[] => {
    const candidates = stored.get(tellingId(listing) ?? '') ?? [];
    const other = candidates.find((each) => each.key !== key && hasSameId(each.listing, listing));
    return other === undefined ? [] : [[key, other.key]];
  });
  if (same.length === 0) return new Map();
  const known = await findListings(
    db,
    site,
    same.map(([, other]) => other),
  );
  return new Map(
    same.flatMap(([key, other]) => {
      const listing = known.get(other);
      return listing === undefined ? [] : [[key, listing] as const];
    }),
  );
}

/** One listing by all that is known of it: what cards alone told of it goes up in what its page tells. */
function settle(shown: Shown, found: Known, others: readonly KnownListing[]): Omit<Found, 'card'> {
  const { listing, ways, alternates, languageSet } = shown;
  const own = found.get(shown.key) ?? null;
  const all = [...(own === null ? [] : [own]), ...others];
  const known = all.find(({ partial }) => !partial) ?? all[0] ?? null;
  const key = known?.key ?? shown.key;
  const absorbs = all.filter(({ id, partial }) => partial && id !== known?.id).map((each) => each.key);
  const aliases = [shown.key, ...ways].filter((way) => {
    const holder = found.get(way);
    const free = holder === undefined || holder.id === known?.id || absorbs.includes(holder.key);
    return way !== key && free;
  });
  return {
    key,
    listing,
    contentHash: contentHash(listing),
    known,
    aliases,
    absorbs,
    leadsAnew: aliases.some((alias) => found.get(alias)?.id !== known?.id),
    alternates,
    languageSet,
  };
}

/** Two addresses of one listing that both answer may differ a little: the words of its first one count then. */
async function isElsewhere(
  db: Db,
  site: string,
  { key, here, ways }: Shown,
  found: Known,
  known: KnownListing | null,
): Promise<boolean> {
  if (known === null || known.partial || known.state !== 'live' || here === null) return false;
  const sentOn = here !== known.key && ways.includes(known.key) && key !== known.key;
  const isSecond = key === known.key || found.get(here)?.id === known.id;
  return here !== known.key && !sentOn && isSecond && (await hasOwnPage(db, site, known.key));
}

/** What an earlier version stored is as it was, though that made another hash of the same words. */
async function asKnownNow(db: Db, found: Omit<Found, 'card'>): Promise<Omit<Found, 'card'>> {
  const { known, listing, contentHash: now } = found;
  if (known === null || known.contentHash === now) return found;
  const before = contentHashBefore(listing);
  if (known.contentHash !== before) return found;
  const unit = listing.price?.unit ?? null;
  const same = await renewContentHash(db, known.id, { before, now, unit });
  return same ? { ...found, known: { ...known, contentHash: now } } : found;
}

/** In the first run of a site nobody need be asked for what has a new key and a new number. */
export async function recogniseListings(
  db: Db,
  { site }: { readonly site: Site },
  page: Page,
  read: Extraction,
  book: Pick<Journal, 'isFresh' | 'written'>,
): Promise<Found[]> {
  if (read.listings.length === 0) return [];
  const shown = readShown(site, page, read);
  const old = shown.filter(({ key, id, ways }) => {
    // Each of them is noted as used, so none may be left out.
    const fresh = [key, ...ways, ...(id === null ? [] : [`id ${id}`])].map(book.isFresh);
    return fresh.includes(false);
  });
  if (old.length === 0) return shown.map((each) => ({ ...settle(each, new Map(), []), card: each.card }));
  await book.written();
  const keys = old.flatMap(({ key, ways }) => [key, ...ways]);
  const found = await findListings(db, site.id, keys);
  const open = old.filter(({ key, id }) => id !== null && (found.get(key)?.partial ?? true));
  const sameIds = await findSameIds(db, site.id, open);
  const settled: Found[] = [];
  for (const each of shown) {
    const led = each.ways.length === 0 ? [] : await ledBy(db, site.id, each, found);
    const same = sameIds.get(each.key);
    const one = settle(each, found, [...led, ...(same === undefined ? [] : [same])]);
    const card = each.card || (await isElsewhere(db, site.id, each, found, one.known));
    settled.push({ ...(card ? one : await asKnownNow(db, one)), card });
  }
  return settled;
}
