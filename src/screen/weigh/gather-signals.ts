/** Puts the readings of a listing's fields together: what speaks for an offer, for chemicals, for and against suspicion. */
import type { Evidence } from './context-rules.ts';
import { DIRECT_OFFERS } from './offer-signs.ts';
import { type FieldReading, FLAG, INNOCENT, MESSENGER, OFFER } from './read-field.ts';
import { SITE_SIGNS, type SiteContext } from './site-context.ts';
import { FLAG_KINDS, FLAG_POINTS, GOODS_POINTS, TRADE_POINTS } from './weights.ts';

/** What the page itself says apart from its texts. */
export type OfferFacts = { readonly hasPrice: boolean; readonly inStock: boolean };

export type Signals = {
  /** Ids of offer signs, `price` and `availability` included, the most telling first; empty when nothing is offered. */
  readonly offers: readonly string[];
  /** A quantity or a form of goods is named: nobody who hides a name and says how much of it means anything but an offer. */
  readonly goodsNamed: boolean;
  readonly flags: readonly string[];
  readonly innocents: readonly string[];
  /** Points for a trade in chemicals, see TRADE_POINTS. */
  readonly tradePoints: number;
  /** Without what a single substance adds. */
  readonly evidence: Evidence;
  /** The word CAS stands in the text. */
  readonly casLabel: boolean;
  /** Every CAS number that is written out, listed or not. */
  readonly casNumbers: readonly string[];
  readonly brokenCas: readonly string[];
  /** A substance of tier A is identified beyond doubt: abbreviations beside it are hardly anything else. */
  readonly surelyNamed: boolean;
  /** By substance, whether an amount of it stands beside its name; see amount-beside.ts. */
  readonly amountsBeside: ReadonlyMap<string, number>;
  readonly site: SiteContext['kind'];
};

/** The groups that phrases belong to. */
export const GROUPS = {
  offer: OFFER,
  specific: 'specific',
  generic: 'generic',
  flag: FLAG,
  innocent: INNOCENT,
} as const;

export function gatherSignals(
  readings: readonly FieldReading[],
  facts: OfferFacts,
  site: SiteContext['kind'] = null,
  surelyNamed = false,
): Signals {
  const ids = (group: string) =>
    [...new Set(readings.flatMap(({ phrases }) => [...(phrases.get(group) ?? [])]))].sort();
  const has = (key: 'price' | 'quantity' | 'bulk' | 'purity' | 'pricePerWeight') =>
    readings.some((reading) => reading[key]);
  const spoken = ids(GROUPS.offer);
  const direct = spoken.filter((id) => DIRECT_OFFERS.has(id));
  if (facts.inStock) direct.push('availability');
  const others = spoken.filter((id) => !DIRECT_OFFERS.has(id));
  if (facts.hasPrice) direct.push('price');
  else if (has('price')) others.unshift('price');
  const flags = ids(GROUPS.flag);
  // A messenger beside a quantity or purity is how many offers end; beside a name alone it may be a news item.
  if (flags.includes(MESSENGER.id) && (has('quantity') || has('purity'))) others.unshift('contact');
  const trade = [...ids(GROUPS.specific), ...ids(GROUPS.generic)];
  const amount = has('bulk') ? 2 : has('quantity') ? 1 : 0;
  const goodsNamed = amount > 0 || trade.includes('physical-form');
  others.unshift(...unspokenOffers({ flags, goodsNamed, amount, listed: amount > 0 && has('purity') }));
  const goods =
    (amount === 2 ? GOODS_POINTS.bulk : amount * GOODS_POINTS.quantity) +
    (has('purity') ? GOODS_POINTS.purity : 0) +
    (has('pricePerWeight') ? GOODS_POINTS.pricePerWeight : 0) +
    (direct.includes('wholesale') ? GOODS_POINTS.wholesale : 0);
  return {
    offers: [...direct, ...others],
    goodsNamed,
    flags,
    innocents: ids(GROUPS.innocent),
    tradePoints: tradePointsOf(trade, flags, has, site),
    evidence: {
      direct: direct.length,
      amount,
      goods,
      chemical:
        Number(has('purity')) +
        Number(has('pricePerWeight')) +
        flags.filter((id) => FLAG_KINDS[id] === 'hiding').length,
      identified: 0,
      measured: 0,
      suspicion: sum(flags.map(pointsOf)),
      disguised: 0,
      flags: new Set(flags),
    },
    casLabel: trade.includes('cas-label'),
    casNumbers: [...new Set(readings.flatMap(({ casNumbers }) => casNumbers))],
    brokenCas: [...new Set(readings.flatMap(({ brokenCas }) => brokenCas))],
    surelyNamed,
    amountsBeside: mostBeside(readings),
    site,
  };
}

function mostBeside(readings: readonly FieldReading[]): ReadonlyMap<string, number> {
  const most = new Map<string, number>();
  for (const { amountsBeside } of readings)
    for (const [substance, its] of amountsBeside)
      most.set(substance, Math.max(its, most.get(substance) ?? 0));
  return most;
}

/** What says that something is offered although nobody is addressed. */
function unspokenOffers(of: {
  flags: readonly string[];
  goodsNamed: boolean;
  amount: number;
  listed: boolean;
}): string[] {
  const telling = of.flags.filter((id) => pointsOf(id) > 0).length;
  const hiding = of.flags.some((id) => FLAG_KINDS[id] === 'hiding');
  return [
    // Whoever says how to pay and how to hide, of so much or of powder, oil or crystals, offers something; of kilograms, one of it is enough.
    ...(telling >= 3 || (of.goodsNamed && (telling >= 2 || hiding)) || (of.amount === 2 && telling > 0)
      ? ['terms']
      : []),
    // A quantity beside a purity is how catalogues list what they have.
    ...(of.listed ? ['catalogue'] : []),
  ];
}

/** Flags speak of a trade in chemicals only where something else does: coins change hands by messenger too. */
function tradePointsOf(
  signs: readonly string[],
  flags: readonly string[],
  has: (key: 'quantity' | 'purity' | 'pricePerWeight') => boolean,
  site: SiteContext['kind'],
): number {
  const chemical =
    sum(signs.map((id) => TRADE_POINTS.signs[id] ?? 1)) +
    (has('purity') ? TRADE_POINTS.purity : 0) +
    (has('quantity') ? TRADE_POINTS.quantity : 0) +
    (has('pricePerWeight') ? TRADE_POINTS.pricePerWeight : 0) +
    (site === null ? 0 : SITE_SIGNS[site].trade);
  const counted = flags.filter((id) => pointsOf(id) > 0 && (chemical > 0 || FLAG_KINDS[id] === 'hiding'));
  return chemical + counted.length * TRADE_POINTS.flag;
}

export function pointsOf(flag: string): number {
  return FLAG_POINTS[FLAG_KINDS[flag] ?? 'sign'];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
