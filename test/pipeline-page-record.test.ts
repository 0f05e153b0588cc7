/** When pages are read again, and what a visit says of the listings that a page stood for. */
import { describe, expect, it } from 'vitest';
import type { PlannedUrl } from '../crawlers/planned-url.ts';
import type { Coverage } from '../src/model/run.ts';
import { type PageFacts, rememberVisit, type Visited } from '../src/pipeline/run/page-record.ts';
import { dueAt, type Look, type LookedAt, nextLook, QUIET } from '../src/pipeline/run/revisit.ts';
import { siteAddresses } from '../src/pipeline/run/site-addresses.ts';
import type { PageRecord } from '../src/store/crawling/site-pages.ts';
import { at, samplePage } from './support/store-samples.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const EVERY = 6 * HOUR;

/** Pauses in hours after each of the visits, told by whether there was news. */
function pauses(seen: Omit<LookedAt, 'news'>, news: readonly boolean[]): number[] {
  let before: Look | null = null;
  return news.map((each) => {
    before = nextLook({ ...seen, news: each }, before, EVERY);
    return Math.round(before.intervalSeconds / HOUR);
  });
}

const [yes, no] = [true, false];

describe('a page is looked at again', () => {
  it.each([
    [
      'an offer that does not change: ever more seldom',
      'detail',
      no,
      [yes, no, no, no, no, no, no],
      [24, 48, 96, 192, 384, 720, 720],
    ],
    ['an offer that changes: sooner', 'detail', no, [yes, no, no, yes, yes, yes], [24, 48, 96, 32, 11, 6]],
    [
      'where offers show first: in every run, until nothing has shown for long',
      'list',
      no,
      [yes, no, no, no, no, no, no, no],
      [0, 0, 0, 0, 6, 12, 12, 12],
    ],
    [
      'where something shows again: in every run',
      'list',
      no,
      [yes, no, no, no, no, no, yes],
      [0, 0, 0, 0, 6, 12, 0],
    ],
    ['a list that only repeats others: seldom', 'list', no, [no, no, no, no], [168, 336, 672, 1344]],
    ['a later page of a list: by age', 'list', yes, [yes, no, no, yes], [24, 48, 96, 32]],
    ['a page without offers: seldom', 'other', no, [no, no, no, no, no], [168, 336, 672, 1344, 1440]],
  ] as const)('%s', (_name, kind, tail, news, expected) => {
    expect(pauses({ kind, tail }, news)).toEqual(expected);
  });

  it('counts the visits without news, by which lists are told that are not worth looking through', () => {
    let look = nextLook({ kind: 'list', tail: true, news: true }, null, EVERY);
    for (let visit = 0; visit < QUIET; visit += 1)
      look = nextLook({ kind: 'list', tail: true, news: false }, look, EVERY);
    expect(look.quiet).toBe(QUIET);
    expect(nextLook({ kind: 'list', tail: true, news: true }, look, EVERY).quiet).toBe(0);
  });

  it('not all at the same moment, though they were read together', () => {
    const moments = ['/a', '/b', '/c', '/d'].map((key) => dueAt(at(0), DAY, key).getTime() - at(0).getTime());
    expect(new Set(moments).size).toBe(4);
    for (const ms of moments) {
      expect(ms).toBeGreaterThanOrEqual(0.9 * DAY * 1000);
      expect(ms).toBeLessThanOrEqual(1.1 * DAY * 1000);
    }
  });
});

const PLANNED: PlannedUrl = {
  ...{ url: 'https://a.example/x', canonical: 'https://a.example/x', depth: 1, kind: 'detail' },
  ...{ barren: 0, again: true, missing: false, modified: 0 },
};
const FACTS: PageFacts = {
  ...{
    kind: 'detail',
    etag: '"2"',
    lastModified: null,
    shows: ['/x'],
    sold: [],
    news: false,
    moved: false,
    gone: false,
  },
};

function visit(outcome: Coverage['outcome'], more: Partial<Visited> = {}) {
  const row = {
    url: PLANNED.url,
    outcome,
    status: null,
    detail: null,
    requests: [],
    at: at(DAY).toISOString(),
  };
  return rememberVisit({
    ...{
      row,
      planned: PLANNED,
      key: '/x',
      url: PLANNED.url,
      facts: null,
      readBefore: false,
      reading: 'rules',
      everySeconds: EVERY,
    },
    before: samplePage({ key: '/x', etag: '"1"' }),
    now: at(DAY),
    ...more,
  });
}

