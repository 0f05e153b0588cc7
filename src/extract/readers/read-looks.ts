/** What a page looks like to a reader: its cards, and the one thing it is about with price, stock, seller and number. */
import type { Availability, Price } from '../../model/listing.ts';
import { loneCards } from '../cards/lone-cards.ts';
import { type CardReading, NO_CARDS, readCards } from '../cards/read-cards.ts';
import { readChannel } from '../cards/read-channel.ts';
import { readPosts } from '../cards/read-posts.ts';
import { readPriceLines } from '../cards/read-price-lines.ts';
import { readPriceTable } from '../cards/read-price-table.ts';
import { rowLabels } from '../cards/row-labels.ts';
import { type Element, parentOf, selfAndAncestors } from '../html/element.ts';
import { findBuyControls } from '../looks/buy-controls.ts';
import { denyingTest } from '../looks/denied-price.ts';
import { findPrices, hasSignedNumber, type PriceSpot } from '../looks/find-prices.ts';
import { findHeading, type Heading } from '../looks/main-heading.ts';
import { amountOf, findMainPrice } from '../looks/main-price.ts';
import { answersIn, behindOffer, type FirstPost, isThread } from '../looks/offer-thread.ts';
import { priceInAttribute } from '../looks/price-in-attribute.ts';
import { saysGross, saysNet } from '../looks/price-labels.ts';
import { heuristicDraft, type Pack } from '../looks/read-heuristics.ts';
import type { Draft } from '../page/draft.ts';
import type { PageDocument } from '../page/page-document.ts';
import { type Survey, surveyPage } from '../page/survey-page.ts';
import { wholeQuantity } from '../values/find-quantity.ts';
import { parsePrice, priceHints } from '../values/parse-price.ts';
import { plainDigits } from '../values/plain-digits.ts';

export type Looks = {
  readonly draft: Draft;
  readonly priced: boolean;
  /** That price is named so, or stands alone near the heading, and not in a sentence. */
  readonly pricedWell: boolean;
  /** Whether the page clearly asks another price than the declared one, which it shows nowhere or as the one before. */
  readonly denies: (declared: Price) => boolean;
  /** What the page says in words of its stock. */
  readonly stockShown: Availability | null;
  /** Of a thread: what is said below is of others. */
  readonly post: FirstPost | null;
  /** Its price stands before any card. */
  readonly leads: boolean;
  /** It shows how to buy the thing, or that it is gone. */
  readonly buyable: boolean;
  /** Buttons to buy that stand in no card: several are of several things. */
  readonly carts: number;
  /** Most of the page is entries that lead on. */
  readonly entries: boolean;
};

/** In pieces of text behind the heading. */
const NEAR = 60;
const isNear = (spot: PriceSpot, heading: number | null, before: number): boolean =>
  heading !== null && spot.at >= heading - before && spot.at <= heading + NEAR;
