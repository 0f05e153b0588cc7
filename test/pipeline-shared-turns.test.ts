/** Turns at a domain that several processes share: measured at the server, and in the table. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { OPEN_GATE } from '../crawlers/crawl-gate.ts';
import { createPacer, type Pacer, sleep } from '../crawlers/pacing.ts';
import { probePage } from '../crawlers/probe-page.ts';
import { CALM } from '../crawlers/strain.ts';
import { createLog } from '../src/log.ts';
import { sharedTurns } from '../src/pipeline/run/shared-turns.ts';
import { liftDomainHold, listDomainHolds } from '../src/store/crawling/domain-holds.ts';
import { crawlWith, TEST_AGENT, testPage, testSite } from './support/crawl-with.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import { startLoopback } from './support/start-loopback.ts';

const CRAWL = new URL('support/crawl-in-turn.ts', import.meta.url).pathname;
const never = new AbortController().signal;
const SHOP = { key: 'shop.example', host: 'shop.example', ours: false };
const WHY = 'it said so';
/** A domain of its own. */
const pause = (ms: number) => ({ ms, ofHostMs: ms });
const at = (key: string) => ({ key, host: key, ours: false });
const run = promisify(execFile);

/** As another process has it: with memory of its own and nothing in common but the database. */
function pacerOf(database: TestDatabase) {
  return createPacer({ clock: () => new Date(), sleep, shared: sharedTurns(database.db), holdSeconds: 0.5 });
}

describe('two sites on one domain', () => {
  it('in two worker processes never ask at once, nor faster than the domain allows', async () => {
    await using database = await openTestDatabase();
    const delaySeconds = 0.2;
    let underWay = 0;
    let most = 0;
    let endedAt = 0;
    const gaps: number[] = [];
    await using server = await startLoopback((path, _request, response) => {
      underWay += 1;
      most = Math.max(most, underWay);
      if (endedAt > 0) gaps.push(performance.now() - endedAt);
      const body = /^\/[ab]$/.test(path)
        ? testPage(
            'list',
            [1, 2, 3, 4, 5, 6, 7, 8].map((n) => [`${path}/${n}`, 'detail']),
          )
        : testPage('detail');
      setTimeout(() => {
        underWay -= 1;
        endedAt = performance.now();
        response.writeHead(200, { 'content-type': path === '/robots.txt' ? 'text/plain' : 'text/html' });
        response.end(path === '/robots.txt' ? '' : body);
      }, 20);
      return null;
    });
    const reports = await Promise.all(
      ['/a', '/b'].map(async (path) => {
        const order = {
          databaseUrl: database.databaseUrl,
          start: server.origin + path,
          domain: SHOP.key,
          delaySeconds,
        };
        const { stdout } = await run(process.execPath, [CRAWL, JSON.stringify(order)]);
        return JSON.parse(stdout);
      }),
    );
    expect(reports.map(({ pages }) => pages)).toEqual([9, 9]);
    expect(server.paths()).toHaveLength(20);
    expect(most).toBe(1);
    expect(gaps).toHaveLength(19);
    // A millisecond for clocks that are rounded.
    expect(gaps.filter((gap) => gap < delaySeconds * 1000 - 1)).toEqual([]);
  });
});

