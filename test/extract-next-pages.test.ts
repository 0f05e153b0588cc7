/** The page that goes on with a list: found in the pagers that shops and forums write, and not found in what only looks like one. */
import { describe, expect, it } from 'vitest';
import { extractPage } from '../src/extract/extract-page.ts';
import cases from './cases/next-pages.json' with { type: 'json' };

const CARDS = Array.from(
  { length: 6 },
  (_, at) =>
    `<div class="card"><a href="/p/${at}"><h3>Lamp ${at}</h3></a><span class="price">${at}.50 EUR</span></div>`,
).join('');

const nextOf = (url: string, html: string) => {
  const body = Buffer.from(`<!doctype html><html lang="en"><body><main>${CARDS}</main>${html}</body></html>`);
  return extractPage({ url, status: 200, headers: {}, body }, null).next;
};

describe('the next page', () => {
  it.each(cases)('$name', ({ url, html, next }) => {
    expect(nextOf(url, html)).toBe(next);
  });

  it('of an offer is not the offer beside it, but may be one of its own pages', () => {
    const product = JSON.stringify({
      '@type': 'Product',
      name: 'Lamp',
      image: '/1.jpg',
      offers: { price: '5', priceCurrency: 'EUR', availability: 'InStock' },
    });
    const read = (rel: string) =>
      nextOf(
        'https://shop.example/p/lamp',
        `<h1>Lamp</h1><script type="application/ld+json">${product}</script>${rel}`,
      );
    expect(read('<a rel="next" href="/p/chair">Chair</a>')).toBeNull();
    expect(read('<link rel="next" href="/p/lamp?page=2">')).toBe('https://shop.example/p/lamp?page=2');
  });

  it.each([
    ['/cameras/big-camera/', null],
    ['/cameras/compact-camcorder-extra/', null],
    ['/cameras/compact-camcorder/2', 'https://shop.example/cameras/compact-camcorder/2'],
    ['/cameras/compact-or10-camcorder/', 'https://shop.example/cameras/compact-or10-camcorder/'],
  ])('an arrow on an offer to %s is taken as %s', (href, next) => {
    const html = `<html lang="en"><body><h1>Compact camcorder</h1><p class="price">450.00 EUR</p>
      <button>Add to cart</button><a class="arrow" href="${href}" title="Next"></a></body></html>`;
    const url = 'https://shop.example/cameras/compact-camcorder/';
    const read = extractPage({ url, status: 200, headers: {}, body: Buffer.from(html) }, null);
    expect(read).toMatchObject({ kind: 'detail', next });
  });

  it.each([
    ['numbers', (n: number) => `<a href="/list?page=${n}">${n}</a>`],
    ['rows', (n: number) => `<div class="pager"><b>${n}</b><a href="/list?page=${n + 1}">${n + 1}</a></div>`],
    ['links that say so', (n: number) => `<a class="next" href="/list?page=${n}">Next</a>`],
    ['hints', (n: number) => `<a rel="next" title="next product ${n}" href="/p/${n}">x</a>`],
  ])('is looked for in twenty thousand %s without harm', (_name, part) => {
    const html = Array.from({ length: 20_000 }, (_, at) => part(at)).join('');
    expect(() => nextOf('https://shop.example/list?page=1', html)).not.toThrow();
  });
});
