/** The canonical form by which URLs are taken for the same page. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalUrl } from '../src/text/canonical-url.ts';
import cases from './cases/canonical-urls.json' with { type: 'json' };

describe('canonicalUrl', () => {
  it.each(cases)('$name', ({ url, canonical }) => {
    expect(canonicalUrl(url)).toBe(canonical);
  });

  it('leaves a canonical form as it is', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        const once = canonicalUrl(url);
        expect(canonicalUrl(once)).toBe(once);
      }),
    );
  });
});
