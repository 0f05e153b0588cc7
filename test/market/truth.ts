/** What a watcher of the market should find: each listing's offer, seller and the substances that must alert. */
import { generateMarket, type MarketOptions } from './generate-market.ts';
import type { Kind, MarketListing, MarketSeller, Technique } from './listing.ts';

type TruthListing = {
  readonly id: string;
  readonly shop: string;
  /** URL path on the shop's origin. */
  readonly path: string;
  readonly offer: string;
  readonly seller: string;
  readonly language: string;
  /** Substances that must alert; empty for negatives and ordinary goods. */
  readonly substances: readonly string[];
  readonly kind: Kind;
  readonly technique: Technique | null;
  readonly category: string;
};

type TruthOffer = {
  readonly id: string;
  readonly seller: string;
  readonly substances: readonly string[];
  readonly listings: readonly string[];
};

type TruthSeller = Omit<MarketSeller, 'language'>;

export type MarketTruth = {
  readonly listings: readonly TruthListing[];
  readonly offers: readonly TruthOffer[];
  readonly sellers: readonly TruthSeller[];
};

function toOffers(listings: readonly MarketListing[]): TruthOffer[] {
  const groups = Map.groupBy(listings, ({ offer }) => offer);
  return [...groups].map(([id, group]) => ({
    id,
    seller: group[0]?.seller.id ?? '',
    substances: group[0]?.substances ?? [],
    listings: group.map((listing) => listing.id),
  }));
}

function toSellers(listings: readonly MarketListing[]): TruthSeller[] {
  const sellers = new Map(listings.map(({ seller }) => [seller.id, seller]));
  return [...sellers.values()].map(({ id, shop, name, path, person, contacts }) => ({
    id,
    shop,
    name,
    path,
    person,
    contacts,
  }));
}

/** The truth of one day; the same options as the market that is compared with it. */
export function marketTruth(options: MarketOptions = {}): MarketTruth {
  const listings = generateMarket(options).flatMap((stock) => stock.listings);
  return {
    listings: listings.map(
      ({ id, shop, path, offer, seller, language, substances, kind, technique, category }) => ({
        id,
        shop,
        path,
        offer,
        seller: seller.id,
        language,
        substances,
        kind,
        technique,
        category,
      }),
    ),
    offers: toOffers(listings),
    sellers: toSellers(listings),
  };
}
