/** What a run writes down, what its successor finds, and what is remembered of a site's pages. */

import { expect, test } from 'vitest';
import type { Coverage } from '../src/model/run.ts';
import { readCoverage } from '../src/store/crawling/coverage.ts';
import {
  adoptBrokenRuns,
  closeJournal,
  type JournalBatch,
  writeJournal,
} from '../src/store/crawling/run-journal.ts';
import { createRun } from '../src/store/crawling/runs.ts';
import {
  findPage,
  readDuePages,
  readOfferPages,
  readPages,
  readQuietTails,
  readTails,
} from '../src/store/crawling/site-pages.ts';
import { acquireLease, applySites } from '../src/store/crawling/sites.ts';
import { openTestDatabase } from './support/open-test-database.ts';
import { attachOffer, saveListing, upsertOffer } from './support/single-rows.ts';
import { at, sampleJournal, sampleListing, samplePage, sampleSite } from './support/store-samples.ts';

async function withRun() {
  const database = await openTestDatabase();
  const { db } = database;
  await applySites(db, [sampleSite('a'), sampleSite('b')], 'file', at(0));
  const run = await createRun(db, 'a', 'schedule', at(0));
  const { token = 0 } = (await acquireLease(db, 'a', 'worker', 3600)) ?? {};
  const write = (more: Partial<JournalBatch> = {}) =>
    writeJournal(db, { ...sampleJournal('a', run, token), planned: [], coverage: [], pages: [], ...more });
  return { ...database, run, token, write };
}

const planned = (key: string, kind = 'detail', again = false) => ({
  ...{ url: `https://a.example${key}`, key, kind, depth: 2, again, modified: 0 },
});

const row = (key: string, outcome: Coverage['outcome']): Coverage => ({
  ...{ url: `https://a.example${key}`, outcome, status: null, detail: null, requests: [] },
  at: at(1).toISOString(),
});

const limits = { waiting: 100, heads: 100, share: 0, least: 100 };

async function all<T>(batches: AsyncIterable<readonly T[]>): Promise<T[]> {
  const rows: T[] = [];
  for await (const batch of batches) rows.push(...batch);
  return rows;
}

test('coverage is kept in order over many batches, with its requests, and hostile text does no harm', async () => {
  await using place = await withRun();
  const { db, run, write } = place;
  const rows = Array.from(
    { length: 2500 },
    (_, index): Coverage => ({
      ...row(`/${index}`, index % 2 === 0 ? 'fetched' : 'timeout'),
      detail: index === 0 ? 'nul \0 and half \ud800 a pair, \\u0000 as text' : null,
      requests:
        index === 1
          ? [
              {
                url: 'https://a.example/1',
                at: at(1).toISOString(),
                robots: 'ab',
                rule: '1: Allow: /',
                pause: 5,
                budget: 9,
              },
            ]
          : [],
    }),
  );
  await write({ coverage: rows.slice(0, 10) });
  await write({ coverage: rows.slice(10), position: 10 });
  await write();
  expect(await all(readCoverage(db, run))).toEqual([
    { ...rows[0], detail: 'nul \ufffd and half \ufffd a pair, \\u0000 as text' },
    ...rows.slice(1),
  ]);
});

test('who lost the site writes nothing and closes nothing', async () => {
  await using place = await withRun();
  const { db, run, token, write } = place;
  expect(await write({ planned: [planned('/a')], coverage: [row('/b', 'fetched')] })).toBe(true);
  expect(await write({ token: token - 1, batch: 2, position: 1, coverage: [row('/c', 'fetched')] })).toBe(
    false,
  );
  await closeJournal(db, { site: 'a', run, token: token - 1 }, at(2));
  const left = await adoptBrokenRuns(db, 'a', run);
  expect(left).toEqual({
    planned: [planned('/a')],
    ended: ['https://a.example/b'],
    batches: 1,
    position: 1,
    outcomes: [{ outcome: 'fetched', rows: 1, requested: 0 }],
  });
});

test('of what a run did before it broke off, what took a request is counted apart', async () => {
  await using place = await withRun();
  const { db, run, write } = place;
  const asked = {
    url: 'https://a.example/b',
    at: at(1).toISOString(),
    robots: null,
    rule: '',
    pause: 1,
    budget: 1,
  };
  const twice = row('/b', 'duplicate');
  await write({
    coverage: [row('/a', 'duplicate'), { ...twice, requests: [asked, asked] }, row('/c', 'trap')],
  });
  expect((await adoptBrokenRuns(db, 'a', run)).outcomes).toEqual(
    expect.arrayContaining([
      { outcome: 'duplicate', rows: 2, requested: 1 },
      { outcome: 'trap', rows: 1, requested: 0 },
    ]),
  );
});

