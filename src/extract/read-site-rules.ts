/** Reads a page with the selectors of its site's own file; what they find wins over every other reader. */
import type { Listing } from '../model/listing.ts';
import type { FieldSelector, PageRule, SiteField } from '../model/site.ts';
import { type Draft, type DraftFields, NO_FIELDS, type Unread, unread } from './draft.ts';
import { descendants, type Element, type Found } from './element.ts';
import type { PageDocument } from './page-document.ts';
import { parseDate } from './parse-date.ts';
import { parsePrice } from './parse-price.ts';
import { readAvailability } from './read-availability.ts';
import { oneLine, visibleText } from './visible-text.ts';
import { absoluteUrl } from './web-url.ts';

const MAX_CARDS = 500;
const MAX_VALUES = 50;

/** Runs one reading step; a selector or pattern that is no selector or pattern is reported instead of ending the page. */
export function attempt<T>(field: string, rule: string, missed: Unread[], otherwise: T, step: () => T): T {
  try {
    return step();
  } catch (error) {
    missed.push(unread(field, 'site', `${rule}: ${error instanceof Error ? error.message : String(error)}`));
    return otherwise;
  }
}

/** Values that one candidate finds under `root`, with the elements they come from. */
function valuesAt(
  page: PageDocument,
  root: Found,
  rule: FieldSelector,
): { text: string; element: Element }[] {
  // "." and "" stand for the card itself; a card may also match the selector itself.
  const own = rule.selector === '' || rule.selector === '.';
  const found = own
    ? root.toArray()
    : [...root.filter(rule.selector).toArray(), ...descendants(root, rule.selector).toArray()];
  return found
    .slice(0, MAX_VALUES)
    .map((element) => {
      const content = element.name === 'meta' ? (element.attribs['content'] ?? '') : visibleText(element);
      const text = rule.attribute === null ? content : (page.$(element).attr(rule.attribute) ?? '');
      if (rule.pattern === null) return { text: text.trim(), element };
      const match = new RegExp(rule.pattern, 'u').exec(text.slice(0, 5000));
      return { text: (match?.[1] ?? match?.[0] ?? '').trim(), element };
    })
    .filter(({ text }) => text !== '');
}

type FieldReader = {
  readonly all: (field: SiteField) => { text: string; element: Element }[];
  readonly first: (field: SiteField) => string | null;
};

/** Candidates of a field are tried in order; the first that finds something is the field. */
function fieldReader(page: PageDocument, root: Found, rule: PageRule, missed: Unread[]): FieldReader {
  const all = (field: SiteField) => {
    for (const candidate of rule.fields[field] ?? []) {
      const values = attempt(field, candidate.selector, missed, [], () => valuesAt(page, root, candidate));
      if (values.length > 0) return values;
    }
    return [];
  };
  return { all, first: (field) => all(field)[0]?.text ?? null };
}

function sellerFrom(page: PageDocument, { first, all }: FieldReader): Listing['seller'] {
  const name = first('seller');
  const link = all('sellerUrl')[0] ?? all('seller')[0];
  const href =
    link &&
    (page.$(link.element).closest('a[href]').attr('href') ??
      descendants(page.$(link.element), 'a[href]').attr('href'));
  const stated = first('sellerUrl');
  const address = stated !== null && /^(?:https?:)?\//i.test(stated) ? stated : href;
  const url = address === undefined ? null : absoluteUrl(address, page.base);
  return name === null && url === null
    ? null
    : { name: name && oneLine(name, 300), id: null, url, country: null };
}

function imagesFrom(page: PageDocument, { all }: FieldReader): string[] {
  const addresses = all('image').map(
    ({ text, element }) => absoluteUrl(text, page.base) ?? imageAddress(page, element),
  );
  return [...new Set(addresses.filter((url) => url !== null))];
}

export function imageAddress(page: PageDocument, element: Element): string | null {
  const image = element.name === 'img' ? page.$(element) : descendants(page.$(element), 'img').first();
  const address =
    image.attr('data-src') ??
    image.attr('data-original') ??
    image.attr('src') ??
    page.$(element).attr('href');
  return address === undefined ? null : absoluteUrl(address, page.base);
}

