/** Publishing on both backends: once per alert and revision, in order, whatever dies in between. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { JOB_CONTRACTS } from '../queues/job-contracts.ts';
import type { Queues } from '../queues/open-queues.ts';
import { publishBatch } from '../queues/publish-alerts.ts';
import { readJob } from '../queues/read-job.ts';
import type { ReviewQueue } from '../queues/review-jobs.ts';
import { type SettleSearch, settlePublished } from '../queues/settle-published.ts';
import { type Publisher, startPublisher } from '../queues/start-publisher.ts';
import { createLog } from '../src/log.ts';
import type { PublishedAlert } from '../src/model/alert.ts';
import { mendClock } from '../src/store/crawling/clock-jumps.ts';
import { applyNotifiers } from '../src/store/messages/notifiers.ts';
import { countUnpublished, settleBeyond } from '../src/store/offers/outbox.ts';
import { BACKENDS, openBackend, openTestQueues, type TestQueues } from './support/open-test-queues.ts';
import { webhook } from './support/sample-notices.ts';
import { seedOutbox } from './support/seed-outbox.ts';
import { startRedis } from './support/start-redis.ts';
import { until } from './support/until.ts';

const log = createLog('silent');
const NOW = new Date('2026-03-01T00:00:00.000Z');
const nameOf = (alert: PublishedAlert) => `alert-${alert.alert}-${alert.revision}`;

/** Another system's worker, closed when the test ends. */
type Consumer = AsyncDisposable & { readonly seen: PublishedAlert[]; readonly ids: string[] };

function consume(queues: Queues): Consumer {
  const seen: PublishedAlert[] = [];
  const ids: string[] = [];
  const worker = queues.createWorker(
    'review',
    (job) => {
      const read = readJob('review', JOB_CONTRACTS.review.payload, job.data);
      if ('problem' in read) throw new Error(read.problem);
      seen.push(read.order);
      ids.push(job.id ?? '');
      return Promise.resolve();
    },
    1,
  );
  return { seen, ids, [Symbol.asyncDispose]: () => worker.close() };
}

function redisClient(url: string): Promise<AsyncDisposable & { readonly redis: Redis }> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1 });
  redis.on('error', () => undefined);
  return Promise.resolve({ redis, [Symbol.asyncDispose]: async () => redis.disconnect() });
}

