/** Pieces that the shops' pages share: escaping, descriptions, pages of a catalogue, links every shop has. */
import { WORDS, type Words } from './content.ts';
import type { Block, MarketListing } from './listing.ts';
import { formatMoney, type Section, type Shop } from './shops.ts';

/** One shop ready to draw: its listings newest first, by section. */
export type ShopView = {
  readonly shop: Shop;
  readonly shelves: ReadonlyMap<string, readonly MarketListing[]>;
};

/** One page of a section's catalogue, or of one seller's listings. */
export type ListView = {
  readonly shop: Shop;
  readonly section: Section;
  readonly listings: readonly MarketListing[];
  readonly page: number;
  readonly pages: number;
  readonly total: number;
};

export type DetailView = {
  readonly shop: Shop;
  readonly section: Section;
  readonly listing: MarketListing;
  readonly related: readonly MarketListing[];
};

/** Text of a page that offers nothing: terms, the basket, "not found". */
export type PlainView = {
  readonly shop: Shop;
  readonly section: Section;
  readonly title: string;
  readonly text: string;
};

/** How one make of shop looks. Each function returns a whole HTML document. */
export type Drawing = {
  /** Last part of the catalogue's path, after the language. */
  readonly cataloguePath: string;
  home(view: ShopView): string;
  list(view: ListView): string;
  detail(view: DetailView): string;
  seller(view: ListView & { readonly name: string }): string;
  plain(view: PlainView): string;
};

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => ESCAPES[mark] ?? mark);
}

export function wordsOf(section: Section): Words {
  return WORDS[section.language];
}

/** The price as the section prints it, or an empty string where none is given. */
export function priceText(listing: MarketListing, section: Section): string {
  return listing.price === 0 ? '' : formatMoney(listing.price, section.money);
}

export function descriptionHtml(blocks: readonly Block[]): string {
  return blocks
    .map((block) =>
      'text' in block
        ? `<p>${escapeHtml(block.text)}</p>`
        : `<table class="spec-cells"><tbody><tr>${block.cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr></tbody></table>`,
    )
    .join('\n');
}

/** Rows of a details table: only what the listing has. */
export function detailRows(listing: MarketListing, words: Words): [string, string][] {
  const rows: [string, string | null][] = [
    [words.ui.article, String(listing.number)],
    [words.ui.brand, listing.brand],
    [words.ui.colour, listing.colour],
    [words.ui.condition, listing.condition],
    [words.ui.quantity, listing.quantity],
    ['CAS', listing.cas],
    [words.ui.shipping, words.ui.shippingText],
  ];
  return rows.filter((row): row is [string, string] => row[1] !== null);
}

export function imagePath(listing: MarketListing): string {
  return `/img/${listing.number}.png`;
}

/** Page numbers worth a link: the first, the last, and those around the present one. */
export function pageNumbers(page: number, pages: number): number[] {
  return Array.from({ length: pages }, (_, index) => index + 1).filter(
    (number) => number === 1 || number === pages || Math.abs(number - page) <= 2,
  );
}

/** The document around a body; `head` is put before the end of the head. */
export function documentHtml(
  shop: Shop,
  section: Section,
  title: string,
  head: string,
  body: string,
): string {
  const words = wordsOf(section);
  return `<!doctype html>
<html lang="${words.code}" dir="${words.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} | ${escapeHtml(shop.name)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/base.css">
<link rel="stylesheet" href="/assets/${shop.make}.css">
${head}
<script>
(function () {
  window.dataLayer = window.dataLayer || [];
  window.dataLayer.push({ page: document.title, shop: ${JSON.stringify(shop.id)} });
  document.addEventListener('click', function (event) {
    if (event.target && event.target.id === 'cookie-ok') document.getElementById('cookie-bar').remove();
  });
})();
</script>
</head>
<body class="make-${shop.make}">
${body}
<div id="cookie-bar" role="region" aria-label="cookies"><span>${escapeHtml(words.ui.cookies)}</span> <button id="cookie-ok" type="button">${escapeHtml(words.ui.accept)}</button></div>
</body>
</html>
`;
}

/** Links to every section of the shop, each named in its own language. */
export function sectionLinks(shop: Shop, cataloguePath: string): string {
  return shop.sections
    .map(({ language }) => {
      const { code, name } = WORDS[language];
      return `<a href="/${code}/${cataloguePath}" hreflang="${code}" lang="${code}">${escapeHtml(name)}</a>`;
    })
    .join('\n');
}

/** Links that robots.txt forbids: basket, search, sign-in. They are on every page, as in real shops. */
export function privateLinks(section: Section): string {
  const { ui, code } = wordsOf(section);
  return `<a href="/search?lang=${code}">${escapeHtml(ui.search)}</a>
<a href="/cart">${escapeHtml(ui.cart)}</a>
<a href="/admin/login">${escapeHtml(ui.account)}</a>`;
}

export function footerLinks(section: Section): string {
  const { ui, code } = wordsOf(section);
  return `<a href="/${code}/terms">${escapeHtml(ui.terms)}</a>
<a href="/${code}/privacy">${escapeHtml(ui.privacy)}</a>`;
}
