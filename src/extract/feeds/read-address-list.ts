/** Reads a sitemap or a feed that was fetched like a page: its addresses as links, and the listings of a product feed. */
import type { Listing } from '../../model/listing.ts';
import type { Page } from '../../model/page.ts';
import type { ReadingRules } from '../../model/site.ts';
import { newPhoneTries } from '../contacts/find-phones.ts';
import { type PageText, textAt, wholeText } from '../html/code-units.ts';
import type { Link } from '../links/find-links.ts';
import type { Unread } from '../page/draft.ts';
import { kindByAddress, type Patterns } from '../page/link-kinds.ts';
import { mergeDrafts } from '../readers/merge-drafts.ts';
import { type FeedReading, readFeed } from './read-feed.ts';
import { readSitemap, type SitemapEntry } from './read-sitemap.ts';
import { rootElement } from './xml-records.ts';

export type AddressList = {
  readonly listings: Listing[];
  readonly links: Link[];
  readonly next: string | null;
  readonly unread: Unread[];
};

/** A product feed may be a whole shop; its entries are links too, so that none is lost. */
const MAX_LISTINGS = 5000;

/** Characters within which pages of HTML mostly name themselves. */
const BEGINNING = 500;

const isGzip = (body: Uint8Array) => body[0] === 0x1f && body[1] === 0x8b;

function linkTo(url: string, kind: Link['kind'], lastModified: string | null): Link {
  return { url, kind, nofollow: false, ...(lastModified === null ? {} : { lastModified }) };
}

function sitemapLinks(
  urls: readonly SitemapEntry[],
  sitemaps: readonly SitemapEntry[],
  patterns: Patterns,
): Link[] {
  return [
    ...sitemaps.map(({ url, lastModified }) => linkTo(url, 'list', lastModified)),
    ...urls.map(({ url, lastModified }) => linkTo(url, kindByAddress(url, patterns), lastModified)),
  ];
}

/** What a feed announces is read on its own page, except where the site's own patterns say otherwise. */
function feedLinks({ links, next }: FeedReading, patterns: Patterns): Link[] {
  const kindOf = (url: string): Link['kind'] => {
    if (patterns.detail !== null) return kindByAddress(url, patterns);
    return patterns.list?.(url) ? 'list' : 'detail';
  };
  return [
    ...links.map(({ url, lastModified }) => linkTo(url, kindOf(url), lastModified)),
    ...(next === null ? [] : [linkTo(next, 'next', null)]),
  ];
}

function feedListings({ offers, language }: FeedReading, rules: ReadingRules | null): Listing[] {
  const told = { country: rules?.country ?? null, language, phoneTries: newPhoneTries() };
  return offers
    .slice(0, MAX_LISTINGS)
    .map((draft) => mergeDrafts([draft], told, { url: draft.fields.url ?? '', texts: [], marked: [] }));
}

const SITEMAPS: ReadonlySet<string | null> = new Set(['urlset', 'sitemapindex']);

function fromSitemap(page: Pick<Page, 'body' | 'headers'>, patterns: Patterns): AddressList | null {
  const { urls, sitemaps, unread } = readSitemap(page.body, page.headers['content-type'] ?? null);
  if (urls.length === 0 && sitemaps.length === 0 && isGzip(page.body)) return null;
  return { listings: [], links: sitemapLinks(urls, sitemaps, patterns), next: null, unread: [...unread] };
}

/** A sitemap that says so in its first bytes, before all of its text is made ready to be taken apart as a page; null for any other page. */
export function readSitemapAtOnce(
  page: Pick<Page, 'headers' | 'body'>,
  patterns: Patterns,
): AddressList | null {
  const { buffer, byteOffset, length } = page.body;
  const beginning = Buffer.from(buffer, byteOffset, Math.min(length, BEGINNING)).toString('latin1');
  return isGzip(page.body) || SITEMAPS.has(rootElement(beginning)) ? fromSitemap(page, patterns) : null;
}

/** Null when the page is neither; told by its outermost element, since servers name any content type. `source` is its body. */
export function readAddressList(
  page: Pick<Page, 'url' | 'headers' | 'body'>,
  source: PageText,
  rules: ReadingRules | null,
  patterns: Patterns,
): AddressList | null {
  // Nearly every page says so at once.
  if (rootElement(textAt(source, 0, BEGINNING)) === 'html') return null;
  const text = wholeText(source);
  const root = rootElement(text);
  if (SITEMAPS.has(root)) return fromSitemap(page, patterns);
  if (root === null || root === 'html') return null;
  const defaults = { country: rules?.country ?? null, currency: rules?.currency ?? null };
  const feed = readFeed(text, page.url, defaults);
  if (feed === null) return null;
  return {
    listings: feedListings(feed, rules),
    links: feedLinks(feed, patterns),
    next: feed.next,
    unread: [...feed.unread, ...feed.offers.flatMap((draft) => draft.unread)],
  };
}
