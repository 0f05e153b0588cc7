/** Whole crawls of loopback sites: what is fetched, what must not be, and how each planned URL ends. */

import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createPacer, sleep } from '../crawlers/pacing.ts';
import { NO_MEMORY, type RememberedPage } from '../crawlers/site-memory.ts';
import { crawlWith, readTestPage, TEST_AGENT, testPage, testSite } from './support/crawl-with.ts';
import { type Answering, type LoopbackAnswer, startLoopback } from './support/start-loopback.ts';

type Links = Parameters<typeof testPage>[1];

/** A shop as a table of paths; a robots.txt that closes /private/. */
function shop(pages: Readonly<Record<string, readonly [kind: string, links?: Links]>>): Answering {
  return (path) => {
    if (path === '/robots.txt') return { body: 'User-agent: *\nDisallow: /private/\n' };
    const [kind, links] = pages[path] ?? [];
    return kind === undefined ? { status: 404 } : { body: testPage(kind, links) };
  };
}

function remembered(url: string, kind: RememberedPage['kind']): RememberedPage {
  return { url, kind, tail: false, depth: 1, fetched: 1, modified: 0 };
}

const SHOP = shop({
  '/': [
    'list',
    [
      ['/item/1', 'detail'],
      ['/about', 'other'],
      ['/list?page=2', 'next'],
      ['/tea', 'list'],
      ['/private/x', 'detail'],
    ],
  ],
  '/list?page=2': [
    'list',
    [
      ['/item/2', 'detail'],
      ['/item/1', 'detail'],
    ],
  ],
  '/tea': ['list', [['/item/3', 'detail']]],
  '/item/1': ['detail', [['/item/2?utm_source=item', 'detail']]],
  '/item/2': ['detail'],
  '/item/3': [
    'detail',
    [
      ['/trap', 'other', 'nofollow'],
      ['https://elsewhere.example/', 'other'],
    ],
  ],
  '/about': ['other', [['/missing', 'other']]],
});

