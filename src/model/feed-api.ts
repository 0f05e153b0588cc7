/** The feed of decisions that have left the house, for other systems of the platform. */
import { z } from 'zod';
import { decision } from './api.ts';
import { SEVERITIES } from './assessment.ts';

export const FEED_PATHS = { decisions: '/api/v1/decisions' } as const;

export const feedQuery = z.strictObject({
  /** The highest number that was read; 0 begins at the first. */
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type FeedQuery = z.infer<typeof feedQuery>;

/** A decision with what it was made of. Contacts in the note are masked. */
const fedDecision = z.strictObject({
  ...decision.shape,
  alert: z.int(),
  site: z.string(),
  listing: z.string(),
  severity: z.enum(SEVERITIES),
  substances: z.array(z.string()),
  practice: z.boolean(),
});
export type FedDecision = z.infer<typeof fedDecision>;

export const decisionFeed = z.strictObject({
  /** In the order of their numbers. What was undone before it left the house is not among them. */
  items: z.array(fedDecision),
  /** Pass it back as `after`, now or later; it is the same as before when there is nothing new. */
  next: z.int(),
});
export type DecisionFeed = z.infer<typeof decisionFeed>;
