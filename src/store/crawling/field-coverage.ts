/** The table `field_coverage`: which fields the listings of each run had, by reader, and what could not be read. */
import { sql } from 'kysely';
import type { FieldCoverage } from '../../model/field-coverage.ts';
import type { RunStatus } from '../../model/run.ts';
import type { Db } from '../open-database.ts';
import { toJson } from '../to-json.ts';

/** A run that another worker went on with has two parts: their counts are added. */
export async function addFieldCoverage(db: Db, run: number, rows: readonly FieldCoverage[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into field_coverage as known (run_id, pages, field, reader, filled, listings, unread, samples)
    select ${run}::bigint, pages, field, reader, filled, listings, unread, samples
    from jsonb_to_recordset(${toJson(rows)}::jsonb) as given
      (pages text, field text, reader text, filled integer, listings integer, unread integer, samples jsonb)
    on conflict (run_id, pages, field, reader) do update set
      filled = known.filled + excluded.filled,
      listings = known.listings + excluded.listings,
      unread = known.unread + excluded.unread,
      samples = case when known.samples = '[]' then excluded.samples else known.samples end`.execute(db);
}

function coverageRows(db: Db) {
  return db
    .selectFrom('field_coverage')
    .select(['pages', 'field', 'reader', 'filled', 'listings', 'unread', 'samples']);
}

/** Of one run, by kind of page, field and reader. */
export async function fieldCoverageOf(db: Db, run: number): Promise<FieldCoverage[]> {
  return await coverageRows(db)
    .where('run_id', '=', run)
    .orderBy('pages')
    .orderBy('field')
    .orderBy('filled', 'desc')
    .orderBy('reader')
    .execute();
}

/** Statuses of runs that read what they could. */
const READ: readonly RunStatus[] = ['ok', 'partial'];

/** Of the site's runs before `run` that read anything, the newest first, `limit` at most. */
export async function earlierFieldCoverage(
  db: Db,
  siteId: string,
  run: number,
  limit: number,
): Promise<FieldCoverage[][]> {
  const runs = await db
    .selectFrom('runs')
    .select('id')
    .where('site_id', '=', siteId)
    .where('id', '<', run)
    .where('status', 'in', READ)
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('field_coverage').select('field').whereRef('run_id', '=', 'runs.id')),
    )
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  if (runs.length === 0) return [];
  const ids = runs.map(({ id }) => id);
  const rows = await coverageRows(db).select('run_id').where('run_id', 'in', ids).execute();
  const byRun = Map.groupBy(rows, (row) => row.run_id);
  return ids.map((id) => (byRun.get(id) ?? []).map(({ run_id, ...row }) => row));
}
