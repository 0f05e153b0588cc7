/** Finds the cards of a list without structured data, and whether a page is made of entries that offer nothing. */

import { type Element, elementsIn, selfAndAncestors, withAncestors } from '../html/element.ts';
import { once } from '../html/once.ts';
import type { PriceSpot } from '../looks/find-prices.ts';
import type { Draft } from '../page/draft.ts';
import type { PageDocument } from '../page/page-document.ts';
import { headingsOf } from '../page/page-subject.ts';
import { NO_GOODS_HEADING } from '../page/page-words.ts';
import type { Survey } from '../page/survey-page.ts';
import { pathOf } from '../page/web-url.ts';
import { wholeQuantity } from '../values/find-quantity.ts';
import { areCounted, areParted, countsParts } from './card-categories.ts';
import { type CardDraft, draftsOf, hasBuyControl, offersSomething } from './card-drafts.ts';
import {
  type Group,
  groupsByHead,
  groupsByNumber,
  groupsByPrice,
  groupsByTitle,
  type Holders,
  holdersOf,
  MANY_CARDS,
  MIN_REPEATS,
} from './card-groups.ts';
import { hasHeading, openersOf } from './card-openers.ts';
import { isLink } from './card-parts.ts';
import { ownOffers } from './stray-cards.ts';

/** Of the cards without a price this share must offer something. */
const OFFERING = 0.6;
/** Entries of a blog or a forum make a list of a page when there are so many, and when most of its text is theirs. */
const MIN_ENTRIES = 4;
const MOST_TEXT = 0.5;
/** Elements of one card that are looked at. */
const MAX_IN_CARD = 60;

export type CardReading = {
  readonly drafts: readonly Draft[];
  /** Every card of any group, for what stands in a card is beside the page's own offer. */
  readonly elements: ReadonlySet<Element>;
  /** Most of the page is entries that lead on. */
  readonly entries: boolean;
};

/** The posts of a thread look alike and are no cards. */
export const NO_CARDS: CardReading = { drafts: [], elements: new Set(), entries: false };

/** What is paid again and again is a plan, a flat or a wage, and no thing that is sold. Right behind a sum, or behind its currency. */
const AGAIN =
  /^(?:\p{L}{1,4}\.?)?\s*(?:[/／] ?|per |pro |par |por |al |на |в |за )(?:(?:user|seat|agent|company)[ /]*(?:per |\/ ?)?)?(?:year|yr|annum|month|mo|mth|week|jahr|monat|woche|an|mois|semaine|año|mes|semana|ano|mês|anno|mese|rok|miesiąc|měsíc|год|месяц|мес|неделю|yıl|ay|年|月)\.?(?!\p{L})/iu;
/** Of the cards with a price. */
const MANY_AGAIN = 0.5;

/** "$299/year", or "/year" in an element of its own. */
function isPaidAgain({ runs }: Survey, { element, text, at }: PriceSpot): boolean {
  const next =
    [runs[at + 1], runs[at + 2]].find((run) => run !== undefined && run.element !== element)?.text ?? '';
  return AGAIN.test(text.replace(/^.*\d[^\p{L}/／]*/u, '')) || (!/\d/.test(next) && AGAIN.test(next));
}

function arePlans(survey: Survey, group: Group): boolean {
  const priced = [...group.values()].filter((price) => price !== null);
  const again = priced.filter((price) => isPaidAgain(survey, price));
  return again.length >= Math.max(1, priced.length * MANY_AGAIN);
}

/** Cards that look alike, and to how many addresses they lead. */
type CardSet = {
  readonly cards: readonly CardDraft[];
  readonly addresses: number;
  readonly plans: boolean;
  readonly areCategories: () => boolean;
};

function cardSet(page: PageDocument, survey: Survey, group: Group): CardSet {
  const cards = draftsOf(page, survey, group);
  const addresses = new Set(cards.map(({ url }) => url).filter((url) => url !== null)).size;
  const areCategories = once(() => areCounted(survey, group));
  return { cards, addresses, plans: arePlans(survey, group), areCategories };
}

const NO_SET: CardSet = { cards: [], addresses: 0, plans: false, areCategories: () => false };

const leadsSomewhere = ({ addresses }: CardSet): boolean => addresses >= MIN_REPEATS;

