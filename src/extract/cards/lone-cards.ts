/** Reads the one or two cards on the last page of a list or in a narrow category: too few to look alike, so their page must look like a list. */

import { pageNumberOf } from '../../text/page-number.ts';
import { type Element, nearest, selfAndAncestors, withAncestors } from '../html/element.ts';
import { nodesBearing } from '../html/outline.ts';
import { ASK, BUY } from '../looks/buy-words.ts';
import type { PriceSpot } from '../looks/find-prices.ts';
import { companyHeading } from '../page/company-heading.ts';
import type { Draft } from '../page/draft.ts';
import type { PageDocument } from '../page/page-document.ts';
import { headingsOf, isAddressOf, isNamedBy, sameWords } from '../page/page-subject.ts';
import { DETAIL_PATH, LIST_PATH } from '../page/page-words.ts';
import type { Survey } from '../page/survey-page.ts';
import { sameHost } from '../page/web-url.ts';
import { draftsOf } from './card-drafts.ts';
import { addPrices, type Group, MIN_REPEATS } from './card-groups.ts';
import { leadsToSeller } from './card-parts.ts';
import { namesSomething } from './card-titles.ts';

const MAX_CLIMB = 12;
/** A card has no more pieces of text than this, and a page of few cards no more prices and links. */
const MAX_BOX = 30;
const MAX_PRICES = 12;
const MAX_LINKS = 400;

const MAX_NAME = 200;
/** In pieces of text: what stands of a card before and behind the part with its name and price. */
const [MAX_BEFORE, MAX_BEHIND] = [1, 6];

/** What holds the name of a card. */
const NAMING = /^(?:h[2-6]|tr)$/;
/** A part of what is counted, besides what is called a page. */
const NUMBERED =
  /\/(?:[\w-]{0,40}[_-])?(?:index|p|lijst|lista|liste|list)[-_]?\d{1,4}(?:\.\w{2,5})?\/?(?:\?|$)/i;
/** Of lists, and of whoever sells what is in them. */
const LIST_FOLDER = /\/(?:lists?|compan(?:y|ies)|sellers?|vendors?|suppliers?|members?|users?|profiles?)\//i;
/** What is called so turns the pages of a list, or sorts it. */
const OF_LIST = /pagin|(?:^|[\s_-])(?:pager|pages|sort(?:er|ing|by)?)(?:$|[\s_-])/i;

type Named = { readonly link: Element; readonly url: string };

/** Links to other pages of the site that stand in the page's own part. */
function ownLinks(page: PageDocument, survey: Survey): Named[] {
  return survey
    .tagged('a')
    .slice(0, MAX_LINKS)
    .flatMap((link) => {
      const place = survey.elements.get(link)?.place;
      const url = link.attribs['href'] === undefined ? null : page.resolve(link.attribs['href']);
      if (url === null || place === undefined || place.furniture || place.related) return [];
      const leadsOn = sameHost(url, page.url) && !isAddressOf(page, url) && !leadsToSeller(link);
      return leadsOn ? [{ link, url: url.replace(/\/$/, '') }] : [];
    });
}

/** Of these the ones that name another thing, as those of cards do: in a heading, in a row of a table, or where its picture leads, too. */
function namingLinks(page: PageDocument, survey: Survey): Named[] {
  const links = ownLinks(page, survey).map((one) => ({ ...one, text: survey.text(one.link, MAX_NAME) }));
  const pictured = new Set(links.filter(({ text }) => text === '').map(({ url }) => url));
  return links.filter(
    ({ link, url, text }) =>
      namesSomething(text) &&
      !BUY.test(text) &&
      !ASK.test(text) &&
      (pictured.has(url) || nearest(link, 4, ({ name }) => NAMING.test(name)) !== null),
  );
}

/** The smallest part around a price that names something, with what belongs to it: its picture, and a button behind it. */
function boxAround(
  survey: Survey,
  price: PriceSpot,
  prices: readonly PriceSpot[],
  naming: ReadonlySet<Element>,
  heading: number,
): Element | null {
  let box = nearest(price.element, MAX_CLIMB, (at) => naming.has(at));
  const smallest = box === null ? undefined : survey.elements.get(box);
  if (box === null || smallest === undefined || smallest.first <= heading) return null;
  if (smallest.last - smallest.first > MAX_BOX) return null;
  const { first, last } = smallest;
  const others = prices.filter(({ at }) => at < first || at >= last);
  const grows = (around: Element) => {
    const surveyed = survey.elements.get(around);
    if (around.name === 'body' || surveyed === undefined || surveyed.first <= heading) return false;
    if (surveyed.first < first - MAX_BEFORE || surveyed.last > last + MAX_BEHIND) return false;
    return others.every(({ at }) => at < surveyed.first || at >= surveyed.last);
  };
  for (const around of selfAndAncestors(box).take(MAX_CLIMB)) {
    if (!grows(around)) break;
    box = around;
    if (box.name === 'tr') break;
  }
  return box;
}

