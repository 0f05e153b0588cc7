/** Answers one shop's requests: robots.txt, catalogues, listings, sellers, pictures, and pages nobody should crawl. */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { WORDS } from './content.ts';
import { BOARD } from './draw-board.ts';
import { CHEM_SUPPLIER } from './draw-chem-supplier.ts';
import { CLASSIFIEDS } from './draw-classifieds.ts';
import { JSONLD_SHOP } from './draw-jsonld-shop.ts';
import { drawPicture } from './draw-picture.ts';
import { itemData, listData, SCRIPT_SHOP } from './draw-script-shop.ts';
import type { ShopStock } from './generate-market.ts';
import type { MarketListing } from './listing.ts';
import type { DetailView, Drawing, ListView, ShopView } from './page-parts.ts';
import { hasSitemap, robotsOf, SITEMAP_PATH } from './robots.ts';
import type { Make, Section } from './shops.ts';

/** Bodies of the files in assets/, by name. */
export type Assets = ReadonlyMap<string, string>;

type Answer = {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  /** ISO date; null where nothing is said. */
  readonly changedAt?: string | null;
};
export type ShopHandler = (request: IncomingMessage, response: ServerResponse) => void;

const DRAWINGS: Readonly<Record<Make, Drawing>> = {
  'jsonld-shop': JSONLD_SHOP,
  classifieds: CLASSIFIEDS,
  'chem-supplier': CHEM_SUPPLIER,
  board: BOARD,
  'script-shop': SCRIPT_SHOP,
};

const PAGE_SIZE = 20;
const RELATED = 4;
const HTML = 'text/html; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';

function html(body: string, status = 200): Answer {
  return { status, type: HTML, body };
}

/** Every listing of an offer shows the same thing. */
function picture(desk: Desk, number: number): Answer | null {
  const listing = desk.byNumber.get(number);
  if (listing === undefined) return null;
  return { status: 200, type: 'image/png', body: drawPicture(listing.offer, number) };
}

type Desk = {
  readonly view: ShopView;
  readonly drawing: Drawing;
  readonly byPath: ReadonlyMap<string, MarketListing>;
  readonly byNumber: ReadonlyMap<number, MarketListing>;
  readonly bySeller: ReadonlyMap<string | null, readonly MarketListing[]>;
  readonly assets: Assets;
};

function openDesk(stock: ShopStock, assets: Assets): Desk {
  const newestFirst = [...stock.listings].sort((a, b) => b.number - a.number);
  return {
    view: { shop: stock.shop, shelves: Map.groupBy(newestFirst, ({ language }) => language) },
    drawing: DRAWINGS[stock.shop.make],
    byPath: new Map(newestFirst.map((listing) => [listing.path, listing])),
    byNumber: new Map(newestFirst.map((listing) => [listing.number, listing])),
    bySeller: Map.groupBy(newestFirst, ({ seller }) => seller.path),
    assets,
  };
}

function listView(
  desk: Desk,
  section: Section,
  all: readonly MarketListing[],
  page: number,
): ListView | null {
  const pages = Math.max(1, Math.ceil(all.length / PAGE_SIZE));
  if (!Number.isInteger(page) || page < 1 || page > pages) return null;
  const listings = all.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  return { shop: desk.view.shop, section, listings, page, pages, total: all.length };
}

function detailView(desk: Desk, section: Section, listing: MarketListing): DetailView {
  const shelf = desk.view.shelves.get(section.language) ?? [];
  const at = shelf.indexOf(listing);
  const related = [...shelf, ...shelf].slice(at + 1, at + 1 + Math.min(RELATED, shelf.length - 1));
  return { shop: desk.view.shop, section, listing, related };
}

function plainAnswer(desk: Desk, section: Section, title: string, text: string, status = 200): Answer {
  return html(desk.drawing.plain({ shop: desk.view.shop, section, title, text }), status);
}

/** The JSON behind the script shop. */
function apiAnswer(desk: Desk, section: Section, path: string, page: number): Answer | null {
  const number = /^\/api\/item\/[a-z]+\/(\d+)$/.exec(path)?.[1];
  const listing = desk.byPath.get(`/${section.language}/item/${number}`);
  if (listing !== undefined) {
    return {
      status: 200,
      type: JSON_TYPE,
      body: JSON.stringify(itemData(detailView(desk, section, listing))),
    };
  }
  const view = path.startsWith('/api/list/')
    ? listView(desk, section, desk.view.shelves.get(section.language) ?? [], page)
    : null;
  return view === null ? null : { status: 200, type: JSON_TYPE, body: JSON.stringify(listData(view)) };
}

