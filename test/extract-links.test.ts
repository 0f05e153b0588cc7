/** What links lead to, told by their addresses alone; files and links that do something are not followed at all. */
import { expect, test } from 'vitest';
import { extractPage } from '../src/extract/extract-page.ts';
import cases from './cases/link-kinds.json' with { type: 'json' };

test.each(cases)('$href leads to $kind', ({ href, kind }) => {
  const html = `<html lang="en"><body><p>Welcome</p><a href="${href.replaceAll('&', '&amp;')}">here</a></body></html>`;
  const page = { url: 'https://shop.example/', status: 200, headers: {}, body: Buffer.from(html) };
  expect(extractPage(page, null).links.map((link) => link.kind)).toEqual(kind === null ? [] : [kind]);
});

test('links whose addresses are counted to the same number are told apart, and each stands once', () => {
  const paths = ['AaAa', 'BBBB', 'AaBB', 'BBAa', 'AaAa'].map((name) => `/lamps/${name}`);
  const html = `<html lang="en"><body>${paths.map((path) => `<a href="${path}">here</a>`).join('\n')}</body></html>`;
  const page = { url: 'https://shop.example/', status: 200, headers: {}, body: Buffer.from(html) };
  expect(extractPage(page, null).links.map(({ url }) => url)).toEqual(
    paths.slice(0, 4).map((path) => `https://shop.example${path}`),
  );
});
