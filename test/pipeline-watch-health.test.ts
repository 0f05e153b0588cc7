/** Alarms: each kind raised by what it is about and by nothing less, told once, cleared by itself, without any worker. */

import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOBODY } from '../config/load-notifiers.ts';
import { createLog } from '../src/log.ts';
import type { AlarmKind } from '../src/model/alarm.ts';
import type { MessageContent } from '../src/model/notifier.ts';
import { keepWatch } from '../src/pipeline/keep-watch.ts';
import { watchHealth } from '../src/pipeline/watch-health.ts';
import { mendClock } from '../src/store/crawling/clock-jumps.ts';
import { holdDomain, liftDomainHold } from '../src/store/crawling/domain-holds.ts';
import { addFieldCoverage } from '../src/store/crawling/field-coverage.ts';
import { setHold } from '../src/store/crawling/holds.ts';
import { writeJournal } from '../src/store/crawling/run-journal.ts';
import { createRun, findRun, finishRun } from '../src/store/crawling/runs.ts';
import { clearBlock, noteBlock } from '../src/store/crawling/site-blocks.ts';
import { acquireLease, applySites } from '../src/store/crawling/sites.ts';
import { pageOfAlarms } from '../src/store/health/alarms.ts';
import { beat, takeTurn } from '../src/store/health/heartbeats.ts';
import { parkJob, settleParkedJob } from '../src/store/health/parked-jobs.ts';
import { addMessage } from '../src/store/messages/messages.ts';
import { applyNotifiers } from '../src/store/messages/notifiers.ts';
import type { Db } from '../src/store/open-database.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import { email, sampleNotice, webhook } from './support/sample-notices.ts';
import { seedOutbox } from './support/seed-outbox.ts';
import { saveListing } from './support/single-rows.ts';
import { startReceiver } from './support/start-receiver.ts';
import {
  sampleJournal,
  sampleListing,
  samplePage,
  sampleSite,
  sampleSummary,
} from './support/store-samples.ts';
import { until } from './support/until.ts';

const HELD = 'The domain asked to be left alone, which it is until 2026-03-04T12:00:00.000Z.';
const START = new Date('2026-03-02T12:00:00.000Z');
let database: TestDatabase;
let db: Db;
let now: Date;

beforeEach(async () => {
  database = await openTestDatabase();
  db = database.db;
  now = START;
});
afterEach(async () => {
  await database[Symbol.asyncDispose]();
});

const pass = (minutes: number) => {
  now = new Date(now.getTime() + minutes * 60_000);
};
const watch = (cap = 10_000) => watchHealth({ db, limits: NOBODY.limits, cap, clock: () => now });
const raised = async (cap?: number) =>
  (await watch(cap)).standing.map(({ kind, subject }) => `${kind} ${subject}`).toSorted();

/** A site whose turn is far off, and signs of life of everything. */
async function allWell(...sites: string[]): Promise<void> {
  await applySites(
    db,
    sites.map((id) => sampleSite(id)),
    'file',
    now,
  );
  await putOff();
  await signs();
}
const putOff = () =>
  db
    .updateTable('sites')
    .set({ next_run_at: new Date(now.getTime() + 30 * 86_400_000) })
    .execute();
async function signs(): Promise<void> {
  await beat(db, 'tick', {}, now);
  await beat(db, 'worker host:1', {}, now);
}

async function startAt(url: string): Promise<void> {
  await applySites(db, [sampleSite('a', { start: [url] })], 'file', now);
  await putOff();
}

type RunMore = Partial<Parameters<typeof sampleSummary>[2]> & { readonly lists?: 'all' | 'some' };

/** `listings`: those that it knows of at its end. */
async function run(site: string, { lists = 'all', ...more }: RunMore = {}): Promise<number> {
  const id = await createRun(db, site, 'schedule', now);
  const summary = sampleSummary(id, site, { status: 'ok', problem: null, skipped: {}, ...more });
  await finishRun(db, id, summary, now, lists);
  await db.updateTable('runs').set({ known: summary.listings }).where('id', '=', id).execute();
  return id;
}

async function runs(site: string, listings: readonly number[], more = {}): Promise<void> {
  for (const count of listings) {
    pass(1);
    await run(site, { listings: count, pages: 10, ...more });
  }
  await signs();
}

describe('without cause', () => {
  it('nothing is raised', async () => {
    await allWell('a');
    await runs('a', [100, 100, 100, 100]);
    await signs();
    expect(await raised()).toEqual([]);
  });

  it('nor where nothing is configured', async () => {
    pass(100_000);
    expect(await raised()).toEqual([]);
  });
});

