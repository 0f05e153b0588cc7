/** Reads a page that carries no structured data, and fills what the structured data of an offer leaves out. */

import { currencyTokens } from './currencies.ts';
import { type Draft, type DraftFields, NO_FIELDS } from './draft.ts';
import { type Element, enclosingTest, type Found, selfAndAncestors, withAncestors } from './element.ts';
import type { PageDocument } from './page-document.ts';
import { BUY_NAMES, BUY_WORDS, DESCRIPTION_BLOCKS, OLD_PRICE, RELATED } from './page-words.ts';
import { parseDate } from './parse-date.ts';
import { parsePrice } from './parse-price.ts';
import { plainText } from './plain-text.ts';
import { attributeFor, readAttributes } from './read-attributes.ts';
import { readAvailability } from './read-availability.ts';
import { absoluteImages } from './read-schema-offer.ts';
import { oneLine, visibleText } from './visible-text.ts';

const MIN_DESCRIPTION = 40;

/** The longest block that shops use for an offer's text, or null. */
export function descriptionBlock(page: PageDocument): string | null {
  const aside = enclosingTest(page.$, `${RELATED},nav,footer`);
  const blocks = page.$(DESCRIPTION_BLOCKS.join(','));
  for (const selector of DESCRIPTION_BLOCKS) {
    const texts = blocks
      .filter(selector)
      .slice(0, 10)
      .toArray()
      .filter((element) => element.name !== 'meta' && element.name !== 'link' && element.name !== 'a')
      .filter((element) => aside(element) === null)
      .map((element) => visibleText(element, { limit: 20_000 }));
    const longest = texts.sort((a, b) => b.length - a.length)[0];
    if (longest !== undefined && longest.length >= MIN_DESCRIPTION) return longest;
  }
  return null;
}

/** The main part of the page as text, without navigation and forms. */
export function mainText(page: PageDocument): string {
  const root =
    page.$('main,[role="main"],#main,#content,article').get(0) ??
    page.$('body').get(0) ??
    page.$.root().children().get(0);
  return root === undefined ? '' : visibleText(root, { contentOnly: true, limit: 20_000 });
}

/** The heading of the page's own subject: shops put their own name into a first h1. */
export function mainHeading(page: PageDocument): Found | null {
  const headings = page
    .$('h1')
    .slice(0, 10)
    .toArray()
    .map((h1) => page.$(h1));
  const own = headings.filter((h1) => h1.closest('nav,footer').length === 0 && oneLine(h1.text()).length > 2);
  const title = page.title.toLowerCase();
  return (
    own.find(
      (h1) => title.includes(oneLine(h1.text(), 60).toLowerCase()) && h1.closest('header').length === 0,
    ) ??
    own[0] ??
    null
  );
}

export function hasBuyWord(page: PageDocument, beside: Beside): boolean {
  return page
    .$('button,a,input[type="submit"],input[type="button"],input[type="image"],[role="button"]')
    .slice(0, 5000)
    .toArray()
    .some((element) => {
      const { attribs } = element;
      const labels = [
        attribs['value'],
        attribs['aria-label'],
        attribs['alt'],
        attribs['title'],
        oneLine(page.$(element).text(), 60),
      ];
      const names = `${attribs['id'] ?? ''} ${attribs['name'] ?? ''} ${attribs['class'] ?? ''}`;
      const buys =
        labels.some((label) => BUY_WORDS.test(label?.trim() ?? '')) ||
        (BUY_NAMES.test(names) && element.name !== 'a');
      return buys && !beside(element);
    });
}

export type Beside = (element: Element) => boolean;

/** A test for what stands beside the page's own offer: in a card, among related goods, in navigation. */
export function besideTest(page: PageDocument, cards: ReadonlySet<Element>): Beside {
  const headings = withAncestors(page.$('h1').toArray());
  const furnitureOf = enclosingTest(page.$, 'nav,footer,header');
  const relatedOf = enclosingTest(page.$, RELATED);
  return (element) => {
    if (furnitureOf(element) !== null) return true;
    const related = relatedOf(element);
    // A wrapper of the whole page may bear such a name too.
    if (related !== null && !headings.has(related)) return true;
    return selfAndAncestors(element).some((at) => cards.has(at));
  };
}

/** The first price outside cards that is not struck out and not nothing (an empty cart shows "0.00"). */
export function lonePrice(page: PageDocument, prices: readonly Element[], beside: Beside) {
  const oldPriceOf = enclosingTest(page.$, OLD_PRICE);
  for (const element of prices) {
    if (beside(element) || oldPriceOf(element) !== null) continue;
    const price = parsePrice(visibleText(element, { limit: 200 }), { ...page, declared: null });
    if (price?.amount == null || !/[1-9]/.test(price.amount) || currencyTokens(price.raw).length === 0)
      continue;
    return {
      price,
      leads: prices.slice(0, prices.indexOf(element)).every((other) => !beside(other)),
    };
  }
  return null;
}

/** Fields of a detail page from its heading, its description block and its attribute table. */
export function heuristicDraft(page: PageDocument, price: DraftFields['price']): Draft {
  const heading = mainHeading(page);
  const meta = page.$('meta[property="og:title"]').attr('content');
  const title = heading === null ? oneLine(plainText(meta ?? page.title), 500) : oneLine(heading.text(), 500);
  const attributes = readAttributes(page);
  const stock = attributeFor(attributes, 'availability');
  const posted = attributeFor(attributes, 'postedAt');
  const seller = attributeFor(attributes, 'seller');
  const fields: DraftFields = {
    ...NO_FIELDS,
    title: title === '' ? null : title,
    description: descriptionBlock(page),
    price,
    availability: stock === null ? null : readAvailability(stock),
    externalId: attributeFor(attributes, 'externalId'),
    quantity: attributeFor(attributes, 'quantity'),
    location: attributeFor(attributes, 'location'),
    seller: seller === null ? null : { name: seller, id: null, url: null, country: null },
    images: absoluteImages([page.$('meta[property="og:image"]').attr('content')], page),
    attributes,
    postedAt: posted === null ? null : parseDate(posted, page.language),
  };
  return { reader: 'heuristic', fields, unread: [] };
}
