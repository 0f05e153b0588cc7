/** Finds the offer of each listing that alerts: sellers, candidates by index, a scored comparison, and all of it written. */
import { chooseOffer, type OfferCandidate, type Placement } from '../../dedupe/choose-offer.ts';
import { isOneSeller, linkSellers, ONE_SELLER, type SellerLink } from '../../dedupe/link-sellers.ts';
import { offerKey } from '../../dedupe/offer-key.ts';
import { type Goods, readGoods } from '../../dedupe/read-goods.ts';
import { textKeys } from '../../dedupe/sketch-text.ts';
import type { Listing } from '../../model/listing.ts';
import type { LinkEvidence } from '../../model/offer.ts';
import type { Site } from '../../model/site.ts';
import type { UnusedCounts } from '../../model/unused.ts';
import { linksOf, type StoredLink } from '../../store/offers/link-evidence.ts';
import { type FoundOffer, findCandidates, readOfferTexts } from '../../store/offers/offer-candidates.ts';
import { insertOffers, type PlacedRow, placeListingRows } from '../../store/offers/place-offers.ts';
import type { Db } from '../../store/open-database.ts';
import { toText } from '../../store/to-json.ts';
import { normalise } from '../../text/normalise.ts';
import { addEvidence, type NewEvidence } from './link-by-contacts.ts';
import { nameSellers } from './name-sellers.ts';

/** A listing that alerts and belongs to no offer yet. */
export type Homeless = {
  readonly id: number;
  /** Of the listing within its site. */
  readonly key: string;
  readonly listing: Listing;
  readonly substances: readonly string[];
  /** Keys of its pages in other languages. */
  readonly alternates?: readonly string[];
};

type Item = Homeless & {
  readonly at: number;
  readonly seller: number;
  readonly sellerKey: string;
  readonly sorted: readonly string[];
  readonly keys: readonly number[];
};

/** Pictures of a listing by which its offer is looked for. */
const PICTURES = 3;
/** What is looked at of one offer: its latest listings. */
const TEXTS = 2;
const SHORTEST_NAME = 5;
/** Offers that are made here have no number before all are chosen; they count as younger than all that are stored. */
const FIRST_MADE = 2 ** 50;

/** The offers' numbers by listing, and what of the listings told nothing of who sells. */
export type PlacedListings = {
  readonly offers: ReadonlyMap<number, number>;
  readonly unused: Readonly<UnusedCounts>;
};

/** Within a transaction. */
export async function placeListings(
  db: Db,
  site: Pick<Site, 'id' | 'start'>,
  homeless: readonly Homeless[],
  now: Date,
): Promise<PlacedListings> {
  if (homeless.length === 0) return { offers: new Map(), unused: {} };
  const { named, unused } = await nameSellers(db, site, homeless, now);
  const items = named.flatMap((seller, at): Item[] => {
    const each = homeless[at];
    if (each === undefined) return [];
    const { title, description } = each.listing;
    const keys = textKeys(title, description);
    return [{ ...each, ...seller, at, sorted: [...each.substances].sort(), keys }];
  });
  const links = await linksOf(db, [...new Set(items.map(({ seller }) => seller))], ONE_SELLER);
  const linkedTo = (seller: number) => links.flatMap((link) => otherOf(link, seller));
  const found = await findCandidates(
    db,
    site.id,
    items.map(({ at, seller, sorted: substances, keys, alternates = [], listing: { images } }) => {
      const linked = linkedTo(seller).map(({ seller: other }) => other);
      return { at, seller, substances, keys, linked, alternates, images: images.slice(0, PICTURES) };
    }),
  );
  const near = found.flatMap((each): Near[] => {
    const item = items[each.at];
    const seller = item === undefined ? null : sellerOf(links, item, each);
    return seller === null ? [] : [{ ...each, link: seller }];
  });
  const compared = near.filter((each) => needsTexts(each, items[each.at]));
  const texts = await readOfferTexts(db, [...new Set(compared.map(({ offer }) => offer))], TEXTS);
  const goods = new Map([...texts].map(([offer, listings]) => [offer, listings.map(readGoods)]));
  const shelf: Shelf = { items, found: Map.groupBy(near, ({ at }) => at), goods, made: [] };
  const placements = items.map((item) => place(shelf, item));
  await addEvidence(db, alikeSellers(items, found), now);
  return { offers: await write(db, site.id, shelf, placements, now), unused };
}

function otherOf(link: StoredLink, seller: number): { seller: number; link: StoredLink }[] {
  if (link.a !== seller && link.b !== seller) return [];
  return [{ seller: link.a === seller ? link.b : link.a, link }];
}

/** An offer that the listing could belong to, by its seller or by what the site says. */
type Near = FoundOffer & { readonly link: 'same' | SellerLink };

/**
 * The very same seller, or how far another one is known to be the same; null when it cannot be. What texts and names alone
 * say of two sellers never reaches as far, so it need not be weighed here.
 */
function sellerOf(links: readonly StoredLink[], item: Item, found: FoundOffer): Near['link'] | null {
  if (found.seller === item.seller) return 'same';
  const stored = links.find(
    ({ a, b }) => (a === item.seller && b === found.seller) || (b === item.seller && a === found.seller),
  );
  const link = stored === undefined ? NO_LINK : linkOf(stored);
  return isOneSeller(link) || found.sameListing ? link : null;
}

const NO_LINK: SellerLink = { strength: 0, evidence: [], verdict: null };

