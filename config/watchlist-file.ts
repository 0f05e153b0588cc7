/** The form of a watch-list file as a person writes it; to-watchlist.ts turns it into the model. */
import { z } from 'zod';
import { TERM_STATES, TIERS } from '../src/model/watchlist.ts';
import { hasRightCheckDigit } from '../src/text/cas-number.ts';

const id = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case letters, digits and hyphens')
  .describe('Lower-case letters, digits and hyphens; never changed once used.');

const sourceText = z.union(
  [
    z.string().min(1),
    z.strictObject({
      text: z.string().min(1),
      url: z.url().optional(),
      seen: z.iso.date().optional().describe('The day on which the page was seen.'),
      second_hand: z
        .boolean()
        .default(false)
        .describe(
          "true where the page seen is neither the issuer's own nor a law publisher's reprint under its official number: a copy, " +
            'a table made by others, a press or trade report. What rests on it counts as not verified.',
        ),
    }),
  ],
  { error: 'must be a text, or a map of text, url, seen and second_hand' },
);

const source = z
  .string()
  .min(1)
  .describe('A key of `sources` in any file of the folder, or "unverified" for general knowledge.');

const verified = z
  .boolean()
  .default(true)
  .describe(
    'false where no page was seen that says so. Rows whose source is "unverified" or `second_hand` are never verified, whatever ' +
      'stands here.',
  );

const cas = z
  .string()
  .refine(hasRightCheckDigit, 'is not a CAS number with a right check digit')
  .describe('With hyphens, such as "1609-66-1"; the check digit must be right.');

/** "2026-02-30" is read as a day of March by some and as none by others. */
function isInCalendar(text: string): boolean {
  const day = `${text}${'-01-01'.slice(text.length - 4)}`;
  return new Date(`${day}T00:00Z`).toJSON()?.startsWith(day) ?? false;
}

const isoDay = z
  .string()
  .regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, { error: 'must be YYYY, YYYY-MM or YYYY-MM-DD', abort: true })
  .refine(isInCalendar, 'is no day of the calendar')
  .describe('The day it takes effect, as exactly as it is known.');

const casEntry = z.strictObject({
  number: cas,
  form: z.string().optional().describe('Salt or hydrate; leave out for the substance itself.'),
  source,
  verified,
  shared: z
    .boolean()
    .default(false)
    .describe('true where other substances rightly have the same number; then each of them says so.'),
});

const structureEntry = z.strictObject({
  inchikey: z
    .string()
    .regex(
      /^[A-Z]{14}-[A-Z]{10}-[A-Z]$/,
      'must be a standard InChIKey, such as "NOUJHWSYHQIZHZ-UHFFFAOYSA-N"',
    ),
  inchi: z.string().regex(/^InChI=1S\/\S+$/, 'must be a standard InChI: "InChI=1S/…"'),
  smiles: z
    .string()
    .regex(/^\S+$/, 'must be SMILES, without spaces')
    .describe('Any way of writing it; others are recognised.'),
  form: z.string().optional().describe('Salt, hydrate or ester; leave out for the substance itself.'),
  source: source
    .default('unverified')
    .describe('Leave out where it was worked out from the systematic name.'),
  verified,
});

const termText = z
  .string()
  .min(2)
  .refine((text) => (text.match(/[\p{L}\p{N}]/gu)?.length ?? 0) >= 2, 'needs two letters or digits at least');

const language = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a code of BCP 47, such as "en" or "zh-Latn"')
  .describe('BCP 47, such as "en" or "zh".');
const state = z
  .enum(TERM_STATES)
  .describe(
    'draft: written down only. shadow: recorded, never alerts. live: alerts. expired: not searched for.',
  );
const ambiguous = z.boolean().describe('Has common innocent meanings; then `collides_with` is needed.');
const collidesWith = z.array(z.string().min(1));