describe('a crawl', () => {
  it('reads lists before details and says how every planned URL ended, once', async () => {
    await using server = await startLoopback(SHOP);
    const { report, outcomes, coverage } = await crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/`]),
    });
    expect(server.paths()).toEqual([
      '/robots.txt',
      '/',
      '/list?page=2',
      '/tea',
      '/item/1',
      '/item/2',
      '/item/3',
      '/about',
      '/missing',
    ]);
    expect(outcomes).toEqual({
      '/': 'fetched',
      '/list?page=2': 'fetched',
      '/tea': 'fetched',
      '/item/1': 'fetched',
      '/item/2': 'fetched',
      '/item/2?utm_source=item': 'duplicate',
      '/item/3': 'fetched',
      '/about': 'no-listing',
      '/missing': 'gone',
      '/private/x': 'disallowed',
      '/trap': 'nofollow',
      'https://elsewhere.example/': 'off-site',
    });
    expect(coverage).toHaveLength(Object.keys(outcomes).length);
    expect(report).toEqual({
      lists: 'all',
      block: null,
      pages: 7,
      skipped: { duplicate: 1, 'no-listing': 1, gone: 1, disallowed: 1, nofollow: 1, 'off-site': 1 },
      stopped: null,
    });
  });

  it('names itself exactly, to robots.txt too, and sends back the cookies that the site gave', async () => {
    await using server = await startLoopback((path) => ({
      headers: { 'set-cookie': 'session=1' },
      body: path === '/' ? testPage('list', [['/item', 'detail']]) : testPage('detail'),
    }));
    await crawlWith({ origins: [server.origin], site: testSite([`${server.origin}/`]) });
    expect(server.paths()).toEqual(['/robots.txt', '/', '/item']);
    expect(server.asked.map(({ headers }) => headers['user-agent'])).toEqual([
      TEST_AGENT,
      TEST_AGENT,
      TEST_AGENT,
    ]);
    expect(server.asked.map(({ headers }) => headers.cookie)).toEqual([undefined, 'session=1', 'session=1']);
  });

  it('runs again in the same process and fetches again, two at once without mixing, and leaves nothing behind', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'precursor-watch-test-'));
    const before = {
      cwd: process.cwd(),
      listeners: EventEmitter.defaultMaxListeners,
      interrupts: process.listenerCount('SIGINT'),
    };
    process.chdir(folder);
    try {
      for (let run = 0; run < 2; run += 1) {
        await using one = await startLoopback(SHOP);
        await using two = await startLoopback(shop({ '/': ['list', [['/a', 'detail']]], '/a': ['detail'] }));
        const [first, second] = await Promise.all(
          [one, two].map((server) =>
            crawlWith({ origins: [server.origin], site: testSite([`${server.origin}/`]) }),
          ),
        );
        expect(first?.report.pages).toBe(7);
        expect(second?.report.pages).toBe(2);
      }
      expect(await readdir(folder)).toEqual([]);
    } finally {
      process.chdir(before.cwd);
      await rm(folder, { recursive: true });
    }
    expect(existsSync('storage')).toBe(false);
    expect(EventEmitter.defaultMaxListeners).toBe(before.listeners);
    expect(process.listenerCount('SIGINT')).toBe(before.interrupts);
  });

  it('writes nothing to the terminal', async () => {
    await using server = await startLoopback((path) =>
      path === '/robots.txt' ? { body: '' } : { status: 500 },
    );
    const written: string[] = [];
    const { log, error } = console;
    console.log = console.error = (...parts: unknown[]) => written.push(parts.join(' '));
    try {
      await crawlWith({ origins: [server.origin], site: testSite([`${server.origin}/`]) });
    } finally {
      Object.assign(console, { log, error });
    }
    expect(written).toEqual([]);
  });

  it('stays on the exact origin among registered ones', async () => {
    await using other = await startLoopback(() => ({ body: testPage('detail') }));
    await using server = await startLoopback((path) =>
      path === '/to-other'
        ? { status: 302, headers: { location: `${other.origin}/x` } }
        : {
            body: testPage('list', [
              [`${other.origin}/y`, 'detail'],
              ['/to-other', 'detail'],
            ]),
          },
    );
    const { report } = await crawlWith({
      origins: [server.origin, other.origin],
      site: testSite([`${server.origin}/`]),
    });
    expect(report.skipped).toEqual({ 'off-site': 2 });
    expect(other.paths()).toEqual([]);
  });

  it('never reaches a loopback address that is not registered', async () => {
    await using hidden = await startLoopback(() => ({ body: testPage('detail') }));
    const { outcomes, report } = await crawlWith({ origins: [], site: testSite([`${hidden.origin}/`]) });
    expect(Object.values(outcomes)).toEqual(['refused-address']);
    expect(report.pages).toBe(0);
    expect(hidden.connections()).toBe(0);
  });

  it('reads a page once though two links redirect to it', async () => {
    await using server = await startLoopback((path) => {
      if (path === '/a' || path === '/b') return { status: 301, headers: { location: '/item' } };
      return {
        body:
          path === '/'
            ? testPage('list', [
                ['/a', 'detail'],
                ['/b', 'detail'],
                ['/item', 'detail'],
              ])
            : testPage('detail'),
      };
    });
    const { outcomes, pages } = await crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/`]),
    });
    expect(outcomes).toMatchObject({ '/a': 'fetched', '/b': 'duplicate', '/item': 'duplicate' });
    expect(pages).toHaveLength(2);
  });

  it('keeps of what a server says no more than a few lines for each URL', async () => {
    await using server = await startLoopback((path) =>
      path === '/'
        ? { status: 302, headers: { location: `https://elsewhere.example/${'x'.repeat(5000)}` } }
        : { status: 404 },
    );
    const { coverage } = await crawlWith({ origins: [server.origin], site: testSite([`${server.origin}/`]) });
    expect(coverage.map(({ outcome, detail }) => [outcome, detail?.length])).toEqual([['off-site', 500]]);
  });

  it('heeds a page that says nofollow of all its links', async () => {
    await using server = await startLoopback((path) => ({
      headers: path === '/' ? { 'x-robots-tag': 'noarchive, nofollow' } : {},
      body: testPage('list', [['/item', 'detail']]),
    }));
    const { outcomes } = await crawlWith({ origins: [server.origin], site: testSite([`${server.origin}/`]) });
    expect(outcomes).toEqual({ '/': 'fetched', '/item': 'nofollow' });
    expect(server.paths()).not.toContain('/item');
  });

  it('goes no deeper than it may; following pages of a list are not deeper', async () => {
    await using server = await startLoopback((path) => {
      const page = Number(path.slice(2));
      return {
        body: testPage('list', [
          [`/l${page + 1}`, page < 5 ? 'next' : 'list'],
          [`/d${page}`, 'detail'],
        ]),
      };
    });
    const site = testSite([`${server.origin}/l0`], { depth: 1 });
    const { outcomes } = await crawlWith({ origins: [server.origin], site });
    expect(outcomes).toMatchObject({
      '/l5': 'fetched',
      '/d5': 'fetched',
      '/l6': 'fetched',
      '/l7': 'too-deep',
    });
  });
});

