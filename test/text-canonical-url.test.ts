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

  it('takes for plain only what the platform leaves as it is', () => {
    const label = fc.stringMatching(/^[a-z01-]{1,4}$/);
    const host = fc.oneof(
      fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join('.')),
      fc
        .array(fc.integer({ min: 0, max: 300 }), { minLength: 3, maxLength: 5 })
        .map((parts) => parts.join('.')),
      fc.constantFrom('xn--80ak6aa92e.com', 'xn--a.com', '0x1f', 'a.0x1f', '010.0.0.1', 'Shop.example'),
    );
    const port = fc.oneof(
      fc.constantFrom('', ':80', ':443', ':', ':080'),
      fc.nat(70_000).map((n) => `:${n}`),
    );
    const path = fc.stringMatching(/^(?:\/(?:[a-z~!$&'()*+,:@=_|-]|\.|\/){0,6}){1,2}$/);
    const url = fc
      .tuple(fc.constantFrom('http', 'https'), host, port, path)
      .map(([scheme, name, door, rest]) => `${scheme}://${name}${door}${rest}`);
    fc.assert(
      fc.property(url, (text) => {
        expect(canonicalUrl(text)).toBe(URL.canParse(text) ? new URL(text).href : text);
      }),
      { numRuns: 3000 },
    );
  });
});