const termEntry = z.strictObject({
  text: termText,
  language,
  source,
  verified,
  ambiguous: ambiguous.default(false),
  collides_with: collidesWith.default([]),
  state: state.default('live'),
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

const tier = z.enum(TIERS).describe('A: identifier and offer alert. B: also a red flag. C: never by itself.');
const notOverride = z
  .literal(false)
  .default(false)
  .describe('Only an entry that changes one of an earlier folder says true.');
const override = z.literal(true).describe('Changes the entry with this id of an earlier folder.');
const disable = z.boolean().default(false).describe('Takes the entry out altogether.');
/** Said where `override` is neither true nor false, instead of a list of what the schema could be. */
const eitherWay = { error: 'must be true, or left out' };

const substanceEntry = z.strictObject({
  id,
  override: notOverride,
  name: z.string().min(2),
  family: z.string().min(1),
  tier,
  controlled_as_precursor: z.boolean().default(true),
  note: z.string().optional(),
  cas: z.array(casEntry).default([]),
  structures: z.array(structureEntry).default([]),
  terms: z.array(termEntry).min(1),
  schedules: z.array(scheduleEntry).default([]),
});

const termPatch = z
  .strictObject({
    text: termText,
    language: language.optional(),
    source: source.optional(),
    verified: z.boolean().optional(),
    ambiguous: ambiguous.optional(),
    collides_with: collidesWith.optional(),
    state: state.optional(),
  })
  .describe(
    'A term of the entry is changed in what stands here; another one is added and needs language and source.',
  );

const substancePatch = z.strictObject({
  id,
  override,
  disable,
  tier: tier.optional(),
  note: z.string().optional(),
  cas: z.array(casEntry).default([]).describe('Added.'),
  structures: z.array(structureEntry).default([]).describe('Added.'),
  terms: z.array(termPatch).default([]),
  schedules: z
    .array(scheduleEntry)
    .default([])
    .describe('Added; a row of the same regime and list takes the place of the one that is there.'),
});

const phrases = z
  .array(z.string().min(2))
  .default([])
  .describe('Searched for as whole words; "*" at the end lets a word go on.');

const redFlagEntry = z.strictObject({
  id,
  override: notOverride,
  flag: z.string(),
  issued_by: z.string(),
  source,
  phrases,
  phrases_unverified: phrases.describe('Wordings that express the published flag but were not seen in it.'),
});

const redFlagPatch = z.strictObject({ id, override, disable, phrases: phrases.describe('Added.') });

const contextTerms = z
  .array(z.string())
  .default([])
  .describe('The terms that it makes innocent; leave out for all of them.');

const contextEntry = z.strictObject({
  id,
  override: notOverride,
  meaning: z.string(),
  source,
  verified,
  terms: contextTerms,
  phrases,
});

const contextPatch = z.strictObject({
  id,
  override,
  disable,
  terms: contextTerms.describe('Added.'),
  phrases: phrases.describe('Added.'),
});

const knownBadEntry = z.strictObject({
  text: z.string().min(2).describe('The wrong name or CAS number itself, as it circulates.'),
  named: z
    .string()
    .optional()
    .describe('The name that it wrongly stands for; leave out where it is wrong for every substance.'),
  problem: z.string(),
  where: z.string(),
});

const innocentTextEntry = z.strictObject({
  text: z.string().min(10).describe('An ordinary text in which no controlled substance is offered.'),
  language: language.default('en'),
  term: z.string().optional().describe('The term that it holds, as it is listed.'),
  why: z.string().min(2).describe('What is meant by it.'),
});

export const watchlistFile = z.strictObject({
  sources: z.record(z.string(), sourceText).default({}),
  substances: z
    .array(z.discriminatedUnion('override', [substanceEntry, substancePatch], eitherWay))
    .default([]),
  red_flags: z.array(z.discriminatedUnion('override', [redFlagEntry, redFlagPatch], eitherWay)).default([]),
  innocent_contexts: z
    .array(z.discriminatedUnion('override', [contextEntry, contextPatch], eitherWay))
    .default([]),
  innocent_cas: z.array(z.strictObject({ cas, name: z.string(), confused_with: z.string() })).default([]),
  innocent_texts: z
    .array(innocentTextEntry)
    .default([])
    .describe(
      '`watchlist check` screens each of them and refuses the list if one alerts. Not part of the version.',
    ),
  known_bad: z
    .array(knownBadEntry)
    .default([])
    .describe('`watchlist check` refuses a list that uses one of them.'),
});
export type WatchlistFile = z.infer<typeof watchlistFile>;
export type SubstanceEntry = z.infer<typeof substanceEntry>;
export type SubstancePatch = z.infer<typeof substancePatch>;
export type TermEntry = z.infer<typeof termEntry>;
export type TermPatch = z.infer<typeof termPatch>;
export type CasEntry = z.infer<typeof casEntry>;
export type StructureEntry = z.infer<typeof structureEntry>;
export type ScheduleEntry = z.infer<typeof scheduleEntry>;
export type RedFlagEntry = z.infer<typeof redFlagEntry>;
export type RedFlagPatch = z.infer<typeof redFlagPatch>;
export type ContextEntry = z.infer<typeof contextEntry>;
export type ContextPatch = z.infer<typeof contextPatch>;
