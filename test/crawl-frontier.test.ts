/** What a run plans: each URL once, in order, without traps; and what it plans because the site was visited before. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFrontier, type FrontierOptions } from '../crawlers/frontier.ts';
import type { LinkSource } from '../crawlers/link-step.ts';
import type { AsideUrl, FollowLink, PlannedUrl } from '../crawlers/planned-url.ts';
import type { RememberedPage } from '../crawlers/site-memory.ts';
import { createTrapSense } from '../crawlers/traps.ts';
import { createUrlLane } from '../crawlers/url-lane.ts';
import { createUrlTable } from '../crawlers/url-table.ts';
import { canonicalUrl } from '../src/text/canonical-url.ts';
import cases from './cases/traps.json' with { type: 'json' };
import { crawlWith, readTestPage, testPage, testSite } from './support/crawl-with.ts';
import { startLoopback } from './support/start-loopback.ts';

const SHOP = 'https://shop.example';
const clock = () => new Date('2026-03-02T12:00:00Z');

/** The n-th address of a row: {n} is its number, {year} and {month} go on with it. */
function fill(paths: string, n: number): string {
  const month = String((n % 12) + 1).padStart(2, '0');
  const path = paths.replaceAll('{n}', String(n)).replaceAll('{month}', month);
  return SHOP + path.replaceAll('{year}', String(2020 + Math.floor(n / 12)));
}

describe('a trap', () => {
  it.each(cases)('is told apart: $name', ({ paths, trap, ...more }) => {
    const { judge } = createTrapSense(clock);
    const count = 'count' in more ? more.count : 1;
    const judged = Array.from({ length: count }, (_, n) =>
      judge(canonicalUrl(fill(paths, n)), 'offer' in more),
    );
    expect(judged.at(-1)).toBe(trap);
    expect(judged.slice(0, -1).every((each) => each === null)).toBe(true);
  });
});

describe('the table of URLs', () => {
  it('knows what was added and nothing else, however many there are', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.webUrl(), { minLength: 1, maxLength: 3000 }), (urls) => {
        const table = createUrlTable();
        const half = urls.slice(0, Math.ceil(urls.length / 2));
        const entries = half.map((url) => table.add(url));
        expect(new Set(entries).size).toBe(half.length);
        expect(half.map((url) => table.add(url))).toEqual(entries);
        expect(half.map((url) => table.find(url))).toEqual(entries);
        expect(urls.slice(half.length).every((url) => table.find(url) === -1)).toBe(true);
        expect(table.size).toBe(half.length);
      }),
      { numRuns: 20 },
    );
  });

  it('keeps the marks and the stamp of each while it grows', () => {
    const table = createUrlTable();
    const urls = Array.from({ length: 5000 }, (_, n) => `${SHOP}/${n}`);
    for (const [n, url] of urls.entries()) {
      const entry = table.add(url);
      table.set(entry, n % 2 === 0 ? 5 : 2);
      table.setStamp(entry, 4_000_000_000 - n);
    }
    for (const [n, url] of urls.entries()) {
      const entry = table.find(url);
      expect([1, 2, 4].map((mark) => table.has(entry, mark))).toEqual([
        n % 2 === 0,
        n % 2 === 1,
        n % 2 === 0,
      ]);
      expect(table.stamp(entry)).toBe(4_000_000_000 - n);
    }
  });
});

