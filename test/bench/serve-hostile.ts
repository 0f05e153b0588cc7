/** A thread that serves hostile pages, each as large as any that is read; posts its origin. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { HOSTILE_PAGES } from './hostile-pages.ts';

const bytes = Number(workerData);
const list = HOSTILE_PAGES.map((_, at) => `<li><a href="/p/${at}">Offer ${at}</a></li>`).join('');

const server = createServer(({ url = '' }, response) => {
  const page = HOSTILE_PAGES[Number(/^\/p\/(\d+)$/.exec(url)?.[1] ?? Number.NaN)];
  const body = url === '/' ? `<ul>${list}</ul>` : page?.make(bytes);
  if (body === undefined) response.writeHead(404).end();
  else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(body);
});
server.listen(0, '127.0.0.1', () => {
  parentPort?.postMessage(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
