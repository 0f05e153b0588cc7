/** Every number of the verdict in one place: what each tier asks for, what each finding weighs, where severity begins. */
import type { Severity, Technique } from '../model/assessment.ts';
import type { Tier } from '../model/watchlist.ts';

/** `identifier`: score of having one; `flags`: published red flags or disguises that an alert needs besides an offer. */
export const TIER_RULES: Readonly<Record<Tier, { identifier: number; flags: number }>> = {
  A: { identifier: 45, flags: 0 },
  B: { identifier: 35, flags: 1 },
  C: { identifier: 15, flags: 2 },
};

/** From this score on, with an offer and the flags of its tier, a substance alerts. */
export const ALERT_FROM = 60;
/** From this score on it is kept as `watch`. */
export const WATCH_FROM = 25;

export const WEIGHTS = {
  secondIdentifier: 10,
  firstOffer: 20,
  moreOffers: 5,
  mostOffers: 35,
  bulk: 5,
  firstFlag: 15,
  moreFlags: 5,
  mostFlags: 30,
  firstInnocent: -35,
  moreInnocent: -12,
  mostInnocent: -70,
} as const;

/** Some ways of writing have no innocent cause: they speak for themselves, and count as a flag from `DISGUISE_FROM`. */
export const DISGUISE: Readonly<Record<Technique, number>> = {
  name: 0,
  cas: 0,
  'cas-separators': 0,
  encoded: 0,
  invisible: 5,
  lookalike: 15,
  leet: 15,
  inserted: 10,
  'spelled-out': 15,
  reversed: 15,
  split: 10,
  misspelled: 0,
};
export const DISGUISE_FROM = 15;

/** What an ambiguous abbreviation needs: points of chemical trade around it. */
export const TRADE_POINTS = { specific: 2, generic: 1, purity: 2, quantity: 1, flag: 2, needed: 3 } as const;

/** First row that fits, from the top. */
export const SEVERITY_RULES: readonly { severity: Severity; tiers: readonly Tier[]; score: number }[] = [
  { severity: 'critical', tiers: ['A'], score: 85 },
  { severity: 'high', tiers: ['A'], score: 60 },
  { severity: 'high', tiers: ['B'], score: 80 },
  { severity: 'medium', tiers: ['A', 'B'], score: 45 },
  { severity: 'medium', tiers: ['C'], score: 80 },
  { severity: 'low', tiers: ['A', 'B', 'C'], score: 0 },
];
