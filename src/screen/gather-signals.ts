/** Puts the readings of a listing's fields together: what speaks for an offer, for chemicals, for and against suspicion. */
import type { FieldReading } from './read-field.ts';
import { TRADE_POINTS } from './weights.ts';

/** What the page itself says apart from its texts. */
export type OfferFacts = { readonly hasPrice: boolean; readonly inStock: boolean };

export type Signals = {
  /** Ids of offer signs, `price` and `availability` included; empty when nothing is offered. */
  readonly offers: readonly string[];
  readonly flags: readonly string[];
  readonly innocents: readonly string[];
  /** Points for a trade in chemicals, see TRADE_POINTS. */
  readonly tradePoints: number;
  readonly bulk: boolean;
  /** Every CAS number that is written out, listed or not. */
  readonly casNumbers: readonly string[];
};

/** The groups that phrases belong to. */
export const GROUPS = {
  offer: 'offer',
  specific: 'specific',
  generic: 'generic',
  flag: 'flag',
  innocent: 'innocent',
} as const;

export function gatherSignals(readings: readonly FieldReading[], facts: OfferFacts): Signals {
  const ids = (group: string) =>
    [...new Set(readings.flatMap(({ phrases }) => [...(phrases.get(group) ?? [])]))].sort();
  const has = (key: 'price' | 'quantity' | 'bulk' | 'purity') => readings.some((reading) => reading[key]);
  const offers = ids(GROUPS.offer);
  if (facts.hasPrice || has('price')) offers.push('price');
  if (facts.inStock) offers.push('availability');
  const flags = ids(GROUPS.flag);
  const tradePoints =
    ids(GROUPS.specific).length * TRADE_POINTS.specific +
    ids(GROUPS.generic).length * TRADE_POINTS.generic +
    (has('purity') ? TRADE_POINTS.purity : 0) +
    (has('quantity') ? TRADE_POINTS.quantity : 0) +
    flags.length * TRADE_POINTS.flag;
  return {
    offers,
    flags,
    innocents: ids(GROUPS.innocent),
    tradePoints,
    bulk: has('bulk'),
    casNumbers: [...new Set(readings.flatMap(({ casNumbers }) => casNumbers))],
  };
}
