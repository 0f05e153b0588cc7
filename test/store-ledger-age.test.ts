/** What is let go by its age of the ledgers of runs and of what else is kept as long, and what stays. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepOrErase } from '../src/pipeline/retention/keep-or-erase.ts';
import { loadRobots, saveRobots } from '../src/store/crawling/robots.ts';
import { applySites } from '../src/store/crawling/sites.ts';
import { forgetLedger, LEDGER_NAMES } from '../src/store/retention/ledger-age.ts';
import { setHold } from '../src/store/retention/legal-holds.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import { addAlert, sampleSite } from './support/store-samples.ts';

const NOW = new Date('2026-06-01T00:00:00Z');
const ago = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const sha = (letter: string) => letter.repeat(64);

describe('ledgers', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await openTestDatabase();
    await applySites(database.db, [sampleSite('a'), sampleSite('b')], 'file', ago(400));
  });
  afterEach(async () => {
    await database[Symbol.asyncDispose]();
  });

  const query = async (text: string, values: unknown[] = []) =>
    (await database.pool.query(text, values)).rows;
  const forget = async (most = 5000) => {
    for (const name of LEDGER_NAMES)
      while ((await forgetLedger(database.db, name, { days: 90, now: NOW, most })) > 0);
  };
  /** A run of the site that ended so many days ago, with a ledger of so many rows and the fields of its listings. */
  const addRun = async (site: string, days: number, status = 'ok', rows = 1) => {
    const end = status === 'running' || status === 'queued' ? null : ago(days);
    const [run] = await query(
      `insert into runs (site_id, trigger, status, queued_at, finished_at) values ($1, 'schedule', $2, $3, $4) returning id`,
      [site, status, ago(days), end],
    );
    await query(
      `insert into coverage (run_id, position, url, outcome, at)
       select $1, n, 'https://a.example/' || n, 'fetched', $2 from generate_series(1, $3) n`,
      [run?.id, ago(days), rows],
    );
    await query(`insert into frontier (run_id, batch, urls) values ($1, 1, '[]')`, [run?.id]);
    await query(
      `insert into field_coverage (run_id, pages, field, reader, filled, listings, unread)
       values ($1, 'detail', 'price', 'json-ld', 1, 1, 0)`,
      [run?.id],
    );
    return Number(run?.id);
  };
  const runsIn = async (table: string, column = 'run_id') =>
    (await query(`select distinct ${column} as id from ${table} order by 1`)).map(({ id }) => Number(id));

  it.each([1, 5000])('of runs go when they ended long ago, in batches of %d', async (most) => {
    await addRun('a', 91, 'ok', 3);
    const young = await addRun('a', 89);
    const going = await addRun('a', 300, 'running');
    const waiting = await addRun('b', 300, 'queued');
    await forget(most);
    const kept = [young, going, waiting];
    for (const table of ['coverage', 'frontier']) expect(await runsIn(table)).toEqual(kept);
  });

  it('leave the last runs of a site, and the last that read anything, to be held against', async () => {
    const read: number[] = [];
    const failed: number[] = [];
    for (let i = 0; i < 32; i += 1) read.push(await addRun('a', 300 - i));
    for (let i = 0; i < 32; i += 1) failed.push(await addRun('a', 200 - i, 'failed'));
    await forget();
    expect(await runsIn('runs', 'id')).toEqual([...read.slice(2), ...failed.slice(2)]);
    expect(await runsIn('field_coverage')).toEqual([...read.slice(2), ...failed.slice(2)]);
    expect(await runsIn('coverage')).toEqual([]);
  });

  it('leave a run whose copy of a page is still there, or that a listing was seen in last to its age', async () => {
    const first = await addRun('a', 300);
    const second = await addRun('a', 299);
    for (let i = 0; i < 30; i += 1) await addRun('a', 200 - i);
    await query(`insert into captures values ($1, 1, 1, null, $2)`, [sha('a'), ago(300)]);
    await query(
      `insert into page_captures (site_id, run_id, url, status, sha256, fetched_at) values ('a', $1, 'u', 200, $2, $3)`,
      [first, sha('a'), ago(300)],
    );
    await query(
      `insert into listings (site_id, key, url, content, content_hash, state, first_seen_at, last_seen_at, last_run_id)
       values ('a', 'k', 'u', '{}', 'h', 'live', $1, $1, $2)`,
      [ago(299), second],
    );
    await forget();
    const left = await runsIn('runs', 'id');
    expect(left).toHaveLength(31);
    expect(left[0]).toBe(first);
    expect(left).not.toContain(second);
  });

  it('stay while a hold stands on their site', async () => {
    await addRun('a', 91);
    await query(`insert into site_pages (site_id, key, url, kind, tail, depth, state, found_at, fetched_at, due_at)
      values ('a', 'k', 'u', 'detail', false, 1, 'gone', '2025-01-01', '2025-01-01', now())`);
    await setHold(database.db, { site: 'a', alert: null }, 'ordered by a court', 'ann', ago(10));
    await forget();
    expect(await query('select from coverage')).toHaveLength(1);
    expect(await query('select from site_pages')).toHaveLength(1);
  });

  it('of pages forget what is gone, and sites that were taken out, not what waits or is there', async () => {
    await applySites(database.db, [sampleSite('a')], 'file', ago(91));
    const add = async (site: string, key: string, state: string, days: number | null) =>
      await query(
        `insert into site_pages (site_id, key, url, kind, tail, depth, state, found_at, fetched_at, due_at)
         values ($1, $2, $2, 'detail', false, 1, $3, $4, $5, $4)`,
        [site, key, state, ago(300), days === null ? null : ago(days)],
      );
    await add('a', 'gone', 'gone', 91);
    await add('a', 'gone lately', 'gone', 89);
    await add('a', 'there', 'live', 200);
    await add('a', 'waits', 'waiting', null);
    await add('b', 'of a site no more', 'live', 1);
    await forget();
    const left = await query('select key from site_pages order by key');
    expect(left.map(({ key }) => key)).toEqual(['gone lately', 'there', 'waits']);
  });

  it('of jobs forget what is settled', async () => {
    for (const [id, days, state] of [
      ['old', 91, 'dropped'],
      ['young', 89, 'replayed'],
      ['unsettled', 91, 'parked'],
    ] as const)
      await query(
        `insert into parked_jobs (queue, job_id, payload, cause, problem, parked_at, state, settled_at)
         values ('crawl', $1, '{}', 'payload', 'p', $2, $3, $4)`,
        [id, ago(days), state, state === 'parked' ? null : ago(days)],
      );
    for (const days of [91, 89])
      await query(
        `insert into lost_jobs (queue, job_id, found, found_at) values ('crawl', $1, 'unknown', $2)`,
        [`${days}`, ago(days)],
      );
    await forget();
    const left = await query(
      'select job_id as id from parked_jobs union all select job_id from lost_jobs order by 1',
    );
    expect(left.map(({ id }) => id)).toEqual(['89', 'unsettled', 'young']);
  });

  const addListing = async (key: string, images: readonly string[], site = 'a') => {
    const [made] = await query(
      `insert into listings (site_id, key, url, content, content_hash, state, first_seen_at, last_seen_at, last_run_id)
       values ($1, $2, 'u', $3, 'h', 'live', now(), now(), 1) returning id`,
      [site, key, { images }],
    );
    return Number(made?.id);
  };
  /** Alert 1 of its site, and of each revision the days since it was told to notifiers, published and read. */
  const addOutbox = async (site: string, rows: readonly (readonly [number, ...(number | null)[]])[]) => {
    const { alert } = await addAlert(database.db, { site, key: 'k', title: 'alert', now: ago(1) });
    await query('delete from outbox');
    for (const [revision, noted, published, settled] of rows)
      await query(
        `insert into outbox (alert_id, revision, payload, created_at, noted_at, published_at, settled_at)
         values ($1, $2, '{}', $3, $4, $5, $6)`,
        [
          alert,
          revision,
          ago(400),
          ...[noted, published, settled].map((each) => each && ago(each as number)),
        ],
      );
    return alert;
  };
  const revisions = async () =>
    (await query('select revision from outbox order by id')).map(({ revision }) => revision);

  it.each([
    ['what was read long ago', [[1, 91, 91, 91]], []],
    ['and not what was read lately', [[1, 91, 91, 89]], [1]],
    ['of which no notifier was told', [[1, null, 91, 91]], [1]],
    ['that is not published', [[1, 91, null, null]], [1]],
    [
      'that is not known to be read, and all behind it',
      [
        [1, 91, 91, 91],
        [2, 91, 91, null],
        [3, 91, 91, 91],
      ],
      [2, 3],
    ],
  ] as const)('of alerts forget %s', async (_name, rows, left) => {
    await addOutbox('a', rows);
    await forget(1);
    expect(await revisions()).toEqual(left);
  });

  it.each(['site', 'alert'])('of alerts stay while a hold stands on their %s', async (what) => {
    const alert = await addOutbox('a', [[1, 91, 91, 91]]);
    const held = { site: 'a', alert: what === 'alert' ? alert : null };
    await setHold(database.db, held, 'ordered by a court', 'ann', ago(10));
    await forget();
    expect(await revisions()).toEqual([1]);
  });

  it.each([1, 5000])('of pictures forget those that no listing names, in batches of %d', async (most) => {
    const addPicture = async (
      name: string,
      listings: readonly number[],
      files: readonly (readonly [string, number])[],
    ) => {
      const [made] = await query('insert into pictures (hash, keys) values ($1, $2) returning id', [
        sha(name),
        [1],
      ]);
      for (const [url, days] of files)
        await query('insert into picture_files (url, picture_id, fetched_at) values ($1, $2, $3)', [
          url,
          made?.id,
          ago(days),
        ]);
      for (const listing of listings)
        await query('insert into listing_pictures values ($1, $2)', [listing, made?.id]);
    };
    const listing = await addListing('shows', ['shown', 'seen lately']);
    const held = await addListing('held', [], 'b');
    await setHold(database.db, { site: 'b', alert: null }, 'ordered by a court', 'ann', ago(10));
    await addPicture(
      'a',
      [],
      [
        ['nobody has it', 91],
        ['nor this', 200],
      ],
    );
    await addPicture(
      'b',
      [],
      [
        ['nobody has it, and it is young', 89],
        ['nor that, whose other is young', 91],
      ],
    );
    await addPicture(
      'c',
      [listing],
      [
        ['shown', 300],
        ['once shown', 91],
        ['shown till lately', 89],
      ],
    );
    await addPicture('d', [held], [['once shown, on hold', 91]]);
    await addPicture('e', [], []);
    const listings: number[] = [];
    for (let i = 0; i < 101; i += 1) listings.push(await addListing(`stock ${i}`, []));
    await addPicture('f', listings, [['of everybody', 91]]);
    for (const days of [91, 89])
      await query(`insert into picture_files (url, problem, fetched_at) values ($1, 'gone', $2)`, [
        `broken ${days}`,
        ago(days),
      ]);
    await forget(most);
    const files = (await query('select url from picture_files order by url')).map(({ url }) => url);
    expect(files).toEqual([
      'broken 89',
      'nobody has it, and it is young',
      'of everybody',
      'once shown, on hold',
      'shown',
      'shown till lately',
    ]);
    const pictures = (await query('select hash from pictures order by id')).map(({ hash }) => hash);
    expect(pictures).toEqual(['b', 'c', 'd', 'f'].map(sha));
  });

  it('of re-screenings forget the old, but never the last that screened everything', async () => {
    await query(`insert into watchlists values ('w', '{}', $1, true)`, [ago(400)]);
    await query(`insert into listings (site_id, key, url, content, content_hash, state, first_seen_at, last_seen_at, last_run_id)
       values ('a', 'k', 'u', '{}', 'h', 'live', now(), now(), 1)`);
    const add = async (scope: string, days: number) => {
      const [made] = await query(
        `insert into rescreens (trigger, scope, watchlist_version, law_on, state, next_id, last_id, total, requested_by,
           requested_at, finished_at) values ('date', $1, 'w', $2::timestamptz, 'done', 2, 1, 1, 'ann', $2::timestamptz, $2::timestamptz) returning id`,
        [scope, ago(days)],
      );
      await query(`insert into rescreen_ranges values ($1, 1, 1, 'w', 'w', now(), 1, 1, 0, 0, now())`, [
        made?.id,
      ]);
      await query(`insert into rescreen_changes values ($1, 1, null, 'alert', '{}', '{}', null, now())`, [
        made?.id,
      ]);
      return Number(made?.id);
    };
    await add('all', 300);
    await add('law', 299);
    const last = await add('all', 298);
    const kept = [last];
    for (let i = 0; i < 35; i += 1) kept.push(await add('law', 200 - i));
    await forget(1);
    expect(await runsIn('rescreens', 'id')).toEqual(kept);
    for (const table of ['rescreen_ranges', 'rescreen_changes'])
      expect(await runsIn(table, 'rescreen_id')).toEqual(kept);
    const young = await add('all', 1);
    await forget(1);
    expect(await runsIn('rescreens', 'id')).toEqual([...kept.slice(-29), young]);
  });

  it('of robots.txt forget versions that no origin gave for as long', async () => {
    const { db } = database;
    const save = (origin: string, letter: string, days: number) =>
      saveRobots(db, origin, {
        ...{ status: 200, text: letter, sha256: sha(letter), fetchedAt: ago(days).toISOString() },
      });
    await save('https://a.example', 'a', 300);
    await save('https://a.example', 'b', 200);
    await save('https://a.example', 'b', 95);
    await save('https://a.example', 'c', 1);
    await save('https://lost.example', 'd', 300);
    await forget();
    const left = await query('select body from robots_files order by body');
    expect(left.map(({ body }) => body)).toEqual(['b', 'c']);
    expect(await loadRobots(db, 'https://lost.example')).toBeNull();
    expect(await loadRobots(db, 'https://a.example')).toMatchObject({ text: 'c' });
  });

  it('of pauses that hosts asked for forget those that were over as long ago', async () => {
    const until = { 'old.example': ago(91), 'young.example': ago(89), 'held.example': ago(-1) };
    for (const [name, end] of Object.entries(until))
      await query('insert into domain_holds (name, since, until, why) values ($1, $2, $3, $4)', [
        ...[name, ago(300), end, 'answered 429'],
      ]);
    await forget(1);
    const left = await query('select name from domain_holds order by name');
    expect(left.map(({ name }) => name)).toEqual(['held.example', 'young.example']);
  });

  it('go with what is erased once a day, between whose batches a stop is heard', async () => {
    await addRun('a', 91, 'ok', 3);
    const files = { remove: () => Promise.resolve(), sweep: () => Promise.resolve(0) };
    const days = { clearDays: 90, watchDays: 365, alertDays: 1000, confirmedDays: 3000, ledgerDays: 90 };
    const keep = (signal?: AbortSignal) =>
      keepOrErase(database.db, files, { ...days, captureBytes: 1e9 }, 'ann', NOW, signal);
    expect(await keep(AbortSignal.abort())).toEqual({ listings: 0, captures: 0, ledger: 0, messages: 0 });
    expect(await keep()).toEqual({ listings: 0, captures: 0, ledger: 3, messages: 0 });
    expect(await query('select action from audit_log')).toEqual([{ action: 'retention.erase' }]);
  });
});
