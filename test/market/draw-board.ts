/** A board where a thread offers something: the first post is the offer, its author sells, contacts stand in the text. */
import type { MarketListing } from './listing.ts';
import * as parts from './page-parts.ts';
import { createRandom } from './random.ts';
import type { Section, Shop } from './shops.ts';

const CATALOGUE = 'board';
const esc = parts.escapeHtml;

function frame(shop: Shop, section: Section, title: string, main: string): string {
  const { ui, code } = parts.wordsOf(section);
  const body = `<div class="board-head"><a class="board-name" href="/">${esc(shop.name)}</a><div class="board-links">${parts.privateLinks(section)}</div></div>
<div class="crumbs"><a href="/">${esc(ui.home)}</a> » <a href="/${code}/${CATALOGUE}">${esc(ui.forum)}</a> <span class="langs">${parts.sectionLinks(shop, CATALOGUE)}</span></div>
<div class="board-body">${main}</div>
<div class="board-foot">${parts.footerLinks(section)}</div>`;
  return parts.documentHtml(shop, section, title, '', body);
}

function replyCount(listing: MarketListing): number {
  return createRandom('replies', listing.id).int(0, 3);
}

function topic(listing: MarketListing, section: Section): string {
  return `<li class="topic"><div class="topic-title"><a class="topic-link" href="${listing.path}">${esc(listing.title)}</a><br><span class="topic-by"><a class="author" href="${listing.seller.path ?? '/'}">${esc(listing.seller.name)}</a> » ${listing.postedAt}</span></div><div class="topic-price">${esc(parts.priceText(listing, section))}</div><div class="topic-replies">${replyCount(listing)}</div></li>`;
}

function topics(listings: readonly MarketListing[], section: Section): string {
  const { ui } = parts.wordsOf(section);
  return `<ul class="topics"><li class="topic-head"><div>${esc(ui.forum)}</div><div>${esc(ui.price)}</div><div>${esc(ui.replies)}</div></li>
${listings.map((listing) => topic(listing, section)).join('\n')}</ul>`;
}

function list(view: parts.ListView): string {
  const { shop, section, listings, page, pages } = view;
  const { ui, code } = parts.wordsOf(section);
  const numbers = parts
    .pageNumbers(page, pages)
    .map((number) =>
      number === page
        ? `<strong>${number}</strong>`
        : `<a href="/${code}/${CATALOGUE}?page=${number}">${number}</a>`,
    );
  const next =
    page < pages
      ? `<a class="arrow-next" href="/${code}/${CATALOGUE}?page=${page + 1}">${esc(ui.next)} →</a>`
      : '';
  const main = `<h2>${esc(ui.forum)}</h2>${topics(listings, section)}<div class="board-pages">${numbers.join(' · ')} ${next}</div>`;
  return frame(shop, section, ui.forum, main);
}

function reply(listing: MarketListing, section: Section, index: number): string {
  const words = parts.wordsOf(section);
  const random = createRandom('reply', listing.id, index);
  return `<div class="post"><div class="poster"><span class="nick">${esc(random.pick(words.givenNames))}${random.int(10, 99)}</span></div>
<div class="post-body"><p class="post-info">#${index + 2}</p><div class="post-content"><p>${esc(random.pick(words.replies))}</p></div></div></div>`;
}

function detail({ shop, section, listing, related }: parts.DetailView): string {
  const { ui } = parts.wordsOf(section);
  const price = parts.priceText(listing, section);
  const facts = [
    price === '' ? '' : `<span class="deal-price">${esc(ui.price)}: <b>${esc(price)}</b></span>`,
    listing.quantity === null
      ? ''
      : `<span class="deal-pack">${esc(ui.quantity)}: <b>${esc(listing.quantity)}</b></span>`,
    `<span class="deal-city">${esc(ui.location)}: <b>${esc(listing.city)}</b></span>`,
  ];
  const replies = Array.from({ length: replyCount(listing) }, (_, index) => reply(listing, section, index));
  const main = `<h2 class="topic-name">${esc(listing.title)}</h2>
<div class="post first-post"><div class="poster"><a class="nick author" href="${listing.seller.path ?? '/'}">${esc(listing.seller.name)}</a><img src="${parts.imagePath(listing)}" alt="" width="80" height="60"></div>
<div class="post-body"><p class="post-info">#1 <time class="post-date" datetime="${listing.postedAt}">${listing.postedAt}</time> · <span class="topic-no">${esc(ui.article)} <b>${listing.number}</b></span></p>
<div class="post-content">${parts.descriptionHtml(listing.blocks)}</div><p class="deal">${facts.filter((fact) => fact !== '').join(' · ')}</p></div></div>
${replies.join('\n')}
<div class="similar"><h3>${esc(ui.related)}</h3><ul>${related.map((other) => `<li><a href="${other.path}">${esc(other.title)}</a></li>`).join('')}</ul></div>`;
  return frame(shop, section, listing.title, main);
}

function seller(view: parts.ListView & { readonly name: string }): string {
  const { shop, section, listings, name } = view;
  return frame(shop, section, name, `<h2 class="member-name">${esc(name)}</h2>${topics(listings, section)}`);
}

function home({ shop, shelves }: parts.ShopView): string {
  const [section] = shop.sections;
  if (section === undefined) return '';
  const groups = shop.sections.map((one) => {
    const { code, name, ui } = parts.wordsOf(one);
    return `<h2 lang="${code}"><a href="/${code}/${CATALOGUE}">${esc(name)}: ${esc(ui.forum)}</a></h2>${topics((shelves.get(code) ?? []).slice(0, 4), one)}`;
  });
  return frame(shop, section, parts.wordsOf(section).ui.home, groups.join('\n'));
}

function plain({ shop, section, title, text }: parts.PlainView): string {
  return frame(shop, section, title, `<h2>${esc(title)}</h2><p>${esc(text)}</p>`);
}

export const BOARD: parts.Drawing = { cataloguePath: CATALOGUE, home, list, detail, seller, plain };
