/** The journal of a run: what it writes together, and in what order. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type CaptureStore, openCaptureStore } from '../src/evidence/capture-store.ts';
import { type Journal, keepJournal } from '../src/pipeline/page/keep-journal.ts';
import { removeCopies } from '../src/pipeline/retention/remove-copies.ts';
import { removeUnreferenced } from '../src/store/crawling/captures.ts';
import { adoptBrokenRuns } from '../src/store/crawling/run-journal.ts';
import { createRun } from '../src/store/crawling/runs.ts';
import { acquireLease, applySites } from '../src/store/crawling/sites.ts';
import type { Db } from '../src/store/open-database.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
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

/** A run's journal and a folder of copies, in which those of `bytes` lie that nothing names any more. */
async function withDropped(bytes: readonly Buffer[], database: TestDatabase) {
  const { db } = database;
  await applySites(db, [sampleSite('a')], 'file', at(0));
  const run = await createRun(db, 'a', 'schedule', at(0));
  const { token = 0 } = (await acquireLease(db, 'a', 'worker', 3600)) ?? {};
  const folder = await mkdtemp(join(tmpdir(), 'pw-copies-'));
  const captures = openCaptureStore(folder);
  const begun = bytes.map((each) => captures.begin(each));
  await Promise.all(begun.map(({ stored }) => stored()));
  for (const { sha256 } of begun) await sql`insert into dropped_captures values (${sha256})`.execute(db);
  const from = { batches: 0, position: 0, allFresh: true };
  const journal = keepJournal(
    db,
    { site: 'a', run, token },
    from,
    () => at(1),
    () => undefined,
  );
  return {
    ...{ db, captures, journal, sha256s: begun.map(({ sha256 }) => sha256) },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

const PAGE = {
  url: 'https://a.example/1',
  status: 200,
  contentType: 'text/html',
  fetchedAt: at(0).toISOString(),
};

/** As a page is read again. `before`: what others do when its bytes were met, before the row of the copy is written. */
function keep(
  { captures, journal }: { readonly captures: CaptureStore; readonly journal: Journal },
  body: Buffer,
  before: () => Promise<void> = async () => undefined,
): void {
  const { stored, kept } = captures.begin(body);
  journal.add({ capture: { page: PAGE, stored: () => before().then(stored), kept } });
}

/** Whether somebody waits for a lock of another, or `work` ended without. */
async function waitsOrEnds(db: Db, work: Promise<unknown>): Promise<void> {
  let ended = false;
  const end = () => {
    ended = true;
  };
  work.then(end, end);
  for (;;) {
    const { rows } = await sql`
      select from pg_locks join pg_database d on d.oid = database and d.datname = current_database()
      where not granted`.execute(db);
    if (ended || rows.length > 0) return;
    await sleep(5);
  }
}

const [ONE, TWO] = [Buffer.from('<p>one</p>'), Buffer.from('<p>two</p>')];

test.each<[string, (o: Awaited<ReturnType<typeof withDropped>>) => Promise<unknown>]>([
  [
    'after its bytes were met again',
    async (o) => {
      keep(o, ONE, () => removeCopies(o.db, o.captures));
      await o.journal.written();
    },
  ],
  [
    'after it was written anew, by a remover that was broken off before',
    async (o) => {
      await o.captures.remove(o.sha256s);
      const { stored, kept } = o.captures.begin(ONE);
      await stored();
      await removeCopies(o.db, o.captures);
      o.journal.add({ capture: { page: PAGE, stored, kept } });
      await o.journal.written();
    },
  ],
  [
    'while its row is written',
    async (o) => {
      let written: Promise<void> = Promise.resolve();
      const remove = async (sha256s: readonly string[]) => {
        keep(o, ONE);
        written = o.journal.written();
        await waitsOrEnds(o.db, written);
        await o.captures.remove(sha256s);
      };
      await removeCopies(o.db, { remove });
      await written;
    },
  ],
])('a copy whose file is removed %s is there all the same', async (_name, meet) => {
  await using database = await openTestDatabase();
  await using o = await withDropped([ONE, TWO], database);
  await meet(o);
  const [one = '', two = ''] = o.sha256s;
  const recorded = await o.db.selectFrom('captures').select('sha256').execute();
  expect(recorded).toEqual([{ sha256: one }]);
  expect(Buffer.from((await o.captures.get(one)) ?? 'none')).toEqual(ONE);
  expect(await o.captures.get(two)).toBeNull();
});

test('bytes that are let go while a page that has them is written stay', async () => {
  await using database = await openTestDatabase();
  await using o = await withDropped([ONE], database);
  const [sha256 = ''] = o.sha256s;
  await sql`insert into captures values (${sha256}, 1, 1, null, ${at(0)})`.execute(o.db);
  // By its name before the look for what the row refers to, which PostgreSQL takes at the end of the statement, too.
  await sql`
    create function wait_for_test() returns trigger language plpgsql as $$ begin
      perform pg_advisory_xact_lock(42); return null; end $$`.execute(o.db);
  await sql`
    create trigger "AAA" after insert on page_captures for each row execute function wait_for_test()`.execute(
    o.db,
  );
  keep(o, ONE);
  let written: Promise<void> = Promise.resolve();
  const dropped = await database.db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(42)`.execute(tx);
    written = o.journal.written();
    await waitsOrEnds(o.db, written);
    return await removeUnreferenced(tx);
  });
  await written;
  expect(dropped).toEqual([]);
  expect(await o.db.selectFrom('page_captures').select('sha256').execute()).toEqual([{ sha256 }]);
});
