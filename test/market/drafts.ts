/** Writes listings: offers of watched substances, look-alikes that are innocent, and ordinary goods. */
import type { Identifier, Language, Words } from './content.ts';
import { BRANDS, CHEMICALS, IDENTIFIERS, PACKS, RED_FLAG_SENTENCES, WORDS } from './content.ts';
import type { Way, Writing } from './disguise.ts';
import { DISGUISED_WAYS, offerBlocks, PLAIN_WAYS } from './disguise.ts';
import type { Block, MarketListing, MarketSeller } from './listing.ts';
import { at, type Random } from './random.ts';
import { readableContact } from './sellers.ts';
import type { Shop } from './shops.ts';

/** A listing before it has its place in the shop. */
export type Draft = Omit<MarketListing, 'id' | 'number' | 'path' | 'postedAt' | 'changedAt'>;

/** Who sells in which section; `turn` counts the listings of a kind and walks the tables. */
export type Desk = {
  readonly shop: Shop;
  readonly random: Random;
  sellers(language: Language): readonly MarketSeller[];
};

const RED_FLAG_SHARE = 0.25;
const CONTACT_SHARE = 0.6;
const OUT_OF_STOCK_SHARE = 0.06;
const GRADES = ['99 %', 'ACS', 'Ph. Eur.', 'USP', 'extra pure'] as const;

function sectionLanguage(shop: Shop, turn: number): Language {
  return at(shop.sections, turn).language;
}

function fill(template: string, x: string, q: string): string {
  return template.replaceAll('{x}', () => x).replaceAll('{q}', () => q);
}

function contactBlock(words: Words, seller: MarketSeller, random: Random): Block {
  const chosen = random.shuffle(seller.contacts).slice(0, 2).map(readableContact);
  return { text: words.offer.contact.replace('{c}', () => chosen.join(', ')) };
}

function common(
  desk: Desk,
  language: Language,
  seller: MarketSeller,
): Omit<Draft, 'offer' | 'kind' | 'category' | 'title' | 'blocks'> {
  const words = WORDS[language];
  return {
    shop: desk.shop.id,
    seller,
    language,
    technique: null,
    substances: [],
    shown: '',
    price: 0,
    quantity: null,
    cas: null,
    brand: null,
    colour: null,
    condition: null,
    section: String(at(desk.random.pick(words.goods), 1)),
    city: at(words.cities, Number(seller.person.replace(/\D/g, '')) || 0),
    inStock: !desk.random.chance(OUT_OF_STOCK_SHARE),
  };
}

/** Half of the offers are plain; the other half walks through every disguise. */
function wayOf(turn: number): Way {
  const step = Math.floor(turn / 2);
  return turn % 2 === 0 ? at(PLAIN_WAYS, step) : at(DISGUISED_WAYS, step);
}

type Choice = { readonly identifier: Identifier; readonly writing: Writing };

/** Something this seller does not offer yet, if there is any that can be written this way. */
function chooseIdentifier(
  desk: Desk,
  way: Way,
  language: Language,
  turn: number,
  taken: ReadonlySet<string>,
): Choice {
  const inLanguage = (identifier: Identifier): number => (identifier.names[language] === undefined ? 1 : 0);
  const order = desk.random
    .shuffle(IDENTIFIERS)
    .sort(
      (a, b) =>
        Number(taken.has(a.substance)) - Number(taken.has(b.substance)) || inLanguage(a) - inLanguage(b),
    );
  for (const identifier of order) {
    const writing = way.write(identifier, language, turn);
    if (writing !== null) return { identifier, writing };
  }
  throw new RangeError(`no identifier can be written as ${way.category}`);
}

/** An offer of a watched substance. `taken` holds "seller/substance" and is not changed here. */
export function draftPositive(desk: Desk, turn: number, taken: ReadonlySet<string>): Draft {
  const { shop, random } = desk;
  const language = sectionLanguage(shop, turn);
  const words = WORDS[language];
  const pool = desk.sellers(language);
  const seller = at(pool, random.int(0, Math.floor((pool.length - 1) / 2)));
  const way = wayOf(turn);
  const own = new Set(
    [...taken].filter((key) => key.startsWith(`${seller.id}/`)).map((key) => key.slice(seller.id.length + 1)),
  );
  const { identifier, writing } = chooseIdentifier(desk, way, language, turn, own);
  const quantity = random.pick(PACKS);
  const sentence = at(words.offer.sentences, writing.titlePart === null ? random.int(0, 3) : 0);
  const blocks = offerBlocks(fill(sentence, writing.text, quantity), writing);
  if (identifier.tier !== 'A' || random.chance(RED_FLAG_SHARE))
    blocks.push({ text: random.pick(RED_FLAG_SENTENCES) });
  blocks.push(contactBlock(words, seller, random));
  const title = way.inTitle
    ? fill(random.pick(words.offer.titles), writing.text, quantity)
    : fill(random.pick(words.offer.neutralTitles), '', quantity);
  const plainCas = way.category === 'plain-cas' || way.category === 'plain-name-and-cas';
  return {
    ...common(desk, language, seller),
    offer: `${seller.id}/${identifier.substance}`,
    kind: 'positive',
    category: way.category,
    technique: way.technique,
    substances: [identifier.substance],
    shown: shownText(writing),
    title: writing.titlePart === null ? title : `${title} ${writing.titlePart}`,
    blocks,
    price: random.int(4, 90) * 10,
    quantity,
    cas: shop.place === 'chem' && plainCas ? identifier.cas : null,
    inStock: true,
  };
}

