/** Every number of the verdict in one place: what each tier asks for, what each finding weighs, where severity begins. */
import type { Severity, Technique } from '../../model/assessment.ts';
import type { Tier } from '../../model/watchlist.ts';

/** `identifier`: score of having one; `flags`: published red flags or disguises that an alert needs besides an offer. */
export const TIER_RULES: Readonly<Record<Tier, { identifier: number; flags: number; suspicion: number }>> = {
  A: { identifier: 45, flags: 0, suspicion: 0 },
  B: { identifier: 35, flags: 1, suspicion: 1 },
  /** Everyday goods: two flags of the kind that many shops show (a messenger, a coin) are not enough. */
  C: { identifier: 15, flags: 2, suspicion: 3 },
};

/** From this score on, with an offer and the flags of its tier, a substance alerts. */
export const ALERT_FROM = 60;
/** From this score on it is kept as `watch`. */
export const WATCH_FROM = 25;

export const WEIGHTS = {
  secondIdentifier: 10,
  /** The number stands beside the word CAS. */
  labelledCas: 5,
  /** Nothing but names of few letters was found. */
  shortName: -5,
  /** A sign that speaks to a buyer; a mere word of trade or a price says less. */
  directOffer: 20,
  wordOffer: 15,
  moreOffers: 5,
  mostOffers: 35,
  bulk: 5,
  hidingFlag: 20,
  firstFlag: 15,
  moreFlags: 5,
  mostFlags: 35,
} as const;

/** Letters and digits below which a name counts as short. */
export const SHORT_NAME = 5;

/** Some ways of writing have no innocent cause: they speak for themselves, and count as a flag from `DISGUISE_FROM`. */
export const DISGUISE: Readonly<Record<Technique, number>> = {
  name: 0,
  systematic: 0,
  cas: 0,
  structure: 0,
  'cas-separators': 0,
  encoded: 0,
  invisible: 5,
  lookalike: 15,
  leet: 15,
  inserted: 10,
  repeated: 5,
  'spelled-out': 15,
  reversed: 15,
  split: 5,
  misspelled: 0,
};
export const DISGUISE_FROM = 15;

/**
 * Names found in these ways may be other words. `doubt` is what is taken off when no surer hit stands beside them,
 * `trade` the points of chemical trade that dispel it (a red flag or a second identifier does as well), and from
 * `aloneFrom` letters and digits on, a name is too long to be another word by chance and alerts in spite of it.
 */
type UnsureRule = { readonly doubt: number; readonly trade: number; readonly aloneFrom: number };
export const UNSURE: Readonly<Partial<Record<Technique, UnsureRule>>> = {
  misspelled: { doubt: -5, trade: 2, aloneFrom: 10 },
  split: { doubt: -5, trade: 1, aloneFrom: 10 },
};

/** Points of chemical trade; an ambiguous abbreviation needs some around it, more where another meaning is at hand. */
export const TRADE_POINTS = {
  signs: { chemical: 2, 'cas-label': 1, 'physical-form': 1, maker: 1 } as Readonly<Record<string, number>>,
  purity: 2,
  quantity: 1,
  pricePerWeight: 2,
  flag: 2,
  /** Another ambiguous name of the same substance ("BMK (P2P)"). */
  secondName: 2,
  /** A substance of tier A named beyond doubt in the same text. */
  companion: 3,
  needed: 3,
  neededAgainstContext: 6,
} as const;

/**
 * What a red flag says. `hiding`: the goods are to pass unseen. `sign`: a way of trading that lawful sellers also have.
 * `noise`: too common to decide anything. A flag that is not named here is a `sign`.
 */
export const FLAG_POINTS = { hiding: 2, sign: 1, noise: 0 } as const;
export const FLAG_KINDS: Readonly<Record<string, keyof typeof FLAG_POINTS>> = {
  'customs-clearance-service': 'hiding',
  'stealth-shipping': 'hiding',
  'decoy-items': 'hiding',
  'deceptive-packaging': 'hiding',
  misbranding: 'hiding',
  'falsified-customs-forms': 'hiding',
  masking: 'hiding',
  'pill-press': 'hiding',
  'touted-best-seller': 'noise',
};

/** Evidence that chemicals themselves are offered, which no kit, book or course has. */
export const GOODS_POINTS = { bulk: 2, quantity: 1, purity: 1, pricePerWeight: 2, wholesale: 1 } as const;

type SeverityRule = { severity: Severity; tiers: readonly Tier[]; score: number; suspicious?: true };
/** First row that fits, from the top. `suspicious`: only with a bulk quantity or a flag that hides the goods. */
export const SEVERITY_RULES: readonly SeverityRule[] = [
  { severity: 'critical', tiers: ['A'], score: 70, suspicious: true },
  { severity: 'critical', tiers: ['A'], score: 85 },
  { severity: 'high', tiers: ['A'], score: 60 },
  { severity: 'high', tiers: ['B'], score: 75, suspicious: true },
  { severity: 'high', tiers: ['B'], score: 80 },
  { severity: 'medium', tiers: ['A', 'B'], score: 45 },
  { severity: 'medium', tiers: ['C'], score: 75 },
  { severity: 'low', tiers: ['A', 'B', 'C'], score: 0 },
];
