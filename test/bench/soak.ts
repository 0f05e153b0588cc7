/**
 * `npm run soak`: the whole watch for hours (crawl, publish, notify, alarms on a market that changes), its memory, connections,
 * handles and queue rows against time, and how fast each grows after warm-up.
 */
import { parseArgs } from 'node:util';
import { NOBODY } from '../../config/load-notifiers.ts';
import { enqueueNext } from '../../queues/enqueue-messages.ts';
import { REVIEW_BACKLOG_CAP } from '../../queues/job-contracts.ts';
import { startMessenger } from '../../queues/notify-worker.ts';
import { startPublisher } from '../../queues/start-publisher.ts';
import { runSite } from '../../src/pipeline/run-site.ts';
import { watchHealth } from '../../src/pipeline/watch-health.ts';
import { beat } from '../../src/store/heartbeats.ts';
import { type ManyShops, openManyShops } from './open-many-shops.ts';

const SITES = 4;
const LISTINGS = 160;
const SAMPLES = 60;
/** Share of the time that counts as warm-up. */
const WARM_UP = 0.25;
const GOAL = 0.05;
const PAUSE_MS = 500;
/** A few more or less of what is few is no growth. */
const LEAST = 20;

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '120' }, help: { type: 'boolean', default: false } },
});
const minutes = Number(values.minutes);

type Sample = Readonly<Record<(typeof SERIES)[number], number>>;
const SERIES = ['heap', 'resident', 'connections', 'handles', 'rows'] as const;

/** Live rows only: ended jobs of the queue "review" are kept up to a fixed number, and runs of a day. */
async function sample({ database, queues }: ManyShops): Promise<Sample> {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  const { rows } = await database.pool.query<{ count: number }>(
    'select count(*) as count from pg_stat_activity where datname = current_database()',
  );
  const counts = await queues.count();
  const live = counts.flatMap(({ counts: states }) =>
    Object.entries(states).filter(([state]) => state !== 'completed' && state !== 'failed'),
  );
  return {
    heap: heapUsed / 1e6,
    resident: rss / 1e6,
    connections: rows[0]?.count ?? 0,
    handles: process.getActiveResourcesInfo().length,
    rows: live.reduce((sum, [, count]) => sum + count, 0),
  };
}

/** Growth over the given time of the line through the samples (least squares), as a share of their mean. */
function growth(samples: readonly number[]): number {
  const middle = (samples.length - 1) / 2;
  const mean = samples.reduce((sum, value) => sum + value, 0) / samples.length;
  const spread = samples.reduce((sum, _value, index) => sum + (index - middle) ** 2, 0);
  const together = samples.reduce((sum, value, index) => sum + (index - middle) * (value - mean), 0);
  const whole = (together / spread) * (samples.length - 1);
  return whole / Math.max(mean, LEAST);
}

/** A sample is taken between two rounds, when nothing is under way. */
async function crawlOn(
  shops: ManyShops,
  nudge: () => void,
  stop: AbortSignal,
  between: () => Promise<void>,
): Promise<number> {
  let rounds = 0;
  const tools = { ...shops.tools, onAlert: nudge };
  while (!stop.aborted) {
    shops.market.turnTo(rounds);
    await Promise.all(
      shops.sites.map(({ id }) => runSite(tools, { site: id, run: null, trigger: 'command', signal: stop })),
    );
    await beat(shops.database.db, 'tick', {}, new Date());
    await watchHealth({ ...tools, limits: NOBODY.limits, cap: REVIEW_BACKLOG_CAP });
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    await between();
    rounds += 1;
  }
  return rounds;
}

async function soak(): Promise<void> {
  await using open = new AsyncDisposableStack();
  const shops = await openManyShops(open, {
    sites: SITES,
    listings: LISTINGS,
    delaySeconds: 0,
    redisUrl: process.env['REDIS_URL'] ?? null,
  });
  const { tools, queues } = shops;
  const messages = { db: tools.db, queues, clock: tools.clock };
  const send = () => Promise.resolve({ end: 'taken' as const, status: 200 });
  open.use(await startMessenger({ ...messages, send, log: tools.log }));
  const onNotices = async (told: readonly string[]) => {
    for (const notifier of told) await enqueueNext(messages, notifier);
  };
  const publisher = open.use(startPublisher({ ...messages, everyMs: 2000, onNotices, log: tools.log }));
  const consumer = queues.createWorker('review', () => Promise.resolve(), 2);
  open.defer(() => consumer.close());
  const stop = new AbortController();
  const samples: Sample[] = [];
  console.log(
    `soak of ${minutes} minutes, queues on ${queues.backend}; ${SERIES.join(', ')} (MB, MB, n, n, n)`,
  );
  const begin = performance.now();
  const passed = () => (performance.now() - begin) / 60_000;
  const between = async () => {
    if (passed() < ((samples.length + 1) * minutes) / SAMPLES) return;
    const taken = await sample(shops);
    samples.push(taken);
    const shown = SERIES.map((name) => taken[name].toFixed(0).padStart(6)).join('');
    console.log(`${passed().toFixed(1).padStart(7)} min ${shown}`);
    if (passed() >= minutes) stop.abort(new Error('the soak is over'));
  };
  const rounds = await crawlOn(shops, () => publisher.nudge(), stop.signal, between);
  console.log(`${rounds} rounds of ${SITES} sites`);
  const warm = samples.slice(Math.floor(samples.length * WARM_UP));
  for (const name of SERIES) {
    const share = growth(warm.map((each) => each[name]));
    const verdict = share <= GOAL ? 'steady' : 'GROWS';
    console.log(`${name.padEnd(12)} ${(100 * share).toFixed(1).padStart(6)} % after warm-up  ${verdict}`);
    if (share > GOAL) process.exitCode = 1;
  }
}

if (values.help || !(minutes > 0)) {
  console.log('npm run soak -- [--minutes N]   2 hours by default; REDIS_URL puts the queues on Redis');
  process.exitCode = values.help ? 0 : 2;
} else await soak();