/** Every listing with the day of its last change. */
function sitemap(desk: Desk, origin: string): Answer {
  const urls = [...desk.byPath.values()].map(
    ({ path, changedAt }) => `<url><loc>${origin}${path}</loc><lastmod>${changedAt}</lastmod></url>`,
  );
  const body = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${urls.join('\n')}
</urlset>
`;
  return { status: 200, type: 'application/xml', body };
}

/** Files and machine-readable answers that do not depend on a section. */
function fileAnswer(desk: Desk, path: string, origin: string): Answer | null {
  const { make } = desk.view.shop;
  if (path === '/robots.txt') {
    return { status: 200, type: 'text/plain; charset=utf-8', body: robotsOf(make, origin) };
  }
  if (path === SITEMAP_PATH && hasSitemap(make)) return sitemap(desk, origin);
  const asset = desk.assets.get(path.replace(/^\/assets\//, ''));
  if (path.startsWith('/assets/') && asset !== undefined) {
    return {
      status: 200,
      type: path.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8',
      body: asset,
    };
  }
  const number = /^\/img\/(\d+)\.png$/.exec(path)?.[1];
  return number === undefined ? null : picture(desk, Number(number));
}

/** Catalogue pages, listings and sellers. */
function shelfAnswer(desk: Desk, section: Section, path: string, page: number): Answer | null {
  const { drawing, view } = desk;
  if (path === '/') return html(drawing.home(view));
  if (path === `/${section.language}/${drawing.cataloguePath}`) {
    const list = listView(desk, section, view.shelves.get(section.language) ?? [], page);
    return list === null ? null : html(drawing.list(list));
  }
  const listing = desk.byPath.get(path);
  if (listing !== undefined)
    return { ...html(drawing.detail(detailView(desk, section, listing))), changedAt: listing.changedAt };
  const own = desk.bySeller.get(path);
  const [first] = own ?? [];
  if (own === undefined || first === undefined) return null;
  return html(
    drawing.seller({
      shop: view.shop,
      section,
      listings: own,
      page: 1,
      pages: 1,
      total: own.length,
      name: first.seller.name,
    }),
  );
}

/** Pages without goods; those under /cart, /search and /admin are forbidden by robots.txt but answer, so that a visit shows. */
function plainPage(desk: Desk, section: Section, path: string): Answer | null {
  const { ui, code } = WORDS[section.language];
  if (path === `/${code}/terms`) return plainAnswer(desk, section, ui.terms, ui.shippingText);
  if (path === `/${code}/privacy`) return plainAnswer(desk, section, ui.privacy, ui.cookies);
  if (path === '/cart') return plainAnswer(desk, section, ui.cart, ui.shippingText);
  if (path === '/search') return plainAnswer(desk, section, ui.search, `0 ${ui.results}`);
  return path.startsWith('/admin') ? plainAnswer(desk, section, ui.account, ui.account) : null;
}

function sectionOf(desk: Desk, path: string): Section | undefined {
  const code = /^\/(?:api\/(?:list|item)\/)?([a-z]{2})(?:\/|$)/.exec(path)?.[1];
  const { sections } = desk.view.shop;
  return sections.find(({ language }) => language === code) ?? sections[0];
}

function answer(desk: Desk, url: URL): Answer {
  const path = url.pathname;
  const page = Number(url.searchParams.get('page') ?? '1');
  const section = sectionOf(desk, path);
  if (section === undefined) return { status: 404, type: HTML, body: '' };
  return (
    fileAnswer(desk, path, url.origin) ??
    apiAnswer(desk, section, path, page) ??
    shelfAnswer(desk, section, path, page) ??
    plainPage(desk, section, path) ??
    plainAnswer(desk, section, '404', path, 404)
  );
}

type Validators = { readonly etag?: string; readonly 'last-modified'?: string };

/** The ads have entity tags, the chemical supplier dates its products, and the others say nothing, as real shops differ. */
function validatorsOf(make: Make, { status, changedAt }: Answer, bytes: Buffer): Validators {
  if (status !== 200) return {};
  if (make === 'classifieds')
    return { etag: `"${createHash('sha256').update(bytes).digest('hex').slice(0, 24)}"` };
  if (make !== 'chem-supplier' || !changedAt) return {};
  return { 'last-modified': new Date(`${changedAt}T00:00:00Z`).toUTCString() };
}

/** RFC 9110 §13.2.2: the entity tag decides where there is one. */
function isFresh({ headers }: IncomingMessage, validators: Validators): boolean {
  if (validators.etag !== undefined) return headers['if-none-match'] === validators.etag;
  const modified = validators['last-modified'];
  return modified !== undefined && headers['if-modified-since'] === modified;
}

/** A handler for one shop on one day. The same request always gets the same bytes: nothing in it is a clock or chance. */
export function serveShop(stock: ShopStock, assets: Assets): ShopHandler {
  const desk = openDesk(stock, assets);
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const { host = 'shop.invalid' } = request.headers;
    const given = answer(desk, new URL(request.url ?? '/', `http://${host}`));
    const bytes = typeof given.body === 'string' ? Buffer.from(given.body, 'utf8') : given.body;
    const validators = validatorsOf(stock.shop.make, given, bytes);
    const headers = { 'content-type': given.type, 'cache-control': 'no-cache', ...validators };
    if (given.status === 200 && isFresh(request, validators)) {
      response.writeHead(304, headers).end();
      return;
    }
    response.writeHead(given.status, { ...headers, 'content-length': bytes.length });
    response.end(request.method === 'HEAD' ? undefined : bytes);
  };
}
