/** A shop drawn by JavaScript, with pictures, fonts and a tracker, in a process of its own: the ground that browsers are timed on. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const pages = Number(process.argv[2]);
const FIRST = 10_000_000;
const PICTURES = 12;

const SHELL = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Northwind</title>
<link rel="stylesheet" href="/style.css"><script src="/track.js" async></script><script src="/app.js" defer></script>
</head><body><noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div></body></html>`;

const STYLE = `@font-face{font-family:One;src:url(/one.woff2)}@font-face{font-family:Two;src:url(/two.woff2)}
body{font-family:One,sans-serif}h1{font-family:Two,sans-serif}.grid{display:grid;grid-template-columns:repeat(4,1fr);gap:8px}
img{width:100%;height:160px;object-fit:cover}`;

const TRACKER = `for (let at = 0; at < 3; at += 1) new Image().src = '/pixel.gif?at=' + at + '&r=' + Math.random();`;

const APP = `const number = location.pathname.split('/').pop();
fetch('/api/p/' + number).then((answer) => answer.json()).then((product) => {
  const root = document.getElementById('root');
  const pictures = product.pictures.map((src) => '<img src="' + src + '" alt="">').join('');
  const rows = product.measures.map(([name, value]) => '<tr><th>' + name + '</th><td>' + value + '</td></tr>').join('');
  root.innerHTML = '<main class="product"><h1>' + product.title + '</h1><p class="product-price">€' + product.price +
    '</p><p class="stock">In stock</p><form action="/cart" method="post"><button class="add-to-cart">Add to cart</button></form>' +
    '<div class="product-description"><p>' + product.text + '</p></div><table>' + rows + '</table><div class="grid">' + pictures +
    '</div></main>';
  document.title = product.title;
});`;

const TEXT =
  'The surface is oiled and can be cleaned with a damp cloth. Fits most frames that were made after 2015. ';

function product(number: number): unknown {
  return {
    title: `Northwind lamp ${number}`,
    price: `${10 + (number % 90)}.50`,
    text: TEXT.repeat(8),
    pictures: Array.from({ length: PICTURES }, (_, at) => `/img/${number}-${at}.svg`),
    measures: Array.from({ length: 40 }, (_, at) => [`Measure ${at}`, `${(number + at) % 97} cm`]),
  };
}

/** A picture that takes work to draw, as photographs do. */
function picture(path: string): string {
  const seed = [...path].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  const dots = Array.from({ length: 400 }, (_, at) => {
    const [x, y, hue] = [(at * 37 + seed) % 600, (at * 53 + seed) % 600, (at * 7 + seed) % 360];
    return `<circle cx="${x}" cy="${y}" r="${20 + (at % 30)}" fill="hsl(${hue} 70% 50% / .4)"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="600">${dots.join('')}</svg>`;
}

function answer(path: string, origin: string): readonly [string, string | Buffer] | null {
  const number = Number(/^\/(?:api\/)?p\/(\d+)$/.exec(path)?.[1] ?? Number.NaN);
  const here = number >= FIRST && number < FIRST + pages;
  if (path.startsWith('/api/p/') && here) return ['application/json', JSON.stringify(product(number))];
  if (path.startsWith('/p/') && here) return ['text/html; charset=utf-8', SHELL];
  if (path.startsWith('/img/')) return ['image/svg+xml', picture(path)];
  if (path.startsWith('/pixel.gif')) return ['image/gif', Buffer.from('R0lGODlhAQABAAAAACw=', 'base64')];
  const loc = (at: number) => `<url><loc>${origin}/p/${FIRST + at}</loc></url>`;
  const files: Readonly<Record<string, readonly [string, string | Buffer]>> = {
    '/style.css': ['text/css', STYLE],
    '/app.js': ['text/javascript', APP],
    '/track.js': ['text/javascript', TRACKER],
    '/one.woff2': ['font/woff2', Buffer.alloc(60_000)],
    '/two.woff2': ['font/woff2', Buffer.alloc(60_000)],
    '/robots.txt': ['text/plain', `User-agent: *\nDisallow: /cart\nSitemap: ${origin}/sitemap.xml\n`],
    '/sitemap.xml': [
      'application/xml',
      `<urlset>${Array.from({ length: pages }, (_, at) => loc(at)).join('')}</urlset>`,
    ],
  };
  return files[path] ?? null;
}

function send(response: ServerResponse, found: ReturnType<typeof answer>): void {
  const [type, body] = found ?? ['text/plain', 'not here'];
  response.writeHead(found === null ? 404 : 200, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

let origin = '';
const server = createServer((request, response) => send(response, answer(request.url ?? '/', origin)));
server.listen(0, '127.0.0.1', () => {
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  console.log(JSON.stringify({ origin, first: FIRST }));
});
// Ends with the benchmark, however that ends.
process.stdin.on('end', () => process.exit()).resume();
