/** Did a listing change? A hash over what an offer says, leaving out what changes by itself. */
import { createHash } from 'node:crypto';
import type { Listing } from '../model/listing.ts';

/** SHA-256, hexadecimal, over the offer's own words; dates, sources and pictures' addresses are left out. */
export function contentHash(listing: Listing): string {
  const { title, description, price, availability, quantity, seller, contacts, location, attributes } =
    listing;
  const pairs = Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1));
  const content = [
    title,
    description,
    price?.amount ?? price?.raw ?? null,
    price?.currency ?? null,
    availability,
    quantity,
    seller?.name ?? null,
    contacts.map((contact) => contact.value).sort(),
    location,
    pairs,
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
