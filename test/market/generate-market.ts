/** Fills the shops: the base of day 0, then each following day's new, edited, removed and reposted listings. */
import { type Language, WORDS } from './content.ts';
import { type Desk, type Draft, draftNegative, draftOrdinary, draftPositive } from './drafts.ts';
import type { MarketListing, MarketSeller } from './listing.ts';
import { createRandom, type Random } from './random.ts';
import { privateSellers, shopSeller } from './sellers.ts';
import { type Shop, shopList } from './shops.ts';

export type MarketOptions = {
  readonly seed?: string;
  /** Days after the base; the same seed and day always give the same market. */
  readonly day?: number;
  readonly shops?: number;
  /** Listings of all shops together on day 0. */
  readonly listings?: number;
  /** What a day changes, as shares of a shop's listings. */
  readonly daily?: DailyShares;
};

export type DailyShares = Readonly<Record<'removed' | 'edited' | 'added' | 'reposted', number>>;

export const DEFAULTS = { seed: 'practice', day: 0, shops: 5, listings: 640 } as const;

export type ShopStock = { readonly shop: Shop; readonly listings: readonly MarketListing[] };

/** Day 0. Fixed, because a clock would make two runs differ. */
const FIRST_DAY = Date.UTC(2026, 10, 1);
const DAY_LENGTH = 86_400_000;
/** The base's oldest listing is this many days older than day 0. */
const BASE_AGE = 60;

const SHARES = { positive: 0.1125, negative: 0.16 } as const;
const REPOST_SHARES = { positive: 0.2, negative: 0.05, ordinary: 0.05 } as const;
const DAILY: DailyShares = { removed: 0.02, edited: 0.03, added: 0.03, reposted: 0.01 };
const KINDS = ['positive', 'negative', 'ordinary'] as const;

type Counts = Readonly<Record<(typeof KINDS)[number], number>>;

function countKinds(listings: number): Counts {
  const positive = Math.round(listings * SHARES.positive);
  const negative = Math.round(listings * SHARES.negative);
  return { positive, negative, ordinary: listings - positive - negative };
}

function dateOf(day: number): string {
  return new Date(FIRST_DAY + day * DAY_LENGTH).toISOString().slice(0, 10);
}

/** Latin letters and digits of a title, for the shops that put it into the address. */
function slug(title: string): string {
  const plain = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return (
    plain
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 40)
      .replace(/-+$/, '') || 'item'
  );
}

function pathOf(shop: Shop, draft: Draft, number: number): string {
  const paths = {
    'jsonld-shop': `p/${slug(draft.title)}-${number}`,
    classifieds: `ad/${number}-${slug(draft.title)}`,
    'chem-supplier': `product/XC-${number}.html`,
    board: `t/${number}`,
    'script-shop': `item/${number}`,
  } as const;
  return `/${draft.language}/${paths[shop.make]}`;
}

function place(shop: Shop, draft: Draft, number: number, day: number): MarketListing {
  return {
    ...draft,
    id: `${shop.id}-${number}`,
    number,
    path: pathOf(shop, draft, number),
    postedAt: dateOf(day),
    changedAt: dateOf(day),
  };
}

/** The same thing by the same seller, posted once more: another address, another number, one more word. */
function repost(original: Draft, random: Random): Draft {
  const { again } = WORDS[original.language];
  const onTitle = original.category !== 'title-and-text' && random.chance(0.5);
  return onTitle
    ? { ...original, title: `${original.title} – ${again}` }
    : { ...original, blocks: [...original.blocks, { text: again }] };
}

type Turns = Readonly<Record<(typeof KINDS)[number], number>>;

function draftKinds(desk: Desk, counts: Counts, turns: Turns, taken: ReadonlySet<string>): Draft[] {
  const offers = new Set(taken);
  const drafts: Draft[] = [];
  for (let step = 0; step < counts.positive; step += 1) {
    const draft = draftPositive(desk, turns.positive + step, offers);
    offers.add(draft.offer);
    drafts.push(draft);
  }
  for (let step = 0; step < counts.negative; step += 1)
    drafts.push(draftNegative(desk, turns.negative + step));
  for (let step = 0; step < counts.ordinary; step += 1)
    drafts.push(draftOrdinary(desk, turns.ordinary + step));
  return drafts;
}

