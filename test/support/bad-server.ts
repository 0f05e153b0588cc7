/** A server that misbehaves in one way per path. */
import type { ServerResponse } from 'node:http';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { Answering, LoopbackAnswer } from './start-loopback.ts';

/** The limit that the tests crawl with. */
export const BAD_SERVER_MAX_BYTES = 100_000;

const PAGE = `<html><title>page</title>${'word '.repeat(1000)}</html>`;
const ZEROS = Buffer.alloc(30_000_000);
const bomb = (coding: string, body: Uint8Array): LoopbackAnswer => ({
  headers: { 'content-encoding': coding },
  body,
});
const to = (location: string): LoopbackAnswer => ({ status: 302, headers: { location } });

const ANSWERS: Readonly<Record<string, LoopbackAnswer>> = {
  '/robots.txt': { headers: { 'content-type': 'text/plain' }, body: 'User-agent: *\nDisallow: /private/\n' },
  '/page': { body: PAGE },
  '/gone-404': { status: 404, body: PAGE },
  '/gone-410': { status: 410 },
  '/status-500': { status: 500, body: PAGE },
  '/status-401': { status: 401 },
  '/status-403': { status: 403, body: PAGE },
  '/status-429': { status: 429, headers: { 'retry-after': '7' } },
  '/status-451': { status: 451 },
  '/challenge': { status: 503, headers: { 'cf-mitigated': 'challenge' } },
  '/redirect-nowhere': { status: 302 },
  '/redirect-broken': to('http://['),
  '/redirect-once': to('/page#there'),
  '/circle-a': to('/circle-b'),
  '/circle-b': to('/circle-a'),
  '/circle-self': to('/circle-self'),
  '/redirect-metadata': to('http://169.254.169.254/latest/meta-data/'),
  '/redirect-notation': to('http://0x7f.1/'),
  '/redirect-file': to('file:///etc/passwd'),
  '/redirect-credentials': to('http://a:b@shop.example/'),
  '/redirect-away': to('https://elsewhere.example/'),
  '/redirect-forbidden': to('/private/y'),
  '/picture': { headers: { 'content-type': 'image/png' }, body: 'PNG' },
  '/text': { headers: { 'content-type': 'text/plain' }, body: 'plain' },
  '/data': { headers: { 'content-type': 'application/json; charset=utf-8' }, body: '{}' },
  '/gzip': bomb('gzip', gzipSync(PAGE)),
  '/x-gzip': bomb('X-GZIP', gzipSync(PAGE)),
  '/br': bomb('br', brotliCompressSync(PAGE)),
  '/zstd': bomb('zstd', zstdCompressSync(PAGE)),
  '/deflate': bomb('deflate', deflateSync(PAGE)),
  '/deflate-raw': bomb('deflate', deflateRawSync(PAGE)),
  '/gzip-br': bomb('gzip, br', brotliCompressSync(gzipSync(PAGE))),
  '/identity': bomb('identity', Buffer.from(PAGE)),
  '/huge': { body: Buffer.alloc(BAD_SERVER_MAX_BYTES + 1, 'x') },
  '/exactly-full': { body: Buffer.alloc(BAD_SERVER_MAX_BYTES, 'x') },
  '/bomb-gzip': bomb('gzip', gzipSync(ZEROS)),
  '/bomb-br': bomb('br', brotliCompressSync(ZEROS)),
  '/bomb-zstd': bomb('zstd', zstdCompressSync(ZEROS)),
  '/bomb-twice': bomb('gzip, gzip', gzipSync(gzipSync(ZEROS))),
  '/coding-unknown': bomb('lzma', Buffer.from(PAGE)),
  '/coding-many': bomb('gzip, gzip, gzip, gzip', Buffer.from(PAGE)),
  '/coding-broken': bomb('gzip', Buffer.from(PAGE)),
  '/coding-cut': bomb('gzip', gzipSync(PAGE).subarray(0, 60)),
};

function raw(response: ServerResponse, text: string): void {
  response.socket?.end(text);
}

/** Ways that need the socket itself. */
const DEEDS: Readonly<Record<string, (response: ServerResponse) => void>> = {
  '/hang': () => undefined,
  '/hang-body': (response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-length': '100' });
    response.flushHeaders();
  },
  '/drip': (response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    const timer = setInterval(() => response.write('.'), 50);
    response.on('close', () => clearInterval(timer));
  },
  '/reset': (response) => response.socket?.resetAndDestroy(),
  '/short': (response) =>
    raw(response, 'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 1000\r\n\r\nshort'),
  '/huge-announced': (response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-length': '9000000000' });
    response.write('start');
  },
  '/garbage': (response) => raw(response, 'this is not HTTP\r\n\r\n'),
  '/endless-headers': (response) =>
    raw(response, `HTTP/1.1 200 OK\r\n${`x: ${'y'.repeat(1000)}\r\n`.repeat(200)}\r\n`),
  '/untyped': (response) => raw(response, 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello'),
  '/untyped-bytes': (response) => raw(response, 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhe\0lo'),
};

export const badServer: Answering = (path, _request, response) => {
  const chain = /^\/chain-(\d+)$/.exec(path)?.[1];
  if (chain !== undefined) return chain === '0' ? { body: PAGE } : to(`/chain-${Number(chain) - 1}`);
  const deed = DEEDS[path];
  if (deed === undefined) return ANSWERS[path] ?? { status: 404 };
  deed(response);
  return null;
};
