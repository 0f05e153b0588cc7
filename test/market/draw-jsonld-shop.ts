/** A department store with JSON-LD on its product pages and a paginated catalogue. */
import { descriptionText, type MarketListing } from './listing.ts';
import * as parts from './page-parts.ts';
import { amountOf, type Section, type Shop } from './shops.ts';

const CATALOGUE = 'catalogue';
const esc = parts.escapeHtml;

function jsonLd(value: unknown): string {
  return `<script type="application/ld+json">${JSON.stringify(value).replaceAll('<', '\\u003c')}</script>`;
}

function frame(shop: Shop, section: Section, title: string, head: string, main: string): string {
  const { ui, code } = parts.wordsOf(section);
  const body = `<header class="site-header">
<a class="logo" href="/">${esc(shop.name)}</a>
<nav class="main-nav" aria-label="main"><ul>
<li><a href="/">${esc(ui.home)}</a></li>
<li><a href="/${code}/${CATALOGUE}">${esc(ui.catalogue)}</a></li>
</ul></nav>
<div class="tools">${parts.privateLinks(section)}</div>
<div class="languages">${parts.sectionLinks(shop, CATALOGUE)}</div>
</header>
<main>${main}</main>
<footer class="site-footer"><p>${esc(shop.name)} · service@${shop.domain}</p><p>${parts.footerLinks(section)}</p></footer>`;
  return parts.documentHtml(shop, section, title, head, body);
}

function card(listing: MarketListing, section: Section): string {
  const { ui } = parts.wordsOf(section);
  return `<li class="product-card"><a class="product-link" href="${listing.path}">
<img src="${parts.imagePath(listing)}" alt="" width="220" height="160" loading="lazy">
<span class="product-title">${esc(listing.title)}</span></a>
<span class="product-price">${esc(parts.priceText(listing, section))}</span>
<span class="stock">${esc(listing.inStock ? ui.inStock : ui.outOfStock)}</span></li>`;
}

function productData(shop: Shop, section: Section, listing: MarketListing): unknown {
  const words = parts.wordsOf(section);
  const offer = {
    '@type': 'Offer',
    url: listing.path,
    ...(listing.price === 0
      ? {}
      : { price: amountOf(listing.price, section.money), priceCurrency: section.money.currency }),
    availability: `https://schema.org/${listing.inStock ? 'InStock' : 'OutOfStock'}`,
    seller: { '@type': 'Organization', name: shop.name, url: '/' },
  };
  return {
    '@context': 'https://schema.org',
    '@graph': [
      {
        '@type': 'BreadcrumbList',
        itemListElement: [
          { '@type': 'ListItem', position: 1, name: words.ui.home, item: '/' },
          { '@type': 'ListItem', position: 2, name: words.ui.catalogue, item: `/${words.code}/${CATALOGUE}` },
        ],
      },
      {
        '@type': 'Product',
        name: listing.title,
        sku: String(listing.number),
        image: [parts.imagePath(listing)],
        description: descriptionText(listing.blocks),
        ...(listing.brand === null ? {} : { brand: { '@type': 'Brand', name: listing.brand } }),
        ...(listing.colour === null ? {} : { color: listing.colour }),
        ...(listing.quantity === null
          ? {}
          : {
              additionalProperty: [
                { '@type': 'PropertyValue', name: words.ui.quantity, value: listing.quantity },
              ],
            }),
        offers: offer,
      },
    ],
  };
}

function listData(listings: readonly MarketListing[]): unknown {
  return {
    '@context': 'https://schema.org',
    '@type': 'ItemList',
    itemListElement: listings.map(({ path }, index) => ({
      '@type': 'ListItem',
      position: index + 1,
      url: path,
    })),
  };
}

function pager({ section, page, pages }: parts.ListView): string {
  const { ui, code } = parts.wordsOf(section);
  const link = (to: number, label: string, rel = ''): string =>
    `<a href="/${code}/${CATALOGUE}?page=${to}"${rel === '' ? '' : ` rel="${rel}" class="pager-${rel}"`}>${esc(label)}</a>`;
  const numbers = parts
    .pageNumbers(page, pages)
    .map((number) =>
      number === page ? `<span aria-current="page">${number}</span>` : link(number, String(number)),
    );
  const before = page > 1 ? link(page - 1, ui.previous, 'prev') : '';
  const after = page < pages ? link(page + 1, ui.next, 'next') : '';
  return `<nav class="pager" aria-label="pages">${before} ${numbers.join(' ')} ${after}</nav>`;
}

function list(view: parts.ListView): string {
  const { shop, section, listings, total } = view;
  const { ui } = parts.wordsOf(section);
  const cards = listings.map((listing) => card(listing, section)).join('\n');
  const main = `<h1>${esc(ui.catalogue)}</h1><p class="count">${total} ${esc(ui.results)}</p>
<ul class="product-grid">${cards}</ul>${pager(view)}`;
  return frame(shop, section, ui.catalogue, jsonLd(listData(listings)), main);
}

function detail({ shop, section, listing, related }: parts.DetailView): string {
  const words = parts.wordsOf(section);
  const { ui, code } = words;
  const rows = parts
    .detailRows(listing, words)
    .map(([name, value]) => `<tr><th scope="row">${esc(name)}</th><td>${esc(value)}</td></tr>`);
  const main = `<nav class="breadcrumb"><a href="/">${esc(ui.home)}</a> › <a href="/${code}/${CATALOGUE}">${esc(ui.catalogue)}</a> › <span>${esc(listing.section)}</span></nav>
<article class="product">
<img src="${parts.imagePath(listing)}" alt="" width="440" height="320">
<div class="product-info"><h1>${esc(listing.title)}</h1>
<p class="product-price">${esc(parts.priceText(listing, section))}</p>
<p class="stock">${esc(listing.inStock ? ui.inStock : ui.outOfStock)}</p>
<a class="buy" rel="nofollow" href="/cart?add=${listing.number}">${esc(ui.cart)} +</a></div>
<section class="product-text"><h2>${esc(ui.description)}</h2>${parts.descriptionHtml(listing.blocks)}</section>
<section><h2>${esc(ui.details)}</h2><table class="details">${rows.join('')}</table></section>
</article>
<aside class="related"><h2>${esc(ui.related)}</h2><ul class="product-grid">${related.map((other) => card(other, section)).join('\n')}</ul></aside>`;
  return frame(shop, section, listing.title, jsonLd(productData(shop, section, listing)), main);
}

function home({ shop, shelves }: parts.ShopView): string {
  const [section] = shop.sections;
  if (section === undefined) return '';
  const { ui, code } = parts.wordsOf(section);
  const newest = (shelves.get(code) ?? []).slice(0, 8).map((listing) => card(listing, section));
  const main = `<section class="hero"><h1>${esc(shop.name)}</h1><p><a class="buy" href="/${code}/${CATALOGUE}">${esc(ui.catalogue)}</a></p></section>
<ul class="product-grid">${newest.join('\n')}</ul>`;
  return frame(shop, section, ui.home, '', main);
}

function plain({ shop, section, title, text }: parts.PlainView): string {
  return frame(shop, section, title, '', `<h1>${esc(title)}</h1><p>${esc(text)}</p>`);
}

export const JSONLD_SHOP: parts.Drawing = {
  cataloguePath: CATALOGUE,
  home,
  list,
  detail,
  seller: list,
  plain,
};
