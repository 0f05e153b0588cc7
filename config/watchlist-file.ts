/** The form of a watch-list file as a person writes it; load-watchlist.ts turns it into the model. */
import { z } from 'zod';
import { TERM_STATES, TIERS } from '../src/model/watchlist.ts';
import { hasRightCheckDigit } from '../src/text/cas-number.ts';

const id = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case letters, digits and hyphens')
  .describe('Lower-case letters, digits and hyphens; never changed once used.');

const source = z
  .string()
  .min(1)
  .describe('A key of `sources` in any file of the folder, or "unverified" for general knowledge.');

const verified = z.boolean().default(true).describe('false where no page was seen that says so.');

const cas = z
  .string()
  .refine(hasRightCheckDigit, 'is not a CAS number with a right check digit')
  .describe('With hyphens, such as "1609-66-1"; the check digit must be right.');

const isoDay = z
  .string()
  .regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, 'must be YYYY, YYYY-MM or YYYY-MM-DD')
  .describe('The day it takes effect, as exactly as it is known.');

const casEntry = z.strictObject({
  number: cas,
  form: z.string().optional().describe('Salt or hydrate; leave out for the substance itself.'),
  source,
  verified,
});

const termEntry = z.strictObject({
  text: z.string().min(2),
  language: z.string().min(2).describe('BCP 47, such as "en" or "zh".'),
  source,
  verified,
  ambiguous: z
    .boolean()
    .default(false)
    .describe('Has common innocent meanings; then `collides_with` is needed.'),
  collides_with: z.array(z.string().min(1)).default([]),
  state: z.enum(TERM_STATES).default('live'),
});

const scheduleEntry = z.strictObject({
  regime: z.string().min(1),
  list: z.string().min(1),
  effective: isoDay.nullable().default(null),
  source,
  verified,
  inferred: z
    .array(z.string())
    .default([])
    .describe('Parts of the row that are inference although the source was seen.'),
  instrument: z.string().optional(),
  note: z.string().optional(),
});

const substanceEntry = z.strictObject({
  id,
  name: z.string().min(2),
  family: z.string().min(1),
  tier: z.enum(TIERS).describe('A: identifier and offer alert. B: also a red flag. C: never by itself.'),
  controlled_as_precursor: z.boolean().default(true),
  note: z.string().optional(),
  cas: z.array(casEntry).default([]),
  terms: z.array(termEntry).min(1),
  schedules: z.array(scheduleEntry).default([]),
});

const phrases = z
  .array(z.string().min(2))
  .default([])
  .describe('Searched for as whole words; "*" at the end lets a word go on.');

const redFlagEntry = z.strictObject({
  id,
  flag: z.string(),
  issued_by: z.string(),
  source,
  phrases,
  phrases_unverified: phrases.describe('Wordings that express the published flag but were not seen in it.'),
});

const contextEntry = z.strictObject({
  id,
  meaning: z.string(),
  source,
  verified,
  terms: z
    .array(z.string())
    .default([])
    .describe('The terms that it makes innocent; leave out for all of them.'),
  phrases,
});

export const watchlistFile = z.strictObject({
  sources: z.record(z.string(), z.string()).default({}),
  substances: z.array(substanceEntry).default([]),
  red_flags: z.array(redFlagEntry).default([]),
  innocent_contexts: z.array(contextEntry).default([]),
  innocent_cas: z.array(z.strictObject({ cas, name: z.string(), confused_with: z.string() })).default([]),
  known_bad: z
    .array(z.strictObject({ text: z.string(), problem: z.string(), where: z.string() }))
    .default([]),
});
export type WatchlistFile = z.infer<typeof watchlistFile>;