describe('a run that is overdue', () => {
  it('is an alarm of its site until one begins', async () => {
    await allWell('a', 'b');
    await db.updateTable('sites').set({ next_run_at: now }).where('id', '=', 'a').execute();
    pass(29);
    await signs();
    expect(await raised()).toEqual([]);
    pass(1);
    await signs();
    expect(await raised()).toEqual(['run-overdue a']);
    await putOff();
    expect(await raised()).toEqual([]);
  });

  it('may be queued and never begun', async () => {
    await allWell('a');
    await createRun(db, 'a', 'schedule', now);
    pass(30);
    await signs();
    expect(await raised()).toEqual(['run-overdue a']);
  });

  it('is none for a site on hold, and later where its file says so', async () => {
    await applySites(
      db,
      [sampleSite('held'), sampleSite('slow', { alarms: { overdueSeconds: 7200 } })],
      'file',
      now,
    );
    await setHold(db, { scope: 'held', mode: 'drain', reason: 'moving', by: 'op' }, now);
    pass(119);
    await signs();
    await run('slow');
    expect(await raised()).toEqual([]);
    pass(1);
    await signs();
    expect(await raised()).toEqual(['run-overdue slow']);
  });

  it('is one alarm where many sites are late', async () => {
    await allWell(...Array.from({ length: 30 }, (_, index) => `site-${index}`));
    await db.updateTable('sites').set({ next_run_at: now }).execute();
    pass(60);
    await signs();
    const { standing } = await watch();
    expect(standing).toMatchObject([{ kind: 'run-overdue', subject: '*' }]);
    expect(standing[0]?.summary).toContain('30 sites');
  });

  it('is not said to be over because more of them are late', async () => {
    await allWell(...Array.from({ length: 21 }, (_, index) => `site-${index}`));
    await db.updateTable('sites').set({ next_run_at: now }).where('id', '<>', 'site-0').execute();
    pass(60);
    await signs();
    expect((await watch()).raised).toHaveLength(20);
    await db.updateTable('sites').set({ next_run_at: START }).execute();
    const more = await watch();
    expect(more.raised).toMatchObject([{ subject: '*' }]);
    expect(more.cleared).toEqual([]);
    await putOff();
    expect((await watch()).cleared).toHaveLength(21);
  });
});

describe('signs of life from a clock that was ahead', () => {
  it('say nothing of who is there once it is set right, and hold no turn', async () => {
    await allWell('a');
    now = new Date(START.getTime() + 90 * 86_400_000);
    await signs();
    expect(await takeTurn(db, 'heartbeat', 50, now)).toBe(true);
    now = START;
    await createRun(db, 'a', 'schedule', now);
    await mendClock(db, now);
    await putOff();
    pass(6);
    expect(await raised()).toEqual(['no-tick *', 'no-worker *']);
    expect(await takeTurn(db, 'heartbeat', 50, now)).toBe(true);
  });
});

