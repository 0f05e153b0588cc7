/** The journal of a run: what it writes together, and in what order. */
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { keepJournal } from '../src/pipeline/keep-journal.ts';
import { adoptBrokenRuns } from '../src/store/run-journal.ts';
import { createRun } from '../src/store/runs.ts';
import { acquireLease, applySites } from '../src/store/sites.ts';
import { openTestDatabase } from './support/open-test-database.ts';
import { at, sampleSite } from './support/store-samples.ts';

test('the URLs of a sitemap are written in parts, the row that says that it was read with the last', async () => {
  await using database = await openTestDatabase();
  const { db } = database;
  await applySites(db, [sampleSite('a')], 'file', at(0));
  const run = await createRun(db, 'a', 'schedule', at(0));
  const { token = 0 } = (await acquireLease(db, 'a', 'worker', 3600)) ?? {};
  const from = { batches: 0, position: 0, allFresh: true };
  const lost: unknown[] = [];
  const journal = keepJournal(
    db,
    { site: 'a', run, token },
    from,
    () => at(1),
    (error) => lost.push(error),
  );
  const urls = Array.from({ length: 5001 }, (_, index) => `https://a.example/${index}`);
  for (const url of urls)
    journal.add({ planned: { url, key: url, kind: 'detail', depth: 1, again: false, modified: 0 } });
  const read = {
    url: 'https://a.example/sitemap.xml',
    outcome: 'fetched' as const,
    status: 200,
    detail: null,
  };
  journal.add({ coverage: { ...read, requests: [], at: at(1).toISOString() } });
  await journal.written();
  expect(lost).toEqual([]);

  const parts = await sql<{ batch: number }>`select batch from frontier order by batch`.execute(db);
  expect(parts.rows.map(({ batch }) => batch)).toEqual([1, 2, 3]);
  const noted = await db.selectFrom('coverage').select('position').execute();
  expect(noted.map(({ position }) => position)).toEqual([1]);
  const left = await adoptBrokenRuns(db, 'a', run);
  expect(left.planned.map(({ url }) => url)).toEqual(urls);
  expect(left).toMatchObject({ batches: 3, position: 1 });
});
