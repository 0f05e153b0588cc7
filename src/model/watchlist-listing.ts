/** One substance as `watchlist list --json` prints it: the entry, where it is written, and what overrides made of it. */
import { z } from 'zod';
import { schedule, substance } from './watchlist.ts';

const place = z.strictObject({ file: z.string(), line: z.int().positive() });

export const listedSubstance = substance.extend({
  place,
  /** In order; each in words: "tier B → A", "term \"BMK oil\" live → expired", "disabled". */
  overrides: z.array(place.extend({ changed: z.array(z.string()) })),
  /** Taken out by an override: listed here only to say so. */
  disabled: z.boolean(),
  /** The earliest row of law whose date is still to come. */
  nextLaw: schedule.pick({ regime: true, list: true, effective: true }).nullable(),
});
export type ListedSubstance = z.infer<typeof listedSubstance>;
