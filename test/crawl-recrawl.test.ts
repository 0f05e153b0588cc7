/** What a run looks for because the site was visited before: offers that are missing from its lists. */
import { expect, test } from 'vitest';
import type { BrokenOff } from '../crawlers/crawl-options.ts';
import { createFrontier } from '../crawlers/frontier.ts';
import { createRecrawl } from '../crawlers/recrawl.ts';
import type { RememberedPage, SiteMemory } from '../crawlers/site-memory.ts';
import { createTrapSense } from '../crawlers/traps.ts';
import { crawlWith, readTestPage, testPage, testSite } from './support/crawl-with.ts';
import { startLoopback } from './support/start-loopback.ts';

const SHOP = 'https://shop.example';
const page = (path: string, more: Partial<RememberedPage> = {}): RememberedPage => ({
  ...{ url: SHOP + path, kind: 'detail', tail: false, depth: 1, fetched: 1, modified: 0 },
  ...more,
});
const HEAD = page('/list', { kind: 'list' });
const TAIL = page('/list?page=2', { kind: 'list', tail: true });
const OFFERS = ['/new-in', '/moved-on', '/on-quiet-page', '/left', '/left-too'].map((path) => page(path));

function memoryOf(more: Partial<SiteMemory>): SiteMemory {
  return {
    pages: async function* () {
      yield [HEAD, TAIL, ...OFFERS];
    },
    due: async () => [],
    restingSitemaps: async () => [],
    tails: async () => [TAIL],
    shownByQuietTails: async function* () {
      yield [`${SHOP}/on-quiet-page`];
    },
    offers: async function* () {
      yield OFFERS;
    },
    validators: async () => null,
    shown: async () => [],
    drawn: async () => [],
    noteDrawn: async () => undefined,
    ...more,
  };
}

/** A run that reads the first page of the list, on which so much is new, and whatever it plans then. */
async function asked(
  news: number,
  most: number,
  tail: 'fetched' | 'failed' = 'fetched',
  more: Partial<SiteMemory> = {},
) {
  const memory = memoryOf(more);
  const frontier = createFrontier({
    ...{
      clock: () => new Date(0),
      maxDepth: 3,
      inScope: () => true,
      traps: createTrapSense(() => new Date(0)),
    },
    ...{ onPlanned: () => undefined, onNamed: () => undefined },
    ...{ onAside: () => undefined, leaveOut: () => undefined },
  });
  const recrawl = createRecrawl(memory, frontier, most);
  for await (const pages of memory.pages()) frontier.remember(pages);
  await recrawl.begin(7);
  frontier.start([HEAD.url], 'start');
  const visited: string[] = [];
  for (let planned = frontier.take(); planned !== null; planned = frontier.take()) {
    visited.push(`${planned.url.replace(SHOP, '')}${planned.missing ? ' missing' : ''}`);
    const isHead = planned.url === HEAD.url;
    const links = isHead ? ['/new-in'] : planned.url === TAIL.url && tail === 'fetched' ? ['/moved-on'] : [];
    await frontier.plan(
      links.map((path) => ({ url: SHOP + path, kind: 'detail', nofollow: false })),
      { planned, nofollow: false, news: isHead ? news : 0, changed: [] },
    );
    await recrawl.after(planned, { outcome: isHead ? 'fetched' : tail, news: isHead ? news : 0 });
  }
  return { visited, lists: recrawl.lists };
}

test('what neither the pages read now nor quiet ones show is asked for once more', async () => {
  expect(await asked(1, 50)).toEqual({
    visited: ['/list', '/list?page=2', '/left missing', '/left-too missing'],
    lists: 'all',
  });
  expect((await asked(1, 1)).visited.filter((path) => path.includes('missing'))).toHaveLength(1);
});

