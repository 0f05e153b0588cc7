/** The HTTP client by itself: connections, cookies, and what is read of servers that send too much. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { openHttpClient } from '../src/net/http-client.ts';
import { startLoopback } from './support/start-loopback.ts';
import { until } from './support/until.ts';

const ask = {
  accept: 'text/html',
  maxBytes: 100_000,
  overflow: 'refuse',
  seconds: 5,
  signal: new AbortController().signal,
  wantsBody: () => true,
} as const;

function clientFor(...origins: string[]) {
  return openHttpClient({ userAgent: 'ExampleBot/1.0', allowedOrigins: new Set(origins), ports: [] });
}

describe('the content type', () => {
  it.each([
    ['once', ['text/html; charset=utf-8'], 'text/html; charset=utf-8'],
    ['twice', ['text/html', 'text/html; charset=gbk'], 'text/html; charset=gbk'],
    ['twice, the charset first', ['Text/HTML;charset=gbk', 'text/html'], 'Text/HTML;charset=gbk'],
    ['as two kinds, of which the last one counts', ['text/plain; charset=gbk', 'text/html'], 'text/html'],
    ['on one line', ['application/json, text/html;a="b,c/d"'], 'text/html;a="b,c/d"'],
    ['as none at last', ['text/html', 'html'], 'text/html'],
    ['as none at all', ['html'], 'html'],
  ])('is one, though it is given %s', async (_name, given, type) => {
    await using server = await startLoopback(() => ({ headers: { 'content-type': given }, body: 'x' }));
    await using client = clientFor(server.origin);
    const answer = await client.get(new URL(server.origin), ask);
    expect(answer).toMatchObject({ headers: { 'content-type': type } });
  });
});

describe('a connection', () => {
  it('is kept for the next request', async () => {
    await using server = await startLoopback(() => ({ body: 'x' }));
    await using client = clientFor(server.origin);
    for (const path of ['/a', '/b', '/c']) await client.get(new URL(path, server.origin), ask);
    expect(server.paths()).toEqual(['/a', '/b', '/c']);
    expect(server.connections()).toBe(1);
  });

  it('is one, even for requests at the same time', async () => {
    await using server = await startLoopback(() => ({ body: 'x' }));
    await using client = clientFor(server.origin);
    await Promise.all(['/a', '/b', '/c'].map((path) => client.get(new URL(path, server.origin), ask)));
    expect(server.connections()).toBe(1);
  });

  it('leaves nothing behind once it is closed, however long the client lives', async () => {
    const made: WeakRef<object>[] = [];
    const note = (message: unknown) => {
      made.push(new WeakRef((message as { socket: object }).socket));
    };
    subscribe('net.client.socket', note);
    const allowedOrigins = new Set<string>();
    await using client = openHttpClient({ userAgent: 'ExampleBot/1.0', allowedOrigins, ports: [] });
    for (let i = 0; i < 3; i += 1) {
      await using server = await startLoopback(() => ({ body: 'x' }));
      allowedOrigins.add(server.origin);
      expect(await client.get(new URL(server.origin), ask)).toMatchObject({ kind: 'answer' });
    }
    unsubscribe('net.client.socket', note);
    expect(made).toHaveLength(3);
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const gone = () => {
      collect();
      return made.every((each) => each.deref() === undefined);
    };
    await until('they are let go', gone, 10_000);
  });

  it('is closed on a server that sends a hundred megabytes, long before it has sent them', async () => {
    let sent = 0;
    const chunk = Buffer.alloc(64_000, 'x');
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n');
      const more = (): void => {
        while (!socket.destroyed && sent < 100_000_000) {
          sent += chunk.length;
          if (!socket.write(chunk)) return;
        }
      };
      socket.on('drain', more);
      more();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    await using client = clientFor(origin);
    expect(await client.get(new URL(origin), ask)).toMatchObject({ kind: 'failure', reason: 'too-large' });
    await new Promise((resolve) => server.close(resolve));
    expect(sent).toBeLessThan(20_000_000);
  });
});

describe('a body that nobody wants', () => {
  it.each([
    ['runs out where it is short, which keeps the connection', 30_000, 1],
    ['closes the connection where it is long', 400_000, 2],
  ])('%s', async (_name, length, connections) => {
    await using server = await startLoopback(() => ({ body: 'x'.repeat(length) }));
    await using client = clientFor(server.origin);
    for (const path of ['/a', '/b'])
      expect(
        await client.get(new URL(path, server.origin), { ...ask, wantsBody: () => false }),
      ).toMatchObject({
        ...{ kind: 'answer', status: 200 },
        body: new Uint8Array(),
      });
    expect(server.connections()).toBe(connections);
  });

  it('is not waited for where it is announced as too long', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined).resume();
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 900000\r\n\r\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    await using client = clientFor(origin);
    const answer = await client.get(new URL(origin), ask);
    expect(answer).toMatchObject({
      kind: 'failure',
      reason: 'too-large',
      detail: expect.stringContaining('900000 bytes announced'),
    });
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('a request whose host is never found', () => {
  const open = () =>
    openHttpClient({
      ...{ userAgent: 'ExampleBot/1.0', allowedOrigins: new Set<string>(), ports: [] },
      resolve: () => undefined,
    });

  it('ends with its time', async () => {
    await using client = open();
    const answer = await client.get(new URL('http://shop.example/'), { ...ask, seconds: 0.05 });
    expect(answer).toMatchObject({ kind: 'failure', reason: 'timeout' });
  });

  it('ends when it is given up', async () => {
    await using client = open();
    const stop = new AbortController();
    const asked = client.get(new URL('http://shop.example/'), { ...ask, signal: stop.signal });
    stop.abort(new Error('no more'));
    await expect(asked).rejects.toThrow('no more');
  });
});

describe('cookies', () => {
  it('go back to the host that set them, on their path, until they are taken back', async () => {
    await using server = await startLoopback((path) => {
      const given: Record<string, string[]> = {
        '/in': ['a=1; Path=/', 'b=2; Path=/shop', 'c=3; Domain=other.example', 'no cookie at all;='],
        '/out': ['a=; Max-Age=0; Path=/'],
      };
      return { headers: { 'set-cookie': given[path] ?? [] }, body: 'x' };
    });
    await using client = clientFor(server.origin);
    for (const path of ['/in', '/', '/shop/x', '/out', '/'])
      await client.get(new URL(path, server.origin), ask);
    expect(server.asked.map(({ headers }) => headers.cookie)).toEqual([
      undefined,
      'a=1',
      'b=2; a=1',
      'a=1',
      undefined,
    ]);
  });

  it('of one host are not for another, nor for another run', async () => {
    await using here = await startLoopback(() => ({ headers: { 'set-cookie': 'a=1' }, body: 'x' }));
    await using there = await startLoopback(() => ({ body: 'x' }));
    const elsewhere = there.origin.replace('127.0.0.1', 'localhost');
    await using client = clientFor(here.origin, elsewhere);
    await client.get(new URL(here.origin), ask);
    await client.get(new URL(elsewhere), ask);
    await using next = clientFor(here.origin);
    await next.get(new URL(here.origin), ask);
    expect(there.asked.map(({ headers }) => headers.cookie)).toEqual([undefined]);
    expect(here.asked.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined]);
  });

  it('are few and short, however many and long a server sends', async () => {
    const many = Array.from({ length: 300 }, (_, index) => `n${index}=${'v'.repeat(200)}`);
    await using server = await startLoopback((path) => ({
      headers: { 'set-cookie': path === '/' ? many.slice(0, 150) : [`long=${'v'.repeat(5000)}`] },
      body: 'x',
    }));
    await using client = clientFor(server.origin);
    for (const path of ['/', '/long', '/last']) await client.get(new URL(path, server.origin), ask);
    const last = server.asked.at(-1)?.headers.cookie ?? '';
    expect(last.length).toBeGreaterThan(1000);
    expect(last.length).toBeLessThanOrEqual(8192);
    expect(last).not.toContain('long');
    expect(last.split('; ').length).toBeLessThanOrEqual(100);
  });
});

describe('X-Robots-Tag', () => {
  it('is given line by line', async () => {
    await using server = await startLoopback(() => ({
      headers: { 'x-robots-tag': ['otherbot: noindex, nofollow', 'noarchive'] },
      body: 'x',
    }));
    await using client = clientFor(server.origin);
    expect(await client.get(new URL(server.origin), ask)).toMatchObject({
      robotsTags: ['otherbot: noindex, nofollow', 'noarchive'],
      headers: { 'x-robots-tag': 'otherbot: noindex, nofollow, noarchive' },
    });
  });
});

describe('an abort', () => {
  it('rejects with its reason, at once when it came before', async () => {
    await using server = await startLoopback(() => null);
    await using client = clientFor(server.origin);
    const stop = new AbortController();
    const reason = new Error('enough');
    setTimeout(() => stop.abort(reason), 50);
    const { signal } = stop;
    await expect(client.get(new URL('/a', server.origin), { ...ask, signal })).rejects.toBe(reason);
    await expect(client.get(new URL('/b', server.origin), { ...ask, signal })).rejects.toBe(reason);
    expect(server.paths()).toEqual(['/a']);
  });
});
