/** The fields of a listing as rows for a table: name, value as text, and the reader each came from. */
import type { Listing, Reader } from '../../model/listing.ts';
import { nameOfLanguage } from '../name-of-language.ts';
import { listingFieldWords } from '../words.ts';

export type FieldRow = { readonly name: string; readonly value: string; readonly reader: Reader | null };

/** Fields that are unknown are left out; title, description and the address stand elsewhere on the page. */
export function listingRows(listing: Listing): FieldRow[] {
  const { price, seller, source } = listing;
  const fields: readonly (readonly [name: string, key: string, value: string | null | undefined])[] = [
    [listingFieldWords('price'), 'price', price?.raw],
    [listingFieldWords('availability'), 'availability', availabilityWords(listing.availability)],
    [listingFieldWords('quantity'), 'quantity', listing.quantity],
    [listingFieldWords('seller'), 'seller', seller?.name],
    ['Seller’s id', 'seller', seller?.id],
    ['Seller’s page', 'seller', seller?.url],
    ['Seller’s country', 'seller', seller?.country],
    [listingFieldWords('location'), 'location', listing.location],
    [listingFieldWords('externalId'), 'externalId', listing.externalId],
    [listingFieldWords('postedAt'), 'postedAt', listing.postedAt],
    [
      listingFieldWords('language'),
      'language',
      listing.language === null ? null : nameOfLanguage(listing.language),
    ],
    ...listing.contacts.map(({ kind, raw }) => [`Contact: ${kind}`, 'contacts', raw] as const),
    ...Object.entries(listing.attributes).map(([name, value]) => [name, 'attributes', value] as const),
    ...listing.images.map((url, index) => [`Picture ${index + 1}`, 'images', url] as const),
  ];
  return fields.flatMap(([name, key, value]) =>
    value ? [{ name, value, reader: source[key] ?? null }] : [],
  );
}

/** "InStock" is "In stock": the names of schema.org are English words run together. */
function availabilityWords(name: Listing['availability']): string | null {
  if (name === null) return null;
  return name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
