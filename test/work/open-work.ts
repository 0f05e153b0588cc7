/** A market with all that works on it except the workers: servers, database, configuration, and a reader of the queue `review`. */
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { NOBODY } from '../../config/load-notifiers.ts';
import { loadSites } from '../../config/load-sites.ts';
import { loadWatchlist } from '../../config/load-watchlist.ts';
import { openQueues, type Queues } from '../../queues/open-queues.ts';
import { createLog } from '../../src/log.ts';
import type { Site } from '../../src/model/site.ts';
import { applyConfiguration } from '../../src/pipeline/apply-config.ts';
import { type Db, type OpenDatabase, openDatabase } from '../../src/store/open-database.ts';
import { type Market, type StartOptions, startMarket } from '../market/start-market.ts';
import { SECRET, webhook } from '../support/sample-notices.ts';
import { type Receiver, startReceiver } from '../support/start-receiver.ts';
import type { LostTime } from '../support/start-redis.ts';
import type { WorkerOrder } from './order.ts';
import { type Backend, type Servers, startServers } from './start-servers.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
/** Of the program that is started as a worker. */
export const WORKER = new URL('worker.ts', import.meta.url).pathname;
const WATCH_MS = 10_000;
const log = createLog('silent');

export type WorkOptions = {
  readonly backend: Backend;
  readonly market: StartOptions;
  /** Null: as the site files say. */
  readonly everySeconds: number | null;
  readonly concurrency: number;
  readonly tickMs: number;
  readonly pauseMs: number;
  readonly lockMs?: number;
};

export type Work = {
  readonly servers: Servers;
  readonly market: Market;
  readonly database: OpenDatabase;
  readonly queues: Queues;
  readonly receiver: Receiver;
  readonly order: WorkerOrder;
  /** Ids of the jobs that the reader of `review` was given, each as often as it was put there. */
  readonly published: readonly string[];
  readonly read: ReadonlySet<string>;
  /** Times that Redis has forgotten: who read a job then is given it once more, and may know it by its revision. */
  readonly lost: LostTime[];
};

/** One site for each shop of the market that is read without a browser, made from the site file of its make. */
async function sitesFor(market: Market, everySeconds: number | null): Promise<Site[]> {
  const files = await loadSites(join(ROOT, 'test/market/sites'), true);
  return Object.keys(market.origins).flatMap((shop) => {
    const make = files.find(({ id }) => shop === id || shop.replace(/-\d+$/, '') === id);
    if (make === undefined || make.fetch === 'browser' || make.id === 'script-shop') return [];
    const start = make.start.map((url) => url.replace(`//${make.id}.`, `//${shop}.`));
    const schedule = everySeconds === null ? make.schedule : { ...make.schedule, everySeconds };
    return [{ ...make, id: shop, name: shop, start, schedule }];
  });
}

/** Alerts of the practice market are for nobody; these are told all the same, since that is what is tried. */
async function tellOfPractice(db: Db): Promise<void> {
  await sql`create function told_all_the_same() returns trigger language plpgsql as $$ begin
    new.payload := jsonb_set(new.payload, '{practice}', 'false'); return new; end $$`.execute(db);
  await sql`create trigger told_all_the_same before insert on outbox for each row
    execute function told_all_the_same()`.execute(db);
}

/** Reads the queue `review` as another system would, and remembers what it was given. */
function readReview(open: AsyncDisposableStack, queues: Queues): Pick<Work, 'published' | 'read' | 'lost'> {
  const published: string[] = [];
  const read = new Set<string>();
  const readAt = new Map<string, number>();
  const lost: LostTime[] = [];
  const forgotten = (at: number) => lost.some(({ from, until }) => at >= from && at <= until);
  const worker = queues.createWorker(
    'review',
    async ({ id = '?', attemptsStarted }) => {
      const before = readAt.get(id);
      read.add(id);
      readAt.set(id, Date.now());
      // A later attempt is of the same job: it was put there once.
      if (attemptsStarted <= 1 && (before === undefined || !forgotten(before))) published.push(id);
    },
    4,
  );
  open.defer(() => worker.close(true));
  return { published, read, lost };
}

/** Workers are started again and again: what they compile is kept for the next. */
const COMPILED = join(tmpdir(), 'precursor-watch-compiled');

export async function openWork(open: AsyncDisposableStack, o: WorkOptions): Promise<Work> {
  process.env['NODE_COMPILE_CACHE'] ??= COMPILED;
  const servers = open.use(await startServers(o.backend, log));
  const market = open.use(await startMarket(o.market));
  const receiver = open.use(await startReceiver());
  const folder = join(servers.folder, 'workers');
  await mkdir(folder);
  const { databaseUrl, redisUrl } = servers;
  const database = open.use(await openDatabase({ databaseUrl, dataFolder: folder, log }));
  const watchlist = await loadWatchlist(join(ROOT, 'config/watchlist'));
  const practiceSites = await sitesFor(market, o.everySeconds);
  const notifiers = [webhook('hook', `${receiver.origin}/hook`)];
  const notifying = { ...NOBODY, notifiers };
  const configuration = { sites: [], practiceSites, watchlist, optOuts: [], notifying };
  await applyConfiguration(database.db, configuration, new Date());
  await tellOfPractice(database.db);
  const queues = open.use(await openQueues({ redisUrl, pool: database.pool, log }));
  const given = {
    concurrency: o.concurrency,
    tickMs: o.tickMs,
    watchMs: WATCH_MS,
    lockMs: o.lockMs ?? null,
    pauseMs: o.pauseMs,
  };
  const { origins } = market;
  const told = { notifiers, secret: SECRET, receivers: [receiver.origin] };
  const order = { databaseUrl, redisUrl, origins, folder, ...given, ...told };
  return { servers, market, database, queues, receiver, order, ...readReview(open, queues) };
}
