/** The crawl worker on both backends: what reaches `perform`, what is parked, and how a job is brought to its end. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type PerformCrawl, startCrawlWorker } from '../queues/crawl-worker.ts';
import { enqueueRuns } from '../queues/enqueue-runs.ts';
import { JOB_CONTRACTS, type JobLimits } from '../queues/job-contracts.ts';
import type { RunningWorker } from '../queues/start-worker.ts';
import { createLog } from '../src/log.ts';
import refused from './cases/crawl-orders-refused.json' with { type: 'json' };
import { BACKENDS, openBackend, openTestQueues, type TestQueues } from './support/open-test-queues.ts';
import { until } from './support/until.ts';

const log = createLog('silent');

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
    const start = { queues: place.queues, concurrency: 2, perform, log };
    const worker = await startCrawlWorker(limits === undefined ? start : { ...start, limits });
    workers.push(worker);
    return worker;
  }

  const stateOf = (id: string) => place.queues.crawl.getJobState(id);
  const untilState = (id: string, state: string) =>
    until(`${id} ${state}`, async () => (await stateOf(id)) === state);

  it('runs on the backend it is named after', () => {
    expect(place.queues.backend).toBe(name === 'Redis' ? 'redis' : 'postgres');
  });

  it('hands over site and run, and completes the job', async () => {
    const seen: unknown[] = [];
    await work(({ site, run, signal }) => {
      seen.push({ site, run, aborted: signal.aborted });
      return Promise.resolve();
    });
    await enqueueRuns(place.queues, [{ site: 'shop-a', run: 7 }]);
    await untilState('run-7', 'completed');
    expect(seen).toEqual([{ site: 'shop-a', run: 7, aborted: false }]);
  });

  it('makes one job of a run that is enqueued again and again, also after it ended', async () => {
    const seen: number[] = [];
    const order = { site: 'shop-a', run: 12 };
    await enqueueRuns(place.queues, [order, order]);
    await enqueueRuns(place.queues, [order]);
    expect(await place.queues.crawl.count()).toBe(1);
    await work(({ run }) => {
      seen.push(run);
      return Promise.resolve();
    });
    await untilState('run-12', 'completed');
    await enqueueRuns(place.queues, [order, { site: 'shop-b', run: 13 }]);
    await untilState('run-13', 'completed');
    expect(seen).toEqual([12, 13]);
  });

  it.each(refused)('parks a payload with $name', async ({ payload, says }) => {
    const seen: unknown[] = [];
    await work((order) => {
      seen.push(order);
      return Promise.resolve();
    });
    // What another program put there: the compiler would not let ours.
    await place.queues.crawl.add('crawl', payload as never, { ...JOB_CONTRACTS.crawl.options, jobId: 'bad' });
    await untilState('bad', 'failed');
    const job = await place.queues.crawl.getJob('bad');
    expect(job?.failedReason).toMatch(/^Job bad of the queue crawl breaks its contract/);
    expect(job?.failedReason).toContain(says);
    expect(job?.attemptsMade).toBe(1);
    expect(seen).toEqual([]);
  });

  it('tries a run again later when performing it failed', async () => {
    await work(() => Promise.reject(new Error('database went away')));
    await enqueueRuns(place.queues, [{ site: 'shop-a', run: 3 }]);
    await untilState('run-3', 'delayed');
    const job = await place.queues.crawl.getJob('run-3');
    expect(job?.attemptsMade).toBe(1);
    expect(job?.failedReason).toBe('database went away');
  });

  it('aborts a running job at shutdown, waits for it, and fetches no other', async () => {
    const ended: number[] = [];
    const worker = await work(
      ({ run, signal }) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            ended.push(run);
            resolve();
          });
        }),
    );
    await enqueueRuns(
      place.queues,
      [1, 2, 3].map((run) => ({ site: `shop-${run}`, run })),
    );
    await untilState('run-2', 'active');
    await worker[Symbol.asyncDispose]();
    expect(ended.toSorted()).toEqual([1, 2]);
    expect(await Promise.all(['run-1', 'run-2', 'run-3'].map(stateOf))).toEqual([
      'completed',
      'completed',
      'waiting',
    ]);
  });

  it('closes although a job ignores its signal; the job is not counted as done', async () => {
    const worker = await work(() => new Promise(() => undefined));
    await enqueueRuns(place.queues, [{ site: 'shop-a', run: 5 }]);
    await untilState('run-5', 'active');
    await worker[Symbol.asyncDispose]();
    expect(await stateOf('run-5')).toBe('active');
  });

  it('fires the signal at the time limit and does not try the run again', async () => {
    let reason: unknown = null;
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
    await enqueueRuns(place.queues, [{ site: 'shop-a', run: 8 }]);
    await untilState('run-8', 'failed');
    expect(String(reason)).toContain('time limit of 0.2 s');
    expect((await place.queues.crawl.getJob('run-8'))?.attemptsMade).toBe(1);
  });

  it('gives up a job that ignores its time limit, so that its slot is free again', async () => {
    const seen: number[] = [];
    await work(
      ({ run }) => {
        seen.push(run);
        return run === 3 ? Promise.resolve() : new Promise(() => undefined);
      },
      { timeLimitSeconds: 0.1, graceSeconds: 0.1 },
    );
    await enqueueRuns(
      place.queues,
      [1, 2, 3].map((run) => ({ site: `shop-${run}`, run })),
    );
    await untilState('run-3', 'completed');
    expect(await Promise.all(['run-1', 'run-2'].map(stateOf))).toEqual(['failed', 'failed']);
  });
});
