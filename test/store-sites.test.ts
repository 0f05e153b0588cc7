/** Sites: applied from files, leased to one worker, claimed when due. */
import { expect, test } from 'vitest';
import { createLog } from '../src/log.ts';
import { OperatorError } from '../src/model/errors.ts';
import { openDatabase } from '../src/store/open-database.ts';
import { createRun, findRun, finishRun, startRun } from '../src/store/runs.ts';
import {
  acquireLease,
  applySites,
  claimDueSites,
  findSite,
  holdsLease,
  listSites,
  releaseLease,
  renewLease,
} from '../src/store/sites.ts';
import { openTestDatabase } from './support/open-test-database.ts';
import { at, sampleSite, sampleSummary } from './support/store-samples.ts';

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
    Array.from({ length: 8 }, (_, index) => acquireLease(db, 'a', `worker-${index}`, at(0), 60)),
  );
  expect(race.filter((lease) => lease !== null)).toEqual([{ token: 1 }]);
  expect(await acquireLease(db, 'a', 'other', at(59), 60)).toBeNull();
  expect(await acquireLease(db, 'a', 'other', at(60), 60)).toEqual({ token: 2 });
  expect(await acquireLease(db, 'nowhere', 'other', at(60), 60)).toBeNull();
});

test('who lost a lease can neither renew nor release nor hold it', async () => {
  await using database = await openTestDatabase();
  const { db } = database;
  await applySites(db, [sampleSite('a')], 'file', at(0));
  await acquireLease(db, 'a', 'one', at(0), 60);
  expect(await renewLease(db, 'a', 1, at(30), 60)).toBe(true);
  expect(await renewLease(db, 'a', 1, at(90), 60)).toBe(false);
  expect(await holdsLease(db, 'a', 1)).toBe(true);
  expect(await acquireLease(db, 'a', 'two', at(90), 60)).toEqual({ token: 2 });
  expect(await renewLease(db, 'a', 1, at(91), 60)).toBe(false);
  expect(await holdsLease(db, 'a', 1)).toBe(false);
  await releaseLease(db, 'a', 1);
  expect(await holdsLease(db, 'a', 2)).toBe(true);
  await releaseLease(db, 'a', 2);
  expect(await holdsLease(db, 'a', 2)).toBe(false);
  expect(await acquireLease(db, 'a', 'three', at(92), 60)).toEqual({ token: 3 });
});

test('a lease cannot change hands while a transaction writes under it', async () => {
  await using database = await openTestDatabase();
  const { db } = database;
  await applySites(db, [sampleSite('a')], 'file', at(0));
  await acquireLease(db, 'a', 'one', at(0), 60);
  const order: string[] = [];
  let taking: Promise<unknown> = Promise.resolve();
  await db.transaction().execute(async (tx) => {
    expect(await holdsLease(tx, 'a', 1)).toBe(true);
    taking = acquireLease(db, 'a', 'two', at(90), 60).then((lease) => order.push(`lease ${lease?.token}`));
    await new Promise((done) => setTimeout(done, 200));
    order.push('written');
  });
  await taking;
  expect(order).toEqual(['written', 'lease 2']);
});

test('due sites get a queued run and their next turn, the longest due first', async () => {
  await using database = await openTestDatabase();
  const { db } = database;
  await applySites(db, [sampleSite('late')], 'file', at(0));
  await applySites(db, [sampleSite('late'), sampleSite('later')], 'file', at(30));
  expect(await claimDueSites(db, at(-1), 10)).toEqual([]);
  const [first] = await claimDueSites(db, at(40), 1);
  expect(first?.site).toBe('late');
  expect(await findRun(db, first?.run ?? 0)).toMatchObject({
    status: 'queued',
    trigger: 'schedule',
    site: 'late',
  });
  expect((await findSite(db, 'late'))?.nextRunAt).toBe(at(40 + 3600).toISOString());
  expect((await claimDueSites(db, at(40), 10)).map((order) => order.site)).toEqual(['later']);
  expect(await claimDueSites(db, at(40), 10)).toEqual([]);
});

test('a removed site is not claimed; one with an unfinished run only gets its next turn', async () => {
  await using database = await openTestDatabase();
  const { db } = database;
  await applySites(db, [sampleSite('gone'), sampleSite('queued'), sampleSite('running')], 'file', at(0));
  await applySites(db, [sampleSite('queued'), sampleSite('running')], 'file', at(1));
  await createRun(db, 'queued', 'manual', at(1));
  const run = await createRun(db, 'running', 'manual', at(1));
  await startRun(db, run, 'worker', 1, at(1));
  expect(await claimDueSites(db, at(2), 10)).toEqual([]);
  expect((await findSite(db, 'queued'))?.nextRunAt).toBe(at(3602).toISOString());
  await finishRun(db, run, sampleSummary(run, 'running'), at(3));
  expect((await claimDueSites(db, at(4000), 10)).map((order) => order.site)).toEqual(['running']);
});

test('several processes that claim at once never claim a site twice', async () => {
  await using database = await openTestDatabase();
  await using other = await openDatabase({
    databaseUrl: database.databaseUrl,
    dataFolder: '/nowhere',
    log: createLog('silent'),
  });
  const ids = Array.from({ length: 60 }, (_, index) => `site-${index}`);
  await applySites(
    database.db,
    ids.map((id) => sampleSite(id)),
    'file',
    at(0),
  );
  const claims = Array.from({ length: 16 }, (_, index) =>
    claimDueSites(index % 2 === 0 ? database.db : other.db, at(10), 7),
  );
  const claimed = (await Promise.all(claims)).flat().map((order) => order.site);
  expect(new Set(claimed).size).toBe(claimed.length);
  const rest = (await claimDueSites(database.db, at(10), 100)).map((order) => order.site);
  expect([...claimed, ...rest].sort()).toEqual([...ids].sort());
});

// 12:00 UTC is 20:00 in Shanghai and 07:00 in New York.
test.each([
  ['08:00-20:00', 'UTC', true],
  ['08:00-12:00', 'UTC', false],
  ['12:00-24:00', 'UTC', true],
  ['08:00-20:00', 'Asia/Shanghai', false],
  ['19:00-06:00', 'Asia/Shanghai', true],
  ['22:00-06:00', 'America/New_York', false],
  ['22:00-08:00', 'America/New_York', true],
])('at noon UTC a due site with the hours %s in %s is claimed: %s', async (window, timezone, claimed) => {
  await using database = await openTestDatabase();
  const schedule = { everySeconds: 3600, window, timezone };
  await applySites(database.db, [sampleSite('timed', { schedule })], 'file', at(0));
  expect((await claimDueSites(database.db, at(0), 10)).length).toBe(claimed ? 1 : 0);
});
