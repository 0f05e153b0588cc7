/** What addresses tell of the pages of a list. */
import { expect, it } from 'vitest';
import { isLaterPage, pageNumberOf } from '../src/text/page-number.ts';
import cases from './cases/page-numbers.json' with { type: 'json' };

it.each(cases)('$url', ({ url, number, later = false, path }) => {
  const told = pageNumberOf(url);
  expect(told?.number ?? null).toBe(number);
  expect(isLaterPage(url)).toBe(later);
  if (path !== undefined) expect(told?.path).toBe(path);
});

it('keeps the other parameters, which tell lists apart', () => {
  expect(pageNumberOf('https://a.example/?cat=2&page=3&sort=price')?.others).toEqual(
    new Set(['cat=2', 'sort=price']),
  );
});
