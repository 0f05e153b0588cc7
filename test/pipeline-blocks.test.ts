/** Sites that keep our agent out: left alone for longer each time, told to the operator, and let go when they let us in. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadWatchlist } from '../config/load-watchlist.ts';
import type { SiteBlock } from '../src/model/overview-api.ts';
import type { Site } from '../src/model/site.ts';
import { judgeRun } from '../src/pipeline/run/judge-run.ts';
import { runSite } from '../src/pipeline/run-site.ts';
import { claimDueSites } from '../src/store/crawling/schedules.ts';
import { clearBlock, listBlocks, noteBlock } from '../src/store/crawling/site-blocks.ts';
import { applySites, findSite } from '../src/store/crawling/sites.ts';
import { readOverview } from '../src/store/desk/overview.ts';
import { storeWatchlist } from '../src/store/offers/watchlists.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import { openTestWorkplace, type TestWorkplace } from './support/open-test-workplace.ts';
import { runCli } from './support/run-cli.ts';
import { type LoopbackAnswer, startLoopback } from './support/start-loopback.ts';
import { at, sampleSite } from './support/store-samples.ts';

const HOUR = 3600;

describe('a site that blocks', () => {
  let database: TestDatabase;
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'precursor-watch-test-'));
    for (const id of ['a', 'b'])
      await writeFile(join(folder, `${id}.yaml`), `id: ${id}\nstart: https://${id}.example/\n`);
    database = await openTestDatabase();
    await applySites(database.db, [sampleSite('a'), sampleSite('b')], 'file', at(0));
  });
  afterEach(async () => {
    await database[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });
  const note = (seconds: number, asked = 0, kind: SiteBlock['kind'] = 'refused') =>
    noteBlock(database.db, 'a', { kind, reason: 'status 403', asked }, at(seconds));

  it('is left alone for an hour, then twice as long each time, for a week at most', async () => {
    const hours: number[] = [];
    for (let run = 0; run < 10; run += 1) {
      const { until, since, runs } = await note(0);
      hours.push((Date.parse(until) - at(0).getTime()) / 3_600_000);
      expect([since, runs]).toEqual([at(0).toISOString(), run + 1]);
    }
    expect(hours).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 168, 168]);
  });

  it('is left alone for a day at most when it is only down', async () => {
    const hours: number[] = [];
    for (let run = 0; run < 6; run += 1) {
      const { until, kind } = await note(0, 0, 'down');
      hours.push((Date.parse(until) - at(0).getTime()) / 3_600_000);
      expect(kind).toBe('down');
    }
    expect(hours).toEqual([1, 2, 4, 8, 16, 24]);
  });

  it('is left alone as long as it asks, if that is longer', async () => {
    expect((await note(0, 5 * HOUR)).until).toBe(at(5 * HOUR).toISOString());
    await clearBlock(database.db, 'a');
    expect((await note(0, 480 * HOUR)).until).toBe(at(480 * HOUR).toISOString());
  });

  it('is passed over by the schedule until then, and keeps its turn', async () => {
    await note(0);
    const claim = async (seconds: number) =>
      (await claimDueSites(database.db, at(seconds), 10)).map(({ site }) => site);
    expect(await claim(60)).toEqual(['b']);
    expect((await findSite(database.db, 'a'))?.nextRunAt).toBe(at(0).toISOString());
    expect(await claim(HOUR)).toContain('a');
  });

  it('is told in the overview and in the list of sites, and no more when it lets us in', async () => {
    await note(0);
    const block = {
      kind: 'refused',
      since: at(0).toISOString(),
      until: at(HOUR).toISOString(),
      runs: 1,
      reason: 'status 403',
    };
    const blocked = async () => (await readOverview(database.db)).sites.map((site) => site.blocked);
    expect(await blocked()).toEqual([block, null]);
    expect(await listBlocks(database.db)).toEqual(new Map([['a', block]]));
    const list = async (...options: string[]) => {
      const env = { DATABASE_URL: database.databaseUrl, PRECURSOR_SITES: folder, PRECURSOR_PRACTICE: 'off' };
      return (await runCli(['sites', 'list', ...options], env)).output.trim().split('\n');
    };
    expect((await list('--json')).map((line) => JSON.parse(line).blocked)).toEqual([block, null]);
    expect(await list()).toEqual([
      expect.stringMatching(/blocks us +held back$/),
      expect.stringMatching(/^a .* yours +until 2026-01-05T13:00:00.000Z: status 403$/),
      expect.stringMatching(/^b .* yours$/),
    ]);
    await clearBlock(database.db, 'a');
    await clearBlock(database.db, 'b');
    expect(await blocked()).toEqual([null, null]);
    expect((await note(0)).runs).toBe(1);
  });
});

const GOODS = {
  body: '<!doctype html><title>Kettle</title><script type="application/ld+json">{"@context":"https://schema.org","@type":"Product","name":"Kettle","offers":{"@type":"Offer","price":"10","priceCurrency":"EUR"}}</script><h1>Kettle</h1>',
};

const practiceShop = (start = ['http://shop.practice.invalid/']): Site =>
  sampleSite('shop', { practice: true, fetch: 'http', start });

/** Runs the shop where `origin` stands for it. */
async function runnerOf(place: TestWorkplace, site: Site, origin: string) {
  const { db } = place.database;
  const watchlist = new URL('../config/watchlist', import.meta.url).pathname;
  await applySites(db, [site], 'practice', new Date());
  await storeWatchlist(db, await loadWatchlist(watchlist), new Date());
  const practiceMarket = async () => ({
    origins: { shop: origin },
    [Symbol.asyncDispose]: async () => undefined,
  });
  const { signal } = new AbortController();
  return () =>
    runSite({ ...place.tools, practiceMarket }, { site: 'shop', run: null, trigger: 'command', signal });
}

