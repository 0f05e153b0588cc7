/** Pages that answer for an offer and say that it is not there any more are told from those that offer nothing, or something. */
import { expect, test } from 'vitest';
import { extractPage } from '../src/extract/extract-page.ts';
import cases from './cases/gone-pages.json' with { type: 'json' };

const read = (html: string) =>
  extractPage(
    {
      url: 'https://a.example/item/4711',
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      body: Buffer.from(html),
    },
    null,
  );

test.each(cases.gone)('what was offered is gone by $name', ({ html }) => {
  expect(read(html)).toMatchObject({ gone: true, down: false });
});

test.each(cases.there)('nothing says that what was offered is gone: $name', ({ html }) => {
  expect(read(html).gone).toBe(false);
});

test.each(['€19.00', '$19', '19,00 €', 'US$ 19.00'])('a thing is sold for %s, which is no count', (price) => {
  const html = `<title>Desk lamp</title><h1>Desk lamp</h1><p>Sold</p><p>${price}</p><p>A lamp of brass.</p>`;
  expect(read(html).listings).toMatchObject([{ availability: 'SoldOut' }]);
});

test('a thing of which many were sold is there', () => {
  const html =
    '<title>Desk lamp</title><h1>Desk lamp</h1><p>€19.00</p><p>Sold</p><p>54</p><p>A lamp of brass.</p>';
  expect(read(html).listings).toMatchObject([{ availability: null }]);
});
