/** Which addresses are reached: judged as text, and again at the moment of connecting. */
import { describe, expect, it } from 'vitest';
import { type ResolveHost, refuseUrl } from '../src/net/address-guard.ts';
import { openHttpClient } from '../src/net/http-client.ts';
import { isPublicAddress } from '../src/net/public-address.ts';
import cases from './cases/addresses.json' with { type: 'json' };
import { startLoopback } from './support/start-loopback.ts';

const nowhere = { allowedOrigins: new Set<string>(), ports: [8443] };

const ask = {
  accept: '*/*',
  maxBytes: 1000,
  overflow: 'refuse',
  seconds: 5,
  signal: new AbortController().signal,
  wantsBody: () => true,
} as const;

describe('isPublicAddress', () => {
  it.each(cases.public)('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each(cases.forbidden)('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('refuseUrl', () => {
  it.each(cases.refusedUrls)('refuses %s', (url) => {
    expect(refuseUrl(new URL(url), nowhere)).toEqual(expect.any(String));
  });

  it.each(cases.noUrls)('%s is no URL', (url) => {
    expect(URL.canParse(url)).toBe(false);
  });

  it.each(cases.permittedUrls)('permits %s', (url) => {
    expect(refuseUrl(new URL(url), nowhere)).toBeNull();
  });

  it('judges more than a hundred spellings', () => {
    expect(cases.refusedUrls.length + cases.noUrls.length).toBeGreaterThan(100);
    expect(cases.forbidden.length).toBeGreaterThan(100);
  });

  it('permits a registered origin, and nothing that only looks like it', () => {
    const policy = { allowedOrigins: new Set(['http://127.0.0.1:4711']), ports: [4711] };
    expect(refuseUrl(new URL('http://127.0.0.1:4711/a'), policy)).toBeNull();
    expect(refuseUrl(new URL('http://127.0.0.1:4712/'), policy)).toMatch('port');
    expect(refuseUrl(new URL('http://127.0.0.2:4711/'), policy)).toMatch('public');
    expect(refuseUrl(new URL('https://127.0.0.1:4711/'), policy)).toMatch('public');
    expect(refuseUrl(new URL('http://user@127.0.0.1:4711/'), policy)).toMatch('credentials');
  });
});

describe('at the moment of connecting', () => {
  const resolvesTo =
    (...answers: string[]): ResolveHost =>
    (_host, done) =>
      done(
        null,
        answers.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );

  it.each([
    ['a name of a loopback address', ['127.0.0.1']],
    ['a name of a mapped address', ['::ffff:127.0.0.1']],
    ['a name with one public and one private address', ['93.184.216.34', '10.0.0.1']],
  ])('%s is refused, and no request arrives', async (_name, answers) => {
    await using server = await startLoopback(() => ({ body: 'never' }));
    const port = Number(new URL(server.origin).port);
    await using client = openHttpClient({
      userAgent: 'bot',
      allowedOrigins: new Set(),
      ports: [port],
      resolve: resolvesTo(...answers),
    });
    const answer = await client.get(new URL(`http://shop.example:${port}/`), ask);
    expect(answer).toMatchObject({ kind: 'failure', reason: 'refused-address', passing: false });
    expect(server.connections()).toBe(0);
  });

  it('a name is looked up once for a connection, so that no later answer can take its place', async () => {
    const answers = [['10.0.0.1'], ['127.0.0.1'], ['::1']];
    let lookups = 0;
    const resolve: ResolveHost = (_host, done) => {
      const addresses = answers[lookups] ?? [];
      lookups += 1;
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    };
    await using server = await startLoopback(() => ({ body: 'never' }));
    const port = Number(new URL(server.origin).port);
    await using client = openHttpClient({
      userAgent: 'bot',
      allowedOrigins: new Set(),
      ports: [port],
      resolve,
    });
    for (const tried of [1, 2, 3]) {
      const answer = await client.get(new URL(`http://shop.example:${port}/`), ask);
      expect(answer).toMatchObject({ kind: 'failure', reason: 'refused-address' });
      expect(lookups).toBe(tried);
    }
    expect(server.connections()).toBe(0);
  });

  it('a name of this machine is refused without a lookup', async () => {
    await using server = await startLoopback(() => ({ body: 'never' }));
    const port = Number(new URL(server.origin).port);
    let lookups = 0;
    const resolve: ResolveHost = (_host, done) => {
      lookups += 1;
      done(null, [{ address: '127.0.0.1', family: 4 }]);
    };
    await using client = openHttpClient({
      userAgent: 'bot',
      allowedOrigins: new Set(),
      ports: [port],
      resolve,
    });
    const answer = await client.get(new URL(`http://localhost:${port}/`), ask);
    expect(answer).toMatchObject({ kind: 'failure', reason: 'refused-address' });
    expect(lookups).toBe(0);
    expect(server.connections()).toBe(0);
  });

  it('a registered origin is reached', async () => {
    await using server = await startLoopback(() => ({ body: 'hello' }));
    await using client = openHttpClient({
      userAgent: 'bot',
      allowedOrigins: new Set([server.origin]),
      ports: [],
    });
    const answer = await client.get(new URL(server.origin), ask);
    expect(answer).toMatchObject({ kind: 'answer', status: 200 });
    expect(server.connections()).toBe(1);
  });
});
