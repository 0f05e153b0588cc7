/** Invented shop pages in two shapes, each with its own numbers: the ground that extraction is timed on. */
import { createRandom, type Random } from '../market/random.ts';

const NOUNS =
  'lamp kettle chair bracket hose drill rucksack tent mirror clock blanket frame basket ladder candle cushion'.split(
    ' ',
  );
const KINDS =
  'solid small foldable steel oak cotton double green quiet early plain heavy round painted'.split(' ');
const SENTENCES = [
  'Delivered in two working days, in a box that takes little room.',
  'The surface is oiled and can be cleaned with a damp cloth.',
  'Fits most frames that were made after 2015; measure before you order.',
  'Screws and a short manual in four languages come with it.',
  'Tested for three years in a workshop and found to last.',
  'Colours may differ a little from what the screen shows.',
];

/** Digits that {@link stampPage} replaces, so that no two pages are the same bytes. */
const SERIAL = '70000007';

export type ShopPage = {
  readonly body: Uint8Array;
  /** Where serial numbers stand. */
  readonly places: readonly number[];
  readonly title: string;
  readonly amount: string;
};

export const SHAPES = ['A', 'B'] as const;
export type ShapeName = (typeof SHAPES)[number];

const wordsOf = (random: Random) => `${random.pick(KINDS)} ${random.pick(KINDS)} ${random.pick(NOUNS)}`;
const textOf = (random: Random, sentences: number) =>
  Array.from({ length: sentences }, () => random.pick(SENTENCES)).join(' ');
const repeat = (count: number, make: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => make(at)).join('\n');

type Product = { readonly title: string; readonly amount: string };

function jsonLd({ title, amount }: Product, text: string): string {
  const data = {
    '@context': 'https://schema.org/',
    '@type': 'Product',
    name: title,
    image: [`https://img.shop.example/${SERIAL}/front.jpg`],
    description: text,
    sku: `SH-${SERIAL}`,
    brand: { '@type': 'Brand', name: 'Northwind' },
    offers: {
      '@type': 'Offer',
      url: `https://shop.example/p/${SERIAL}`,
      priceCurrency: 'EUR',
      price: amount,
      availability: 'https://schema.org/InStock',
      seller: { '@type': 'Organization', name: 'Northwind Trading' },
    },
  };
  return `<script type="application/ld+json">${JSON.stringify(data)}</script>`;
}