describe('what runs say', () => {
  it('is heard of every site when more runs end at one moment than one round judges', async () => {
    const sites = ['a', 'b', 'c', 'd', 'e'];
    await allWell(...sites);
    for (let count = 0; count < 3; count += 1) {
      pass(1);
      for (const site of sites) await run(site, { status: 'failed', problem: 'it is down' });
    }
    await signs();
    const round = () => watchHealth({ db, limits: NOBODY.limits, cap: 10_000, clock: () => now }, 2);
    for (let count = 0; count < 3; count += 1) await round();
    const { standing } = await round();
    expect(standing.map(({ subject }) => subject).toSorted()).toEqual(sites);
  });

  it('is heard after a clock that was ahead was set right', async () => {
    await allWell('a', 'b');
    now = new Date(START.getTime() + 90 * 86_400_000);
    await run('b', { listings: 100 });
    await watch();
    now = START;
    await runs('a', [0, 0, 0], { status: 'failed', problem: 'it is down' });
    const failed = (await watch()).standing.map(({ kind }) => kind);
    expect(failed).toContain('run-failing');
  });

  it.each([
    { what: 'far fewer listings', before: [100, 110, 90, 100], last: 79, raised: true },
    { what: 'a little fewer', before: [100, 110, 90, 100], last: 81, raised: false },
    { what: 'fewer, with too short a past', before: [100, 100], last: 10, raised: false },
    { what: 'fewer of few', before: [4, 4, 4, 4], last: 0, raised: false },
  ])('$what than usual: $raised', async ({ before, last, raised: expected }) => {
    await allWell('a');
    await runs('a', [...before, last]);
    expect(await raised()).toEqual(expected ? ['few-listings a'] : []);
    await runs('a', [100]);
    expect(await raised()).toEqual([]);
  });

  it('a run that looks where something moves is held against others that did, not against those of all lists', async () => {
    await allWell('a');
    await runs('a', [200, 200, 200, 200]);
    await runs('a', [30, 32, 31], { lists: 'some' });
    expect(await raised()).toEqual([]);
    await runs('a', [33], { lists: 'some' });
    expect(await raised()).toEqual([]);
    await runs('a', [20], { lists: 'some' });
    expect(await raised()).toEqual(['few-listings a']);
  });

  it('the first run that looks at less is an alarm only when it finds next to nothing', async () => {
    await allWell('a', 'b');
    for (const site of ['a', 'b']) await runs(site, [200, 200, 200, 200]);
    await runs('a', [25], { lists: 'some' });
    await runs('b', [15], { lists: 'some' });
    expect(await raised()).toEqual(['few-listings b']);
  });

  it('counts what was read, named or confirmed since the run began, whatever earlier runs saw', async () => {
    await allWell('a');
    const earlier = await run('a');
    const { token = 0 } = (await acquireLease(db, 'a', 'worker', 3600)) ?? {};
    const keys = ['/read', '/named', '/confirmed', '/elsewhere', '/gone', '/missing'];
    for (const key of keys) {
      const listing = sampleListing(key);
      const seen = { siteId: 'a', key, contentHash: key, runId: earlier, captureSha256: null, now };
      await saveListing(db, { ...seen, listing });
    }
    pass(1);
    const id = await createRun(db, 'a', 'schedule', now);
    const read = { siteId: 'a', key: '/read', contentHash: '/read', runId: id, captureSha256: null, now };
    await saveListing(db, { ...read, listing: sampleListing('/read') });
    const page = { ...sampleJournal('a', id, token), planned: [], coverage: [], now };
    const shows = ['/elsewhere'];
    const pages = [samplePage({ key: '/named' }), samplePage({ key: '/other-address', shows })];
    await writeJournal(db, { ...page, pages });
    const named = ['/named', '/other-address', '/never-read'];
    await writeJournal(db, { ...page, pages: [], named, seen: ['/confirmed'], gone: ['/gone'] });
    await finishRun(db, id, sampleSummary(id, 'a'), now, 'some');
    expect(await findRun(db, id)).toMatchObject({ known: 4, lists: 'some' });
  });

  it('a run that was stopped says nothing of how much there is', async () => {
    await allWell('a');
    await runs('a', [100, 100, 100, 100]);
    await runs('a', [3], { status: 'partial', problem: 'The run was stopped before it was done.' });
    expect(await raised()).toEqual([]);
  });

  it('stands between runs, goes with its site, and may have a limit of its own', async () => {
    await allWell('a', 'b');
    await applySites(db, [sampleSite('a'), sampleSite('b', { alarms: { listings: 0.1 } })], 'file', now);
    for (const site of ['a', 'b']) await runs(site, [100, 100, 100, 100, 20]);
    expect(await raised()).toEqual(['few-listings a']);
    pass(120);
    await signs();
    expect(await raised()).toEqual(['few-listings a']);
    await applySites(db, [sampleSite('b', { alarms: { listings: 0.1 } })], 'file', now);
    expect(await raised()).toEqual([]);
  });

  it('three runs in a row that gave nothing are an alarm', async () => {
    await allWell('a');
    for (const status of ['failed', 'failed', 'ok', 'failed', 'abandoned', 'failed'] as const) {
      expect(await raised()).toEqual([]);
      pass(1);
      await run('a', { status });
      await signs();
    }
    expect(await raised()).toEqual(['run-failing a']);
  });

  it.each([
    { what: 'all', problems: [HELD, HELD, HELD], raised: true },
    { what: 'two of', problems: [HELD, 'The run was stopped before it was done.', HELD], raised: false },
    { what: 'the last two', problems: [HELD, HELD], raised: false },
  ])('that $what three runs in a row ended since the site was to be left alone: $raised', async (each) => {
    await allWell('a');
    for (const problem of each.problems) {
      pass(1);
      await run('a', { status: 'partial', problem });
    }
    await signs();
    expect(await raised()).toEqual(each.raised ? ['run-held a'] : []);
    pass(1);
    await run('a');
    expect(await raised()).toEqual([]);
  });

  it('a field that most listings had is missing', async () => {
    await allWell('a');
    for (let index = 0; index < 5; index += 1) {
      pass(1);
      const filled = index < 4 ? 20 : 2;
      const id = await run('a', { listings: 20 });
      const row = { pages: 'detail', field: 'price', reader: 'json-ld', listings: 20, unread: 0 } as const;
      await addFieldCoverage(db, id, [{ ...row, filled, samples: [] }]);
    }
    const { standing } = await watch();
    expect(standing.map(({ kind }) => kind)).toEqual(['field-coverage']);
    expect(standing[0]?.summary).toContain('price of detail pages 100 % → 10 %');
  });
});

