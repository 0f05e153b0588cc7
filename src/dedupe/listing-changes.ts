/** What changed between two captures of a listing, field by field, as an analyst would say it. */
import type { Contact, Listing, Price } from '../model/listing.ts';
import { CHANGED_FIELDS, type ListingChange } from '../model/offer.ts';
import { pictureName } from './content-hash.ts';
import { isCounterName, stableText } from './stable-text.ts';

type ChangedField = (typeof CHANGED_FIELDS)[number];

const LONGEST = 500;

function priceText(price: Price | null): string | null {
  if (price === null) return null;
  const per = price.unit === null ? '' : `/${price.unit}`;
  return price.amount === null ? price.raw : `${price.amount} ${price.currency ?? ''}`.trim() + per;
}

function contactText(contacts: readonly Contact[]): string {
  return contacts
    .map(({ kind, value }) => `${kind} ${value}`)
    .sort()
    .join(', ');
}

function attributeText(attributes: Listing['attributes']): string {
  return Object.entries(attributes)
    .filter(([name]) => !isCounterName(name))
    .map(([name, value]) => `${name}: ${value}`)
    .sort()
    .join('\n');
}

const TEXTS: Readonly<Record<ChangedField, (listing: Listing) => string | null>> = {
  title: ({ title }) => title,
  text: ({ description }) => description,
  price: ({ price }) => priceText(price),
  quantity: ({ quantity }) => quantity,
  availability: ({ availability }) => availability,
  contacts: ({ contacts }) => contactText(contacts),
  images: ({ images }) => images.map(pictureName).sort().join(', '),
  seller: ({ seller }) => seller?.name ?? null,
  location: ({ location }) => location,
  attributes: ({ attributes }) => attributeText(attributes),
};

/** From where both differ, with a little of what stands before it. */
function cut(text: string | null, from: number): string | null {
  if (text === null || text.length <= LONGEST) return text;
  const start = Math.max(0, Math.min(from - 60, text.length - LONGEST));
  const piece = text.slice(start, start + LONGEST).toWellFormed();
  return `${start > 0 ? '…' : ''}${piece}${start + LONGEST < text.length ? '…' : ''}`;
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

/** Empty when only counters, dates or spelling without meaning (case, spaces) differ. */
export function listingChanges(before: Listing, after: Listing): ListingChange[] {
  return CHANGED_FIELDS.flatMap((field) => {
    const [old, now] = [TEXTS[field](before), TEXTS[field](after)];
    if (stableText(old ?? '') === stableText(now ?? '')) return [];
    const at = firstDifference(old ?? '', now ?? '');
    return [{ field, before: cut(old, at), after: cut(now, at) }];
  });
}
