/** A chemical supplier of the old school: tables and plain class names, no structured data at all. */
import type { MarketListing } from './listing.ts';
import * as parts from './page-parts.ts';
import { readableContact } from './sellers.ts';
import type { Section, Shop } from './shops.ts';

const CATALOGUE = 'catalog/';
const esc = parts.escapeHtml;

function frame(shop: Shop, section: Section, title: string, main: string, contacts = ''): string {
  const { ui, code } = parts.wordsOf(section);
  const body = `<div id="wrap"><div id="masthead"><a href="/"><b>${esc(shop.name)}</b></a><span class="langs">${parts.sectionLinks(shop, CATALOGUE)}</span></div>
<table class="frame"><tr><td class="left"><div class="menu"><a href="/">${esc(ui.home)}</a><a href="/${code}/${CATALOGUE}">${esc(ui.catalogue)}</a>${parts.privateLinks(section)}</div>
<div class="notice">ISO 9001 · ${esc(ui.shippingText)}</div></td>
<td class="content">${main}</td></tr></table>
<div id="foot"><span class="company">${esc(shop.name)}</span> <span class="company-contact">${contacts}</span> ${parts.footerLinks(section)}</div></div>`;
  return parts.documentHtml(shop, section, title, '', body);
}

function row(listing: MarketListing, section: Section): string {
  const { ui } = parts.wordsOf(section);
  return `<tr class="prod-row"><td class="code">XC-${listing.number}</td><td class="name"><a href="${listing.path}">${esc(listing.title)}</a></td><td class="cas-col">${esc(listing.cas ?? '')}</td><td class="pack-col">${esc(listing.quantity ?? '')}</td><td class="price-col">${esc(parts.priceText(listing, section))}</td><td class="stock-col">${esc(listing.inStock ? ui.inStock : ui.outOfStock)}</td></tr>`;
}

function grid(listings: readonly MarketListing[], section: Section): string {
  const { ui } = parts.wordsOf(section);
  return `<table class="prod-list" cellspacing="0"><thead><tr><th>${esc(ui.article)}</th><th>${esc(ui.description)}</th><th>CAS</th><th>${esc(ui.quantity)}</th><th>${esc(ui.price)}</th><th></th></tr></thead>
<tbody>${listings.map((listing) => row(listing, section)).join('\n')}</tbody></table>`;
}

function list(view: parts.ListView): string {
  const { shop, section, listings, page, pages, total } = view;
  const { ui, code } = parts.wordsOf(section);
  const numbers = parts
    .pageNumbers(page, pages)
    .map((number) =>
      number === page ? `<b>${number}</b>` : `<a href="/${code}/${CATALOGUE}?page=${number}">${number}</a>`,
    );
  const next =
    page < pages
      ? `<a class="pg-next" href="/${code}/${CATALOGUE}?page=${page + 1}">${esc(ui.next)} &gt;&gt;</a>`
      : '';
  const main = `<h2>${esc(ui.catalogue)} (${total})</h2>${grid(listings, section)}<div class="pg">${numbers.join(' ')} ${next}</div>`;
  return frame(shop, section, ui.catalogue, main);
}

function detail({ shop, section, listing, related }: parts.DetailView): string {
  const { ui } = parts.wordsOf(section);
  const line = (label: string, cls: string, value: string | null): string =>
    value === null || value === ''
      ? ''
      : `<tr><td class="lbl">${esc(label)}</td><td class="${cls}">${esc(value)}</td></tr>`;
  const contacts = listing.seller.contacts
    .map((contact) => `<span class="contact">${esc(readableContact(contact))}</span>`)
    .join(' ');
  const main = `<div class="prod"><h2 class="prod-name">${esc(listing.title)}</h2>
<table class="prod-data"><tr><td rowspan="9" class="pic"><img src="${parts.imagePath(listing)}" alt="" width="180" height="130"></td></tr>
${line(ui.article, 'art-no', `XC-${listing.number}`)}${line('CAS No.', 'cas-no', listing.cas)}${line(ui.quantity, 'pack', listing.quantity)}
${line(ui.price, 'prod-price', parts.priceText(listing, section))}${line(ui.brand, 'maker', listing.brand)}
<tr><td class="lbl">${esc(ui.shipping)}</td><td class="avail">${esc(listing.inStock ? ui.inStock : ui.outOfStock)}</td></tr>
${line(ui.posted, 'posted', listing.postedAt)}</table>
<div class="prod-text">${parts.descriptionHtml(listing.blocks)}</div>
<p><a class="order" rel="nofollow" href="/cart?add=${listing.number}">${esc(ui.cart)}</a></p></div>
<h3>${esc(ui.related)}</h3>${grid(related, section)}`;
  return frame(shop, section, listing.title, main, contacts);
}

function home({ shop, shelves }: parts.ShopView): string {
  const [section] = shop.sections;
  if (section === undefined) return '';
  const { ui, code } = parts.wordsOf(section);
  return frame(
    shop,
    section,
    ui.home,
    `<h2>${esc(shop.name)}</h2>${grid((shelves.get(code) ?? []).slice(0, 6), section)}`,
  );
}

function plain({ shop, section, title, text }: parts.PlainView): string {
  return frame(shop, section, title, `<h2>${esc(title)}</h2><p>${esc(text)}</p>`);
}

export const CHEM_SUPPLIER: parts.Drawing = {
  cataloguePath: CATALOGUE,
  home,
  list,
  detail,
  seller: list,
  plain,
};
