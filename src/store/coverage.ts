/** The table `coverage`: how each URL that a run planned ended, in the order in which they ended. */
import { sql } from 'kysely';
import type { Coverage } from '../model/run.ts';
import type { Db } from './open-database.ts';
import { toJson } from './to-json.ts';

const BATCH = 1000;

/** Appends; a run has one writer. */
export async function addCoverage(db: Db, run: number, rows: readonly Coverage[]): Promise<void> {
  for (let start = 0; start < rows.length; start += BATCH) {
    const batch = toJson(rows.slice(start, start + BATCH));
    await sql`
      insert into coverage (run_id, position, url, outcome, status, detail, at)
      select ${run}::bigint, before.rows + given.position, url, outcome, status, detail, at
      from (select coalesce(max(position), 0) as rows from coverage where run_id = ${run}) before,
        rows from (jsonb_to_recordset(${batch}::jsonb)
          as (url text, outcome text, status integer, detail text, at timestamptz)) with ordinality
          as given (url, outcome, status, detail, at, position)`.execute(db);
  }
}
