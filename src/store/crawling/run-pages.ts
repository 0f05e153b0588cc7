/** Runs and their coverage ledgers page by page, as operators look through them. */
import { type RawBuilder, sql } from 'kysely';
import type {
  CoveragePage,
  CoverageQuery,
  RunDetail,
  RunPage,
  RunQuery,
  RunRow,
} from '../../model/operations-api.ts';
import type { Db } from '../open-database.ts';

/** The newest first. */
export async function pageOfRuns(db: Db, { site, status, before, limit }: RunQuery): Promise<RunPage> {
  const parts = [
    ...(site === undefined ? [] : [sql`r.site_id = ${site}`]),
    ...(status === undefined ? [] : [sql`r.status = ${status}`]),
    ...(before === undefined ? [] : [sql`r.id < ${before}`]),
  ];
  const items = await runRows(db, parts.length === 0 ? sql`true` : sql.join(parts, sql` and `), limit);
  return { items, next: items.length < limit ? null : (items.at(-1)?.id ?? null) };
}

/** null when there is no such run. */
export async function findRunDetail(db: Db, id: number): Promise<RunDetail | null> {
  const [run] = await runRows(db, sql`r.id = ${id}`, 1);
  if (run === undefined) return null;
  const { rows: fields } = await sql<RunDetail['fields'][number]>`
    select pages, field, reader, filled, listings, unread, samples from field_coverage where run_id = ${id}
    order by pages, field, filled desc, reader`.execute(db);
  return { ...run, fields };
}

/** null when there is no such run: one that planned nothing yet has an empty page. */
export async function pageOfCoverage(
  db: Db,
  run: number,
  { outcome, after, limit }: CoverageQuery,
): Promise<CoveragePage | null> {
  const { rows: items } = await sql<CoveragePage['items'][number]>`
    select position, url, outcome, status, detail, at from coverage
    where run_id = ${run} and position > ${after} and ${outcome === undefined ? sql`true` : sql`outcome = ${outcome}`}
    order by position limit ${limit}`.execute(db);
  if (items.length === 0) {
    const { rows } = await sql`select from runs where id = ${run}`.execute(db);
    if (rows.length === 0) return null;
  }
  return { items, next: items.length < limit ? null : (items.at(-1)?.position ?? null) };
}

async function runRows(db: Db, where: RawBuilder<unknown>, limit: number): Promise<RunRow[]> {
  const { rows } = await sql<RunRow>`
    select r.id, json_build_object('id', s.id, 'name', s.name) as site, r.trigger, r.status, r.queued_at as "queuedAt",
      r.started_at as "startedAt", r.finished_at as "finishedAt", r.worker, r.pages, r.listings,
      r.alerts_opened as "alertsOpened", r.alerts_revised as "alertsRevised", r.skipped, r.unused, r.problem
    from runs r join sites s on s.id = r.site_id where ${where} order by r.id desc limit ${limit}`.execute(
    db,
  );
  return rows;
}
