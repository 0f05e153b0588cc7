/** Nothing a server sends may bring extraction down. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { extractPage } from '../src/extract/extract-page.ts';
import { limitNesting } from '../src/extract/limit-nesting.ts';
import { repairJson } from '../src/extract/repair-json.ts';
import { listing } from '../src/model/listing.ts';

const read = (html: string) =>
  extractPage({ url: 'https://shop.example/p/1', status: 200, headers: {}, body: Buffer.from(html) }, null);

const piece = fc.oneof(
  fc.constantFrom(
    '<div>',
    '</div>',
    '<p',
    '<table><tr><td>',
    '<a href="/x">',
    '<a href="http://[">',
    '</a>',
    '<h1>',
    '<!--',
    '-->',
    '<![CDATA[',
    '<script type="application/ld+json">',
    '</script>',
    '{"@type":"Product","name":',
    '"@graph":[',
    '{"@id":"#a"}',
    ']',
    '}',
    ',',
    '<div itemscope itemtype="http://schema.org/Product" itemref="a b">',
    '<span itemprop="name" id="a">',
    '<i itemprop=offers itemscope>',
    '<meta property="og:type" content="product">',
    '<meta property="product:price:amount" content="',
    '">',
    '$5.00',
    '1.234,56 €',
    '</',
    '<',
    '&#0;',
    '&#x110000;',
    '<link rel="canonical" href="//">',
    '<base href="javascript:">',
    '<html lang="e_">',
    '<title>',
    '\ud800',
    '%E0%A4%A',
    '<b typeof="Product" property="name">',
  ),
  fc.string({ unit: 'binary' }),
);

test('any sequence of markup gives valid listings and absolute links', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (parts) => {
      const found = read(parts.join(''));
      for (const one of found.listings) expect(listing.safeParse(one).error).toBeUndefined();
      for (const { url } of found.links) expect(url).toMatch(/^https?:\/\/[^#]*$/);
    }),
    { numRuns: 300 },
  );
});

test('any bytes are read', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), fc.string(), (body, contentType) => {
      const page = {
        url: 'https://shop.example/',
        status: 200,
        headers: { 'content-type': contentType },
        body,
      };
      expect(['detail', 'list', 'other', 'blocked']).toContain(extractPage(page, null).kind);
    }),
  );
});

test.each(['<div>', '<b>', '<table>', '<ul><li>', '<div itemscope itemprop=offers>', '<b></i>'])(
  '100,000 times %s neither overflows the stack nor loses the page',
  (tag) => {
    const found = read(
      `<script type="application/ld+json">{"@type":"Product","name":"Lamp"}</script>${tag.repeat(100_000)}`,
    );
    expect(found.listings).toMatchObject([{ title: 'Lamp' }]);
  },
);

test.each(['[', '{"a":'])('JSON-LD nested 100,000 deep with %s is survived', (open) => {
  expect(read(`<script type="application/ld+json">${open.repeat(100_000)}</script>`).kind).toBe('other');
});

test('one page gives at most 500 listings', () => {
  const card = (n: number) => `{"@type":"Product","name":"Lamp ${n}","url":"/lamp/${n}"}`;
  const cards = Array.from({ length: 1200 }, (_, n) => card(n)).join(',');
  expect(read(`<script type="application/ld+json">[${cards}]</script>`).listings).toHaveLength(500);
});

test('HTML that is not nested too deeply is left as it is', () => {
  const html = '<ul><li>a<li>b</ul><p>x<br>y<p>z<script>if (a<b) "<div><div><div>"</script>';
  expect(limitNesting(html, 2)).toBe(html);
  expect(limitNesting('<i><i><i>x</i></i></i>', 2)).toBe('<i><i> x </i></i>');
});

test('repaired JSON of what was JSON says the same', () => {
  fc.assert(
    fc.property(fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())), (value) => {
      expect(JSON.parse(repairJson(JSON.stringify(value)))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
