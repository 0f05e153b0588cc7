/** Runs whose process is killed, or told to end: another one goes on where they were. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { OperatorError } from '../src/model/errors.ts';
import { runSite } from '../src/pipeline/run-site.ts';
import { readCoverage } from '../src/store/crawling/coverage.ts';
import { createRun, failRun, findRun, startRun, takeBackStaleRuns } from '../src/store/crawling/runs.ts';
import { acquireLease } from '../src/store/crawling/sites.ts';
import { processName } from '../src/store/server/process-identity.ts';
import { generateMarket } from './market/generate-market.ts';
import { openTestWorkplace, type TestWorkplace } from './support/open-test-workplace.ts';
import { until } from './support/until.ts';

const PROGRAM = new URL('support/run-market-site.ts', import.meta.url).pathname;
const MARKET = { shops: 5, listings: 700 } as const;
const SITE = 'classifieds';
const never = new AbortController().signal;

let place: TestWorkplace;
let folder: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  place = await openTestWorkplace(MARKET);
  folder = await mkdtemp(join(tmpdir(), 'precursor-watch-test-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await place[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** Paths of the shop's pages in the order in which they were asked for; robots.txt is asked for by each process. */
function asked(): string[] {
  const requests = place.market
    .requests()
    .filter(({ shop, path }) => shop === SITE && path !== '/robots.txt');
  return requests.map(({ path }) => path);
}

