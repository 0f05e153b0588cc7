/** How many listings of a run had each field and by which reader: a shop's redesign shows here first. */
import { z } from 'zod';
import { READERS } from './listing.ts';
import { PAGE_KINDS } from './page.ts';

export const fieldCoverage = z.strictObject({
  /** Kind of the pages that were read: cards of a list tell less than an offer's own page. */
  pages: z.enum(PAGE_KINDS),
  /** A field of a listing, or what else a reader looks for on a page ("item", "next"). */
  field: z.string(),
  reader: z.enum(READERS),
  /** Listings that have the field from this reader. */
  filled: z.int().nonnegative(),
  /** All listings of such pages in the run. */
  listings: z.int().nonnegative(),
  /** Values that stood on the page and could not be read. */
  unread: z.int().nonnegative(),
  /** Some of those, contacts masked. */
  samples: z.array(z.string()).max(3),
});
export type FieldCoverage = z.infer<typeof fieldCoverage>;
