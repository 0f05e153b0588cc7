/** The crawl worker on both backends: what reaches `perform`, what is parked, and how a job is brought to its end. */
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { siteFile } from '../config/site-file.ts';
import { type PerformCrawl, startCrawlWorker } from '../queues/crawl-worker.ts';
import { enqueueRuns } from '../queues/enqueue-runs.ts';
import { JOB_CONTRACTS, type JobLimits } from '../queues/job-contracts.ts';
import { replayParkedJob } from '../queues/park-jobs.ts';
import type { RunningWorker } from '../queues/start-worker.ts';
import { createLog } from '../src/log.ts';
import { OperatorError } from '../src/model/errors.ts';
import { MOST_RUN_MINUTES } from '../src/model/site.ts';
import { StorageFault } from '../src/pipeline/run/watch-storage.ts';
import { type RecordReplay, replayJob } from '../src/review/settle-jobs.ts';
import { listAudit } from '../src/store/accounts/audit-log.ts';
import { setHold } from '../src/store/crawling/holds.ts';
import { findRun } from '../src/store/crawling/runs.ts';
import {
  listParkedJobs,
  pageOfParkedJobs,
  parkJob,
  settleParkedJob,
} from '../src/store/health/parked-jobs.ts';
import refused from './cases/crawl-orders-refused.json' with { type: 'json' };
import { BACKENDS, openBackend, openTestQueues, type TestQueues } from './support/open-test-queues.ts';
import { seedRuns } from './support/seed-runs.ts';
import { until } from './support/until.ts';

const log = createLog('silent');
const NOW = new Date('2026-03-01T00:00:00.000Z');
const clock = () => NOW;

