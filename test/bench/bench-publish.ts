/** From the response that carries a listing to its published alert, while many sites are crawled: ours against rounds. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startPublisher } from '../../queues/start-publisher.ts';
import { runSite } from '../../src/pipeline/run-site.ts';
import { openBeside } from '../../src/store/open-database.ts';
import { openManyShops } from './open-many-shops.ts';

/** Milliseconds at the 95th percentile that must be reached. */
const GOAL_MS = 2000;
/** What a publisher without word of new alerts does: it looks every so often. */
const ROUND_MS = 5000;
/** The two cores of a small machine read some 50 pages a second; 500 sites at this pace ask for half of that. */
const DELAY_SECONDS = 20;
const CONNECTIONS = 4;
const LISTINGS_A_SITE = 16;

export type PublishLoad = { readonly sites: number; readonly seconds: number };

type Way = { readonly name: string; readonly everyMs: number; readonly nudged: boolean };
const WAYS: readonly Way[] = [
  { name: `rounds of ${ROUND_MS / 1000} s`, everyMs: ROUND_MS, nudged: false },
  { name: 'ours', everyMs: 2000, nudged: true },
];

type Measured = {
  readonly waits: number[];
  /** Of that, from the written alert to the published one. */
  readonly queued: number[];
  readonly pages: number;
};

/**
 * Milliseconds from the response to the publishing of each first alert of an offer. A site is asked for one page at a
 * time, so the page that was kept last before the alert is the one that carried it.
 */
async function measure(way: Way, { sites, seconds }: PublishLoad): Promise<Measured> {
  await using open = new AsyncDisposableStack();
  const listings = Math.ceil((sites * LISTINGS_A_SITE * 5) / 4);
  const shops = await openManyShops(open, { sites, listings, delaySeconds: DELAY_SECONDS, redisUrl: null });
  const { pool } = shops.database;
  // As the worker does; the peer takes its turn among the crawls.
  const apart = () => open.use(openBeside(shops.database, CONNECTIONS, shops.tools.log)).db;
  const db = way.nudged ? apart() : shops.database.db;
  const { log, clock } = shops.tools;
  const publisher = open.use(startPublisher({ db, queues: shops.queues, clock, everyMs: way.everyMs, log }));
  const consumer = shops.queues.createWorker('review', () => Promise.resolve(), 4);
  open.defer(() => consumer.close());
  const tools = way.nudged ? { ...shops.tools, onAlert: () => publisher.nudge() } : shops.tools;
  const stop = new AbortController();
  // Spread as schedules with jitter spread them: all at the same moment would measure the crowd at the door.
  const runs = shops.sites.map(async ({ id }, index) => {
    await sleep((index / sites) * DELAY_SECONDS * 1000);
    return await runSite(tools, { site: id, run: null, trigger: 'command', signal: stop.signal });
  });
  const timer = setTimeout(() => stop.abort(new Error('the time of the benchmark is over')), seconds * 1000);
  const ended = await Promise.all(runs);
  clearTimeout(timer);
  const { rows } = await pool.query<{ ms: number; queued: number }>(`
    select extract(epoch from o.published_at - p.fetched_at) * 1000 as ms,
      extract(epoch from o.published_at - o.created_at) * 1000 as queued
    from outbox o join alerts a on a.id = o.alert_id
    join lateral (
      select max(fetched_at) as fetched_at from page_captures
      where site_id = a.site_id and fetched_at <= o.created_at) p on p.fetched_at is not null
    where o.revision = 1 and o.published_at is not null`);
  return {
    waits: rows.map(({ ms }) => Number(ms)).sort((a, b) => a - b),
    queued: rows.map(({ queued }) => Number(queued)).sort((a, b) => a - b),
    pages: ended.reduce((sum, { pages }) => sum + pages, 0),
  };
}

const at = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;

export async function benchPublish(load: PublishLoad): Promise<void> {
  console.log(
    `from response to published alert, ${load.sites} sites at a request each ${DELAY_SECONDS} s, ${load.seconds} s a way, goal ${GOAL_MS} ms at p95`,
  );
  const p95: number[] = [];
  for (const way of WAYS) {
    const { waits, queued, pages } = await measure(way, load);
    const [half = 0, most = 0, worst = 0] = [0.5, 0.95, 0.99].map((share) => Math.round(at(waits, share)));
    p95.push(most);
    const rate = Math.round(pages / load.seconds);
    console.log(
      `  ${way.name.padEnd(14)} p50 ${half} ms  p95 ${most} ms  p99 ${worst} ms, of which from the written alert p95 ${Math.round(at(queued, 0.95))} ms   ${waits.length} alerts, ${rate} pages/s`,
    );
  }
  const [rounds = 0, ours = 0] = p95;
  console.log(
    `  ratio at p95 ${(rounds / ours).toFixed(1)}; goal ${ours <= GOAL_MS ? 'reached' : 'MISSED'}\n`,
  );
}