it('a page that a person asks for waits for its turns beside a crawl, and leaves a pause after each', async () => {
  await using database = await openTestDatabase();
  const delaySeconds = 0.3;
  let endedAt = 0;
  const gaps: number[] = [];
  await using server = await startLoopback((path) => {
    if (endedAt > 0) gaps.push(performance.now() - endedAt);
    endedAt = performance.now();
    const links = [1, 2, 3, 4].map((n): [string, string] => [`/${n}`, 'detail']);
    return { body: path === '/robots.txt' ? '' : testPage('list', path === '/' ? links : []) };
  });
  const [one, other] = [pacerOf(database), pacerOf(database)].map(
    (shared): Pacer => ({
      take: (_place, _delay, signal) => shared.take(SHOP, delaySeconds, signal),
      hold: (_place, seconds, why) => shared.hold(SHOP, seconds, why),
    }),
  );
  const own = { origins: [server.origin], site: testSite([`${server.origin}/`]) };
  const crawl = crawlWith({ ...own, ...(one === undefined ? {} : { pacer: one }) });
  const probe = (pacer: Pacer) =>
    probePage({
      ...{ url: `${server.origin}/p`, userAgent: TEST_AGENT, allowedOrigins: new Set([server.origin]) },
      ...{ limits: { maxBytes: 10_000, pageSeconds: 5 }, clock: () => new Date(), log: createLog('silent') },
      ...{ ports: [], gate: OPEN_GATE, pacer, delaySeconds, signal: never },
    });
  const page = other === undefined ? null : await probe(other);
  expect(page).toMatchObject({ status: 200 });
  await crawl;
  expect(server.paths().toSorted()).toEqual([
    '/',
    '/1',
    '/2',
    '/3',
    '/4',
    '/p',
    '/robots.txt',
    '/robots.txt',
  ]);
  expect(gaps.filter((gap) => gap < delaySeconds * 1000 - 5)).toEqual([]);
  await other?.hold(SHOP, 3600, WHY);
  expect(other === undefined ? null : await probe(other)).toMatchObject({
    reason: 'blocked',
    detail: expect.stringMatching(/^shop.example is to be left alone for 3\d{3} s$/),
  });
});