function head({ title }: Product, styles: string, structured: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<title>${title} | Northwind</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="canonical" href="https://shop.example/p/${SERIAL}">
${styles}
${structured}
</head>`;
}

/** The offer itself, as shops show it. */
function offerBlock({ title, amount }: Product, text: string): string {
  return `<div class="product-main"><h1 class="product-title">${title}</h1>
<div class="gallery"><img src="/img/${SERIAL}/front.jpg" alt="${title}" width="600" height="600"></div>
<p class="product-price"><span>€${amount}</span></p>
<p class="stock">In stock</p>
<form action="/cart" method="post"><input type="hidden" name="id" value="${SERIAL}"><button type="submit" class="add-to-cart">Add to cart</button></form>
<div class="product-description"><p>${text}</p></div></div>`;
}

/**
 * 54 to 68 kB, nearly all of it 380 to 480 blocks of one form: goods that go with the offer. Were all of one size, garbage would be
 * collected at the same place of each page, with all of its tree to copy or nothing, which makes a third of the time.
 */
function shapeA(product: Product, random: Random, structured: string, text: string): string {
  const block = (at: number) =>
    `<li class="related-item"><a href="/p/${SERIAL}-${1000 + at}-${random.pick(NOUNS)}">${wordsOf(random)}</a> <i>€${random.int(3, 90)}.${random.int(10, 99)}</i> <p>A ${wordsOf(random)} ${random.pick(NOUNS)}.</p></li>`;
  return `${head(product, '', structured)}
<body><header class="site-header"><a href="/">Northwind</a></header>
<main>${offerBlock(product, text)}
<section class="related-products"><h2>Goes with it</h2><ul>
${repeat(random.int(380, 480), block)}
</ul></section></main></body></html>`;
}

const styleRule = (random: Random, at: number) =>
  `.c-${at}-${random.pick(NOUNS)}{display:flex;margin:${random.int(0, 40)}px auto;padding:.${random.int(1, 9)}rem;color:#${random.int(100_000, 999_999)};border:1px solid rgba(0,0,0,.${random.int(1, 9)})}`;
const scriptLine = (random: Random, at: number) =>
  `function f${at}(a,b){if(a<b&&b!==${random.int(1, 999)}){return document.querySelector(".c-${at}")||"<div class='x'>"+a+"</div>"}var t={k:"${random.pick(NOUNS)}",n:${random.int(1, 9999)}};return t.n>a?t.k:b}`;

function menu(random: Random): string {
  const entry = () =>
    `<li><a class="nav-link" href="/category/${random.pick(NOUNS)}/${random.int(1, 99)}">${random.pick(NOUNS)}</a></li>`;
  return `<header class="site-header"><nav class="main-nav"><ul>${repeat(128, entry)}</ul></nav></header>`;
}

/** 57 to 62 kB like a real shop: 33 kB of styles and scripts, some 840 elements. */
function shapeB(product: Product, random: Random, structured: string, text: string): string {
  const styles = `<style>${repeat(140, (at) => styleRule(random, at))}</style>`;
  const scripts = `<script>${repeat(118, (at) => scriptLine(random, at))}</script>`;
  const row = (at: number) =>
    `<tr><th scope="row">Measure ${at}</th><td>${random.int(1, 99)} cm, ${random.pick(KINDS)}</td></tr>`;
  const review = (at: number) =>
    `<div class="review" id="review-${at}"><span class="review-author">Reader ${random.int(1, 999)}</span><p class="review-text">${textOf(random, 1)}</p></div>`;
  const card = () =>
    `<div class="related-card"><a href="/p/${SERIAL}-${random.pick(NOUNS)}"><img src="/img/small-${random.int(100, 999)}.jpg" alt=""><span class="card-title">${wordsOf(random)}</span></a><span class="card-price">€${random.int(3, 90)}.${random.int(10, 99)}</span></div>`;
  return `${head(product, styles, structured)}
<body class="product-page">${menu(random)}
<main id="content"><ol class="breadcrumb"><li><a href="/">Home</a></li><li><a href="/category/house">House</a></li></ol>
${offerBlock(product, text)}
<table class="specification">${repeat(random.int(55, 85), row)}</table>
<section class="reviews"><h2>What readers say</h2>${repeat(random.int(18, 32), review)}</section>
<section class="related-products"><h2>Goes with it</h2>${repeat(random.int(22, 38), card)}</section></main>
<footer class="site-footer"><ul>${repeat(56, (at) => `<li><a href="/info/${at}">${random.pick(KINDS)} ${random.pick(NOUNS)}</a></li>`)}</ul></footer>
${scripts}</body></html>`;
}

function placesOf(body: Uint8Array): number[] {
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.length);
  const places: number[] = [];
  for (let at = buffer.indexOf(SERIAL); at >= 0; at = buffer.indexOf(SERIAL, at + 1)) places.push(at);
  return places;
}

/** The same number always gives the same page. */
export function shopPage(shape: ShapeName, structured: boolean, number: number): ShopPage {
  const random = createRandom('shop-pages', shape, number);
  const product = {
    title: `Northwind ${wordsOf(random)} ${number}`,
    amount: `${random.int(5, 400)}.${random.int(10, 99)}`,
  };
  const text = textOf(random, shape === 'A' ? 5 : 12);
  const make = shape === 'A' ? shapeA : shapeB;
  const body = new TextEncoder().encode(make(product, random, structured ? jsonLd(product, text) : '', text));
  return { ...product, body, places: placesOf(body) };
}

/** Writes another serial number into the page, in place. */
export function stampPage({ body, places }: ShopPage, serial: number): void {
  const digits = new TextEncoder().encode(String(10_000_000 + (serial % 90_000_000)));
  for (const place of places) for (let at = 0; at < digits.length; at++) body[place + at] = digits[at] ?? 0;
}