describe('a lane', () => {
  it('gives back what was put in, in the same order, packed or not', () => {
    const lane = createUrlLane();
    const planned = Array.from(
      { length: 9000 },
      (_, n): PlannedUrl => ({
        url: `${SHOP}/Item ${n}?b=1&a=é`,
        canonical: canonicalUrl(`${SHOP}/Item ${n}?b=1&a=é`),
        depth: n % 9,
        kind: n % 2 === 0 ? 'detail' : 'next',
        barren: n % 3,
        again: n % 5 === 0,
        missing: n % 10 === 0,
        modified: n,
      }),
    );
    const taken: (PlannedUrl | null)[] = [];
    for (const [n, each] of planned.entries()) {
      lane.put(each);
      if (n % 3 === 0) taken.push(lane.take());
    }
    expect(lane.waiting).toBe(6000);
    while (lane.waiting > 0) taken.push(lane.take());
    expect(taken).toEqual(planned);
    expect(lane.take()).toBeNull();
    lane.put(planned[0] as PlannedUrl);
    expect(lane.take()).toEqual(planned[0]);
  });
});

const LIST: LinkSource = {
  planned: { url: `${SHOP}/`, depth: 0, kind: 'list', barren: 0 },
  nofollow: false,
  news: 0,
  changed: [],
};
const SITEMAP: LinkSource = { ...LIST, planned: { ...LIST.planned, kind: 'sitemap' } };

function openFrontier(more: Partial<FrontierOptions> = {}) {
  const leftOut: string[] = [];
  const planned: string[] = [];
  const short = (url: string) => url.replace(SHOP, '');
  const frontier = createFrontier({
    clock,
    maxDepth: 3,
    inScope: (url) => url.startsWith(SHOP),
    traps: createTrapSense(clock),
    onPlanned: ({ url }) => planned.push(short(url)),
    onNamed: () => undefined,
    onAside: () => undefined,
    leaveOut: (url, reason) => leftOut.push(`${short(url)} ${reason}`),
    ...more,
  });
  const rest = () => {
    const urls: string[] = [];
    for (let next = frontier.take(); next !== null; next = frontier.take()) urls.push(short(next.url));
    return urls;
  };
  return { frontier, leftOut, planned, rest };
}

const link = (path: string, kind: FollowLink['kind'] = 'detail', lastModified?: string): FollowLink => ({
  url: path.startsWith('http') ? path : SHOP + path,
  kind,
  nofollow: false,
  ...(lastModified === undefined ? {} : { lastModified }),
});

const JANUARY = Date.parse('2026-01-10T00:00:00Z') / 1000;
const DAYS = 86_400;
const page = (path: string, more: Partial<RememberedPage> = {}): RememberedPage => ({
  ...{ url: SHOP + path, kind: 'detail', tail: false, depth: 1, fetched: JANUARY, modified: 0 },
  ...more,
});

