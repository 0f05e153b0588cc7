/** Did a listing change? A hash over what an offer says, leaving out what changes by itself. */
import { hash } from 'node:crypto';
import type { Listing } from '../model/listing.ts';
import { isCounterName, stableText, stableTexts } from './stable-text.ts';

function textOrNull(text: string | null): string | null {
  return text === null ? null : stableText(text);
}

/** A picture by its file name: hosts, sizes in paths and signatures change by themselves. */
export function pictureName(url: string): string {
  const path = URL.parse(url)?.pathname ?? url;
  return path.slice(path.lastIndexOf('/') + 1);
}

function contentOf(listing: Listing): unknown[] {
  const { title, description, price, availability, quantity, seller, contacts, location, attributes } =
    listing;
  const kept = Object.entries(attributes).filter(([name]) => !isCounterName(name));
  const values = stableTexts(kept.map(([, value]) => value));
  const pairs = kept
    .map(([name], at) => [name, values[at] ?? ''] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    textOrNull(title),
    textOrNull(description),
    price?.amount ?? price?.raw ?? null,
    price?.currency ?? null,
    availability,
    quantity,
    seller?.name ?? null,
    contacts.map((contact) => contact.value).sort(),
    location,
    pairs,
    listing.images.map(pictureName).sort(),
  ];
}

/** SHA-256, hexadecimal, over the offer's own words; dates, counters and sources are left out. */
export function contentHash(listing: Listing): string {
  return hash('sha256', JSON.stringify([...contentOf(listing), listing.price?.unit ?? null]));
}

/** As versions made it that did not look at the unit of the price: listings that they stored are not changed by ours. */
export function contentHashBefore(listing: Listing): string {
  return hash('sha256', JSON.stringify(contentOf(listing)));
}

/** SHA-256 over what a card on a list says of an offer's substance: where it differs, the offer's own page has changed, too. */
export function cardHash({ title, price, availability, quantity }: Listing): string {
  const content = [
    title,
    price?.amount ?? price?.raw ?? null,
    price?.currency ?? null,
    availability,
    quantity,
  ];
  return hash('sha256', JSON.stringify(content));
}
