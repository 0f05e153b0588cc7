/** Responses about the watch-list as it stands: its substances with law, its terms with how often each was right. */
import { z } from 'zod';
import { casNumber, schedule, structure, substance, TERM_STATES } from './watchlist.ts';

export const TERM_PATHS = { substances: '/api/v1/substances', terms: '/api/v1/terms' } as const;

/** Decisions from `days` back until now are counted. */
const days = z.coerce.number().int().min(1).max(3660).default(365);

const decided = {
  /** Alerts in which it was found: those that wait, and what was decided of the others. */
  waiting: z.int(),
  confirmed: z.int(),
  dismissed: z.int(),
  /** confirmed / (confirmed + dismissed); null when nothing was decided. */
  precision: z.number().nullable(),
};

export const substanceQuery = z.strictObject({ days });

export const substanceRow = z.strictObject({
  id: z.string(),
  name: z.string(),
  family: z.string(),
  tier: substance.shape.tier,
  /** False: never alerts. */
  controlledAsPrecursor: z.boolean(),
  cas: z.array(casNumber),
  structures: z.array(structure),
  schedules: z.array(schedule),
  terms: z.int(),
  note: z.string().nullable(),
  ...decided,
});

export const substanceList = z.strictObject({ watchlist: z.string(), items: z.array(substanceRow) });
export type SubstanceList = z.infer<typeof substanceList>;

export const termQuery = z.strictObject({
  days,
  substance: z.string().max(100).optional(),
  state: z.enum(TERM_STATES).optional(),
});
export type TermQuery = z.infer<typeof termQuery>;

export const termRow = z.strictObject({
  substance: z.strictObject({ id: z.string(), name: z.string() }),
  kind: z.enum(['name', 'cas', 'structure']),
  text: z.string(),
  /** BCP 47; null for a CAS number or a structure. */
  language: z.string().nullable(),
  state: z.enum(TERM_STATES),
  ambiguous: z.boolean(),
  verified: z.boolean(),
  source: z.string(),
  ...decided,
});
export type TermRow = z.infer<typeof termRow>;

/** All that is listed, those found most often first. */
export const termList = z.strictObject({ watchlist: z.string(), items: z.array(termRow) });
export type TermList = z.infer<typeof termList>;
