/** Requests and responses about hiding what is known to be noise, for a while. */
import { z } from 'zod';
import { alertRow } from './api.ts';
import { rowPageQuery } from './row-page.ts';

export const SUPPRESSION_PATHS = {
  suppressions: '/api/v1/suppressions',
  preview: '/api/v1/suppressions/preview',
  suppression: '/api/v1/suppressions/:id',
} as const;

export const LONGEST_SUPPRESSION_DAYS = 90;

/** Hidden is what meets all that is named. A term hides an alert only when nothing else was found in it. */
const scope = {
  term: z.string().trim().min(1).max(200).nullable().default(null),
  site: z.string().min(1).max(100).nullable().default(null),
  seller: z.int().positive().nullable().default(null),
};

export const suppressionScope = z
  .strictObject(scope)
  .refine(({ term, site, seller }) => term !== null || site !== null || seller !== null, {
    message: 'names neither term, site nor seller',
  });
export type SuppressionScope = z.infer<typeof suppressionScope>;

/** What it would hide at once, and what it would have hidden of what was decided. */
export const suppressionPreview = z.strictObject({
  waiting: z.int(),
  confirmed: z.int(),
  dismissed: z.int(),
  sample: z.array(alertRow),
});
export type SuppressionPreview = z.infer<typeof suppressionPreview>;

export const suppressionRequest = z
  .strictObject({ ...scope, reason: z.string().trim().min(1).max(1000), expiresAt: z.iso.datetime() })
  .refine(({ term, site, seller }) => term !== null || site !== null || seller !== null, {
    message: 'names neither term, site nor seller',
  });
export type SuppressionRequest = z.infer<typeof suppressionRequest>;

export const suppression = z.strictObject({
  id: z.int(),
  term: z.string().nullable(),
  site: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  seller: z.strictObject({ id: z.int(), name: z.string().nullable() }).nullable(),
  reason: z.string(),
  by: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  endedAt: z.string().nullable(),
  /** Alerts that it hides now, and all that it ever hid. */
  hidden: z.int(),
  hiddenEver: z.int(),
});
export type Suppression = z.infer<typeof suppression>;

export const suppressionQuery = z.strictObject({
  ended: z.enum(['true', 'false']).default('false'),
  ...rowPageQuery.shape,
});
export type SuppressionQuery = z.infer<typeof suppressionQuery>;
export const suppressionList = z.strictObject({ items: z.array(suppression), next: z.int().nullable() });
