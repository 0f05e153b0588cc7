/** Decides from positive proof what kind of page it is; a page without proof is `other`. */
import type { Reader } from '../../model/listing.ts';
import type { PageKind } from '../../model/page.ts';
import { MANY_CARDS, MIN_REPEATS } from '../cards/card-groups.ts';
import { textInside } from '../html/outline-text.ts';
import { oneLine } from '../html/visible-text.ts';
import { leadsBack } from '../links/later-page.ts';
import { OLDER_WORDS } from '../links/paging-words.ts';
import { hasPager } from '../links/read-pagers.ts';
import { hasSignedNumber } from '../looks/find-prices.ts';
import { isOfAnswers, isThread } from '../looks/offer-thread.ts';
import type { Draft } from '../page/draft.ts';
import { labelKey } from '../page/label-words.ts';
import type { Patterns } from '../page/link-kinds.ts';
import { foundNothing } from '../page/none-found.ts';
import type { PageDocument } from '../page/page-document.ts';
import { headingsOf } from '../page/page-subject.ts';
import { DETAIL_PATH, LIST_PATH } from '../page/page-words.ts';
import { offersInHeading } from '../page/selling-words.ts';
import type { Offers } from '../readers/read-offers.ts';
import {
  asksPrice,
  asksSomething,
  isArticle,
  isArticleWithTeasers,
  isReview,
  isServicePage,
  saysItIsGone,
  servesCustomers,
  showsCompany,
  tellsOfNoGoods,
  tellsStockOrNumber,
} from './no-offer.ts';
import { sellsInProse } from './offer-prose.ts';

/** What the looks of a page weigh when no reader gives a main offer. */
const DETAIL_SIGNS = {
  price: 1,
  goodPrice: 1,
  leads: 1,
  buy: 2,
  path: 1,
  subject: 1,
  attributes: 1,
  description: 1,
  stock: 1,
  number: 1,
  seller: 1,
} as const;
const LIST_SIGNS = { cards: 3, manyCards: 1, path: 1, pager: 2, counted: 2, carts: 2, front: 2 } as const;
const MANY_CARTS = 4;
/** By how much a page must look like an offer: with a price and a way to buy it, with one of them, with neither. */
const ENOUGH = { both: 3, one: 4, neither: 4 } as const;
/** Where things are counted or paged, a sum or a button may be of anything: there it must look much more like an offer. */
const CLEARLY = 3;
const MIN_ATTRIBUTES = 3;

/** How many things were found: the head of a list. */
const COUNTED =
  /\b(?:\d[\d.,]* (?:results?|products?|items?|listings|ads|offers|topics|artikel|produkte|treffer|ergebnisse|anzeigen|résultats?|produits|annonces|resultados|productos|anuncios|produtos|risultati|prodotti|annunci|producten|resultaten|produktów|wyników|ogłoszeń|produktů|položek|ürün|sonuç)|showing (?:all )?\d|results? for|search results|affichage de|mostrando|anzeige der|wyświetl)|(?:найдено|показано)[^\n]{0,20}\d|\d[\d ]* (?:товар|объявлен|результат)|共 ?\d[\d,]* ?(?:件|条|個|个)|\d[\d,]* ?(?:件の|件中|件相关)|\d[\d,]* ?(?:개의 상품|건의)/iu;
/** As far as a page is read for such words. */
const HEAD_OF_PAGE = 1500;
/** A count stands by itself at the start of a line; behind more words it counts something else. */
const MAX_COUNT_LINE = 60;
const MAX_TITLE_LINE = 160;
const BEFORE_COUNT = 24;
/** "Garden benches (320+ items available)": without the last word it may count what is in a box. */
const COUNTED_IN_BRACKETS =
  /\(\d[\d.,]{0,9}\+? \p{L}{3,14} (?:available|found|verfügbar|gefunden|disponibles?|trouvés|encontrad[ao]s|trovati|disponibili|gevonden|beschikbaar)\)/iu;

/** Readers of what a page declares: their cards make it a list, where a state holds lists of other pages too. */
const DECLARING: ReadonlySet<Reader> = new Set(['json-ld', 'microdata', 'rdfa', 'open-graph']);

function sum(signs: readonly (readonly [weight: number, there: boolean])[]): number {
  return signs.reduce((total, [weight, there]) => total + (there ? weight : 0), 0);
}

const declaresPrice = ({ main }: Offers) => main.some(({ fields: { price } }) => price !== null);

function isPriced(offers: Offers): boolean {
  return offers.looks.priced || offers.looks.draft.fields.price !== null || declaresPrice(offers);
}