describe('a block', () => {
  it('is an alarm of its site while it lasts', async () => {
    await allWell('a');
    await noteBlock(db, 'a', { kind: 'refused', reason: 'login wall', asked: 0 }, now);
    expect(await raised()).toEqual(['blocked a']);
    await clearBlock(db, 'a');
    expect(await raised()).toEqual([]);
  });

  it('that is trouble of its server is an alarm of its own when it lasts', async () => {
    await allWell('a');
    const note = () => noteBlock(db, 'a', { kind: 'down', reason: 'status 503', asked: 0 }, now);
    await note();
    expect(await raised()).toEqual([]);
    await note();
    expect(await raised()).toEqual(['site-down a']);
    await clearBlock(db, 'a');
    expect(await raised()).toEqual([]);
  });

  it('of a fifth of the runs of a day is one of all', async () => {
    await allWell('a');
    for (let index = 0; index < 10; index += 1) await run('a', { status: index < 2 ? 'blocked' : 'ok' });
    expect(await raised()).toEqual(['blocked *']);
  });
});

describe('a pause that a server asks for', () => {
  const DAY = 86_400;

  it.each([
    { what: 'beyond a day', name: 'a.example', seconds: 3 * DAY, raised: ['site-held a'] },
    { what: 'beyond a day of what is no site of ours', name: 'b.example', seconds: 3 * DAY, raised: [] },
    { what: 'within a day', name: 'a.example', seconds: 0.9 * DAY, raised: [] },
  ])('$what: $raised', async ({ name, seconds, raised: expected }) => {
    await allWell('a');
    await startAt('https://www.a.example/list');
    await holdDomain(db, name, seconds, 'www.a.example answered 200 with Retry-After');
    const { standing } = await watch();
    expect(standing.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual(expected);
    if (expected.length > 0) {
      expect(standing[0]?.summary).toMatch(/^a\.example of a asked .* answered 200 with Retry-After/);
      expect(standing[0]?.summary).toContain('domains release a.example');
    }
    await liftDomainHold(db, name);
    expect(await raised()).toEqual([]);
  });

  it('one after the other, for more than a day together, is an alarm; one that was over in between is none', async () => {
    await allWell('a');
    await startAt('https://a.github.io/');
    await holdDomain(db, 'a.github.io', 0.9 * DAY, 'why');
    const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000);
    await db
      .updateTable('domain_holds')
      .set({ since: ago(20), until: ago(-1) })
      .execute();
    await holdDomain(db, 'a.github.io', 0.5 * DAY, 'why');
    expect(await raised()).toEqual(['site-held a']);
    await db
      .updateTable('domain_holds')
      .set({ since: ago(20), until: ago(1) })
      .execute();
    expect(await raised()).toEqual([]);
    await holdDomain(db, 'a.github.io', 0.5 * DAY, 'why');
    expect(await raised()).toEqual([]);
  });

  it('of a site that is told as blocked, or is held by an operator, is no second alarm', async () => {
    await allWell('a');
    await startAt('https://a.github.io/');
    await holdDomain(db, 'a.github.io', 3 * DAY, 'why');
    await noteBlock(db, 'a', { kind: 'refused', reason: 'status 429', asked: 3 * DAY }, now);
    expect(await raised()).toEqual(['blocked a']);
    await clearBlock(db, 'a');
    expect(await raised()).toEqual(['site-held a']);
    await setHold(db, { scope: 'a', mode: 'pause', reason: 'asked', by: 'op' }, now);
    expect(await raised()).toEqual([]);
  });
});

