/** Runs and their coverage ledger. */
import { expect, test } from 'vitest';
import { endHold, setHold } from '../src/store/crawling/holds.ts';
import {
  createRun,
  failRun,
  findRun,
  finishRun,
  handOverRun,
  latestRuns,
  noteProgress,
  runsToEnqueue,
  startRun,
  takeBackStaleRuns,
} from '../src/store/crawling/runs.ts';
import { acquireLease, applySites, releaseLease } from '../src/store/crawling/sites.ts';
import type { Db } from '../src/store/open-database.ts';
import { endSiteLeases } from './support/end-leases.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import { at, sampleSite, sampleSummary } from './support/store-samples.ts';

async function withSites(...ids: string[]): Promise<TestDatabase> {
  const database = await openTestDatabase();
  await applySites(
    database.db,
    ids.map((id) => sampleSite(id)),
    'file',
    at(0),
  );
  return database;
}

test('a run goes from queued over running to its summary, and ends once', async () => {
  await using database = await withSites('a');
  const { db } = database;
  const run = await createRun(db, 'a', 'manual', at(1));
  expect(await startRun(db, run, 'host:1', 7, at(2))).toBe(true);
  expect(await findRun(db, run)).toMatchObject({
    status: 'running',
    worker: 'host:1',
    token: 7,
    finishedAt: null,
  });
  expect(
    await finishRun(db, run, sampleSummary(run, 'a', { status: 'partial', problem: 'over\0budget' }), at(3)),
  ).toBe(true);
  expect(await findRun(db, run)).toEqual({
    id: run,
    site: 'a',
    trigger: 'manual',
    status: 'partial',
    queuedAt: at(1).toISOString(),
    startedAt: at(2).toISOString(),
    finishedAt: at(3).toISOString(),
    worker: 'host:1',
    token: 7,
    pages: 3,
    listings: 2,
    alertsOpened: 1,
    alertsRevised: 0,
    skipped: { gone: 1 },
    unused: {},
    known: 0,
    lists: null,
    problem: 'over\ufffdbudget',
  });
  expect(await finishRun(db, run, sampleSummary(run, 'a'), at(4))).toBe(false);
  expect(await startRun(db, run, 'host:2', 8, at(5))).toBe(false);
});

test('a run whose worker died is begun again only under a newer lease', async () => {
  await using database = await withSites('a');
  const { db } = database;
  const run = await createRun(db, 'a', 'schedule', at(1));
  await startRun(db, run, 'host:1', 7, at(2));
  expect(await startRun(db, run, 'host:2', 7, at(3))).toBe(false);
  expect(await startRun(db, run, 'host:2', 8, at(3))).toBe(true);
  expect(await findRun(db, run)).toMatchObject({ status: 'running', worker: 'host:2', token: 8 });
});

test('a run that another worker has taken over is not ended by the one that lost it', async () => {
  await using database = await withSites('a');
  const { db } = database;
  const run = await createRun(db, 'a', 'schedule', at(1));
  await startRun(db, run, 'host:1', 7, at(2));
  await startRun(db, run, 'host:2', 8, at(70));
  const ends = (token: number) => finishRun(db, run, sampleSummary(run, 'a'), at(80), null, token);
  expect(await ends(7)).toBe(false);
  expect(await findRun(db, run)).toMatchObject({ status: 'running', worker: 'host:2', finishedAt: null });
  expect(await ends(8)).toBe(true);
});

/** A run of the site under a lease of a minute. */
async function begin(db: Db, site: string, seconds = 0): Promise<{ run: number; token: number }> {
  const lease = await acquireLease(db, site, 'host:1', 60);
  const run = await createRun(db, site, 'schedule', at(seconds));
  const token = lease?.token ?? 0;
  await startRun(db, run, 'host:1', token, at(seconds));
  return { run, token };
}

test('runs whose lease is lost wait for another worker, those with a live lease do not', async () => {
  await using database = await withSites('live', 'expired', 'released', 'queued');
  const { db } = database;
  const begun = [await begin(db, 'live'), await begin(db, 'expired'), await begin(db, 'released')];
  const queued = await createRun(db, 'queued', 'schedule', at(0));
  await endSiteLeases(db, 'expired');
  await releaseLease(db, 'released', 1);
  expect(await takeBackStaleRuns(db, at(60))).toEqual({ queued: 2, abandoned: 0 });
  const runs = [...begun.map(({ run }) => run), queued];
  const statuses = await Promise.all(runs.map((run) => findRun(db, run)));
  expect(statuses.map((run) => run?.status)).toEqual(['running', 'queued', 'queued', 'queued']);
  expect(await takeBackStaleRuns(db, at(60))).toEqual({ queued: 0, abandoned: 0 });
});