/** Also by a label: "Price: 40 EUR". */
function isPricedWell(offers: Offers): boolean {
  const { priced, pricedWell, draft } = offers.looks;
  const labelled = !priced && draft.fields.price !== null && offers.cards.length === 0;
  return pricedWell || labelled || declaresPrice(offers);
}

/** "Product name: …" is said of one thing. */
const isLabelled = ({ fields }: Draft) => fields.attributes.keys().some((name) => labelKey(name) === 'title');

function detailScore(page: PageDocument, offers: Offers, path: string): number {
  const { draft, leads, buyable } = offers.looks;
  const { title, attributes, description, availability, externalId, seller } = draft.fields;
  return sum([
    [DETAIL_SIGNS.price, isPriced(offers)],
    [DETAIL_SIGNS.goodPrice, isPricedWell(offers)],
    [DETAIL_SIGNS.leads, leads],
    [DETAIL_SIGNS.subject, title !== null && (page.title.includes(title.slice(0, 60)) || isLabelled(draft))],
    [DETAIL_SIGNS.buy, buyable],
    [DETAIL_SIGNS.path, DETAIL_PATH.test(path)],
    [DETAIL_SIGNS.attributes, attributes.size >= MIN_ATTRIBUTES],
    [DETAIL_SIGNS.description, description !== null],
    [DETAIL_SIGNS.stock, availability !== null],
    [DETAIL_SIGNS.number, externalId !== null],
    [DETAIL_SIGNS.seller, seller !== null],
  ]);
}

function isCounted(page: PageDocument): boolean {
  const lines = page.mainText().slice(0, HEAD_OF_PAGE).split('\n');
  return lines.some((line) => {
    const at = line.length <= MAX_COUNT_LINE ? line.search(COUNTED) : -1;
    const counts = (at >= 0 && at <= BEFORE_COUNT) || COUNTED_IN_BRACKETS.test(line.slice(0, MAX_TITLE_LINE));
    return counts && !/[%!]/.test(line);
  });
}

function listScore(page: PageDocument, offers: Offers, path: string, paged: () => boolean): number {
  return sum([
    [LIST_SIGNS.cards, offers.cards.length > 0],
    [LIST_SIGNS.manyCards, (offers.cards[0]?.length ?? 0) >= MANY_CARDS],
    [LIST_SIGNS.path, LIST_PATH.test(path) && !DETAIL_PATH.test(path)],
    [LIST_SIGNS.counted, isCounted(page)],
    [LIST_SIGNS.carts, offers.looks.carts >= MANY_CARTS],
    // A shop's front page shows its bargain of the day like an offer.
    [LIST_SIGNS.front, path === '/'],
    [LIST_SIGNS.pager, paged()],
  ]);
}

/** Besides its name and a price, which a page of statistics has too. */
function tellsOfThing({ looks, main }: Offers): boolean {
  const { attributes, description, externalId, seller, images, quantity, location } = looks.draft.fields;
  const told = [description, externalId, seller, quantity, location, images[0] ?? null];
  return main.length > 0 || attributes.size > 0 || told.some((field) => field !== null);
}

function looksLikeDetail(page: PageDocument, offers: Offers, paged: () => boolean): boolean {
  const { draft, buyable, stockShown } = offers.looks;
  const priced =
    offers.looks.priced ||
    offers.main.some(({ fields: { price } }) => price !== null) ||
    draft.fields.price !== null;
  const proven = buyable || stockShown !== null;
  if (draft.fields.title === null || !(isPricedWell(offers) || proven)) return false;
  const { pathname, search } = new URL(page.url);
  const path = pathname + search;
  if (!proven && !tellsOfThing(offers) && !DETAIL_PATH.test(path)) return false;
  const detail = detailScore(page, offers, path);
  const enough =
    priced && (buyable || DETAIL_PATH.test(path))
      ? ENOUGH.both
      : priced || buyable
        ? ENOUGH.one
        : ENOUGH.neither;
  if (detail < enough) return false;
  const list = listScore(page, offers, path, paged);
  const many = (offers.cards[0]?.length ?? 0) >= MANY_CARDS;
  const listed = isCounted(page) || paged();
  const doubtful = listed && (many || !proven || !isPricedWell(offers));
  return detail > list && (!doubtful || detail >= list + CLEARLY);
}

/** Besides a title, which an empty shell has too. */
function showsSomething({ looks }: Offers): boolean {
  const { title, description, attributes } = looks.draft.fields;
  return title !== null && (looks.priced || looks.buyable || description !== null || attributes.size > 0);
}

/** Blogs go back in time by a link, with one entry a page at least. */
function leadsToOlder({ outline, parts }: PageDocument): boolean {
  return parts.anchors.some((anchor) => OLDER_WORDS.test(oneLine(textInside(outline, anchor, 240), 60)));
}