describe('the budget', () => {
  const twoMore = (path: string) =>
    testPage('list', [
      [`/${Number(path.slice(1)) * 2 + 1}`, 'list'],
      [`/${Number(path.slice(1)) * 2 + 2}`, 'list'],
    ]);
  const endless: Answering = (path) => ({ body: twoMore(path) });

  it('of pages ends the run, and what waited is out of budget', async () => {
    await using server = await startLoopback(endless);
    const { report } = await crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/0`], { pages: 4, depth: 99 }),
    });
    expect(report).toEqual({
      lists: 'all',
      block: null,
      pages: 4,
      skipped: { 'out-of-budget': 5 },
      stopped: 'budget',
    });
    expect(server.paths()).toHaveLength(5);
  });

  const linksTo = (folder: string) =>
    Array.from({ length: 20 }, (_, n): [string, string] => [`${folder}${n}`, 'other']);
  it.each<{ what: string; answer: LoopbackAnswer; outcome: string }>([
    {
      what: 'lead to what robots.txt forbids',
      answer: { status: 302, headers: { location: '/private/x' } },
      outcome: 'disallowed',
    },
    {
      what: 'lead to a private address',
      answer: { status: 302, headers: { location: 'http://10.0.0.1/' } },
      outcome: 'refused-address',
    },
    {
      what: 'need a browser that is not there',
      answer: { body: '<!doctype html><div id="root"></div>' },
      outcome: 'no-browser',
    },
  ])('of pages counts the pages that $what', async ({ answer, outcome }) => {
    await using server = await startLoopback((path) => {
      if (path === '/robots.txt') return { body: 'User-agent: *\nDisallow: /private/\n' };
      return path === '/' ? { body: testPage('list', linksTo('/go/')) } : answer;
    });
    const site = testSite([`${server.origin}/`], { pages: 5, fetch: 'auto' });
    const { report } = await crawlWith({ origins: [server.origin], site, chromiumPath: '/nowhere' });
    expect(server.paths()).toHaveLength(6);
    expect(report.stopped).toBe('budget');
    expect(report.skipped).toEqual({ [outcome]: 4, 'out-of-budget': 16 });
  });

  it('of pages counts no page that was not asked for', async () => {
    await using server = await startLoopback((path) => {
      if (path === '/robots.txt') return { body: 'User-agent: *\nDisallow: /private/\n' };
      const links = path === '/' ? linksTo('/private/') : [];
      return { body: testPage('list', [...links, ['/open', 'other']]) };
    });
    const site = testSite([`${server.origin}/`], { pages: 2 });
    const { report } = await crawlWith({ origins: [server.origin], site });
    expect(report).toMatchObject({ pages: 2, skipped: { disallowed: 20 }, stopped: null });
  });

  it('of pages that is just enough is no early end', async () => {
    await using server = await startLoopback(SHOP);
    const { report } = await crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/`], { pages: 8 }),
    });
    expect(report.stopped).toBeNull();
  });

  it('of minutes ends the run by the given clock', async () => {
    await using server = await startLoopback(endless);
    let now = Date.now();
    const clock = () => {
      now += 10_000;
      return new Date(now);
    };
    const { report } = await crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/0`], { minutes: 2, depth: 99 }),
      clock,
    });
    expect(report.stopped).toBe('budget');
    expect(report.pages).toBeGreaterThan(0);
    expect(report.pages).toBeLessThan(12);
  });

  it('of megabytes ends the run, counting every body', async () => {
    await using server = await startLoopback((path) => ({
      body: path === '/robots.txt' ? '' : twoMore(path) + ' '.repeat(400_000),
    }));
    const { report } = await crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/0`], { megabytes: 1, depth: 99 }),
    });
    expect(report).toMatchObject({ pages: 3, stopped: 'budget' });
  });

  it('of megabytes counts what was sent in vain, too', async () => {
    await using server = await startLoopback((path) => ({
      body: path === '/robots.txt' ? '' : testPage('list') + ' '.repeat(3_000_000),
      // Without a length, so that it is seen only as it comes.
      headers: { 'transfer-encoding': 'chunked' },
    }));
    const start = Array.from({ length: 20 }, (_, page) => `${server.origin}/${page}`);
    const { report } = await crawlWith({ origins: [server.origin], site: testSite(start, { megabytes: 4 }) });
    expect(report).toMatchObject({ pages: 0, stopped: 'budget' });
    expect(report.skipped['too-large']).toBeLessThanOrEqual(5);
  });

  it('of hours ends the run when they are over', async () => {
    await using server = await startLoopback(endless);
    let now = Date.parse('2026-03-02T11:55:00Z');
    const clock = () => {
      now += 10_000;
      return new Date(now);
    };
    const site = testSite([`${server.origin}/0`], { minutes: 60, depth: 99 });
    const schedule = { ...site.schedule, window: '19:00-20:00', timezone: 'Asia/Shanghai' };
    const { report, outcomes } = await crawlWith({
      origins: [server.origin],
      site: { ...site, schedule },
      clock,
    });
    expect(report.stopped).toBe('hours');
    expect(report.pages).toBeGreaterThan(0);
    expect(report.pages).toBeLessThan(12);
    expect(Object.values(outcomes)).toContain('out-of-hours');
    expect(server.paths()).toHaveLength(report.pages + 1);
  });

  it('of hours holds for pictures, too', async () => {
    await using server = await startLoopback(SHOP);
    let over = false;
    const site = testSite([`${server.origin}/item/2`], { minutes: 600 });
    const asked: string[] = [];
    const { report } = await crawlWith({
      origins: [server.origin],
      site: { ...site, schedule: { ...site.schedule, window: '08:00-20:00' } },
      clock: () => new Date(over ? '2026-03-02T20:00:00Z' : '2026-03-02T19:59:00Z'),
      pictures: {
        async wanted() {
          over = true;
          return [`${server.origin}/picture.png`];
        },
        onPicture: async (url) => {
          asked.push(url);
        },
      },
    });
    expect(report).toMatchObject({ pages: 1, stopped: null });
    expect(asked).toEqual([]);
    expect(server.paths()).toEqual(['/robots.txt', '/item/2']);
  });

  it('of minutes ends a request that is under way', async () => {
    await using server = await startLoopback((path) => (path === '/robots.txt' ? { body: '' } : null));
    const { report, outcomes } = await crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/`], { minutes: 0.01 }),
    });
    expect(report).toEqual({
      lists: 'all',
      block: null,
      pages: 0,
      skipped: { 'out-of-budget': 1 },
      stopped: 'budget',
    });
    expect(outcomes).toEqual({ '/': 'out-of-budget' });
  });
});

it('asks for nothing after the hours of the site, however long a turn was waited for', async () => {
  await using server = await startLoopback(SHOP);
  let now = Date.parse('2026-03-02T19:59:30Z');
  const clock = () => new Date(now);
  const pacer = createPacer({
    clock,
    sleep: async (ms) => {
      now += ms;
    },
  });
  const { report, outcomes, coverage } = await crawlWith({
    ...{ origins: [server.origin], clock },
    site: {
      ...testSite([`${server.origin}/`]),
      schedule: { everySeconds: 3600, window: '08:00-20:00', timezone: 'UTC' },
    },
    pacer: { ...pacer, take: (place, _delay, signal) => pacer.take(place, 60, signal) },
  });
  expect(server.paths()).toEqual(['/robots.txt']);
  expect(outcomes).toEqual({ '/': 'out-of-hours' });
  expect(coverage).toHaveLength(1);
  expect(report).toMatchObject({ pages: 0, stopped: 'hours', skipped: { 'out-of-hours': 1 } });
});

describe('a block', () => {
  it.each([401, 403, 429])('at the start ends the run at once: %i', async (status) => {
    await using server = await startLoopback((path) => (path === '/robots.txt' ? { body: '' } : { status }));
    const start = ['/a', '/b', '/c'].map((path) => server.origin + path);
    const { report, outcomes } = await crawlWith({ origins: [server.origin], site: testSite(start) });
    expect(report).toEqual({
      lists: 'all',
      pages: 0,
      skipped: { blocked: 1, stopped: 2 },
      stopped: 'blocked',
      block: { reason: `status ${status}`, asked: 0 },
    });
    expect(outcomes).toEqual({ '/a': 'blocked', '/b': 'stopped', '/c': 'stopped' });
    expect(server.paths()).toEqual(['/robots.txt', '/a']);
  });

  it('of three pages in a row ends the run; single ones do not', async () => {
    const closed = new Set(['/i2', '/i4', '/i5', '/i6']);
    await using server = await startLoopback((path) => {
      if (closed.has(path)) return { status: 403 };
      return {
        body:
          path === '/'
            ? testPage(
                'list',
                [1, 2, 3, 4, 5, 6, 7].map((n) => [`/i${n}`, 'detail']),
              )
            : testPage('detail'),
      };
    });
    const { report, outcomes } = await crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/`]),
    });
    expect(report).toEqual({
      lists: 'all',
      pages: 3,
      skipped: { blocked: 4, stopped: 1 },
      stopped: 'blocked',
      block: { reason: 'status 403', asked: 0 },
    });
    expect(outcomes['/i7']).toBe('stopped');
    expect(server.paths().filter((path) => closed.has(path))).toHaveLength(4);
  });

  it("of one page is not the site's answer when others are as they were", async () => {
    await using server = await startLoopback((path, request) => {
      if (path === '/robots.txt') return { body: '' };
      if (path === '/closed') return { status: 403 };
      return request.headers['if-none-match'] === '"1"' ? { status: 304 } : { body: testPage('detail') };
    });
    const pages = ['/a', '/b', '/closed', '/c'].map((path) => remembered(server.origin + path, 'detail'));
    const { outcomes } = await crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/a`]),
      memory: {
        ...NO_MEMORY,
        async *pages() {
          yield pages;
        },
        due: async () => pages,
        validators: async () => ({ etag: '"1"', lastModified: null }),
      },
    });
    expect(outcomes).toEqual({
      '/a': 'unchanged',
      '/b': 'unchanged',
      '/closed': 'blocked',
      '/c': 'unchanged',
    });
  });

  it('at one address to which all pages lead is a block of each of them, and no page that was read before', async () => {
    await using server = await startLoopback((path) => {
      if (/^\/i\d/.test(path)) return { status: 302, headers: { location: '/wall' } };
      const items = [1, 2, 3, 4].map((at): [string, string] => [`/i${at}`, 'detail']);
      return { body: path === '/' ? testPage('list', items) : testPage('blocked') };
    });
    const { outcomes } = await crawlWith({ origins: [server.origin], site: testSite([`${server.origin}/`]) });
    expect(outcomes).toEqual({
      ...{ '/': 'fetched', '/i1': 'blocked', '/i2': 'blocked', '/i3': 'blocked', '/i4': 'stopped' },
    });
  });

  it('of every other page ends the run, too', async () => {
    await using server = await startLoopback((path) => {
      const number = Number(/\d+/.exec(path)?.[0] ?? 0);
      if (number % 2 === 1) return { status: 403 };
      const items = Array.from({ length: 60 }, (_, n): [string, string] => [`/i${n + 1}`, 'detail']);
      return { body: path === '/' ? testPage('list', items) : testPage('detail') };
    });
    const { report } = await crawlWith({ origins: [server.origin], site: testSite([`${server.origin}/`]) });
    expect(report).toMatchObject({ stopped: 'blocked', pages: 10, skipped: { blocked: 10, stopped: 41 } });
  });

  it('is being sent to a page for signing in, whatever that page shows', async () => {
    await using server = await startLoopback((path) => {
      if (path === '/item') return { status: 302, headers: { location: '/account/login?back=/item' } };
      return {
        body: testPage(
          'list',
          path === '/'
            ? [
                ['/item', 'detail'],
                ['/sign-in', 'other'],
              ]
            : [],
        ),
      };
    });
    const { outcomes, coverage } = await crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/`]),
    });
    // A page for signing in that is linked as such is a page like any other.
    expect(outcomes).toEqual({ '/': 'fetched', '/item': 'blocked', '/sign-in': 'fetched' });
    expect(coverage.find(({ outcome }) => outcome === 'blocked')?.detail).toMatch(
      /^sent to .*\/account\/login.* to sign in$/,
    );
  });

  it('is being sent to a page for signing in that robots.txt forbids, and to one of another site', async () => {
    await using server = await startLoopback((path) => {
      if (path === '/robots.txt') return { body: 'User-agent: *\nDisallow: /login' };
      if (path === '/here') return { status: 302, headers: { location: '/login?back=/here' } };
      if (path === '/there') return { status: 302, headers: { location: 'https://id.other.invalid/login' } };
      if (path === '/away') return { status: 302, headers: { location: 'https://id.other.invalid/about' } };
      return {
        body: testPage('list', [
          ['/here', 'detail'],
          ['/there', 'detail'],
          ['/away', 'detail'],
          ['/login', 'other'],
        ]),
      };
    });
    const site = testSite([`${server.origin}/`]);
    const { outcomes } = await crawlWith({ origins: [server.origin], site });
    expect(outcomes).toEqual({
      ...{ '/': 'fetched', '/here': 'blocked', '/there': 'blocked' },
      ...{ '/away': 'off-site', '/login': 'disallowed' },
    });
    expect(server.paths().filter((path) => path.startsWith('/login'))).toEqual([]);
  });

  it('is not being sent to a page that only names such a page', async () => {
    await using server = await startLoopback((path) =>
      path === '/item'
        ? { status: 302, headers: { location: '/view?item=1&members=/account/login' } }
        : { body: testPage('detail') },
    );
    const { outcomes } = await crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/item`]),
    });
    expect(outcomes).toEqual({ '/item': 'fetched' });
  });

  it('that shows only in the content is one too, and is no page', async () => {
    await using server = await startLoopback(() => ({ body: testPage('blocked', [['/a', 'detail']]) }));
    const { report } = await crawlWith({ origins: [server.origin], site: testSite([`${server.origin}/`]) });
    expect(report).toEqual({
      lists: 'all',
      pages: 0,
      skipped: { blocked: 1 },
      stopped: 'blocked',
      block: { reason: 'the page is a challenge or a login wall', asked: 0 },
    });
    expect(server.paths()).toEqual(['/robots.txt', '/']);
  });

  it('is one where an offer leads to the page for signing in, which was read before as a page of its own', async () => {
    await using server = await startLoopback((path) => {
      if (path === '/i1') return { status: 302, headers: { location: '/login' } };
      const links: [string, 'list' | 'detail'][] = [
        ['/login', 'list'],
        ['/i1', 'detail'],
      ];
      return { body: testPage('list', path === '/' ? links : []) };
    });
    const { outcomes } = await crawlWith({ origins: [server.origin], site: testSite([`${server.origin}/`]) });
    expect(outcomes).toMatchObject({ '/login': 'fetched', '/i1': 'blocked' });
  });

  it('with a short pause is asked for once more after it, and read when it is there then', async () => {
    let asked = 0;
    await using server = await startLoopback((path) => {
      if (path === '/i1') asked += 1;
      if (path === '/i1' && asked === 1) return { status: 429, headers: { 'retry-after': '1' } };
      return { body: path === '/' ? testPage('list', [['/i1', 'detail']]) : testPage('detail') };
    });
    const { report, coverage } = await crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/`]),
    });
    expect(server.paths()).toEqual(['/robots.txt', '/', '/i1', '/i1']);
    expect(report).toMatchObject({ pages: 2, skipped: {}, stopped: null });
    expect(coverage.find(({ url }) => url.endsWith('/i1'))).toMatchObject({
      ...{ outcome: 'fetched', status: 200 },
      requests: [{ url: `${server.origin}/i1` }, { url: `${server.origin}/i1` }],
    });
  });

  it('with a short pause asked for is waited out, with a long one ends the run', async () => {
    const answers: Record<string, string> = { '/i1': '1', '/i3': '3600' };
    await using server = await startLoopback((path) => {
      const wait = answers[path];
      if (wait !== undefined) return { status: 503, headers: { 'retry-after': wait } };
      return {
        body:
          path === '/'
            ? testPage(
                'list',
                [1, 2, 3, 4].map((n) => [`/i${n}`, 'detail']),
              )
            : testPage('detail'),
      };
    });
    const { report } = await crawlWith({ origins: [server.origin], site: testSite([`${server.origin}/`]) });
    expect(server.paths()).toEqual(['/robots.txt', '/', '/i1', '/i1', '/i2', '/i3']);
    const at = (path: string) => server.asked.find((each) => each.path === path)?.at ?? 0;
    expect(at('/i2') - at('/i1')).toBeGreaterThanOrEqual(950);
    expect(report.stopped).toBe('blocked');
    expect(report.block).toEqual({ reason: 'status 503: to be left alone for 3600 s', asked: 3600 });
  });
});

