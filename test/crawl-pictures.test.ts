/** Pictures in the ledger of a crawl: each that was wanted has one row, and each request stands in it with what allowed it. */

import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { LeftAlone, type Pacer } from '../crawlers/pacing.ts';
import { crawlWith, testPage, testSite } from './support/crawl-with.ts';
import { type Answering, type Loopback, startLoopback } from './support/start-loopback.ts';

const ROBOTS = 'User-agent: *\nDisallow: /private/\n';
const IMAGE = { headers: { 'content-type': 'image/png' }, body: 'not opened here' };

const SHOP: Answering = (path) => {
  if (path === '/robots.txt') return { body: ROBOTS };
  if (path === '/') return { body: testPage('list', [['/item', 'detail']]) };
  if (path === '/item') return { body: testPage('detail').padEnd(1000) };
  if (path === '/moved.png') return { status: 302, headers: { location: '/1.png' } };
  if (path === '/inside.png') return { status: 302, headers: { location: 'http://10.0.0.1/1.png' } };
  if (path === '/page.png') return { body: '<p>no picture' };
  return path.endsWith('1.png') ? IMAGE : { status: 404 };
};

const CLOSED: Answering = (path) => (path === '/robots.txt' ? { body: ROBOTS } : { status: 403 });

type Options = Partial<Parameters<typeof crawlWith>[0]>;

async function crawlPictures(shop: Loopback, wanted: readonly string[], options: Options = {}) {
  const told: string[] = [];
  const crawled = await crawlWith({
    origins: [shop.origin],
    site: testSite([`${shop.origin}/`]),
    pictures: {
      wanted: async () => wanted,
      onPicture: async (url, { kind }) => {
        told.push(`${kind} ${url}`);
      },
    },
    ...options,
  });
  const rows = crawled.coverage.filter(({ outcome }) => outcome.startsWith('picture'));
  const ends = rows.map(({ url, outcome, detail }) => [new URL(url).pathname, outcome, detail] as const);
  return { ...crawled, told, rows, ends };
}

it('tells of each picture in one row, with every request that the servers saw and what allowed it', async () => {
  await using shop = await startLoopback(SHOP);
  await using closed = await startLoopback(CLOSED);
  const own = ['1', 'moved', 'inside', 'page', 'private/1', 'missing'].map(
    (at) => `${shop.origin}/${at}.png`,
  );
  const others = [`${closed.origin}/1.png`, `${closed.origin}/2.png`];
  const wanted = [...own, ...others, 'http://192.168.0.1/1.png'];
  const origins = [shop.origin, closed.origin];
  const { report, coverage, rows, ends, told } = await crawlPictures(shop, wanted, { origins });
  expect(ends).toEqual([
    ['/1.png', 'picture-fetched', null],
    ['/moved.png', 'picture-fetched', `read at ${shop.origin}/1.png`],
    ['/inside.png', 'picture-not-fetched', expect.stringMatching(/^refused-address: /)],
    ['/page.png', 'picture-not-fetched', 'unsupported-type: text/html; charset=utf-8'],
    ['/private/1.png', 'picture-not-fetched', 'disallowed: 2: Disallow: /private/'],
    ['/missing.png', 'picture-not-fetched', 'gone: status 404'],
    ['/1.png', 'picture-not-fetched', 'blocked: status 403'],
    ['/2.png', 'picture-not-fetched', `blocked: nothing more is asked of ${new URL(closed.origin).host}`],
    ['/1.png', 'picture-not-fetched', expect.stringMatching(/^refused-address: /)],
  ]);
  expect(rows.map(({ status }) => status)).toEqual([200, 200, null, 200, null, 404, 403, null, null]);
  const requests = coverage.flatMap((row) => row.requests);
  const seen = [shop, closed].flatMap((server) => server.paths().map((path) => server.origin + path));
  expect(requests.map(({ url }) => url).toSorted()).toEqual(seen.toSorted());
  expect(rows.flatMap((row) => row.requests.map(({ rule, budget }) => [rule, budget]))).toEqual([
    ['no rule matches', 9],
    ...[8, 8].map((budget) => ['no rule matches', budget]),
    ['no rule matches', 7],
    ['no rule matches', 6],
    ['no rule matches', 4],
    ['robots.txt itself may always be asked for', 3],
    ['no rule matches', 3],
  ]);
  // Pages they are not.
  expect(report).toMatchObject({ pages: 2, stopped: null });
  expect(report.skipped).toEqual({ 'picture-fetched': 2, 'picture-not-fetched': 7 });
  // What was left out for its host's sake is still wanted.
  expect(told).toHaveLength(8);
});

