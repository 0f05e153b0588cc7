/** Reads a page with the selectors of its site's own file; what they find wins over every other reader. */
import type { Listing } from '../../model/listing.ts';
import type { FieldSelector, PageRule, SiteField } from '../../model/site.ts';
import { boundedPattern } from '../../text/bounded-pattern.ts';
import { descendants, type Element, type Found } from '../html/element.ts';
import { oneLine, visibleText } from '../html/visible-text.ts';
import { bestAddress } from '../looks/main-images.ts';
import { type Draft, type DraftFields, NO_FIELDS, type Unread, unread } from '../page/draft.ts';
import type { PageDocument } from '../page/page-document.ts';
import { parseDate } from '../values/parse-date.ts';
import { parsePrice, priceHints } from '../values/parse-price.ts';
import { readAvailability } from '../values/read-availability.ts';

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

/** What a selector found: the value, and the element it comes from. */
type Value = {
  readonly text: string;
  readonly element: Element;
  /** It is what the element shows; otherwise an attribute, or what a pattern made of it. */
  readonly shown: boolean;
};

/** What the pattern of a selector makes of the text; '' where it does not match. @throws Error for a pattern that may not be run */
function patternReader(pattern: string | null): (text: string) => string {
  if (pattern === null) return (text) => text.trim();
  const bounded = boundedPattern(pattern);
  if (typeof bounded === 'string') throw new Error(bounded);
  return (text) => {
    const match = bounded.expression.exec(text.slice(0, bounded.limit));
    return (match?.[1] ?? match?.[0] ?? '').trim();
  };
}

/** Values that one candidate finds under `root`; of an element that shows nothing too, since a picture or link may be meant. */
export function valuesAt(page: PageDocument, root: Found, rule: FieldSelector): Value[] {
  // "." and "" stand for the card itself; a card may also match the selector itself.
  const own = rule.selector === '' || rule.selector === '.';
  const found = own
    ? root.toArray()
    : [...root.filter(rule.selector).toArray(), ...descendants(root, rule.selector).toArray()];
  const valueIn = patternReader(rule.pattern);
  const shown = rule.attribute === null && rule.pattern === null;
  return found
    .slice(0, MAX_VALUES)
    .map((element) => {
      const content = element.name === 'meta' ? (element.attribs['content'] ?? '') : visibleText(element);
      const text = rule.attribute === null ? content : (page.select()(element).attr(rule.attribute) ?? '');
      return { text: valueIn(text), element, shown };
    })
    .filter(({ text }) => shown || text !== '');
}

/** Fields that are addresses: a link or picture need not show any text. */
const ADDRESSES: ReadonlySet<SiteField> = new Set(['url', 'sellerUrl', 'image']);

type FieldReader = {
  readonly all: (field: SiteField) => Value[];
  readonly first: (field: SiteField) => string | null;
};

/** Candidates of a field are tried in order; the first that finds something is the field. */
function fieldReader(page: PageDocument, root: Found, rule: PageRule, missed: Unread[]): FieldReader {
  const all = (field: SiteField) => {
    for (const candidate of rule.fields[field] ?? []) {
      const found = attempt(field, candidate.selector, missed, [], () => valuesAt(page, root, candidate));
      const values = ADDRESSES.has(field) ? found : found.filter(({ text }) => text !== '');
      if (values.length > 0) return values;
    }
    return [];
  };
  return { all, first: (field) => all(field)[0]?.text ?? null };
}

/** Of the link that the element is, stands in or holds. */
function linkAt(page: PageDocument, element: Element): string | null {
  const at = page.select()(element);
  const href = at.closest('a[href],link[href]').attr('href') ?? descendants(at, 'a[href]').attr('href');
  return href === undefined ? null : page.resolve(href);
}

/** The address that a value is, or that the element shown leads to. */
export function addressIn(page: PageDocument, value: Value | undefined): string | null {
  if (value === undefined) return null;
  const { text, element, shown } = value;
  // "www.shop.example" on a page is a name; an attribute may well be "item/3".
  const stated = !shown || /^(?:https?:)?\/\//i.test(text);
  return stated ? page.resolve(text) : linkAt(page, element);
}

function sellerFrom(page: PageDocument, { first, all }: FieldReader): Listing['seller'] {
  const name = first('seller');
  const id = first('sellerId');
  const named = all('seller')[0];
  const url = addressIn(page, all('sellerUrl')[0]) ?? (named ? linkAt(page, named.element) : null);
  if (name === null && id === null && url === null) return null;
  return { name: name && oneLine(name, 300), id: id && oneLine(id, 200), url, country: null };
}

function imagesFrom(page: PageDocument, { all }: FieldReader): string[] {
  const addresses = all('image').map(({ text, element, shown }) =>
    shown ? imageAddress(page, element) : page.resolve(text),
  );
  return [...new Set(addresses.filter((url) => url !== null))];
}

export function imageAddress(page: PageDocument, element: Element): string | null {
  const image = element.name === 'img' ? element : descendants(page.select()(element), 'img').toArray()[0];
  const shown = image === undefined ? null : bestAddress(page, image);
  return shown ?? page.resolve(element.attribs['href'] ?? '');
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
  const price = rawPrice === null ? null : parsePrice(rawPrice, priceHints(page, first('currency')));
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
    url: addressIn(page, all('url')[0]) ?? url,
    externalId: line('id', 200),
    title: line('title', 500),
    description: description === '' ? null : description,
    price,
    availability,
    quantity: line('quantity', 100),
    seller: sellerFrom(page, read),
    contactTexts: all('contact').flatMap(({ text, element }) => [
      text,
      page.select()(element).attr('href') ?? '',
    ]),
    location: line('location', 200),
    images: imagesFrom(page, read),
    attributes: new Map(cas === null ? [] : [['CAS', cas]]),
    postedAt,
  };
  return { reader: 'site', fields, unread: missed };
}

export function siteDetail(page: PageDocument, rule: PageRule): Draft {
  return siteDraft(page, page.select().root().children(), rule, null);
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
    .map((element) => page.resolve(page.select()(element).attr('href') ?? ''))
    .filter((url): url is string => url !== null && url !== page.url);
  return urls.find(isDetail) ?? urls[0] ?? null;
}

/** Of the first candidate that finds any. */
function cardsOf(page: PageDocument, candidates: readonly string[], missed: Unread[]): Element[] {
  for (const selector of candidates) {
    const found = attempt('item', selector, missed, [], () =>
      descendants(page.select().root().children(), selector).slice(0, MAX_CARDS).toArray(),
    );
    if (found.length > 0) return found;
  }
  return [];
}

export function siteCards(
  page: PageDocument,
  rule: PageRule,
  isDetail: (url: string) => boolean,
): { cards: Draft[]; unread: Unread[] } {
  const missed: Unread[] = [];
  if (rule.item.length === 0) return { cards: [], unread: [] };
  const elements = cardsOf(page, rule.item, missed);
  if (elements.length === 0) missed.push(unread('item', 'site', `${rule.item.join(' | ')} found nothing`));
  const cards = elements.map((element) => {
    const card = page.select()(element);
    const selector = rule.fields.title?.[0]?.selector;
    const title =
      selector === undefined || selector === '' || selector === '.'
        ? undefined
        : attempt('title', selector, missed, undefined, () => descendants(card, selector).first());
    return siteDraft(page, card, rule, cardAddress(page, card, isDetail, title));
  });
  return { cards, unread: missed };
}
