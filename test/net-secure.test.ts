/** HTTPS: certificates that are and are not valid, and HTTP/2 beside HTTP/1.1. */
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHttpClient } from '../src/net/http-client.ts';
import { type Issue, makeCertificate } from './support/make-certificate.ts';
import { startSecure } from './support/start-secure.ts';

const authority = makeCertificate({ name: 'Test authority', hosts: [], issuer: null, authority: true });
const stranger = makeCertificate({ name: 'Unknown authority', hosts: [], issuer: null, authority: true });
const good = makeCertificate({ name: 'shop', hosts: ['127.0.0.1'], issuer: authority });

const DAY_MS = 86_400_000;
const ask = {
  accept: 'text/html',
  maxBytes: 100_000,
  overflow: 'refuse',
  seconds: 5,
  signal: new AbortController().signal,
  wantsBody: () => true,
} as const;

function clientFor(origin: string) {
  return openHttpClient({ userAgent: 'ExampleBot/1.0', allowedOrigins: new Set([origin]), ports: [] });
}

const known = getCACertificates('default');
beforeAll(() => setDefaultCACertificates([...known, authority.cert]));
afterAll(() => setDefaultCACertificates(known));

describe('certificates', () => {
  it('of a known authority, for this host and in time, are taken', async () => {
    await using server = await startSecure(good, (_request, response) => response.end('hello'));
    await using client = clientFor(server.origin);
    expect(await client.get(new URL('/page', server.origin), ask)).toMatchObject({
      kind: 'answer',
      status: 200,
      body: Buffer.from('hello'),
    });
  });

  const bad: readonly (Issue & { readonly what: string; readonly code: string })[] = [
    {
      what: 'expired',
      name: 'old',
      hosts: ['127.0.0.1'],
      issuer: authority,
      notBefore: new Date(Date.now() - 9 * DAY_MS),
      notAfter: new Date(Date.now() - DAY_MS),
      code: 'CERT_HAS_EXPIRED',
    },
    {
      what: 'not yet valid',
      name: 'new',
      hosts: ['127.0.0.1'],
      issuer: authority,
      notBefore: new Date(Date.now() + DAY_MS),
      notAfter: new Date(Date.now() + 9 * DAY_MS),
      code: 'CERT_NOT_YET_VALID',
    },
    {
      what: 'self-signed',
      name: 'self',
      hosts: ['127.0.0.1'],
      issuer: null,
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    },
    {
      what: 'for another host',
      name: 'other',
      hosts: ['other.example', '127.0.0.2'],
      issuer: authority,
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    },
    {
      what: 'of an unknown authority',
      name: 'unknown',
      hosts: ['127.0.0.1'],
      issuer: stranger,
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    },
  ];

  it.each(bad)(
    'that are $what are refused, and no request is made',
    async ({ what: _what, code, ...issue }) => {
      await using server = await startSecure(makeCertificate(issue), (_request, response) =>
        response.end('no'),
      );
      await using client = clientFor(server.origin);
      expect(await client.get(new URL('/page', server.origin), ask)).toMatchObject({
        kind: 'failure',
        reason: 'failed',
        detail: expect.stringContaining(`the certificate is not valid: ${code}`),
        passing: false,
      });
      expect(server.asked).toEqual([]);
    },
  );

  it('are checked whatever the environment says', async () => {
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      const self = makeCertificate({ name: 'self', hosts: ['127.0.0.1'], issuer: null });
      await using server = await startSecure(self, (_request, response) => response.end('no'));
      await using client = clientFor(server.origin);
      expect(await client.get(new URL(server.origin), ask)).toMatchObject({ kind: 'failure' });
      expect(server.asked).toEqual([]);
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    }
  });
});

describe('a port that speaks no TLS', () => {
  it.each<[string, (socket: Socket) => void, string]>([
    ['is silent', () => undefined, 'timeout'],
    ['answers in clear text', (socket) => socket.write('HTTP/1.1 200 OK\r\n\r\nhello'), 'failed'],
    ['hangs up', (socket) => socket.destroy(), 'failed'],
  ])('%s: nothing is read', async (_name, answer, reason) => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      answer(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const origin = `https://127.0.0.1:${port}`;
    await using client = clientFor(origin);
    expect(await client.get(new URL(origin), { ...ask, seconds: 0.5 })).toMatchObject({ reason });
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('HTTP/2', () => {
  it('is spoken with a server that speaks nothing else, over one connection', async () => {
    const onlyHttp2 = true;
    await using server = await startSecure(
      good,
      (request, response) => {
        response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': ['a=1', 'b=2'] });
        response.end(`you asked for ${request.url}`);
      },
      { onlyHttp2 },
    );
    await using client = clientFor(server.origin);
    for (const path of ['/one', '/two?x=1', '/three']) {
      expect(await client.get(new URL(path, server.origin), ask)).toMatchObject({
        status: 200,
        headers: { 'content-type': 'text/html' },
        body: Buffer.from(`you asked for ${path}`),
      });
    }
    expect(server.asked).toEqual(['2.0 /one', '2.0 /two?x=1', '2.0 /three']);
    expect(server.connections()).toBe(1);
    const [first = {}, second = {}] = server.headers;
    const own = Object.keys(first).filter((name) => !name.startsWith(':'));
    expect(own.sort()).toEqual(['accept', 'accept-encoding', 'user-agent']);
    expect(first).toMatchObject({ 'user-agent': 'ExampleBot/1.0', ':method': 'GET' });
    expect(second['cookie']).toBe('a=1; b=2');
  });

  it.each([
    ['a body over the limit', 'too-large', 'x'.repeat(200_000)],
    ['no end', 'timeout', null],
  ])('%s is refused', async (_name, reason, body) => {
    await using server = await startSecure(
      good,
      (_request, response) => {
        if (body === null) response.write('start');
        else response.end(body);
      },
      { onlyHttp2: true },
    );
    await using client = clientFor(server.origin);
    expect(await client.get(new URL(server.origin), { ...ask, seconds: 0.5 })).toMatchObject({ reason });
  });

  it('headers without measure are refused', async () => {
    const names = Array.from({ length: 1000 }, (_, index) => [`x-${index}`, 'y'.repeat(10)]);
    await using server = await startSecure(
      good,
      (_request, response) => {
        response.writeHead(200, Object.fromEntries(names));
        response.end('never read');
      },
      { onlyHttp2: true },
    );
    await using client = clientFor(server.origin);
    expect(await client.get(new URL(server.origin), ask)).toMatchObject({
      kind: 'failure',
      reason: 'failed',
    });
  });

  it('a stream that is reset is a failure that may pass', async () => {
    await using server = await startSecure(good, (_request, response) => response.stream.close(2), {
      onlyHttp2: true,
    });
    await using client = clientFor(server.origin);
    expect(await client.get(new URL(server.origin), ask)).toMatchObject({ reason: 'failed', passing: true });
  });
});
