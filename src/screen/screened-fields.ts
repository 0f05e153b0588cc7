/** The texts of a listing that are screened; the spans of its hits index exactly these texts. */
import type { ScreenedField } from '../model/assessment.ts';
import type { Listing } from '../model/listing.ts';

export type FieldText = { readonly field: ScreenedField; readonly text: string };

/** In fixed order, empty fields left out; attributes are joined "name: value", one a line. */
export function screenedFields(
  listing: Pick<Listing, 'title' | 'description' | 'attributes' | 'quantity' | 'seller'>,
): FieldText[] {
  const attributes = Object.entries(listing.attributes).map(([name, value]) => `${name}: ${value}\n`);
  const fields: FieldText[] = [
    { field: 'title', text: listing.title ?? '' },
    { field: 'description', text: listing.description ?? '' },
    { field: 'attributes', text: attributes.join('') },
    { field: 'quantity', text: listing.quantity ?? '' },
    { field: 'seller', text: listing.seller?.name ?? '' },
  ];
  return fields.filter(({ text }) => text !== '');
}