function hasHead(survey: Survey, row: Element): boolean {
  const table = nearest(row, 3, ({ name }) => name === 'table');
  return survey
    .tagged('th')
    .slice(0, MAX_LINKS)
    .some((head) => nearest(head, 4, (at) => at === table) !== null);
}

const addressesOf = (links: readonly Named[]): number => new Set(links.map(({ url }) => url)).size;

/** None where a price stands in no such part, or one of them leads to several things. */
function boxesOf(
  survey: Survey,
  prices: readonly PriceSpot[],
  links: readonly Named[],
  heading: number,
): ReadonlySet<Element> {
  const naming = withAncestors(links.map(({ link }) => link));
  const boxes = new Set<Element>();
  for (const price of prices) {
    if (selfAndAncestors(price.element).some((at) => boxes.has(at))) continue;
    const box = boxAround(survey, price, prices, naming, heading);
    if (box === null || boxes.size === MIN_REPEATS - 1) return new Set();
    boxes.add(box);
  }
  const within = [...boxes].map((box) =>
    links.filter(({ link }) => nearest(link, 2 * MAX_CLIMB, (at) => at === box) !== null),
  );
  // Of a blog whose entries are named so one may tell of a sum.
  if (addressesOf(links) >= addressesOf(within.flat()) + MIN_REPEATS) return new Set();
  const areCards = [...boxes].every((box, at) =>
    // A row of a list has others beside it, or a head above; in rows of what is told of one thing there may be links, too.
    box.name === 'tr' ? boxes.size > 1 || hasHead(survey, box) : addressesOf(within[at] ?? []) === 1,
  );
  return areCards ? boxes : new Set();
}

/** Whether all of it stands below the page, as "/cups/red" below "/cups/". */
function isAbove(path: string, urls: readonly string[]): boolean {
  const folder = `${path.replace(/\/$/, '')}/`;
  return folder.length > 1 && urls.every((url) => new URL(url).pathname.startsWith(folder));
}

/** Something besides the cards must say that the page is a list: one of a thing without a price may recommend two others. */
function looksLikeList(page: PageDocument, urls: readonly string[]): boolean {
  const { pathname, search } = new URL(page.url);
  const path = pathname + search;
  return (
    (LIST_PATH.test(path) && !DETAIL_PATH.test(path)) ||
    pageNumberOf(page.url) !== null ||
    NUMBERED.test(path) ||
    LIST_FOLDER.test(path) ||
    isAbove(pathname, urls) ||
    companyHeading(page) !== null ||
    ['class', 'id', 'name'].some((name) => nodesBearing(page.outline, name, OF_LIST).length > 0)
  );
}

export type LoneCards = { readonly drafts: readonly Draft[]; readonly elements: ReadonlySet<Element> };

/** `heading`: where in the page's texts its heading stands, and what it says. Null where they are none. */
export function loneCards(
  page: PageDocument,
  survey: Survey,
  prices: readonly PriceSpot[],
  heading: { readonly at: number; readonly text: string },
): LoneCards | null {
  const shown = prices.filter(({ element }) => {
    const place = survey.elements.get(element)?.place;
    return place !== undefined && !place.furniture && !place.related && !place.hidden;
  });
  if (shown.length === 0 || shown.length > MAX_PRICES) return null;
  const boxes = boxesOf(survey, shown, namingLinks(page, survey), heading.at);
  const group: Group = new Map([...boxes].map((box) => [box, null]));
  addPrices(group, survey, shown);
  const cards = boxes.size === 0 ? [] : draftsOf(page, survey, group);
  const urls = cards.flatMap(({ url }) => url ?? []);
  const names = [...headingsOf(page), sameWords(heading.text), sameWords(page.title)];
  const isPageItself = cards.some(
    ({ title }) => isNamedBy(names, title) || names.some((name) => name.includes(sameWords(title))),
  );
  if (cards.length === 0 || new Set(urls).size < boxes.size || isPageItself) return null;
  if (!looksLikeList(page, urls)) return null;
  return { drafts: cards.map(({ draft }) => draft), elements: boxes };
}
