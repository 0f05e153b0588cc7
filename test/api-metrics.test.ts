/** What a monitor is told: every figure, with labels that do not grow with the installation, to those who may know. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMetrics } from '../src/api/metrics.ts';
import { createLog } from '../src/log.ts';
import { checkHealth } from '../src/main/check-health.ts';
import { addFieldCoverage } from '../src/store/crawling/field-coverage.ts';
import { createRun, finishRun, startRun } from '../src/store/crawling/runs.ts';
import { applySites } from '../src/store/crawling/sites.ts';
import { beat } from '../src/store/health/heartbeats.ts';
import { openTestServer, type TestServer } from './support/open-test-server.ts';
import { seedOutbox } from './support/seed-outbox.ts';
import { at, sampleSite, sampleSummary } from './support/store-samples.ts';

let test: TestServer;
const log = createLog('silent');
const SITES = 150;

beforeAll(async () => {
  test = await openTestServer();
  test.time.now = at(3600);
  const { db } = test;
  await applySites(
    db,
    Array.from({ length: SITES }, (_, index) => sampleSite(`s-${index}`)),
    'file',
    at(3600),
  );
  for (const [index, listings] of [100, 100, 100, 20].entries()) {
    const run = await createRun(db, 's-7', 'schedule', at(index * 10));
    await startRun(db, run, 'host:1', index + 1, at(index * 10 + 4));
    const summary = { status: 'ok', problem: null, listings, pages: 5, skipped: { gone: 2 } } as const;
    await finishRun(db, run, sampleSummary(run, 's-7', summary), at(index * 10 + 9));
    const row = { pages: 'detail', field: 'price', reader: 'json-ld', listings: 4, unread: 0 } as const;
    await addFieldCoverage(db, run, [{ ...row, filled: 3, samples: [] }]);
  }
  await createRun(db, 's-7', 'schedule', at(3000));
  await seedOutbox(db, [2]);
  await beat(db, 'tick', {}, at(3590));
  await beat(db, 'worker host:1', { rss: 123 }, at(3595));
});
afterAll(async () => {
  await test[Symbol.asyncDispose]();
});

const queues = {
  count: () =>
    Promise.resolve({ backend: 'redis' as const, items: [{ name: 'crawl', counts: { waiting: 3 } }] }),
};
async function values(count = queues.count): Promise<Map<string, number>> {
  const tools = { db: test.db, queues: { count } as never, clock: () => test.time.now, log };
  const metrics = await readMetrics(tools);
  return new Map(
    metrics.flatMap(({ name, samples }) =>
      samples.map(({ labels, value }) => [[name, ...Object.values(labels)].join(' '), value] as const),
    ),
  );
}

describe('metrics', () => {
  it.each([
    ['precursor_runs ok', 4],
    ['precursor_runs queued', 1],
    ['precursor_pages fetched', 20],
    ['precursor_pages gone', 8],
    ['precursor_site_late_seconds s-7', 600],
    ['precursor_site_listings s-7', 20],
    ['precursor_site_listings_usual s-7', 100],
    ['precursor_site_alerts s-7', 1],
    ['precursor_blocked_share', 0],
    ['precursor_field_share detail price', 0.75],
    ['precursor_queue_wait_seconds crawl 0.5', 4],
    ['precursor_queue_oldest_seconds crawl', 600],
    ['precursor_outbox_unpublished', 2],
    ['precursor_beat_age_seconds tick', 10],
    ['precursor_worker_memory_bytes host:1', 123],
    ['precursor_alarms no-run', 0],
    ['precursor_queue_up', 1],
    ['precursor_queue_jobs crawl waiting', 3],
  ])('tell %s: %d', async (name, value) => {
    expect((await values()).get(name)).toBe(value);
  });

  it('name a hundred sites at most, the worst among them', async () => {
    const names = [...(await values()).keys()].filter((name) =>
      name.startsWith('precursor_site_late_seconds'),
    );
    expect(names).toHaveLength(100);
    expect(names).toContain('precursor_site_late_seconds s-7');
  });

  it('tell that the queues are down instead of failing', async () => {
    const down = await values(() => Promise.reject(new Error('down')));
    expect(down.get('precursor_queue_up')).toBe(0);
    expect(down.has('precursor_queue_jobs crawl waiting')).toBe(false);
  });

  it('are text for Prometheus, for a token that may read operations and for nobody else', async () => {
    expect((await test.get('/metrics')).status).toBe(401);
    expect((await test.get('/metrics', await test.signIn('analyst'))).status).toBe(403);
    const answer = await test.get('/metrics', await test.signIn('operator'));
    expect(answer.status).toBe(200);
    expect(String(answer.headers['content-type'])).toContain('text/plain');
    expect(answer.text).toContain('# TYPE precursor_runs gauge');
    expect(answer.text).toContain('precursor_console_process_resident_memory_bytes');
    expect(answer.text).not.toContain('shop.invalid');
  });
});

describe('health', () => {
  const pool = { query: () => Promise.resolve() };
  const hangs = () => new Promise<never>(() => undefined);
  it.each([
    { what: 'all is up', pool, count: queues.count, alive: true, ready: true },
    {
      what: 'the queue is down',
      pool,
      count: () => Promise.reject(new Error('no')),
      alive: true,
      ready: false,
    },
    { what: 'the queue hangs', pool, count: hangs, alive: true, ready: false },
    { what: 'the database hangs', pool: { query: hangs }, count: queues.count, alive: false, ready: false },
  ])('when $what: alive $alive, ready $ready', async ({ pool: asked, count, alive, ready }) => {
    const checks = checkHealth(asked, { count });
    expect((await checks.alive()).ok).toBe(alive);
    expect((await checks.ready()).ok).toBe(ready);
  });
});
