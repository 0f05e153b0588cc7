/** Worker processes on sites that answer slowly: whether twice as many read twice as much. */
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { supervise } from '../../queues/supervise.ts';
import { createLog } from '../../src/log.ts';
import type { Db } from '../../src/store/open-database.ts';
import { openWork, WORKER } from '../work/open-work.ts';
import type { Backend } from '../work/start-servers.ts';

/** Each site is asked for a page, and answers after so long. */
const ANSWER_MS = 500;
const SITES_A_PROCESS = 4;
/** So many that the last ones to end weigh little. One in five shops is drawn by scripts and not visited. */
const SHOPS = 80;
const LISTINGS = 1600;
const SHORTEST_RATIO = 1.8;
const LIMIT_MS = 20 * 60_000;
const log = createLog('silent');

type Throughput = { readonly pages: number; readonly seconds: number };

/** Of the time in which all had enough to do: from the first begin until three of four runs had ended. */
async function throughput(db: Db): Promise<Throughput> {
  const { rows } = await sql<Throughput>`
    with ended as (select pages, finished_at, ntile(4) over (order by finished_at) as part from runs)
    select sum(pages) filter (where part < 4)::int as pages,
      extract(epoch from max(finished_at) filter (where part < 4) - (select min(started_at) from runs))::float8
        as seconds from ended`.execute(db);
  const [figures] = rows;
  if (figures === undefined) throw new Error('no run ended');
  return figures;
}

async function crawlWith(backend: Backend, processes: number): Promise<Throughput> {
  await using open = new AsyncDisposableStack();
  const market = { seed: 'workers', shops: SHOPS, listings: LISTINGS };
  const { database, order } = await openWork(open, {
    ...{ backend, market, everySeconds: null, tickMs: 1000 },
    concurrency: SITES_A_PROCESS,
    pauseMs: ANSWER_MS,
  });
  const stop = new AbortController();
  const command = [WORKER, JSON.stringify(order)];
  const working = supervise({ command, log, signal: stop.signal }, processes);
  open.defer(async () => {
    stop.abort(new Error('the benchmark is over'));
    await working;
  });
  const until = performance.now() + LIMIT_MS;
  for (;;) {
    const { rows } = await sql<{ left: number }>`
      select count(*)::int as left from sites where not exists (
        select from runs where site_id = sites.id and finished_at is not null)`.execute(database.db);
    if (rows[0]?.left === 0) return await throughput(database.db);
    if (performance.now() > until) throw new Error(`not done after ${LIMIT_MS / 60_000} minutes`);
    await sleep(500);
  }
}

/** @throws Error when four processes are not almost twice as fast as two */
export async function benchWorkers(): Promise<void> {
  process.env['LOG_LEVEL'] ??= 'silent';
  console.log(
    `sites that answer after ${ANSWER_MS} ms, ${SITES_A_PROCESS} at a time in each worker process, queues on postgres and redis`,
  );
  for (const backend of ['postgres', 'redis'] as const) {
    const rates: number[] = [];
    for (const processes of [2, 4]) {
      const { pages, seconds } = await crawlWith(backend, processes);
      rates.push(pages / seconds);
      console.log(
        `  ${backend.padEnd(8)} ${processes} processes: ${pages} pages in ${seconds.toFixed(1)} s, ${(pages / seconds).toFixed(1)} a second`,
      );
    }
    const [two = 0, four = 0] = rates;
    const ratio = four / two;
    console.log(`  ${backend.padEnd(8)} 4 processes read ${ratio.toFixed(2)} times as much as 2\n`);
    if (ratio < SHORTEST_RATIO) throw new Error(`expected ${SHORTEST_RATIO} times as much`);
  }
}
