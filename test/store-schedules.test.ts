/** Whose turn it is: claims by many processes at once, turns in every time zone, holds, runs out of turn. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nextCronTurn } from '../config/cron-turns.ts';
import { createLog } from '../src/log.ts';
import type { Site } from '../src/model/site.ts';
import { stopCrawling } from '../src/store/crawling/crawl-stops.ts';
import { endHold, isPaused, listHolds, setHold } from '../src/store/crawling/holds.ts';
import { createRun, findRun, finishRun, startRun } from '../src/store/crawling/runs.ts';
import { claimDueSites, dueCronLines, makeRunNow } from '../src/store/crawling/schedules.ts';
import { applySites, findSite } from '../src/store/crawling/sites.ts';
import { type Db, openDatabase } from '../src/store/open-database.ts';
import { withinHours } from '../src/text/hours-of-day.ts';
import hours from './cases/hours.json' with { type: 'json' };
import turns from './cases/turns.json' with { type: 'json' };
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import { at, sampleSite, sampleSummary } from './support/store-samples.ts';

async function claimed(db: Db, now: Date, limit = 10): Promise<string[]> {
  const lines = await dueCronLines(db, now);
  const next = lines.map((line) => ({
    ...line,
    next: nextCronTurn(line.cron, line.timezone, now) ?? new Date(NaN),
  }));
  return (await claimDueSites(db, now, limit, next)).map((run) => run.site);
}

async function dueSite(db: Db, schedule: Partial<Site['schedule']>, due: Date): Promise<void> {
  const whole = { everySeconds: 3600, window: null, timezone: 'UTC', ...schedule };
  await applySites(db, [sampleSite('timed', { schedule: whole })], 'file', due);
}

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
  expect((await findSite(db, 'late'))?.nextRunAt).toBe(at(3600).toISOString());
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
  expect((await findSite(db, 'queued'))?.nextRunAt).toBe(at(3600).toISOString());
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

describe('a due site with hours', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(async () => {
    await database[Symbol.asyncDispose]();
  });

  // The same table as for crawls, which would end at once what is claimed outside of their hours.
  test.each(hours)('of $hours in $zone is claimed at $at: $open', async (each) => {
    const { db } = database;
    const [now, id] = [new Date(each.at), randomUUID()];
    const schedule = { everySeconds: 3600, window: each.hours, timezone: each.zone };
    await applySites(db, [sampleSite(id, { schedule })], 'file', now);
    expect((await claimDueSites(db, now, 10)).map(({ site }) => site)).toEqual(each.open ? [id] : []);
    if (each.open) return;
    // Put off to when they begin.
    const next = new Date((await findSite(db, id))?.nextRunAt ?? '');
    expect(next.getTime()).toBeGreaterThan(now.getTime());
    expect(withinHours(each.hours, each.zone)(next)).toBe(true);
  });
});

test.each(turns)('$name', async ({ schedule, due, now, runs, next }) => {
  await using database = await openTestDatabase();
  await dueSite(database.db, schedule, new Date(due));
  expect((await claimed(database.db, new Date(now))).length).toBe(runs ? 1 : 0);
  expect((await findSite(database.db, 'timed'))?.nextRunAt).toBe(next);
});

test('a cron line that nobody worked out keeps its turn', async () => {
  await using database = await openTestDatabase();
  const { db } = database;
  await dueSite(db, { cron: '0 9 * * *' }, at(0));
  expect(await claimDueSites(db, at(0), 10, [])).toEqual([]);
  expect(await claimed(db, at(0))).toEqual(['timed']);
});

test('turns put off at random stay within their jitter, differ, and do not drift', async () => {
  await using database = await openTestDatabase();
  const { db } = database;
  await dueSite(db, { jitterSeconds: 600 }, at(0));
  const late: number[] = [];
  let now = at(0);
  for (let turn = 1; turn <= 8; turn += 1) {
    await claimed(db, now);
    await db.updateTable('runs').set({ status: 'ok' }).execute();
    const next = new Date((await findSite(db, 'timed'))?.nextRunAt ?? '');
    late.push(next.getTime() / 1000 - at(turn * 3600).getTime() / 1000);
    now = next;
  }
  expect(late.every((seconds) => seconds >= 0 && seconds < 600)).toBe(true);
  expect(new Set(late).size).toBeGreaterThan(4);
});

test('the site of the highest priority comes first, among equals the longest due', async () => {
  await using database = await openTestDatabase();
  const { db } = database;
  const schedule = (priority: number) => ({ everySeconds: 3600, window: null, timezone: 'UTC', priority });
  await applySites(db, [sampleSite('old')], 'file', at(0));
  const more = [
    sampleSite('old'),
    sampleSite('urgent', { schedule: schedule(9) }),
    sampleSite('soon', { schedule: schedule(4) }),
  ];
  await applySites(db, more, 'file', at(10));
  const runs = await claimDueSites(db, at(20), 10);
  expect(runs.map(({ site, priority }) => [site, priority])).toEqual([
    ['urgent', 9],
    ['soon', 4],
    ['old', 0],
  ]);
});

test.each(['drain', 'pause'] as const)(
  'a site on hold (%s) keeps its turn until the hold ends',
  async (mode) => {
    await using database = await openTestDatabase();
    const { db } = database;
    await applySites(db, [sampleSite('free'), sampleSite('held')], 'file', at(0));
    await setHold(db, { scope: 'held', mode, reason: 'asked for', by: 'test' }, at(0));
    expect(await claimed(db, at(0))).toEqual(['free']);
    expect(await isPaused(db, 'held')).toBe(mode === 'pause');
    expect(await endHold(db, 'held')).toBe(true);
    expect(await endHold(db, 'held')).toBe(false);
    expect(await claimed(db, at(0))).toEqual(['held']);
  },
);

test('a hold of everything and a stop of all crawling keep every turn', async () => {
  await using database = await openTestDatabase();
  const { db } = database;
  await applySites(db, [sampleSite('a')], 'file', at(0));
  await setHold(db, { scope: '*', mode: 'drain', reason: 'new disks', by: 'test' }, at(0));
  await setHold(db, { scope: '*', mode: 'pause', reason: 'newer disks', by: 'other' }, at(1));
  expect(await listHolds(db)).toEqual([
    { scope: '*', mode: 'pause', reason: 'newer disks', by: 'other', since: at(1).toISOString() },
  ]);
  expect(await isPaused(db, 'a')).toBe(true);
  expect(await claimed(db, at(5))).toEqual([]);
  await endHold(db, '*');
  await stopCrawling(db, { reason: 'asked for', by: 'test' }, at(6));
  expect(await claimed(db, at(7))).toEqual([]);
});

test('a run out of turn leaves the turn alone and never stands beside an unfinished one', async () => {
  await using database = await openTestDatabase();
  const { db } = database;
  await applySites(db, [sampleSite('a')], 'file', at(0));
  const first = await makeRunNow(db, 'a', 'manual', at(1));
  expect(first?.made).toBe(true);
  expect(await makeRunNow(db, 'a', 'manual', at(2))).toEqual({ run: first?.run, made: false });
  expect((await findSite(db, 'a'))?.nextRunAt).toBe(at(0).toISOString());
  expect(await makeRunNow(db, 'none', 'manual', at(2))).toBeNull();
});