function linkOf({ strength, evidence, verdict }: StoredLink): SellerLink {
  return verdict === null ? { strength, evidence, verdict } : linkSellers(evidence, false, verdict);
}

/** The same seller with the same one substance is the same offer without a look at the words. */
function needsTexts(found: Near, item: Item | undefined): boolean {
  if (item === undefined) return false;
  return found.link !== 'same' || item.sorted.length > 1 || found.substances.length > 1 || found.split;
}

type Made = { readonly offer: number; readonly item: Item; readonly goods: () => Goods };
type Shelf = {
  readonly items: readonly Item[];
  readonly found: ReadonlyMap<number, readonly Near[]>;
  readonly goods: ReadonlyMap<number, Goods[]>;
  readonly made: Made[];
};

type Chosen = Placement & { readonly made: Made | null };

/** Read when it is first asked for: most listings join their offer without a look at the words. */
function goodsOnce(listing: Listing): () => Goods {
  let goods: Goods | null = null;
  return () => {
    goods ??= readGoods(listing);
    return goods;
  };
}

/** Chooses among what is stored and what was made for the listings before it. */
function place(shelf: Shelf, item: Item): Chosen {
  const goods = goodsOnce(item.listing);
  const stored = (shelf.found.get(item.at) ?? []).map(
    ({ offer, substances, split, sameListing, samePicture, link: seller }): OfferCandidate => ({
      ...{ offer, substances, seller, goods: shelf.goods.get(offer) ?? [], samePicture, sameListing, split },
    }),
  );
  const made = shelf.made
    .filter((each) => each.item.seller === item.seller)
    .map((each): OfferCandidate => {
      const { sorted: substances } = each.item;
      const plain = substances.length === 1 && item.sorted.length === 1;
      return {
        ...{ offer: each.offer, substances, seller: 'same', goods: plain ? [] : [each.goods()] },
        ...{ samePicture: false, sameListing: false, split: false },
      };
    });
  const placed = {
    substances: item.sorted,
    get goods() {
      return goods();
    },
  };
  const placement = chooseOffer(placed, [...stored, ...made]);
  if (placement.offer !== null) {
    return { ...placement, made: shelf.made.find(({ offer }) => offer === placement.offer) ?? null };
  }
  const own: Made = { offer: FIRST_MADE + item.at, item, goods };
  shelf.made.push(own);
  return { ...placement, made: own };
}

function alikeEvidence(item: Item, found: FoundOffer): LinkEvidence[] {
  const evidence: LinkEvidence[] = [];
  if (found.alike > 0) {
    evidence.push({ sign: 'text', detail: 'much the same text' });
  }
  const [mine, theirs] = [item.listing.seller?.name ?? '', found.sellerName ?? ''].map(
    (name) => normalise(name).text,
  );
  if (mine !== undefined && mine === theirs && mine.length >= SHORTEST_NAME) {
    evidence.push({ sign: 'name', detail: found.sellerName ?? '' });
  }
  return evidence;
}

/** Texts that are used again by others, worth an analyst's look though no proof. */
function alikeSellers(items: readonly Item[], found: readonly FoundOffer[]): NewEvidence[] {
  return found.flatMap((offer) => {
    const item = items[offer.at];
    if (item === undefined || offer.seller === null || offer.seller === item.seller) return [];
    if (offer.alike === 0) return [];
    const [a, b] = item.seller < offer.seller ? [item.seller, offer.seller] : [offer.seller, item.seller];
    return alikeEvidence(item, offer).map((evidence) => ({ a, b, evidence }));
  });
}

async function write(
  db: Db,
  siteId: string,
  shelf: Shelf,
  placements: readonly Chosen[],
  now: Date,
): Promise<ReadonlyMap<number, number>> {
  const keys = new Map(shelf.made.map((each) => [each.offer, keyOf(siteId, shelf, each)]));
  const made = await insertOffers(
    db,
    siteId,
    shelf.made.map(({ offer, item }) => ({
      ...{ key: keys.get(offer) ?? '', sellerId: item.seller, substances: item.sorted },
    })),
    now,
  );
  const rows = shelf.items.map((item, at): PlacedRow => {
    const placement = placements[at];
    const key = keys.get(placement?.made?.offer ?? -1);
    const offer = key === undefined ? placement?.offer : made.get(toText(key));
    if (placement === undefined || offer === undefined || offer === null)
      throw new Error('an offer is missing');
    const { rule, evidence } = placement;
    const score = evidence.reduce((sum, { weight }) => sum + weight, 0);
    return { listing: item.id, offer, rule, score, evidence, keys: item.keys };
  });
  await placeListingRows(db, rows, now);
  return new Map(rows.map(({ listing, offer }) => [listing, offer]));
}

/** The first offer of a seller and set has the plain key; further ones also name the listing that they began with. */
function keyOf(siteId: string, shelf: Shelf, { item }: Made): string {
  const plain = offerKey(siteId, item.sellerKey, item.sorted);
  const taken =
    (shelf.found.get(item.at) ?? []).some(
      ({ seller, substances }) => seller === item.seller && substances.join() === item.sorted.join(),
    ) || shelf.made.some((each) => each.item.at < item.at && sameSet(each.item, item));
  return taken ? `${plain}#${item.key}` : plain;
}

function sameSet(a: Item, b: Item): boolean {
  return a.seller === b.seller && a.sorted.join() === b.sorted.join();
}
