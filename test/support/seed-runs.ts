/** Queued runs with the numbers that a test chooses, each of a site of its own: run 7 is of `shop-7`. */

import { sql } from 'kysely';
import { applySites } from '../../src/store/crawling/sites.ts';
import type { Db } from '../../src/store/open-database.ts';
import { sampleSite } from './store-samples.ts';

export async function seedRuns(db: Db, runs: readonly number[], now: Date): Promise<void> {
  const sites = runs.map((run) => sampleSite(`shop-${run}`));
  await applySites(db, sites, 'file', now);
  await db
    .updateTable('sites')
    .set({ next_run_at: new Date(now.getTime() + 86_400_000) })
    .execute();
  for (const run of runs) {
    await sql`
      insert into runs (id, site_id, trigger, status, queued_at) overriding system value
      values (${run}, ${`shop-${run}`}, 'schedule', 'queued', ${now})`.execute(db);
  }
}
