/** Small ads by private people, marked up with microdata; each ad names its author. */
import type { MarketListing } from './listing.ts';
import * as parts from './page-parts.ts';
import { readablePhone } from './sellers.ts';
import { amountOf, type Section, type Shop } from './shops.ts';

const CATALOGUE = 'ads';
const esc = parts.escapeHtml;

function frame(shop: Shop, section: Section, title: string, main: string): string {
  const { ui, code } = parts.wordsOf(section);
  const body = `<div class="topbar"><a class="brand" href="/">${esc(shop.name)}</a>
<form class="searchbox" action="/search" method="get"><input name="q" placeholder="${esc(ui.search)}" aria-label="${esc(ui.search)}"><button>${esc(ui.search)}</button></form>
<div class="userlinks">${parts.privateLinks(section)}</div></div>
<nav class="tabs"><a href="/${code}/${CATALOGUE}">${esc(ui.catalogue)}</a> <span class="langs">${parts.sectionLinks(shop, CATALOGUE)}</span></nav>
<div class="page">${main}</div>
<footer class="foot">${parts.footerLinks(section)} <span>© ${esc(shop.name)}</span></footer>`;
  return parts.documentHtml(shop, section, title, '', body);
}

function priceTag(listing: MarketListing, section: Section): string {
  if (listing.price === 0) return '';
  return `<span itemprop="offers" itemscope itemtype="https://schema.org/Offer"><meta itemprop="priceCurrency" content="${section.money.currency}"><span class="ad-price" itemprop="price" content="${amountOf(listing.price, section.money)}">${esc(parts.priceText(listing, section))}</span></span>`;
}

function row(listing: MarketListing, section: Section): string {
  return `<article class="ad-row" itemscope itemtype="https://schema.org/Product">
<img class="ad-thumb" src="${parts.imagePath(listing)}" alt="" width="120" height="90" loading="lazy">
<div><h3><a itemprop="url" href="${listing.path}"><span itemprop="name">${esc(listing.title)}</span></a></h3>
<p class="ad-meta">${esc(listing.city)} · <time datetime="${listing.postedAt}">${listing.postedAt}</time></p>${priceTag(listing, section)}</div></article>`;
}

function pager({ section, page, pages }: parts.ListView): string {
  const { ui, code } = parts.wordsOf(section);
  const item = (to: number, label: string, rel: string): string =>
    `<li><a${rel} href="/${code}/${CATALOGUE}?page=${to}">${esc(label)}</a></li>`;
  const numbers = parts.pageNumbers(page, pages).map((number) => item(number, String(number), ''));
  if (page < pages) numbers.push(item(page + 1, `${ui.next} »`, ' rel="next" class="next"'));
  return `<ul class="pagination">${numbers.join('')}</ul>`;
}

function list(view: parts.ListView): string {
  const { shop, section, listings, total } = view;
  const { ui, code } = parts.wordsOf(section);
  const main = `<h2>${esc(ui.catalogue)} <small>${total}</small></h2>
<p class="sort"><a rel="nofollow" href="/search?sort=price&amp;lang=${code}">${esc(ui.price)} ↑</a></p>
${listings.map((listing) => row(listing, section)).join('\n')}${pager(view)}`;
  return frame(shop, section, ui.catalogue, main);
}

function sellerBox(listing: MarketListing, section: Section): string {
  const { ui } = parts.wordsOf(section);
  const phone = listing.seller.contacts.find(({ kind }) => kind === 'phone')?.value ?? '';
  return `<div class="seller-box" itemprop="seller" itemscope itemtype="https://schema.org/Person">
<h4>${esc(ui.seller)}</h4><a itemprop="url" href="${listing.seller.path ?? '/'}"><span itemprop="name">${esc(listing.seller.name)}</span></a>
<p>${esc(ui.contact)}: <a itemprop="telephone" href="tel:${phone}">${readablePhone(phone)}</a></p></div>`;
}

function offer(listing: MarketListing, section: Section): string {
  const { ui } = parts.wordsOf(section);
  const price =
    listing.price === 0
      ? ''
      : `<meta itemprop="priceCurrency" content="${section.money.currency}"><p class="ad-price" itemprop="price" content="${amountOf(listing.price, section.money)}">${esc(parts.priceText(listing, section))}</p>`;
  return `<div class="offer" itemprop="offers" itemscope itemtype="https://schema.org/Offer">${price}
<link itemprop="availability" href="https://schema.org/${listing.inStock ? 'InStock' : 'SoldOut'}"><span>${esc(listing.inStock ? ui.inStock : ui.outOfStock)}</span>
<meta itemprop="validFrom" content="${listing.postedAt}">
${sellerBox(listing, section)}</div>`;
}

function detail({ shop, section, listing, related }: parts.DetailView): string {
  const words = parts.wordsOf(section);
  const { ui } = words;
  const rows = parts
    .detailRows(listing, words)
    .slice(1)
    .map(([name, value]) => `<dt>${esc(name)}</dt><dd>${esc(value)}</dd>`);
  const main = `<article class="ad" itemscope itemtype="https://schema.org/Product">
<h1 itemprop="name">${esc(listing.title)}</h1>
<p class="ad-meta">${esc(ui.posted)} <time datetime="${listing.postedAt}">${listing.postedAt}</time> · ${esc(ui.location)}: <span class="ad-city">${esc(listing.city)}</span> · ${esc(ui.article)} <span itemprop="sku">${listing.number}</span></p>
<div class="ad-columns"><div><img itemprop="image" src="${parts.imagePath(listing)}" alt="" width="440" height="320">
<div class="ad-text" itemprop="description">${parts.descriptionHtml(listing.blocks)}</div>
<dl class="ad-details">${rows.join('')}</dl></div>
${offer(listing, section)}</div></article>
<section class="similar"><h3>${esc(ui.related)}</h3><ul>${related.map((other) => `<li><a href="${other.path}">${esc(other.title)}</a></li>`).join('')}</ul></section>`;
  return frame(shop, section, listing.title, main);
}

function seller(view: parts.ListView & { readonly name: string }): string {
  const { shop, section, listings, name } = view;
  const main = `<h1 class="profile-name">${esc(name)}</h1>${listings.map((listing) => row(listing, section)).join('\n')}`;
  return frame(shop, section, name, main);
}

function home({ shop, shelves }: parts.ShopView): string {
  const [section] = shop.sections;
  if (section === undefined) return '';
  const groups = shop.sections.map((one) => {
    const { code, name } = parts.wordsOf(one);
    const rows = (shelves.get(code) ?? []).slice(0, 3).map((listing) => row(listing, one));
    return `<section lang="${code}"><h2><a href="/${code}/${CATALOGUE}">${esc(name)}</a></h2>${rows.join('\n')}</section>`;
  });
  return frame(shop, section, parts.wordsOf(section).ui.home, groups.join('\n'));
}

function plain({ shop, section, title, text }: parts.PlainView): string {
  return frame(shop, section, title, `<h1>${esc(title)}</h1><p>${esc(text)}</p>`);
}

export const CLASSIFIEDS: parts.Drawing = { cataloguePath: CATALOGUE, home, list, detail, seller, plain };
