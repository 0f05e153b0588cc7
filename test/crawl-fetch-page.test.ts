/** One page from servers that behave and from servers that do not. */
import { describe, expect, it } from 'vitest';
import { OPEN_GATE } from '../crawlers/crawl-gate.ts';
import { createPacer, sleep } from '../crawlers/pacing.ts';
import { probePage } from '../crawlers/probe-page.ts';
import { createLog } from '../src/log.ts';
import cases from './cases/bad-servers.json' with { type: 'json' };
import { BAD_SERVER_MAX_BYTES, badServer } from './support/bad-server.ts';
import { type Loopback, startLoopback } from './support/start-loopback.ts';

const USER_AGENT = 'PrecursorWatch/0.1 (+mailto:someone@agency.example)';

function probe(server: Loopback, path: string, signal: AbortSignal = new AbortController().signal) {
  return probePage({
    url: server.origin + path,
    userAgent: USER_AGENT,
    allowedOrigins: new Set([server.origin]),
    limits: { maxBytes: BAD_SERVER_MAX_BYTES, pageSeconds: 0.6 },
    clock: () => new Date('2025-06-01T10:00:00Z'),
    log: createLog('silent'),
    ports: [],
    gate: OPEN_GATE,
    pacer: createPacer({ clock: () => new Date(), sleep }),
    delaySeconds: 5,
    signal,
  });
}

describe('a page', () => {
  it('is given as the server sent it', async () => {
    await using server = await startLoopback(() => ({
      headers: { 'x-twice': ['a', 'b'] },
      body: 'h\u00e9llo',
    }));
    const page = await probe(server, '/p?q=1#top');
    expect(page).toEqual({
      requestedUrl: `${server.origin}/p?q=1#top`,
      url: `${server.origin}/p?q=1`,
      status: 200,
      headers: expect.objectContaining({ 'content-type': 'text/html; charset=utf-8', 'x-twice': 'a, b' }),
      body: Buffer.from('h\u00e9llo'),
      fetchedAt: '2025-06-01T10:00:00.000Z',
      via: 'http',
      directives: { nofollow: false, noindex: false, noarchive: false },
      proof: {
        robotsSha256: '3c48591d8d098a4538f5e013dfcf406e948eac4d3277b10bf614e295d6068179',
        robotsFetchedAt: '2025-06-01T10:00:00.000Z',
        rule: 'no rule matches',
        group: null,
        delaySeconds: null,
      },
    });
  });

  it('is asked for with our user agent alone: no referrer, no browser headers, no cookie but what the site gave', async () => {
    await using server = await startLoopback((path) =>
      path === '/a' ? { status: 302, headers: { location: '/b', 'set-cookie': 'id=1' } } : { body: 'x' },
    );
    await probe(server, '/a');
    expect(server.paths()).toEqual(['/robots.txt', '/a', '/b']);
    for (const { method, headers } of server.asked) {
      expect(method).toBe('GET');
      expect(headers['user-agent']).toBe(USER_AGENT);
      const own = Object.keys(headers).filter((name) => name !== 'cookie');
      expect(own.sort()).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent']);
    }
    expect(server.asked.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined, 'id=1']);
  });

  it.each([
    ['/page', 5000],
    ['/redirect-once', 5000],
    ['/chain-5', 5000],
    ['/gzip', 5000],
    ['/x-gzip', 5000],
    ['/br', 5000],
    ['/zstd', 5000],
    ['/deflate', 5000],
    ['/deflate-raw', 5000],
    ['/gzip-br', 5000],
    ['/identity', 5000],
    ['/exactly-full', BAD_SERVER_MAX_BYTES],
    ['/text', 5],
    ['/data', 2],
    ['/untyped', 5],
    ['/long', 5],
    ['/charset', 8],
    ['/proto', 5],
    ['/many-headers', 1],
  ])('%s is read whole', async (path, size) => {
    await using server = await startLoopback(badServer);
    const page = await probe(server, path);
    expect(page).toMatchObject({ status: 200 });
    expect('body' in page && page.body.length).toBeGreaterThanOrEqual(size);
    expect('url' in page && page.url).not.toContain('#');
  });
});

