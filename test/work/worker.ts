/** A worker process to be killed or measured: the product's own worker, publisher and ticker on a market elsewhere. */
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { getHeapSpaceStatistics } from 'node:v8';
import { NOBODY } from '../../config/load-notifiers.ts';
import { readSettings } from '../../config/settings.ts';
import { createPacer, type Pacer, sleep } from '../../crawlers/pacing.ts';
import { REVIEW_BACKLOG_CAP } from '../../queues/job-contracts.ts';
import { openQueues } from '../../queues/open-queues.ts';
import { startTicker } from '../../queues/start-ticker.ts';
import { openCaptureStore } from '../../src/evidence/capture-store.ts';
import { createLog } from '../../src/log.ts';
import { startWork } from '../../src/main/start-work.ts';
import { screenerInUse } from '../../src/pipeline/configuration/screener-in-use.ts';
import { keepWatch } from '../../src/pipeline/keep-watch.ts';
import { openSender } from '../../src/pipeline/messages/open-sender.ts';
import { openGate } from '../../src/pipeline/run/crawl-permissions.ts';
import type { RunTools } from '../../src/pipeline/run/run-tools.ts';
import { sharedTurns } from '../../src/pipeline/run/shared-turns.ts';
import { watchStorage } from '../../src/pipeline/run/watch-storage.ts';
import { compileWatchlist } from '../../src/screen/compile-watchlist.ts';
import { currentWatchlist } from '../../src/store/offers/watchlists.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { processName } from '../../src/store/server/process-identity.ts';
import { MEASURE, type Measures, REQUESTS_SUFFIX, workerOrder } from './order.ts';

const order = workerOrder.parse(JSON.parse(process.argv[2] ?? ''));
const { databaseUrl, redisUrl, origins, folder, concurrency, tickMs, pauseMs, notifiers } = order;
for (const name of notifiers.flatMap((each) => (each.kind === 'webhook' ? each.secrets : [])))
  process.env[name] = order.secret;
const ROOT = new URL('../..', import.meta.url).pathname;
const settings = readSettings(ROOT);
const log = createLog(settings.logLevel);
const clock = () => new Date();
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort(new Error('told to end')));
process.once('disconnect', () => stop.abort(new Error('the harness is gone')));
process.on('message', (message) => {
  if (message === MEASURE) process.send?.(measure());
});
process.channel?.unref();

/** Machine code and bytecode: the engine compiles what is called often, the longer it runs the more, up to the whole program. */
function compiledBytes(): number {
  const spaces = getHeapSpaceStatistics().filter(({ space_name: name }) => /code|trusted/.test(name));
  return spaces.reduce((sum, space) => sum + space.space_used_size, 0);
}

function measure(): Measures {
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  const code = compiledBytes();
  return {
    heap: (heapUsed - code) / 1e6,
    code: code / 1e6,
    buffers: external / 1e6,
    resident: rss / 1e6,
    handles: process.getActiveResourcesInfo().length,
  };
}

await using open = new AsyncDisposableStack();
// The server may be coming up: whoever started this process starts it again.
process.once('uncaughtException', (error) => {
  log.error({ problem: String(error) }, 'the worker cannot go on');
  process.exit(1);
});
const database = open.use(await openDatabase({ databaseUrl, dataFolder: folder, log }));
const { db, pool } = database;
const watchlist = await currentWatchlist(db);
if (watchlist === null) throw new Error('the harness stored no watch-list');
const quick = createPacer({ clock, sleep, shared: sharedTurns(db) });
const pacer: Pacer = {
  async take(place, delay, signal) {
    await sleep(pauseMs, signal);
    return await quick.take(place, delay, signal);
  },
  hold: quick.hold,
};
const gate = openGate(db);
const requests = join(folder, `${process.pid}${REQUESTS_SUFFIX}`);
const tools: RunTools = {
  db,
  clock,
  log,
  pacer,
  captures: openCaptureStore(join(folder, 'captures')),
  storage: watchStorage({ folder: join(folder, 'captures'), clock, log }),
  screenerInUse: screenerInUse(db, compileWatchlist(watchlist)),
  htmlReader: settings.htmlReader,
  alertsPerRun: settings.alertsPerRun,
  picturesPerRun: settings.picturesPerRun,
  worker: processName(process.pid),
  contact: null,
  limits: { maxBytes: settings.pageBytes, pageSeconds: settings.pageSeconds },
  chromiumPath: null,
  screenshots: settings.screenshots,
  // Asked right before each request: the one place from which it is known which process makes it.
  gate: async (url) => {
    const refusal = await gate(url);
    if (refusal === null) appendFileSync(requests, `${Date.now()} ${url.host}\n`);
    return refusal;
  },
  robots: null,
  practiceMarket: async () => ({ origins, [Symbol.asyncDispose]: async () => undefined }),
};
const queues = open.use(
  await openQueues({ redisUrl, pool, log, ...(order.lockMs === null ? {} : { lockMs: order.lockMs }) }),
);
const receivers = new Set(order.receivers);
await startWork(
  open,
  queues,
  { database, tools, receivers },
  { log, clock, settings: () => settings },
  concurrency,
);
open.use(await startTicker({ db, queues, clock, everyMs: tickMs, log }));
const watch = { limits: NOBODY.limits, cap: REVIEW_BACKLOG_CAP, heartbeatUrl: null, everyMs: order.watchMs };
const { send } = open.use(openSender(settings, clock, receivers));
open.use(keepWatch({ db, clock, log, send, faultsOf: () => [], ...watch }));
if (!stop.signal.aborted) await once(stop.signal, 'abort');
