/** Ticking on both backends: due sites run once, lost jobs and a lost scheduler come back. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startCrawlWorker } from '../queues/crawl-worker.ts';
import { type CrawlOrder, JOB_CONTRACTS, jobData } from '../queues/job-contracts.ts';
import type { Queues } from '../queues/open-queues.ts';
import { startTicker, TICK_SCHEDULER } from '../queues/start-ticker.ts';
import { tick } from '../queues/tick.ts';
import { createLog } from '../src/log.ts';
import { createRun } from '../src/store/crawling/runs.ts';
import { claimDueSites } from '../src/store/crawling/schedules.ts';
import { BACKENDS, openBackend, openTestQueues, type TestQueues } from './support/open-test-queues.ts';
import { seedSites } from './support/seed-sites.ts';
import { until } from './support/until.ts';

const log = createLog('silent');
const START = new Date('2026-03-01T00:00:00.000Z');
const later = (seconds: number) => new Date(START.getTime() + seconds * 1000);
const HOURLY = 3_600_000;

describe.each(BACKENDS)('ticking on %s', (name) => {
  let backend: Awaited<ReturnType<typeof openBackend>>;
  let place: TestQueues;
  let open: AsyncDisposable[];
  let performed: CrawlOrder[];
  let now: Date;
  const clock = () => now;

  beforeAll(async () => {
    backend = await openBackend(name);
  });
  beforeEach(async () => {
    place = await openTestQueues(backend.redisUrl);
    open = [];
    performed = [];
    now = START;
  });
  afterEach(async () => {
    for (const each of open.reverse()) await each[Symbol.asyncDispose]();
    await place[Symbol.asyncDispose]();
  });
  afterAll(async () => {
    await backend[Symbol.asyncDispose]();
  });

  /** A worker that begins and ends each run in PostgreSQL, or, with `begin` false, leaves it waiting there. */
  async function work(queues: Queues = place.queues, begin = true): Promise<void> {
    const perform = async ({ site, run }: CrawlOrder) => {
      performed.push({ site, run });
      if (!begin) return 'ended' as const;
      await place.database.db.updateTable('runs').set({ status: 'ok' }).where('id', '=', run).execute();
      return 'ended' as const;
    };
    const { db } = place.database;
    open.push(await startCrawlWorker({ queues, db, clock, concurrency: 3, perform, log }));
  }

  async function start(everyMs: number, queues: Queues = place.queues, time = clock): Promise<void> {
    open.push(await startTicker({ db: place.database.db, queues, clock: time, everyMs, log }));
  }

  const tickNow = () => tick({ db: place.database.db, queues: place.queues, clock, search: { after: 0 } });
  const sitesRun = () => performed.map((order) => order.site).toSorted();
  const ended = (count: number) =>
    until(`${count} runs ended`, async () => (await place.queues.crawl.getCompletedCount()) === count);

  const noTickUnderWay = () =>
    until('no tick under way', async () => {
      const { waiting = 0, active = 0 } = await place.queues.tick.getJobCounts('waiting', 'active');
      return waiting + active === 0;
    });

  /** One run of the site `a`, years ahead of its time. */
  async function runWithClockAhead(): Promise<void> {
    await seedSites(place.database.db, { due: ['a'], notDue: [] }, START);
    await work();
    now = later(3 * 365 * 86_400);
    await start(HOURLY);
    await ended(1);
    await noTickUnderWay();
  }

  it('runs each due site exactly once with two processes ticking, and no site that is not due', async () => {
    await seedSites(place.database.db, { due: ['a', 'b', 'c'], notDue: ['d'] }, START);
    const other = await place.again();
    await work();
    await work(other);
    await Promise.all([start(HOURLY), start(HOURLY, other)]);
    await ended(3);
    expect(sitesRun()).toEqual(['a', 'b', 'c']);
    expect(await tickNow()).toEqual({ claimed: 0, reenqueued: 0, takenBack: 0, abandoned: 0 });
    expect(await place.queues.crawl.count()).toBe(0);
  });

  it('gives the job the id of its run', async () => {
    await seedSites(place.database.db, { due: ['a'], notDue: [] }, START);
    await tickNow();
    const [job] = await place.queues.crawl.getPrioritized();
    expect(job?.id).toBe(`run-${job?.data.run}`);
    expect(job?.data).toEqual({ site: 'a', run: expect.any(Number), version: 1 });
  });

  it('claims more sites than are enqueued in one step', async () => {
    const due = Array.from({ length: 1_100 }, (_, index) => `site-${index}`);
    await seedSites(place.database.db, { due, notDue: [] }, START);
    expect((await tickNow()).claimed).toBe(1_100);
    expect(await place.queues.crawl.count()).toBe(1_100);
  });

  it('ticks again and again by itself', async () => {
    await seedSites(place.database.db, { due: [], notDue: ['a'] }, START);
    await work();
    await start(100);
    expect(performed).toEqual([]);
    now = later(24 * 3600);
    await ended(1);
    expect(sitesRun()).toEqual(['a']);
  });

  it('enqueues a run again whose job was never made, once', async () => {
    await seedSites(place.database.db, { due: ['a'], notDue: [] }, START);
    // What a process leaves behind that dies between claiming and enqueuing.
    await claimDueSites(place.database.db, START, 10);
    expect((await tickNow()).reenqueued).toBe(0);
    now = later(120);
    expect((await tickNow()).reenqueued).toBe(1);
    expect((await tickNow()).reenqueued).toBe(0);
    await work();
    await ended(1);
    expect(sitesRun()).toEqual(['a']);
  });

  it('enqueues a run again whose job ended without beginning it', async () => {
    await seedSites(place.database.db, { due: ['a'], notDue: [] }, START);
    await tickNow();
    await work(place.queues, false);
    await ended(1);
    now = later(120);
    expect((await tickNow()).reenqueued).toBe(1);
    await until('performed again', () => performed.length === 2);
    expect(performed[0]).toEqual(performed[1]);
  });

  it('leaves a run alone whose job still waits', async () => {
    await seedSites(place.database.db, { due: ['a'], notDue: [] }, START);
    await tickNow();
    now = later(120);
    expect((await tickNow()).reenqueued).toBe(0);
    expect(await place.queues.crawl.count()).toBe(1);
  });

  it('keeps one scheduler for all processes and starts', async () => {
    const other = await place.again();
    await Promise.all([start(60_000), start(60_000, other)]);
    await start(30_000);
    const schedulers = await place.queues.tick.getJobSchedulers();
    expect(schedulers.map(({ key, every }) => ({ key, every: Number(every) }))).toEqual([
      { key: TICK_SCHEDULER, every: 30_000 },
    ]);
  });

  it('puts the scheduler back after it was removed, while running', async () => {
    await seedSites(place.database.db, { due: [], notDue: ['a'] }, START);
    await work();
    await start(200);
    await place.queues.tick.obliterate({ force: true });
    await place.queues.tick.removeJobScheduler(TICK_SCHEDULER);
    await until(
      'the scheduler',
      async () => (await place.queues.tick.getJobScheduler(TICK_SCHEDULER)) !== undefined,
    );
    now = later(24 * 3600);
    await ended(1);
  });

  it('puts the chain of ticks back after its next job was removed, at the next start', async () => {
    await start(HOURLY);
    for (const each of open.splice(0)) await each[Symbol.asyncDispose]();
    await place.queues.tick.drain(true);
    await start(HOURLY);
    const next = await until('a next tick', async () => (await place.queues.tick.getDelayed())[0] ?? null);
    expect(next.name).toBe('tick');
  });

  it('goes on at once when a clock that was years ahead is set right', async () => {
    await runWithClockAhead();
    now = later(60);
    await start(HOURLY);
    await ended(2);
    expect(sitesRun()).toEqual(['a', 'a']);
    expect((await tickNow()).claimed).toBe(0);
    now = later(60 + 3600);
    expect((await tickNow()).claimed).toBe(1);
  });

  it('goes on at once when a clock that was years ahead is set right within a tick', async () => {
    await runWithClockAhead();
    const readings = [now];
    const setRight = () => readings.shift() ?? later(60);
    await start(HOURLY, place.queues, setRight);
    await start(HOURLY, place.queues, setRight);
    await ended(2);
  });

  it('takes up a run at once whose job a clock that was ahead has put off', async () => {
    await runWithClockAhead();
    const run = await createRun(place.database.db, 'a', 'manual', START);
    const options = { ...JOB_CONTRACTS.crawl.options, jobId: `run-${run}`, delay: 365 * 86_400_000 };
    await place.queues.crawl.add('crawl', jobData('crawl', { site: 'a', run }), options);
    now = later(60);
    await start(HOURLY);
    await ended(2);
    expect(performed.at(-1)).toEqual({ site: 'a', run });
  });

  it('makes one run up for all that a clock which jumped ahead has missed', async () => {
    await seedSites(place.database.db, { due: ['a'], notDue: [] }, START);
    await work();
    await start(HOURLY);
    await ended(1);
    now = later(40 * 86_400 + 1);
    // The tick that goes on by itself may see the new time first.
    await tickNow();
    await ended(2);
    expect((await tickNow()).claimed).toBe(0);
    expect(sitesRun()).toEqual(['a', 'a']);
  });

  it('puts the chain of ticks back whose next one is too far ahead', async () => {
    await start(200);
    const template = { name: 'tick', data: jobData('tick', {}) };
    const startDate = Date.now() + 365 * 86_400_000;
    await place.queues.tick.upsertJobScheduler(TICK_SCHEDULER, { every: 1000, startDate }, template);
    await until('a tick soon', async () => {
      const found = await place.queues.tick.getJobScheduler(TICK_SCHEDULER);
      return found?.next !== undefined && found.next < Date.now() + 60_000;
    });
  });
});
