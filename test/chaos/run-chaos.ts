/** Crawls a market with several worker processes, killing them and their servers meanwhile, and tells what came of it. */
import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { supervise } from '../../queues/supervise.ts';
import { createLog } from '../../src/log.ts';
import type { Db } from '../../src/store/open-database.ts';
import { isOutage } from '../../src/store/outage.ts';
import { createRandom, type Random } from '../market/random.ts';
import type { Market } from '../market/start-market.ts';
import type { LostTime } from '../support/start-redis.ts';
import { openWork, WORKER } from '../work/open-work.ts';
import { REQUESTS_SUFFIX } from '../work/order.ts';
import type { Backend, Servers } from '../work/start-servers.ts';
import {
  type AlertRow,
  countAgain,
  countMessages,
  countOutbox,
  type LeaseRow,
  type RequestRow,
  readAlerts,
  readLeases,
  readRequests,
  recordLeases,
} from './read-outcome.ts';

const log = createLog('silent');

export type ChaosOptions = {
  readonly backend: Backend;
  readonly seed: string;
  /** 0: the run is left in peace. */
  readonly kills: number;
  readonly listings: number;
  /** Shops of the market; those whose pages a browser would have to draw are left out. */
  readonly shops: number;
  readonly processes: number;
  readonly concurrency: number;
  readonly pauseMs: number;
  /** How long the queue waits for a worker that died; the product's own time when left out. */
  readonly lockMs?: number;
  /** Requests that a run in peace makes: kills are spread over them. */
  readonly expected: number;
  readonly limitSeconds: number;
  readonly tell: (line: string) => void;
};

export type Outcome = {
  readonly alerts: readonly AlertRow[];
  /** Sites whose run did not end well, with its status. */
  readonly unfinished: readonly string[];
  /** Ids in the outbox, and of the jobs that the reader of `review` was given, each as often as it was put there. */
  readonly written: readonly string[];
  readonly published: readonly string[];
  /** Messages to a notifier that it did not get. One that it got twice is known by its id. */
  readonly unheard: number;
  readonly kills: Readonly<Record<string, number>>;
  readonly requests: number;
  readonly again: number;
  readonly leases: readonly LeaseRow[];
  readonly asked: readonly RequestRow[];
  readonly runs: number;
  readonly seconds: number;
};

/** What a look at the database says, however often the server is away meanwhile. */
async function patiently<T>(look: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (!isOutage(error)) throw error;
      await sleep(200);
    }
  }
}

type Left = Readonly<Record<'runs' | 'sites' | 'alerts' | 'messages', number>>;

/** What is still to be done, of each kind. */
async function countLeft(db: Db, read: ReadonlySet<string>): Promise<Left> {
  const { rows } = await sql<Left>`
    select (select count(*) from runs where status in ('queued', 'running'))::int as runs,
      (select count(*) from sites where not exists (select from runs where site_id = sites.id))::int as sites,
      (select count(*) from messages where state <> 'delivered')::int as messages`.execute(db);
  const [left] = rows;
  if (left === undefined) throw new Error('the database counts nothing');
  const outbox = await countOutbox(db);
  return { ...left, alerts: outbox.rows.filter((id) => !read.has(id)).length };
}

const KINDS = ['worker', 'postgres', 'redis', 'worker', 'worker'] as const;
type Kind = (typeof KINDS)[number];

/** Which is killed at each turn: in an order of chance, workers more often than servers, and each of them if at all possible. */
function turnsOf(o: ChaosOptions, random: Random): Kind[] {
  const kinds = KINDS.filter((kind) => kind !== 'redis' || o.backend === 'redis');
  return random.shuffle(Array.from({ length: o.kills }, (_, at) => kinds[at % kinds.length] ?? 'worker'));
}

