/** Drives a crawl with Crawlee's BasicCrawler over our own request source: nothing on disk, nothing shared, nothing retried. */
import { EventEmitter } from 'node:events';
import type { Request, StorageClient } from '@crawlee/basic';
import type { PlannedUrl } from './planned-url.ts';

export type Loop = {
  /** Whether another URL may be taken now. */
  readonly ready: () => boolean;
  readonly take: () => PlannedUrl | null;
  /** Must not reject: how a URL ends is its own business. */
  readonly visit: (planned: PlannedUrl) => Promise<void>;
};

type Crawlee = typeof import('@crawlee/basic');

/**
 * Pages that are visited on one request of Crawlee's: its checks, timers and measurements of load for each of them cost as much as
 * half a dozen steps of ours. Not more, so that pages that need no request leave everything else of the process its turn.
 */
const PAGES_A_REQUEST = 32;
/** Above any page, so that our own limits decide; Crawlee keeps timers in 31 bits. */
const HANDLER_SECONDS = 2 ** 31 / 1000 - 1;

function refuseStorage(): never {
  throw new Error('the crawler stores nothing through Crawlee');
}

/** Crawlee asks for a storage client; one that refuses everything proves that nothing is written to ./storage. */
const NO_STORAGE: StorageClient = {
  datasets: refuseStorage,
  dataset: refuseStorage,
  keyValueStores: refuseStorage,
  keyValueStore: refuseStorage,
  requestQueues: refuseStorage,
  requestQueue: refuseStorage,
};

/** A configuration of its own for each crawl, without the load measurements: they start a `ps` process every second. */
function quietConfiguration({ Configuration, LocalEventManager }: Crawlee) {
  const limit = EventEmitter.defaultMaxListeners;
  const config = new Configuration({
    persistStorage: false,
    purgeOnStart: false,
    // Any number keeps Crawlee from measuring the machine; with one request at a time it decides nothing.
    memoryMbytes: 4096,
  });
  // The constructor raises this limit for the whole process.
  EventEmitter.defaultMaxListeners = limit;
  config.set('storageClient', { ...NO_STORAGE });
  const events = new LocalEventManager(config);
  events.init = async () => undefined;
  config.set('eventManager', events);
  return config;
}

/**
 * Our frontier in the shape of a Crawlee queue. Crawlee's own costs over a millisecond a page and keeps every request in memory.
 * BasicCrawler 3.18 rejects `requestManager`, though typed, and takes the same object as `requestQueue`.
 */
function requestSource(loop: Loop, crawlee: Crawlee, planned: WeakMap<Request, PlannedUrl>) {
  let underWay = 0;
  return {
    isEmpty: async () => !loop.ready(),
    isFinished: async () => underWay === 0 && !loop.ready(),
    fetchNextRequest: async () => {
      const next = loop.ready() ? loop.take() : null;
      if (next === null) return null;
      underWay += 1;
      const request = new crawlee.Request({ url: next.url, uniqueKey: next.canonical });
      planned.set(request, next);
      return request;
    },
    markRequestHandled: async () => {
      underWay -= 1;
      return null;
    },
    reclaimRequest: async () => {
      underWay -= 1;
      return null;
    },
    addRequest: refuseStorage,
    addRequestsBatched: refuseStorage,
    handledCount: async () => 0,
    getTotalCount: () => 0,
    getPendingCount: () => 0,
  };
}

/** One after the other, from `first` on; none more when `ended` says that Crawlee waits for nothing any more. */
async function visitSome(loop: Loop, first: PlannedUrl, ended: () => boolean): Promise<void> {
  let next: PlannedUrl | null = first;
  for (let left = PAGES_A_REQUEST; next !== null; left -= 1) {
    await loop.visit(next);
    next = left > 1 && !ended() && loop.ready() ? loop.take() : null;
  }
}

/** Resolves when `ready` says no and nothing is under way. One URL at a time. */
export async function runLoop(loop: Loop): Promise<void> {
  // Loaded here, since it costs 0.3 s of processor time that commands without a crawl need not pay.
  const crawlee = await import('@crawlee/basic');
  const planned = new WeakMap<Request, PlannedUrl>();
  const underWay = new Set<Promise<void>>();
  let ended = false;
  const source: unknown = requestSource(loop, crawlee, planned);
  const crawler = new crawlee.BasicCrawler(
    {
      requestQueue: source as InstanceType<Crawlee['RequestQueue']>,
      maxConcurrency: 1,
      maxRequestRetries: 0,
      useSessionPool: false,
      requestHandlerTimeoutSecs: HANDLER_SECONDS,
      statisticsOptions: {
        persistenceOptions: { enable: false },
        // Given only so that Crawlee opens none of its own.
        keyValueStore: {} as InstanceType<Crawlee['KeyValueStore']>,
      },
      log: crawlee.log.child({ level: crawlee.LogLevel.OFF, prefix: 'crawl' }),
      requestHandler: async ({ request }) => {
        const first = planned.get(request as Request);
        if (first === undefined) throw new Error(`not ours: ${request.url}`);
        const visits = visitSome(loop, first, () => ended);
        underWay.add(visits);
        try {
          await visits;
        } finally {
          underWay.delete(visits);
        }
      },
    },
    quietConfiguration(crawlee),
  );
  await crawler.run();
  ended = true;
  // Crawlee ends early on an interrupt; what is under way is ours to wait for.
  await Promise.all(underWay);
}
