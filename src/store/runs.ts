/** The table `runs`: each crawl of a site from its queueing to its summary. */
import { sql } from 'kysely';
import type { RunStatus, RunSummary, RunTrigger } from '../model/run.ts';
import type { Db } from './open-database.ts';
import { toJson, toTextOrNull } from './to-json.ts';

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
    .where('status', 'in', ['queued', 'running', 'abandoned'])
    .where((where) => where.or([where('token', 'is', null), where('token', '<', token)]))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** What a run under way has read so far; does nothing once it has ended or another worker has it. */
export async function noteProgress(
  db: Db,
  run: number,
  token: number,
  counts: {
    readonly pages: number;
    readonly listings: number;
    readonly opened: number;
    readonly revised: number;
  },
): Promise<void> {
  await db
    .updateTable('runs')
    .set({
      pages: counts.pages,
      listings: counts.listings,
      alerts_opened: counts.opened,
      alerts_revised: counts.revised,
    })
    .where('id', '=', run)
    .where('token', '=', token)
    .where('status', '=', 'running')
    .execute();
}

/** False when the run was not running any more: it had been given up or had ended. */
export async function finishRun(db: Db, run: number, summary: RunSummary, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('runs')
    .set({
      status: summary.status,
      finished_at: now,
      pages: summary.pages,
      listings: summary.listings,
      alerts_opened: summary.alerts.opened,
      alerts_revised: summary.alerts.revised,
      skipped: toJson(summary.skipped),
      problem: toTextOrNull(summary.problem),
    })
    .where('id', '=', run)
    .where('status', 'in', ['queued', 'running'])
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function findRun(db: Db, run: number): Promise<StoredRun | null> {
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

  return (await runRows(db).where('id', '=', run).executeTakeFirst()) ?? null;
}

/** The newest run of each site that has one, by site. */
/** The newest runs first, of one site or of all. */
export async function listRuns(db: Db, site: string | null, limit: number): Promise<StoredRun[]> {
  const rows = runRows(db).orderBy('id', 'desc').limit(limit);
  return await (site === null ? rows : rows.where('site_id', '=', site)).execute();
}

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

/** Ends runs whose worker no longer holds the site's lease; gives how many there were. */
export async function abandonStaleRuns(db: Db, now: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    update runs set status = 'abandoned', finished_at = ${now}, problem = 'The worker of this run was lost.'
    from sites
    where runs.status = 'running' and sites.id = runs.site_id
      and (sites.lease_token <> runs.token or sites.lease_until is null or sites.lease_until <= ${now})`.execute(
    db,
  );
  return Number(numAffectedRows ?? 0n);
}

/** Runs queued before `olderThan` that nobody has begun: their job may be lost. Oldest first. */
export async function runsToEnqueue(db: Db, olderThan: Date): Promise<{ site: string; run: number }[]> {
  return db
    .selectFrom('runs')
    .innerJoin('sites', 'sites.id', 'runs.site_id')
    .select(['runs.site_id as site', 'runs.id as run'])
    .where('runs.status', '=', 'queued')
    .where('runs.queued_at', '<', olderThan.toISOString())
    .where('sites.removed_at', 'is', null)
    .orderBy('runs.id')
    .execute();
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
      'problem',
    ]);
}
