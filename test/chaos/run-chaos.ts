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
import { openWork, WORKER } from '../work/open-work.ts';
import { REQUESTS_SUFFIX } from '../work/order.ts';
import type { Backend, Servers } from '../work/start-servers.ts';
import {
  type AlertRow,
  countAgain,
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

async function isDone(db: Db, read: ReadonlySet<string>): Promise<boolean> {
  const open = await db
    .selectFrom('runs')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('status', 'in', ['queued', 'running'])
    .executeTakeFirstOrThrow();
  const { rows: begun } = await sql`
    select id from sites where not exists (select from runs where site_id = sites.id)`.execute(db);
  if (open.count > 0 || begun.length > 0) return false;
  const outbox = await countOutbox(db);
  return outbox.waiting === 0 && outbox.rows.every((id) => read.has(id));
}

const KINDS = ['worker', 'worker', 'worker', 'postgres', 'redis'] as const;
type Kind = (typeof KINDS)[number];

/** Which is killed at each turn: in an order of chance, workers more often than servers, and each of them if at all possible. */
function turnsOf(o: ChaosOptions, random: Random): Kind[] {
  const kinds = KINDS.filter((kind) => kind !== 'redis' || o.backend === 'redis');
  return random.shuffle(Array.from({ length: o.kills }, (_, at) => kinds[at % kinds.length] ?? 'worker'));
}

/** False when no worker lives just now. */
async function kill(kind: Kind, servers: Servers, folder: string, random: Random): Promise<boolean> {
  if (kind === 'postgres') servers.killPostgres();
  if (kind === 'redis') await servers.killRedis();
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
    while (asked() < due || !(await kill(kind, chaos.servers, chaos.folder, random))) {
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
  });
  const { servers, market, database, order, published, read } = work;
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
  const killing = killMeanwhile(o, { servers, market, folder, signal: stop.signal });
  const until = started + o.limitSeconds * 1000;
  let told = performance.now();
  const progress = () => `${market.requests().length} requests, ${read.size} alerts read`;
  while (!(await patiently(() => isDone(db, read)))) {
    if (performance.now() > until) throw new Error(`not done after ${o.limitSeconds} s: ${progress()}`);
    if (performance.now() > told + 10_000) {
      told = performance.now();
      o.tell(progress());
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
  return {
    alerts: await readAlerts(db),
    unfinished: runs
      .filter(({ status }) => status !== 'ok')
      .map(({ site_id, status, problem }) => `${site_id}: ${status}: ${problem}`),
    written: (await countOutbox(db)).rows,
    published,
    kills,
    requests: asked.length,
    again: countAgain(asked),
    leases: await readLeases(db),
    asked: await readRequests(folder, origins),
    runs: runs.length,
    seconds: (performance.now() - started) / 1000,
  };
}
