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
  '/charset': {
    headers: { 'content-type': 'text/html; charset=klingon' },
    body: Buffer.from([0x3c, 0x70, 0x3e, 0xff, 0xfe, 0x80, 0xc3, 0x28]),
  },
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

/** As much as the other side takes, until it hangs up. */
function endlessly(response: ServerResponse, head: string, chunk: string): void {
  const { socket } = response;
  if (socket === null) return;
  const more = (): void => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.write(head);
  socket.on('drain', more);
  more();
}

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n';

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
  '/endless-status': (response) => endlessly(response, 'HTTP/1.1 200 ', 'OK'.repeat(32_000)),
  '/endless-interim': (response) =>
    endlessly(response, '', `HTTP/1.1 103 Early Hints\r\nlink: </${'a'.repeat(16_000)}>\r\n\r\n`.repeat(8)),
  '/endless-body': (response) => endlessly(response, `${HEAD}\r\n`, 'x'.repeat(64_000)),
  '/endless-picture': (response) =>
    endlessly(response, 'HTTP/1.1 200 OK\r\ncontent-type: image/png\r\n\r\n', 'x'.repeat(64_000)),
  '/endless-extension': (response) =>
    endlessly(response, `${HEAD}transfer-encoding: chunked\r\n\r\n5;`, 'x'.repeat(64_000)),
  '/endless-chunks': (response) =>
    endlessly(
      response,
      `${HEAD}transfer-encoding: chunked\r\n\r\n`,
      `1;${'x'.repeat(100)}\r\na\r\n`.repeat(600),
    ),
  '/endless-trailers': (response) =>
    endlessly(
      response,
      `${HEAD}transfer-encoding: chunked\r\n\r\n0\r\n`,
      `x: ${'y'.repeat(100)}\r\n`.repeat(600),
    ),
  '/many-headers': (response) =>
    raw(response, `${HEAD}${Array.from({ length: 3000 }, (_, index) => `x-${index}: y\r\n`).join('')}\r\nx`),
  '/drip-header': (response) => {
    response.socket?.write('HTTP/1.1 200 OK\r\nx: ');
    const timer = setInterval(() => response.socket?.write('y'), 20);
    response.socket?.on('close', () => clearInterval(timer));
  },
  '/header-name': (response) => raw(response, 'HTTP/1.1 200 OK\r\nx y: 1\r\ncontent-length: 1\r\n\r\nx'),
  '/header-value': (response) => raw(response, 'HTTP/1.1 200 OK\r\nx: a\0b\r\ncontent-length: 1\r\n\r\nx'),
  '/two-lengths': (response) => raw(response, `${HEAD}content-length: 1\r\ncontent-length: 3\r\n\r\nxyz`),
  '/length-and-chunks': (response) =>
    raw(response, `${HEAD}content-length: 3\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n`),
  '/length-no-number': (response) => raw(response, `${HEAD}content-length: many\r\n\r\nxyz`),
  '/version': (response) => raw(response, 'HTTP/9.9 200 OK\r\ncontent-length: 1\r\n\r\nx'),
  '/status-text': (response) => raw(response, 'HTTP/1.1 abc OK\r\ncontent-length: 1\r\n\r\nx'),
  '/status-999': (response) => raw(response, 'HTTP/1.1 999 No\r\ncontent-length: 0\r\n\r\n'),
  '/long': (response) => raw(response, `${HEAD}content-length: 5\r\n\r\nfirst and more`),
  '/proto': (response) =>
    raw(response, `${HEAD}__proto__: a\r\n__proto__: b\r\nconstructor: c\r\ncontent-length: 5\r\n\r\nhello`),
  '/half-close': (response) => {
    response.socket?.write(`${HEAD}content-length: 100\r\n\r\nhalf`);
    response.socket?.end();
  },
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
