/** Pages by which a site says that it is down are told from those that offer nothing. */
import { expect, test } from 'vitest';
import { extractPage } from '../src/extract/extract-page.ts';
import cases from './cases/pages-of-outages.json' with { type: 'json' };

const isDown = (body: Uint8Array, charset = 'utf-8') =>
  extractPage(
    {
      url: 'https://a.example/',
      status: 200,
      headers: { 'content-type': `text/html; charset=${charset}` },
      body,
    },
    null,
  ).down;

test.each(cases.down)('a site is down by $name', ({ html }) => {
  expect(isDown(Buffer.from(html))).toBe(true);
});

test.each(cases.there)('a site is there whose page tells of $name', ({ html }) => {
  expect(isDown(Buffer.from(html))).toBe(false);
});

test('a site is down by words in a charset of its own', () => {
  const html = '<title>Магазин</title><p>На сайте ведутся технические работы</p>';
  const bytes = Uint8Array.from(html, (letter) => {
    const code = letter.charCodeAt(0);
    return code < 0x80 ? code : code - 0x410 + 0xc0;
  });
  expect(isDown(bytes, 'windows-1251')).toBe(true);
});

test('a site is there when its page offers something', () => {
  const html =
    '<title>Lamp</title><h1>Lamp</h1><p>€5</p><button>Add to cart</button><p>Our site is under maintenance</p>';
  expect(isDown(Buffer.from(html))).toBe(false);
});
