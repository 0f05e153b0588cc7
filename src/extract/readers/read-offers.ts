/** Asks every reader in the order of its rank and keeps what each found of the page's main offer and of its cards. */
import type { ReadingRules } from '../../model/site.ts';
import { MANY_CARDS } from '../cards/card-groups.ts';
import { readOpenGraph } from '../declared/read-open-graph.ts';
import { readJsonLdOffers, readMicrodataOffers, readRdfaOffers } from '../declared/read-structured.ts';
import { type Draft, NOTHING, type Reading, type StoredNumber, type Unread } from '../page/draft.ts';
import type { Patterns } from '../page/link-kinds.ts';
import { ownNameTest } from '../page/own-name.ts';
import type { PageDocument } from '../page/page-document.ts';
import { readState } from '../state/read-state.ts';
import { withShownAddresses } from './declared-addresses.ts';
import { looksBesides } from './read-besides.ts';
import { type Looks, readLooks } from './read-looks.ts';
import { siteCards, siteDetail } from './read-site-rules.ts';
import { tellsCards, tellsOffer } from './tells-all.ts';

/** One way of reading offers from a page. A reader never throws and knows nothing of the others. */
type OfferReader = (page: PageDocument) => Reading;

/** Rank by position, below the site's own selectors and above what is only guessed from the looks. */
const READERS: readonly OfferReader[] = [
  readJsonLdOffers,
  readMicrodataOffers,
  readRdfaOffers,
  readOpenGraph,
];

export type Offers = {
  /** Drafts of the one offer the page is about, best reader first; empty when there is none. */
  readonly main: readonly Draft[];
  /** Drafts of the cards, by reader, best reader first. */
  readonly cards: readonly (readonly Draft[])[];
  /** Offers that are only linked. */
  readonly links: readonly string[];
  readonly looks: Looks;
  readonly stored: StoredNumber | null;
  /** The structured data tells everything: the looks are only what the outline shows. */
  readonly told: 'detail' | 'list' | null;
  readonly unread: readonly Unread[];
};

function toldBy(page: PageDocument, main: readonly Draft[], readings: readonly Reading[]): Offers['told'] {
  if (main.some(({ fields }) => fields.title !== null)) return tellsOffer(main, page) ? 'detail' : null;
  const listing = readings.find(({ cards }) => cards.length > 0);
  return listing !== undefined && tellsCards(listing) ? 'list' : null;
}

/**
 * What a page carries for its own scripts was not written for others to read: which field means what is known by common
 * names only, so it ranks below all that is declared, and is read only where that leaves something open.
 */
function readUndeclared(page: PageDocument, main: readonly Draft[]): Reading {
  const titles = main.flatMap(({ fields: { title } }) => title ?? []);
  return withoutOwnSeller(page, readState(page, titles));
}

/** A shop that says it sells its own goods says nothing of a seller; the site's own selectors are believed. */
function withoutOwnSeller(page: PageDocument, reading: Reading): Reading {
  const named = [...reading.main, ...reading.cards].some(({ fields }) => fields.seller !== null);
  if (!named) return reading;
  const isOwn = ownNameTest(page);
  const clean = (draft: Draft): Draft =>
    draft.fields.seller?.name != null && isOwn(draft.fields.seller.name)
      ? { ...draft, fields: { ...draft.fields, seller: null } }
      : draft;
  return { ...reading, main: reading.main.map(clean), cards: reading.cards.map(clean) };
}

export function readOffers(page: PageDocument, rules: ReadingRules | null, patterns: Patterns): Offers {
  const declared = READERS.map((read) => withoutOwnSeller(page, read(page)));
  const { list, detail } = rules?.pages ?? { list: null, detail: null };
  const onDetail = patterns.detail?.(page.url) ?? false;
  const onList = !onDetail && (patterns.list?.(page.url) ?? (list !== null && detail?.match !== null));
  const siteMain =
    detail !== null && (onDetail || (patterns.detail === null && !onList)) ? [siteDetail(page, detail)] : [];
  const fromList =
    list !== null && onList
      ? siteCards(page, list, patterns.detail ?? (() => false))
      : { cards: [], unread: [] };
  const fromSite = siteMain.filter(({ fields }) => fields.title !== null || fields.price !== null);
  const mainOf = (some: readonly Reading[]) => [...fromSite, ...some.flatMap((reading) => reading.main)];
  const toldAtOnce = toldBy(page, mainOf(declared), declared);
  const state = toldAtOnce === null ? readUndeclared(page, mainOf(declared)) : NOTHING;
  const readings = [...declared, state];
  const main = mainOf(readings);
  const told = toldAtOnce ?? toldBy(page, main, declared);
  const { cards, looks } = told === null ? readLooks(page) : { cards: [], looks: looksBesides(page, main) };
  const declaredCards = declared.map((reading) => withShownAddresses(reading.cards, cards, page.canonical));
  const unaddressed = declared.some((reading) => reading.cards.some(({ fields }) => fields.url === null));
  const most = Math.max(...declaredCards.map(({ length }) => length));
  // What is declared of some of them only fills what the looks of all leave out.
  const byLooks =
    cards.length >= MANY_CARDS && (unaddressed ? cards.length > most : cards.length >= 2 * most);
  const read = byLooks ? [cards, ...declaredCards] : [...declaredCards, cards];
  const cardSets = [fromList.cards, ...read, state.cards];
  return {
    main,
    cards: cardSets.filter((some) => some.length > 0),
    links: readings.flatMap((reading) => reading.links),
    looks,
    stored: state.stored ?? null,
    told,
    unread: [
      ...readings.flatMap((reading) => reading.unread),
      ...siteMain.flatMap((draft) => draft.unread),
      ...main.filter(({ reader }) => reader !== 'site').flatMap((draft) => draft.unread),
      ...fromList.unread,
    ],
  };
}
