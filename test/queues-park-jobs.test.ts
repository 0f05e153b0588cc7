/** Setting a job aside on both backends: run and record together, at whatever point the process dies or the database is away. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startCrawlWorker } from '../queues/crawl-worker.ts';
import { enqueueRuns } from '../queues/enqueue-runs.ts';
import { JOB_CONTRACTS } from '../queues/job-contracts.ts';
import { openQueues, type Queues } from '../queues/open-queues.ts';
import { tick } from '../queues/tick.ts';
import { createLog } from '../src/log.ts';
import { findRun } from '../src/store/crawling/runs.ts';
import { listParkedJobs } from '../src/store/health/parked-jobs.ts';
import { BACKENDS, openBackend, openTestQueues, type TestQueues } from './support/open-test-queues.ts';
import { seedRuns } from './support/seed-runs.ts';
import { until } from './support/until.ts';

const log = createLog('silent');
const LOCK_MS = 1500;
const RUN = 3;
const JOB = `run-${RUN}`;

describe.each(BACKENDS)('a job that is set aside, on %s', (name) => {
  let backend: Awaited<ReturnType<typeof openBackend>>;
  let place: TestQueues;
  let queues: Queues;
  let open: AsyncDisposableStack;
  let performed: number;

  beforeAll(async () => {
    backend = await openBackend(name);
  });
  beforeEach(async () => {
    place = await openTestQueues(backend.redisUrl);
    open = new AsyncDisposableStack();
    const { pool } = place.database;
    queues = open.use(await openQueues({ ...place.target, pool, log, lockMs: LOCK_MS }));
    performed = 0;
    await seedRuns(place.database.db, [RUN], new Date());
  });
  afterEach(async () => {
    await open.disposeAsync();
    await place[Symbol.asyncDispose]();
  });
  afterAll(async () => {
    await backend[Symbol.asyncDispose]();
  });

  const order = { site: `shop-${RUN}`, run: RUN };
  const addLastAttempt = (version: number) =>
    queues.crawl.add(
      'crawl',
      { ...order, version },
      { ...JOB_CONTRACTS.crawl.options, attempts: 1, jobId: JOB },
    );

  async function work(): Promise<void> {
    const perform = () => {
      performed += 1;
      return Promise.reject(new Error('it cannot be done'));
    };
    const { db } = place.database;
    open.use(await startCrawlWorker({ queues, db, clock: () => new Date(), concurrency: 1, perform, log }));
  }

  /** Nobody can set a job aside until what is given back is called. */
  async function keepFromParking(): Promise<() => Promise<void>> {
    const client = new pg.Client({ connectionString: place.database.databaseUrl });
    await client.connect();
    open.defer(() => client.end());
    await client.query('begin');
    await client.query('lock table parked_jobs in exclusive mode');
    return async () => void (await client.query('rollback'));
  }

  const ended = () =>
    until('the job has ended', async () =>
      ['failed', 'completed'].includes(await queues.crawl.getJobState(JOB)),
    );
  const parked = () => listParkedJobs(place.database.db, 10);
  const statusOfRun = async () => (await findRun(place.database.db, RUN))?.status;

  it.each([
    { when: 'before both are stored', again: 1 },
    { when: 'after both are stored', again: 0 },
  ])('is on record once, and its run failed, when its worker is killed $when', async ({ again }) => {
    await addLastAttempt(1);
    const lock = again === 0 ? null : await keepFromParking();
    const asked = { databaseUrl: place.database.databaseUrl, ...place.target, lockMs: LOCK_MS };
    const script = new URL('support/fail-run-and-die.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [script, JSON.stringify(asked)], { stdio: 'inherit' });
    const exited = once(child, 'exit');
    if (lock !== null) {
      // The server would go on with the statement of a client that is gone, and so is ended, too.
      await until('it is about to set the job aside', async () => {
        const { rows } = await place.database.pool.query(
          `select pid from pg_stat_activity where wait_event_type = 'Lock' and query ~* 'insert into parked_jobs'`,
        );
        if (rows.length === 0) return false;
        child.kill('SIGKILL');
        await exited;
        await place.database.pool.query('select pg_terminate_backend($1, 5000)', [rows[0].pid]);
        return true;
      });
      await lock();
    }
    expect((await exited)[1]).toBe('SIGKILL');
    await work();
    await ended();
    expect(performed).toBe(again);
    expect(await parked()).toMatchObject([{ jobId: JOB, cause: 'attempts', problem: 'it cannot be done' }]);
    expect(await statusOfRun()).toBe('failed');
  });

  it('is made again, for a run that still waits, when it could not be set aside', async () => {
    const { pool, db } = place.database;
    await pool.query(`
      create function refuse_parking() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$`);
    await pool.query(
      'create trigger refused before insert on parked_jobs for each row execute function refuse_parking()',
    );
    await addLastAttempt(1);
    await work();
    await ended();
    expect(await parked()).toEqual([]);
    expect(await statusOfRun()).toBe('queued');
    await pool.query('drop trigger refused on parked_jobs');
    const clock = () => new Date(Date.now() + 120_000);
    expect(await tick({ db, queues, clock, search: { after: 0 } })).toMatchObject({ reenqueued: 1 });
    expect(await queues.crawl.getJob(JOB)).toMatchObject({ attemptsMade: 0 });
  });

  it.each([
    { what: 'was tried for the last time', version: 1, cause: 'attempts', status: 'failed' },
    { what: 'cannot be read', version: 0, cause: 'version', status: 'queued' },
  ])('because it $what waits for a database that is away', async ({ version, cause, status }) => {
    const { pool } = place.database;
    await pool.query(`
      create function lose_connection() returns trigger language plpgsql as $$ begin
        raise exception 'the database is shutting down' using errcode = '57P01'; end $$`);
    await pool.query(
      'create trigger lost before insert on parked_jobs for each row execute function lose_connection()',
    );
    await addLastAttempt(version);
    await work();
    await until('it waits', async () => (await queues.crawl.getJobState(JOB)) === 'delayed');
    expect(await parked()).toEqual([]);
    await pool.query('drop trigger lost on parked_jobs');
    await ended();
    expect(await parked()).toMatchObject([{ jobId: JOB, cause }]);
    expect(await statusOfRun()).toBe(status);
    // The job of a run whose number is known is not made a second time.
    await enqueueRuns(queues, [{ ...order, priority: 0 }]);
    expect(await queues.crawl.getJobState(JOB)).toBe('failed');
  });
});