describe('a server in trouble', () => {
  const offers = Array.from({ length: 30 }, (_, n) => `/i${n}`);
  const list = testPage(
    'list',
    offers.map((path) => [path, 'detail']),
  );
  const down = (path: string): LoopbackAnswer | null => (path.startsWith('/i') ? { status: 503 } : null);
  const every = (nth: number, answer: LoopbackAnswer) => (path: string) =>
    Number(path.slice(2)) % nth === 0 ? answer : down(path);
  it.each([
    { name: 'every answer is an error', answer: down, asked: 10 },
    {
      name: 'pages say that the site is down',
      answer: every(1, { body: `${testPage('other')}<p class="down">` }),
      asked: 10,
    },
    { name: 'every sixth page is there', answer: every(6, { body: testPage('detail') }), asked: 30 },
    { name: 'every sixth page is gone', answer: every(6, { status: 404 }), asked: 30 },
    { name: 'every sixth page is closed to us', answer: every(6, { status: 403 }), asked: 12 },
    { name: 'all pages are asked for wrongly', answer: every(1, { status: 400 }), asked: 30 },
    {
      name: 'all pages lead in a circle',
      answer: every(1, { status: 302, headers: { location: '?' } }),
      asked: 30,
    },
  ])('is left alone after ten errors in a row: $name', async ({ answer, asked }) => {
    await using server = await startLoopback((path) =>
      path === '/robots.txt'
        ? { body: '' }
        : path === '/'
          ? { body: list }
          : answer(path.split('?')[0] ?? ''),
    );
    const { report, outcomes } = await crawlWith({
      ...{ origins: [server.origin], site: testSite([`${server.origin}/`]) },
      onPage: async (page) => {
        const read = readTestPage(page);
        return { ...read, down: Buffer.from(page.body).includes('class="down"') };
      },
    });
    const paths = new Set(server.paths().map((path) => path.split('?')[0]));
    expect(paths.size - 2).toBe(asked);
    expect(report.stopped).toBe(asked === 30 ? null : 'down');
    if (asked < 30) {
      expect(report.block?.reason).toMatch(/^10 answers in a row were errors: (status 503|the page says)/);
      expect(outcomes['/i29']).toBe('stopped');
    }
  });
});

