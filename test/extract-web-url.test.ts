/** Addresses resolved the short way are those the platform gives. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { absoluteUrl, pathOf, sameHost } from '../src/extract/page/web-url.ts';

const BASES = [
  'https://shop.example/list/?page=2',
  'http://shop.example/',
  'http://127.0.0.1:8480/a/b.html',
  'https://shop.example:8443/a/',
  'http://[::1]:8080/a',
];

/** The platform's own answer. */
function resolved(href: string, base: string): string | null {
  if (href.trim() === '' || !URL.canParse(href.trim(), base)) return null;
  const url = new URL(href.trim(), base);
  url.hash = '';
  return /^https?:/.test(url.href) && url.username + url.password === '' ? url.href : null;
}

const part = fc.oneof(
  fc.constantFrom(
    '/',
    '//',
    '/.',
    '/..',
    '/./',
    '.',
    '..',
    '?',
    '#',
    '&',
    '=',
    '%2e',
    '%',
    ' ',
    '\\',
    "'",
    '"',
    '@',
    ':',
  ),
  fc.constantFrom(
    'a',
    'B',
    'product-1.html',
    'é',
    '|',
    '{',
    '^',
    '\n',
    'https://shop.example',
    'https://img.shop.example/a',
    'http://xn--e1a.example/',
    'https://127.1/',
    'https://a.0x7f/',
    'https://Img.example/',
    'http://a--b.example:80/',
    'http:',
    'mailto:',
    '~',
    ';',
    '!',
  ),
);

test('whatever stands in a link', () => {
  fc.assert(
    fc.property(fc.constantFrom(...BASES), fc.array(part, { maxLength: 8 }), (base, parts) => {
      const href = parts.join('');
      const url = absoluteUrl(href, base);
      expect(url).toBe(resolved(href, base));
      if (url === null) return;
      const { origin, hostname } = new URL(url);
      expect(origin + pathOf(url)).toBe(url);
      expect(sameHost(url, base)).toBe(hostname === new URL(base).hostname);
    }),
    { numRuns: 3000 },
  );
});
