/** The shop that crawls are timed on: a process of its own that serves any number of detail pages of 60 kB, each one different. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { SHAPES, type ShapeName, shopPage } from './shop-pages.ts';

/** Different templates; what sets their pages apart is the serial number in title, address, pictures and links. */
const TEMPLATES = 40;
const FIRST = 10_000_000;

/** Text between the places where the number of this product, or that of another one, stands. */
type Template = { readonly pieces: readonly string[]; readonly steps: readonly number[] };

const SERIAL = '70000007';

/** Links of a shop lead to its own pages: to other products, which are all there, and to a few categories. */
function toTemplate(shape: ShapeName, number: number, origin: string): Template {
  const { body, title } = shopPage(shape, true, number);
  let step = 0;
  const html = new TextDecoder()
    .decode(body)
    .replaceAll(title, `${title} ${SERIAL}`)
    .replaceAll('https://shop.example', origin)
    .replace(/(href="\/category\/\w+)\/\d+/g, '$1')
    .replace(new RegExp(`/p/${SERIAL}-[\\w-]+`, 'g'), () => `/p/@${++step}@`);
  const parts = html.split(new RegExp(`${SERIAL}|@(\\d+)@`));
  return {
    pieces: parts.filter((_, at) => at % 2 === 0),
    steps: parts.filter((_, at) => at % 2 === 1).map((text) => Number(text ?? 0)),
  };
}

function draw({ pieces, steps }: Template, number: number, pages: number): string {
  return pieces
    .map((piece, at) =>
      at === steps.length ? piece : piece + (FIRST + ((number + (steps[at] ?? 0)) % pages)),
    )
    .join('');
}

/** One of the first pages offers what is watched: what only a hit needs is then there from the start, as in a shop worth watching. */
const WATCHED = 7;

function pageOf(template: Template, number: number, pages: number): string {
  const html = draw(template, number, pages);
  return number === WATCHED ? html.replaceAll('Northwind ', 'Northwind norfentanyl ') : html;
}

function sitemapOf(origin: string, from: number, to: number): string {
  const urls = Array.from(
    { length: to - from },
    (_, at) => `<url><loc>${origin}/p/${FIRST + from + at}</loc></url>`,
  );
  return `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.join('\n')}</urlset>`;
}

/** A sitemap holds at most 50,000 addresses. */
const SITEMAP_SIZE = 25_000;

function sitemapIndex(origin: string, pages: number): string {
  const names = Array.from(
    { length: Math.ceil(pages / SITEMAP_SIZE) },
    (_, at) => `${origin}/sitemap-${at}.xml`,
  );
  const list = names.map((name) => `<sitemap><loc>${name}</loc></sitemap>`).join('\n');
  return `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${list}</sitemapindex>`;
}

const { values } = parseArgs({ options: { shape: { type: 'string' }, pages: { type: 'string' } } });
const shape = SHAPES.find((each) => each === values.shape) ?? 'A';
const pages = Number(values.pages);
let templates: readonly Template[] = [];
let origin = '';

function send(response: ServerResponse, type: string, body: string): void {
  response.setHeader('content-type', `${type}; charset=utf-8`);
  response.setHeader('content-length', Buffer.byteLength(body));
  response.end(body);
}

const server = createServer((request, response) => {
  const path = request.url ?? '/';
  const number = Number(/^\/p\/(\d+)$/.exec(path)?.[1] ?? Number.NaN) - FIRST;
  const template = templates[number % TEMPLATES];
  const part = Number(/^\/sitemap-(\d+)\.xml$/.exec(path)?.[1] ?? Number.NaN);
  if (template !== undefined && number < pages) send(response, 'text/html', pageOf(template, number, pages));
  else if (path === '/robots.txt')
    send(
      response,
      'text/plain',
      `User-agent: *\nDisallow: /category/\nDisallow: /info/\nSitemap: ${origin}/sitemap.xml\n`,
    );
  else if (path === '/sitemap.xml') send(response, 'application/xml', sitemapIndex(origin, pages));
  else if (part >= 0)
    send(
      response,
      'application/xml',
      sitemapOf(origin, part * SITEMAP_SIZE, Math.min(pages, (part + 1) * SITEMAP_SIZE)),
    );
  else {
    response.statusCode = 404;
    send(response, 'text/plain', 'not here');
  }
});
server.listen(0, '127.0.0.1', () => {
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  templates = Array.from({ length: TEMPLATES }, (_, at) => toTemplate(shape, at, origin));
  console.log(JSON.stringify({ origin, first: FIRST }));
});
// Ends with the benchmark, however that ends.
process.stdin.on('end', () => process.exit()).resume();
