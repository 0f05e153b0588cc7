/** The clock of the project: claims the sites that are due and enqueues their runs. PostgreSQL says what is due. */
import { nextCronTurn } from '../config/cron-turns.ts';
import { runsToEnqueue, takeBackStaleRuns, type WaitingRun } from '../src/store/crawling/runs.ts';
import { type CronTurn, claimDueSites, dueCronLines } from '../src/store/crawling/schedules.ts';
import { type LostJob, recordLostJobs } from '../src/store/health/lost-jobs.ts';
import type { Db } from '../src/store/open-database.ts';
import { enqueueRuns } from './enqueue-runs.ts';
import { JOB_CONTRACTS } from './job-contracts.ts';
import type { Queues } from './open-queues.ts';
import { settleWithin } from './settle-within.ts';

/** Sites claimed in one statement, so many times in a tick: what is left is due at the next. */
const CLAIM = 10_000;
/** A run that waits this long in PostgreSQL may have lost its job: its process died between claiming and enqueuing. */
const LOST_AFTER_MS = 60_000;
/** Waiting runs held against the queue in one tick; the next goes on after them. */
const LOOKED_FOR = 500;
const AT_A_TIME = 50;
const QUEUE_MS = 10_000;
const OVER: ReadonlySet<string> = new Set(['unknown', 'completed', 'failed']);

export type TickTools = {
  readonly db: Db;
  readonly queues: Pick<Queues, 'crawl'>;
  readonly clock: () => Date;
  /** How far the search for lost jobs has come. One a process, kept between ticks. */
  readonly search: LostJobSearch;
};
export type LostJobSearch = { after: number };

export type TickReport = {
  readonly claimed: number;
  readonly reenqueued: number;
  /** Runs whose worker was lost. */
  readonly takenBack: number;
  readonly abandoned: number;
};

/** Safe to run in any number of processes at once: each due site is claimed by one of them. */
export async function tick(o: TickTools): Promise<TickReport> {
  const stale = await takeBackStaleRuns(o.db, o.clock());
  const claimed = await claimDue(o);
  const reenqueued = await reenqueueLost(o);
  return { claimed, reenqueued, takenBack: stale.queued, abandoned: stale.abandoned };
}

async function claimDue(o: TickTools): Promise<number> {
  const now = o.clock();
  const turns: CronTurn[] = [];
  for (const line of await dueCronLines(o.db, now)) {
    const next = nextCronTurn(line.cron, line.timezone, now);
    if (next !== null) turns.push({ ...line, next });
  }
  const runs = await claimDueSites(o.db, now, CLAIM, turns);
  await enqueueRuns(o.queues, runs);
  return runs.length;
}

/**
 * Runs that wait in PostgreSQL without a job that could start them: the process died between claiming and enqueuing,
 * the queue's data was lost, or the job ended without having begun the run. Only then is the id free for a new job.
 */
async function reenqueueLost(o: TickTools): Promise<number> {
  const now = o.clock();
  const old = new Date(now.getTime() - LOST_AFTER_MS);
  const waiting = await runsToEnqueue(o.db, old, o.search.after, LOOKED_FOR);
  o.search.after = waiting.length < LOOKED_FOR ? 0 : (waiting.at(-1)?.run ?? 0);
  const lost: WaitingRun[] = [];
  const records: LostJob[] = [];
  for (let start = 0; start < waiting.length; start += AT_A_TIME) {
    const some = waiting.slice(start, start + AT_A_TIME);
    const states = await Promise.all(some.map((run) => stateOf(o.queues, JOB_CONTRACTS.crawl.jobId(run))));
    for (const [index, run] of some.entries()) {
      const found = states[index] ?? 'unknown';
      if (!OVER.has(found)) continue;
      lost.push(run);
      records.push({ queue: 'crawl', jobId: JOB_CONTRACTS.crawl.jobId(run), found });
    }
  }
  for (const { jobId, found } of records) {
    if (found === 'unknown') continue;
    await settleWithin(QUEUE_MS, 'removing a job', o.queues.crawl.remove(jobId));
  }
  await recordLostJobs(o.db, records, now);
  await enqueueRuns(o.queues, lost);
  return lost.length;
}

function stateOf(queues: Pick<Queues, 'crawl'>, id: string): Promise<string> {
  return settleWithin(QUEUE_MS, 'looking for a job', queues.crawl.getJobState(id));
}
