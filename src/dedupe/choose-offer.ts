/** Which offer does a listing belong to? Exact before near; sellers before texts; an analyst's word before all. */
import { type Comparison, compareGoods, type Evidence, SAME_FROM } from './compare-goods.ts';
import { isOneSeller, type SellerLink } from './link-sellers.ts';
import type { Goods } from './read-goods.ts';

/** An offer that a listing could belong to. */
export type OfferCandidate = {
  readonly offer: number;
  readonly substances: readonly string[];
  /** The very same seller on the same site, or how far another one seems to be the same. */
  readonly seller: 'same' | SellerLink;
  /** What some of its listings say of the goods, the latest first. */
  readonly goods: readonly Goods[];
  /** A picture of the listing is one of the offer's, edited or not. */
  readonly samePicture: boolean;
  /** The site says that the listing is one of the offer's in another language. */
  readonly sameListing: boolean;
  /** An analyst said that this seller offers several things under the same substances. */
  readonly split: boolean;
};

/** `goods` may be read when it is first asked for. */
export type PlacedListing = { readonly goods: Goods; readonly substances: readonly string[] };

export type PlacementRule = 'same-listing' | 'same-seller' | 'same-seller-compared' | 'linked-seller' | 'new';

/** `offer` is null for a new one. `evidence` tells an analyst why. */
export type Placement = {
  readonly offer: number | null;
  readonly rule: PlacementRule;
  readonly evidence: readonly Evidence[];
  readonly link: SellerLink | null;
};

/** Scores from which a listing joins an offer, by how much is certain already. */
const JOINS_FROM = {
  /** The seller and what is offered are the same: only a plain contradiction keeps them apart. */
  severalSubstances: 0,
  /** The seller is the same, but one of both offers something more. */
  overlapping: SAME_FROM + 1.5,
  /** Another seller's name or site: the whole post has to be the same. */
  linked: SAME_FROM + 1,
} as const;
/** Points for what makes it the same post rather than the same kind of goods. */
const SAME_POST = 2;
const CONTRADICTIONS: ReadonlySet<string> = new Set(['other-cas', 'opposed-code']);

type Scored = {
  readonly candidate: OfferCandidate;
  readonly rule: PlacementRule;
  readonly score: number;
  readonly comparison: Comparison;
};

function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && new Set(a).isSubsetOf(new Set(b));
}

/** Both name the substance, so its number says nothing more; that they are one post has to show in the rest. */
function postScore({ score, evidence }: Comparison, samePicture: boolean): number {
  const known = evidence.find(({ sign }) => sign === 'same-cas')?.weight ?? 0;
  const sameText = evidence.some(({ sign }) => sign === 'same-text');
  return score - known + (sameText ? SAME_POST : 0) + (samePicture ? SAME_POST : 0);
}

/** Where nothing of the offer was read, nothing of the listing need be either. */
function bestComparison(listing: PlacedListing, others: readonly Goods[]): Comparison {
  if (others.length === 0) return { score: 0, evidence: [] };
  const { goods } = listing;
  const compared = others.map((other) => compareGoods(goods, other));
  return compared.sort((a, b) => b.score - a.score)[0] ?? { score: 0, evidence: [] };
}

/** null when it cannot be the candidate. */
function judge(listing: PlacedListing, candidate: OfferCandidate): Scored | null {
  const comparison = bestComparison(listing, candidate.goods);
  const sameSet = isSameSet(listing.substances, candidate.substances);
  const overlaps = candidate.substances.some((substance) => listing.substances.includes(substance));
  const cut = candidate.seller !== 'same' && candidate.seller.verdict === 'cut';
  if (candidate.sameListing && overlaps && !candidate.split && !cut)
    return { candidate, rule: 'same-listing', score: comparison.score, comparison };
  if (candidate.seller !== 'same') {
    const score = postScore(comparison, candidate.samePicture);
    const joins = sameSet && isOneSeller(candidate.seller) && score >= JOINS_FROM.linked;
    return joins ? { candidate, rule: 'linked-seller', score, comparison } : null;
  }
  const { evidence } = comparison;
  const score = comparison.score + (candidate.samePicture ? SAME_POST : 0);
  if (sameSet && listing.substances.length === 1)
    return { candidate, rule: 'same-seller', score, comparison };
  const contradicted = evidence.some(({ sign }) => CONTRADICTIONS.has(sign));
  const from = sameSet ? JOINS_FROM.severalSubstances : JOINS_FROM.overlapping;
  if (!overlaps || contradicted || score < from) return null;
  return { candidate, rule: sameSet ? 'same-seller' : 'same-seller-compared', score, comparison };
}

const RULE_ORDER: readonly PlacementRule[] = [
  'same-listing',
  'same-seller',
  'same-seller-compared',
  'linked-seller',
];

/**
 * Among offers that an analyst split, the most alike one is taken; otherwise the oldest by the first rule that holds, so
 * that the same listings always end up in the same offers.
 */
export function chooseOffer(listing: PlacedListing, candidates: readonly OfferCandidate[]): Placement {
  const possible = candidates.flatMap((candidate) => judge(listing, candidate) ?? []);
  const split = possible.some(({ candidate }) => candidate.split);
  const [best] = possible.sort(
    (a, b) =>
      RULE_ORDER.indexOf(a.rule) - RULE_ORDER.indexOf(b.rule) ||
      (split ? b.score - a.score : 0) ||
      a.candidate.offer - b.candidate.offer,
  );
  if (best === undefined) return { offer: null, rule: 'new', evidence: [], link: null };
  const { candidate, rule, comparison } = best;
  return {
    offer: candidate.offer,
    rule,
    evidence: comparison.evidence,
    link: candidate.seller === 'same' ? null : candidate.seller,
  };
}
