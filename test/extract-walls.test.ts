/** Walls are told from content, in both directions. */
import { expect, test } from 'vitest';
import { extractPage } from '../src/extract/extract-page.ts';
import walls from './cases/walls.json' with { type: 'json' };

const kindOf = ({ html, status, url }: { html: string; status: number; url: string }) =>
  extractPage(
    { url, status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: Buffer.from(html) },
    null,
  );

test.each(walls.blocked)('is blocked by $name', (page) => {
  expect(kindOf(page)).toMatchObject({ kind: 'blocked', listings: [], needsBrowser: false });
});

test.each(walls.open)('is not blocked by $name', (page) => {
  expect(kindOf(page).kind).not.toBe('blocked');
});