describe('a visit', () => {
  it('to a page that was read keeps its validators and what it shows', () => {
    const { page, gone, seen } = visit('fetched', { facts: FACTS });
    expect(page).toMatchObject({
      state: 'live',
      kind: 'detail',
      etag: '"2"',
      shows: null,
      quiet: 1,
      unlisted: false,
    });
    expect([gone, seen]).toEqual([[], []]);
    const list = visit('fetched', { facts: { ...FACTS, kind: 'list', shows: ['/1', '/2'] } });
    expect(list.page).toMatchObject({ kind: 'list', shows: ['/1', '/2'] });
  });

  it('to a page that is as it was touches its listings', () => {
    const before = samplePage({ key: '/x', etag: '"1"', shows: ['/x#1', '/x#2'] });
    expect(visit('unchanged', { before })).toMatchObject({
      page: { etag: '"1"', fetched_at: at(DAY).toISOString(), shows: ['/x#1', '/x#2'] },
      seen: ['/x#1', '/x#2'],
      gone: [],
    });
    expect(visit('unchanged').seen).toEqual(['/x']);
  });

  it('to an empty shell that no browser drew leaves the page unread, and is made again', () => {
    const facts = { ...FACTS, kind: 'other', etag: null, shows: [] } as const;
    const waiting = { kind: 'detail', state: 'waiting', fetched_at: null, reading: null };
    expect(visit('no-browser', { facts, before: null }).page).toMatchObject({
      ...waiting,
      due_at: at(DAY).toISOString(),
    });
    expect(visit('timeout', { facts, before: null }).page).toMatchObject(waiting);
    for (const outcome of ['no-browser', 'stopped'] as const)
      expect(visit(outcome, { facts })).toEqual({ page: null, seen: [], gone: [] });
  });

  it('to a page that was read where another address led says nothing against it', () => {
    expect(visit('duplicate', { readBefore: true })).toEqual({ page: null, seen: [], gone: [] });
  });

  it.each(['gone', 'duplicate'] as const)('that ends as %s says that the offer is gone', (outcome) => {
    const { page, gone } = visit(outcome);
    expect(page).toMatchObject({ state: 'gone', etag: null });
    expect(gone).toEqual(['/x']);
    // A list may have told of what could never be read; of what leads elsewhere, that page tells.
    const own = outcome === 'gone' ? ['/x'] : [];
    expect(visit(outcome, { before: null }).gone).toEqual(own);
    const other = samplePage({ key: '/x', kind: 'other', shows: [] });
    expect(visit(outcome, { before: other }).gone).toEqual(own);
    const list = samplePage({ key: '/x', kind: 'list', shows: ['/1'] });
    expect(visit(outcome, { before: list }).gone).toEqual(own);
  });

  it('to a page that is gone is made again more and more seldom, as long as it stays so', () => {
    let before: PageRecord | null = samplePage({ key: '/x' });
    const months = Array.from({ length: 6 }, () => {
      before = visit('gone', { before }).page;
      const days = (Date.parse(before?.due_at ?? '') - at(DAY).getTime()) / (DAY * 1000);
      return Math.round(days / 30.4);
    });
    expect(months).toEqual([1, 2, 4, 4, 4, 4]);
    const { page } = visit('fetched', { before, facts: FACTS });
    expect(visit('gone', { before: page }).page?.interval_seconds).toBe(30 * DAY);
  });

  it('that is sent on to another page says that the offer is gone, unless it is shown there', () => {
    const moved = { ...FACTS, moved: true, shows: ['/y'] };
    expect(visit('fetched', { facts: moved })).toMatchObject({
      page: { etag: null, shows: ['/y'] },
      gone: ['/x'],
    });
    expect(visit('fetched', { facts: { ...moved, shows: ['/x'] } }).gone).toEqual([]);
  });

  it('that shows nothing where an offer stood leaves what is known of it', () => {
    const blank = { ...FACTS, kind: 'other', shows: [] } as const;
    const before = samplePage({ key: '/x', etag: '"1"' });
    const { page, gone } = visit('no-listing', { before, facts: blank });
    expect(page).toEqual({ ...before, failures: 1, due_at: expect.any(String) });
    expect(gone).toEqual([]);
    expect(visit('gone', { before: page }).gone).toEqual(['/x']);
  });

  it.each([
    { what: 'is gone', facts: {}, missing: true, expected: ['/x'] },
    {
      what: 'is gone above a list of others',
      facts: { kind: 'list', shows: ['/1'] },
      missing: true,
      expected: ['/x'],
    },
    { what: 'stays while a list names it', facts: {}, missing: false, expected: [] },
    { what: 'stays while it is shown there', facts: { shows: ['/x'] }, missing: true, expected: [] },
    { what: 'stays while nothing says so', facts: { gone: false }, missing: true, expected: [] },
  ] as const)(
    'to a page that says that its offer is not there any more: it $what',
    ({ facts, missing, expected }) => {
      const told = { ...FACTS, kind: 'other', shows: [], gone: true, ...facts } as const;
      const { page, gone } = visit('no-listing', { facts: told, planned: { ...PLANNED, missing } });
      expect(gone).toEqual(expected);
      expect(page).toMatchObject({ state: expected.length > 0 ? 'gone' : 'live' });
    },
  );

  it('to what is sold says that it is gone only when no list names it any more', () => {
    const facts = { ...FACTS, sold: ['/x'] };
    expect(visit('fetched', { facts }).gone).toEqual([]);
    const missing = visit('fetched', { facts, planned: { ...PLANNED, missing: true } });
    expect(missing).toMatchObject({ gone: ['/x'], page: { unlisted: true } });
  });

  it.each(['failed', 'timeout', 'blocked'] as const)(
    'that %s says nothing of an offer that is known, which makes room for others until it is due again',
    (outcome) => {
      const before = samplePage({ key: '/x', interval_seconds: 2 * DAY, due_at: at(0).toISOString() });
      const { page, seen, gone } = visit(outcome, { before, facts: { ...FACTS, shows: [] } });
      expect(page).toEqual({ ...before, failures: 1, due_at: expect.any(String) });
      const days = (Date.parse(page?.due_at ?? '') - at(DAY).getTime()) / (DAY * 1000);
      expect(Math.round(days)).toBe(2);
      expect([seen, gone]).toEqual([[], []]);
    },
  );

  it('that fails again and again makes room for others for longer each time, until the page is read', () => {
    let before: PageRecord | null = samplePage({ key: '/x', interval_seconds: DAY / 4 });
    const hours = Array.from({ length: 9 }, () => {
      before = visit('failed', { before }).page;
      return Math.round((Date.parse(before?.due_at ?? '') - at(DAY).getTime()) / 3_600_000);
    });
    expect(hours).toEqual([6, 12, 24, 49, 97, 195, 390, 731, 731]);
    expect(visit('fetched', { before, facts: FACTS }).page?.failures).toBe(0);
    expect(visit('unchanged', { before }).page?.failures).toBe(0);
    expect(visit('gone', { before }).page?.failures).toBe(0);
  });

  it('that fails is made again, later each time, as long as the page was never read', () => {
    let before: PageRecord | null = null;
    const pausesInHours = Array.from({ length: 4 }, () => {
      const { page } = visit('failed', { before, planned: { ...PLANNED, again: false } });
      before = page;
      expect(page).toMatchObject({ state: 'waiting', fetched_at: null });
      return Math.round((Date.parse(page?.due_at ?? '') - at(DAY).getTime()) / 3_600_000);
    });
    expect(pausesInHours).toEqual([1, 2, 4, 8]);
  });

  it.each([
    ['/list?page=2', true],
    ['/list?page=1', false],
    ['/list?id=2', false],
    ['/list/page/3/', true],
    ['/list?offset=40', true],
    ['/page-about', false],
  ])('to %s: it is a later page of a list: %s', (path, tail) => {
    const url = `https://a.example${path}`;
    const { page } = visit('fetched', { url, planned: { ...PLANNED, url, kind: 'list' }, facts: FACTS });
    expect(page?.tail).toBe(tail);
  });
});

