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