function startChild(run: number | null): ChildProcess {
  const { origins } = place.market;
  const readings = inject('testReadings');
  const order = { databaseUrl: place.databaseUrl, origins, site: SITE, folder, readings, run };
  const child = spawn(process.execPath, [PROGRAM, JSON.stringify(order)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  children.push(child);
  return child;
}

async function killAt(child: ChildProcess, requests: number): Promise<void> {
  await until(`${requests} requests`, () => asked().length >= requests);
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

/** The page under way, and what the journal had not written: a batch on its way, and one that waited. */
const IN_FLIGHT = 32;

function twice(paths: readonly string[]): string[] {
  return paths.filter((path, at) => paths.indexOf(path) !== at);
}

async function ledger(run: number): Promise<string[]> {
  const urls: string[] = [];
  for await (const rows of readCoverage(place.database.db, run)) urls.push(...rows.map(({ url }) => url));
  return urls;
}

async function missing(): Promise<string[]> {
  const stock = generateMarket(MARKET).find(({ shop }) => shop.id === SITE);
  const rows = await place.database.db
    .selectFrom('listings')
    .select('key')
    .where('site_id', '=', SITE)
    .execute();
  const found = new Set(rows.map(({ key }) => key));
  return (stock?.listings ?? []).map(({ path }) => path).filter((path) => !found.has(path));
}

describe('a run whose process is killed', () => {
  it('goes on in another process under its own number, and fetches nothing again but what was in flight', async () => {
    const { db } = place.database;
    const run = await createRun(db, SITE, 'schedule', new Date());
    await killAt(startChild(run), 40);
    await killAt(startChild(run), 90);
    const before = asked().length;
    const order = { site: SITE, run, trigger: 'schedule', signal: never } as const;
    const summary = await runSite(place.tools, order);
    expect(summary).toMatchObject({ run, status: 'ok' });
    expect(asked().length - before).toBeGreaterThan(50);
    expect(twice(asked()).length).toBeLessThanOrEqual(2 * IN_FLIGHT);
    expect(await missing()).toEqual([]);
    // Each URL that was planned has one row, whichever process wrote it.
    const urls = await ledger(run);
    expect(twice(urls)).toEqual([]);
    for (const path of new Set(asked())) expect(urls).toContain(`http://${SITE}.practice.invalid${path}`);
    const counted = Object.values(summary.skipped).reduce((sum, count) => sum + count, 0);
    const read = urls.length - counted;
    expect(summary.pages).toBeGreaterThanOrEqual(read);
    const { rows } = await place.database.pool.query('select run_id from frontier');
    expect(rows).toEqual([]);
  });

  it('is gone on with by the command, at once and on a market that has moved to other ports', async () => {
    await killAt(startChild(null), 60);
    const before = asked();
    // The market of the dead process is gone; the next one has its own.
    await using other = await openTestWorkplace(MARKET);
    const practiceMarket = async () => ({
      origins: other.market.origins,
      [Symbol.asyncDispose]: async () => undefined,
    });
    const order = { site: SITE, run: null, trigger: 'command', signal: never } as const;
    const summary = await runSite({ ...place.tools, practiceMarket }, order);
    expect(summary.status).toBe('ok');
    expect(summary.run).toBe(1);
    const after = other.market.requests().flatMap(({ shop, path }) => (shop === SITE ? [path] : []));
    const again = after.filter((path) => path !== '/robots.txt' && before.includes(path));
    expect(again.length).toBeLessThanOrEqual(IN_FLIGHT);
    expect(await missing()).toEqual([]);
  });
});

describe('a site that another process has', () => {
  const turned = (hex: string) => hex.replace(/./g, (digit) => (digit === '0' ? '1' : '0'));
  const order = { site: SITE, run: null, trigger: 'command' } as const;
  const signal = AbortSignal.abort(new Error('end'));

  it.each([
    // A container of the same host name, whose processes are not seen here.
    { what: 'of another process table', table: turned, start: String, taken: false },
    { what: 'that began before the one with its pid', table: String, start: turned, taken: true },
    { what: 'that lives', table: String, start: String, taken: false },
  ])('$what: taken over: $taken', async ({ table, start, taken }) => {
    const { db } = place.database;
    let pid = process.pid;
    if (table !== String) {
      const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
      await once(child, 'exit');
      pid = child.pid ?? 0;
    }
    const name = processName(pid);
    const owner = name.slice(0, -12) + table(name.slice(-12, -6)) + start(name.slice(-6));
    await acquireLease(db, SITE, owner, 60);
    const running = runSite(place.tools, { ...order, signal });
    if (taken) expect((await running).status).toBe('partial');
    else await expect(running).rejects.toMatchObject({ exit: 'busy' });
  });
});

describe('two workers whose clocks differ by five minutes', () => {
  it.each([
    { first: 0, second: 5 },
    { first: -5, second: 0 },
    { first: 5, second: 0 },
  ])("do not take each other's site: $first and $second", async ({ first, second }) => {
    const { db } = place.database;
    const off = (minutes: number) => () => new Date(Date.now() + minutes * 60_000);
    const run = await createRun(db, SITE, 'schedule', off(first)());
    const stop = new AbortController();
    const order = { site: SITE, trigger: 'schedule', handsOver: true } as const;
    const running = runSite({ ...place.tools, clock: off(first) }, { ...order, run, signal: stop.signal });
    await until('20 requests', () => asked().length >= 20);
    const other = { ...place.tools, clock: off(second) };
    const taking = runSite(other, { ...order, run: null, signal: never });
    await expect(taking).rejects.toMatchObject({ exit: 'busy' });
    expect(await takeBackStaleRuns(db, off(second)())).toEqual({ queued: 0, abandoned: 0 });
    expect(await failRun(db, run, 'no', off(second)())).toBe(false);
    stop.abort(new Error('end'));
    expect(await running).toMatchObject({ status: 'queued', run });
  });
});

describe('a run that kills each of its processes', () => {
  it('is given up, also where the next one sees at once that the one before is gone', async () => {
    const { db } = place.database;
    const run = await createRun(db, SITE, 'schedule', new Date());
    const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(child, 'exit');
    const gone = processName(child.pid ?? 0);
    const ended = AbortSignal.abort(new Error('end'));
    const order = { site: SITE, run, trigger: 'schedule', handsOver: true, signal: ended } as const;
    for (let death = 1; death <= 5; death += 1) {
      expect(await findRun(db, run)).toMatchObject({ status: 'queued' });
      const lease = await acquireLease(db, SITE, gone, 60);
      expect(await startRun(db, run, gone, lease?.token ?? 0, new Date())).toBe(true);
      const next = runSite(place.tools, order);
      if (death < 5) expect(await next).toMatchObject({ status: 'queued' });
      else await expect(next).rejects.toThrow('has ended already');
    }
    expect(await findRun(db, run)).toMatchObject({ status: 'abandoned' });
  });
});

describe('a run whose process is told to end', () => {
  it('is handed over, and goes on under its own number without a row written twice', async () => {
    const { db } = place.database;
    const run = await createRun(db, SITE, 'schedule', new Date());
    const stop = new AbortController();
    const stopping = until('50 requests', () => asked().length >= 50).then(() =>
      stop.abort(new Error('end')),
    );
    const order = { site: SITE, run, trigger: 'schedule', handsOver: true } as const;
    const first = await runSite(place.tools, { ...order, signal: stop.signal });
    await stopping;
    expect(first.status).toBe('queued');
    expect(await findRun(db, run)).toMatchObject({ status: 'queued', finishedAt: null });
    const second = await runSite(place.tools, { ...order, signal: never });
    expect(second.status).toBe('ok');
    expect(twice(asked()).length).toBeLessThanOrEqual(1);
    expect(twice(await ledger(run))).toEqual([]);
    expect(await missing()).toEqual([]);
  });

  it('is not ended by a worker from which another one has taken it, as after an outage longer than its lease', async () => {
    const { db } = place.database;
    const run = await createRun(db, SITE, 'schedule', new Date());
    const taking = until('50 requests', () => asked().length >= 50).then(async () => {
      await db
        .updateTable('sites')
        .set({ lease_until: new Date(0) })
        .where('id', '=', SITE)
        .execute();
      const lease = await acquireLease(db, SITE, 'other:1', 60);
      expect(await startRun(db, run, 'other:1', lease?.token ?? 0, new Date())).toBe(true);
    });
    const order = { site: SITE, run, trigger: 'schedule', handsOver: true, signal: never } as const;
    const lost = await runSite(place.tools, order);
    await taking;
    expect(lost.problem).toContain('was taken over by another worker');
    expect(await findRun(db, run)).toMatchObject({ status: 'running', worker: 'other:1', problem: null });
  });

  it('ends there when nobody goes on with it: what it left is in its ledger, and the next run has it', async () => {
    const stop = new AbortController();
    const stopping = until('50 requests', () => asked().length >= 50).then(() =>
      stop.abort(new Error('end')),
    );
    const order = { site: SITE, run: null, trigger: 'command' } as const;
    const first = await runSite(place.tools, { ...order, signal: stop.signal });
    await stopping;
    expect(first).toMatchObject({ status: 'partial' });
    expect(first.skipped.stopped).toBeGreaterThan(50);
    const second = await runSite(place.tools, { ...order, signal: never });
    expect(second).toMatchObject({ status: 'ok' });
    expect(second.run).not.toBe(first.run);
    expect(await missing()).toEqual([]);
  });
});

describe('a run that a full disk breaks off', () => {
  it('waits for another worker however often that happens, and none of its workers counts as lost', async () => {
    const { db } = place.database;
    const run = await createRun(db, SITE, 'schedule', new Date());
    const full = () => Promise.reject(new OperatorError('storage', 'The disk is full.', 'Free space on it.'));
    const begin = () => ({ sha256: 'a'.repeat(64), stored: full, kept: full });
    const captures = { ...place.tools.captures, begin };
    // As where what it is tried with finds room, and pages do not.
    const storage = { ready: async () => undefined, note: () => undefined, trouble: () => null };
    const order = { site: SITE, run, trigger: 'schedule', handsOver: true, signal: never } as const;
    for (let attempt = 0; attempt < 6; attempt += 1) {
      await expect(runSite({ ...place.tools, captures, storage }, order)).rejects.toThrow(
        'The disk is full.',
      );
      expect(await takeBackStaleRuns(db, new Date())).toEqual({ queued: 0, abandoned: 0 });
    }
    expect(await findRun(db, run)).toMatchObject({ status: 'queued', problem: null });
  });
});