describe.each(BACKENDS)('publishing alerts on %s', (name) => {
  let backend: Awaited<ReturnType<typeof openBackend>>;
  let place: TestQueues;
  let open: AsyncDisposable[];

  beforeAll(async () => {
    backend = await openBackend(name);
  });
  beforeEach(async () => {
    place = await openTestQueues(backend.redisUrl);
    open = [];
  });
  afterEach(async () => {
    for (const each of open.reverse()) await each[Symbol.asyncDispose]();
    await place[Symbol.asyncDispose]();
  });
  afterAll(async () => {
    await backend[Symbol.asyncDispose]();
  });

  const publish = (review: ReviewQueue = place.queues.review, cap = 1000) =>
    publishBatch({ db: place.database.db, review, clock: () => NOW, cap });

  function publisher(
    o: { everyMs?: number; cap?: number; clock?: () => Date; log?: typeof log } = {},
  ): Publisher {
    const started = startPublisher({
      db: place.database.db,
      queues: place.queues,
      clock: () => NOW,
      everyMs: 3_600_000,
      log,
      ...o,
    });
    open.push(started);
    return started;
  }

  function reader(): Consumer {
    const consumer = consume(place.queues);
    open.push(consumer);
    return consumer;
  }

  const leftover = () => countUnpublished(place.database.db);

  it('hands over each alert with its payload, in order, under an id of alert and revision', async () => {
    const written = await seedOutbox(place.database.db, [2, 1, 3]);
    expect(await publish()).toEqual({ published: 6, unread: 0, full: false });
    expect(await publish()).toEqual({ published: 0, unread: 6, full: false });
    const { seen, ids } = reader();
    await until('all read', () => seen.length === 6);
    expect(seen).toEqual(written);
    expect(ids).toEqual(written.map(nameOf));
    expect(await leftover()).toBe(0);
  });

  it('flags alerts of the practice market', async () => {
    await seedOutbox(place.database.db, [1], true);
    await publish();
    const { seen } = reader();
    await until('read', () => seen.length === 1);
    expect(seen[0]?.practice).toBe(true);
  });

  it.each([
    { when: 'before adding', read: 0 },
    { when: 'after adding', read: 3 },
  ])('publishes once when the publisher is killed $when', async ({ when, read }) => {
    const written = await seedOutbox(place.database.db, [2, 1]);
    const consumer = reader();
    const asked = { databaseUrl: place.database.databaseUrl, ...place.target, when };
    const script = new URL('support/publish-and-die.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [script, JSON.stringify(asked)], { stdio: 'inherit' });
    const [, signal] = await once(child, 'exit');
    expect(signal).toBe('SIGKILL');
    // The jobs were read and completed while nobody knew that they had been added.
    await until('read before the next attempt', () => consumer.seen.length === read);
    expect(await leftover()).toBe(3);
    expect((await publish()).published).toBe(3);
    expect(await leftover()).toBe(0);
    await until('no job waits', async () => (await place.queues.review.count()) === 0);
    await until('all read', () => consumer.seen.length >= 3);
    expect(consumer.ids).toEqual(written.map(nameOf));
  });

  it('does not wait for ever for a publisher that stands still in the middle of a batch', async () => {
    const written = await seedOutbox(place.database.db, [2, 1]);
    const when = 'stopped before adding';
    const asked = { databaseUrl: place.database.databaseUrl, ...place.target, when, idleMs: 1000 };
    const script = new URL('support/publish-and-die.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [script, JSON.stringify(asked)], { stdio: 'ignore' });
    open.push({ [Symbol.asyncDispose]: async () => void child.kill('SIGKILL') });
    const exited = once(child, 'exit');
    const { pid = 0 } = child;
    await until('it stands still', async () => /\) T /.test(await readFile(`/proc/${pid}/stat`, 'utf8')));
    let published = 0;
    const publishing = publish().then((batch) => {
      published = batch.published;
    });
    await until('another one publishes', () => published === 3);
    await publishing;
    // What it adds late is known to the queue.
    child.kill('SIGCONT');
    await exited;
    const { ids } = reader();
    await until('no job waits', async () => (await place.queues.review.count()) === 0);
    await until('all read', () => ids.length >= 3);
    expect(ids).toEqual(written.map(nameOf));
    expect(await leftover()).toBe(0);
  });

  it('publishes once and in order with several publishers at the same time', async () => {
    const written = await seedOutbox(
      place.database.db,
      Array.from({ length: 150 }, () => 3),
    );
    const { seen } = reader();
    for (let count = 0; count < 4; count += 1) publisher();
    await until('all read', async () => seen.length >= written.length && (await leftover()) === 0);
    expect(seen.map(nameOf).toSorted()).toEqual(written.map(nameOf).toSorted());
    const last = new Map<number, number>();
    for (const { alert, revision } of seen) {
      expect(revision).toBe((last.get(alert) ?? 0) + 1);
      last.set(alert, revision);
    }
  });

  it('never overtakes a slower publisher with a later revision of its alert', async () => {
    const written = await seedOutbox(place.database.db, [2]);
    const gate = Promise.withResolvers<void>();
    const slow: ReviewQueue = {
      count: () => Promise.resolve(0),
      getJobState: (id) => place.queues.review.getJobState(id),
      addBulk: async (jobs) => {
        await gate.promise;
        return await place.queues.review.addBulk(jobs);
      },
    };
    // The cap leaves room for the first revision only.
    const first = publish(slow, 1);
    await sleep(100);
    const second = publish();
    await sleep(300);
    expect(await place.queues.review.count()).toBe(0);
    gate.resolve();
    await Promise.all([first, second]);
    const { ids } = reader();
    await until('all read', () => ids.length === 2);
    expect(ids).toEqual(written.map(nameOf));
  });

  it('publishes at once when nudged', async () => {
    const started = publisher();
    const { seen } = reader();
    await seedOutbox(place.database.db, [1]);
    started.nudge();
    await until('read', () => seen.length === 1);
  });

  it('publishes in the next round without being nudged', async () => {
    publisher({ everyMs: 50 });
    const { seen } = reader();
    await seedOutbox(place.database.db, [1]);
    await until('read', () => seen.length === 1);
  });

  it('keeps alerts when the queue does not take them, and goes on afterwards', async () => {
    await seedOutbox(place.database.db, [1, 1]);
    const broken: ReviewQueue = {
      count: () => Promise.resolve(0),
      getJobState: () => Promise.resolve('unknown'),
      addBulk: () => Promise.reject(new Error('queue is down')),
    };
    await expect(publish(broken)).rejects.toThrow('queue is down');
    expect(await leftover()).toBe(2);
    expect((await publish()).published).toBe(2);
  });

  it('publishes although notifiers cannot be told', async () => {
    const { db, pool } = place.database;
    const written = await seedOutbox(db, [1, 1]);
    await applyNotifiers(db, [webhook('hook', 'https://cases.example/hook')], NOW);
    await pool.query(`
      create function refuse_notices() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$`);
    await pool.query(
      'create trigger refused before insert on notices for each row execute function refuse_notices()',
    );
    publisher({ everyMs: 50 });
    const { seen } = reader();
    await until('all read', () => seen.length === 2);
    expect(seen).toEqual(written);
    await pool.query('drop trigger refused on notices');
    const noted = () => db.selectFrom('notices').select('id').execute();
    await until('the notifier is told', async () => (await noted()).length === 2);
  });

  it('pauses and raises an alarm while nobody reads, and goes on when somebody does', async () => {
    const lines: { level: number; msg: string; waiting?: number }[] = [];
    const sink = new Writable({
      write(line, _encoding, done) {
        lines.push(JSON.parse(String(line)));
        done();
      },
    });
    const written = await seedOutbox(place.database.db, [1, 1, 1, 1, 1]);
    publisher({ everyMs: 20, cap: 2, log: pino(sink) });
    await until('an alarm', () => lines.some((line) => line.level === 50));
    await until('several more rounds', async () => (await place.queues.review.count()) === 2);
    await sleep(200);
    expect(lines.filter((line) => line.level === 50)).toEqual([expect.objectContaining({ waiting: 3 })]);
    expect(await leftover()).toBe(3);
    const { seen } = reader();
    await until('all read', () => seen.length === 5);
    expect(seen).toEqual(written);
  });

  describe('what the queue forgets', () => {
    const later = () => new Date(NOW.getTime() + 10_000);
    const settle = (search: SettleSearch = { after: 0 }) =>
      settlePublished(
        { db: place.database.db, review: place.queues.review, clock: later, cap: 1000 },
        search,
      );
    const forget = async (alerts: readonly PublishedAlert[]) => {
      for (const alert of alerts) expect(await place.queues.review.remove(nameOf(alert))).toBe(1);
    };
    const lostJobs = async () =>
      (await place.database.db.selectFrom('lost_jobs').select(['queue', 'job_id', 'found']).execute()).map(
        ({ job_id }) => job_id,
      );

    it('is published again, in order, and kept on record', async () => {
      const written = await seedOutbox(place.database.db, [2, 1, 2]);
      await publish();
      await forget(written.slice(2));
      expect(await settle()).toEqual({ settled: 0, putBack: written.length - 2 });
      expect(await settle()).toEqual({ settled: 0, putBack: 0 });
      const { ids } = reader();
      await until('all read', () => ids.length === written.length);
      expect(ids).toEqual(written.map(nameOf));
      expect(await lostJobs()).toEqual(written.slice(2).map(nameOf));
    });

    it('is not published again once it was read', async () => {
      const written = await seedOutbox(place.database.db, [1, 1]);
      await publish();
      const { ids } = reader();
      await until('all read', async () => (await place.queues.review.getCompletedCount()) === 2);
      expect(await settle()).toEqual({ settled: 2, putBack: 0 });
      await forget(written);
      expect(await settle()).toEqual({ settled: 0, putBack: 0 });
      expect((await publish()).published).toBe(0);
      expect(ids).toHaveLength(2);
    });

    it('comes before a later revision of its alert', async () => {
      const written = await seedOutbox(place.database.db, [2]);
      await publish(place.queues.review, 1);
      await forget(written.slice(0, 1));
      expect((await publish()).published).toBe(1);
      const { ids } = reader();
      await until('both read', () => ids.length === 2);
      expect(ids).toEqual(written.map(nameOf));
      expect(await lostJobs()).toEqual(written.slice(0, 1).map(nameOf));
    });

    it('is published again although the clock was days ahead when it was published', async () => {
      const written = await seedOutbox(place.database.db, [1, 1]);
      const { db } = place.database;
      const ahead = new Date(NOW.getTime() + 3 * 86_400_000);
      await publishBatch({ db, review: place.queues.review, clock: () => ahead, cap: 1000 });
      await mendClock(db, NOW);
      await forget(written);
      expect(await settle()).toEqual({ settled: 0, putBack: 2 });
    });

    it('is looked for a part at a time, and what is too old to tell not at all', async () => {
      const written = await seedOutbox(place.database.db, [1, 1, 1]);
      await publish();
      await settleBeyond(place.database.db, 2, NOW);
      await forget(written);
      const search = { after: 0 };
      expect(await settle(search)).toEqual({ settled: 0, putBack: 2 });
      expect(search.after).toBe(0);
    });
  });
});

describe('Redis that loses its last second', () => {
  it('gets what it forgot once more, and nothing else', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'precursor-watch-forgets-'));
    const first = await startRedis({ dir: folder });
    // Closed last, so that the queues find their server until then.
    await using servers = new AsyncDisposableStack();
    await using place = await openTestQueues(first.url);
    const { db } = place.database;
    const tools = { db, review: place.queues.review, cap: 1000 };
    const old = await seedOutbox(db, [1, 1]);
    await publishBatch({ ...tools, clock: () => NOW });
    await using client = await redisClient(first.url);
    await client.redis.save();
    const young = await seedOutbox(db, [1, 1, 1]);
    await publishBatch({ ...tools, clock: () => NOW });
    await first.kill();
    const second = servers.use(await startRedis({ dir: folder, port: new URL(first.url).port }));
    expect(second.url).toBe(first.url);
    await until('the queue is back', () =>
      place.queues.review.count().then(
        (count) => count === old.length,
        () => false,
      ),
    );
    const clock = () => new Date(NOW.getTime() + 10_000);
    expect(await settlePublished({ ...tools, clock }, { after: 0 })).toEqual({ settled: 0, putBack: 3 });
    await using consumer = consume(place.queues);
    await until('all read', () => consumer.ids.length === 5);
    expect(consumer.ids).toEqual([...old, ...young].map(nameOf));
    await rm(folder, { recursive: true, force: true });
  });
});

describe('the payload in README', () => {
  it('is what the queue carries', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
    const example = /```json\n(\{[^`]*"revision"[^`]*\})\n```/.exec(readme)?.[1] ?? '';
    expect(readJob('review', JOB_CONTRACTS.review.payload, JSON.parse(example))).toHaveProperty('order');
  });
});
