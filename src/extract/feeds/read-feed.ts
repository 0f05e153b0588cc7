/** Reads an RSS or Atom feed: the addresses of its entries with title and date, and whole offers where it is a product feed. */

import { plainText } from '../html/plain-text.ts';
import { oneLine } from '../html/visible-text.ts';
import { languageTag } from '../page/declared-language.ts';
import { type Draft, type Unread, unread } from '../page/draft.ts';
import { absoluteUrl, sameHost } from '../page/web-url.ts';
import { parseDate } from '../values/parse-date.ts';
import { feedOffer, isOffer, type OfferDefaults } from './read-feed-offer.ts';
import {
  fieldText,
  readXmlRecords,
  rootElement,
  type XmlField,
  type XmlReading,
  type XmlRecord,
} from './xml-records.ts';

export type FeedLink = {
  /** Absolute, http or https, without fragment. */
  readonly url: string;
  readonly title: string | null;
  /** ISO 8601. */
  readonly lastModified: string | null;
};

export type FeedReading = {
  readonly links: readonly FeedLink[];
  /** The page of the feed that goes on with this one (RFC 5005 §3), on the same host. */
  readonly next: string | null;
  /** BCP 47. */
  readonly language: string | null;
  /** Entries of a product feed; empty for any other. */
  readonly offers: readonly Draft[];
  readonly unread: readonly Unread[];
};

/** Outermost elements of RSS 0.9x and 2.0, of RSS 0.90 and 1.0, and of Atom. */
const ROOTS: ReadonlySet<string> = new Set(['rss', 'rdf', 'feed']);
const RECORDS: ReadonlySet<string> = new Set(['item', 'entry']);
/** Words for the date of an entry, the one of its last change first. */
const DATES = ['updated', 'dcterms:modified', 'modified', 'pubdate', 'dc:date', 'published', 'issued'];

const isWhole = (url: string) => /^https?:\/\//i.test(url);

/** Atom gives the address as an attribute and may link to other things too; RSS gives it as text, or as a permanent id. */
function addressOf(fields: readonly XmlField[]): string | null {
  const atom = fields.find(
    ({ name, attributes }) =>
      (name === 'link' || name === 'atom:link') &&
      attributes['href'] !== undefined &&
      /^(?:alternate)?$/i.test(attributes['rel'] ?? ''),
  );
  const guid = fields.find(
    ({ name, text, attributes }) => name === 'guid' && attributes['isPermaLink'] !== 'false' && isWhole(text),
  );
  return fieldText(fields, 'g:link', 'link') ?? atom?.attributes['href'] ?? guid?.text ?? null;
}

function dateOf(fields: readonly XmlField[], missed: Unread[]): string | null {
  const stated = fieldText(fields, ...DATES);
  if (stated === null) return null;
  const date = parseDate(stated, null);
  if (date === null) missed.push(unread('postedAt', 'feed', stated));
  return date;
}

/** Of the feed itself, in `head`. */
function nextOf(head: readonly XmlField[], url: string): string | null {
  const link = head.find(
    ({ name, attributes }) => /^(?:atom:)?link$/.test(name) && attributes['rel']?.toLowerCase() === 'next',
  );
  const next = absoluteUrl(link?.attributes['href'] ?? '', url);
  return next !== null && next !== url && sameHost(next, url) ? next : null;
}

type FeedRecords = XmlReading & { readonly records: readonly XmlRecord[] };

function isFeed({ root, head, records }: FeedRecords): boolean {
  if (root === null || !ROOTS.has(root)) return false;
  // RDF describes anything; it is a feed when it has items.
  return root !== 'rdf' || records.length > 0 || head.some(({ name }) => name === 'items');
}

function readRecords(text: string): FeedRecords | null {
  const root = rootElement(text);
  if (root === null || !ROOTS.has(root)) return null;
  const records: XmlRecord[] = [];
  const reading = { ...readXmlRecords(text, RECORDS, (record) => records.push(record)), records };
  return isFeed(reading) ? reading : null;
}

/**
 * Pure; never throws. Null when the text is no feed. `url` is where it was fetched; `defaults` are the site's country and
 * currency, for prices that name none.
 */
export function readFeed(text: string, url: string, defaults: OfferDefaults): FeedReading | null {
  const reading = readRecords(text);
  if (reading === null) return null;
  const missed: Unread[] = reading.stopped === null ? [] : [unread('feed', 'feed', reading.stopped)];
  const language = languageTag(fieldText(reading.head, 'language', 'dc:language'));
  const links = new Map<string, FeedLink>();
  const offers: Draft[] = [];
  for (const { fields } of reading.records) {
    const address = addressOf(fields);
    const entry = address === null ? null : absoluteUrl(address, url);
    if (entry === null) {
      missed.push(unread('link', 'feed', address ?? 'an entry without an address'));
      continue;
    }
    if (links.has(entry)) continue;
    const lastModified = dateOf(fields, missed);
    const title = oneLine(plainText(fieldText(fields, 'g:title', 'title') ?? ''), 500);
    const link: FeedLink = { url: entry, title: title === '' ? null : title, lastModified };
    links.set(entry, link);
    if (isOffer(fields)) offers.push(feedOffer(fields, link, { ...defaults, language }));
  }
  return { links: [...links.values()], next: nextOf(reading.head, url), language, offers, unread: missed };
}

/** The entries of a feed that serves as a sitemap, which has no address of its own. Null when the text is no feed. */
export function feedAddresses(text: string): {
  readonly urls: readonly { readonly url: string; readonly lastModified: string | null }[];
  readonly unread: readonly Unread[];
} | null {
  const reading = readRecords(text);
  if (reading === null) return null;
  const missed: Unread[] = [];
  const urls = reading.records.flatMap(({ fields }) => {
    const address = addressOf(fields) ?? '';
    const url = isWhole(address) ? absoluteUrl(address, address) : null;
    if (url === null) missed.push(unread('link', 'feed', address));
    return url === null ? [] : [{ url, lastModified: dateOf(fields, missed) }];
  });
  return { urls, unread: missed };
}
