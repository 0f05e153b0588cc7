/** The schedule of thousands of sites: how long a tick and a start take, and whether a day brings every run once and in time. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { startCrawlWorker } from '../../queues/crawl-worker.ts';
import { openQueues, type Queues } from '../../queues/open-queues.ts';
import { type TickTools, tick } from '../../queues/tick.ts';
import { createLog } from '../../src/log.ts';
import { applySites } from '../../src/store/crawling/sites.ts';
import { type Db, openDatabase } from '../../src/store/open-database.ts';
import { openBundledPostgres } from '../../src/store/server/bundled-postgres.ts';
import { startRedis } from '../support/start-redis.ts';
import { type PlannedSite, planSites, turnsOf } from './schedule-oracle.ts';
import { cpuOfTree } from './used-by-process.ts';

/** A day without a change of clocks in any of the time zones used. */
const DAY = new Date('2026-05-04T00:00:00.000Z');
const DAY_MS = 86_400_000;
/** Six times as long as by default: more is due in each. */
const TICK_MS = 60_000;
const IDLE_TICKS = 100;
const GOALS = { tickMs: 200, startSeconds: 10 } as const;
const log = createLog('error');

type Ground = { readonly db: Db; readonly queues: Queues; now: Date };

async function openGround(open: AsyncDisposableStack, backend: 'postgres' | 'redis'): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'pw-schedule-'));
  open.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const { databaseUrl } = open.use(await openBundledPostgres(folder, log));
  const database = open.use(await openDatabase({ databaseUrl, dataFolder: folder, log, max: 24 }));
  const redisUrl = backend === 'redis' ? open.use(await startRedis()).url : null;
  const queues = open.use(await openQueues({ redisUrl, pool: database.pool, log }));
  return { db: database.db, queues, now: DAY };
}

/** Runs end at once: what is tried is when they begin. */
async function workAtOnce(open: AsyncDisposableStack, ground: Ground): Promise<() => number> {
  const { db, queues } = ground;
  const clock = () => ground.now;
  let ended = 0;
  const perform = async ({ run }: { run: number }) => {
    const values = { status: 'ok', started_at: clock(), finished_at: clock() } as const;
    await db.updateTable('runs').set(values).where('id', '=', run).execute();
    ended += 1;
    return 'ended' as const;
  };
  open.use(await startCrawlWorker({ queues, db, clock, concurrency: 16, perform, log }));
  return () => ended;
}

async function spread(db: Db, planned: readonly PlannedSite[]): Promise<void> {
  const rows = JSON.stringify(planned.map(({ site, first }) => ({ id: site.id, first })));
  await sql`update sites set next_run_at = given.first, planned_at = null
    from jsonb_to_recordset(${rows}::jsonb) as given (id text, first timestamptz)
    where sites.id = given.id`.execute(db);
  await sql`delete from runs`.execute(db);
  await sql`vacuum analyze sites, runs`.execute(db);
}

type Lateness = { missed: number; double: number; worstMs: number; turns: number };

/** Each site's runs beside its turns, one by one. */
async function compare(db: Db, planned: readonly PlannedSite[], until: Date): Promise<Lateness> {
  const { rows } = await sql<{ site: string; at: number }>`
    select site_id as site, extract(epoch from queued_at)::float8 * 1000 as at from runs order by queued_at`.execute(
    db,
  );
  const bySite = Map.groupBy(rows, ({ site }) => site);
  const result: Lateness = { missed: 0, double: 0, worstMs: 0, turns: 0 };
  for (const each of planned) {
    const jitterMs = (each.site.schedule.jitterSeconds ?? 0) * 1000;
    const runs = (bySite.get(each.site.id) ?? []).map(({ at }) => at);
    // What is due in the last moments may be claimed after them.
    const turns = turnsOf(each, new Date(until.getTime() - TICK_MS - jitterMs));
    result.turns += turns.length;
    for (const [index, turn] of turns.entries()) {
      const run = runs.shift();
      const late = (run ?? Number.POSITIVE_INFINITY) - turn.getTime();
      if (late < 0 || late > DAY_MS / 24) {
        result.missed += turns.length - index;
        break;
      }
      result.worstMs = Math.max(result.worstMs, late - jitterMs);
    }
    result.double += runs.filter((run) => run < until.getTime() - 2 * TICK_MS - jitterMs).length;
  }
  return result;
}

