/** Lets a worker process crawl, publish and notify for a time while its market changes, and measures it from outside. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Queues } from '../../queues/open-queues.ts';
import { LATER_OPTIONS, NODE_ENVIRONMENT, NODE_OPTIONS } from '../../src/main/node-options.mjs';
import type { Db } from '../../src/store/open-database.ts';
import { openWork, WORKER, type Work } from '../work/open-work.ts';
import { MEASURE, type Measures, measures } from '../work/order.ts';
import type { Backend } from '../work/start-servers.ts';
import { type Sample, SERIES } from './judge-growth.ts';

/** One in five shops is drawn by scripts and not visited. */
const SHOPS = 5;
/** A hundred in each shop, so that the shares below are whole numbers and the market stays as large as it is. */
const LISTINGS = 500;
const DAILY = { removed: 0.04, edited: 0.03, added: 0.03, reposted: 0.01 };
const SAMPLES = 40;
/** Of which the least counts: sites are crawled in waves, and a look may come at any point of one. */
const LOOKS_A_SAMPLE = 9;
const LOOK_MS = 50;
const ANSWER_MS = 30_000;
const SETTLE_MS = 120_000;
/** States of jobs that ended: so many of them are kept, by their contract. */
const ENDED: ReadonlySet<string> = new Set(['completed', 'failed']);

export type SoakOptions = {
  readonly backend: Backend;
  readonly minutes: number;
  readonly everySeconds: number;
  readonly pauseMs: number;
  readonly tell: (line: string) => void;
};

export type SoakReport = {
  readonly samples: readonly Sample[];
  readonly runs: number;
  readonly pages: number;
  /** Runs that did not end well. */
  readonly unfinished: readonly string[];
  /** Revisions in the outbox, those that the reader of `review` was given, and those it was given twice. */
  readonly written: number;
  readonly published: number;
  readonly doubled: number;
  /** Messages that the receiver got, and those of the database that it did not. */
  readonly heard: number;
  readonly unheard: number;
};

async function measure(worker: ChildProcess): Promise<Measures> {
  const answer = once(worker, 'message', { signal: AbortSignal.timeout(ANSWER_MS) });
  worker.send(MEASURE);
  const [said] = await answer;
  return measures.parse(said);
}

async function countJobs(queues: Queues): Promise<{ live: number; ended: number }> {
  let [live, ended] = [0, 0];
  for (const { counts } of await queues.count())
    for (const [state, count] of Object.entries(counts)) {
      if (ENDED.has(state)) ended += count;
      else live += count;
    }
  return { live, ended };
}

async function look(work: Work, worker: ChildProcess, minute: number): Promise<Sample> {
  const taken = await measure(worker);
  const { rows } = await sql<{ connections: number; database: number }>`
    select count(*)::int as connections, (pg_database_size(current_database()) / 1e6)::float8 as database
    from pg_stat_activity where datname = current_database()`.execute(work.database.db);
  const { live, ended } = await countJobs(work.queues);
  return { minute, ...taken, ...(rows[0] ?? { connections: 0, database: 0 }), rows: live, ended };
}

/** What is held on to: what a run takes while it lasts is gone at a look between two runs. */
function leastOf(looks: readonly Sample[]): Sample {
  const [last] = looks.slice(-1);
  if (last === undefined) throw new Error('there is nothing to choose from');
  const least = SERIES.map((name) => [name, Math.min(...looks.map((each) => each[name]))]);
  return { ...last, ...Object.fromEntries(least) };
}

function lineOf(backend: Backend, sample: Sample, heard: number): string {
  const { minute, heap, code, buffers, resident, handles, connections, rows, ended, database } = sample;
  const mb = (value: number) => value.toFixed(1).padStart(6);
  const n = (value: number) => String(value).padStart(4);
  return `${backend.padEnd(9)}${minute.toFixed(1).padStart(6)} min  heap${mb(heap)} code${mb(code)} buffers${mb(buffers)} resident${mb(resident)} MB  handles${n(handles)} connections${n(connections)} rows${n(rows)}  (${ended} ended jobs kept, database ${database.toFixed(0)} MB, ${heard} messages heard)`;
}

