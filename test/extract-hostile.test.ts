/** Nothing a server sends may bring extraction down. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { repairJson } from '../src/extract/declared/repair-json.ts';
import { extractPage } from '../src/extract/extract-page.ts';
import { limitNesting } from '../src/extract/html/limit-nesting.ts';
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

test.each(['-3', '0.5', '1e9', '99999999999999999999', 'x', ''])(
  'a cell over "%s" columns is one cell',
  (columns) => {
    const row = `<tr><td colspan="${columns}">Brass lamp</td><td>1 kg</td><td>12.50 EUR</td></tr>`;
    const head = '<tr><th>Product</th><th>Pack</th><th>Price</th></tr>';
    expect(read(`<h1>Prices</h1><table>${head}${row.repeat(20)}</table>`).kind).not.toBe('blocked');
  },
);

test.each(['[', '{"a":'])('JSON-LD nested 100,000 deep with %s is survived', (open) => {
  expect(read(`<script type="application/ld+json">${open.repeat(100_000)}</script>`).kind).toBe('other');
});

const times = (count: number, piece: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => piece(at));
const asJsonLd = (json: string) => `<script type="application/ld+json">${json}</script>`;
const asNuxt = (values: readonly string[]) =>
  `<script id="__NUXT_DATA__" type="application/json">[${values.join(',')}]</script>`;

/** Each would take minutes if it were read as many times over as it can be reached. */
test.each([
  [
    'a large node of JSON-LD under the name of thousands of small ones',
    asJsonLd(
      `[${times(20, () => `[${times(900, () => '{"@id":"x","a":1}').join(',')}]`).join(',')},{"@id":"x",${times(60_000, (at) => `"a${at}":1`).join(',')}}]`,
    ),
  ],
  [
    'variants that are each two hundred times the same',
    asNuxt([
      '{"product":1}',
      '{"name":2,"id":3,"variants":4}',
      '"Lamp"',
      '12345',
      ...times(6, (at) => `[${times(200, () => String(5 + 2 * at)).join(',')}],{"variants":${6 + 2 * at}}`),
      '["price"]',
    ]),
  ],
  [
    'things whose variants are all the same table',
    `<script>window.__NUXT__=(function(a){return {price:1,products:[${times(450, (at) => `{name:"Lamp ${at}",id:${at},variants:[${times(200, () => 'a').join(',')}]}`).join(',')}]}}({variants:[${times(150, () => '{b:1}').join(',')}]}))</script>`,
  ],
  [
    'a cache that stands in a million places',
    asNuxt([
      `{${times(900, (at) => `"a${at}":1`).join(',')}}`,
      `{${times(900, (at) => `"b${at}":2`).join(',')}}`,
      `{"ROOT_QUERY":4,${times(900, (at) => `"k${at}":${5 + at}`).join(',')}}`,
      '"price"',
      '{}',
      ...times(900, () => '{"x":4}'),
    ]),
  ],
  [
    'items that each refer to all that is on the page',
    `${times(20, (at) => `<div id=d${at}>`).join('')}${'<i itemprop=a content=b></i>'.repeat(30_000)}${'</div>'.repeat(20)}${`<p itemscope itemref="${times(20, (at) => `d${at}`).join(' ')}"></p>`.repeat(100)}`,
  ],
  [
    'descriptions of nothing but the beginnings of tags',
    `<script type="application/json">{"price":[${times(10, (at) => `{"name":"Lamp","id":${at},"price":5,"description":"${'<a'.repeat(30_000)}"}`).join(',')}]}</script>`,
  ],
  [
    'a currency of a megabyte',
    asJsonLd(
      `{"@type":"Product","name":"Lamp","offers":{"price":5,"priceCurrency":"${'TRY '.repeat(250_000)}"}}`,
    ),
  ],
  [
    'numbers of variants that are half a million digits and a letter',
    `${asJsonLd(
      `{"@type":"Product","name":"Lamp","offers":[${times(2, () => `{"@type":"Offer","price":5,"sku":"${'1'.repeat(500_000)}x"}`).join(',')}]}`,
    )}<form><button name=variant value=123456>Buy</button></form>`,
  ],
  [
    'messages of a channel that are struck out word by word',
    times(
      60,
      (at) =>
        `<div class="tgme_widget_message" data-post="acme/${at}"><div class="tgme_widget_message_text">Hello ${'<s>a</s>'.repeat(390)}${'b '.repeat(3000)}</div></div>`,
    ).join(''),
  ],
  [
    'properties around the same text',
    `<div id=w>${('<div itemprop=a>'.repeat(240) + 'word '.repeat(4000) + '</div>'.repeat(240)).repeat(10)}</div>${'<p itemscope itemref=w></p>'.repeat(100)}`,
  ],
  [
    'steps of a trail that are nothing but blanks and the signs between them',
    asJsonLd(
      `{"@type":"BreadcrumbList","itemListElement":[{"name":"a${' '.repeat(400_000)}b"},{"name":"a${'>'.repeat(400_000)}b"}]}`,
    ),
  ],
  [
    'headings of commas with a price behind each figure',
    `<h1>${`<i>${','.repeat(1990)}</i>`.repeat(20)}${'<i>1</i><i>$5</i>'.repeat(14)}</h1>`.repeat(20),
  ],
  ['labels of two thousand commas', `<p>${','.repeat(1950)}a 5</p><p>$5</p>`.repeat(500)],
  [
    'numbers of an article that are half a million figures and letters',
    asJsonLd(`{"@type":"Product","name":"Lamp","sku":"sku ${'0M'.repeat(500_000)} x"}`),
  ],
])(
  '%s are read once',
  (_, html) => {
    expect(read(`<h1>Lamp</h1>${html}`).listings.length).toBeLessThanOrEqual(1);
  },
  20_000,
);

