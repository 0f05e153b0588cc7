/** Servers in trouble while work goes on: Redis full, PostgreSQL read-only or out of connections. All waits, nothing is lost. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startCrawlWorker } from '../queues/crawl-worker.ts';
import { enqueueRuns } from '../queues/enqueue-runs.ts';
import { startMessenger } from '../queues/notify-worker.ts';
import { openQueues, type Queues } from '../queues/open-queues.ts';
import { startPublisher } from '../queues/start-publisher.ts';
import { createLog } from '../src/log.ts';
import { noteAlerts } from '../src/pipeline/messages/note-alerts.ts';
import { openSender } from '../src/pipeline/messages/open-sender.ts';
import { findRun } from '../src/store/crawling/runs.ts';
import { listParkedJobs } from '../src/store/health/parked-jobs.ts';
import { listMessages } from '../src/store/messages/message-log.ts';
import { applyNotifiers } from '../src/store/messages/notifiers.ts';
import { type OpenDatabase, openDatabase } from '../src/store/open-database.ts';
import { openBundledPostgres } from '../src/store/server/bundled-postgres.ts';
import { SECRET, webhook } from './support/sample-notices.ts';
import { seedOutbox } from './support/seed-outbox.ts';
import { seedRuns } from './support/seed-runs.ts';
import { startReceiver } from './support/start-receiver.ts';
import { startRedis, type TestRedis } from './support/start-redis.ts';
import { until } from './support/until.ts';

const log = createLog('silent');
const clock = () => new Date();
/** What PostgreSQL says when it takes no more of them. */
const TOO_MANY_CONNECTIONS = '53300';

