/** Stored listings screened again: what changes, what is kept, how it is paused, taken up again and shared. */
import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Rescreener } from '../queues/start-rescreener.ts';
import { createLog } from '../src/log.ts';
import type { Watchlist } from '../src/model/watchlist.ts';
import { putInUse } from '../src/pipeline/configuration/use-watchlist.ts';
import { recordListings } from '../src/pipeline/page/record-listings.ts';
import { previewRescreen } from '../src/pipeline/preview-rescreen.ts';
import { driveRescreen, workThroughRanges } from '../src/pipeline/rescreen.ts';
import { onSaleOf } from '../src/pipeline/rescreening/compare-assessments.ts';
import { lawChanges, orderForLaw } from '../src/pipeline/rescreening/law-days.ts';
import { openRescreenTools } from '../src/pipeline/rescreening/open-rescreen.ts';
import { readListings, rescreenRange } from '../src/pipeline/rescreening/rescreen-range.ts';
import { screenLate } from '../src/pipeline/rescreening/screen-late.ts';
import { compileWatchlist } from '../src/screen/compile-watchlist.ts';
import { createRun } from '../src/store/crawling/runs.ts';
import { acquireLease, applySites } from '../src/store/crawling/sites.ts';
import { findListings } from '../src/store/offers/listings.ts';
import { formerHits, listChanges } from '../src/store/rescreening/rescreen-rows.ts';
import {
  claimRange,
  findRescreen,
  openRescreen,
  pauseRescreen,
  settleRescreen,
} from '../src/store/rescreening/rescreens.ts';
import { endRangeLeases } from './support/end-leases.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import { at, sampleListing, sampleSite, sampleWatchlist } from './support/store-samples.ts';
import { until } from './support/until.ts';

const SITE = sampleSite('shop');
const HERE = { worker: 'here', alertsPerRun: 200 };
const never = new AbortController().signal;

/** Invented substances, each with its name as its only term. */
function listOf(
  version: string,
  names: Readonly<Record<string, string>>,
  effective: string | null = null,
): Watchlist {
  const list = sampleWatchlist(version, names);
  return {
    ...list,
    substances: list.substances.map((substance) => ({
      ...substance,
      terms: [
        {
          text: substance.name,
          language: 'en',
          source: 'invented',
          verified: true,
          ambiguous: false,
          collidesWith: [],
          state: 'live' as const,
        },
      ],
      schedules: [
        {
          regime: 'R',
          list: 'L',
          effective,
          source: 'invented',
          verified: true,
          inferred: [],
          note: null,
          instrument: null,
        },
      ],
    })),
  };
}

const ONE = listOf('list-one', { alpha: 'alphazoline' });
const BOTH = listOf('list-both', { alpha: 'alphazoline', beta: 'betazoline' }, '2026-01-05');
const OTHER = listOf('list-other', { beta: 'betazoline' });

let database: TestDatabase;

/** As crawls under the first list leave them; gives their numbers. `apart`: each is another seller's. */
async function store(titles: readonly string[], list = ONE, apart = false): Promise<number[]> {
  const { db } = database;
  await applySites(db, [SITE], 'file', at(0));
  const run = await createRun(db, SITE.id, 'command', at(0));
  const lease = await acquireLease(db, SITE.id, 'test', 60);
  if (lease === null) throw new Error('no lease');
  const screener = compileWatchlist(list);
  const place = { site: SITE, run, token: lease.token, room: 100, flood: { alert: null } };
  for (const title of titles) {
    const own = { seller: { name: title, id: title, url: null, country: null } };
    const listing = sampleListing(`${title}, in stock`, apart ? own : {});
    const assessment = screener.screen(listing, at(1));
    const found = { key: title, listing, contentHash: title, capture: null, partial: false };
    await recordListings(db, place, [{ ...found, assessment, watchlist: list.version }], at(1));
  }
  const { rows } = await database.pool.query<{ id: number }>('select id from listings order by id');
  return rows.map(({ id }) => Number(id));
}

