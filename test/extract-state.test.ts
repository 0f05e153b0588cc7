/** What pages carry as data for their own scripts: read without running it, and only the page's own thing. */
import { expect, test } from 'vitest';
import { extractPage } from '../src/extract/extract-page.ts';
import { pageText } from '../src/extract/html/code-units.ts';
import { newRoom } from '../src/extract/html/page-room.ts';
import { parseDocument } from '../src/extract/page/page-document.ts';
import { readState } from '../src/extract/state/read-state.ts';
import { literalAt } from '../src/extract/state/state-literal.ts';
import states from './cases/page-states.json' with { type: 'json' };

type StateCase = {
  name: string;
  url: string;
  html: string;
  /** What the listing must hold from the state; null: nothing is read from it. */
  want: Record<string, unknown> | null;
  unread?: string[];
};

const cases: readonly StateCase[] = states;

const pageOf = (url: string, html: string) => ({ url, status: 200, headers: {}, body: Buffer.from(html) });

test.each(cases.filter(({ want }) => want !== null))('reads $name', ({ url, html, want }) => {
  const { kind, listings } = extractPage(pageOf(url, html), null);
  expect(kind).toBe('detail');
  expect(listings).toMatchObject([want]);
  expect(Object.values(listings[0]?.source ?? {})).toContain('state');
});

test.each(cases.filter(({ want }) => want === null))('reads $name', ({ url, html, unread = [] }) => {
  const reading = readState(parseDocument(pageText(html, newRoom()), url, null, null));
  expect(reading.main).toEqual([]);
  expect(reading.cards).toEqual([]);
  expect(reading.unread.map(({ field }) => field)).toEqual(unread);
});

test('cards of a state get the addresses that the page links to', () => {
  const items = ['a', 'b', 'c'].map((name, at) => ({
    name: `Lamp ${name}`,
    slug: `lamp-${name}`,
    price: at + 10,
  }));
  const links = items.map(({ slug }) => `<a href="/p/${slug}.html"><img src="/i/${slug}.jpg"></a>`).join('');
  const html = `<h1>Lamps</h1>${links}<script>window.__STATE__=${JSON.stringify({ items })}</script>`;
  const { kind, listings } = extractPage(pageOf('https://shop.example/lamps', html), null);
  expect(kind).toBe('list');
  expect(listings.map(({ url, price, source }) => [url, price?.amount, source['price']])).toEqual([
    ['https://shop.example/p/lamp-a.html', '10', 'state'],
    ['https://shop.example/p/lamp-b.html', '11', 'state'],
    ['https://shop.example/p/lamp-c.html', '12', 'state'],
  ]);
});

test('declared data ranks above the state', () => {
  const html =
    '<script type="application/ld+json">{"@type":"Product","name":"Lamp one","offers":{"price":"5.00"}}</script>' +
    '<script>window.__STATE__={"product":{"name":"Lamp one","sku":"L1","price":7,"currency":"EUR"}}</script>';
  const [listing] = extractPage(pageOf('https://shop.example/lamp', html), null).listings;
  expect(listing?.price?.amount).toBe('5.00');
  expect(listing?.source).toMatchObject({ price: 'json-ld', externalId: 'state' });
});

test.each([
  [
    '{a: "x", \'b\': [1, .5, -2e3, !0, void 0,], c: run(1, "x"), d: w.z || {q: 1}}',
    { a: 'x', b: [1, 0.5, -2000, true, null], c: null, d: { q: 1 } },
  ],
  ['"\\u00e9\\x41\\n\\\'"', "éA\n'"],
  ['new Date("2024-01-02")', '2024-01-02'],
  ['{"__proto__": {"x": 1}, y: 2}', { y: 2 }],
])('reads the literal %s', (text, value) => {
  expect(literalAt(text, 0)).toEqual({ value, end: text.length });
});

test.each(['{a: function () {}}', '{"a":', '[1 2]', '{"a" 1}', "'open", '['.repeat(100_000)])(
  'reads no literal in %#',
  (text) => {
    expect(literalAt(text, 0)).toBeNull();
  },
);

test.each([
  'a={',
  'a={b:"',
  '={"price":1},',
  'x.push({',
  '"price":',
  'function(a){return ',
  'JSON.parse("',
  '/*',
])(
  'a megabyte of %s is done with at once',
  (piece) => {
    const text = `<script>var price;${piece.repeat(1_000_000 / piece.length)}</script>`;
    expect(
      readState(parseDocument(pageText(text, newRoom()), 'https://shop.example/', null, null)).main,
    ).toEqual([]);
  },
  20_000,
);