describe.each(['PostgreSQL', 'Redis'] as const)('with queues on %s', (name) => {
  let open: AsyncDisposableStack;
  let redis: TestRedis;
  let database: OpenDatabase;
  let queues: Queues;
  let url: string;

  beforeEach(async () => {
    open = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), 'precursor-watch-trouble-'));
    open.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
    const server = open.use(await openBundledPostgres(folder, log));
    url = server.databaseUrl;
    redis = open.use(await startRedis());
    database = open.use(await openDatabase({ databaseUrl: url, dataFolder: folder, log }));
    const redisUrl = name === 'Redis' ? redis.url : null;
    queues = open.use(await openQueues({ redisUrl, pool: database.pool, log, lockMs: 3000 }));
  });
  afterEach(async () => {
    await open.disposeAsync();
  });

  /** A worker that notes each run in the database, as a crawl does, when it is let. */
  async function work(begun: (run: number) => Promise<void>): Promise<void> {
    const { db } = database;
    const perform = async ({ run }: { run: number }) => {
      await begun(run);
      const ended = { status: 'ok', finished_at: clock() } as const;
      await db.updateTable('runs').set(ended).where('id', '=', run).execute();
      return 'ended' as const;
    };
    open.use(await startCrawlWorker({ queues, db, clock, concurrency: 2, perform, log }));
  }

  const read: string[] = [];
  function readReview(): void {
    read.length = 0;
    const worker = queues.createWorker('review', async (job) => void read.push(job.id ?? '?'), 2);
    open.defer(() => worker.close(true));
  }
  const publish = () => open.use(startPublisher({ db: database.db, queues, clock, everyMs: 200, log }));
  const enqueue = (run: number) => enqueueRuns(queues, [{ site: `shop-${run}`, run, priority: 0 }]);
  const statusOf = async (run: number) => (await findRun(database.db, run))?.status;
  const idsOf = (alerts: readonly { alert: number; revision: number }[]) =>
    alerts.map(({ alert, revision }) => `alert-${alert}-${revision}`).toSorted();

  /** As an operator would, on a connection of its own. */
  async function asOperator(...statements: readonly string[]): Promise<void> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  }

  it('a PostgreSQL that takes no writes puts runs and alerts off, and blames none', async () => {
    await seedRuns(database.db, [101], clock());
    const alerts = await seedOutbox(database.db, [1, 2]);
    let tries = 0;
    let readOnly = false;
    await work(async () => {
      tries += 1;
      if (tries > 1) return;
      await asOperator('alter system set default_transaction_read_only = on', 'select pg_reload_conf()');
      await until('nothing is written', async () => {
        const { rows } = await database.pool.query('show transaction_read_only');
        return rows[0].transaction_read_only === 'on';
      });
      readOnly = true;
    });
    await enqueue(101);
    await until('the first attempt', () => readOnly);
    readReview();
    publish();
    await sleep(1500);
    expect(read).toEqual([]);
    expect(await statusOf(101)).toBe('queued');
    await asOperator(
      'begin read write',
      'set local transaction_read_only = off',
      'commit',
      'alter system reset default_transaction_read_only',
      'select pg_reload_conf()',
    );
    await until('the run ends', async () => (await statusOf(101)) === 'ok');
    await until('all read', () => read.length === 3);
    expect(read.toSorted()).toEqual(idsOf(alerts));
    expect(await listParkedJobs(database.db, 10)).toEqual([]);
  });

  it('a PostgreSQL that takes no writes while a receiver answers has nothing sent to it again', async () => {
    const receiver = open.use(await startReceiver());
    vi.stubEnv('TEST_SECRET', SECRET);
    const hook = webhook('hook', `${receiver.origin}/hook`);
    await applyNotifiers(database.db, [hook], clock());
    await seedOutbox(database.db, [1, 1]);
    const mail = { smtpUrl: null, smtpFrom: null, baseUrl: null };
    const sender = open.use(openSender(mail, clock, new Set([receiver.origin])));
    let away = false;
    receiver.answer = (_message, response) => {
      if (away) return 200;
      asOperator('alter system set default_transaction_read_only = on', 'select pg_reload_conf()').then(
        async () => {
          await sleep(500);
          away = true;
          response.writeHead(200).end();
        },
      );
      return null;
    };
    await noteAlerts(database.db, clock());
    const tools = { db: database.db, queues, clock };
    open.use(await startMessenger({ ...tools, send: sender.send, log, sweepMs: 200 }));
    await until('it was told of one', () => away);
    await sleep(2000);
    expect(receiver.received).toHaveLength(1);
    await asOperator(
      'begin read write',
      'set local transaction_read_only = off',
      'commit',
      'alter system reset default_transaction_read_only',
      'select pg_reload_conf()',
    );
    const delivered = async () =>
      (await listMessages(database.db, 'hook', 10)).filter(({ state }) => state === 'delivered').length;
    await until('both are delivered', async () => (await delivered()) === 2);
    expect(receiver.received).toHaveLength(2);
    expect((await listMessages(database.db, 'hook', 10)).map(({ attempts }) => attempts)).toEqual([1, 1]);
  });

  it('a PostgreSQL without a connection to spare puts them off, too', async () => {
    await seedRuns(database.db, [101], clock());
    const alerts = await seedOutbox(database.db, [1, 2]);
    const taken: pg.Client[] = [];
    const takeAll = async () => {
      for (;;) {
        const client = new pg.Client({ connectionString: url });
        client.on('error', () => undefined);
        try {
          await client.connect();
          taken.push(client);
        } catch {
          // None is left: that is what was wanted.
          return;
        }
      }
    };
    let tries = 0;
    await work(async () => {
      tries += 1;
      if (tries > 1) return;
      await takeAll();
      // Ours are cut, and their places taken before we can have them back.
      const [first] = taken;
      const ours = taken.length;
      await first?.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where backend_type = 'client backend' and pid <> all($1::int[])`,
        [
          await Promise.all(
            taken.map(async (c) => (await c.query('select pg_backend_pid() as pid')).rows[0].pid),
          ),
        ],
      );
      await takeAll();
      expect(taken.length).toBeGreaterThanOrEqual(ours);
    });
    await enqueue(101);
    await until('all are taken', () => taken.length > 10 && tries > 0);
    readReview();
    publish();
    await sleep(1500);
    for (const client of taken) await client.end();
    // The server counts a connection until its process has ended, which may be after the client has, and others take what is free.
    const ended = async () => {
      try {
        return (await statusOf(101)) === 'ok';
      } catch (error) {
        expect(error).toMatchObject({ code: TOO_MANY_CONNECTIONS });
        return false;
      }
    };
    await until('the run ends', ended);
    await until('all read', () => read.length === 3);
    expect(read.toSorted()).toEqual(idsOf(alerts));
    const parked = await until('there is room', () => listParkedJobs(database.db, 10).catch(() => null));
    expect(parked).toEqual([]);
  });

  it('a Redis that is full keeps alerts in PostgreSQL and runs where they are', async ({ skip }) => {
    if (name !== 'Redis') skip('the queues are not on Redis');
    const operator = new Redis(redis.url);
    open.defer(async () => operator.disconnect());
    await seedRuns(database.db, [101, 102], clock());
    const alerts = await seedOutbox(database.db, [1, 2]);
    let full = false;
    await work(async () => {
      if (full) return;
      full = true;
      await operator.config('SET', 'maxmemory', '1');
    });
    await enqueue(101);
    await until('it is full', () => full);
    publish();
    await expect(enqueue(102)).rejects.toThrow(/OOM|maxmemory/);
    await sleep(1000);
    const waiting = await database.db.selectFrom('outbox').select('published_at').execute();
    expect(waiting.map((row) => row.published_at)).toEqual([null, null, null]);
    await operator.config('SET', 'maxmemory', '0');
    readReview();
    await until('all read', () => read.length === 3);
    expect(read.toSorted()).toEqual(idsOf(alerts));
    await enqueue(102);
    await until('both end', async () => (await statusOf(101)) === 'ok' && (await statusOf(102)) === 'ok');
  });
});