test('a new run goes on where dead ones of its site broke off', async () => {
  await using place = await withRun();
  const { db, run, write } = place;
  await write({ planned: [planned('/a'), planned('/b')], coverage: [row('/a', 'fetched')] });
  await write({ batch: 2, position: 1, planned: [planned('/c')] });
  const next = await createRun(db, 'a', 'schedule', at(5));
  const other = await createRun(db, 'b', 'schedule', at(5));
  expect((await adoptBrokenRuns(db, 'b', other)).planned).toEqual([]);
  const left = await adoptBrokenRuns(db, 'a', next);
  const paths = (rows: typeof left.planned) => rows.map(({ url }) => new URL(url).pathname);
  expect(paths(left.planned)).toEqual(['/a', '/b', '/c']);
  expect(left).toMatchObject({ ended: ['https://a.example/a'], batches: 2, position: 0, outcomes: [] });
  // It has them now, under its own number, and adds to them.
  await write({ run: next, batch: 3, planned: [planned('/d')] });
  expect(paths((await adoptBrokenRuns(db, 'a', next)).planned)).toEqual(['/a', '/b', '/c', '/d']);
  const rest = await db.selectFrom('runs').select('id').where('id', '=', run).execute();
  expect(rest).toHaveLength(1);
});

test('what a run did not come to waits for the next one; the rest of its plans is done with', async () => {
  await using place = await withRun();
  const { db, run, token, write } = place;
  await write({
    planned: [
      planned('/read'),
      planned('/left'),
      planned('/page=2', 'next'),
      planned('/known', 'detail', true),
      // Of very many that are left out not each has a row.
      planned('/uncounted'),
      { url: 'https://a.example/aside', aside: 'nofollow' },
    ],
    coverage: [
      row('/read', 'fetched'),
      row('/left', 'out-of-budget'),
      row('/page=2', 'stopped'),
      row('/known', 'out-of-budget'),
    ],
  });
  await closeJournal(db, { site: 'a', run, token }, at(9));
  expect((await adoptBrokenRuns(db, 'a', run)).planned).toEqual([]);
  const due = await readDuePages(db, 'a', at(9), 'rules', limits);
  expect(due.map(({ key, kind, tail, fetched }) => [key, kind, tail, fetched])).toEqual([
    ['/left', 'detail', false, 0],
    ['/page=2', 'list', true, 0],
    ['/uncounted', 'detail', false, 0],
  ]);
  expect(await all(readPages(db, 'a'))).toEqual([]);
});

test('what was known and planned again, as a list said that it had changed, comes first in the next run if it was left', async () => {
  await using place = await withRun();
  const { db, run, token, write } = place;
  const due_at = at(90 * 86_400).toISOString();
  const known = ['/left', '/read', '/other'].map((key) => samplePage({ key, due_at, reading: 'rules' }));
  await write({
    pages: known,
    planned: [planned('/left', 'detail', true), planned('/read', 'detail', true)],
    coverage: [row('/left', 'stopped'), row('/read', 'fetched')],
  });
  await closeJournal(db, { site: 'a', run, token }, at(9));
  expect((await readDuePages(db, 'a', at(10), 'rules', limits)).map(({ key }) => key)).toEqual(['/left']);
});

test('what waits for a later run is no more than a few runs come to', async () => {
  await using place = await withRun();
  const { db, run, token, write } = place;
  await write({ planned: Array.from({ length: 25 }, (_, at) => planned(`/${at}`)) });
  await closeJournal(db, { site: 'a', run, token }, at(9), 10);
  expect(await readDuePages(db, 'a', at(9), 'rules', limits)).toHaveLength(10);
  await write({ batch: 2, planned: Array.from({ length: 30 }, (_, at) => planned(`/${at}`)) });
  await closeJournal(db, { site: 'a', run, token }, at(9), 12);
  expect(await readDuePages(db, 'a', at(9), 'rules', limits)).toHaveLength(12);
});