describe('silence', () => {
  it.each<{ part: string; kind: AlarmKind }>([
    { part: 'tick', kind: 'no-tick' },
    { part: 'worker host:1', kind: 'no-worker' },
  ])('of $part is an alarm', async ({ part, kind }) => {
    await allWell('a');
    await createRun(db, 'a', 'schedule', now);
    pass(6);
    await signs();
    expect(await raised()).toEqual([]);
    await beat(db, part, {}, new Date(now.getTime() - 6 * 60_000));
    expect(await raised()).toEqual([`${kind} *`]);
  });

  it('of all runs is an alarm', async () => {
    await allWell('a');
    await run('a');
    pass(24 * 60 - 1);
    await signs();
    expect(await raised()).toEqual([]);
    pass(2);
    await signs();
    expect(await raised()).toEqual(['no-run *']);
  });
});

describe('what waits too long', () => {
  it('for publishing is an alarm, and a queue that nobody reads is another', async () => {
    await seedOutbox(db, [1, 1]);
    await db.updateTable('outbox').set({ created_at: now }).execute();
    await db.updateTable('sites').set({ removed_at: now }).execute();
    pass(9);
    expect(await raised()).toEqual([]);
    pass(2);
    expect(await raised()).toEqual(['outbox-age *']);
    await db.updateTable('outbox').set({ published_at: now }).where('id', '=', 1).execute();
    expect(await raised(1)).toEqual(['review-unread *']);
    await db.updateTable('outbox').set({ published_at: now }).execute();
    expect(await raised(1)).toEqual([]);
  });

  it('because copies cannot be kept is an alarm while a worker that lives says so', async () => {
    await allWell('a');
    await run('a');
    const storage = { problem: 'Cannot write to /copies: the disk is full.', since: now.toISOString() };
    pass(3);
    await signs();
    await beat(db, 'worker host:2', { rss: 1, storage }, now);
    expect(await raised()).toEqual(['no-storage *']);
    const [alarm] = (await watch()).standing;
    expect(alarm?.summary).toContain(
      `by worker host:2 since ${storage.since}, and runs wait there: Cannot write to /copies: the disk is full.`,
    );
    await beat(db, 'worker host:2', { rss: 1, storage: null }, now);
    expect(await raised()).toEqual([]);
    await beat(db, 'worker host:2', { rss: 1, storage }, now);
    pass(10);
    await signs();
    expect(await raised()).toEqual([]);
  });

  it('for a person is an alarm', async () => {
    const job = { queue: 'crawl', jobId: 'run-1', payload: {}, cause: 'version' as const, problem: 'old' };
    await parkJob(db, job, now);
    expect(await raised()).toEqual(['parked-jobs *']);
    await settleParkedJob(db, 1, 'dropped', now);
    expect(await raised()).toEqual([]);
  });

  it('for a receiver is an alarm that the receiver itself is not sent', async () => {
    await applyNotifiers(db, [email('mail'), webhook('hook', 'https://a.example/')], now);
    // A trial that failed or waits is missed by nobody.
    const trial: MessageContent = { kind: 'test', at: now.toISOString() };
    const content: MessageContent = { kind: 'alert', alert: sampleNotice() };
    const failed = await addMessage(db, { notifier: 'mail', alert: null, content: trial, due: now }, now);
    await db.updateTable('messages').set({ state: 'failed' }).where('id', '=', failed).execute();
    await addMessage(db, { notifier: 'mail', alert: null, content: trial, due: now }, now);
    await addMessage(db, { notifier: 'hook', alert: null, content, due: now }, now);
    pass(16);
    expect(await raised()).toEqual(['undelivered hook']);
    const alarms = await db
      .selectFrom('messages')
      .select('notifier_id')
      .where('kind', '=', 'alarm')
      .execute();
    expect(alarms).toEqual([{ notifier_id: 'mail' }]);
  });

  it('because a worker can send its notifier nothing is an alarm at once, with the cause', async () => {
    await allWell('a');
    await run('a');
    await applyNotifiers(db, [email('mail')], now);
    const hindered = ['mail', 'gone'].map((notifier) => ({
      ...{ notifier, problem: 'no mail server is set', remedy: 'Set one.' },
    }));
    await beat(db, 'worker host:2', { hindered }, now);
    expect(await raised()).toEqual(['undelivered mail']);
    expect((await watch()).standing[0]?.summary).toContain(
      'Nothing can be sent to it by worker host:2: no mail server is set. Set one.',
    );
    await beat(db, 'worker host:2', { hindered: [] }, now);
    expect(await raised()).toEqual([]);
  });
});

