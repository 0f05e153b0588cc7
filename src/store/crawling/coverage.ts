/** The table `coverage`: how each URL that a run planned ended, in the order in which they ended; written by run-journal.ts. */
import { sql } from 'kysely';
import type { Coverage } from '../../model/run.ts';
import type { Db } from '../open-database.ts';

const BATCH = 1000;

/** All rows of a run, in order, in batches. */
export async function* readCoverage(db: Db, run: number): AsyncIterable<readonly Coverage[]> {
  let after = 0;
  for (;;) {
    const { rows } = await sql<Coverage & { position: number }>`
      select position, url, outcome, status, detail, requests, at from coverage
      where run_id = ${run} and position > ${after} order by position limit ${BATCH}`.execute(db);
    after = rows.at(-1)?.position ?? after;
    if (rows.length > 0) yield rows.map(({ position: _position, ...row }) => row);
    if (rows.length < BATCH) return;
  }
}
