/** Ticks at once and then every few seconds, through one BullMQ scheduler that all processes share. */
import type { Log } from '../src/log.ts';
import { clockWasAhead, mendClock } from '../src/store/crawling/clock-jumps.ts';
import { beat } from '../src/store/health/heartbeats.ts';
import { logFailure } from '../src/store/outage.ts';
import { JOB_CONTRACTS, jobData } from './job-contracts.ts';
import type { Queues } from './open-queues.ts';
import { createParking } from './park-jobs.ts';
import { settleWithin } from './settle-within.ts';
import { type RunningWorker, startWorker } from './start-worker.ts';
import { type TickTools, tick } from './tick.ts';

export const TICK_SCHEDULER = 'sites';

const STOP_MS = 5_000;

/** The worker of the queue `tick`, and the watch over its scheduler. */
export class Ticker implements AsyncDisposable {
  readonly #worker: RunningWorker;
  readonly #timer: NodeJS.Timeout;
  #repairing: Promise<void> | null = null;

  constructor(worker: RunningWorker, everyMs: number, repair: () => Promise<void>) {
    this.#worker = worker;
    // One that waits for a server that is away is not followed by all the others when it comes back.
    this.#timer = setInterval(() => {
      this.#repairing ??= repair().finally(() => {
        this.#repairing = null;
      });
    }, everyMs);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    if (this.#repairing !== null)
      await Promise.allSettled([settleWithin(STOP_MS, 'the scheduler', this.#repairing)]);
    await this.#worker[Symbol.asyncDispose]();
  }
}

type TickerStart = Omit<TickTools, 'search'> & {
  readonly queues: Queues;
  readonly everyMs: number;
  readonly log: Log;
};

/** Resolves after the first tick. A tick that fails is logged: the next one does what it left. */
export async function startTicker(o: TickerStart): Promise<Ticker> {
  const search = { after: 0 };
  const log = o.log.child({ queue: 'tick' });
  const tickOnce = async () => {
    // One time for the whole tick: a clock that is set right within it is seen by the next one.
    const now = o.clock();
    if (await clockWasAhead(o.db, now)) {
      // First: a jump is mended once, and the queue may not be there. Jobs that wait for a reason are put off again.
      await settleWithin(STOP_MS, 'jobs that were put off', o.queues.crawl.promoteJobs());
      const mended = await mendClock(o.db, now);
      log.error(mended, 'the clock had been ahead: what it had put off is due now; see `doctor`');
    }
    const report = await tick({ ...o, clock: () => now, search });
    await beat(o.db, 'tick', report, now);
    if (Object.values(report).some((count) => count > 0)) log.info(report, 'tick');
  };
  await putScheduler(o.queues, o.everyMs);
  const worker = await startWorker({
    queues: o.queues,
    name: 'tick',
    payload: JOB_CONTRACTS.tick.payload,
    concurrency: 1,
    limits: JOB_CONTRACTS.tick.limits,
    work: tickOnce,
    park: createParking(o.db, o.clock, log),
    log: o.log,
  });
  await attempt(log, 'tick failed', tickOnce);
  const repair = () => attempt(log, 'the scheduler could not be looked after', () => repairScheduler(o, log));
  return new Ticker(worker, o.everyMs, repair);
}

async function attempt(log: Log, message: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    logFailure(log, error, message);
  }
}

/** BullMQ makes the next job when one starts; if that step, or Redis's data, is lost, the chain is broken for good. */
async function repairScheduler(o: { queues: Queues; everyMs: number }, log: Log): Promise<void> {
  const found = await settleWithin(STOP_MS, 'the scheduler', o.queues.tick.getJobScheduler(TICK_SCHEDULER));
  // Schedulers run on the machine's time, whatever clock the project was given.
  const away = found?.next === undefined ? Number.POSITIVE_INFINITY : Math.abs(found.next - Date.now());
  // Too far ahead it is when the clock was ahead: nothing would tick until then.
  if (away < 2 * o.everyMs) return;
  log.warn({ next: found?.next ?? null }, 'the scheduler of the ticks was lost and is put back');
  await putScheduler(o.queues, o.everyMs);
}

async function putScheduler(queues: Queues, everyMs: number): Promise<void> {
  const template = { name: 'tick', data: jobData('tick', {}), opts: JOB_CONTRACTS.tick.options };
  const put = queues.tick.upsertJobScheduler(TICK_SCHEDULER, { every: everyMs }, template);
  await settleWithin(STOP_MS, 'the scheduler', put);
}
