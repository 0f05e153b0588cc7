/** Sites: applied from files, leased to one worker. */
import { expect, test } from 'vitest';
import { OperatorError } from '../src/model/errors.ts';
import type { Site } from '../src/model/site.ts';
import { claimDueSites } from '../src/store/crawling/schedules.ts';
import {
  acquireLease,
  applySites,
  findSite,
  holdsLease,
  listSites,
  releaseLease,
  renewLease,
} from '../src/store/crawling/sites.ts';
import { endSiteLeases } from './support/end-leases.ts';
import { openTestDatabase } from './support/open-test-database.ts';
import { at, sampleSite } from './support/store-samples.ts';

const DAY = 86_400;

test('applying says what was added, changed, left and removed; a removed site comes back', async () => {
  await using database = await openTestDatabase();
  const { db } = database;
  const [a, b, c] = [sampleSite('a'), sampleSite('b'), sampleSite('c')];
  expect(await applySites(db, [a, b], 'file', at(0))).toEqual({
    added: ['a', 'b'],
    changed: [],
    unchanged: [],
    removed: [],
  });
  const changed = sampleSite('b', { start: ['https://b.example/new/'] });
  expect(await applySites(db, [a, changed, c], 'file', at(60))).toEqual({
    added: ['c'],
    changed: ['b'],
    unchanged: ['a'],
    removed: [],
  });
  expect(await findSite(db, 'b')).toEqual({
    site: changed,
    origin: 'file',
    nextRunAt: at(0).toISOString(),
    removed: false,
  });
  expect(await applySites(db, [a], 'file', at(120))).toMatchObject({ unchanged: ['a'], removed: ['b', 'c'] });
  expect((await listSites(db)).map(({ site }) => site.id)).toEqual(['a']);
  expect((await findSite(db, 'b'))?.removed).toBe(true);
  expect(await applySites(db, [a, changed], 'file', at(180))).toMatchObject({ added: ['b'], removed: [] });
  expect((await findSite(db, 'b'))?.removed).toBe(false);
  expect(await findSite(db, 'nowhere')).toBeNull();
});

test.each([
  ['sooner, from its last turn on', { everySeconds: 30 * DAY }, { everySeconds: 7 * DAY }, 7 * DAY],
  ['so soon that it is overdue', { everySeconds: 30 * DAY }, { everySeconds: 60 }, DAY],
  ['later: the turn that it has', { everySeconds: DAY }, { everySeconds: 30 * DAY }, DAY],
  ['by a cron line', { everySeconds: 30 * DAY }, { everySeconds: DAY, cron: '0 6 * * *' }, DAY],
  ['at other hours', { everySeconds: 30 * DAY }, { everySeconds: 30 * DAY, window: '08:00-20:00' }, 30 * DAY],
])(
  'a site that is to be visited otherwise has its next turn by that: %s',
  async (_, old, schedule, seconds) => {
    await using database = await openTestDatabase();
    const { db } = database;
    const planned = (other: Partial<Site['schedule']>) =>
      sampleSite('a', { schedule: { ...sampleSite('a').schedule, ...other } });
    await applySites(db, [planned(old)], 'file', at(0));
    await claimDueSites(db, at(0), 10);
    await applySites(db, [planned(schedule)], 'file', at(Math.min(DAY, old.everySeconds)));
    expect((await findSite(db, 'a'))?.nextRunAt).toBe(at(seconds).toISOString());
  },
);

test('the order of keys in a file is no change', async () => {
  await using database = await openTestDatabase();
  const site = sampleSite('a');
  await applySites(database.db, [site], 'file', at(0));
  const turned = Object.fromEntries(Object.entries(site).reverse()) as typeof site;
  expect(await applySites(database.db, [turned], 'file', at(1))).toMatchObject({ unchanged: ['a'] });
});

test('origins do not touch each other, and an id belongs to one of them', async () => {
  await using database = await openTestDatabase();
  const { db } = database;
  await applySites(db, [sampleSite('a')], 'file', at(0));
  await applySites(db, [sampleSite('p', { practice: true })], 'practice', at(0));
  expect(await applySites(db, [], 'practice', at(1))).toMatchObject({ removed: ['p'] });
  expect((await listSites(db)).map(({ site }) => site.id)).toEqual(['a']);
  const clash = applySites(db, [sampleSite('b'), sampleSite('a')], 'console', at(2));
  await expect(clash).rejects.toThrow(OperatorError);
  expect(await findSite(db, 'b')).toBeNull();
});

test('two processes that apply at once leave one row a site', async () => {
  await using database = await openTestDatabase();
  const sites = ['a', 'b', 'c'].map((id) => sampleSite(id));
  const results = await Promise.all([1, 2, 3, 4].map(() => applySites(database.db, sites, 'file', at(0))));
  expect(results.flatMap((result) => result.added).sort()).toEqual(['a', 'b', 'c']);
});

test('a lease is given to one of many, and its token rises', async () => {
  await using database = await openTestDatabase();
  const { db } = database;
  await applySites(db, [sampleSite('a')], 'file', at(0));
  const race = await Promise.all(
    Array.from({ length: 8 }, (_, index) => acquireLease(db, 'a', `worker-${index}`, 60)),
  );
  expect(race.filter((lease) => lease !== null)).toEqual([{ token: 1 }]);
  expect(await acquireLease(db, 'a', 'other', 60)).toBeNull();
  await endSiteLeases(db);
  expect(await acquireLease(db, 'a', 'other', 60)).toEqual({ token: 2 });
  expect(await acquireLease(db, 'nowhere', 'other', 60)).toBeNull();
});

test('who lost a lease can neither renew nor release nor hold it', async () => {
  await using database = await openTestDatabase();
  const { db } = database;
  await applySites(db, [sampleSite('a')], 'file', at(0));
  await acquireLease(db, 'a', 'one', 60);
  expect(await renewLease(db, 'a', 1, 60)).toBe(true);
  await endSiteLeases(db);
  expect(await renewLease(db, 'a', 1, 60)).toBe(false);
  expect(await holdsLease(db, 'a', 1)).toBe(true);
  expect(await acquireLease(db, 'a', 'two', 60)).toEqual({ token: 2 });
  expect(await renewLease(db, 'a', 1, 60)).toBe(false);
  expect(await holdsLease(db, 'a', 1)).toBe(false);
  await releaseLease(db, 'a', 1);
  expect(await holdsLease(db, 'a', 2)).toBe(true);
  await releaseLease(db, 'a', 2);
  expect(await holdsLease(db, 'a', 2)).toBe(false);
  expect(await acquireLease(db, 'a', 'three', 60)).toEqual({ token: 3 });
});

test('a lease cannot change hands while a transaction writes under it', async () => {
  await using database = await openTestDatabase();
  const { db } = database;
  await applySites(db, [sampleSite('a')], 'file', at(0));
  await acquireLease(db, 'a', 'one', 60);
  await endSiteLeases(db);
  const order: string[] = [];
  let taking: Promise<unknown> = Promise.resolve();
  await db.transaction().execute(async (tx) => {
    expect(await holdsLease(tx, 'a', 1)).toBe(true);
    taking = acquireLease(db, 'a', 'two', 60).then((lease) => order.push(`lease ${lease?.token}`));
    await new Promise((done) => setTimeout(done, 200));
    order.push('written');
  });
  await taking;
  expect(order).toEqual(['written', 'lease 2']);
});