describe('a turn that is shared', () => {
  it('comes two minutes later at most, however slow the domain has become', async () => {
    await using database = await openTestDatabase();
    const turns = sharedTurns(database.db);
    await turns.take(at('a'), 'one', 60, 30);
    await turns.end(at('a'), 'one', pause(120_000), { slowness: 16, usualMs: 100 });
    const wait = await turns.take(at('a'), 'two', 60, 30);
    expect(wait).toMatchObject({ kind: 'wait', ms: expect.any(Number) });
    if (wait.kind === 'wait') expect(wait.ms).toBeLessThanOrEqual(120_000);
  });

  it('is refused to others until it is ended, and then until the pause is over', async () => {
    await using database = await openTestDatabase();
    const [one, two] = [sharedTurns(database.db), sharedTurns(database.db)];
    expect(await one.take(at('a'), 'one', 60, 30)).toMatchObject({ kind: 'taken', strain: { slowness: 1 } });
    expect(await two.take(at('a'), 'two', 60, 30)).toMatchObject({ kind: 'wait' });
    expect(await two.take(at('b'), 'two', 60, 30)).toMatchObject({ kind: 'taken' });
    await one.end(at('a'), 'one', pause(60_000), { slowness: 2, usualMs: 100 });
    const wait = await two.take(at('a'), 'two', 60, 30);
    // The second delay is longer: it is twice its own by the domain's slowness.
    expect(wait).toMatchObject({ kind: 'wait', ms: expect.any(Number) });
    if (wait.kind === 'wait') expect(wait.ms).toBeGreaterThan(115_000);
  });

  it('cannot be ended by who lost it', async () => {
    await using database = await openTestDatabase();
    const turns = sharedTurns(database.db);
    await turns.take(at('a'), 'one', 0, 30);
    await turns.end(at('a'), 'two', pause(0), { slowness: 16, usualMs: null });
    expect(await turns.take(at('a'), 'three', 0, 30)).toMatchObject({ kind: 'wait' });
  });

  it('of a process that died is free again after a while', async () => {
    await using database = await openTestDatabase();
    await pacerOf(database).take(SHOP, 1, never);
    const turn = await pacerOf(database).take(SHOP, 1, never);
    await turn.end(false);
  });

  it('is held back for everybody when a server asks one of us', async () => {
    await using database = await openTestDatabase();
    await pacerOf(database).hold(SHOP, 7200, WHY);
    await expect(pacerOf(database).take(SHOP, 1, never)).rejects.toThrow('to be left alone for 7200 s');
  });

  it('is held back for one shop of many on a host, until it is over or somebody lifts it', async () => {
    await using database = await openTestDatabase();
    const { db } = database;
    const [one, two] = [sharedTurns(db), sharedTurns(db)];
    const [asking, other] = ['a.github.io', 'b.github.io'].map((host) => ({ key: 'github.io', host }));
    if (asking === undefined || other === undefined) throw new Error('there are two');
    await one.hold(asking.host, 7200, WHY);
    await one.hold(asking.host, 3600, 'later, and shorter');
    const wait = await two.take(asking, 'two', 60, 30);
    expect(wait).toMatchObject({ kind: 'wait', ms: expect.closeTo(7_200_000, -5) });
    expect(await two.take(other, 'two', 60, 30)).toMatchObject({ kind: 'taken' });
    await two.end(other, 'two', pause(60_000), CALM);
    // What the shops share is the pause between two requests.
    const between = await one.take({ ...other, host: 'c.github.io' }, 'one', 60, 30);
    expect(between).toMatchObject({ kind: 'wait', ms: expect.closeTo(60_000, -4) });
    const [held, ...more] = await listDomainHolds(db);
    expect([held, more]).toMatchObject([{ name: 'a.github.io', why: WHY }, []]);
    expect(Date.parse(held?.until ?? '') - Date.parse(held?.since ?? '')).toBeCloseTo(7_200_000, -4);
    expect(await liftDomainHold(db, 'a.github.io')).toMatchObject({ name: 'a.github.io', why: WHY });
    expect(await liftDomainHold(db, 'a.github.io')).toBeNull();
    expect(await listDomainHolds(db)).toEqual([]);
    const after = await two.take(asking, 'two', 60, 30);
    expect(after).toMatchObject({ kind: 'wait', ms: expect.closeTo(60_000, -4) });
  });

  it('is put off for one shop of many on a host by its own delay, whoever is visited there meanwhile', async () => {
    await using database = await openTestDatabase();
    const turns = sharedTurns(database.db);
    const [slow, other] = ['a', 'b'].map((name) => ({ key: 'github.io', host: `${name}.github.io` }));
    if (slow === undefined || other === undefined) throw new Error('there are two');
    await turns.take(slow, 'one', 120, 30);
    await turns.end(slow, 'one', { ms: 120_000, ofHostMs: 3_600_000 }, CALM);
    const waits = async (place: typeof slow) => await turns.take(place, 'two', 5, 30);
    expect(await waits(other)).toMatchObject({ kind: 'wait', ms: expect.closeTo(120_000, -4) });
    expect(await waits(slow)).toMatchObject({ kind: 'wait', ms: expect.closeTo(3_600_000, -4) });
    await database.pool.query(
      `update domain_turns set free_at = now(), ended_at = null where domain = 'github.io'`,
    );
    expect(await waits(other)).toMatchObject({ kind: 'taken' });
    await turns.end(other, 'two', pause(5000), CALM);
    expect(await waits(slow)).toMatchObject({ kind: 'wait', ms: expect.closeTo(3_600_000, -4) });
    // It is nothing that anybody asked for with an answer.
    expect(await listDomainHolds(database.db)).toEqual([]);
  });

  it('is not held any more, nor listed, when the pause is over', async () => {
    await using database = await openTestDatabase();
    const turns = sharedTurns(database.db);
    await turns.hold('a', 0.05, WHY);
    await sleep(60, never);
    expect(await listDomainHolds(database.db)).toEqual([]);
    expect(await liftDomainHold(database.db, 'a')).toBeNull();
    expect(await turns.take(at('a'), 'one', 60, 30)).toMatchObject({ kind: 'taken' });
    await turns.hold('a', 60, 'again');
    const [held] = await listDomainHolds(database.db);
    expect(Date.parse(held?.until ?? '') - Date.parse(held?.since ?? '')).toBeCloseTo(60_000, -3);
  });

  it('of our own servers is not looked for in the database', async () => {
    await using database = await openTestDatabase();
    const own = { ...at('127.0.0.1:4711'), ours: true };
    const turn = await pacerOf(database).take(own, 0, never);
    await turn.end(false);
    const { rows } = await database.pool.query('select domain from domain_turns');
    expect(rows).toEqual([]);
  });

  it('is given to one of many that ask at the same moment', async () => {
    await using database = await openTestDatabase();
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) => sharedTurns(database.db).take(at('a'), `${n}`, 1, 30)),
    );
    expect(answers.filter(({ kind }) => kind === 'taken')).toHaveLength(1);
  });
});