/** Cards that lead nowhere are cards, too, when each has a name of its own: a shop that opens them by a script. */
function areCards(set: CardSet): boolean {
  return leadsSomewhere(set) || new Set(set.cards.map(({ title }) => title)).size >= MIN_REPEATS;
}

/** The page of one member and no more of the address. */
const MEMBER_PATH =
  /^\/(?:[a-z]{2}(?:-[a-z]{2})?\/)?(?:(?:u|users?|members?|profiles?|people|usuarios?|perfil|benutzer|nutzer|profil|membres?|utenti?|uzytkownik|gebruiker|kullanici|polzovatel)\/|@)[^/]+\/?$/i;

/** What members say of each other names what was bought and for how much: it is theirs already. */
function areOpinions({ cards }: CardSet): boolean {
  const ofMembers = cards.filter(({ url }) => url !== null && MEMBER_PATH.test(pathOf(url)));
  return ofMembers.length >= cards.length * OFFERING;
}

function cardsByPrice(
  page: PageDocument,
  survey: Survey,
  holds: Holders,
  prices: readonly PriceSpot[],
): CardSet[] {
  const shown = prices.filter(({ element }) => survey.elements.get(element)?.place.furniture !== true);
  return groupsByPrice(survey, holds, shown)
    .map((group) => cardSet(page, survey, group))
    .filter((set) => areCards(set) && !set.areCategories());
}

function textLength(survey: Survey, first: number, last: number): number {
  let length = 0;
  for (let at = first; at < last; at++) {
    const run = survey.runs[at];
    if (run !== undefined && !run.place.furniture) length += run.text.length;
  }
  return length;
}

function isMostOfPage(survey: Survey, group: Group): boolean {
  const own = [...group.keys()].reduce((sum, card) => {
    const { first, last } = survey.elements.get(card) ?? { first: 0, last: 0 };
    return sum + textLength(survey, first, last);
  }, 0);
  return own > textLength(survey, 0, survey.runs.length) * MOST_TEXT;
}

/** A few goods that are recommended are no list; where there are many, the page may call its own list so. */
function isOwnList(survey: Survey, cards: readonly CardDraft[]): boolean {
  return (
    cards.length >= MANY_CARDS || cards.some(({ card }) => survey.elements.get(card)?.place.related !== true)
  );
}

/** Titles of the lists of what a supplier sells. */
const LIST_OF_GOODS =
  /(?:^|[^\p{L}])(?:(?:our )?products?(?: list| catalog(?:ue)?| range)?|price ?list|produkt(?:e|liste|katalog|übersicht)|productos|catálogo de productos|produits|produtos|prodotti|produkty|продукция|каталог (?:продукции|товаров)|продукція|ürünler(?:imiz)?|sản phẩm|produk(?: kami)?)(?:$|[^\p{L}])|(?:产品|商品|產品|供应)(?:列表|中心|展示|目录|分类|大全|信息)|製品一覧|商品一覧|제품 ?(?:목록|소개)|منتجاتنا/iu;

/** Of papers about the goods. */
const PAPERS =
  /safety data|(?:^|[^\p{L}])(?:m?sds|coa|tds)(?:$|[^\p{L}])|sicherheitsdaten|données de sécurité|datos de seguridad|dane bezpiecze|паспорт|安全(?:技术|資料|データ)/iu;

function namesItsGoods(page: PageDocument): boolean {
  const named = [page.title, ...headingsOf(page)];
  return named.some((text) => LIST_OF_GOODS.test(text)) && !named.some((text) => PAPERS.test(text));
}

const PRODUCT_NAME = /product|produkt|goods|tovar/i;

/** Called a product, with a link that leads to a place in the same page: a script opens the thing there. */
function opensHere({ card, url }: CardDraft): boolean {
  const named = selfAndAncestors(card)
    .take(2)
    .some(({ attribs }) => PRODUCT_NAME.test(attribs['class'] ?? ''));
  return (
    url === null &&
    named &&
    elementsIn(card, MAX_IN_CARD).some((one) => isLink(one) && one.attribs['href']?.startsWith('#') === true)
  );
}