describe('a frontier', () => {
  it('gives sitemaps, then lists from the start outwards, then offers, then the rest, then what offers name beside themselves', async () => {
    const { frontier, rest } = openFrontier();
    frontier.start([`${SHOP}/`], 'start');
    const deep = { ...LIST, planned: { ...LIST.planned, depth: 1 } };
    await frontier.plan([link('/about', 'other'), link('/seller', 'list'), link('/1')], deep);
    await frontier.plan([link('/similar'), link('/alike', 'other')], { ...LIST, showsOffer: true });
    await frontier.plan([link('/tea', 'list'), link('/?page=2', 'next')], LIST);
    frontier.start([`${SHOP}/sitemap.xml`], 'sitemap');
    expect(rest()).toEqual([
      '/sitemap.xml',
      '/',
      '/?page=2',
      '/tea',
      '/seller',
      '/1',
      '/about',
      '/similar',
      '/alike',
    ]);
  });

  it('leaves out other views of a list when four of them have said that they are the list, but no offer and no further page', async () => {
    const { frontier, leftOut, rest } = openFrontier();
    const views = [1, 2, 3, 4, 5, 6].map((n) => `/tea?colour=${n}`);
    await frontier.plan([link('/1'), ...views.map((path) => link(path, 'list'))], LIST);
    frontier.noteRead(`${SHOP}/tea`);
    for (const path of views.slice(0, 4)) {
      expect(frontier.take()?.url).toBe(SHOP + path);
      const planned = { ...LIST.planned, url: SHOP + path };
      await frontier.plan([link('/1')], { ...LIST, planned, canonical: `${SHOP}/tea` });
    }
    const more = [
      link('/2?colour=1'),
      link('/oil?colour=1', 'list'),
      link('/oil?page=2', 'next'),
      link('/oil', 'list'),
    ];
    await frontier.plan(more, LIST);
    expect(rest()).toEqual(['/oil?page=2', '/oil', '/1', '/2?colour=1']);
    expect(leftOut).toEqual(['/oil?colour=1 trap', '/tea?colour=5 trap', '/tea?colour=6 trap']);
  });

  it('leaves out the addresses of single posts when they have said that they are topics that were read', async () => {
    const { frontier, leftOut, rest } = openFrontier();
    await frontier.plan([link('/1')], LIST);
    const read = async (path: string) =>
      await frontier.plan([link('/1')], {
        ...{ ...LIST, planned: { ...LIST.planned, url: SHOP + path } },
        ...{ canonical: `${SHOP}/topic?t=1`, showsOffer: true },
      });
    for (const path of ['/topic?f=2&t=1', ...[1, 2, 3, 4].map((post) => `/topic?p=${post}`)])
      await read(path);
    await frontier.plan([link('/topic?p=9', 'list'), link('/topic?f=2&t=7', 'list')], LIST);
    expect(rest()).toContain('/topic?f=2&t=7');
    expect(leftOut).toEqual(['/topic?p=9 trap']);
  });

  it.each([
    ['names offers of its own', (n: number) => [`/tea?group=${n}`, `${SHOP}/tea`, `/${n}`]],
    ['says that it is another page altogether', (n: number) => [`/tea?group=${n}`, `${SHOP}/`, '/1']],
    ['is a further page', (n: number) => [`/tea?page=${n}`, `${SHOP}/tea`, '/1']],
    ['is read at this address only', (n: number) => [`/topic?f=2&t=${n}`, `${SHOP}/topic?t=${n}`, '/1']],
  ])('leaves no list out of which each part %s', async (_, partOf) => {
    const { frontier, leftOut, rest } = openFrontier();
    frontier.noteRead(`${SHOP}/tea`);
    for (let n = 1; n <= 9; n += 1) {
      const [path = '', canonical = '', offer = ''] = partOf(n);
      const planned = { ...LIST.planned, url: SHOP + path };
      await frontier.plan([link(offer)], { ...LIST, planned, canonical });
    }
    const [path = ''] = partOf(10);
    await frontier.plan([link(path, 'list')], LIST);
    expect(rest()).toContain(path);
    expect(leftOut).toEqual([]);
  });

  it('tells another spelling of a planned URL once, in whichever order they come', async () => {
    const { frontier, leftOut, rest } = openFrontier();
    await frontier.plan([link('/a'), link('/a?utm_source=x'), link('/a?utm_source=y'), link('/a')], LIST);
    await frontier.plan([link('/b?utm_source=x'), link('/b'), link('/b?utm_source=x')], LIST);
    expect(rest()).toEqual(['/a', '/b?utm_source=x']);
    expect(leftOut).toEqual(['/a?utm_source=x duplicate', '/b duplicate']);
  });

  it('visits a URL that was set aside when a better link to it turns up', async () => {
    const { frontier, leftOut, rest } = openFrontier();
    await frontier.plan(
      [
        { ...link('/a'), nofollow: true },
        { ...link('/b'), nofollow: true },
      ],
      LIST,
    );
    await frontier.plan([link('/a')], LIST);
    expect(rest()).toEqual(['/a']);
    frontier.close('stopped');
    expect(leftOut).toEqual(['/b nofollow']);
  });

  it('tells a URL that was set aside and then found to be a trap once', async () => {
    const { frontier, leftOut } = openFrontier();
    const trap = link('/a/b/a/b/a/b/a/b', 'other');
    await frontier.plan([{ ...trap, nofollow: true }], LIST);
    await frontier.plan([trap], LIST);
    frontier.close('stopped');
    expect(leftOut).toEqual(['/a/b/a/b/a/b/a/b trap']);
  });

  it('tells nothing of sitemaps that are planned already, however many sitemaps name them', async () => {
    const { frontier, leftOut, planned } = openFrontier();
    const sitemaps = Array.from({ length: 51 }, (_, n) => link(`/sitemap-${n}.xml`, 'list'));
    for (let times = 0; times < 3; times += 1) await frontier.plan(sitemaps, SITEMAP);
    expect(planned).toHaveLength(50);
    expect(leftOut).toEqual(['/sitemap-50.xml trap']);
  });

  it('takes no more sitemaps from robots.txt than from sitemaps, since they go before all lists', async () => {
    const { frontier, leftOut, rest } = openFrontier();
    const sitemaps = Array.from({ length: 49 }, (_, n) => `${SHOP}/sitemap-${n}.xml`);
    frontier.start([`${SHOP}/`], 'start');
    frontier.start(sitemaps, 'sitemap');
    await frontier.plan([link('/a.xml', 'list'), link('/b.xml', 'list')], SITEMAP);
    frontier.start([`${SHOP}/c.xml`], 'sitemap');
    expect(rest()).toHaveLength(51);
    expect(leftOut).toEqual(['/b.xml trap', '/c.xml trap']);
  });

  it('leaves a list that goes on and on without anything new', async () => {
    const { frontier, leftOut, rest } = openFrontier();
    let source: LinkSource = LIST;
    for (let number = 2; number < 20; number += 1) {
      await frontier.plan([link('/1'), link('/2'), link(`/?page=${number}`, 'next')], source);
      const next = frontier.take();
      if (next?.kind !== 'next') break;
      source = { ...LIST, planned: next };
    }
    expect(leftOut).toEqual(['/?page=7 trap']);
    expect(rest()).toEqual(['/2']);
  });

  it('leaves known pages alone unless a list, a date or what precedes them says that they moved', async () => {
    const { frontier, rest } = openFrontier();
    const known = ['/same', '/moved', '/again', '/?page=2'].map((path) => page(path));
    frontier.remember([...known, page('/dated', { modified: JANUARY, fetched: JANUARY + 2 * DAYS })]);
    await frontier.plan([link('/same'), link('/moved'), link('/new'), link('/?page=2', 'next')], {
      ...LIST,
      changed: [`${SHOP}/moved`],
    });
    // "/new" is news: so the next page is looked at, too.
    expect(rest()).toEqual(['/?page=2', '/moved', '/new']);
    expect(frontier.notDue).toBe(1);
    const dates = ['2026-01-09', '2026-01-11', '2026-01-10'];
    await frontier.plan(
      [
        link('/same', 'other', dates[0]),
        link('/again', 'other', dates[1]),
        link('/dated', 'other', dates[2]),
      ],
      SITEMAP,
    );
    expect(rest()).toEqual(['/again']);
    expect(frontier.notDue).toBe(2);
  });

  it('does not look at a known next page when nothing on the one before is new', async () => {
    const { frontier, rest } = openFrontier();
    frontier.remember([page('/1'), page('/?page=2', { kind: 'list', tail: true })]);
    await frontier.plan([link('/1'), link('/?page=2', 'next')], LIST);
    expect(rest()).toEqual([]);
  });

  it('does not believe a sitemap by which everything has just changed', async () => {
    const paths = Array.from({ length: 40 }, (_, n) => `/${n}`);
    const { frontier, rest } = openFrontier();
    frontier.remember(paths.map((path) => page(path)));
    await frontier.plan(
      paths.map((path) => link(path, 'other', '2026-03-02')),
      SITEMAP,
    );
    expect(rest()).toEqual([]);
    expect(frontier.dated).toBe(false);
    const half = paths.map((path, n) => link(path, 'other', n % 3 === 0 ? '2026-03-02' : '2026-01-01'));
    await frontier.plan(half, SITEMAP);
    expect(rest()).toHaveLength(14);
    expect(frontier.dated).toBe(true);
  });

  it('waits for room while it plans a large sitemap, whose dates it believes as those of a whole', async () => {
    const { frontier, planned } = openFrontier();
    const paths = Array.from({ length: 1800 }, (_, n) => `/${n}`);
    frontier.remember(paths.map((path) => page(path)));
    const told: number[] = [];
    const links = paths.map((path, n) => link(path, 'detail', n < 800 ? '2026-03-02' : '2026-01-01'));
    await frontier.plan(links, SITEMAP, async () => {
      told.push(planned.length);
    });
    expect(told).toEqual([500, 800, 800]);
    expect(planned).toEqual(paths.slice(0, 800));
  });

  it('follows a sitemap of sitemaps, those with the date of last time excepted', async () => {
    const { frontier, rest } = openFrontier();
    const sitemap = { kind: 'sitemap', depth: 0 } as const;
    frontier.remember([
      page('/sitemap-1.xml', { ...sitemap, modified: JANUARY, fetched: JANUARY + 2 * DAYS }),
      page('/sitemap-2.xml', sitemap),
    ]);
    await frontier.plan(
      [
        link('/sitemap-1.xml', 'list', '2026-01-10'),
        link('/sitemap-2.xml', 'list'),
        link('/sitemap-3.xml', 'list'),
      ],
      SITEMAP,
    );
    expect(rest()).toEqual(['/sitemap-2.xml', '/sitemap-3.xml']);
  });

  it('reads once more what it read on the day that a sitemap gives as that of its change, when that day is over', async () => {
    const read = (path: string, hours: number, modified = JANUARY) =>
      page(path, { modified, fetched: modified + hours * 3600 });
    const known = [read('/that-day', 10), read('/later', 40), read('/by-the-minute', 1, JANUARY + 60)];
    const links = [
      link('/that-day', 'detail', '2026-01-10'),
      link('/later', 'detail', '2026-01-10'),
      link('/by-the-minute', 'detail', '2026-01-10T00:01:00Z'),
    ];
    const due = async (at: string) => {
      const { frontier, rest } = openFrontier({ clock: () => new Date(at) });
      frontier.remember(known);
      await frontier.plan(links, SITEMAP);
      return rest();
    };
    expect(await due('2026-01-11T11:00:00Z')).toEqual([]);
    expect(await due('2026-01-11T13:00:00Z')).toEqual(['/that-day']);
  });

  it('reads so some pages in one run, and leaves the others to the next one', async () => {
    const { frontier, rest } = openFrontier();
    const paths = Array.from({ length: 1000 }, (_, n) => `/${n}`);
    const later = { modified: JANUARY, fetched: JANUARY + 2 * DAYS };
    frontier.remember(paths.map((path, n) => page(path, n < 90 ? { modified: JANUARY } : later)));
    await frontier.plan(
      paths.map((path) => link(path, 'detail', '2026-01-10')),
      SITEMAP,
    );
    expect(rest()).toEqual(paths.slice(0, 20));
  });

  it('does not read a whole site once more that was dated on the day on which it was read', async () => {
    const { frontier, rest } = openFrontier();
    const paths = Array.from({ length: 30 }, (_, n) => `/${n}`);
    frontier.remember(paths.map((path) => page(path, { modified: JANUARY })));
    await frontier.plan(
      paths.map((path) => link(path, 'detail', '2026-01-10')),
      SITEMAP,
    );
    expect(rest()).toEqual([]);
    expect(frontier.dated).toBe(true);
  });

  it('follows no endless number of sitemaps', async () => {
    const { frontier, leftOut, rest } = openFrontier();
    await frontier.plan(
      Array.from({ length: 80 }, (_, n) => link(`/sitemap-${n}.xml`, 'list')),
      SITEMAP,
    );
    expect(rest()).toHaveLength(50);
    expect(leftOut).toHaveLength(30);
  });

  it('goes on where a run broke off, without telling again what was told', async () => {
    const first = openFrontier();
    first.frontier.start([`${SHOP}/`], 'start');
    await first.frontier.plan([link('/1'), link('/2'), link('https://elsewhere.example/')], LIST);
    const waiting = [first.frontier.take(), first.frontier.take(), first.frontier.take()].filter(
      (each) => each !== null,
    );
    const { frontier, leftOut, planned, rest } = openFrontier();
    frontier.resume(waiting.slice(1), [`${SHOP}/`, 'https://elsewhere.example/'], []);
    frontier.start([`${SHOP}/`], 'start');
    await frontier.plan([link('/2'), link('/3'), link('https://elsewhere.example/')], LIST);
    expect(planned).toEqual(['/3']);
    expect(leftOut).toEqual([]);
    expect(rest()).toEqual(['/1', '/2', '/3']);
  });
});