/** Puts the list in use and screens everything in this thread. */
async function screenUnder(list: Watchlist, size = 2, seconds = 60): Promise<number> {
  const { db } = database;
  await db.transaction().execute((tx) => putInUse(tx, list, 'system', at(seconds)));
  const open = await openRescreen(db);
  const tools =
    open === null ? null : await openRescreenTools(db, open.id, { ...HERE, clock: () => at(seconds) });
  if (open === null || tools === null) throw new Error('nothing to screen');
  await workThroughRanges(tools, { rescreen: open.id, size, signal: never });
  expect(await settleRescreen(db, open.id, at(seconds))).toBe(true);
  return open.id;
}

/** proc(5): the 19th field, counted after the name. A thread that ended meanwhile says what this one does. */
function nicenessOf(task: string): number {
  try {
    const stat = readFileSync(`/proc/self/task/${task}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
  } catch {
    return getPriority();
  }
}

async function count(table: string): Promise<number> {
  const { rows } = await database.pool.query<{ n: string }>(`select count(*) as n from ${table}`);
  return Number(rows[0]?.n);
}

/** Alerts, and for how many offers the one stands that stands for several. */
async function heldBack(): Promise<{ alerts: number; standFor: number }> {
  const { rows } = await database.pool.query<{ alerts: number; stand: number }>(
    'select count(*)::integer as alerts, coalesce(sum(stands_for), 0)::integer as stand from alerts',
  );
  return { alerts: rows[0]?.alerts ?? 0, standFor: rows[0]?.stand ?? 0 };
}

describe('re-screening', () => {
  beforeEach(async () => {
    database = await openTestDatabase();
    await database.db.transaction().execute((tx) => putInUse(tx, ONE, 'system', at(0)));
  });
  afterEach(async () => {
    await database[Symbol.asyncDispose]();
  });

  it('opens alerts for what a new list finds, and writes nothing for the others', async () => {
    const ids = await store(['oak table', 'betazoline', 'alphazoline', 'lamp', 'alphazoline and betazoline']);
    // One seller's: the offer that names both joins the first.
    expect(await count('alerts')).toBe(1);
    const before = (await database.pool.query('select xmin::text, * from assessments order by listing_id'))
      .rows;
    const id = await screenUnder(BOTH);
    expect(await findRescreen(database.db, id)).toMatchObject({
      state: 'done',
      total: 5,
      screened: 5,
      opened: 1,
      revised: 1,
    });
    const after = (await database.pool.query('select xmin::text, * from assessments order by listing_id'))
      .rows;
    expect([before[0], before[3]]).toEqual([after[0], after[3]]);
    const changes = await listChanges(database.db, id, 0, 10);
    expect(changes.map(({ listing, gained, lost, onSale }) => [listing, gained, lost, onSale])).toEqual([
      [ids[1], ['beta'], [], 'after'],
      // Its law has a date now.
      [ids[2], [], [], null],
      [ids[4], ['beta'], [], 'after'],
    ]);
    const known = await findListings(database.db, SITE.id, ['oak table']);
    expect(known.get('oak table')?.watchlist).toBe('list-both');
  });

  it('keeps hits that the list no longer gives, and lets go of them when it gives them again', async () => {
    const [first = 0] = await store(['alphazoline']);
    await screenUnder(OTHER);
    expect(await formerHits(database.db, [first])).toMatchObject([
      { listing: first, substance: 'alpha', term: 'alphazoline', text: 'alphazoline', watchlist: 'list-one' },
    ]);
    expect(await count('alerts')).toBe(1);
    await screenUnder(BOTH, 2, 120);
    expect(await formerHits(database.db, [first])).toEqual([]);
  });

  it('reads only what has something to it when the list finds nothing more, unless the one before was not done', async () => {
    await store(['lamp', 'alphazoline', 'betazoline', 'oak table'], BOTH);
    await screenUnder(BOTH);
    // By a worker that had not heard of the list yet.
    await database.pool.query('update sites set lease_owner = null, lease_until = null');
    await store(['betazoline, late'], ONE);
    await database.pool.query('update assessments set assessed_at = $1 where listing_id > 4', [at(65)]);
    const dated = listOf('list-dated', { alpha: 'alphazoline', beta: 'betazoline' }, '2027-01-05');
    await database.pool.query(`update listings set content = '{}' where key in ('lamp', 'oak table')`);
    const id = await screenUnder(dated, 3, 70);
    expect(await findRescreen(database.db, id)).toMatchObject({
      ...{ whole: false, state: 'done', total: 5, screened: 5, changed: 3 },
    });
    const known = await findListings(database.db, SITE.id, ['lamp']);
    expect(known.get('lamp')?.watchlist).toBe('list-dated');
    const { db } = database;
    const other = listOf('list-dated-again', { alpha: 'alphazoline', beta: 'betazoline' }, '2027-01-20');
    await db.transaction().execute((tx) => putInUse(tx, other, 'system', at(80)));
    expect(await openRescreen(db)).toMatchObject({ watchlist: 'list-dated-again', whole: false });
    const later = listOf('list-later', { alpha: 'alphazoline', beta: 'betazoline' }, '2027-02-05');
    await db.transaction().execute((tx) => putInUse(tx, later, 'system', at(81)));
    expect(await openRescreen(db)).toMatchObject({ watchlist: 'list-later', whole: true });
    await database.pool.query(`update rescreens set state = 'done'`);
    await db.transaction().execute((tx) => putInUse(tx, OTHER, 'system', at(90)));
    expect(await openRescreen(db)).toMatchObject({ watchlist: 'list-other', whole: true });
  });

  it('screens again what a run screened under the list before while the new one was taken up', async () => {
    await store(['lamp', 'alphazoline']);
    await screenUnder(BOTH);
    const { db, pool } = database;
    const late = (seconds: number, settled: number | null = null) => screenLate(db, settled, at(seconds));
    expect(await late(150)).toEqual({ settled: 1, ordered: null });
    await pool.query('update sites set lease_owner = null, lease_until = null');
    await store(['betazoline, late'], ONE);
    await pool.query('update assessments set assessed_at = $1 where listing_id > 2', [at(62)]);
    expect(await count('alerts')).toBe(1);
    expect(await late(100)).toEqual({ settled: null, ordered: null });
    expect(await late(150, 1)).toEqual({ settled: 1, ordered: null });
    expect(await late(60 + 86_401)).toEqual({ settled: null, ordered: null });
    expect(await late(150)).toEqual({ settled: 1, ordered: 2 });
    expect(await openRescreen(db)).toMatchObject({ watchlist: 'list-both', whole: false });
    const tools = await openRescreenTools(db, 2, { ...HERE, clock: () => at(150) });
    if (tools === null) throw new Error('no tools');
    await workThroughRanges(tools, { rescreen: 2, size: 2, signal: never });
    expect(await settleRescreen(db, 2, at(150))).toBe(true);
    expect(await count('alerts')).toBe(2);
    expect(await late(300, 1)).toEqual({ settled: 2, ordered: null });
  });

  it('opens no alert for a listing that is gone, but says so', async () => {
    const [first = 0] = await store(['betazoline']);
    await database.pool.query(
      `update listings set state = 'gone', last_seen_at = '2026-01-04T00:00:00Z', first_seen_at = '2026-01-01T00:00:00Z'`,
    );
    const id = await screenUnder(BOTH);
    expect(await count('alerts')).toBe(0);
    expect(await listChanges(database.db, id, 0, 10)).toMatchObject([
      { listing: first, gained: ['beta'], onSale: 'before' },
    ]);
  });

  it('leaves to a crawl what it has changed meanwhile', async () => {
    await store(['betazoline', 'lamp']);
    const { db } = database;
    await db.transaction().execute((tx) => putInUse(tx, BOTH, 'system', at(60)));
    const { id = 0 } = (await openRescreen(db)) ?? {};
    const tools = await openRescreenTools(db, id, { ...HERE, clock: () => at(60) });
    const range = await claimRange(db, { rescreen: id, size: 10, worker: 'here' });
    if (tools === null || range === null) throw new Error('nothing to screen');
    const read = await readListings(db, range, tools);
    await database.pool.query(`update listings set content_hash = 'newer' where key = 'betazoline'`);
    expect(await rescreenRange(tools, range, read)).toEqual({
      screened: 2,
      changed: 0,
      opened: 0,
      revised: 0,
    });
  });

  it('writes nothing for a range that another worker has taken over', async () => {
    await store(['betazoline']);
    const { db } = database;
    await db.transaction().execute((tx) => putInUse(tx, BOTH, 'system', at(60)));
    const { id = 0 } = (await openRescreen(db)) ?? {};
    const tools = await openRescreenTools(db, id, { ...HERE, clock: () => at(60) });
    const range = await claimRange(db, { rescreen: id, size: 10, worker: 'here' });
    if (tools === null || range === null) throw new Error('nothing to screen');
    const read = await readListings(db, range, tools);
    // The clock of whoever asks says nothing of who is gone.
    expect(await claimRange(db, { rescreen: id, size: 10, worker: 'there' })).toBeNull();
    await endRangeLeases(db);
    await claimRange(db, { rescreen: id, size: 10, worker: 'there' });
    expect(await rescreenRange(tools, range, read)).toBeNull();
    expect(await count('alerts')).toBe(0);
    expect(await rescreenRange({ ...tools, worker: 'there' }, range, read)).toMatchObject({ opened: 1 });
  });

  it('is given out in ranges that no two workers hold, and those of a dead one are given out again', async () => {
    const ids = await store(Array.from({ length: 7 }, (_, i) => `lamp ${i}`));
    const { db } = database;
    await db.transaction().execute((tx) => putInUse(tx, BOTH, 'system', at(60)));
    const { id = 0 } = (await openRescreen(db)) ?? {};
    const claim = (worker: string) => claimRange(db, { rescreen: id, size: 3, worker });
    const claimed = await Promise.all(['a', 'b', 'c', 'd'].map(claim));
    const ranges = claimed.filter((each) => each !== null).sort((a, b) => a.first - b.first);
    expect(ranges).toHaveLength(3);
    expect(ranges[0]?.first).toBe(1);
    expect(ranges.at(-1)?.last).toBe(ids.at(-1));
    expect(await settleRescreen(db, id, at(61))).toBe(false);
    expect(await claim('e')).toBeNull();
    await endRangeLeases(db);
    expect(await claim('e')).toMatchObject({ rescreen: id });
  });

  it('stops while it is paused and goes on where it was', async () => {
    await store(Array.from({ length: 6 }, (_, i) => `betazoline ${i}`));
    const { db } = database;
    await db.transaction().execute((tx) => putInUse(tx, BOTH, 'system', at(60)));
    const { id = 0 } = (await openRescreen(db)) ?? {};
    const tools = await openRescreenTools(db, id, { ...HERE, clock: () => at(60) });
    if (tools === null) throw new Error('no tools');
    const range = await claimRange(db, { rescreen: id, size: 2, worker: 'here' });
    expect(range).not.toBeNull();
    expect(await pauseRescreen(db, id, true)).toBe(true);
    await workThroughRanges(tools, { rescreen: id, size: 2, signal: never });
    expect(await findRescreen(db, id)).toMatchObject({ state: 'paused', screened: 0 });
    expect(await pauseRescreen(db, id, false)).toBe(true);
    await endRangeLeases(db);
    await workThroughRanges(tools, { rescreen: id, size: 2, signal: never });
    expect(await settleRescreen(db, id, at(600))).toBe(true);
    expect(await findRescreen(db, id)).toMatchObject({ state: 'done', screened: 6, changed: 6 });
    expect(await count('rescreen_changes')).toBe(6);
  });

  it('tells of the fault that ends it, and leaves none behind that nobody hears of', async () => {
    await store(['betazoline', 'alphazoline']);
    const { db } = database;
    await db.transaction().execute((tx) => putInUse(tx, BOTH, 'system', at(60)));
    const { id = 0 } = (await openRescreen(db)) ?? {};
    let asked = 0;
    const tools = await openRescreenTools(db, id, { ...HERE, clock: () => at(60) });
    if (tools === null) throw new Error('no tools');
    const screener = {
      ...tools.screener,
      screen: () => {
        throw new Error('this one cannot be screened');
      },
    };
    const broken = {
      ...{ ...tools, screener },
      get worker() {
        asked += 1;
        if (asked > 1) throw new Error('the next range is not to be had');
        return tools.worker;
      },
    };
    const work = workThroughRanges(broken, { rescreen: id, size: 1, signal: never });
    await expect(work).rejects.toThrow('cannot be screened');
    // A rejection that nobody hears of ends the process; here it fails this test.
    await sleep(50);
  });

  it('is done by threads, and a newer list replaces it', async () => {
    await store(Array.from({ length: 20 }, (_, i) => `betazoline ${i}`));
    const { db, databaseUrl } = database;
    await db.transaction().execute((tx) => putInUse(tx, OTHER, 'system', at(60)));
    await db.transaction().execute((tx) => putInUse(tx, BOTH, 'system', at(61)));
    const { id = 0 } = (await openRescreen(db)) ?? {};
    expect(await findRescreen(db, id - 1)).toMatchObject({ state: 'replaced' });
    const after = await driveRescreen({
      ...{ db, databaseUrl, rescreen: id, threads: 2, worker: 'test', size: 3, alertsPerRun: 200 },
      ...{ clock: () => new Date(), signal: never },
    });
    expect(after).toMatchObject({ state: 'done', screened: 20, changed: 20 });
  });

  it('opens as many alerts of a site as one run may, whoever screens, and one for the rest', async () => {
    await store(
      Array.from({ length: 16 }, (_, i) => `betazoline ${i}`),
      ONE,
      true,
    );
    const { db, databaseUrl } = database;
    await db.transaction().execute((tx) => putInUse(tx, BOTH, 'system', at(60)));
    const { id = 0 } = (await openRescreen(db)) ?? {};
    const after = await driveRescreen({
      ...{ db, databaseUrl, rescreen: id, threads: 2, worker: 'test', size: 2, alertsPerRun: 3 },
      ...{ clock: () => new Date(), signal: never },
    });
    expect(after).toMatchObject({ state: 'done', changed: 16, opened: 4 });
    expect(await heldBack()).toEqual({ alerts: 4, standFor: 13 });
  });

  it('counts no alert twice, and forgets none, where a range is lost or the process ends in between', async () => {
    await store(
      Array.from({ length: 8 }, (_, i) => `betazoline ${i}`),
      ONE,
      true,
    );
    const { db } = database;
    await db.transaction().execute((tx) => putInUse(tx, BOTH, 'system', at(60)));
    const { id = 0 } = (await openRescreen(db)) ?? {};
    const few = { ...HERE, alertsPerRun: 2, clock: () => at(60) };
    /** As a process that has just been started has them. */
    const screenOne = async (taken: boolean) => {
      const tools = await openRescreenTools(db, id, few);
      const range = await claimRange(db, { rescreen: id, size: 1, worker: 'here' });
      if (tools === null || range === null) throw new Error('nothing to screen');
      const read = await readListings(db, range, tools);
      if (taken) {
        await endRangeLeases(db);
        await claimRange(db, { rescreen: id, size: 1, worker: 'there' });
        expect(await rescreenRange(tools, range, read)).toBeNull();
        return await rescreenRange({ ...tools, worker: 'there' }, range, read);
      }
      return await rescreenRange(tools, range, read);
    };
    const opened: (number | undefined)[] = [];
    for (const taken of [false, true, false, true, false, false, true, false])
      opened.push((await screenOne(taken))?.opened);
    expect(opened).toEqual([1, 1, 1, 0, 0, 0, 0, 0]);
    expect(await heldBack()).toEqual({ alerts: 3, standFor: 6 });
  });

  it('ends with what its threads lacked, though nobody could be told how far it is', async () => {
    const { db, databaseUrl, [Symbol.asyncDispose]: end } = await openTestDatabase();
    await end();
    const drive = driveRescreen({
      ...{ db, databaseUrl, rescreen: 1, threads: 1, worker: 'test', alertsPerRun: 200 },
      ...{ clock: () => new Date(), signal: never, onProgress: () => undefined },
    });
    // A rejection that nobody hears of ends the process; here it fails this test.
    await expect(drive).rejects.toThrow('re-screening: ');
  });

  it.runIf(process.platform === 'linux')(
    'yields to crawling: its threads alone are of a lower priority',
    async () => {
      await store(['betazoline']);
      const { db, databaseUrl } = database;
      await db.transaction().execute((tx) => putInUse(tx, BOTH, 'system', at(60)));
      const { id = 0 } = (await openRescreen(db)) ?? {};
      let done = false;
      const drive = driveRescreen({
        ...{ db, databaseUrl, rescreen: id, threads: 1, worker: 'test', alertsPerRun: 200 },
        ...{ clock: () => new Date(), signal: never },
      }).finally(() => {
        done = true;
      });
      const before = getPriority();
      const seen = new Set<number>();
      while (!done) {
        for (const task of readdirSync('/proc/self/task')) seen.add(nicenessOf(task));
        await sleep(5);
      }
      await drive;
      expect([...seen].toSorted((a, b) => a - b)).toEqual([before, before + 10]);
      expect(getPriority()).toBe(before);
    },
  );

  it('goes on although what else is to be done once a day fails', async () => {
    await store(['betazoline']);
    const { db } = database;
    await db.transaction().execute((tx) => putInUse(tx, BOTH, 'system', at(60)));
    let failed = 0;
    const daily = () => {
      failed += 1;
      return Promise.reject(new Error('the folder of copies is gone'));
    };
    const log = createLog('silent');
    await using _rescreener = new Rescreener({
      ...{ database, clock: () => at(60), everyMs: 50, daily, log },
      ...HERE,
    });
    await until('the re-screening is over', async () => (await openRescreen(db)) === null);
    expect(failed).toBeGreaterThan(0);
    expect(await count('alerts')).toBe(1);
  });

  it('has what is to be done once a day done by one of all processes, and again when it was stopped', async () => {
    let done = 0;
    let stopped: AbortSignal | null = null;
    const finish = Promise.withResolvers<void>();
    const open = (day: number, daily: (signal: AbortSignal) => Promise<void>) =>
      new Rescreener({
        ...{
          database,
          clock: () => new Date(Date.UTC(2026, 0, day)),
          everyMs: 10,
          daily,
          log: createLog('silent'),
        },
        ...HERE,
      });
    const count = async () => {
      done += 1;
    };
    const first = open(1, (signal) => {
      stopped = signal;
      return finish.promise;
    });
    await until('it is begun', async () => stopped !== null);
    await using _second = open(1, count);
    await sleep(100);
    expect(done).toBe(0);
    const ending = first[Symbol.asyncDispose]();
    expect(stopped).toMatchObject({ aborted: true });
    finish.resolve();
    await ending;
    await using _third = open(1, count);
    await until('it is done after all', async () => done === 1);
    await using _fourth = open(1, count);
    await using _next = open(2, count);
    await until('it is done the next day', async () => done === 2);
    await sleep(100);
    expect(done).toBe(2);
  });

  it('says what a list would change, and which confirmed alerts would fall, without changing anything', async () => {
    await store(['alphazoline', 'betazoline', 'lamp', 'alphazoline again']);
    const { db, pool } = database;
    await pool.query(
      `update alerts set state = 'decided', outcome = 'confirmed', decided_at = now() where id = (select min(id) from alerts)`,
    );
    const before = (await pool.query('select xmin::text, * from assessments order by listing_id')).rows;
    const preview = await previewRescreen(db, OTHER, { clock: () => at(60), signal: never });
    expect(preview).toMatchObject({ screened: 4, changed: 3, gained: 1, lost: 2 });
    expect(preview.confirmedLost).toHaveLength(1);
    expect(preview.samples.gained.map(({ title }) => title)).toEqual(['betazoline, in stock']);
    expect((await pool.query('select xmin::text, * from assessments order by listing_id')).rows).toEqual(
      before,
    );
    expect(await count('rescreens')).toBe(0);
  });

  it('begins by itself on the day on which a law comes into force, for what the law is named for', async () => {
    const list = listOf('list-dated', { alpha: 'alphazoline' }, '2026-01-07');
    await store(['alphazoline', 'lamp'], list);
    const { db } = database;
    await db.transaction().execute((tx) => putInUse(tx, list, 'system', at(10)));
    const first = await openRescreen(db);
    await database.pool.query(`update rescreens set state = 'done'`);
    expect(first?.trigger).toBe('list');
    expect(await orderForLaw(db, new Date('2026-01-06T10:00:00Z'))).toBeNull();
    const day = new Date('2026-01-07T00:30:00Z');
    const id = (await orderForLaw(db, day)) ?? 0;
    expect(await findRescreen(db, id)).toMatchObject({ trigger: 'date', scope: 'law', lawOn: '2026-01-07' });
    const tools = await openRescreenTools(db, id, { ...HERE, clock: () => day });
    if (tools === null) throw new Error('no tools');
    await workThroughRanges(tools, { rescreen: id, size: 10, signal: never });
    await settleRescreen(db, id, day);
    expect(await findRescreen(db, id)).toMatchObject({ state: 'done', screened: 1, changed: 1 });
    const { rows } = await database.pool.query<{ law: { status: string }[] }>(
      `select law from assessments where law <> '[]'`,
    );
    expect(rows[0]?.law[0]?.status).toBe('in-force');
    expect(await orderForLaw(db, day)).toBeNull();
  });
});

describe('lawChanges', () => {
  it.each([
    ['2026-01-07', '2026-01-06', '2026-01-07', true],
    ['2026-01-07', '2026-01-07', '2026-01-08', false],
    ['2026-02', '2026-01-31', '2026-02-01', true],
    ['2026-02', '2026-02-02', '2026-02-27', false],
    ['2026-02', '2026-02-28', '2026-03-01', true],
    [null, '2026-01-01', '2027-01-01', false],
  ])('a law of %s, from %s to %s: %s', (effective, from, to, changes) => {
    const list = listOf('v', { alpha: 'alphazoline' }, effective);
    expect(lawChanges(list, new Date(`${from}T12:00:00Z`), new Date(`${to}T12:00:00Z`))).toBe(changes);
  });
});

describe('onSaleOf', () => {
  const [substance] = BOTH.substances;
  it.each([
    ['2026-01-01T00:00:00Z', '2026-01-04T23:00:00Z', true, null, 'before'],
    ['2026-01-01T00:00:00Z', '2026-01-04T23:00:00Z', false, null, 'across'],
    ['2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z', true, null, 'across'],
    ['2026-01-05T00:00:00Z', '2026-02-01T00:00:00Z', false, null, 'after'],
    // It says itself that it is older than our first look.
    ['2026-01-06T00:00:00Z', '2026-02-01T00:00:00Z', false, '2025-12-01', 'across'],
  ])('first seen %s, last %s, gone %s, posted %s: %s', (first, last, gone, postedAt, expected) => {
    expect(onSaleOf([substance], { postedAt }, { first, last, gone })).toBe(expected);
  });

  it('is not known without a day', () => {
    const seen = { first: '2026-01-01T00:00:00Z', last: '2026-01-02T00:00:00Z', gone: false };
    expect(onSaleOf([ONE.substances[0], undefined], { postedAt: null }, seen)).toBeNull();
  });
});