/** The packs of one thing can be bought one by one, too, but are called by what they hold and have no pictures of their own. */
function isSoldHere(survey: Survey, card: CardDraft): boolean {
  if (card.draft.fields.images.length === 0 || wholeQuantity(card.title) !== null) return false;
  return hasBuyControl(survey, card.card) || opensHere(card);
}

const onThisPage = (page: PageDocument, { draft }: CardDraft): Draft => ({
  ...draft,
  fields: { ...draft.fields, url: draft.fields.url ?? page.canonical },
});

/** Cards that can be bought where they stand: shops of one page open them by a script. */
function goodsWithoutPages(page: PageDocument, survey: Survey, sets: readonly CardSet[]): Draft[] {
  const [sold] = sets.filter(
    ({ cards }) => isOwnList(survey, cards) && cards.every((card) => isSoldHere(survey, card)),
  );
  return (sold?.cards ?? []).map((card) => onThisPage(page, card));
}

/** Cards without links that open where they are pressed. The choices of one thing open so, too, but have no headings. */
function openedCards(
  page: PageDocument,
  survey: Survey,
  holds: Holders,
  prices: readonly PriceSpot[],
): readonly CardDraft[] {
  const openers = openersOf(page);
  if (openers.size < MIN_ENTRIES) return [];
  const opens = ({ card }: CardDraft) =>
    openers.has(card) || elementsIn(card, MAX_IN_CARD).some((one) => openers.has(one) && hasHeading(one));
  const [opened] = cardsByPrice(page, survey, { ...holds, link: withAncestors([...openers]) }, prices).filter(
    ({ cards, plans }) =>
      !plans &&
      cards.length >= MIN_ENTRIES &&
      isOwnList(survey, cards) &&
      cards.every((card) => opens(card) && hasHeading(card.card) && wholeQuantity(card.title) === null) &&
      cards.filter(({ draft }) => draft.fields.images.length > 0).length >= cards.length * OFFERING,
  );
  return opened?.cards ?? [];
}

/** The largest group of look-alike cards that lead to different addresses, and all card elements of any group. */
export function readCards(page: PageDocument, survey: Survey, prices: readonly PriceSpot[]): CardReading {
  const holds = holdersOf(survey);
  const shown = cardsByPrice(page, survey, holds, prices);
  const priced = shown.filter((set) => !set.plans && !areOpinions(set));
  const titled = groupsByTitle(survey, holds, prices);
  const hasPriced = priced.some(leadsSomewhere);
  const offering = (groups: readonly Group[], numberProves: boolean) =>
    groups
      .map((group) => cardSet(page, survey, group))
      .filter(
        (set) => leadsSomewhere(set) && !set.areCategories() && !areParted(set.cards.map(({ card }) => card)),
      )
      .filter(
        ({ cards, plans }) =>
          !plans &&
          cards.filter((card) => offersSomething(survey, card, numberProves)).length >=
            cards.length * OFFERING,
      );
  const named = hasPriced ? [] : offering(titled, true);
  // Tables of numbers stand in reference works, too: these cards or their page must offer by more than that.
  const unpriced =
    hasPriced || named.length > 0
      ? named
      : offering(
          [...groupsByNumber(survey, holds, prices), ...groupsByHead(survey, prices)],
          namesItsGoods(page),
        );
  const chosen = (hasPriced ? priced : unpriced)
    .filter(({ cards }) => isOwnList(survey, cards))
    .reduce<CardSet>((best, set) => (set.addresses > best.addresses ? set : best), NO_SET);
  const sought = headingsOf(page).some((text) => NO_GOODS_HEADING.test(text));
  const linked = leadsSomewhere(chosen)
    ? ownOffers(page, survey, chosen.cards).map(({ draft }) => draft)
    : goodsWithoutPages(page, survey, priced);
  const opened = hasPriced || linked.length > 0 ? [] : openedCards(page, survey, holds, prices);
  const drafts = linked.length > 0 ? linked : opened.map((card) => onThisPage(page, card));
  const cards = [...[...shown, ...unpriced].flatMap((set) => set.cards), ...opened];
  return {
    drafts: sought ? [] : drafts,
    elements: new Set(cards.map(({ card }) => card)),
    entries:
      shown.some(({ addresses }) => addresses === 0) ||
      (titled.some((group) => group.size >= MIN_ENTRIES && isMostOfPage(survey, group)) &&
        !countsParts(survey)),
  };
}
