/** Who offers each listing: written down with contacts, found again by them where no seller is named, and linked with others. */
import { contactKeys, keyOf } from '../../dedupe/contact-keys.ts';
import { findNameless, type KnownSeller } from '../../dedupe/nameless-seller.ts';
import { namesSeller, sellerKey } from '../../dedupe/offer-key.ts';
import type { Listing } from '../../model/listing.ts';
import type { Site } from '../../model/site.ts';
import { countUnused, type UnusedCounts } from '../../model/unused.ts';
import { lockPlaces } from '../../store/offers/place-offers.ts';
import { sellersHolding, sharedAmong, upsertSellers } from '../../store/offers/seller-contacts.ts';
import type { Db } from '../../store/open-database.ts';
import { toText } from '../../store/to-json.ts';
import { linkByContacts } from './link-by-contacts.ts';

type Named = { readonly seller: number; readonly sellerKey: string };
/** `unused`: contacts that tell nobody apart. */
export type NamedSellers = { readonly named: readonly Named[]; readonly unused: Readonly<UnusedCounts> };
type WithContacts = { readonly listing: Listing; readonly contacts: readonly string[] };

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
    return { listing, contacts: keys.map(({ key }) => key) };
  });
  await lockPlaces(
    db,
    told.flatMap(({ listing, contacts }) => [`${site.id} ${sellerKey(listing.seller, [])}`, ...contacts]),
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

/**
 * Keys of sellers, where none is named those of whoever gives the same contacts: stored before, or beside it on the page. A contact
 * that names nobody is no key of theirs: it would make one seller of all who show it.
 */
async function keysOf(db: Db, siteId: string, told: readonly WithContacts[]): Promise<string[]> {
  const nameless = told.filter(({ listing }) => !namesSeller(listing.seller));
  const given = [...new Set(nameless.flatMap(({ contacts }) => contacts.filter((key) => !DOMAIN.test(key))))];
  const shared = await sharedAmong(db, given);
  const personal = given.map(toText).filter((key) => !shared.has(key));
  const telling = new Set(personal);
  const stored = await sellersHolding(db, siteId, personal);
  const known: KnownSeller[] = stored.map(({ key, contacts }) => ({ key, contacts: new Set(contacts) }));
  return told.map(({ listing, contacts: all }) => {
    if (namesSeller(listing.seller)) return sellerKey(listing.seller, listing.contacts);
    const contacts = new Set(all.map(toText)).intersection(telling);
    const first = sellerKey(
      null,
      listing.contacts.filter((contact) => contacts.has(toText(keyOf(contact)))),
    );
    if (contacts.size === 0) return first;
    const same = findNameless(contacts, known);
    // Others who give the same first contact hold its key: then the next one is this seller's.
    const free = [first, ...contacts].find((own) => known.every(({ key: taken }) => taken !== own));
    const key = same?.key ?? free ?? first;
    known.push({ key, contacts });
    return key;
  });
}
