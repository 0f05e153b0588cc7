/** What is kept of an offer's life: changes of its listings, why they belong together, what made each revision of its alert. */
import { z } from 'zod';
import { OUTCOMES } from './alert.ts';

export const CHANGED_FIELDS = [
  'title',
  'text',
  'price',
  'quantity',
  'availability',
  'contacts',
  'images',
  'seller',
  'location',
  'attributes',
] as const;

/** `before` and `after` are cut: the whole stands in the captures. */
export const listingChange = z.strictObject({
  field: z.enum(CHANGED_FIELDS),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type ListingChange = z.infer<typeof listingChange>;

/** What can happen to a listing after it was first seen. */
export const VERSION_CHANGES = ['changed', 'gone', 'back'] as const;
export type VersionChange = (typeof VERSION_CHANGES)[number];

/** One thing that speaks for (above 0) or against (below 0) that two listings offer the same; `detail` shows what was compared. */
export const evidence = z.strictObject({ sign: z.string(), weight: z.number(), detail: z.string() });
export type Evidence = z.infer<typeof evidence>;

/** Kinds of evidence that two sellers are one. */
export const LINK_SIGNS = [
  'phone',
  'email',
  'wallet',
  'handle',
  'domain',
  'name',
  'text',
  'picture',
] as const;
export const linkEvidence = z.strictObject({ sign: z.enum(LINK_SIGNS), detail: z.string() });
export type LinkEvidence = z.infer<typeof linkEvidence>;

export const SELLER_VERDICTS = ['confirmed', 'cut'] as const;
export type SellerVerdict = (typeof SELLER_VERDICTS)[number];

/** Why an alert came, or came again. */
export const REVISION_CAUSES = [
  'opened',
  'new-substance',
  'new-identifier',
  'higher-severity',
  'price-class',
  'quantity-class',
  'back',
  'merged',
  'flood',
] as const;
export const revisionCause = z.enum(REVISION_CAUSES);
export type RevisionCause = z.infer<typeof revisionCause>;

export const alertRevision = z.strictObject({
  revision: z.int(),
  at: z.string(),
  causes: z.array(revisionCause),
  changes: z.array(listingChange),
  /** What had been decided when it came. */
  decided: z.enum(OUTCOMES).nullable(),
});
export type AlertRevision = z.infer<typeof alertRevision>;
