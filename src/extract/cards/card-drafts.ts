/** Reads the cards of a list: each one's title, address, price, stock and picture. */
import type { Availability, Price } from '../../model/listing.ts';
import { type Element, elementsIn, nearest } from '../html/element.ts';
import { once } from '../html/once.ts';
import { visibleText } from '../html/visible-text.ts';
import { ASK, BUY } from '../looks/buy-words.ts';
import { fieldsOfLabels } from '../looks/fields-of-labels.ts';
import { hasSignedNumber, type PriceSpot } from '../looks/find-prices.ts';
import { idOfCard, modelIn } from '../looks/labelled-values.ts';
import { dayAlone, placeBesideDay } from '../looks/main-date.ts';
import { bestAddress } from '../looks/main-images.ts';
import { placeNamed, placeOnCard } from '../looks/named-place.ts';
import { priceInProse } from '../looks/price-in-prose.ts';
import { type Draft, type DraftFields, draftWith, NO_FIELDS } from '../page/draft.ts';
import { casIn, labelledPairs, type Pair } from '../page/labelled-pairs.ts';
import { SIGN } from '../page/name-signs.ts';
import type { PageDocument } from '../page/page-document.ts';
import { headingsOf, sameWords } from '../page/page-subject.ts';
import { shownText } from '../page/shown-text.ts';
import type { Survey } from '../page/survey-page.ts';
import { lastQuantity, quantityIn, wholeQuantity } from '../values/find-quantity.ts';
import { parsePrice, priceHints } from '../values/parse-price.ts';
import { isFree, onRequestAt } from '../values/price-words.ts';
import { saysStock } from '../values/read-availability.ts';
import { CAS_NUMBER, type Group } from './card-groups.ts';
import { numberCalledSo, numbersOfCards, skuOn } from './card-numbers.ts';
import { type CardParts, cardParts, isInside, isLink } from './card-parts.ts';
import { placeLinked, placesOnCards } from './card-places.ts';
import { saysWordsForPrice } from './card-price-place.ts';
import { sellerOfCard } from './card-seller.ts';
import { firstTexts, namesSomething, plainTitles, titlesIn, titlesOf } from './card-titles.ts';
import { headsNames, rowLabels } from './row-labels.ts';
import { currencyAround } from './told-currency.ts';

const MAX_CARDS = 500;
const MAX_CLIMB = 6;
/** Of one card. */
const MAX_TEXTS = 60;

/** Elements of one card that are looked at, and UTF-16 units of what an icon says. */
const MAX_DRAWN = { elements: 60, text: 20 } as const;

/** What an icon says in place of words: "Sold out" over the picture. */
function drawnStock(card: Element): Availability | null {
  for (const { name, attribs } of elementsIn(card, MAX_DRAWN.elements)) {
    const alt = name === 'img' ? (attribs['alt'] ?? '').trim() : '';
    const says = alt === '' || alt.length > MAX_DRAWN.text ? null : saysStock(alt);
    if (says !== null) return says;
  }
  return null;
}

function stockOf(survey: Survey, card: Element): Availability | null {
  const surveyed = survey.elements.get(card);
  if (surveyed === undefined) return null;
  for (let at = surveyed.first; at < surveyed.last; at++) {
    const { text = '', place } = survey.runs[at] ?? {};
    // Shops keep the words for the other case on every card.
    if (place?.hidden === true && !surveyed.place.hidden) continue;
    const says = saysStock(text, [survey.runs[at - 1]?.text, survey.runs[at + 1]?.text]);
    if (says !== null) return says;
  }
  const drawn = drawnStock(card);
  if (drawn !== null) return drawn;
  if ((surveyed.signs & SIGN.outOfStock) !== 0) return 'OutOfStock';
  return (surveyed.signs & SIGN.inStock) !== 0 ? 'InStock' : null;
}

/** A text of the card that is a weight, a volume or a pack and nothing else, or ends with such a sentence. */
function quantityOf(survey: Survey, card: Element): string | null {
  const { first, last } = survey.elements.get(card) ?? { first: 0, last: 0 };
  let ending: string | null = null;
  for (let at = first; at < last; at++) {
    const { text = '' } = survey.runs[at] ?? {};
    const whole = wholeQuantity(text);
    if (whole !== null) return whole;
    ending ??= lastQuantity(text);
  }
  return ending;
}

/** A link with so many pieces of text is one to all that the card says. */
const MUCH = 3;

function holdsMuch(survey: Survey, link: Element): boolean {
  const { first, last } = survey.elements.get(link) ?? { first: 0, last: 0 };
  return last - first >= MUCH;
}