test('of more than can be asked for none stands in the way of the others', async () => {
  const missing = new Set<string>();
  for (let run = 0; run < 60; run += 1)
    for (const path of (await asked(1, 1)).visited) if (path.endsWith(' missing')) missing.add(path);
  expect([...missing].sort()).toEqual(['/left missing', '/left-too missing']);
  // What is visited for its age takes no place, either.
  const due = OFFERS.filter(({ url }) => url.endsWith('/left'));
  const { visited } = await asked(1, 1, 'fetched', { due: async () => due });
  expect(visited).toEqual(['/list', '/list?page=2', '/left', '/left-too missing']);
});

test('nothing is missed by what goes on with a run, which does not know what the lists named before', async () => {
  await using server = await startLoopback((path) => ({
    body: testPage('list', path.length === 2 ? [[`${path}/new`, 'detail']] : []),
  }));
  const at = (path: string, kind: RememberedPage['kind']) => page(path, { kind, url: server.origin + path });
  const [one, two, offer] = [at('/1', 'list'), at('/2', 'list'), at('/offer', 'detail')];
  const planned = { depth: 0, barren: 0, again: true, missing: false, modified: 0 } as const;
  const waiting = [{ ...planned, url: two.url, canonical: two.url, kind: 'list' }] as const;
  const crawl = (resume: BrokenOff | null) =>
    crawlWith({
      ...{ origins: [server.origin], site: testSite([one.url, two.url]), resume },
      memory: memoryOf({
        async *pages() {
          yield [one, two, offer];
        },
        tails: async () => [],
        async *shownByQuietTails() {
          // None.
        },
        async *offers() {
          yield [offer];
        },
      }),
      onPage: async (read) => ({ ...readTestPage(read), news: 1 }),
    });
  expect((await crawl(null)).outcomes).toHaveProperty('/offer');
  const rest = await crawl({ waiting, aside: [], ended: [one.url], asked: 1, pages: 1, skipped: {} });
  expect(rest.outcomes).toEqual({ '/2': 'fetched', '/2/new': 'fetched' });
});

test('nothing is missed where nothing has moved, or where a list could not be read', async () => {
  expect(await asked(0, 50)).toEqual({ visited: ['/list'], lists: 'some' });
  expect((await asked(1, 50, 'failed')).visited).toEqual(['/list', '/list?page=2']);
});

test.each([
  { what: 'that the lists do not name', named: ['/new'], news: 1, broken: false, missing: true },
  { what: 'that a list names', named: ['/new', '/old'], news: 1, broken: false, missing: false },
  { what: 'where nothing has moved', named: [], news: 0, broken: false, missing: false },
  { what: 'where a list could not be read', named: ['/new'], news: 1, broken: true, missing: false },
])('an offer whose time has come, $what, is missing: $missing', async ({ named, news, broken, missing }) => {
  await using server = await startLoopback((path) => {
    if (path === '/list?page=2' && broken) return { status: 500 };
    const links = path === '/list' ? named.map((each): [string, string] => [each, 'detail']) : [];
    return { body: testPage(path.startsWith('/list') ? 'list' : 'detail', links) };
  });
  const at = (each: RememberedPage) => ({ ...each, url: each.url.replace(SHOP, server.origin) });
  const [head, tail, old] = [at(HEAD), at(TAIL), at(page('/old'))];
  const visited: Record<string, boolean> = {};
  await crawlWith({
    ...{ origins: [server.origin], site: testSite([head.url]) },
    memory: memoryOf({
      async *pages() {
        yield [head, tail, old];
      },
      due: async () => [old],
      tails: async () => [tail],
      async *shownByQuietTails() {
        // None.
      },
      async *offers() {
        yield [old];
      },
    }),
    onPage: async (read) => ({ ...readTestPage(read), news: read.url === head.url ? news : 0 }),
    onCoverage(row, planned) {
      if (planned !== null) visited[row.url.slice(server.origin.length)] = planned.missing;
    },
  });
  expect(visited['/old']).toBe(missing);
});
