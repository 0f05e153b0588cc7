/** Runs and their coverage ledger. */
import { expect, test } from 'vitest';
import type { Coverage } from '../src/model/run.ts';
import { addCoverage } from '../src/store/coverage.ts';
import {
  abandonStaleRuns,
  createRun,
  findRun,
  finishRun,
  latestRuns,
  runsToEnqueue,
  startRun,
} from '../src/store/runs.ts';
import { acquireLease, applySites, releaseLease } from '../src/store/sites.ts';
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

test('runs whose lease is lost are abandoned, those with a live lease are not', async () => {
  await using database = await withSites('live', 'expired', 'released', 'queued');
  const { db } = database;
  const begin = async (site: string) => {
    const lease = await acquireLease(db, site, 'host:1', at(0), 60);
    const run = await createRun(db, site, 'schedule', at(0));
    await startRun(db, run, 'host:1', lease?.token ?? 0, at(0));
    return run;
  };
  const [live, expired, released] = [await begin('live'), await begin('expired'), await begin('released')];
  const queued = await createRun(db, 'queued', 'schedule', at(0));
  await db
    .updateTable('sites')
    .set({ lease_until: at(90) })
    .where('id', '=', 'live')
    .execute();
  await releaseLease(db, 'released', 1);
  expect(await abandonStaleRuns(db, at(60))).toBe(2);
  const statuses = await Promise.all([live, expired, released, queued].map((run) => findRun(db, run)));
  expect(statuses.map((run) => run?.status)).toEqual(['running', 'abandoned', 'abandoned', 'queued']);
  expect(statuses[1]?.problem).not.toBeNull();
  expect(await abandonStaleRuns(db, at(60))).toBe(0);
  expect(await finishRun(db, expired, sampleSummary(expired, 'expired'), at(61))).toBe(false);
});

test('queued runs that wait too long are found again, the oldest first', async () => {
  await using database = await withSites('a', 'b', 'c');
  const { db } = database;
  const old = await createRun(db, 'a', 'schedule', at(0));
  const begun = await createRun(db, 'b', 'schedule', at(0));
  await startRun(db, begun, 'host:1', 1, at(1));
  await createRun(db, 'c', 'schedule', at(100));
  expect(await runsToEnqueue(db, at(60))).toEqual([{ site: 'a', run: old }]);
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

test('coverage is kept in order over many batches, and hostile text does no harm', async () => {
  await using database = await withSites('a');
  const { db } = database;
  const run = await createRun(db, 'a', 'schedule', at(0));
  const rows = Array.from(
    { length: 2500 },
    (_, index): Coverage => ({
      url: `https://a.example/${index}`,
      outcome: index % 2 === 0 ? 'fetched' : 'timeout',
      status: index % 2 === 0 ? 200 : null,
      detail: index === 0 ? 'nul \0 and half \ud800 a pair, \\u0000 as text' : null,
      at: at(index).toISOString(),
    }),
  );
  await addCoverage(db, run, rows.slice(0, 10));
  await addCoverage(db, run, rows.slice(10));
  await addCoverage(db, run, []);
  const stored = await db
    .selectFrom('coverage')
    .selectAll()
    .where('run_id', '=', run)
    .orderBy('position')
    .execute();
  expect(stored.map(({ run_id, position, ...row }) => row)).toEqual([
    { ...rows[0], detail: 'nul \ufffd and half \ufffd a pair, \\u0000 as text' },
    ...rows.slice(1),
  ]);
  expect(stored.at(-1)?.position).toBe(2500);
});
