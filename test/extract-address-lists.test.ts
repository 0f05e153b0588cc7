/** Sitemaps and feeds: their addresses, dates and offers, and what hostile ones do not do. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { extractPage } from '../src/extract/extract-page.ts';
import { readFeed } from '../src/extract/feeds/read-feed.ts';
import { readSitemap } from '../src/extract/feeds/read-sitemap.ts';
import feeds from './cases/feeds.json' with { type: 'json' };
import sitemaps from './cases/sitemaps.json' with { type: 'json' };

const NO_DEFAULTS = { country: null, currency: null };
const url = (number: number) => `<url><loc>https://shop.example/p/${number}</loc></url>`;
const sitemapOf = (count: number) =>
  `<urlset>${Array.from({ length: count }, (_, at) => url(at)).join('')}</urlset>`;
const fieldsOf = (missed: readonly { readonly field: string }[]) => missed.map(({ field }) => field);

describe('a sitemap', () => {
  it.each(sitemaps)('$name', (row) => {
    const found = readSitemap(Buffer.from(row.text), row.contentType ?? null);
    expect(found.urls).toEqual(row.urls ?? []);
    expect(found.sitemaps).toEqual(row.sitemaps ?? []);
    expect(fieldsOf(found.unread)).toEqual(row.unread ?? []);
    expect(readSitemap(gzipSync(row.text), row.contentType ?? null)).toEqual(found);
  });

  it('is read in the charset it declares, or whose mark it bears', () => {
    const text = '<urlset><url><loc>https://shop.example/café</loc></url></urlset>';
    const address = [{ url: 'https://shop.example/caf%C3%A9', lastModified: null }];
    const declared = `<?xml version="1.0" encoding="ISO-8859-1"?>${text}`;
    expect(readSitemap(Buffer.from(declared, 'latin1'), null).urls).toEqual(address);
    expect(readSitemap(Buffer.from(`\ufeff${text}`, 'utf16le'), null).urls).toEqual(address);
  });
});

/** What is told of a sitemap that is read in part or not at all. */
const hostile = [
  {
    name: 'more addresses than the protocol allows',
    body: Buffer.from(sitemapOf(50_010)),
    urls: 50_000,
    says: 'more than 50000',
  },
  {
    name: 'a million nested elements',
    body: Buffer.from(`<urlset>${url(1)}${'<a>'.repeat(1_000_000)}`),
    urls: 1,
    says: 'nested deeper',
  },
  {
    name: 'gzip that unpacks to more than the limit',
    body: gzipSync(Buffer.alloc(60_000_000, ' ')),
    urls: 0,
    says: 'gzip',
  },
  { name: 'gzip that breaks off', body: gzipSync(sitemapOf(1000)).subarray(0, 500), urls: 0, says: 'gzip' },
  { name: 'bytes of no meaning', body: Buffer.from([0, 255, 254, 1, 2, 60, 0]), urls: 0, says: 'neither' },
  {
    name: 'more bytes than the limit',
    body: Buffer.alloc(53_000_000, '<'),
    urls: 0,
    says: 'more than the protocol',
  },
];

describe('a hostile sitemap', () => {
  it.each(hostile)('with $name is told as unread', ({ body, urls, says }) => {
    const found = readSitemap(body, 'application/xml');
    expect(found.urls).toHaveLength(urls);
    expect(found.unread.at(-1)?.sample).toContain(says);
  });

  it.each([
    [
      'a million attributes',
      `<urlset><url ${'a="b" '.repeat(1_000_000)}><loc>https://shop.example/1</loc></url></urlset>`,
    ],
    [
      'an address of megabytes',
      `<urlset><url><loc>https://shop.example/${'a'.repeat(5_000_000)}</loc></url>${url(1)}</urlset>`,
    ],
    ['a million fields', `<urlset>${url(1)}<url>${'<x>1</x>'.repeat(1_000_000)}</url></urlset>`],
    ['a million comments', `${'<!-- a -->'.repeat(1_000_000)}<urlset>${url(1)}</urlset>`],
  ])('with %s does no harm', (_name, text) => {
    const found = readSitemap(Buffer.from(text), null);
    expect(found.urls.length).toBeLessThanOrEqual(1);
  });
});

describe('a feed', () => {
  it.each(feeds)('$name', (row) => {
    const found = readFeed(row.text, 'https://board.example/feed', NO_DEFAULTS);
    expect(found !== null).toBe(row.feed ?? true);
    if (found === null) return;
    expect(found.links).toEqual(row.links ?? []);
    expect(found.next).toBe(row.next ?? null);
    expect(found.language).toBe(row.language ?? null);
    expect(found.offers).toEqual([]);
    expect(fieldsOf(found.unread)).toEqual(row.unread ?? []);
  });
});

const page = (body: Uint8Array, status = 200) =>
  extractPage({ url: 'https://shop.example/sitemap.xml.gz', status, headers: {}, body }, null);

test('a packed sitemap that is fetched like a page gives its links', () => {
  const { kind, links } = page(gzipSync(sitemapOf(2)));
  expect(kind).toBe('list');
  expect(links.map((link) => link.url)).toEqual(['https://shop.example/p/0', 'https://shop.example/p/1']);
});

test.each([
  ['an empty sitemap', Buffer.from('<urlset></urlset>'), 200],
  ['a packed file that is no sitemap', gzipSync('some other file'), 200],
  ['a sitemap with an error status', Buffer.from(sitemapOf(2)), 404],
])('%s is no list', (_name, body, status) => {
  expect(page(body, status)).toMatchObject({ kind: 'other', links: [], listings: [] });
});

test('an entity, a tag and a character of two units are read whole wherever the text is cut into steps', () => {
  const step = 32_768;
  for (let shift = -60; shift <= 0; shift++) {
    const head = '<rss><channel><!--';
    const filler = 'x'.repeat(step + shift - head.length - 3);
    const text = `${head}${filler}--><item><title>Tea &amp; 🍵</title><link>https://shop.example/p/1</link></item></channel></rss>`;
    const found = readFeed(text, 'https://shop.example/feed', NO_DEFAULTS);
    expect(found?.links).toEqual([
      { url: 'https://shop.example/p/1', title: 'Tea & 🍵', lastModified: null },
    ]);
  }
});

test('whatever is sent as a sitemap or feed, reading it ends without an error', () => {
  const piece = fc.constantFrom(
    '<urlset>',
    '<url>',
    '<loc>',
    'https://shop.example/',
    '</loc>',
    '</url>',
    '<rss>',
    '<item>',
    '<link href="',
    '">',
    '<![CDATA[',
    ']]>',
    '<!DOCTYPE x [',
    '<!ENTITY a "',
    '&a;',
    '&#x0;',
    '&#xd800;',
    '<?xml',
    '<g:price>',
    '1 EUR',
    '\u0000',
    '\ud800',
    '<',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      readSitemap(Buffer.from(text), null);
      readFeed(`<rss>${text}`, 'https://shop.example/', NO_DEFAULTS);
      page(Buffer.from(text));
    }),
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void readSitemap(bytes, null)));
});