/** False when no worker lives just now. */
async function kill(kind: Kind, { servers, folder, lost }: Chaos, random: Random): Promise<boolean> {
  if (kind === 'postgres') servers.killPostgres();
  if (kind === 'redis') {
    const time = await servers.killRedis();
    if (time !== null) lost.push(time);
  }
  if (kind !== 'worker') return true;
  const pids = (await readdir(folder))
    .filter((name) => name.endsWith(REQUESTS_SUFFIX))
    .map((name) => Number(name.slice(0, -REQUESTS_SUFFIX.length)))
    .filter(isAlive);
  const pid = random.shuffle(pids)[0];
  if (pid === undefined) return false;
  process.kill(pid, 'SIGKILL');
  return true;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // No such process: that is the answer.
    return false;
  }
}

type Chaos = {
  readonly servers: Servers;
  readonly lost: LostTime[];
  readonly market: Market;
  readonly folder: string;
  readonly signal: AbortSignal;
};

/** The n-th kill comes when the n-th part of the expected requests was made, so that the last one comes before the end. */
async function killMeanwhile(o: ChaosOptions, chaos: Chaos): Promise<Record<string, number>> {
  const random = createRandom(o.seed, 'chaos', 0);
  const kills: Record<string, number> = {};
  for (const [at, kind] of turnsOf(o, random).entries()) {
    const asked = () => chaos.market.requests().length;
    const due = ((at + 1) * o.expected) / (o.kills + 1);
    while (asked() < due || !(await kill(kind, chaos, random))) {
      if (chaos.signal.aborted) return kills;
      await sleep(50);
    }
    kills[kind] = (kills[kind] ?? 0) + 1;
    o.tell(`kill ${at + 1} of ${o.kills}: ${kind}, after ${asked()} requests`);
  }
  return kills;
}

export async function runChaos(o: ChaosOptions): Promise<Outcome> {
  const started = performance.now();
  await using open = new AsyncDisposableStack();
  const { backend, seed, shops, listings, concurrency, pauseMs } = o;
  const work = await openWork(open, {
    backend,
    market: { seed, shops, listings },
    everySeconds: null,
    concurrency,
    pauseMs,
    tickMs: 1000,
    ...(o.lockMs === undefined ? {} : { lockMs: o.lockMs }),
  });
  const { servers, market, database, receiver, order, published, read, lost } = work;
  const { folder, origins } = order;
  const { db } = database;
  await recordLeases(db);
  const stop = new AbortController();
  const working = supervise(
    { command: [WORKER, JSON.stringify(order)], log, signal: stop.signal },
    o.processes,
  );
  open.defer(async () => {
    stop.abort(new Error('the harness ends'));
    await working;
  });
  const killing = killMeanwhile(o, { servers, market, folder, lost, signal: stop.signal });
  const until = started + o.limitSeconds * 1000;
  let told = performance.now();
  for (;;) {
    const left = await patiently(() => countLeft(db, read));
    if (Object.values(left).every((count) => count === 0)) break;
    const waiting = Object.entries(left).map(([what, count]) => `${count} ${what}`);
    const progress = `${market.requests().length} requests, ${read.size} alerts read; left: ${waiting.join(', ')}`;
    if (performance.now() > until) throw new Error(`not done after ${o.limitSeconds} s: ${progress}`);
    if (performance.now() > told + 10_000) {
      told = performance.now();
      o.tell(progress);
    }
    await sleep(250);
  }
  const asked = market.requests().slice();
  stop.abort(new Error('done'));
  const kills = await killing;
  await working;
  const runs = await patiently(() =>
    db.selectFrom('runs').select(['site_id', 'status', 'problem']).execute(),
  );
  const heard = new Set(receiver.received.map(({ headers }) => headers['webhook-id']));
  return {
    alerts: await readAlerts(db),
    unfinished: runs
      .filter(({ status }) => status !== 'ok')
      .map(({ site_id, status, problem }) => `${site_id}: ${status}: ${problem}`),
    written: (await countOutbox(db)).rows,
    published,
    unheard: (await countMessages(db)).all - heard.size,
    kills,
    requests: asked.length,
    again: countAgain(asked),
    leases: await readLeases(db),
    asked: await readRequests(folder, origins),
    runs: runs.length,
    seconds: (performance.now() - started) / 1000,
  };
}