const MAX_ROW = 20;
const ONLY_PRICE = /^[^\p{L}\d]*(?:\p{L}{1,4}[^\p{L}\d]*)?\d[\d.,' ]*[^\d]{0,16}$/u;

function isGoodPrice(spot: PriceSpot, heading: number | null): boolean {
  return spot.named || (isNear(spot, heading, NEAR / 4) && ONLY_PRICE.test(plainDigits(spot.text)));
}

const ROWS = new Set(['tr', 'li', 'label', 'option']);

const NO_PACK: Pack = { size: null, labels: [] };

/** The pack whose price it is: in the same row of a table or list of packs. */
function packBeside(survey: Survey, { element }: PriceSpot): Pack {
  const row = selfAndAncestors(element)
    .take(6)
    .find(({ name }) => ROWS.has(name));
  const surveyed = row && survey.elements.get(row);
  if (row === undefined || surveyed === undefined || surveyed.last - surveyed.first > MAX_ROW) return NO_PACK;
  const texts = survey.runs.slice(surveyed.first, surveyed.last).map(({ text }) => text);
  const size = texts.map(wholeQuantity).find((pack) => pack !== null) ?? null;
  return { size, labels: rowLabels(survey)(row) };
}

/** Where the head of a table says that the price stands before tax, the one of the same row with tax, as it is written. */
function withTax({ labels }: Pack, { text }: PriceSpot): string | null {
  const isBeforeTax = labels.some(([head, value]) => value === text && saysNet(head));
  const taxed = labels.find(([head, value]) => saysGross(head) && hasSignedNumber(value));
  return isBeforeTax ? (taxed?.[1] ?? null) : null;
}

const [UNKNOWN, INSIDE, OUTSIDE] = [0, 1, 2];

/** Whether an element is one of these or in one; what was climbed once is known. */
function insideTest(elements: ReadonlySet<Element>, { nodes }: Survey): (element: Element) => boolean {
  if (elements.size === 0) return () => false;
  const known = new Uint8Array(nodes);
  for (const { startIndex } of elements) known[startIndex ?? 0] = INSIDE;
  const isKnown = ({ startIndex }: Element) => known[startIndex ?? 0] !== UNKNOWN;
  return (element) => {
    let top: Element | null = element;
    while (top !== null && !isKnown(top)) top = parentOf(top);
    const found = top === null ? OUTSIDE : (known[top.startIndex ?? 0] ?? OUTSIDE);
    for (let at: Element | null = element; at !== top && at !== null; at = parentOf(at))
      known[at.startIndex ?? 0] = found;
    return found === INSIDE;
  };
}

/** The messages of a channel, the cards of a list, or the rows of a price list that has no pages behind them. */
function readRows(page: PageDocument, survey: Survey, prices: readonly PriceSpot[]): CardReading {
  const { drafts: sold, messages } = readChannel(page);
  if (messages.length > 0) return { drafts: sold, elements: new Set(messages), entries: true };
  const cards = isThread(page.url)
    ? { ...NO_CARDS, drafts: readPosts(page, survey), elements: new Set(answersIn(page, survey)) }
    : readCards(page, survey, prices);
  if (cards.drafts.length > 0) return cards;
  const { drafts, tables } = readPriceTable(page, survey);
  if (tables.length > 0) return { ...cards, drafts, elements: new Set([...cards.elements, ...tables]) };
  return { ...cards, drafts: readPriceLines(page, survey) };
}

/** Whether an element stands beside the page's own offer. */
function besideTest(survey: Survey, inCard: (element: Element) => boolean): (element: Element) => boolean {
  return (element) => {
    const place = survey.elements.get(element)?.place;
    return place === undefined || place.furniture || place.related || inCard(element);
  };
}

/** Where nothing is asked or bought but in one or two cards of a list, these are its rows. */
function withLoneCards(
  page: PageDocument,
  survey: Survey,
  prices: readonly PriceSpot[],
  heading: Heading | null,
  rows: CardReading,
): CardReading {
  if (rows.drafts.length > 0 || heading === null || isThread(page.url)) return rows;
  const lone = loneCards(page, survey, prices, heading);
  if (lone === null) return rows;
  const elements = new Set([...rows.elements, ...lone.elements]);
  const bought = findBuyControls(survey, besideTest(survey, insideTest(elements, survey)));
  return bought.length > 0 ? rows : { ...rows, drafts: lone.drafts, elements };
}

export function readLooks(page: PageDocument): { cards: readonly Draft[]; looks: Looks } {
  const survey = surveyPage(page);
  const prices = findPrices(survey);
  const heading = findHeading(page, survey, page.meta.get('og:title')?.[0] ?? null);
  const rows = readRows(page, survey, prices);
  const { drafts, elements, entries } = withLoneCards(page, survey, prices, heading, rows);
  const inCard = insideTest(elements, survey);
  const behind = behindOffer(page, survey);
  const beside = besideTest(survey, (element) => inCard(element) || behind(element));
  const controls = findBuyControls(survey, beside);
  const at = heading?.element == null ? null : heading.at;
  const shown = controls.filter(({ element }) => survey.elements.get(element)?.place.hidden !== true);
  const buyControl = shown.find(({ says }) => says !== 'ask') ?? shown[0];
  const main = findMainPrice(prices, {
    page,
    survey,
    heading: at,
    beside,
    control: buyControl?.element ?? null,
  });
  const pack = main === null ? NO_PACK : packBeside(survey, main.spot);
  const taxed = main === null ? null : withTax(pack, main.spot);
  const pricedWell = main !== null && isGoodPrice(main.spot, at);
  const told = heuristicDraft({
    page,
    survey,
    heading,
    controls,
    beside,
    price: taxed === null ? (main?.price ?? null) : parsePrice(taxed, priceHints(page, null)),
    pricedWell,
    pack,
  });
  const { fields } = told.draft;
  const stored = fields.price === null ? priceInAttribute(page, beside) : null;
  // It may be told again in a bar that stays in sight.
  const saysSo = (spot: PriceSpot) =>
    isNear(spot, at, 0) && !beside(spot.element) && amountOf(spot) === Number(main?.price.amount);
  const clear = pricedWell && prices.some(saysSo) ? main : null;
  const looks = {
    ...told,
    draft: stored === null ? told.draft : { ...told.draft, fields: { ...fields, price: stored } },
    priced: main !== null || stored !== null,
    pricedWell,
    denies: denyingTest(clear, prices, survey, beside),
    carts: shown.filter(({ says }) => says === 'cart').length,
    entries,
    leads: main !== null && prices.every((spot) => spot.at >= main.spot.at || !inCard(spot.element)),
    buyable: controls.length > 0,
  };
  return { cards: drafts, looks };
}
