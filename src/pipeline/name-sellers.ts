/** Who offers each listing: written down with contacts, found again by them where no seller is named, and linked with others. */
import { contactKeys } from '../dedupe/contact-keys.ts';
import { findNameless, type KnownSeller } from '../dedupe/nameless-seller.ts';
import { namesSeller, sellerKey } from '../dedupe/offer-key.ts';
import type { Listing } from '../model/listing.ts';
import type { Site } from '../model/site.ts';
import { countUnused, type UnusedCounts } from '../model/unused.ts';
import type { Db } from '../store/open-database.ts';
import { lockPlaces } from '../store/place-offers.ts';
import { sellersHolding, upsertSellers } from '../store/seller-contacts.ts';
import { toText } from '../store/to-json.ts';
import { linkByContacts } from './link-by-contacts.ts';

type Named = { readonly seller: number; readonly sellerKey: string };
/** `unused`: contacts that tell nobody apart. */
export type NamedSellers = { readonly named: readonly Named[]; readonly unused: Readonly<UnusedCounts> };
type WithContacts = {
  readonly listing: Listing;
  readonly sellerKey: string;
  readonly contacts: readonly string[];
};

const DOMAIN = /^domain:/;

/** Within a transaction. Gives the sellers in the order of the listings. */
export async function nameSellers(
  db: Db,
  site: Pick<Site, 'id' | 'start'>,
  listings: readonly { readonly listing: Listing }[],
  now: Date,
): Promise<NamedSellers> {
  const hosts = new Set(site.start.flatMap((url) => URL.parse(url)?.hostname ?? []));
  const unused: UnusedCounts = {};
  const told = listings.map(({ listing }) => {
    const { keys, useless } = contactKeys(listing.contacts, hosts);
    countUnused(unused, useless);
    const contacts = keys.map(({ key }) => key);
    return { listing, sellerKey: sellerKey(listing.seller, listing.contacts), contacts };
  });
  await lockPlaces(
    db,
    told.flatMap((each) => [`${site.id} ${each.sellerKey}`, ...each.contacts]),
  );
  const keys = await keysOf(db, site.id, told);
  const sellers = told.map(({ listing }, at) => ({ key: keys[at] ?? '', seller: listing.seller }));
  const ids = await upsertSellers(db, site.id, sellers);
  const named = keys.map((key): Named => {
    const seller = ids.get(toText(key));
    if (seller === undefined) throw new Error('an upsert gave no row');
    return { seller, sellerKey: key };
  });
  const given = named.flatMap(({ seller }, at) => (told[at]?.contacts ?? []).map((key) => ({ seller, key })));
  const shared = await linkByContacts(db, given, now);
  countUnused(unused, { 'shared-contact': shared.length });
  return { named, unused };
}

/** Keys of sellers, where none is named those of whoever gives the same contacts: stored before, or beside it on the page. */
async function keysOf(db: Db, siteId: string, told: readonly WithContacts[]): Promise<string[]> {
  const personal = ({ contacts }: WithContacts) => contacts.filter((key) => !DOMAIN.test(key)).map(toText);
  const nameless = told.filter(({ listing }) => !namesSeller(listing.seller));
  const stored = await sellersHolding(db, siteId, [...new Set(nameless.flatMap(personal))]);
  const known: KnownSeller[] = stored.map(({ key, contacts }) => ({ key, contacts: new Set(contacts) }));
  return told.map((each) => {
    const contacts = new Set(personal(each));
    if (namesSeller(each.listing.seller) || contacts.size === 0) return each.sellerKey;
    const same = findNameless(contacts, known);
    // Others who give the same first contact hold its key: then the next one is this seller's.
    const free = [each.sellerKey, ...contacts].find((own) => known.every(({ key: taken }) => taken !== own));
    const key = same?.key ?? free ?? each.sellerKey;
    known.push({ key, contacts });
    return key;
  });
}