describe('what a run that broke off', () => {
  it('has still to read is read, though another spelling of it has its row', async () => {
    const first = openFrontier();
    await first.frontier.plan([link('/1'), link('/1?utm_source=a')], LIST);
    const page = first.frontier.take();
    const { frontier, leftOut, rest } = openFrontier();
    frontier.resume(page === null ? [] : [page], [`${SHOP}/1?utm_source=a`], []);
    await frontier.plan([link('/1?utm_source=b')], LIST);
    expect([first.leftOut, leftOut, rest()]).toEqual([['/1?utm_source=a duplicate'], [], ['/1']]);
  });

  it('had set aside has its row in the end, unless a better link to it turns up', async () => {
    await using server = await startLoopback((path) => ({
      body:
        path === '/'
          ? testPage('list', [
              ['/a', 'detail', 'nofollow'],
              ['/b', 'detail', 'nofollow'],
              ['/c', 'detail'],
            ])
          : testPage('detail', path === '/c' ? [['/b', 'detail']] : []),
    }));
    const site = testSite([`${server.origin}/`]);
    const stop = new AbortController();
    const [waiting, aside]: [PlannedUrl[], AsideUrl[]] = [[], []];
    const first = await crawlWith({
      ...{ origins: [server.origin], site, signal: stop.signal, handsOver: true },
      onPlanned: (planned) => waiting.push(planned),
      onAside: (each) => aside.push(each),
      async onPage(page) {
        stop.abort();
        return readTestPage(page);
      },
    });
    expect(first.outcomes).toEqual({ '/': 'fetched' });
    const ended = first.coverage.map(({ url }) => url);
    const { outcomes } = await crawlWith({
      ...{ origins: [server.origin], site },
      resume: { waiting, aside, ended, asked: 1, pages: 1, skipped: {} },
    });
    expect(outcomes).toEqual({ '/a': 'nofollow', '/b': 'fetched', '/c': 'fetched' });
  });
});