describe('an alarm', () => {
  it('is told once when it is raised and once when it is over, whoever looks, to those who want alarms', async () => {
    await applyNotifiers(db, [email('mail'), email('other', { alarms: false })], now);
    await allWell('a');
    await noteBlock(db, 'a', { kind: 'refused', reason: 'wall', asked: 0 }, now);
    await Promise.all([watch(), watch(), watch()]);
    await watch();
    await clearBlock(db, 'a');
    pass(1);
    await Promise.all([watch(), watch()]);
    const told = await db.selectFrom('messages').select(['notifier_id', 'content']).orderBy('id').execute();
    expect(
      told.map(({ notifier_id, content }) => [notifier_id, content.kind === 'alarm' && content.alarm.state]),
    ).toEqual([
      ['mail', 'raised'],
      ['mail', 'cleared'],
    ]);
    const { items } = await pageOfAlarms(db, { limit: 10 });
    expect(items).toMatchObject([{ kind: 'blocked', subject: 'a', state: 'cleared' }]);
  });

  it('reaches its receiver without any worker or queue, and the outside monitor hears nothing meanwhile', async () => {
    await using receiver = await startReceiver();
    await using monitor = await startReceiver();
    await allWell('a');
    const origins = new Set([monitor.origin]);
    const hook = webhook('hook', `${receiver.origin}/`);
    const sent: string[] = [];
    const tools = {
      db,
      limits: NOBODY.limits,
      cap: 10_000,
      clock: () => now,
      log: createLog('silent'),
      faultsOf: () => [],
      send: ({ content }: { content: MessageContent }) => {
        sent.push(content.kind === 'alarm' ? `${content.alarm.kind} ${content.alarm.state}` : content.kind);
        return Promise.resolve({ end: 'taken' as const, status: 200 });
      },
      heartbeatUrl: `${monitor.origin}/beat`,
      origins,
      everyMs: 50,
    };
    await using _watch = keepWatch(tools);
    await until('a heartbeat', () => monitor.received.length === 1);
    // Added while it runs.
    await applyNotifiers(db, [hook], now);
    pass(24 * 60 + 1);
    await until('alarms are sent', () => sent.includes('no-run raised') && sent.includes('no-tick raised'));
    const before = monitor.received.length;
    pass(5);
    await sleep(300);
    expect(monitor.received).toHaveLength(before);
    await signs();
    await run('a');
    await until('it is over', () => sent.includes('no-run cleared') && sent.includes('no-tick cleared'));
    await until('the heart beats again', () => monitor.received.length > before);
  });

  it.each([
    { what: 'some', notifiers: ['bad', 'hook'], beats: true },
    { what: 'every', notifiers: ['bad'], beats: false },
  ])('that $what notifiers cannot be told of is said; the heart beats: $beats', async (each) => {
    await using monitor = await startReceiver();
    const url = 'https://cases.example/';
    await applyNotifiers(
      db,
      each.notifiers.map((id) => webhook(id, url)),
      now,
    );
    await parkJob(db, { queue: 'crawl', jobId: 'run-1', payload: {}, cause: 'version', problem: 'old' }, now);
    // Nothing of what waits for it can be taken.
    await database.pool.query(`
      create function break_lane() returns trigger language plpgsql as $$ begin
        raise exception 'the disk is gone'; end $$;
      create trigger break_lane before update on messages for each row when (new.notifier_id = 'bad')
        execute function break_lane()`);
    const lines: string[] = [];
    const sent: string[] = [];
    await using _watch = keepWatch({
      ...{ db, limits: NOBODY.limits, cap: 10_000, clock: () => now, faultsOf: () => [] },
      log: pino({ level: 'error' }, { write: (line) => void lines.push(line) }),
      send: ({ config }) => {
        sent.push(config.id);
        return Promise.resolve({ end: 'taken' as const, status: 200 });
      },
      heartbeatUrl: `${monitor.origin}/beat`,
      origins: new Set([monitor.origin]),
      everyMs: 50,
    });
    await until('it is said', () => lines.some((line) => line.includes('the disk is gone')));
    expect(lines.join()).toContain('"notifier":"bad"');
    if (each.beats) await until('a heartbeat', () => monitor.received.length === 1 && sent.includes('hook'));
    else await sleep(300);
    expect(monitor.received).toHaveLength(each.beats ? 1 : 0);
  });
});
