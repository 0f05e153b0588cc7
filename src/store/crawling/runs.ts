/** The table `runs`: each crawl of a site from its queueing to its summary. */
import { sql } from 'kysely';
import type { RunLists, RunStatus, RunSummary, RunTrigger } from '../../model/run.ts';
import { EVERY_SITE } from '../../model/schedule.ts';
import type { Db } from '../open-database.ts';
import { toJson, toText, toTextOrNull } from '../to-json.ts';

export type StoredRun = {
  readonly id: number;
  readonly site: string;
  readonly trigger: RunTrigger;
  readonly status: RunStatus;
  readonly queuedAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** Host and process of the worker that began it last. */
  readonly worker: string | null;
  readonly token: number | null;
  readonly pages: number;
  readonly listings: number;
  readonly alertsOpened: number;
  readonly alertsRevised: number;
  readonly skipped: RunSummary['skipped'];
  readonly unused: RunSummary['unused'];
  /** Listings that were there when it ended, as far as it was told; null while it goes on. */
  readonly known: number | null;
  /** How much of the site's lists it looked through; null: not to be told. */
  readonly lists: RunLists | null;
  readonly problem: string | null;
};

/** Queued; gives its id. */
export async function createRun(db: Db, siteId: string, trigger: RunTrigger, now: Date): Promise<number> {
  const { id } = await db
    .insertInto('runs')
    .values({ site_id: siteId, trigger, status: 'queued', queued_at: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/**
 * Also begins a run again whose worker died: `token` is of the site's present lease, so it is higher than that
 * worker's. False when the run has ended.
 */
export async function startRun(
  db: Db,
  run: number,
  worker: string,
  token: number,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('runs')
    .set({ status: 'running', worker, token, started_at: now, finished_at: null, problem: null })
    .where('id', '=', run)
    .where('status', 'in', ['queued', 'running'])
    .where((where) => where.or([where('token', 'is', null), where('token', '<', token)]))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** What a run has read so far. */
export type RunProgress = {
  readonly pages: number;
  readonly listings: number;
  readonly opened: number;
  readonly revised: number;
  readonly unused: RunSummary['unused'];
};

function progressColumns({ pages, listings, opened, revised, unused }: RunProgress) {
  return { pages, listings, alerts_opened: opened, alerts_revised: revised, unused: toJson(unused) };
}

/** Does nothing once the run has ended or another worker has it. */
export async function noteProgress(db: Db, run: number, token: number, progress: RunProgress): Promise<void> {
  await db
    .updateTable('runs')
    .set(progressColumns(progress))
    .where('id', '=', run)
    .where('token', '=', token)
    .where('status', '=', 'running')
    .execute();
}

/**
 * False when the run was not running any more: it had been given up, had ended, or is another worker's by now.
 * @param token of the lease under which it ran; null ends it whoever has it
 */
export async function finishRun(
  db: Db,
  run: number,
  summary: RunSummary,
  now: Date,
  lists: RunLists | null = null,
  token: number | null = null,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('runs')
    .set({
      lists,
      known: sql<number>`(select count(*) from listings l
        where l.site_id = runs.site_id and l.last_run_id = runs.id and l.state = 'live')`,
      status: summary.status,
      finished_at: now,
      pages: summary.pages,
      listings: summary.listings,
      alerts_opened: summary.alerts.opened,
      alerts_revised: summary.alerts.revised,
      skipped: toJson(summary.skipped),
      unused: toJson(summary.unused),
      problem: toTextOrNull(summary.problem),
    })
    .where('id', '=', run)
    .where('status', 'in', ['queued', 'running'])
    .$if(token !== null, (ending) => ending.where('token', '=', token))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The newest run of the site that is under way; whoever has the site's lease knows that its worker is no more. */
export async function runUnderWay(db: Db, site: string): Promise<number | null> {
  const row = await db
    .selectFrom('runs')
    .select('id')
    .where('site_id', '=', site)
    .where('status', '=', 'running')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

export async function findRun(db: Db, run: number): Promise<StoredRun | null> {
  return (await runRows(db).where('id', '=', run).executeTakeFirst()) ?? null;
}

/** The newest runs first, of one site or of all. */
export async function listRuns(db: Db, site: string | null, limit: number): Promise<StoredRun[]> {
  const rows = runRows(db).orderBy('id', 'desc').limit(limit);
  return await (site === null ? rows : rows.where('site_id', '=', site)).execute();
}

/** The newest run of each site that has one, by site. */
export async function latestRuns(db: Db): Promise<StoredRun[]> {
  const newest = db
    .selectFrom('sites')
    .select((of) =>
      of
        .selectFrom('runs')
        .select('runs.id')
        .whereRef('runs.site_id', '=', 'sites.id')
        .orderBy('runs.id', 'desc')
        .limit(1)
        .as('id'),
    );
  return runRows(db).where('id', 'in', newest).orderBy('site_id').execute();
}

/** Takeovers without a page read in between after which a run is given up: what it reads may be what kills its workers. */
const TAKEOVERS_IN_VAIN = 5;

export type TakenBack = { readonly queued: number; readonly abandoned: number };

/**
 * Runs whose worker no longer holds the site's lease wait again for a worker, which goes on where they were; those that
 * got nowhere again and again are abandoned. `run`: that one alone.
 */
export async function takeBackStaleRuns(db: Db, now: Date, run: number | null = null): Promise<TakenBack> {
  const { rows } = await sql<{ status: RunStatus }>`
    with stale as (
      select runs.id, case when pages = pages_at_takeover then takeovers_in_vain + 1 else 0 end as in_vain
      from runs join sites on sites.id = runs.site_id
      where runs.status = 'running' and (${run}::bigint is null or runs.id = ${run})
        and (sites.lease_token <> runs.token or sites.lease_until is null or sites.lease_until <= clock_timestamp())
      for update of runs skip locked
    )
    update runs set
      status = case when in_vain >= ${TAKEOVERS_IN_VAIN} then 'abandoned' else 'queued' end,
      finished_at = case when in_vain >= ${TAKEOVERS_IN_VAIN} then ${now}::timestamptz end,
      problem = case when in_vain >= ${TAKEOVERS_IN_VAIN}
        then ${`Its worker was lost ${TAKEOVERS_IN_VAIN} times without reading a page.`} end,
      takeovers = takeovers + 1, takeovers_in_vain = in_vain, pages_at_takeover = pages
    from stale where runs.id = stale.id and runs.status = 'running'
    returning runs.status`.execute(db);
  const abandoned = rows.filter((row) => row.status === 'abandoned').length;
  return { queued: rows.length - abandoned, abandoned };
}

/**
 * A run that its worker gives back at shutdown waits for another, which counts on from there. False when it is not this worker's
 * any more.
 */
export async function handOverRun(
  db: Db,
  run: number,
  token: number,
  progress: RunProgress,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('runs')
    .set({ status: 'queued', ...progressColumns(progress) })
    .where('id', '=', run)
    .where('token', '=', token)
    .where('status', '=', 'running')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Ends a run that cannot be done; one that a living worker has is left alone, and then this is false. */
export async function failRun(db: Db, run: number, problem: string, now: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update runs set status = 'failed', finished_at = ${now}, problem = ${toText(problem)}
    from sites
    where runs.id = ${run} and sites.id = runs.site_id and (runs.status = 'queued' or runs.status = 'running'
      and (sites.lease_token <> runs.token or sites.lease_until is null or sites.lease_until <= clock_timestamp()))`.execute(
    db,
  );
  return (numAffectedRows ?? 0n) > 0n;
}

export type WaitingRun = { readonly site: string; readonly run: number; readonly priority: number };

/**
 * Runs after `after` that were queued before `olderThan` and that nobody has begun: their jobs may be lost. By id. Those
 * of paused sites wait without a job.
 */
export async function runsToEnqueue(
  db: Db,
  olderThan: Date,
  after: number,
  limit: number,
): Promise<WaitingRun[]> {
  const { rows } = await sql<WaitingRun>`
    select runs.site_id as site, runs.id as run, sites.priority
    from runs join sites on sites.id = runs.site_id
    where runs.status = 'queued' and runs.queued_at < ${olderThan} and runs.id > ${after}
      and sites.removed_at is null
      and not exists (select from holds where mode = 'pause' and scope in (runs.site_id, ${EVERY_SITE}))
    order by runs.id limit ${limit}`.execute(db);
  return rows;
}

function runRows(db: Db) {
  return db
    .selectFrom('runs')
    .select([
      'id',
      'site_id as site',
      'trigger',
      'status',
      'queued_at as queuedAt',
      'started_at as startedAt',
      'finished_at as finishedAt',
      'worker',
      'token',
      'pages',
      'listings',
      'alerts_opened as alertsOpened',
      'alerts_revised as alertsRevised',
      'skipped',
      'unused',
      'known',
      'lists',
      'problem',
    ]);
}
