/** Requests and responses about exceptions: why an alert was wrong, and what would have kept it away. */
import { z } from 'zod';

export const EXCEPTION_PATHS = {
  proposals: '/api/v1/alerts/:id/exceptions',
  exceptions: '/api/v1/exceptions',
  exception: '/api/v1/exceptions/:id',
} as const;

/** Alerts that the list with the exception would not have raised. */
const removes = z.strictObject({
  waiting: z.int(),
  dismissed: z.int(),
  confirmed: z.int(),
  /** Those of them that were confirmed: what the exception would cost. */
  confirmedAlerts: z.array(z.int()),
});
export type Removes = z.infer<typeof removes>;

/** "`term` is innocent where `phrase` stands." */
const proposal = z.strictObject({ term: z.string(), phrase: z.string(), removes });
export type Proposal = z.infer<typeof proposal>;

export const proposalList = z.strictObject({
  /** The narrowest first: none confirmed lost, then fewest others. Empty when no phrase would have kept this alert away. */
  items: z.array(proposal),
  /** Alerts of the same terms that were screened again; beyond `EXCEPTION_MOST` the newest only. */
  screened: z.int(),
});
export type ProposalList = z.infer<typeof proposalList>;

export const EXCEPTION_MOST = 2000;

export const exceptionRequest = z.strictObject({
  alert: z.int().positive(),
  term: z.string().trim().min(2).max(200),
  phrase: z.string().trim().min(3).max(200),
  note: z.string().max(2000).nullable().default(null),
});
export type ExceptionRequest = z.infer<typeof exceptionRequest>;

export const exceptionDraft = z.strictObject({
  id: z.int(),
  alert: z.int().nullable(),
  term: z.string(),
  phrase: z.string(),
  note: z.string().nullable(),
  removes,
  watchlist: z.string(),
  by: z.string(),
  createdAt: z.string(),
  /** An entry for a watch-list pack: an operator who agrees puts it there. */
  yaml: z.string(),
});
export type ExceptionDraft = z.infer<typeof exceptionDraft>;
export const exceptionList = z.strictObject({ items: z.array(exceptionDraft), next: z.int().nullable() });
