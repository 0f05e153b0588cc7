/** A shop that sends an empty shell; its own script fetches JSON and draws the cards and details. */
import type { MarketListing } from './listing.ts';
import * as parts from './page-parts.ts';
import { readableContact } from './sellers.ts';
import type { Section, Shop } from './shops.ts';

const CATALOGUE = 'shop';

function shell({ shop, section }: { readonly shop: Shop; readonly section: Section }): string {
  const { code } = parts.wordsOf(section);
  return `<!doctype html>
<html lang="${code}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${parts.escapeHtml(shop.name)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/base.css">
<link rel="stylesheet" href="/assets/script-shop.css">
<script>window.__LANG__ = ${JSON.stringify(code)};</script>
<script src="/assets/app.js" defer></script>
</head>
<body>
<noscript>You need to enable JavaScript to run this app.</noscript>
<div id="root"></div>
</body>
</html>
`;
}

function home({ shop }: parts.ShopView): string {
  const [section] = shop.sections;
  return section === undefined ? '' : shell({ shop, section });
}

/** A page without goods is plain HTML, so that "not found" and the terms need no script. */
function plain({ shop, section, title, text }: parts.PlainView): string {
  const body = `<main class="plain"><h1>${parts.escapeHtml(title)}</h1><p>${parts.escapeHtml(text)}</p></main>`;
  return parts.documentHtml(shop, section, title, '', body);
}

function cardData(listing: MarketListing, section: Section): unknown {
  const { ui } = parts.wordsOf(section);
  return {
    path: listing.path,
    title: listing.title,
    price: parts.priceText(listing, section),
    stock: listing.inStock ? ui.inStock : ui.outOfStock,
    available: listing.inStock ? 'InStock' : 'OutOfStock',
    image: parts.imagePath(listing),
  };
}

function chrome(shop: Shop, section: Section): unknown {
  const words = parts.wordsOf(section);
  return {
    shop: shop.name,
    ui: words.ui,
    language: words.code,
    direction: words.direction,
    sections: shop.sections.map((one) => {
      const { code, name } = parts.wordsOf(one);
      return { path: `/${code}/${CATALOGUE}`, name };
    }),
  };
}

/** What `/api/list` answers: the frame's words, the cards and the pages around them. */
export function listData(view: parts.ListView): unknown {
  const { shop, section, listings, page, pages, total } = view;
  return {
    ...Object(chrome(shop, section)),
    page,
    pages,
    total,
    numbers: parts.pageNumbers(page, pages),
    cards: listings.map((listing) => cardData(listing, section)),
  };
}

/** What `/api/item` answers. */
export function itemData({ shop, section, listing, related }: parts.DetailView): unknown {
  const words = parts.wordsOf(section);
  return {
    ...Object(chrome(shop, section)),
    item: {
      ...Object(cardData(listing, section)),
      number: listing.number,
      blocks: listing.blocks,
      quantity: listing.quantity,
      rows: parts.detailRows(listing, words),
      contacts: listing.seller.contacts.map(readableContact),
      posted: listing.postedAt,
    },
    related: related.map((other) => cardData(other, section)),
  };
}

export const SCRIPT_SHOP: parts.Drawing = {
  cataloguePath: CATALOGUE,
  home,
  list: shell,
  detail: shell,
  seller: shell,
  plain,
};
