/** Screening stored listings again: what makes it begin, how far it is, and what it changed. */
import { z } from 'zod';

export const RESCREEN_TRIGGERS = [
  'list', // another watch-list was put in use
  'date', // a law came into force
  'command', // somebody asked for it
] as const;
export type RescreenTrigger = (typeof RESCREEN_TRIGGERS)[number];

export const RESCREEN_STATES = ['running', 'paused', 'done', 'replaced'] as const;

/** All listings, or only those that an assessment names a law for. */
export type RescreenScope = 'all' | 'law';

export const rescreen = z.strictObject({
  id: z.int(),
  trigger: z.enum(RESCREEN_TRIGGERS),
  scope: z.enum(['all', 'law']),
  /** False where listings that had nothing to them can have nothing to them: they count as screened, unread. */
  whole: z.boolean(),
  watchlist: z.string(),
  /** Day on which the law is read, YYYY-MM-DD. */
  lawOn: z.string(),
  state: z.enum(RESCREEN_STATES),
  /** Listings there were when it began, and how many of them are done. */
  total: z.int(),
  screened: z.int(),
  changed: z.int(),
  opened: z.int(),
  revised: z.int(),
  requestedBy: z.string(),
  requestedAt: z.string(),
  finishedAt: z.string().nullable(),
});
export type Rescreen = z.infer<typeof rescreen>;

/**
 * Against the first day on which the substance is listed anywhere: offered and gone before it, offered before and still
 * after it, or put on sale after it.
 */
export const ON_SALE = ['before', 'across', 'after'] as const;
export type OnSale = (typeof ON_SALE)[number];

export const rescreenChange = z.strictObject({
  listing: z.int(),
  url: z.string(),
  title: z.string().nullable(),
  site: z.string(),
  /** null: it had never been screened. */
  before: z.enum(['alert', 'watch', 'clear']).nullable(),
  after: z.enum(['alert', 'watch', 'clear']),
  gained: z.array(z.string()),
  lost: z.array(z.string()),
  onSale: z.enum(ON_SALE).nullable(),
});
export type RescreenChange = z.infer<typeof rescreenChange>;

/** A hit that a later list no longer gives. */
export const formerHit = z.strictObject({
  listing: z.int(),
  substance: z.string(),
  term: z.string(),
  technique: z.string(),
  field: z.string(),
  text: z.string(),
  /** The list that gave it. */
  watchlist: z.string(),
  droppedAt: z.string(),
});
export type FormerHit = z.infer<typeof formerHit>;

/** Substances for which a listing alerts since a later list, or another day, and when it was on sale. */
export const foundAgain = z.strictObject({
  listing: z.int(),
  substances: z.array(z.string()),
  onSale: z.enum(ON_SALE).nullable(),
  at: z.string(),
});
export type FoundAgain = z.infer<typeof foundAgain>;

/** A confirmed alert none of whose listings alerts any more. */
export const lostConfirmed = z.strictObject({
  alert: z.int(),
  substances: z.array(z.string()),
  url: z.string(),
});
export type LostConfirmed = z.infer<typeof lostConfirmed>;

/** What a list would change, without changing it. `samples` are the first so many of each kind. */
export const rescreenPreview = z.strictObject({
  watchlist: z.string(),
  screened: z.int(),
  changed: z.int(),
  /** Listings that would alert and do not, or for further substances. */
  gained: z.int(),
  /** Listings that would no longer alert, or for fewer substances. */
  lost: z.int(),
  confirmedLost: z.array(lostConfirmed),
  samples: z.strictObject({ gained: z.array(rescreenChange), lost: z.array(rescreenChange) }),
  seconds: z.number(),
});
export type RescreenPreview = z.infer<typeof rescreenPreview>;