const cpu = () => cpuOfTree(process.pid);
const at = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;

type Day = Lateness & {
  readonly startSeconds: number;
  readonly ticks: readonly number[];
  /** Processor time, PostgreSQL's and Redis's included, of a run and of a tick that finds nothing. */
  readonly msOfRun: number;
  readonly msOfIdle: number;
};

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** As after an outage: all sites are new, and due at once. */
async function start(ground: Ground, tools: TickTools, planned: readonly PlannedSite[]): Promise<number> {
  const sites = planned.map(({ site }) => site);
  const took = await timed(async () => {
    await applySites(ground.db, sites, 'file', ground.now);
    await tick(tools);
  });
  await ground.queues.crawl.obliterate({ force: true });
  await spread(ground.db, planned);
  return took / 1000;
}

async function liveThroughDay(count: number, backend: 'postgres' | 'redis'): Promise<Day> {
  await using open = new AsyncDisposableStack();
  const ground = await openGround(open, backend);
  const { db, queues } = ground;
  const tools = { db, queues, clock: () => ground.now, search: { after: 0 } };
  const planned = planSites(count, DAY);
  const startSeconds = await start(ground, tools, planned);
  const idleFrom = cpu();
  for (let done = 0; done < IDLE_TICKS; done += 1) await tick(tools);
  const msOfIdle = (1000 * (cpu() - idleFrom)) / IDLE_TICKS;
  const ended = await workAtOnce(open, ground);
  const until = new Date(DAY.getTime() + DAY_MS);
  const ticks: number[] = [];
  const from = cpu();
  let claimed = 0;
  for (; ground.now < until; ground.now = new Date(ground.now.getTime() + TICK_MS)) {
    const began = performance.now();
    claimed += (await tick(tools)).claimed;
    ticks.push(performance.now() - began);
    while (ended() < claimed) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const msOfRun = Math.max(0, 1000 * (cpu() - from) - ticks.length * msOfIdle) / claimed;
  const sorted = ticks.toSorted((a, b) => a - b);
  return { ...(await compare(db, planned, until)), startSeconds, ticks: sorted, msOfRun, msOfIdle };
}

export async function benchSchedule(sites: number): Promise<void> {
  const sizes = [...new Set([100, 1000, sites])].filter((size) => size <= sites);
  console.log(
    `a simulated day in ticks of ${TICK_MS / 1000} s; runs end at once; processor time with that of PostgreSQL and Redis`,
  );
  for (const backend of ['postgres', 'redis'] as const) {
    const days: Day[] = [];
    for (const size of sizes) {
      const day = await liveThroughDay(size, backend);
      days.push(day);
      tellOf(backend, size, day);
    }
    const [least, most] = [days[0], days.at(-1)];
    if (least === undefined || most === undefined || least === most) continue;
    console.log(
      `  a run costs ${(most.msOfRun / least.msOfRun).toFixed(2)} times as much at ${sites} sites\n`,
    );
  }
}

function tellOf(backend: string, size: number, day: Day): void {
  const { ticks, startSeconds, turns, missed, double, worstMs, msOfRun, msOfIdle } = day;
  const ms = [0.5, 0.95, 1].map((share) => at(ticks, share).toFixed(0));
  console.log(
    `  ${backend.padEnd(8)} ${String(size).padStart(6)} sites: ${turns} turns, ${missed} missed, ${double} double, at most ${(worstMs / 1000).toFixed(0)} s late; tick p50 ${ms[0]} p95 ${ms[1]} most ${ms[2]} ms; all due at a start ${startSeconds.toFixed(1)} s; CPU ${msOfRun.toFixed(2)} ms a run, ${msOfIdle.toFixed(1)} ms a tick`,
  );
  const late = worstMs > TICK_MS;
  if (missed + double > 0 || late) throw new Error('not every run came once and at most one tick late');
  const slow = at(ticks, 0.95) >= GOALS.tickMs || startSeconds >= GOALS.startSeconds;
  if (slow) console.log(`  MISSED: a tick under ${GOALS.tickMs} ms, a start under ${GOALS.startSeconds} s`);
}
