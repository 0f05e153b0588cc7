/** Pages as large as any that is read, made to overwhelm: how long reading one keeps a worker from renewing its jobs' locks. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { pino } from 'pino';
import { startCrawlWorker } from '../../queues/crawl-worker.ts';
import { enqueueRuns } from '../../queues/enqueue-runs.ts';
import { runSite } from '../../src/pipeline/run-site.ts';
import { findRun } from '../../src/store/crawling/runs.ts';
import { makeRunNow } from '../../src/store/crawling/schedules.ts';
import { applySites } from '../../src/store/crawling/sites.ts';
import { startRedis } from '../support/start-redis.ts';
import { sampleSite } from '../support/store-samples.ts';
import { until } from '../support/until.ts';
import { HOSTILE_PAGES } from './hostile-pages.ts';
import { openManyShops } from './open-many-shops.ts';

/** A little less than a page may have. */
const BYTES = 9_900_000;
/** A lock holds for 15 s and is renewed when half of it has passed: a longer pause could lose it. */
const MOST_MS = 7500;
const LIMIT_MS = 10 * 60_000;
const SITE = 'heavy';

/** In a thread, so that making a page keeps nobody else. */
async function serveHostile(): Promise<AsyncDisposable & { readonly origin: string }> {
  const thread = new Worker(new URL('./serve-hostile.ts', import.meta.url), { workerData: BYTES });
  const [origin] = await once(thread, 'message');
  return {
    origin: String(origin),
    async [Symbol.asyncDispose]() {
      await thread.terminate();
    },
  };
}

/** Processor time of this thread between two turns of its loop, at most: what others do on the machine is no pause of ours. */
function watchPauses(): Disposable & { longestMs(): number } {
  const used = () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  let [before, longest] = [used(), 0];
  const timer = setInterval(() => {
    const now = used();
    longest = Math.max(longest, now - before);
    before = now;
  }, 5);
  return { longestMs: () => longest, [Symbol.dispose]: () => clearInterval(timer) };
}

async function crawlHostile(backend: 'postgres' | 'redis') {
  await using open = new AsyncDisposableStack();
  const redisUrl = backend === 'redis' ? open.use(await startRedis()).url : null;
  const shops = await openManyShops(open, { sites: 1, listings: 10, delaySeconds: 0, redisUrl });
  const { database, queues } = shops;
  const { db } = database;
  const { origin } = open.use(await serveHostile());
  const site = sampleSite(SITE, {
    start: [`http://${SITE}.practice.invalid/`],
    politeness: { delaySeconds: 0, pages: 1000, megabytes: 10_000, minutes: 30, depth: 3 },
    ...{ practice: true, fetch: 'http' },
  });
  await applySites(db, [site], 'practice', new Date());
  const tools = {
    ...shops.tools,
    practiceMarket: async () => ({
      origins: { [SITE]: origin },
      [Symbol.asyncDispose]: async () => undefined,
    }),
  };
  const said: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void said.push(line) });
  const perform = async ({ site: id, run, signal }: { site: string; run: number; signal: AbortSignal }) => {
    await runSite(tools, { site: id, run, trigger: 'schedule', signal });
    return 'ended' as const;
  };
  const made = await makeRunNow(db, SITE, 'manual', new Date());
  if (made === null) throw new Error('the site has no run');
  using pauses = watchPauses();
  open.use(await startCrawlWorker({ queues, db, clock: () => new Date(), concurrency: 4, perform, log }));
  await enqueueRuns(queues, [{ site: SITE, run: made.run, priority: 0 }]);
  const over = async () => (await queues.crawl.getJobState(`run-${made.run}`)) === 'completed';
  await until('the run ends', over, LIMIT_MS);
  const run = await findRun(db, made.run);
  return { pages: run?.pages ?? 0, longestMs: pauses.longestMs(), said };
}

/** @throws Error when a page keeps the worker for so long that a lock could be lost, or one is lost */
export async function benchLocks(): Promise<void> {
  console.log(`${HOSTILE_PAGES.length} hostile pages of ${BYTES / 1e6} MB each in one run of one worker`);
  for (const backend of ['postgres', 'redis'] as const) {
    const { pages, longestMs, said } = await crawlHostile(backend);
    console.log(
      `  ${backend.padEnd(8)} ${pages} pages read; the longest pause ${(longestMs / 1000).toFixed(2)} s of processor time, of the ${MOST_MS / 1000} s after which a lock is renewed, ${said.length} warnings`,
    );
    if (pages === 0 || longestMs > MOST_MS || said.length > 0)
      throw new Error(`a lock was or could be lost: ${said.join('; ')}`);
  }
}
