/** Counts, while a run goes on, which fields its listings have, by which reader, and what could not be read. */
import type { Extraction } from '../../extract/extract-page.ts';
import type { FieldCoverage } from '../../model/field-coverage.ts';
import type { Listing, Reader } from '../../model/listing.ts';
import type { PageKind } from '../../model/page.ts';
import { maskContacts } from '../../text/mask-contacts.ts';

export type FieldTally = {
  add(page: Pick<Extraction, 'kind' | 'listings' | 'unread'>): void;
  rows(): FieldCoverage[];
};

const MAX_SAMPLES = 3;
/** Fields and readers are closed lists; this bounds what would come of a mistake in them. */
const MAX_ROWS = 500;

type Row = { readonly pages: PageKind; readonly field: string; readonly reader: Reader } & {
  filled: number;
  unread: number;
  readonly samples: string[];
};

/** Every listing has an address, so that this field counts them all. */
function* filledFields({ source, price }: Listing): Generator<readonly [field: string, reader: Reader]> {
  yield ['url', 'page'];
  yield* Object.entries(source);
  // "On request" is a price without an amount.
  const priced = source['price'];
  if (priced !== undefined && price !== null && price.amount !== null) yield ['price.amount', priced];
}

export function createFieldTally(): FieldTally {
  const rows = new Map<string, Row>();
  const listings = new Map<PageKind, number>();
  const rowOf = (pages: PageKind, field: string, reader: Reader): Row | null => {
    const key = `${pages} ${field} ${reader}`;
    const known = rows.get(key);
    if (known !== undefined || rows.size >= MAX_ROWS) return known ?? null;
    const row: Row = { pages, field, reader, filled: 0, unread: 0, samples: [] };
    rows.set(key, row);
    return row;
  };
  const note = (row: Row | null, sample: string): void => {
    if (row === null) return;
    row.unread += 1;
    if (row.samples.length >= MAX_SAMPLES) return;
    const masked = maskContacts(sample, []);
    if (!row.samples.includes(masked)) row.samples.push(masked);
  };
  return {
    add({ kind, listings: found, unread }) {
      listings.set(kind, (listings.get(kind) ?? 0) + found.length);
      for (const [field, reader] of found.flatMap((listing) => [...filledFields(listing)])) {
        const row = rowOf(kind, field, reader);
        if (row !== null) row.filled += 1;
      }
      for (const { field, reader, sample } of unread) note(rowOf(kind, field, reader), sample);
    },
    rows: () => [...rows.values()].map((row) => ({ ...row, listings: listings.get(row.pages) ?? 0 })),
  };
}