function shownText(writing: Writing): string {
  if (writing.cells !== null) return writing.cells.join(' | ');
  return writing.titlePart === null ? writing.text : `${writing.titlePart}${writing.text}`;
}

/** Something that only looks like an offer of a watched substance. */
export function draftNegative(desk: Desk, turn: number): Draft {
  const { shop, random } = desk;
  const language = sectionLanguage(shop, turn);
  const words = WORDS[language];
  const fitting = words.negatives.filter(({ place }) => place === shop.place || place === 'any');
  const step = Math.floor(turn / shop.sections.length);
  const negative = at(fitting, step);
  const again = Math.floor(step / fitting.length);
  const seller = random.pick(desk.sellers(language));
  const blocks: Block[] = [{ text: negative.text }, { text: random.pick(words.sentences) }];
  if (shop.manySellers && random.chance(CONTACT_SHARE)) blocks.push(contactBlock(words, seller, random));
  return {
    ...common(desk, language, seller),
    offer: `${seller.id}/negative-${turn}`,
    kind: 'negative',
    category: negative.category,
    title: again === 0 ? negative.title : `${negative.title} – ${at(BRANDS, again)} ${again}`,
    blocks,
    price: negative.price,
  };
}

/** A lamp, a tent, a drum of citric acid. `turn` makes each one different from all others of the shop. */
export function draftOrdinary(desk: Desk, turn: number): Draft {
  return desk.shop.place === 'chem' ? draftChemical(desk, turn) : draftGoods(desk, turn);
}

function draftGoods(desk: Desk, turn: number): Draft {
  const { shop, random } = desk;
  const language = sectionLanguage(shop, turn);
  const words = WORDS[language];
  const [noun, section, base] = random.pick(words.goods);
  const seller = random.pick(desk.sellers(language));
  const brand = random.pick(BRANDS);
  const blocks = random
    .shuffle(words.sentences)
    .slice(0, random.int(2, 4))
    .map((text): Block => ({ text }));
  if (shop.manySellers && random.chance(CONTACT_SHARE)) blocks.push(contactBlock(words, seller, random));
  return {
    ...common(desk, language, seller),
    offer: `${seller.id}/ordinary-${turn}`,
    kind: 'ordinary',
    category: 'goods',
    title: `${noun} ${brand} ${random.pick(['K', 'L', 'S', 'V'])}${100 + turn}`,
    blocks,
    price: Math.round(Number(base) * (0.6 + random.next() * 0.8)) - (shop.manySellers ? 0 : 0.1),
    brand,
    colour: random.pick(words.colours),
    condition: shop.manySellers ? random.pick(words.conditions) : null,
    section: String(section),
  };
}

function draftChemical(desk: Desk, turn: number): Draft {
  const { shop, random } = desk;
  const language = sectionLanguage(shop, turn);
  const words = WORDS[language];
  const step = Math.floor(turn / shop.sections.length);
  const chemical = at(CHEMICALS, step);
  const rounds = Math.floor(step / CHEMICALS.length);
  const quantity = at(PACKS, rounds);
  const grade = at(GRADES, Math.floor(rounds / PACKS.length));
  const brand = at(BRANDS, Math.floor(rounds / PACKS.length / GRADES.length));
  const seller = random.pick(desk.sellers(language));
  return {
    ...common(desk, language, seller),
    offer: `${seller.id}/ordinary-${turn}`,
    kind: 'ordinary',
    category: 'laboratory',
    title: `${chemical.names[language] ?? chemical.names.en ?? ''}, ${grade}, ${quantity}`,
    blocks: [
      { text: `${words.ui.purity}: ${grade}. ${words.ui.shippingText}.` },
      { text: random.pick(words.sentences.slice(1, 3)) },
    ],
    price: Math.round(chemical.price * (0.8 + at([0, 0.3, 0.7, 1.2, 4, 14], rounds)) * 10) / 10,
    quantity,
    cas: chemical.cas,
    brand,
  };
}
