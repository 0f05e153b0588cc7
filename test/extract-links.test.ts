/** What links lead to, told by their addresses alone; files and links that do something are not followed at all. */
import { expect, test } from 'vitest';
import { extractPage } from '../src/extract/extract-page.ts';
import cases from './cases/link-kinds.json' with { type: 'json' };

test.each(cases)('$href leads to $kind', ({ href, kind }) => {
  const html = `<html lang="en"><body><p>Welcome</p><a href="${href.replaceAll('&', '&amp;')}">here</a></body></html>`;
  const page = { url: 'https://shop.example/', status: 200, headers: {}, body: Buffer.from(html) };
  expect(extractPage(page, null).links.map((link) => link.kind)).toEqual(kind === null ? [] : [kind]);
});