describe('a crawl', () => {
  it('of a site full of traps ends, and has read what it offers', async () => {
    await using server = await startLoopback((path) => {
      if (path === '/robots.txt') return { body: '' };
      const number = Number(/\d+/.exec(path)?.[0] ?? 0);
      const month = /^\/calendar\/(\d+)\/(\d+)$/.exec(path)?.slice(1).map(Number) ?? [2020, 0];
      const after = (month[0] ?? 0) * 12 + (month[1] ?? 0);
      return {
        body: testPage('list', [
          [`/item/${(number % 5) + 1}`, 'detail'],
          [`/calendar/${Math.floor(after / 12)}/${String((after % 12) + 1).padStart(2, '0')}`, 'other'],
          [`${path.split('?')[0]}/more/more/more`, 'other'],
          [`/filter?colour=${number + 1}&size=${number % 7}`, 'list'],
          [`/list?page=${number + 1}`, 'next'],
          [`/go?to=${encodeURIComponent(path)}&to=${number}`, 'other'],
        ]),
      };
    });
    const site = testSite([`${server.origin}/list`], { pages: 2000, depth: 1000 });
    const { report, outcomes } = await crawlWith({ origins: [server.origin], site });
    expect(report.stopped).toBeNull();
    expect(report.skipped.trap).toBeGreaterThan(3);
    expect(server.paths().length).toBeLessThan(500);
    for (const n of [1, 2, 3, 4, 5]) expect(outcomes[`/item/${n}`]).toBe('fetched');
  });

  it('reads the sitemaps that robots.txt names, packed ones too, and none of other sites', async () => {
    await using server = await startLoopback((path, { headers: { host } }) => {
      if (path === '/robots.txt')
        return {
          body: `Sitemap: http://${host}/map.xml.gz\nSitemap: https://elsewhere.example/sitemap.xml\n`,
        };
      if (path === '/map.xml.gz')
        return {
          headers: { 'content-type': 'application/octet-stream' },
          body: gzipSync(testPage('list', [['/item', 'detail']])),
        };
      return { body: testPage(path === '/' ? 'list' : 'detail') };
    });
    const { outcomes } = await crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/`]),
      onPage: async (page) =>
        readTestPage(
          page.url.endsWith('.gz')
            ? { ...page, body: Buffer.from(testPage('list', [['/item', 'detail']])) }
            : page,
        ),
    });
    expect(server.paths()).toEqual(['/robots.txt', '/map.xml.gz', '/', '/item']);
    expect(outcomes['https://elsewhere.example/sitemap.xml']).toBe('off-site');
  });

  it('writes with each row what allowed its requests', async () => {
    await using server = await startLoopback((path) => {
      if (path === '/robots.txt') return { body: 'User-agent: *\nAllow: /old\nDisallow: /private\n' };
      if (path === '/old') return { status: 301, headers: { location: '/new' } };
      return {
        body: testPage(
          'list',
          path === '/'
            ? [
                ['/old', 'detail'],
                ['/private', 'detail'],
              ]
            : [],
        ),
      };
    });
    const site = testSite([`${server.origin}/`], { pages: 10 });
    const { coverage } = await crawlWith({ origins: [server.origin], site });
    const proofs = coverage.map(({ url, requests }) => [
      url.replace(server.origin, ''),
      requests.map(({ url: asked, rule, robots, budget, pause }) => [
        ...[asked.replace(server.origin, ''), rule, robots?.length ?? null, budget, pause],
      ]),
    ]);
    const itself = ['/robots.txt', 'robots.txt itself may always be asked for', null, 10, 0];
    expect(proofs).toEqual([
      ['/', [itself, ['/', 'no rule matches', 64, 10, 0]]],
      [
        '/old',
        [
          ['/old', '2: Allow: /old', 64, 9, 0],
          ['/new', 'no rule matches', 64, 9, 0],
        ],
      ],
      ['/private', []],
    ]);
    expect(coverage[2]).toMatchObject({ outcome: 'disallowed', detail: '3: Disallow: /private' });
  });

  it('lists only so many of the links that a page makes up, and counts the others', async () => {
    await using server = await startLoopback((path) => ({
      body: testPage(
        'list',
        Array.from(
          { length: 2500 },
          (_, n) => [`https://elsewhere.example/${path.length}/${n}`, 'other'] as const,
        ).map(([href, kind]) => [href, kind]),
      ),
    }));
    const start = ['/', '/a', '/aa', '/aaa', '/aaaa'].map((path) => server.origin + path);
    const { report, coverage } = await crawlWith({ origins: [server.origin], site: testSite(start) });
    expect(report.skipped['off-site']).toBe(12_500);
    expect(coverage.filter(({ outcome }) => outcome === 'off-site')).toHaveLength(10_000);
  });
});