/** Nothing waits any more: what was written is published and told. */
async function settled({ database, published }: Work): Promise<boolean> {
  const { rows } = await sql<{ written: number; waiting: number }>`
    select (select count(*) from outbox)::int as written,
      (select count(*) from outbox where published_at is null or noted_at is null)::int
        + (select count(*) from messages where state = 'waiting')::int as waiting`.execute(database.db);
  return rows[0]?.waiting === 0 && rows[0].written <= published.length;
}

async function readReport(work: Work, samples: readonly Sample[]): Promise<SoakReport> {
  const { database, published, receiver } = work;
  const ended = await endedRuns(database.db);
  const { rows } = await sql<{ written: number; messages: number }>`
    select (select count(*) from outbox)::int as written,
      (select count(*) from messages)::int as messages`.execute(database.db);
  const [{ written, messages } = { written: 0, messages: 0 }] = rows;
  const ids = new Set(receiver.received.map(({ headers }) => headers['webhook-id']));
  return {
    samples,
    runs: ended.length,
    pages: ended.reduce((sum, { pages }) => sum + pages, 0),
    unfinished: ended.flatMap(({ site, status, problem }) =>
      status === 'ok' || status === 'queued' ? [] : [`${site}: ${status}: ${problem}`],
    ),
    written,
    published: new Set(published).size,
    doubled: published.length - new Set(published).size,
    heard: ids.size,
    unheard: Math.max(0, messages - ids.size),
  };
}

async function endedRuns(
  db: Db,
): Promise<{ site: string; status: string; problem: string | null; pages: number }[]> {
  return await db
    .selectFrom('runs')
    .select(['site_id as site', 'status', 'problem', 'pages'])
    .where('status', '<>', 'running')
    .execute();
}

/** Another day of the market now and then, and a look now and then, until the time is over. */
async function watch(o: SoakOptions, work: Work, worker: ChildProcess): Promise<Sample[]> {
  const began = performance.now();
  const passed = () => (performance.now() - began) / 60_000;
  const samples: Sample[] = [];
  let looks: Sample[] = [];
  let day = 0;
  while (samples.length < SAMPLES) {
    if (worker.exitCode !== null || worker.signalCode !== null)
      throw new Error(`the worker ended by itself: ${worker.exitCode ?? worker.signalCode}`);
    const today = Math.floor((passed() * 60) / o.everySeconds);
    if (today > day) work.market.turnTo(today);
    day = today;
    const part = samples.length + (looks.length + 1) / LOOKS_A_SAMPLE;
    if (passed() >= (part * o.minutes) / SAMPLES) looks.push(await look(work, worker, passed()));
    if (looks.length === LOOKS_A_SAMPLE) {
      const sample = leastOf(looks);
      samples.push(sample);
      looks = [];
      o.tell(lineOf(o.backend, sample, work.receiver.received.length));
    }
    await sleep(LOOK_MS);
  }
  return samples;
}

export async function runSoak(o: SoakOptions): Promise<SoakReport> {
  await using open = new AsyncDisposableStack();
  const { backend, everySeconds, pauseMs } = o;
  const market = { seed: 'soak', shops: SHOPS, listings: LISTINGS, daily: DAILY };
  const work = await openWork(open, {
    ...{ backend, market, everySeconds, pauseMs },
    concurrency: 4,
    tickMs: 2000,
  });
  // As `npm start` starts it, with garbage that can be collected before it is measured.
  const execArgv = ['--expose-gc', ...NODE_OPTIONS, ...LATER_OPTIONS];
  const env = { ...process.env, ...NODE_ENVIRONMENT };
  const worker = fork(WORKER, [JSON.stringify(work.order)], { execArgv, env });
  open.defer(async () => {
    if (worker.exitCode !== null || worker.signalCode !== null) return;
    const exited = once(worker, 'exit');
    worker.kill('SIGTERM');
    await exited;
  });
  const samples = await watch(o, work, worker);
  const until = performance.now() + SETTLE_MS;
  while (!(await settled(work)) && performance.now() < until) await sleep(500);
  return await readReport(work, samples);
}