function deskOf(shop: Shop, position: number, listings: number, random: Random): Desk {
  const inSection = Math.ceil(listings / shop.sections.length);
  const pools = new Map<Language, readonly MarketSeller[]>(
    shop.sections.map(({ language }) => [
      language,
      shop.manySellers
        ? privateSellers(shop, position, language, inSection)
        : [shopSeller(shop, position, language)],
    ]),
  );
  return { shop, random, sellers: (language) => pools.get(language) ?? [] };
}

/** Splits a count of listings into originals and reposts. */
function originalsOf(counts: Counts): Counts {
  const less = (kind: (typeof KINDS)[number]): number =>
    counts[kind] - Math.round(counts[kind] * REPOST_SHARES[kind]);
  return { positive: less('positive'), negative: less('negative'), ordinary: less('ordinary') };
}

function baseStock(desk: Desk, counts: Counts, firstPositive: number): MarketListing[] {
  const originals = originalsOf(counts);
  const drafts = draftKinds(
    desk,
    originals,
    { positive: firstPositive, negative: 0, ordinary: 0 },
    new Set(),
  );
  const reposts = KINDS.flatMap((kind) => {
    const same = desk.random.shuffle(drafts.filter((draft) => draft.kind === kind));
    return same.slice(0, counts[kind] - originals[kind]).map((draft) => repost(draft, desk.random));
  });
  const all = desk.random.shuffle([...drafts, ...reposts]);
  return all.map((draft, index) => {
    const age = Math.floor(((all.length - 1 - index) * BASE_AGE) / all.length);
    return place(desk.shop, draft, 1000 + index, -age);
  });
}

/** A price that moved, and for every other one a line that says so. */
function edit(listing: MarketListing, random: Random, day: number): MarketListing {
  const price = Math.max(1, Math.round(listing.price * (0.8 + random.next() * 0.3)));
  const blocks = random.chance(0.5)
    ? [...listing.blocks, { text: WORDS[listing.language].edited }]
    : listing.blocks;
  const changedAt = dateOf(day);
  return { ...listing, price: price === listing.price ? price + 1 : price, blocks, changedAt };
}

/** One day's change. Every day brings at least one of each, and one new offer of a watched substance. */
function nextDay(
  desk: Desk,
  stock: readonly MarketListing[],
  day: number,
  daily: DailyShares,
): MarketListing[] {
  const { random, shop } = desk;
  const share = (part: number): number => Math.max(1, Math.round(stock.length * part));
  const order = random.shuffle(stock);
  const removed = new Set(order.slice(0, share(daily.removed)).map(({ id }) => id));
  const kept = order.slice(removed.size);
  const edited = new Set(
    kept
      .filter(({ price }) => price > 0)
      .slice(0, share(daily.edited))
      .map(({ id }) => id),
  );
  const sources = kept.filter(({ id }) => !edited.has(id)).slice(0, share(daily.reposted));
  const left = stock
    .filter(({ id }) => !removed.has(id))
    .map((one) => (edited.has(one.id) ? edit(one, random, day) : one));
  const added = Math.max(3, share(daily.added));
  const turn = day * 1000;
  const counts = { positive: 1, negative: 1, ordinary: added - 2 };
  const taken = new Set(stock.map(({ offer }) => offer));
  const drafts = [
    ...draftKinds(desk, counts, { positive: turn + day, negative: turn, ordinary: turn * 10 }, taken),
    ...sources.map((source) => repost(source, random)),
  ];
  return [...left, ...drafts.map((draft, index) => place(shop, draft, day * 100_000 + index, day))];
}

/** The whole market of one day, shop by shop. Linear in listings and days; 10,000 listings take well under a second. */
export function generateMarket(options: MarketOptions = {}): ShopStock[] {
  const { seed, day, shops, listings, daily } = { ...DEFAULTS, daily: DAILY, ...options };
  let firstPositive = 0;
  return shopList(shops).map((shop, position) => {
    const share = Math.floor(listings / shops) + (position < listings % shops ? 1 : 0);
    const counts = countKinds(share);
    const desk = deskOf(shop, position, share, createRandom(seed, shop.id, 0));
    let stock = baseStock(desk, counts, firstPositive);
    firstPositive += originalsOf(counts).positive;
    for (let today = 1; today <= day; today += 1) {
      stock = nextDay({ ...desk, random: createRandom(seed, shop.id, today) }, stock, today, daily);
    }
    return { shop, listings: stock };
  });
}
