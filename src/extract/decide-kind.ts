/** Decides from positive proof what kind of page it is; a page without proof is `other`. */
import type { Reader } from '../model/listing.ts';
import type { PageKind } from '../model/page.ts';
import type { Patterns } from './find-links.ts';
import type { PageDocument } from './page-document.ts';
import { DETAIL_PATH, LIST_PATH } from './page-words.ts';
import type { Offers } from './read-offers.ts';
import { hasPager } from './read-pagers.ts';

/** What the looks of a page weigh when no reader gives a main offer. */
const DETAIL_SIGNS = {
  price: 2,
  leads: 1,
  buy: 2,
  path: 1,
  subject: 1,
  attributes: 1,
  description: 1,
} as const;
const LIST_SIGNS = { cards: 3, manyCards: 1, path: 1, pager: 2 } as const;
const MANY_CARDS = 8;
const ENOUGH_WITH_PRICE = 3;
const ENOUGH_WITHOUT_PRICE = 4;
const MIN_ATTRIBUTES = 3;

/** Readers of what a page declares: their cards make it a list, where a state holds lists of other pages too. */
const DECLARING: ReadonlySet<Reader> = new Set(['json-ld', 'microdata', 'rdfa', 'open-graph']);

function sum(signs: readonly (readonly [weight: number, there: boolean])[]): number {
  return signs.reduce((total, [weight, there]) => total + (there ? weight : 0), 0);
}

function looksLikeDetail(page: PageDocument, offers: Offers, paged: () => boolean): boolean {
  const { draft, leads, buyable } = offers.looks;
  const priced = offers.looks.priced || offers.main.some(({ fields: { price } }) => price !== null);
  if (draft.fields.title === null || !(priced || buyable)) return false;
  const { pathname, search } = new URL(page.url);
  const path = pathname + search;
  // A shop's front page shows its bargain of the day like an offer.
  if (path === '/') return false;
  const detail = sum([
    [DETAIL_SIGNS.price, priced],
    [DETAIL_SIGNS.leads, leads],
    [DETAIL_SIGNS.subject, page.title.includes(draft.fields.title.slice(0, 60))],
    [DETAIL_SIGNS.buy, buyable],
    [DETAIL_SIGNS.path, DETAIL_PATH.test(path)],
    [DETAIL_SIGNS.attributes, Object.keys(draft.fields.attributes).length >= MIN_ATTRIBUTES],
    [DETAIL_SIGNS.description, draft.fields.description !== null],
  ]);
  const list = sum([
    [LIST_SIGNS.cards, offers.cards.length > 0],
    [LIST_SIGNS.manyCards, (offers.cards[0]?.length ?? 0) >= MANY_CARDS],
    [LIST_SIGNS.path, LIST_PATH.test(path) && !DETAIL_PATH.test(path)],
    [LIST_SIGNS.pager, paged()],
  ]);
  return detail >= (priced ? ENOUGH_WITH_PRICE : ENOUGH_WITHOUT_PRICE) && detail > list;
}

/** Besides a title, which an empty shell has too. */
function showsSomething({ looks }: Offers): boolean {
  const { title, description, attributes } = looks.draft.fields;
  return (
    title !== null &&
    (looks.priced || looks.buyable || description !== null || Object.keys(attributes).length > 0)
  );
}

export function decideKind(
  page: PageDocument,
  offers: Offers,
  next: string | null,
  patterns: Patterns,
): PageKind {
  const { main, cards, links } = offers;
  const hasMain = main.some(({ fields }) => fields.title !== null);
  if (patterns.detail?.(page.url) && (hasMain || showsSomething(offers))) return 'detail';
  const [best] = cards;
  if (best?.[0]?.reader === 'site') return 'list';
  // Asked only where the offers do not decide: it needs the tree.
  const paged = () => next !== null || hasPager(page);
  // Only Open Graph's word for it, and a list in sight: themes call every page of a shop a product.
  const weak =
    main.length > 0 && main.every(({ reader, fields }) => reader === 'open-graph' && fields.price === null);
  if (hasMain && !(weak && (cards.length > 0 || paged()))) return 'detail';
  if (best !== undefined && DECLARING.has(best[0]?.reader ?? 'heuristic')) return 'list';
  if (looksLikeDetail(page, offers, paged)) return 'detail';
  return cards.length > 0 || links.length > 1 || paged() ? 'list' : 'other';
}