describe('a page that offers nothing', () => {
  it('and says when to come again is no content, whatever its status', async () => {
    await using server = await startLoopback((path) =>
      path === '/'
        ? { headers: { 'retry-after': '60' }, body: testPage('other') }
        : { body: path === '/robots.txt' ? '' : testPage('detail') },
    );
    const { outcomes } = await crawlWith({ origins: [server.origin], site: testSite([`${server.origin}/`]) });
    expect(outcomes).toEqual({ '/': 'failed' });
  });
});

describe('an answer that asks for a pause', () => {
  const offers = testPage('list', [
    ['/1', 'detail'],
    ['/2', 'detail'],
  ]);
  const crawl = async (asks: string, answer: Partial<LoopbackAnswer>, seconds: number) => {
    await using server = await startLoopback((path) => {
      const usual = { body: path === '/' ? offers : path === '/robots.txt' ? '' : testPage('detail') };
      return path === asks ? { ...usual, ...answer, headers: { 'retry-after': `${seconds}` } } : usual;
    });
    const { report } = await crawlWith({ origins: [server.origin], site: testSite([`${server.origin}/`]) });
    const paths = server.paths();
    const place = paths.indexOf(asks);
    const at = (index: number) => server.asked[index]?.at ?? Number.NaN;
    return { report, paths, pause: at(place + 1) - at(place) };
  };

  it.each([
    { name: 'robots.txt', asks: '/robots.txt', answer: {} },
    { name: 'a list', asks: '/', answer: {} },
    { name: 'an offer', asks: '/1', answer: {} },
    { name: 'a page that offers nothing', asks: '/1', answer: { body: testPage('other') } },
    { name: 'a page that is not there', asks: '/1', answer: { status: 404 } },
  ])('is obeyed where it is $name', async ({ asks, answer }) => {
    const { pause, paths } = await crawl(asks, answer, 1);
    expect(pause).toBeGreaterThanOrEqual(950);
    expect(paths).toEqual(['/robots.txt', '/', '/1', '/2']);
  });

  it('that is long ends the run, though the page itself is read', async () => {
    const { report, paths } = await crawl('/', {}, 3600);
    expect(paths).toEqual(['/robots.txt', '/']);
    expect(report).toMatchObject({
      ...{ pages: 1, stopped: 'held' },
      block: {
        reason: expect.stringMatching(/to be left alone for 3[56]\d\d s$/),
        asked: expect.closeTo(3600, -2),
      },
    });
  });
});

