/** Finds the offer of each listing that alerts: sellers, candidates by index, a scored comparison, and all of it written. */
import { chooseOffer, type OfferCandidate, type Placement } from '../dedupe/choose-offer.ts';
import { contactKeys } from '../dedupe/contact-keys.ts';
import { isOneSeller, linkSellers, ONE_SELLER, type SellerLink } from '../dedupe/link-sellers.ts';
import { offerKey, sellerKey } from '../dedupe/offer-key.ts';
import { type Goods, readGoods } from '../dedupe/read-goods.ts';
import { textKeys } from '../dedupe/sketch-text.ts';
import type { Listing } from '../model/listing.ts';
import type { LinkEvidence } from '../model/offer.ts';
import type { Site } from '../model/site.ts';
import { linksOf, type StoredLink } from '../store/link-evidence.ts';
import { type FoundOffer, findCandidates, readOfferTexts } from '../store/offer-candidates.ts';
import type { Db } from '../store/open-database.ts';
import { insertOffers, lockPlaces, type PlacedRow, placeListingRows } from '../store/place-offers.ts';
import { upsertSellers } from '../store/seller-contacts.ts';
import { toText } from '../store/to-json.ts';
import { normalise } from '../text/normalise.ts';
import { addEvidence, linkByContacts, type NewEvidence } from './link-by-contacts.ts';

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

/** What is looked at of one offer: its latest listings. */
const TEXTS = 2;
/** Of the eight keys of a text so many alike are the same text, rewritten at most. */
const SAME_TEXT_FROM = 4;
const SHORTEST_NAME = 5;
/** Offers that are made here have no number before all are chosen; they count as younger than all that are stored. */
const FIRST_MADE = 2 ** 50;

/** Within a transaction. Gives the offers' numbers by listing. */
export async function placeListings(
  db: Db,
  site: Pick<Site, 'id' | 'start'>,
  homeless: readonly Homeless[],
  now: Date,
): Promise<ReadonlyMap<number, number>> {
  if (homeless.length === 0) return new Map();
  const items = await withSellers(db, site, homeless, now);
  const links = await linksOf(db, [...new Set(items.map(({ seller }) => seller))], ONE_SELLER);
  const linkedTo = (seller: number) => links.flatMap((link) => otherOf(link, seller));
  const found = await findCandidates(
    db,
    site.id,
    items.map(({ at, seller, sorted: substances, keys, alternates = [] }) => {
      const linked = linkedTo(seller).map(({ seller: other }) => other);
      return { at, seller, substances, keys, linked, alternates };
    }),
  );
  const compared = found.filter((each) => needsTexts(each, items[each.at]));
  const texts = await readOfferTexts(db, [...new Set(compared.map(({ offer }) => offer))], TEXTS);
  const goods = new Map([...texts].map(([offer, listings]) => [offer, listings.map(readGoods)]));
  const shelf: Shelf = { items, found: Map.groupBy(found, ({ at }) => at), goods, links, made: [] };
  const placements = items.map((item) => place(shelf, item));
  await addEvidence(db, shelf.found.size === 0 ? [] : alikeSellers(items, found), now);
  return await write(db, site.id, shelf, placements, now);
}

async function withSellers(
  db: Db,
  site: Pick<Site, 'id' | 'start'>,
  homeless: readonly Homeless[],
  now: Date,
): Promise<Item[]> {
  const hosts = new Set(site.start.flatMap((url) => URL.parse(url)?.hostname ?? []));
  const named = homeless.map((each) => ({
    ...each,
    sellerKey: sellerKey(each.listing.seller, each.listing.contacts),
    contacts: contactKeys(each.listing.contacts, hosts).keys.map(({ key }) => key),
  }));
  await lockPlaces(
    db,
    named.flatMap((each) => [`${site.id} ${each.sellerKey}`, ...each.contacts]),
  );
  const ids = await upsertSellers(
    db,
    site.id,
    named.map((each) => ({ key: each.sellerKey, seller: each.listing.seller })),
  );
  const items = named.map(({ contacts, ...each }, at) => {
    const seller = ids.get(toText(each.sellerKey));
    if (seller === undefined) throw new Error('an upsert gave no row');
    const { title, description } = each.listing;
    const keys = textKeys(title, description);
    return { ...each, contacts, at, seller, sorted: [...each.substances].sort(), keys };
  });
  const told = items.flatMap(({ seller, contacts }) => contacts.map((key) => ({ seller, key })));
  await linkByContacts(db, told, now);
  return items;
}

function otherOf(link: StoredLink, seller: number): { seller: number; link: StoredLink }[] {
  if (link.a !== seller && link.b !== seller) return [];
  return [{ seller: link.a === seller ? link.b : link.a, link }];
}

/** The same seller with the same one substance is the same offer without a look at the words. */
function needsTexts(found: FoundOffer, item: Item | undefined): boolean {
  if (item === undefined) return false;
  return found.seller !== item.seller || item.sorted.length > 1 || found.substances.length > 1 || found.split;
}

type Made = { readonly offer: number; readonly item: Item; goods: Goods[] };
type Shelf = {
  readonly items: readonly Item[];
  readonly found: ReadonlyMap<number, readonly FoundOffer[]>;
  readonly goods: ReadonlyMap<number, Goods[]>;
  readonly links: readonly StoredLink[];
  readonly made: Made[];
};

type Chosen = Placement & { readonly made: Made | null };

/** Chooses among what is stored and what was made for the listings before it. */
function place(shelf: Shelf, item: Item): Chosen {
  const goods = readGoods(item.listing);
  const stored = (shelf.found.get(item.at) ?? []).flatMap((found): OfferCandidate[] => {
    const seller = found.seller === item.seller ? 'same' : linkOf(shelf, item, found);
    const { offer, substances, split, sameListing } = found;
    if (seller !== 'same' && !isOneSeller(seller) && !sameListing) return [];
    const goods = shelf.goods.get(offer) ?? [];
    return [{ offer, substances, seller, goods, samePicture: false, sameListing, split }];
  });
  const made = shelf.made
    .filter((each) => each.item.seller === item.seller)
    .map(
      (each): OfferCandidate => ({
        ...{ offer: each.offer, substances: each.item.sorted, seller: 'same', goods: each.goods },
        ...{ samePicture: false, sameListing: false, split: false },
      }),
    );
  const placement = chooseOffer({ goods, substances: item.sorted }, [...stored, ...made]);
  if (placement.offer !== null) {
    return { ...placement, made: shelf.made.find(({ offer }) => offer === placement.offer) ?? null };
  }
  const own: Made = { offer: FIRST_MADE + item.at, item, goods: [goods] };
  shelf.made.push(own);
  return { ...placement, made: own };
}

/** How far another seller seems to be the same: what is stored, and what this text and the names say. */
function linkOf(shelf: Shelf, item: Item, found: FoundOffer): SellerLink {
  const stored = shelf.links.find(
    ({ a, b }) => (a === item.seller && b === found.seller) || (b === item.seller && a === found.seller),
  );
  if (stored === undefined) return linkSellers(alikeEvidence(item, found), false, null);
  const { strength, evidence, verdict } = stored;
  return verdict === null ? { strength, evidence, verdict } : linkSellers(evidence, false, verdict);
}

function alikeEvidence(item: Item, found: FoundOffer): LinkEvidence[] {
  const evidence: LinkEvidence[] = [];
  if (found.alike >= SAME_TEXT_FROM) {
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
    if (offer.alike < SAME_TEXT_FROM) return [];
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