test('a page is remembered as it was last, and is due by its kind, its age and its rules', async () => {
  await using place = await withRun();
  const { db, write } = place;
  const list = { kind: 'list', interval_seconds: 0, due_at: at(0).toISOString() } as const;
  const pages = [
    samplePage({ key: '/old', due_at: at(1).toISOString(), etag: '"1"', shows: ['/x', '/y'] }),
    samplePage({ key: '/older', due_at: at(0).toISOString() }),
    samplePage({ key: '/young' }),
    samplePage({ key: '/other-rules', reading: 'earlier rules' }),
    samplePage({ key: '/head', ...list }),
    samplePage({ key: '/tail', ...list, tail: true, due_at: at(90_000).toISOString() }),
    samplePage({
      ...{ key: '/quiet-tail', ...list, tail: true, quiet: 4, due_at: at(90_000).toISOString() },
      shows: ['/shown-there'],
    }),
    samplePage({ key: '/gone', state: 'gone' }),
    samplePage({ key: '/unlisted', unlisted: true }),
  ];
  await write({ pages });
  await write({ pages: [samplePage({ key: '/young', etag: '"2"', changed_at: at(7).toISOString() })] });
  await write({ pages: [samplePage({ key: '/young', etag: '"3"' })] });
  expect(await findPage(db, 'a', '/old')).toEqual(pages[0]);
  expect(await findPage(db, 'a', '/young')).toMatchObject({ etag: '"3"', changed_at: at(7).toISOString() });
  expect(await findPage(db, 'b', '/old')).toBeNull();
  const keys = async (limit: Partial<typeof limits>) =>
    (await readDuePages(db, 'a', at(10), 'rules', { ...limits, ...limit })).map(({ key }) => key);
  expect(await keys({})).toEqual(['/head', '/other-rules', '/older', '/old']);
  expect(await keys({ least: 1, share: 0.1 })).toEqual(['/head', '/other-rules', '/older']);
  expect(await keys({ least: 0, share: 0.2 })).toEqual(['/head', '/other-rules', '/older', '/old']);
  const tails = async (quiet: number) => (await readTails(db, 'a', quiet)).map(({ key }) => key).toSorted();
  expect(await tails(4)).toEqual(['/tail']);
  expect(await tails(5)).toEqual(['/quiet-tail', '/tail']);
  expect(await all(readQuietTails(db, 'a', 4))).toEqual(['/shown-there']);
  const offers = await all(readOfferPages(db, 'a', at(10)));
  expect(offers.map(({ key }) => key)).toEqual(['/old', '/older', '/other-rules', '/young']);
  expect(await all(readPages(db, 'a'))).toHaveLength(pages.length);
});

test('alerting offers that could not be read lately leave their turns to the others, and get them back in the end', async () => {
  await using place = await withRun();
  const { db, run, write } = place;
  const DAY = 86_400;
  const keys = ['/broken-1', '/broken-2', '/broken-3', '/fine-1', '/fine-2'];
  for (const key of keys) {
    const seen = { siteId: 'a', key, listing: sampleListing(key), contentHash: key, runId: run };
    const { id } = await saveListing(db, { ...seen, captureSha256: null, now: at(0) });
    const offer = await upsertOffer(db, { key, siteId: 'a', sellerId: null, now: at(0) });
    await attachOffer(db, id, offer.id);
  }
  const pause = { interval_seconds: 30 * DAY, due_at: at(30 * DAY).toISOString() };
  await write({
    pages: keys.map((key) =>
      key.startsWith('/fine')
        ? samplePage({ key, ...pause, fetched_at: at(DAY).toISOString() })
        : samplePage({ key, ...pause, failures: 3, due_at: at(8 * DAY).toISOString() }),
    ),
  });
  const due = async (day: number) =>
    (await readDuePages(db, 'a', at(day * DAY), 'rules', { ...limits, least: 4 })).map(({ key }) => key);
  expect((await due(5)).toSorted()).toEqual(['/fine-1', '/fine-2']);
  const later = samplePage({ key: '/fine-1', ...pause, fetched_at: at(7 * DAY).toISOString() });
  await write({ pages: [later] });
  expect(await due(9)).toEqual(expect.arrayContaining(['/fine-2', '/broken-1']));
  // Rules of reading that have changed are no reason to ask for them in every run either.
  const other = await readDuePages(db, 'a', at(5 * DAY), 'new rules', { ...limits, least: 0 });
  expect(other.map(({ key }) => key)).toEqual(['/fine-1', '/fine-2']);
  expect((await all(readOfferPages(db, 'a', at(5 * DAY)))).map(({ key }) => key)).toEqual([
    '/fine-1',
    '/fine-2',
  ]);
});

test('listings are touched and called gone by their keys', async () => {
  await using place = await withRun();
  const { db, run, write } = place;
  for (const key of ['/seen', '/lost', '/left']) {
    const seen = { siteId: 'a', key, listing: sampleListing(key), contentHash: key, runId: run };
    await saveListing(db, { ...seen, captureSha256: null, now: at(0) });
  }
  await write({ seen: ['/seen'], gone: ['/lost', '/never'], now: at(60) });
  const listings = await db
    .selectFrom('listings')
    .select(['key', 'state', 'last_seen_at'])
    .orderBy('key')
    .execute();
  expect(listings).toEqual([
    { key: '/left', state: 'live', last_seen_at: at(0).toISOString() },
    { key: '/lost', state: 'gone', last_seen_at: at(0).toISOString() },
    { key: '/seen', state: 'live', last_seen_at: at(60).toISOString() },
  ]);
});