/** The card's own price, or the words that stand in its place. A bare figure is in the currency of the list. */
function priceOf(page: PageDocument, survey: Survey, { card, price, currency }: Card): Price | null {
  if (price !== null) {
    const told = parsePrice(price.text, priceHints(page, null));
    const isBare = told?.amount != null && told.currency === null;
    return isBare && currency() !== null ? parsePrice(price.text, priceHints(page, currency())) : told;
  }
  const surveyed = survey.elements.get(card);
  for (let at = surveyed?.first ?? 0; at < (surveyed?.last ?? 0); at++) {
    const { text = '', place } = survey.runs[at] ?? {};
    // A button that asks for a price says nothing of it; a link around the whole card is none.
    if (text.length > 40 || !(onRequestAt(text) === 0 || isFree(text))) continue;
    if (place?.control == null || (isLink(place.control) && holdsMuch(survey, place.control)))
      return parsePrice(text, priceHints(page, null));
  }
  return null;
}

/** Who writes to a board tells the price in the name, which may be too long to be one. */
const priceInName = (page: PageDocument, title: string): Price | null =>
  hasSignedNumber(title) ? priceInProse(page, title) : null;

/** Another heading below the name, such as that of whoever sells it, may hold a link as well. */
function linkAroundName(survey: Survey, { heading, aroundHeading, headingLinks }: CardParts, title: string) {
  if (heading === null || aroundHeading === null || headingLinks.length === 0) return [];
  return shownText(survey, heading, 500) === title ? [aroundHeading] : [];
}

/** The link around its name or in its heading or title, else its first, else the one around it; the page itself is no card's address. */
function addressOf(
  page: PageDocument,
  survey: Survey,
  { card, parts }: Pick<Card, 'card' | 'parts'>,
  title: string,
): string | null {
  const { headingLinks, named, links } = parts;
  const urlOf = (link: Element) => {
    const url = page.resolve(link.attribs['href'] ?? '');
    return url === page.url ? null : url;
  };
  const inName = named === null ? [] : links.filter((link) => isInside(link, named) || isInside(named, link));
  // In a name there may be a link to what is marked alike, too.
  const called = [...headingLinks, ...inName];
  const byName = called.length < 2 ? [] : called.filter((link) => shownText(survey, link, 500) === title);
  for (const some of [linkAroundName(survey, parts, title), byName, headingLinks, inName, links]) {
    for (const link of some) {
      const url = urlOf(link);
      if (url !== null) return url;
    }
  }
  const around = nearest(card, MAX_CLIMB, (at) => isLink(at) && urlOf(at) !== null);
  return around === null ? null : urlOf(around);
}

function imagesOf(page: PageDocument, { image }: CardParts): string[] {
  const url = image === null ? null : bestAddress(page, image);
  return url === null ? [] : [url];
}

function placeOf(page: PageDocument, survey: Survey, card: Element): string | null {
  const { first, last } = survey.elements.get(card) ?? { first: 0, last: 0 };
  const end = Math.min(last, first + MAX_TEXTS);
  return (
    placeNamed(page, survey, first, end, (element) => element !== card) ??
    placeOnCard(page, survey, card, end) ??
    placeBesideDay(page, survey, first, end)
  );
}

function dayOf(page: PageDocument, survey: Survey, card: Element): string | null {
  const { first, last } = survey.elements.get(card) ?? { first: 0, last: 0 };
  return dayAlone(page, survey, first, Math.min(last, first + MAX_TEXTS));
}

export type CardDraft = {
  readonly card: Element;
  readonly title: string;
  /** Null where the card leads nowhere of its own. */
  readonly url: string | null;
  /** What is written where its price stands. */
  readonly priced: string | null;
  /** Its fields are read when they are first asked for: on a page of one offer nobody asks. */
  readonly draft: Draft;
};

type Card = {
  readonly card: Element;
  readonly price: PriceSpot | null;
  readonly parts: CardParts;
  /** What the head of a table calls its cells. */
  readonly labelsOf: (card: Element) => readonly Pair[];
  /** The number by which its address and the card itself call its thing. */
  readonly number: () => string | null;
  /** What is known to be a place by the list around it. */
  readonly place: () => string | null;
  /** In which the list counts, as it says. */
  readonly currency: () => string | null;
};