test('a run that loses its workers without reading a page is given up, one that goes on is not', async () => {
  await using database = await withSites('stuck', 'moving');
  const { db } = database;
  const runs = { stuck: await createRun(db, 'stuck', 'schedule', at(0)), moving: 0 };
  runs.moving = await createRun(db, 'moving', 'schedule', at(0));
  const ends: unknown[] = [];
  for (let round = 1; round <= 6; round += 1) {
    for (const site of ['stuck', 'moving'] as const) {
      const lease = await acquireLease(db, site, 'host:1', 60);
      await startRun(db, runs[site], 'host:1', lease?.token ?? 0, at(round * 100));
      const counts = { pages: site === 'moving' ? round : 0, listings: 0, opened: 0, revised: 0, unused: {} };
      await noteProgress(db, runs[site], lease?.token ?? 0, counts);
    }
    await endSiteLeases(db);
    ends.push(await takeBackStaleRuns(db, at(round * 100 + 60)));
  }
  const all = { queued: 2, abandoned: 0 };
  expect(ends).toEqual([all, all, all, all, { queued: 1, abandoned: 1 }, { queued: 1, abandoned: 0 }]);
});

test('only the worker that has a run hands it over, with what was counted until then', async () => {
  await using database = await withSites('a');
  const { db } = database;
  const { run, token } = await begin(db, 'a');
  const progress = { pages: 9, listings: 7, opened: 3, revised: 1, unused: { 'shared-contact': 2 } };
  expect(await handOverRun(db, run, token - 1, progress)).toBe(false);
  expect(await findRun(db, run)).toMatchObject({ status: 'running', pages: 0 });
  expect(await handOverRun(db, run, token, progress)).toBe(true);
  const counts = {
    pages: 9,
    listings: 7,
    alertsOpened: 3,
    alertsRevised: 1,
    unused: { 'shared-contact': 2 },
  };
  expect(await findRun(db, run)).toMatchObject({ status: 'queued', ...counts });
});

test('a run that cannot be done is failed, but not over the head of a living worker', async () => {
  await using database = await withSites('a', 'b');
  const { db } = database;
  const { run } = await begin(db, 'a');
  expect(await failRun(db, run, 'no', at(30))).toBe(false);
  await endSiteLeases(db);
  expect(await failRun(db, run, 'no', at(61))).toBe(true);
  expect(await findRun(db, run)).toMatchObject({ status: 'failed', problem: 'no' });
  const queued = await createRun(db, 'b', 'schedule', at(0));
  expect(await failRun(db, queued, 'a\0b', at(0))).toBe(true);
  expect(await failRun(db, queued, 'again', at(0))).toBe(false);
});

test('queued runs that wait too long are found again, in order, without those of paused sites', async () => {
  await using database = await withSites('a', 'b', 'c', 'd', 'held');
  const { db } = database;
  const old = await createRun(db, 'a', 'schedule', at(0));
  const begun = await createRun(db, 'b', 'schedule', at(0));
  await startRun(db, begun, 'host:1', 1, at(1));
  await createRun(db, 'c', 'schedule', at(100));
  const second = await createRun(db, 'd', 'schedule', at(0));
  const held = await createRun(db, 'held', 'schedule', at(0));
  await setHold(db, { scope: 'held', mode: 'pause', reason: 'asked for', by: 'test' }, at(0));
  const waiting = (after: number, limit: number) => runsToEnqueue(db, at(60), after, limit);
  expect((await waiting(0, 10)).map(({ run }) => run)).toEqual([old, second]);
  expect((await waiting(0, 1)).map(({ run }) => run)).toEqual([old]);
  expect((await waiting(old, 10)).map(({ run }) => run)).toEqual([second]);
  await endHold(db, 'held');
  expect((await waiting(second, 10)).map(({ run }) => run)).toEqual([held]);
});

test('the latest run of each site is given', async () => {
  await using database = await withSites('a', 'b', 'none');
  const { db } = database;
  await createRun(db, 'a', 'schedule', at(0));
  const a = await createRun(db, 'a', 'schedule', at(1));
  const b = await createRun(db, 'b', 'schedule', at(0));
  expect((await latestRuns(db)).map((run) => run.id)).toEqual([a, b]);
  expect(await findRun(db, 999_999)).toBeNull();
});
