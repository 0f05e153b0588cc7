/** What screening says of one listing: the hits, the verdict and why. */
import { z } from 'zod';

/** How a term was found. The name stands on the hit, so that an analyst sees why. */
export const TECHNIQUES = [
  'name', // the term as listed, but for case, spacing, dashes and width
  'systematic', // another systematic name of the listed structure, read as that structure
  'cas', // the CAS number as printed in the list
  'structure', // the structure, as SMILES, InChI or InChIKey, in any way of writing it
  'cas-separators', // other or no separators, spread over lines or cells
  'encoded', // HTML entities or percent-encoding left in the text
  'invisible', // zero-width, control or bidi characters inside
  'lookalike', // other scripts' or widths' letters and digits
  'leet', // digits and symbols for letters
  'inserted', // punctuation or spaces put between the letters
  'spelled-out', // digits written as words
  'reversed', // read backwards
  'repeated', // letters written three times or more
  'split', // over title and text, or over attributes
  'misspelled', // a few letters off in a long name
] as const;
export type Technique = (typeof TECHNIQUES)[number];

/** The same for people, in one way wherever they read it: in lists, reasons and reports. */
export const TECHNIQUE_WORDS: Readonly<Record<Technique, string>> = {
  name: 'by name',
  systematic: 'by systematic name',
  cas: 'CAS number',
  structure: 'structure string',
  'cas-separators': 'CAS number, split up',
  encoded: 'encoded characters',
  invisible: 'invisible characters',
  lookalike: 'look-alike letters',
  leet: 'digits for letters',
  inserted: 'signs put between',
  'spelled-out': 'numbers in words',
  reversed: 'backwards',
  repeated: 'letters repeated',
  split: 'split over fields',
  misspelled: 'misspelled',
};

/** The fields of a listing that are screened. */
export const SCREENED_FIELDS = ['title', 'description', 'attributes', 'quantity', 'seller'] as const;
export type ScreenedField = (typeof SCREENED_FIELDS)[number] | 'text';

/** One term found in one field. `start` and `end` index the original text in UTF-16 units; `text` is that slice. */
export const hit = z.strictObject({
  substance: z.string(),
  term: z.string(),
  technique: z.enum(TECHNIQUES),
  field: z.enum([...SCREENED_FIELDS, 'text']),
  start: z.int().nonnegative(),
  end: z.int().nonnegative(),
  text: z.string(),
});
export type Hit = z.infer<typeof hit>;

/** `alert` is notified and reviewed; `watch` is kept in a searchable list, never notified; `clear` is neither. */
export const VERDICTS = ['alert', 'watch', 'clear'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** One thing that moved the score, in words for an analyst, with its weight. */
export const reason = z.strictObject({ code: z.string(), text: z.string(), weight: z.number() });
export type Reason = z.infer<typeof reason>;

/** A schedule row as it stands on the listing's date. */
export const lawRow = z.strictObject({
  substance: z.string(),
  regime: z.string(),
  list: z.string(),
  effective: z.string().nullable(),
  status: z.enum(['in-force', 'coming', 'date-unknown']),
  verified: z.boolean(),
  source: z.string(),
});
export type LawRow = z.infer<typeof lawRow>;

export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const assessment = z.strictObject({
  verdict: z.enum(VERDICTS),
  /** 0–100. */
  score: z.number(),
  severity: z.enum(SEVERITIES),
  /** Ids of the substances that carry the verdict, sorted; empty when clear. */
  substances: z.array(z.string()),
  hits: z.array(hit),
  reasons: z.array(reason),
  law: z.array(lawRow),
  /** Version of the watch-list that gave it. */
  watchlist: z.string(),
});
export type Assessment = z.infer<typeof assessment>;