describe('a redirect', () => {
  it('is followed when the pause that it asks for is over', async () => {
    await using server = await startLoopback((path) =>
      path === '/'
        ? { status: 302, headers: { location: '/moved', 'retry-after': '1' } }
        : { body: path === '/robots.txt' ? '' : testPage('detail') },
    );
    await crawlWith({ origins: [server.origin], site: testSite([`${server.origin}/`]) });
    const at = (path: string) => server.asked.find((each) => each.path === path)?.at ?? 0;
    expect(at('/moved') - at('/')).toBeGreaterThanOrEqual(950);
  });
});

describe('pictures', () => {
  const crawlFor = async (
    server: { readonly origin: string },
    options: Partial<Parameters<typeof crawlWith>[0]>,
  ) => {
    const told: string[] = [];
    const { report } = await crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/item/2`]),
      pictures: {
        wanted: async () => ['/1.png', '/2.png', '/3.png'].map((path) => server.origin + path),
        onPicture: async (url, picture) => {
          told.push(`${new URL(url).pathname} ${picture.kind === 'skip' ? picture.reason : 'seen'}`);
        },
      },
      ...options,
    });
    return { report, told };
  };

  it('of a host that asks to be left alone wait for another run', async () => {
    await using server = await startLoopback((path, request, response) =>
      path === '/2.png' ? { status: 503, headers: { 'retry-after': '3600' } } : SHOP(path, request, response),
    );
    const { report, told } = await crawlFor(server, {});
    expect(server.paths()).toEqual(['/robots.txt', '/item/2', '/1.png', '/2.png']);
    expect(told).toEqual(['/1.png gone', '/2.png failed']);
    expect(report).toMatchObject({ pages: 1, stopped: null });
  });

  it("of another's host are asked for as its own robots.txt says, whatever the site's owner permits", async () => {
    await using host = await startLoopback(() => ({ body: 'User-agent: *\nDisallow: /' }));
    await using server = await startLoopback((path) =>
      path === '/1.png'
        ? { status: 302, headers: { location: `${host.origin}/1.png` } }
        : { body: 'User-agent: *\nDisallow: /' },
    );
    const site = testSite([`${server.origin}/`]);
    const { told } = await crawlFor(server, {
      origins: [server.origin, host.origin],
      site: { ...site, overrides: { ...site.overrides, robots: 'The owner permits us in writing.' } },
    });
    expect(server.paths()).toEqual(['/robots.txt', '/', '/1.png', '/2.png', '/3.png']);
    expect(host.paths()).toEqual(['/robots.txt']);
    expect(told[0]).toBe('/1.png disallowed');
  });

  it('are still wanted after a stop', async () => {
    await using server = await startLoopback(SHOP);
    const gate = async (url: URL) =>
      url.pathname === '/2.png' ? ({ reason: 'halted', detail: 'for a test' } as const) : null;
    const { told } = await crawlFor(server, { gate });
    expect(server.paths()).toEqual(['/robots.txt', '/item/2', '/1.png']);
    expect(told).toEqual(['/1.png gone']);
  });
});

describe('stopping', () => {
  it.each([
    ['while a server does not answer', '/hang'],
    ['between pages', '/slow'],
  ])('%s takes no longer than seconds and leaves no URL unaccounted', async (_name, path) => {
    const stop = new AbortController();
    await using server = await startLoopback((asked) => {
      if (asked === '/robots.txt') return { body: '' };
      if (asked === '/hang') {
        setTimeout(() => stop.abort(), 50);
        return null;
      }
      if (asked === '/slow') stop.abort();
      return { body: testPage('list', [['/later', 'detail']]) };
    });
    const started = Date.now();
    const site = testSite([server.origin + path, `${server.origin}/next`]);
    const { report, outcomes } = await crawlWith({ origins: [server.origin], site, signal: stop.signal });
    expect(report.stopped).toBe('signal');
    expect(Date.now() - started).toBeLessThan(5000);
    expect(outcomes['/next']).toBe('stopped');
    expect(server.paths()).not.toContain('/next');
  });

  it('while waiting for its turn does not wait', async () => {
    await using server = await startLoopback(() => ({ body: testPage('detail') }));
    const pacer = createPacer({ clock: () => new Date(), sleep });
    const { host } = new URL(server.origin);
    await pacer.hold({ key: host, host, ours: true }, 200, 'it said so');
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    const { report } = await crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/`]),
      pacer,
      signal: stop.signal,
    });
    expect(report).toEqual({
      lists: 'all',
      block: null,
      pages: 0,
      skipped: { stopped: 1 },
      stopped: 'signal',
    });
    expect(server.paths()).toEqual([]);
  });

  it('before the start fetches nothing', async () => {
    await using server = await startLoopback(() => ({ body: testPage('detail') }));
    const { report } = await crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/`]),
      signal: AbortSignal.abort(),
    });
    expect(report).toEqual({
      lists: 'some',
      block: null,
      pages: 0,
      skipped: { stopped: 1 },
      stopped: 'signal',
    });
    expect(server.paths()).toEqual([]);
  });
});

describe('failure', () => {
  it('of the reader ends the crawl, is passed on, and the ledger is complete', async () => {
    await using server = await startLoopback(SHOP);
    const problem = new Error('the database is gone');
    const rows: string[] = [];
    const crawl = crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/`]),
      onPage: async (page) => {
        if (page.url.endsWith('/tea')) throw problem;
        return readTestPage(page);
      },
      onCoverage: ({ url, outcome }) => {
        rows.push(`${new URL(url).pathname} ${outcome}`);
      },
    });
    await expect(crawl).rejects.toBe(problem);
    expect(rows).toEqual(
      expect.arrayContaining(['/ fetched', '/tea failed', '/item/1 stopped', '/about stopped']),
    );
    expect(server.paths()).toEqual(['/robots.txt', '/', '/list?page=2', '/tea']);
  });

  it('of what follows a visit does not give its URL a second row', async () => {
    await using server = await startLoopback(() => ({ body: testPage('list') }));
    const rows: string[] = [];
    const crawl = crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/`]),
      memory: {
        ...NO_MEMORY,
        async *pages() {
          yield [remembered(`${server.origin}/`, 'list')];
        },
        tails: () => Promise.reject(new Error('the database is gone')),
      },
      onPage: async (page) => ({ ...readTestPage(page), news: 1 }),
      onCoverage: ({ outcome }) => {
        rows.push(outcome);
      },
    });
    await expect(crawl).rejects.toThrow('the database is gone');
    expect(rows).toEqual(['fetched']);
  });

  it('of robots.txt closes the site, which is asked for it once', async () => {
    await using server = await startLoopback((path) =>
      path === '/robots.txt' ? { status: 500 } : { body: testPage('detail') },
    );
    const start = ['/a', '/b'].map((path) => server.origin + path);
    const { report } = await crawlWith({ origins: [server.origin], site: testSite(start) });
    expect(report).toEqual({
      lists: 'all',
      block: null,
      pages: 0,
      skipped: { 'robots-unreachable': 2 },
      stopped: null,
    });
    expect(server.paths()).toEqual(['/robots.txt']);
  });

  it('of one page does not end the run', async () => {
    await using server = await startLoopback((path, _request, response) => {
      if (path === '/i1') response.socket?.resetAndDestroy();
      if (path === '/i1') return null;
      if (path === '/i2') return { status: 500 };
      return {
        body:
          path === '/'
            ? testPage(
                'list',
                [1, 2, 3].map((n) => [`/i${n}`, 'detail']),
              )
            : testPage('detail'),
      };
    });
    const { outcomes } = await crawlWith({ origins: [server.origin], site: testSite([`${server.origin}/`]) });
    expect(outcomes).toEqual({ '/': 'fetched', '/i1': 'failed', '/i2': 'failed', '/i3': 'fetched' });
  });

  it('of the site file: a start that is no URL is accounted for', async () => {
    const { outcomes } = await crawlWith({ origins: [], site: testSite(['not a url']) });
    expect(outcomes).toEqual({ 'not a url': 'failed' });
  });
});