describe('no page', () => {
  it.concurrent.for(cases)('$name → $reason', async ({ path, reason, requests }, { expect }) => {
    await using server = await startLoopback(badServer);
    const answer = await probe(server, path);
    expect(answer).toMatchObject({ reason });
    const paths = server.paths().filter((each) => each !== '/robots.txt');
    expect(paths).toHaveLength(requests);
    expect(paths.filter((each) => each.startsWith('/private/'))).toEqual([]);
  });

  it('says how long a server asks us to stay away', async () => {
    await using server = await startLoopback(badServer);
    expect(await probe(server, '/status-429')).toMatchObject({ status: 429, retryAfterSeconds: 7 });
  });

  it('a failure that passes is tried again and then read', async () => {
    let tries = 0;
    await using server = await startLoopback((path, _request, response) => {
      if (path === '/robots.txt') return { status: 404 };
      tries += 1;
      if (tries === 3) return { body: 'at last' };
      response.socket?.resetAndDestroy();
      return null;
    });
    expect(await probe(server, '/')).toMatchObject({ status: 200 });
  });

  it('redirects and further tries take no more time together than one page may', async () => {
    await using server = await startLoopback((path, _request, response) => {
      if (path === '/robots.txt') return { status: 404 };
      setTimeout(() => response.writeHead(302, { location: `${path}x` }).end(), 250);
      return null;
    });
    expect(await probe(server, '/')).toMatchObject({
      reason: 'timeout',
      detail: 'no whole answer within 0.6 s',
    });
    expect(server.paths().filter((path) => path !== '/robots.txt').length).toBeLessThanOrEqual(3);
  });

  it('that sends to itself is asked once more when it gave a cookie, and no more', async () => {
    await using server = await startLoopback((path, request) => {
      if (path === '/robots.txt') return { status: 404 };
      if (path === '/door' && request.headers.cookie !== undefined) return { body: 'welcome' };
      return { status: 302, headers: { location: path, 'set-cookie': 'seen=1' } };
    });
    expect(await probe(server, '/door')).toMatchObject({ status: 200, body: Buffer.from('welcome') });
    expect(await probe(server, '/circle')).toMatchObject({ reason: 'failed' });
    expect(server.paths().filter((path) => path === '/door')).toHaveLength(2);
    expect(server.paths().filter((path) => path === '/circle')).toHaveLength(2);
  });

  it('a port where nobody listens', async () => {
    const server = await startLoopback(badServer);
    await server[Symbol.asyncDispose]();
    expect(await probe(server, '/')).toMatchObject({ reason: 'robots-unreachable' });
  });

  it('an abort while waiting for the server rejects with its reason', async () => {
    await using server = await startLoopback(badServer);
    const stop = new AbortController();
    const reason = new Error('enough');
    setTimeout(() => stop.abort(reason), 100);
    await expect(probe(server, '/hang', stop.signal)).rejects.toBe(reason);
  });
});

describe('robots.txt', () => {
  it.each([
    ['is missing', { status: 404 }, null],
    ['is forbidden', { status: 403 }, null],
    ['is behind a login', { status: 401 }, null],
    ['is gone', { status: 410 }, null],
    ['is empty', { body: '' }, null],
    ['fails', { status: 500 }, 'robots-unreachable'],
    ['is unavailable', { status: 503 }, 'robots-unreachable'],
    ['is asked for too often', { status: 429 }, 'robots-unreachable'],
    ['redirects in a circle', { status: 301, headers: { location: '/robots.txt' } }, 'robots-unreachable'],
    [
      'redirects to a private address',
      { status: 301, headers: { location: 'http://10.0.0.1/' } },
      'refused-address',
    ],
    ['forbids us', { body: 'User-agent: precursorwatch\nDisallow: /\n' }, 'disallowed'],
    ['forbids another', { body: 'User-agent: other\nDisallow: /\n' }, null],
    ['is one long line', { body: `User-agent: *\nDisallow: /${'x'.repeat(2_000_000)}\n` }, null],
  ])('%s', async (_name, answer, reason) => {
    await using server = await startLoopback((path) => (path === '/robots.txt' ? answer : { body: 'page' }));
    const result = await probe(server, '/page');
    expect('reason' in result ? result.reason : null).toBe(reason);
    expect(server.paths().includes('/page')).toBe(reason === null);
  });

  it('is cut after 500 KiB without making half a line a rule', async () => {
    const head = 'User-agent: *\n';
    const rule = 'Disallow: /page';
    const filler = `#${'x'.repeat(500 * 1024 - head.length - rule.length - 2)}\n`;
    await using server = await startLoopback((path) =>
      path === '/robots.txt' ? { body: `${head}${filler}${rule}-of-others\n` } : { body: 'page' },
    );
    expect(await probe(server, '/page')).toMatchObject({ status: 200 });
  });

  it.each([
    ['five redirects are followed', 5, 'disallowed'],
    ['six are not', 6, 'robots-unreachable'],
  ])('%s', async (_name, redirects, reason) => {
    await using server = await startLoopback((path) => {
      const step = path === '/robots.txt' ? 0 : Number(/^\/step-(\d+)$/.exec(path)?.[1] ?? 99);
      if (step < redirects) return { status: 302, headers: { location: `/step-${step + 1}` } };
      return { body: 'User-agent: *\nDisallow: /page\n' };
    });
    expect(await probe(server, '/page')).toMatchObject({ reason });
  });

  it('hangs: nothing is fetched', async () => {
    await using server = await startLoopback((path) => (path === '/robots.txt' ? null : { body: 'page' }));
    expect(await probe(server, '/page')).toMatchObject({ reason: 'robots-unreachable' });
    expect(server.paths()).toEqual(['/robots.txt']);
  });
});