function fieldsOf(
  page: PageDocument,
  survey: Survey,
  read: Card,
  named: Pick<CardDraft, 'title' | 'url'>,
): DraftFields {
  const { card, parts, labelsOf, number, place } = read;
  const inHead = labelsOf(card).filter(([, value]) => value !== named.title);
  const texts = firstTexts(survey, card, MAX_TEXTS);
  const labelled = fieldsOfLabels([...inHead, ...labelledPairs(texts), ...casIn(texts)], page);
  const { first, last } = survey.elements.get(card) ?? { first: 0, last: 0 };
  return {
    ...NO_FIELDS,
    ...labelled,
    ...named,
    externalId:
      labelled.externalId ??
      idOfCard(survey, first, Math.min(last, first + MAX_TEXTS)) ??
      skuOn(card) ??
      numberCalledSo(survey, card) ??
      modelIn(inHead) ??
      number(),
    description: visibleText(card, { limit: 2000 }),
    price: priceOf(page, survey, read) ?? labelled.price ?? priceInName(page, named.title),
    availability: stockOf(survey, card) ?? labelled.availability,
    quantity: quantityIn(named.title) ?? labelled.quantity ?? quantityOf(survey, card),
    seller: labelled.seller ?? sellerOfCard(page, survey, card, named),
    location:
      labelled.location ?? placeOf(page, survey, card) ?? placeLinked(page, survey, card, named) ?? place(),
    postedAt: labelled.postedAt ?? dayOf(page, survey, card),
    images: imagesOf(page, parts),
  };
}

/** One draft a card, those without a name left out. */
export function draftsOf(page: PageDocument, survey: Survey, group: Group): CardDraft[] {
  const labelsOf = rowLabels(survey);
  const saysWords = saysWordsForPrice(survey, group);
  const cards = [...group].slice(0, MAX_CARDS).map(([card, price]) => {
    const own = price === null || saysWords(card) ? null : price;
    return { card, price: own, parts: cardParts(card), labelsOf };
  });
  const titles = cards.map(({ card, parts }) => {
    const found = titlesIn(survey, parts);
    for (const [name, value] of labelsOf(card))
      if (headsNames(name) && namesSomething(value) && !found.includes(value)) found.push(value);
    return found;
  });
  const named = titlesOf(titles, () => [...headingsOf(page), sameWords(page.title)]);
  const unnamed = named.every((title) => title === null);
  const chosen = unnamed
    ? plainTitles(
        survey,
        cards.map(({ card }) => card),
      )
    : named;
  const titled = cards.flatMap((read, at) => {
    const title = chosen[at] ?? null;
    return title === null ? [] : [{ ...read, title, url: addressOf(page, survey, read, title) }];
  });
  const numbers = once(() =>
    numbersOfCards(
      titled.map(({ card, url, parts }) => ({ card, url, picture: () => imagesOf(page, parts)[0] ?? null })),
    ),
  );
  const elements = once(() => titled.map(({ card }) => card));
  const places = once(() => placesOnCards(page, survey, elements()));
  const currency = once(() => currencyAround(survey, elements()));
  return titled.map(({ title, url, ...read }): CardDraft => {
    const number = () => numbers().get(read.card) ?? null;
    const card = { ...read, number, place: () => places().get(read.card) ?? null, currency };
    const draft = draftWith('heuristic', () => fieldsOf(page, survey, card, { title, url }));
    return { card: read.card, title, url, priced: read.price?.text ?? null, draft };
  });
}

/** Whether it can be bought where it stands. */
export function hasBuyControl({ elements, runs }: Survey, card: Element): boolean {
  const { first, last } = elements.get(card) ?? { first: 0, last: 0 };
  return runs.slice(first, last).some(({ text, place }) => place.control !== null && BUY.test(text));
}

const ORDER_WORDS = /\b(?:moq|min\.? order)\b|起订|起批|最小起订/i;
const OFFER_PATH =
  /\/(?:products?|produkte?|productos?|produits?|prodotti?|produtos?|items?|itm|ads?|anuncio|annonce|anzeige|s-anzeige|listing|offers?|oferta|goods|tovary?|chanpin|shangpin|urun|san-pham|produk|dp|proddetail|product-detail)\//i;

/** Whether a card without a price offers its thing: it can be asked for or ordered, or, where its number proves that, is a chemical. */
export function offersSomething(
  survey: Survey,
  { card, url, draft }: CardDraft,
  numberProves: boolean,
): boolean {
  if (OFFER_PATH.test(url ?? '') || draft.fields.price !== null) return true;
  const surveyed = survey.elements.get(card);
  for (let at = surveyed?.first ?? 0; at < (surveyed?.last ?? 0); at++) {
    const run = survey.runs[at];
    if (run === undefined) continue;
    if (run.place.control !== null && (ASK.test(run.text) || BUY.test(run.text))) return true;
    if (ORDER_WORDS.test(run.text) || (numberProves && CAS_NUMBER.test(run.text))) return true;
  }
  return false;
}