function siteDraft(page: PageDocument, root: Found, rule: PageRule, url: string | null): Draft {
  const missed: Unread[] = [];
  const read = fieldReader(page, root, rule, missed);
  const { first, all } = read;
  // A field whose selectors find nothing is what a changed shop looks like.
  for (const field of Object.keys(rule.fields)) {
    if (field === 'title' && first('title') === null)
      missed.push(unread(field, 'site', 'selectors found nothing'));
  }
  const rawPrice = first('price');
  const price = rawPrice === null ? null : parsePrice(rawPrice, { ...page, declared: first('currency') });
  if (price !== null && price.amount === null && /\d/.test(price.raw))
    missed.push(unread('price', 'site', price.raw));
  const stock = first('availability');
  const availability = stock === null ? null : readAvailability(stock);
  if (stock !== null && availability === null) missed.push(unread('availability', 'site', stock));
  const posted = first('postedAt');
  const postedAt = posted === null ? null : parseDate(posted, page.language);
  if (posted !== null && postedAt === null) missed.push(unread('postedAt', 'site', posted));
  const line = (field: SiteField, limit: number): string | null => {
    const text = first(field);
    return text === null ? null : oneLine(text, limit);
  };
  const cas = line('cas', 200);
  const description = all('description')
    .map(({ text }) => text)
    .join('\n')
    .slice(0, 20_000);
  const fields: DraftFields = {
    ...NO_FIELDS,
    url,
    externalId: line('id', 200),
    title: line('title', 500),
    description: description === '' ? null : description,
    price,
    availability,
    quantity: line('quantity', 100),
    seller: sellerFrom(page, read),
    contactTexts: all('contact').flatMap(({ text, element }) => [text, page.$(element).attr('href') ?? '']),
    location: line('location', 200),
    images: imagesFrom(page, read),
    attributes: cas === null ? {} : { CAS: cas },
    postedAt,
  };
  return { reader: 'site', fields, unread: missed };
}

export function siteDetail(page: PageDocument, rule: PageRule): Draft {
  return siteDraft(page, page.$.root().children(), rule, null);
}

/** The address a card leads to: a known detail address first, then the link around or in its title, then its first link. */
export function cardAddress(
  page: PageDocument,
  card: Found,
  isDetail: (url: string) => boolean,
  title?: Found,
): string | null {
  const places = [
    title?.closest('a[href]'),
    title && descendants(title, 'a[href]'),
    descendants(card, 'h1 a[href],h2 a[href],h3 a[href],h4 a[href],h5 a[href],h6 a[href]'),
    card.filter('a[href]'),
    descendants(card, 'a[href]'),
    card.closest('a[href]'),
  ];
  const urls = places
    .flatMap((place) => place?.slice(0, 20).toArray() ?? [])
    .map((element) => absoluteUrl(page.$(element).attr('href') ?? '', page.base))
    .filter((url): url is string => url !== null && url !== page.url);
  return urls.find(isDetail) ?? urls[0] ?? null;
}

export function siteCards(
  page: PageDocument,
  rule: PageRule,
  isDetail: (url: string) => boolean,
): { cards: Draft[]; unread: Unread[] } {
  const missed: Unread[] = [];
  const { item } = rule;
  if (item === null) return { cards: [], unread: [] };
  const elements = attempt('item', item, missed, [], () =>
    descendants(page.$.root().children(), item).slice(0, MAX_CARDS).toArray(),
  );
  if (elements.length === 0) missed.push(unread('item', 'site', `${item} found nothing`));
  const cards = elements.map((element) => {
    const card = page.$(element);
    const selector = rule.fields.title?.[0]?.selector;
    const title =
      selector === undefined || selector === '' || selector === '.'
        ? undefined
        : attempt('title', selector, missed, undefined, () => descendants(card, selector).first());
    return siteDraft(page, card, rule, cardAddress(page, card, isDetail, title));
  });
  return { cards, unread: missed };
}
