/** A listing, a row of the list and running texts as they may be shown: every contact in them masked. */
import type { AlertRow } from '../model/api.ts';
import type { Contact, Listing } from '../model/listing.ts';
import { maskContact, maskContacts, numbersIn } from '../text/mask-contacts.ts';

/** Masks one text; what it gives is as long as what it got, so that spans still fit. */
export type Mask = (text: string) => string;

/** @param numbers texts with numbers of things, which may look like those of people: of the post, of what was found in it */
export function maskFor(contacts: readonly Contact[], numbers: readonly (string | null)[] = []): Mask {
  const known = numbersIn(numbers);
  return (text) => maskContacts(text, contacts, known);
}

/**
 * Addresses of the listing and its pictures stay: without them an analyst cannot look at the page. The shop's own number
 * of the listing stays too.
 */
export function maskListing(listing: Listing, mask: Mask): Listing {
  const orNull = (text: string | null) => (text === null ? null : mask(text));
  const { price, seller } = listing;
  return {
    ...listing,
    title: orNull(listing.title),
    description: orNull(listing.description),
    price: price === null ? null : { ...price, raw: mask(price.raw) },
    quantity: orNull(listing.quantity),
    seller:
      seller === null
        ? null
        : { ...seller, name: orNull(seller.name), id: orNull(seller.id), url: orNull(seller.url) },
    contacts: listing.contacts.map(maskContact),
    location: orNull(listing.location),
    attributes: Object.fromEntries(
      Object.entries(listing.attributes).map(([name, value]) => [mask(name), mask(value)]),
    ),
  };
}

export function maskRow(row: AlertRow, mask: Mask): AlertRow {
  return {
    ...row,
    title: row.title === null ? null : mask(row.title),
    seller: row.seller === null ? null : mask(row.seller),
  };
}
