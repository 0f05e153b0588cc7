/** Reads a sitemap: its addresses and further sitemaps, each with the day it was last changed (sitemaps.org protocol 0.9). */
import { gunzipSync } from 'node:zlib';
import { decodeBody } from '../html/decode-body.ts';
import { type Unread, unread } from '../page/draft.ts';
import { absoluteUrl } from '../page/web-url.ts';
import { parseDate } from '../values/parse-date.ts';
import { feedAddresses } from './read-feed.ts';
import { fieldText, readXmlRecords, rootElement, type XmlRecord } from './xml-records.ts';

export type SitemapEntry = {
  /** Absolute, http or https, without fragment. */
  readonly url: string;
  /** ISO 8601; null where it is not told or no date. */
  readonly lastModified: string | null;
};

export type SitemapReading = {
  readonly urls: readonly SitemapEntry[];
  /** Further sitemaps, of an index. How deep they may lead is for the caller to bound. */
  readonly sitemaps: readonly SitemapEntry[];
  readonly unread: readonly Unread[];
};

/** The protocol's limits for one file, unpacked. */
const MAX_BYTES = 52_428_800;
const MAX_URLS = 50_000;

const RECORDS: ReadonlySet<string> = new Set(['url', 'sitemap']);

const refused = (why: string): SitemapReading => ({
  urls: [],
  sitemaps: [],
  unread: [unread('sitemap', 'feed', why)],
});

/** The bytes as they are, or unpacked when they are gzip; an error is why they cannot be. */
function unpacked(bytes: Uint8Array): Uint8Array | Error {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** One address a line, as the protocol allows; null where the first line is none. */
function readLines(text: string): SitemapReading | null {
  const lines = text
    .split(/\r\n?|\n/, MAX_URLS)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (!/^https?:\/\/\S+$/i.test(lines[0] ?? '')) return null;
  const read = lines.map((line) => ({ line, url: fullUrl(line) }));
  return {
    urls: read.flatMap(({ url }) => (url === null ? [] : [{ url, lastModified: null }])),
    sitemaps: [],
    unread: read.flatMap(({ line, url }) => (url === null ? [unread('loc', 'feed', line)] : [])),
  };
}

/** A sitemap has no address to resolve against: the protocol asks for whole ones. */
function fullUrl(text: string): string | null {
  return /^https?:\/\//i.test(text) ? absoluteUrl(text, text) : null;
}

function entryOf({ fields }: XmlRecord, missed: Unread[]): SitemapEntry | null {
  const location = fieldText(fields, 'loc') ?? '';
  const url = fullUrl(location);
  if (url === null) {
    missed.push(unread('loc', 'feed', location));
    return null;
  }
  const stated = fieldText(fields, 'lastmod');
  const lastModified = stated === null ? null : parseDate(stated, null);
  if (stated !== null && lastModified === null) missed.push(unread('lastmod', 'feed', stated));
  return { url, lastModified };
}

/** The same address twice is one entry, the later date of the two. */
function keepLater(entries: Map<string, SitemapEntry>, entry: SitemapEntry): void {
  const known = entries.get(entry.url);
  if (known === undefined || (entry.lastModified ?? '') > (known.lastModified ?? ''))
    entries.set(entry.url, entry);
}

function readText(text: string): SitemapReading {
  const root = rootElement(text);
  if (root === null) return readLines(text) ?? refused('neither XML nor a list of addresses');
  if (root !== 'urlset' && root !== 'sitemapindex') {
    const addresses = feedAddresses(text);
    return addresses === null ? refused(`the outermost element is ${root}`) : { ...addresses, sitemaps: [] };
  }
  const urls = new Map<string, SitemapEntry>();
  const sitemaps = new Map<string, SitemapEntry>();
  const missed: Unread[] = [];
  const { stopped } = readXmlRecords(text, RECORDS, (record) => {
    const entry = entryOf(record, missed);
    if (entry !== null) keepLater(record.name === 'sitemap' ? sitemaps : urls, entry);
  });
  if (stopped !== null) missed.unshift(unread('sitemap', 'feed', stopped));
  return { urls: [...urls.values()], sitemaps: [...sitemaps.values()], unread: missed };
}

/**
 * Pure; never throws. XML (plain or gzip), plain text with one address a line, and feeds, which the protocol allows as
 * sitemaps. `contentType` is the header's value, or null. What cannot be read is told in `unread`, with a sample.
 */
export function readSitemap(bytes: Uint8Array, contentType: string | null): SitemapReading {
  const plain = unpacked(bytes);
  if (plain instanceof Error) return refused(`gzip: ${plain.message}`);
  if (plain.length > MAX_BYTES) return refused(`${plain.length} bytes are more than the protocol allows`);
  return readText(decodeBody(plain, contentType));
}
