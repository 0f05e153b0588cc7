/** Saved pages through the whole extraction: kind, listings with their sources, links and next page. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { extractPage } from '../src/extract/extract-page.ts';
import { listing } from '../src/model/listing.ts';
import type { ReadingRules } from '../src/model/site.ts';

const folder = new URL('cases/pages/', import.meta.url);

const expectation = z.object({
  url: z.string(),
  status: z.number().default(200),
  /** Where days are counted back from it. */
  fetchedAt: z.string().optional(),
  rules: z.custom<ReadingRules>().nullable().default(null),
  kind: z.string(),
  /** How many listings there are. */
  count: z.number(),
  /** What must be true of them, in order. */
  listings: z.array(z.record(z.string(), z.unknown())).default([]),
  next: z.string().nullable().optional(),
  needsBrowser: z.boolean().optional(),
  /** Some of the links. */
  links: z
    .array(
      z.object({
        url: z.string(),
        kind: z.string(),
        nofollow: z.boolean(),
        lastModified: z.string().optional(),
      }),
    )
    .default([]),
  /** Names of fields that must be reported as unread, and no others. */
  unread: z.array(z.string()).default([]),
});

for (const name of readdirSync(folder)) {
  test(`reads ${name}`, () => {
    const wanted = expectation.parse(
      JSON.parse(readFileSync(new URL(`${name}/expected.json`, folder), 'utf8')),
    );
    const saved = readdirSync(new URL(name, folder)).find((file) => file.startsWith('page.')) ?? 'page.html';
    const body = readFileSync(new URL(`${name}/${saved}`, folder));
    const page = {
      url: wanted.url,
      status: wanted.status,
      headers: { 'content-type': `text/${saved.endsWith('.txt') ? 'plain' : 'html'}; charset=utf-8` },
      body,
      ...(wanted.fetchedAt === undefined ? {} : { fetchedAt: wanted.fetchedAt }),
    };
    const found = extractPage(page, wanted.rules);
    expect(found.kind).toBe(wanted.kind);
    expect(found.listings).toHaveLength(wanted.count);
    if (wanted.listings.length > 0) expect(found.listings).toMatchObject(wanted.listings);
    for (const one of found.listings) expect(listing.safeParse(one).error).toBeUndefined();
    for (const link of wanted.links) expect(found.links).toContainEqual(link);
    if (wanted.next !== undefined) expect(found.next).toBe(wanted.next);
    if (wanted.needsBrowser !== undefined) expect(found.needsBrowser).toBe(wanted.needsBrowser);
    expect([...new Set(found.unread.map(({ field }) => field))]).toEqual(wanted.unread);
  });
}

test('a card and the detail page it leads to carry the same address', () => {
  const read = (url: string, html: string) =>
    extractPage({ url, status: 200, headers: {}, body: Buffer.from(html) }, null).listings.map(
      (one) => one.url,
    );
  const product = (path: string) =>
    `{"@type":"Product","name":"Lamp ${path}","url":"${path}","offers":{"price":"1"}}`;
  const list = read(
    'https://shop.example/lamps',
    `<script type="application/ld+json">[${product('/p/1')},${product('/p/2')}]</script>`,
  );
  const detail = read(
    'https://shop.example/p/1?ref=lamps#top',
    `<link rel="canonical" href="/p/1"><script type="application/ld+json">${product('/p/1')}</script>`,
  );
  expect(list).toEqual(['https://shop.example/p/1', 'https://shop.example/p/2']);
  expect(detail).toEqual(['https://shop.example/p/1']);
});
