/** Requests and responses about who holds which alert. */
import { z } from 'zod';
import { alertFilters, CLAIM_KINDS } from './api.ts';

export const CLAIM_PATHS = {
  claims: '/api/v1/claims',
  next: '/api/v1/claims/next',
  claim: '/api/v1/alerts/:id/claim',
  hold: '/api/v1/alerts/:id/claim/hold',
  handOver: '/api/v1/alerts/:id/claim/hand-over',
  takeOver: '/api/v1/alerts/:id/claim/take-over',
} as const;

/** Minutes after which a claim ends unless its tab says that it is still open. */
export const CLAIM_MINUTES = 10;
/** Longest time that an alert is held without a tab, and the time a colleague has to open one that was handed over. */
export const HOLD_HOURS = { most: 72, handed: 24 } as const;

/** `secondsLeft` counts by the server's clock, so that a wrong clock at the desk does not matter. */
export const claim = z.strictObject({
  alert: z.int(),
  by: z.string(),
  kind: z.enum(CLAIM_KINDS),
  claimedAt: z.string(),
  expiresAt: z.string(),
  secondsLeft: z.int().nonnegative(),
  note: z.string().nullable(),
});
export type Claim = z.infer<typeof claim>;

export const claimQuery = z.strictObject({
  of: z.enum(['me', 'all']).default('me'),
  /** Who holds this one, if anybody does. */
  alert: z.coerce.number().int().positive().optional(),
  /** Only those after this alert: where the page before ended. */
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ClaimQuery = z.infer<typeof claimQuery>;

/** `next` is the value of `after` for the following page. */
export const claimList = z.strictObject({ items: z.array(claim), next: z.int().nullable() });
export type ClaimList = z.infer<typeof claimList>;

export const claimNextRequest = z.strictObject({
  /** `leads` gives escalated alerts only. */
  queue: z.enum(['analysts', 'leads']).default('analysts'),
  filters: alertFilters.omit({ assignee: true, outcome: true }).default({}),
  /** Alerts that this person passed over, or that stand above the place in the list from which the next one is wanted. */
  skip: z.array(z.int().positive()).max(2000).default([]),
});
export type ClaimNextRequest = z.infer<typeof claimNextRequest>;

/** null: nothing is left that nobody holds. */
export const claimNextAnswer = z.strictObject({ claim: claim.nullable() });

export const holdRequest = z.strictObject({
  hours: z.int().min(1).max(HOLD_HOURS.most),
  note: z.string().max(1000).nullable(),
});
export type HoldRequest = z.infer<typeof holdRequest>;

/** `to` is the name of an account that may decide. */
export const handOverRequest = z.strictObject({
  to: z.string().min(1).max(100),
  note: z.string().max(1000).nullable(),
});
export type HandOverRequest = z.infer<typeof handOverRequest>;

export const takeOverRequest = z.strictObject({ reason: z.string().trim().min(1).max(1000) });
export type TakeOverRequest = z.infer<typeof takeOverRequest>;