it.each([
  { why: 'the bytes are used up', megabytes: 0.001, reason: 'out-of-budget' },
  { why: 'all crawling is stopped', halt: true, reason: 'halted' },
  { why: 'the run is stopped', stop: true, reason: 'stopped' },
  { why: 'the host asks for peace', held: true, reason: 'stopped' },
])('gives a row to each that is left out because $why, and does not tell of it', async (o) => {
  await using shop = await startLoopback((path, request, response) =>
    o.stop && path === '/1.png' ? null : SHOP(path, request, response),
  );
  const stop = new AbortController();
  const begun = () => shop.paths().includes('/item');
  if (o.stop)
    void (async () => {
      while (!shop.paths().includes('/1.png')) await wait(5);
      stop.abort(new Error('end'));
    })();
  const pacer: Pacer = {
    async take({ key }) {
      if (o.held && begun()) throw new LeftAlone(key, 900);
      return { pauseSeconds: 0, end: async () => undefined };
    },
    hold: async () => undefined,
  };
  const wanted = ['1', '2', '3'].map((at) => `${shop.origin}/${at}.png`);
  const { ends, told, report } = await crawlPictures(shop, wanted, {
    pacer,
    signal: stop.signal,
    gate: async () => (o.halt && begun() ? { reason: 'halted', detail: 'by ann' } : null),
    // The last page uses up what there is.
    site: testSite([`${shop.origin}/`], o.megabytes ? { megabytes: o.megabytes } : {}),
  });
  expect(ends.map(([, outcome]) => outcome)).toEqual(wanted.map(() => 'picture-not-fetched'));
  for (const [, , detail] of ends) expect(detail).toMatch(new RegExp(`^${o.reason}`));
  expect(report.skipped['picture-not-fetched']).toBe(3);
  expect(told).toEqual([]);
});

it('are asked for no more at a host that answers with errors only, and elsewhere all the same', async () => {
  await using shop = await startLoopback(SHOP);
  await using down = await startLoopback((path) => ({ status: path === '/robots.txt' ? 404 : 503 }));
  const many = Array.from({ length: 15 }, (_, n) => `${down.origin}/${n}.png`);
  const wanted = [...many, `${shop.origin}/1.png`];
  const { ends, told } = await crawlPictures(shop, wanted, { origins: [shop.origin, down.origin] });
  expect(down.paths()).toHaveLength(1 + 10);
  const { host } = new URL(down.origin);
  expect(ends.map(([, outcome, detail]) => [outcome, detail])).toEqual([
    ...Array.from({ length: 10 }, () => ['picture-not-fetched', 'failed: status 503']),
    ...Array.from({ length: 5 }, () => ['picture-not-fetched', `failed: nothing more is asked of ${host}`]),
    ['picture-fetched', null],
  ]);
  expect(told).toHaveLength(11);
});

it('asks so many hosts for their robots.txt in a run, and leaves out the pictures of others, which are still wanted', async () => {
  await using hosts = new AsyncDisposableStack();
  const shop = hosts.use(await startLoopback(SHOP));
  const others: Loopback[] = [];
  for (let i = 0; i < 202; i += 1) others.push(hosts.use(await startLoopback(SHOP)));
  const origins = [shop, ...others].map(({ origin }) => origin);
  const wanted = [...others, shop].map(({ origin }) => `${origin}/1.png`);
  const { ends, told } = await crawlPictures(shop, wanted, { origins });
  const left = ['/1.png', 'picture-not-fetched', 'out-of-budget: too many hosts with a robots.txt'];
  expect(ends.slice(198)).toEqual([ends[0], left, left, left, ends[0]]);
  expect(ends[0]).toEqual(['/1.png', 'picture-fetched', null]);
  expect(told).toHaveLength(200);
  expect(others.slice(199).flatMap((each) => each.paths())).toEqual([]);
});