/** Boards that a script fills show their own name and little else before it has run. */
const MIN_POST = 80;

/** By its looks, where no reader tells. */
function isOffer(page: PageDocument, offers: Offers, paged: () => boolean): boolean {
  if (isThread(page.url)) {
    // The address of one answer is of the page that it stands on.
    if ([page.url, page.canonical].some(isOfAnswers)) return false;
    if (offersInHeading([...headingsOf(page), page.title].join('\n')))
      return offers.looks.post !== null || page.mainText().length >= MIN_POST;
    if (asksSomething(page)) return false;
  }
  if (servesCustomers(page, offers) || showsCompany(page, offers) || tellsOfNoGoods(offers)) return false;
  if (leadsBack(page)) return false;
  if (!offers.looks.buyable && asksPrice(page)) return false;
  if (looksLikeDetail(page, offers, paged) && !isArticle(page, offers)) return true;
  return isOneText(offers) && sellsInProse(page, tellsPrice(page, offers));
}

/** "Price: 38.00 EUR" in a line of its own. */
function isPriceLine(line: string): boolean {
  const [label = '', ...told] = line.slice(0, MAX_TITLE_LINE).split(/[:：]/u);
  return told.length > 0 && labelKey(label) === 'price' && hasSignedNumber(told.join(':'));
}

/** Such a line below the one heading of a page that is no article. */
function tellsPrice(page: PageDocument, offers: Offers): boolean {
  const { pricedWell, leads, draft } = offers.looks;
  if (!pricedWell || !leads || draft.fields.title === null || page.parts.headings.length !== 1) return false;
  return page.mainText().split('\n').some(isPriceLine) && !isArticle(page, offers);
}

/** Neither cards nor entries that lead on. */
function isOneText({ cards, links, looks }: Offers): boolean {
  return cards.length === 0 && links.length < 2 && !looks.entries;
}

/** Nothing but a name and a price is declared, and the page shows neither a price before its cards nor a cart beside them. */
function tellsOnlyPrice({ main, looks }: Offers): boolean {
  if (looks.leads || looks.carts > 0) return false;
  return main.every(({ fields: { externalId, availability, description, seller, images } }) =>
    [externalId, availability, description, seller, images[0] ?? null].every((told) => told === null),
  );
}

/**
 * Shops declare a whole category as one product, to be shown with its stars and lowest price: nothing to be bought but what stands
 * in the cards of the page, and no price that it shows itself; where it asks another than the declared one, that stands behind the cards,
 * or there is no number and no stock either. Where no more is declared than that price, few cards and a form to ask are enough.
 */
function headsList(page: PageDocument, offers: Offers, paged: () => boolean): boolean {
  const { main, cards, looks } = offers;
  const bare = tellsOnlyPrice(offers);
  const many = (cards[0]?.length ?? 0) >= (bare ? MIN_REPEATS : MANY_CARDS);
  if (!many || (looks.buyable && !bare) || !(isCounted(page) || paged())) return false;
  const shown = looks.draft.fields.price?.amount ?? null;
  if (shown === null) return true;
  // The page of one thing shows the very price that is declared.
  const same = ({ fields: { price } }: Draft) =>
    price?.amount != null && Number(price.amount) === Number(shown);
  return !main.some(same) && !(looks.leads && tellsStockOrNumber(offers));
}

function askedOnce(question: () => boolean): () => boolean {
  const answers: boolean[] = [];
  return () => {
    if (answers.length === 0) answers.push(question());
    return answers[0] === true;
  };
}

/** A reader tells of one thing that the page is about. */
function declaresOffer(page: PageDocument, offers: Offers, paged: () => boolean): boolean {
  const { main, cards } = offers;
  if (!main.some(({ fields }) => fields.title !== null)) return false;
  // Only Open Graph's word for it, and a list in sight: themes call every page of a shop a product.
  const weak = main.every(({ reader, fields }) => reader === 'open-graph' && fields.price === null);
  return !(weak && (cards.length > 0 || paged())) && !headsList(page, offers, paged);
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
  const paged = askedOnce(() => next !== null || hasPager(page) || leadsBack(page));
  if (isServicePage(page, offers) || saysItIsGone(page)) return 'other';
  if (declaresOffer(page, offers, paged)) return isReview(page, offers) ? 'other' : 'detail';
  if (best !== undefined && DECLARING.has(best[0]?.reader ?? 'heuristic')) return 'list';
  if (isOffer(page, offers, paged)) return 'detail';
  if (servesCustomers(page, offers) || isArticleWithTeasers(page, cards)) return 'other';
  const listed = cards.length > 0 || links.length > 1 || offers.looks.entries;
  return listed || foundNothing(page) || leadsToOlder(page) || paged() ? 'list' : 'other';
}