describe('a run', () => {
  it.each([
    [{ stopped: null, skipped: {} }, true, 'ok', null],
    [{ stopped: null, skipped: { blocked: 1, gone: 9 } }, true, 'ok', null],
    [
      { stopped: null, skipped: { blocked: 3, timeout: 1, disallowed: 9 } },
      true,
      'ok',
      '4 of 24 pages were not read: 3 × blocked (the site answered with a challenge, a login wall or 401/403/429; reported, never evaded), 1 × timeout (the page took longer than its time limit).',
    ],
    [
      { stopped: null, skipped: { gone: 3, failed: 1 } },
      false,
      'failed',
      'No page gave proof of content: 3 × gone (the server says 404 or 410).',
    ],
    [{ stopped: null, skipped: {} }, false, 'failed', 'No page gave proof of content: nothing was fetched.'],
    [
      { stopped: null, skipped: { gone: 3, 'picture-fetched': 4, 'picture-not-fetched': 5 } },
      false,
      'failed',
      'No page gave proof of content: 3 × gone (the server says 404 or 410).',
    ],
    [{ stopped: 'budget', skipped: {} }, true, 'partial', expect.stringContaining('budget')],
    [
      { stopped: 'budget', skipped: { 'out-of-budget': 1 } },
      false,
      'failed',
      expect.stringContaining('proof'),
    ],
    [{ stopped: 'hours', skipped: {} }, true, 'partial', expect.stringContaining('hours')],
    [{ stopped: 'held', skipped: {} }, false, 'partial', expect.stringContaining('left alone')],
    [{ stopped: 'down', skipped: {} }, true, 'partial', expect.stringContaining('trouble')],
    [{ stopped: 'down', skipped: {} }, false, 'failed', expect.stringContaining('trouble')],
    [{ stopped: 'signal', skipped: {} }, true, 'partial', expect.stringContaining('stopped')],
    [{ stopped: 'blocked', skipped: {} }, true, 'blocked', expect.stringContaining('blocks')],
  ] as const)('that ended with %j and proof %s is %s', (report, proof, status, problem) => {
    expect(judgeRun({ pages: 20, ...report }, proof)).toEqual({ status, problem });
  });

  it.each([
    [
      'robots-unreachable',
      'robots.txt: there is no such host: ENOTFOUND: getaddrinfo ENOTFOUND shop.invalid',
      'robots.txt could not be read: there is no such host: ENOTFOUND: getaddrinfo ENOTFOUND shop.invalid',
    ],
    [
      'failed',
      'status 500',
      'network error or a status that is neither success nor block; the first: status 500',
    ],
  ] as const)('that could read nothing for %s says what was first met', (reason, detail, words) => {
    const causes = new Map([[reason, detail]]);
    const skipped = { [reason]: 2, gone: 1 };
    expect(judgeRun({ stopped: null, pages: 0, skipped }, false, causes).problem).toBe(
      `No page gave proof of content: 2 × ${reason} (${words}).`,
    );
  });

  it('of a site that blocks, then lets us in, then blocks again', async () => {
    await using place = await openTestWorkplace({ shops: 5, listings: 5 });
    const { db } = place.database;
    let door: LoopbackAnswer = { status: 403 };
    await using server = await startLoopback((path) => (path === '/robots.txt' ? { body: '' } : door));
    const site = practiceShop();
    const run = await runnerOf(place, site, server.origin);
    const runs = async () => (await listBlocks(db)).get('shop')?.runs ?? 0;

    expect(await run()).toMatchObject({
      status: 'blocked',
      problem: expect.stringContaining('(status 403). It is left alone until'),
    });
    expect(await runs()).toBe(1);
    expect(server.paths()).toEqual(['/robots.txt', '/']);
    expect((await run()).problem).toContain('in the 2. run in a row');
    door = { status: 500 };
    expect((await run()).status).toBe('failed');
    // A failure says nothing of being let in.
    expect(await runs()).toBe(2);
    door = GOODS;
    expect(await run()).toMatchObject({ status: 'ok', problem: null });
    expect(await runs()).toBe(0);
    door = { body: '<!doctype html><title>Just a moment...</title><p>Checking your browser</p>' };
    expect((await run()).status).toBe('blocked');
    expect(await runs()).toBe(1);
    // A site that is larger than its budget never has a run that is done with it.
    const politeness = { ...site.politeness, pages: 1 };
    const start = [...site.start, 'http://shop.practice.invalid/more'];
    await applySites(db, [{ ...site, start, politeness }], 'practice', new Date());
    door = GOODS;
    expect((await run()).status).toBe('partial');
    expect(await runs()).toBe(0);
    // What it asks for holds for its domain, though it let us in, and the operator is told for how long.
    await applySites(db, [{ ...site, start }], 'practice', new Date());
    door = { ...GOODS, headers: { 'retry-after': `${20 * 24 * HOUR}` } };
    const held = await run();
    expect(held.status).toBe('partial');
    const until = /left alone, which it is until (\S+)\.$/.exec(held.problem ?? '')?.[1] ?? '';
    const days = (Date.parse(until) - Date.now()) / 86_400_000;
    expect(days).toBeCloseTo(20, 2);
    expect(await runs()).toBe(0);
  });

  it('of a site whose server is down ends after ten errors, and nothing that was there is called gone', async () => {
    await using place = await openTestWorkplace({ shops: 5, listings: 5 });
    const { db } = place.database;
    let door: LoopbackAnswer = GOODS;
    await using server = await startLoopback((path) => (path === '/robots.txt' ? { body: '' } : door));
    const start = Array.from({ length: 30 }, (_, n) => `http://shop.practice.invalid/offer/${n}`);
    const run = await runnerOf(place, practiceShop(start), server.origin);
    const standing = async () => {
      const states = await db.selectFrom('listings').select('state').where('site_id', '=', 'shop').execute();
      return states.filter(({ state }) => state === 'live').length;
    };
    expect(await run()).toMatchObject({ status: 'ok', listings: 30 });
    const before = server.paths().length;
    door = { status: 503 };
    expect(await run()).toMatchObject({
      status: 'failed',
      problem: expect.stringMatching(
        /^The server of the site is in trouble \(10 answers in a row were errors: status 503\)\. It is left alone until \S+\.$/,
      ),
      skipped: { failed: 10, stopped: 20 },
    });
    expect(server.paths().length - before).toBe(11);
    expect((await run()).problem).toContain('is in trouble in the 2. run in a row');
    expect((await listBlocks(db)).get('shop')).toMatchObject({ kind: 'down', runs: 2 });
    expect(await standing()).toBe(30);
    door = GOODS;
    expect(await run()).toMatchObject({ status: 'ok', problem: null });
    expect(await standing()).toBe(30);
    expect(await listBlocks(db)).toEqual(new Map());
  });
});
