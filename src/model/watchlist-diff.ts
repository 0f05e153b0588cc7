/** What differs in screening between two watch-lists, as `watchlist diff --json` prints it. */
import { z } from 'zod';

/** The parts of a list that screening uses. */
export const LIVE_AREAS = [
  'substance',
  'term',
  'cas',
  'structure',
  'schedule',
  'red-flag',
  'red-flag-phrase',
  'innocent-context',
  'innocent-phrase',
  'context-term',
  'innocent-cas',
] as const;
export type LiveArea = (typeof LIVE_AREAS)[number];

export const watchlistChange = z.strictObject({
  area: z.enum(LIVE_AREAS),
  change: z.enum(['added', 'removed', 'changed']),
  /** Id of the substance, red flag or context; the number of an innocent CAS. */
  subject: z.string(),
  /** Term, CAS number, InChIKey, "regime, list" or phrase; null when the subject itself is meant. */
  item: z.string().nullable(),
  /** What changed, such as "tier", "state" or "effective"; null for what is added or removed. */
  field: z.string().nullable(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type WatchlistChange = z.infer<typeof watchlistChange>;

export const watchlistDiff = z.strictObject({
  /** Versions. Equal exactly when `changes` is empty. */
  from: z.string(),
  to: z.string(),
  changes: z.array(watchlistChange),
});
export type WatchlistDiff = z.infer<typeof watchlistDiff>;