describe('addresses', () => {
  const file = { start: ['http://shop.practice.invalid/list'] };
  const practice = siteAddresses(file, { start: ['http://127.0.0.1:4711/list'] });
  const real = { start: ['https://shop.example/a', 'https://www.shop.example/b'] };
  const plain = siteAddresses(real, real);

  it('of a practice shop are kept by the name in its file, whatever its port', () => {
    expect(practice.toStored('http://127.0.0.1:4711/x?y=1')).toBe('http://shop.practice.invalid/x?y=1');
    expect(practice.toStored('http://127.0.0.1:47110/x')).toBe('http://127.0.0.1:47110/x');
    expect(practice.toLive('http://shop.practice.invalid/x')).toBe('http://127.0.0.1:4711/x');
    expect(practice.toLive('http://shop.practice.invalid.elsewhere.example/x')).toBe(
      'http://shop.practice.invalid.elsewhere.example/x',
    );
    expect(practice.keyOf('http://127.0.0.1:4711/x?utm_source=a')).toBe('/x');
  });

  it('of any other site are kept as they are, and told apart as listings are', () => {
    expect(plain.toStored('https://shop.example/x')).toBe('https://shop.example/x');
    expect(plain.keyOf('https://www.shop.example/x')).toBe('/x');
    expect(plain.keyOf('https://cdn.shop.example/x')).toBe('https://cdn.shop.example/x');
    expect(plain.urlOfListing('/x?id=1#Title')).toBe('https://shop.example/x?id=1');
    expect(plain.urlOfListing('https://cdn.shop.example/x')).toBe('https://cdn.shop.example/x');
  });
});