test('what stands on one line is cut, whoever gives it: keys of tables may not be long', () => {
  const long = 'x1'.repeat(50_000);
  const seller = { '@type': 'Organization', name: long, identifier: long };
  const offers = { '@type': 'Offer', price: '9'.repeat(1000), priceCurrency: 'USD', seller };
  const product = { '@type': 'Product', name: 'Lamp', weight: { value: long }, offers };
  const location = { name: long };
  const [found] = read(
    `${asJsonLd(JSON.stringify({ ...product, areaServed: location }))}<meta property="og:type" content="product"><meta property="product:retailer_item_id" content="${long}">`,
  ).listings;
  const { externalId, quantity, seller: shown, location: place, price } = found ?? {};
  for (const text of [externalId, quantity, shown?.name, shown?.id, place])
    expect(text?.length).toBeGreaterThan(50);
  for (const text of [externalId, quantity, shown?.name, shown?.id, place])
    expect(text?.length).toBeLessThanOrEqual(300);
  expect(price).toBeNull();
});

test('what stands for no price and for no day is passed over', () => {
  const offers = ['-1', '7'].map((price) => ({ '@type': 'Offer', price }));
  const product = { '@type': 'Product', name: 'Lamp', offers };
  expect(read(asJsonLd(JSON.stringify(product))).listings).toMatchObject([{ price: { amount: '7' } }]);
  const state = { name: 'Lamp', price: 5, id: 12345, seller: { name: 'Acme' } };
  const posted = [9_999_999_999, 1_700_000_000].map((createdAt) =>
    read(`<h1>Lamp</h1><script type="application/json">${JSON.stringify({ ...state, createdAt })}</script>`),
  );
  expect(posted.map(({ listings }) => listings[0]?.postedAt)).toEqual([null, '2023-11-14T22:13:20.000Z']);
});

test('a field of a cache that is called after what objects inherit from is left out', () => {
  const state = '{"price":{"ROOT_QUERY":{},"A":{"__proto__({})":{"__ref":"A"}}}}';
  expect(read(`<script type="application/json">${state}</script>`).kind).toBe('other');
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