describe.each(BACKENDS)('crawl worker on %s', (name) => {
  let backend: Awaited<ReturnType<typeof openBackend>>;
  let place: TestQueues;
  let workers: RunningWorker[];

  beforeAll(async () => {
    backend = await openBackend(name);
  });
  beforeEach(async () => {
    place = await openTestQueues(backend.redisUrl);
    workers = [];
  });
  afterEach(async () => {
    for (const worker of workers) await worker[Symbol.asyncDispose]();
    await place[Symbol.asyncDispose]();
  });
  afterAll(async () => {
    await backend[Symbol.asyncDispose]();
  });

  async function work(perform: PerformCrawl, limits?: JobLimits): Promise<RunningWorker> {
    const { queues, database } = place;
    const start = { queues, db: database.db, clock, concurrency: 2, perform, log };
    const worker = await startCrawlWorker(limits === undefined ? start : { ...start, limits });
    workers.push(worker);
    return worker;
  }

  const seed = (...runs: number[]) => seedRuns(place.database.db, runs, NOW);
  const enqueue = (...runs: number[]) =>
    enqueueRuns(
      place.queues,
      runs.map((run) => ({ site: `shop-${run}`, run, priority: 0 })),
    );
  const stateOf = (id: string) => place.queues.crawl.getJobState(id);
  const untilState = (id: string, state: string) =>
    until(`${id} ${state}`, async () => (await stateOf(id)) === state);
  const parked = () => listParkedJobs(place.database.db, 10);
  const replay = (id: number, record: RecordReplay = async () => undefined) =>
    replayParkedJob({ db: place.database.db, queues: place.queues, clock }, id, record);

  it('runs on the backend it is named after', () => {
    expect(place.queues.backend).toBe(name === 'Redis' ? 'redis' : 'postgres');
  });

  it('starts without trouble, its search for jobs of lost workers included', async () => {
    const lines: string[] = [];
    const queues = await place.again(pino({ level: 'warn' }, { write: (line) => void lines.push(line) }));
    const worker = queues.createWorker('crawl', () => Promise.resolve(), 1);
    await worker.waitUntilReady();
    await worker.startStalledCheckTimer();
    await worker.close();
    expect(lines).toEqual([]);
  });

  it('hands over site and run, and completes the job', async () => {
    const seen: unknown[] = [];
    await seed(7);
    await work(({ site, run, signal }) => {
      seen.push({ site, run, aborted: signal.aborted });
      return Promise.resolve('ended');
    });
    await enqueue(7);
    await untilState('run-7', 'completed');
    expect(seen).toEqual([{ site: 'shop-7', run: 7, aborted: false }]);
  });

  it('makes one job of a run that is enqueued again and again, also after it ended', async () => {
    const seen: number[] = [];
    await seed(12, 13);
    await enqueue(12, 12);
    await enqueue(12);
    expect(await place.queues.crawl.count()).toBe(1);
    await work(({ run }) => {
      seen.push(run);
      return Promise.resolve('ended');
    });
    await untilState('run-12', 'completed');
    await enqueue(12, 13);
    await untilState('run-13', 'completed');
    expect(seen).toEqual([12, 13]);
  });

  it('takes the run of the highest priority first', async () => {
    const seen: number[] = [];
    await seed(1, 2, 3);
    const runs = [1, 2, 3].map((run) => ({ site: `shop-${run}`, run, priority: [0, 9, 4][run - 1] ?? 0 }));
    await enqueueRuns(place.queues, runs);
    const start = { queues: place.queues, db: place.database.db, clock, concurrency: 1, log };
    const perform: PerformCrawl = ({ run }) => {
      seen.push(run);
      return Promise.resolve('ended');
    };
    workers.push(await startCrawlWorker({ ...start, perform }));
    await until('all', () => seen.length === 3);
    expect(seen).toEqual([2, 3, 1]);
  });

  it.each(refused)('parks a job with $name', async ({ payload, cause, says }) => {
    const seen: unknown[] = [];
    await work((order) => {
      seen.push(order);
      return Promise.resolve('ended');
    });
    // What another program put there: the compiler would not let ours.
    await place.queues.crawl.add('crawl', payload as never, { ...JOB_CONTRACTS.crawl.options, jobId: 'bad' });
    await untilState('bad', 'failed');
    expect((await place.queues.crawl.getJob('bad'))?.attemptsMade).toBe(1);
    expect(await parked()).toMatchObject([{ queue: 'crawl', jobId: 'bad', payload, cause }]);
    expect((await parked())[0]?.problem).toContain(says);
    expect(seen).toEqual([]);
  });

  it('replays a parked job for its run while that waits, otherwise as a new run of the site', async () => {
    await seed(4);
    const worker = await work(() => Promise.resolve('ended'));
    const order = { site: 'shop-4', run: 4, version: 0 };
    await place.queues.crawl.add('crawl', order, { jobId: 'run-4' });
    await untilState('run-4', 'failed');
    await worker[Symbol.asyncDispose]();
    const [first] = await parked();
    // Of two people at once one does it, and the other is told.
    const both = await Promise.allSettled([replay(first?.id ?? 0), replay(first?.id ?? 0)]);
    expect(both.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect(both).toContainEqual({ status: 'fulfilled', value: 4 });
    expect(await stateOf('run-4')).toBe('prioritized');
    expect(await parked()).toEqual([]);
    await expect(replay(first?.id ?? 0)).rejects.toThrow(OperatorError);
  });

  it('replays a parked job with its record, or not at all', async () => {
    await seed(4);
    const { db, pool } = place.database;
    const payload = { site: 'shop-4', run: 4, version: 1 };
    await parkJob(db, { queue: 'crawl', jobId: 'run-4', payload, cause: 'payload', problem: 'p' }, NOW);
    const [job] = await parked();
    const record = () => replayJob(db, job?.id ?? 0, replay, { name: 'ann' }, NOW);
    await pool.query(`
      create function break_log() returns trigger language plpgsql as $$ begin raise exception 'no room'; end $$;
      create trigger break_log before insert on audit_log for each row execute function break_log()`);
    await expect(record()).rejects.toThrow('no room');
    expect(await parked()).toEqual([job]);
    expect(await stateOf('run-4')).toBe('unknown');
    await pool.query('drop trigger break_log on audit_log');
    expect(await record()).toEqual({ kind: 'done', run: 4 });
    expect(await stateOf('run-4')).toBe('prioritized');
    const { items } = await listAudit(db, { limit: 10 });
    expect(items).toMatchObject([{ action: 'job.replay', subject: `job:${job?.id}`, detail: { run: 4 } }]);
  });

  it('refuses to replay what cannot be understood, and sets it aside when told to', async () => {
    await work(() => Promise.resolve('ended'));
    await place.queues.crawl.add('crawl', { nonsense: true } as never, { jobId: 'bad' });
    await untilState('bad', 'failed');
    const [job] = await parked();
    await expect(replay(job?.id ?? 0)).rejects.toThrow('cannot be replayed');
    expect(await settleParkedJob(place.database.db, job?.id ?? 0, 'dropped', NOW)).toBe(true);
    expect(await parked()).toEqual([]);
  });

  it('tries a run again later when performing it failed', async () => {
    await seed(3);
    await work(() => Promise.reject(new Error('database went away')));
    await enqueue(3);
    await untilState('run-3', 'delayed');
    const job = await place.queues.crawl.getJob('run-3');
    expect(job?.attemptsMade).toBe(1);
    expect(job?.failedReason).toBe('database went away');
    expect((await findRun(place.database.db, 3))?.status).toBe('queued');
  });

  it('fails the run, and parks the job, when the last attempt failed', async () => {
    await seed(3);
    await work(() => Promise.reject(new Error('database went away')));
    const { options } = JOB_CONTRACTS.crawl;
    const data = { site: 'shop-3', run: 3, version: 1 };
    await place.queues.crawl.add('crawl', data, { ...options, attempts: 1, jobId: 'run-3' });
    await untilState('run-3', 'failed');
    expect(await findRun(place.database.db, 3)).toMatchObject({
      status: 'failed',
      problem: 'database went away',
    });
    const [job] = await parked();
    expect(job).toMatchObject({ jobId: 'run-3', cause: 'attempts', problem: 'database went away' });
    const run = await replay(job?.id ?? 0);
    expect(run).not.toBe(3);
    expect(await findRun(place.database.db, run)).toMatchObject({ site: 'shop-3', trigger: 'manual' });
  });

  it('waits without losing an attempt while another worker has the site', async () => {
    await seed(3);
    await work(() => Promise.reject(new OperatorError('busy', 'Another worker has it.', 'Wait.')));
    await enqueue(3);
    await untilState('run-3', 'delayed');
    const job = await place.queues.crawl.getJob('run-3');
    expect({ attempts: job?.attemptsMade, failed: job?.failedReason }).toEqual({ attempts: 0 });
    expect((await findRun(place.database.db, 3))?.status).toBe('queued');
  });

  it('waits as long as it is told while copies of pages cannot be kept', async () => {
    await seed(3);
    const full = new OperatorError('storage', 'Cannot write to /copies: the disk is full.', 'Free space.');
    await work(() => Promise.reject(new StorageFault(full, 160, full)));
    const before = Date.now();
    await enqueue(3);
    await untilState('run-3', 'delayed');
    const job = await place.queues.crawl.getJob('run-3');
    expect({ attempts: job?.attemptsMade, failed: job?.failedReason }).toEqual({ attempts: 0 });
    expect((job?.timestamp ?? 0) + (job?.delay ?? 0) - before).toBeGreaterThanOrEqual(159_000);
  });

  it('ends a run at once that no attempt could do, such as one of a site that was removed', async () => {
    await seed(3);
    await work(() => Promise.reject(new OperatorError('usage', 'There is no site "shop-3".', 'List them.')));
    await enqueue(3);
    await untilState('run-3', 'completed');
    const run = await findRun(place.database.db, 3);
    expect(run?.status).toBe('failed');
    expect(run?.problem).toContain('no site');
  });

  it('leaves runs alone that have ended or belong to a paused site', async () => {
    const seen: number[] = [];
    await seed(1, 2);
    const { db } = place.database;
    await db.updateTable('runs').set({ status: 'ok' }).where('id', '=', 1).execute();
    await setHold(db, { scope: 'shop-2', mode: 'pause', reason: 'asked for', by: 'test' }, NOW);
    await work(({ run }) => {
      seen.push(run);
      return Promise.resolve('ended');
    });
    await enqueue(1, 2);
    for (const run of [1, 2]) await untilState(`run-${run}`, 'completed');
    expect(seen).toEqual([]);
    expect((await findRun(db, 2))?.status).toBe('queued');
    expect((await pageOfParkedJobs(db, { state: 'dropped', limit: 9 })).items).toEqual([]);
  });

  it.each([
    { what: 'is of another site', run: 2, says: 'run 2 is of shop-2, not of shop-1' },
    { what: 'was never planned', run: 99, says: 'no run 99 was planned' },
  ])('drops an order whose run $what, on record', async ({ run, says }) => {
    const seen: unknown[] = [];
    await seed(1, 2);
    await work((order) => {
      seen.push(order);
      return Promise.resolve('ended');
    });
    // As a queue brings it that outlived the database which gave it.
    await enqueueRuns(place.queues, [{ site: 'shop-1', run, priority: 0 }]);
    await untilState(`run-${run}`, 'completed');
    expect(seen).toEqual([]);
    const { db } = place.database;
    for (const each of [1, 2]) expect((await findRun(db, each))?.status).toBe('queued');
    const { items } = await pageOfParkedJobs(db, { state: 'dropped', limit: 9 });
    expect(items).toMatchObject([{ queue: 'crawl', jobId: `run-${run}`, problem: says }]);
    expect(await parked()).toEqual([]);
  });

  it('replays a parked job whose number another site has by now as a new run of its own site', async () => {
    await seed(1, 2);
    const worker = await work(() => Promise.resolve('ended'));
    await place.queues.crawl.add('crawl', { site: 'shop-1', run: 2, version: 0 }, { jobId: 'run-2' });
    await untilState('run-2', 'failed');
    await worker[Symbol.asyncDispose]();
    expect(await replay((await parked())[0]?.id ?? 0)).toBe(1);
    expect(await stateOf('run-1')).toBe('prioritized');
  });

  it('aborts a running job at shutdown, waits for it, and fetches no other', async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    await seed(1, 2, 3);
    const worker = await work(
      ({ run, signal }) =>
        new Promise((resolve) => {
          begun.push(run);
          signal.addEventListener('abort', () => {
            ended.push(run);
            resolve(run === 1 ? 'ended' : 'handed-over');
          });
        }),
    );
    await enqueue(1, 2, 3);
    await until('both begin', () => begun.length === 2);
    await worker[Symbol.asyncDispose]();
    expect(ended.toSorted()).toEqual([1, 2]);
    expect(await Promise.all(['run-1', 'run-2', 'run-3'].map(stateOf))).toEqual([
      'completed',
      'delayed',
      'prioritized',
    ]);
    expect((await place.queues.crawl.getJob('run-2'))?.attemptsMade).toBe(0);
  });

  it('closes although a job ignores its signal; the job is not counted as done', async () => {
    await seed(5);
    let begun = false;
    const worker = await work(() => {
      begun = true;
      return new Promise(() => undefined);
    });
    await enqueue(5);
    await until('it begins', () => begun);
    await worker[Symbol.asyncDispose]();
    expect(await stateOf('run-5')).toBe('active');
  });

  it('is given more time than any site file may give its run', () => {
    expect(JOB_CONTRACTS.crawl.limits.timeLimitSeconds).toBeGreaterThan(MOST_RUN_MINUTES * 60);
    const longest = { id: 'a', start: 'https://a.example/', politeness: { minutes: MOST_RUN_MINUTES } };
    expect(siteFile.safeParse(longest).success).toBe(true);
  });

  it('fires the signal at the time limit and does not try the run again', async () => {
    let reason: unknown = null;
    await seed(8);
    await work(
      ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            reason = signal.reason;
            reject(new Error('stopped'));
          });
        }),
      { timeLimitSeconds: 0.2, graceSeconds: 30 },
    );
    await enqueue(8);
    await untilState('run-8', 'failed');
    expect(String(reason)).toContain('time limit of 0.2 s');
    expect((await place.queues.crawl.getJob('run-8'))?.attemptsMade).toBe(1);
    expect(await parked()).toMatchObject([{ jobId: 'run-8', cause: 'time-limit' }]);
  });

  it('gives up a job that ignores its time limit, so that its slot is free again', async () => {
    const seen: number[] = [];
    await seed(1, 2, 3);
    await work(
      ({ run }) => {
        seen.push(run);
        return run === 3 ? Promise.resolve('ended') : new Promise(() => undefined);
      },
      { timeLimitSeconds: 0.1, graceSeconds: 0.1 },
    );
    await enqueue(1, 2, 3);
    for (const [run, state] of [
      ['run-3', 'completed'],
      ['run-1', 'failed'],
      ['run-2', 'failed'],
    ] as const)
      await untilState(run, state);
  });
});
