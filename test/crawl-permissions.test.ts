/** What a crawl is held back by besides robots.txt: the stop switch, domains that opted out, and what sets the rest aside. */
import { describe, expect, it } from 'vitest';
import { type CrawlGate, createGate, type GateState, listGate } from '../crawlers/crawl-gate.ts';
import { crawlWith, testPage, testSite } from './support/crawl-with.ts';
import { startLoopback } from './support/start-loopback.ts';

const OPEN: GateState = { stop: null, optOuts: new Set() };

describe('the gate', () => {
  const askWith = (state: GateState, url: string) =>
    createGate({ read: async () => state, now: () => 0 })(new URL(url));

  it.each([
    ['https://shop.example/', 'shop.example'],
    ['https://www.shop.example/', 'shop.example'],
    ['https://a.b.shop.example:8443/x', 'shop.example'],
    ['https://SHOP.example./', 'shop.example'],
    ['https://xn--bcher-kva.example/', 'xn--bcher-kva.example'],
    ['http://[2606:4700::1]/', '[2606:4700::1]'],
    ['http://192.0.2.7/', '192.0.2.7'],
    ['https://myshop.example/', null],
    ['https://shop.example.other.example/', null],
    ['https://example/', null],
  ])('%s is opted out by %s', async (url, domain) => {
    const optOuts = new Set(['shop.example', 'xn--bcher-kva.example', '[2606:4700::1]', '192.0.2.7']);
    const refusal = await askWith({ stop: null, optOuts }, url);
    expect(refusal).toEqual(domain === null ? null : { reason: 'opted-out', detail: domain });
    expect(await listGate(optOuts)(new URL(url))).toEqual(refusal);
  });

  it('a stop holds for every URL and says why', async () => {
    const refusal = await askWith({ ...OPEN, stop: 'an incident' }, 'https://shop.example/');
    expect(refusal).toEqual({ reason: 'halted', detail: 'an incident' });
  });

  it('is asked anew after a second, by many at once only once, and again after a failure', async () => {
    let now = 0;
    let reads = 0;
    let state: GateState | Error = OPEN;
    const gate = createGate({
      now: () => now,
      read: async () => {
        reads += 1;
        if (state instanceof Error) throw state;
        return state;
      },
    });
    const url = new URL('https://shop.example/');
    expect(await Promise.all([gate(url), gate(url)])).toEqual([null, null]);
    now = 999;
    state = { ...OPEN, stop: 'enough' };
    expect([await gate(url), reads]).toEqual([null, 1]);
    now = 1000;
    expect([await gate(url), reads]).toEqual([{ reason: 'halted', detail: 'enough' }, 2]);
    now = 2000;
    state = new Error('the database is away');
    await expect(gate(url)).rejects.toThrow('away');
    state = OPEN;
    expect([await gate(url), reads]).toEqual([null, 4]);
  });
});

describe('a crawl', () => {
  const shop = (path: string) => {
    if (path === '/robots.txt') return { status: 404 };
    return {
      body:
        path === '/'
          ? testPage('list', [
              ['/a', 'detail'],
              ['/b', 'detail'],
            ])
          : testPage('detail'),
    };
  };

  it('that is stopped ends at once, and every URL says so', async () => {
    let requests = 0;
    await using server = await startLoopback((path) => {
      requests += 1;
      return shop(path);
    });
    // After robots.txt, the front page and one of two offers.
    const gate: CrawlGate = async () => (requests >= 3 ? { reason: 'halted', detail: 'an incident' } : null);
    const { report, outcomes, coverage } = await crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/`]),
      gate,
    });
    expect(server.paths()).toEqual(['/robots.txt', '/', '/a']);
    expect(outcomes).toEqual({ '/': 'fetched', '/a': 'fetched', '/b': 'halted' });
    expect(report).toMatchObject({ stopped: 'halted', skipped: { halted: 1 } });
    expect(coverage.at(-1)?.detail).toBe('an incident');
  });

  it('of a domain that opted out asks for nothing, not even robots.txt', async () => {
    await using server = await startLoopback(shop);
    const gate = listGate(['127.0.0.1']);
    const site = testSite([`${server.origin}/`, `${server.origin}/x`]);
    const { report, outcomes } = await crawlWith({ origins: [server.origin], site, gate });
    expect(server.paths()).toEqual([]);
    expect(outcomes).toEqual({ '/': 'opted-out', '/x': 'opted-out' });
    expect(report).toMatchObject({ pages: 0, stopped: null, skipped: { 'opted-out': 2 } });
  });

  it('with a written reason follows links that say nofollow, and says nothing of it otherwise', async () => {
    await using server = await startLoopback((path) => {
      if (path === '/robots.txt') return { status: 404 };
      return {
        headers: path === '/' ? { 'x-robots-tag': 'nofollow' } : {},
        body: path === '/' ? testPage('list', [['/a', 'detail', 'nofollow']]) : testPage('detail'),
      };
    });
    const site = testSite([`${server.origin}/`]);
    const obeying = await crawlWith({ origins: [server.origin], site });
    expect(obeying.outcomes).toEqual({ '/': 'fetched', '/a': 'nofollow' });
    const overrides = { ...site.overrides, nofollow: 'All links of this shop say it; letter of 2025-03-01.' };
    const overriding = await crawlWith({ origins: [server.origin], site: { ...site, overrides } });
    expect(overriding.outcomes).toEqual({ '/': 'fetched', '/a': 'fetched' });
  });

  it('obeys nofollow that is said to us by name, and not what is said to another', async () => {
    const header = { value: '' };
    await using server = await startLoopback((path) => ({
      headers: path === '/' ? { 'x-robots-tag': header.value } : {},
      body:
        path === '/robots.txt'
          ? ''
          : path === '/'
            ? testPage('list', [['/a', 'detail']])
            : testPage('detail'),
    }));
    const site = testSite([`${server.origin}/`]);
    header.value = 'precursorwatch: nofollow';
    expect((await crawlWith({ origins: [server.origin], site })).outcomes['/a']).toBe('nofollow');
    header.value = 'otherbot: nofollow';
    expect((await crawlWith({ origins: [server.origin], site })).outcomes['/a']).toBe('fetched');
  });

  it('with a written reason reads what robots.txt forbids, and the ledger can show both', async () => {
    await using server = await startLoopback((path) =>
      path === '/robots.txt' ? { body: 'User-agent: *\nDisallow: /\n' } : { body: testPage('detail') },
    );
    const site = testSite([`${server.origin}/`]);
    const robots = 'The owner permits us in writing, letter of 2025-03-01.';
    expect((await crawlWith({ origins: [server.origin], site })).outcomes).toEqual({ '/': 'disallowed' });
    const allowed = { ...site, overrides: { ...site.overrides, robots } };
    const { outcomes, pages } = await crawlWith({ origins: [server.origin], site: allowed });
    expect(outcomes).toEqual({ '/': 'fetched' });
    expect(pages[0]?.proof?.rule).toBe(`overridden (${robots}): 2: Disallow: /`);
  });
});
