/** The watch-list in its compiled-from form: substances with identifiers and law, and the contexts that weigh for and against. */
import { z } from 'zod';

/** A: an identifier and an offer are enough. B: also a red flag. C: never by itself. Our inference for routing, not law. */
export const TIERS = ['A', 'B', 'C'] as const;
export type Tier = (typeof TIERS)[number];

/** draft: written down; shadow: recorded, never alerts; live: alerts; expired: no longer searched for. */
export const TERM_STATES = ['draft', 'shadow', 'live', 'expired'] as const;

export const term = z.strictObject({
  text: z.string().min(2),
  /** BCP 47. */
  language: z.string(),
  source: z.string(),
  /** False where no page was seen that gives this name, or only a second-hand one. */
  verified: z.boolean(),
  /** Has common innocent meanings: needs a second identifier or a chemical-trade context. */
  ambiguous: z.boolean(),
  collidesWith: z.array(z.string()),
  state: z.enum(TERM_STATES),
});

export const casNumber = z.strictObject({
  /** With hyphens and a right check digit: "23056-29-3". */
  number: z.string(),
  /** Salt or hydrate; null for the substance itself. */
  form: z.string().nullable(),
  source: z.string(),
  verified: z.boolean(),
});

/** How the substance is written as a structure. Its SMILES may be written in many other ways; InChI and key have one each. */
export const structure = z.strictObject({
  smiles: z.string(),
  /** Standard InChI: "InChI=1S/…". */
  inchi: z.string(),
  /** "PMCBDBWCQQBSRJ-UHFFFAOYSA-N". */
  inchikey: z.string(),
  /** Salt, hydrate or ester; null for the substance itself. */
  form: z.string().nullable(),
  source: z.string(),
  verified: z.boolean(),
});
export type Structure = z.infer<typeof structure>;

/** One row of law. `effective` is an ISO date, a year and month, or null when no page that was seen gives it. */
export const schedule = z.strictObject({
  regime: z.string(),
  list: z.string(),
  effective: z.string().nullable(),
  source: z.string(),
  verified: z.boolean(),
  /** Parts of the row that are inference although the source was seen. */
  inferred: z.array(z.string()),
  instrument: z.string().nullable(),
  note: z.string().nullable(),
});
export type Schedule = z.infer<typeof schedule>;

export const substance = z.strictObject({
  id: z.string(),
  name: z.string(),
  family: z.string(),
  tier: z.enum(TIERS),
  /** False for an entry that is on the list only because its name is used for one: never alerts. */
  controlledAsPrecursor: z.boolean(),
  cas: z.array(casNumber),
  structures: z.array(structure),
  terms: z.array(term),
  schedules: z.array(schedule),
  note: z.string().nullable(),
});
export type Substance = z.infer<typeof substance>;

/** A published sign of illicit trade, with the phrases that show it in a listing. */
export const redFlag = z.strictObject({
  id: z.string(),
  flag: z.string(),
  issuedBy: z.string(),
  source: z.string(),
  phrases: z.array(z.string()),
});

/** A setting in which an identifier is innocent; `substances` empty means all of them. */
export const innocentContext = z.strictObject({
  id: z.string(),
  meaning: z.string(),
  phrases: z.array(z.string()),
  terms: z.array(z.string()),
  source: z.string(),
});

/** Another chemical that is often confused with a listed one; its CAS number speaks against an ambiguous abbreviation. */
export const innocentCas = z.strictObject({ cas: z.string(), name: z.string(), confusedWith: z.string() });

/**
 * A name or CAS number that circulates in copied lists and is wrong; no entry may use it. `named` null: wrong for
 * everything; otherwise wrong only for what goes by that name ("4676-39-5" is not piperonal, but it is PMK).
 */
export const knownBad = z.strictObject({
  text: z.string(),
  named: z.string().nullable(),
  problem: z.string(),
  where: z.string(),
});

export const watchlist = z.strictObject({
  /** Hash of all that an assessment can be made of (config/live-facts.ts): lists that screen alike have the same version. */
  version: z.string(),
  substances: z.array(substance),
  redFlags: z.array(redFlag),
  innocentContexts: z.array(innocentContext),
  innocentCas: z.array(innocentCas),
  knownBad: z.array(knownBad),
});
export type Watchlist = z.infer<typeof watchlist>;
