/** What operators look at over HTTP: sites, fields over runs, jobs that were set aside or lost, the watch-list's figures. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discoveryList } from '../src/model/discovery-api.ts';
import { OperatorError } from '../src/model/errors.ts';
import { lostPage, parkedPage } from '../src/model/jobs-api.ts';
import { siteDetail, siteFields, siteList } from '../src/model/site-api.ts';
import { substanceList, termList } from '../src/model/term-api.ts';
import { listAudit } from '../src/store/accounts/audit-log.ts';
import { addFieldCoverage } from '../src/store/crawling/field-coverage.ts';
import { endHold, setHold } from '../src/store/crawling/holds.ts';
import { createRun, finishRun } from '../src/store/crawling/runs.ts';
import { noteBlock } from '../src/store/crawling/site-blocks.ts';
import { acquireLease, applySites } from '../src/store/crawling/sites.ts';
import { storeDiscoveries } from '../src/store/desk/discoveries.ts';
import { recordLostJobs } from '../src/store/health/lost-jobs.ts';
import { parkJob } from '../src/store/health/parked-jobs.ts';
import { storeWatchlist } from '../src/store/offers/watchlists.ts';
import { openTestServer, type TestServer } from './support/open-test-server.ts';
import { seedAlerts, WATCHLIST } from './support/seed-alerts.ts';
import { at, sampleSite, sampleSummary } from './support/store-samples.ts';

let test: TestServer;
let cookie: string;
const replays: number[] = [];
const enqueued: { site: string; run: number }[] = [];
const counts = { backend: 'postgres' as const, items: [{ name: 'crawl', counts: { waiting: 2 } }] };

beforeAll(async () => {
  test = await openTestServer({
    queues: {
      count: async () => counts,
      board: async () => [],
      enqueue: async (order) => {
        enqueued.push(order);
      },
      replay: async (parked, record) => {
        replays.push(parked);
        if (replays.length > 1) throw new OperatorError('usage', 'It cannot be understood.', 'Drop it.');
        await record(test.db, 7);
        return 7;
      },
    },
  });
  cookie = await test.signIn('operator');
});
afterAll(async () => {
  await test[Symbol.asyncDispose]();
});

const read = async (path: string) => (await test.get(`/api/v1${path}`, cookie)).json();

describe('sites', () => {
  const runs: number[] = [];
  beforeAll(async () => {
    await applySites(test.db, [sampleSite('a'), sampleSite('b')], 'file', at(0));
    for (let index = 0; index < 12; index += 1) {
      const run = await createRun(test.db, 'a', 'schedule', at(index));
      await finishRun(test.db, run, sampleSummary(run, 'a'), at(index + 1));
      runs.push(run);
    }
  });

  it('are told with their schedule and last ten runs, the newest first', async () => {
    const { items, stop } = siteList.parse(await read('/sites'));
    expect(stop).toBeNull();
    expect(items.map(({ id, runs: of }) => [id, of.length])).toEqual([
      ['a', 10],
      ['b', 0],
    ]);
    expect(items[0]?.runs.map(({ id }) => id)).toEqual(runs.toReversed().slice(0, 10));
    expect(items[0]?.schedule.everySeconds).toBe(3600);
  });

  it('tell what holds them, their own hold before that of all; who is at them; and that they block', async () => {
    const hold = { mode: 'pause', reason: 'asked to', by: 'ann' } as const;
    await setHold(test.db, { scope: '*', ...hold, mode: 'drain' }, at(1));
    await setHold(test.db, { scope: 'a', ...hold }, at(2));
    await noteBlock(test.db, 'b', { kind: 'refused', reason: 'captcha', asked: 0 }, at(3));
    await acquireLease(test.db, 'a', 'host:1', 60);
    const { items } = siteList.parse(await read('/sites'));
    expect(items[0]).toMatchObject({
      hold: { scope: 'site', mode: 'pause' },
      worker: 'host:1',
      blocked: null,
    });
    expect(items[1]).toMatchObject({
      hold: { scope: 'all', mode: 'drain', reason: 'asked to', by: 'ann' },
      worker: null,
      blocked: { runs: 1, reason: 'captcha' },
    });
    await endHold(test.db, 'a');
    await endHold(test.db, '*');
    expect(siteDetail.parse(await read('/sites/a'))).toMatchObject({ hold: null, config: sampleSite('a') });
  });

  const send = async (method: 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) => {
    const body = payload === undefined ? {} : { payload };
    const answer = await test.server.inject({ method, url: `/api/v1${url}`, headers: { cookie }, ...body });
    return { status: answer.statusCode, json: () => answer.json() };
  };
  const lastEntry = async () => {
    const [entry] = (await listAudit(test.db, { limit: 1 })).items;
    return `${entry?.actor} ${entry?.action} ${entry?.subject}`;
  };

  it('are run out of turn, once, before all others', async () => {
    const first = await send('POST', '/sites/b/runs');
    const { run } = first.json();
    expect(first.json()).toEqual({ run, made: true, paused: false });
    expect(await lastEntry()).toBe('operator site.run site:b');
    expect((await send('POST', '/sites/b/runs')).json()).toEqual({ run, made: false, paused: false });
    expect(enqueued).toEqual([
      { site: 'b', run },
      { site: 'b', run },
    ]);
    expect((await send('POST', '/sites/none/runs')).status).toBe(404);
  });

  it('are held with a reason and let go on; a paused one keeps its run off the queue', async () => {
    const before = enqueued.length;
    expect((await send('PUT', '/sites/b/hold', { mode: 'pause', reason: ' ' })).status).toBe(400);
    expect((await send('PUT', '/sites/none/hold', { mode: 'pause', reason: 'x' })).status).toBe(404);
    expect((await send('PUT', '/sites/*/hold', { mode: 'pause', reason: 'x' })).status).toBe(400);
    expect((await send('PUT', '/sites/b/hold', { mode: 'pause', reason: 'under repair' })).status).toBe(204);
    expect(await lastEntry()).toBe('operator site.hold site:b');
    const { items } = siteList.parse(await read('/sites'));
    expect(items[1]?.hold).toMatchObject({ mode: 'pause', reason: 'under repair', by: 'operator' });
    expect((await send('POST', '/sites/b/runs')).json()).toMatchObject({ paused: true });
    expect(enqueued).toHaveLength(before);
    expect((await send('DELETE', '/sites/b/hold')).status).toBe(204);
    expect(await lastEntry()).toBe('operator site.release site:b');
    expect((await send('DELETE', '/sites/b/hold')).status).toBe(404);
  });

  it('are all stopped with a reason, which stands until crawling is resumed', async () => {
    expect((await send('PUT', '/crawl-stop', { reason: 'a complaint' })).status).toBe(204);
    expect((await send('PUT', '/crawl-stop', { reason: 'another' })).status).toBe(204);
    const { stop } = siteList.parse(await read('/sites'));
    expect(stop).toMatchObject({ reason: 'a complaint', by: 'operator' });
    expect(await lastEntry()).toBe('operator crawl.stop null');
    expect((await send('DELETE', '/crawl-stop')).status).toBe(204);
    expect(siteList.parse(await read('/sites')).stop).toBeNull();
    expect(await lastEntry()).toBe('operator crawl.resume null');
  });

  it('that are not there are 404, whatever their name', async () => {
    for (const id of ['none', '..', '%2e%2e', "a'--"]) {
      const answer = await test.get(`/api/v1/sites/${encodeURIComponent(id)}`, cookie);
      expect(answer.status, id).toBe(404);
    }
    expect((await test.get('/api/v1/sites/none/fields', cookie)).status).toBe(404);
  });

  it('tell how full each field was, run by run', async () => {
    const row = { pages: 'detail' as const, field: 'price', listings: 10, unread: 1, samples: [] };
    await addFieldCoverage(test.db, runs[0] ?? 0, [
      { ...row, reader: 'json-ld', filled: 6 },
      { ...row, reader: 'heuristic', filled: 3 },
    ]);
    await addFieldCoverage(test.db, runs[1] ?? 0, [
      { ...row, reader: 'heuristic', filled: 2 },
      { ...row, pages: 'list', reader: 'heuristic', filled: 5 },
    ]);
    const { runs: of, fields } = siteFields.parse(await read('/sites/a/fields'));
    expect(of.map(({ id }) => id)).toEqual(runs.slice(0, 2));
    expect(fields).toEqual([
      {
        pages: 'detail',
        field: 'price',
        readers: ['json-ld', 'heuristic'],
        points: [
          { filled: 9, listings: 10, unread: 2 },
          { filled: 2, listings: 10, unread: 1 },
        ],
      },
      {
        pages: 'list',
        field: 'price',
        readers: ['heuristic'],
        points: [null, { filled: 5, listings: 10, unread: 1 }],
      },
    ]);
    expect(siteFields.parse(await read('/sites/a/fields?runs=1')).runs).toHaveLength(1);
  });
});

describe('jobs', () => {
  beforeAll(async () => {
    const job = {
      queue: 'crawl',
      payload: { site: 'a', run: 1 },
      cause: 'attempts',
      problem: 'gone',
    } as const;
    for (const jobId of ['run-1', 'run-2', 'run-3']) await parkJob(test.db, { ...job, jobId }, at(5));
    await recordLostJobs(test.db, [{ queue: 'crawl', jobId: 'run-9', found: 'unknown' }], at(6));
  });
  const parked = async (query = '') => parkedPage.parse(await read(`/jobs/parked${query}`)).items;

  it('of each queue are counted', async () => {
    expect(await read('/queues')).toEqual(counts);
  });

  it('that were set aside and lost are listed page by page', async () => {
    expect((await parked()).map(({ jobId }) => jobId)).toEqual(['run-3', 'run-2', 'run-1']);
    const first = parkedPage.parse(await read('/jobs/parked?limit=2'));
    expect((await parked(`?before=${first.next}`)).map(({ jobId }) => jobId)).toEqual(['run-1']);
    expect(lostPage.parse(await read('/jobs/lost')).items).toMatchObject([
      { jobId: 'run-9', found: 'unknown' },
    ]);
  });

  it('are replayed or dropped by operators, which is put on record; what cannot be is left as it is', async () => {
    const [last, middle, first] = await parked();
    const replay = async (id: number, who = cookie) =>
      await test.post(`/api/v1/jobs/parked/${id}/replay`, undefined, who);
    const drop = async (id: number, who = cookie) =>
      (
        await test.server.inject({
          method: 'DELETE',
          url: `/api/v1/jobs/parked/${id}`,
          headers: { cookie: who },
        })
      ).statusCode;
    expect((await replay(last?.id ?? 0, await test.signIn('auditor'))).status).toBe(403);
    expect(await drop(last?.id ?? 0, await test.signIn('lead'))).toBe(403);
    expect((await replay(last?.id ?? 0)).json()).toEqual({ run: 7 });
    const refused = await replay(middle?.id ?? 0);
    expect([refused.status, refused.json()]).toMatchObject([
      409,
      { detail: 'It cannot be understood. Drop it.' },
    ]);
    expect((await replay(4711)).status).toBe(404);
    expect(await drop(first?.id ?? 0)).toBe(204);
    expect(await drop(first?.id ?? 0)).toBe(404);
    expect((await parked('?state=dropped')).map(({ jobId }) => jobId)).toEqual(['run-1']);
    const { items } = await listAudit(test.db, { actor: 'operator', limit: 10 });
    expect(items.slice(0, 2).map(({ action, subject }) => [action, subject])).toEqual([
      ['job.drop', `job:${first?.id}`],
      ['job.replay', `job:${last?.id}`],
    ]);
  });

  it('cannot be counted or replayed by a process without queues', async () => {
    await using alone = await openTestServer();
    expect((await alone.get('/api/v1/queues', await alone.signIn('operator'))).status).toBe(503);
  });
});

describe('the watch-list', () => {
  it('tells what each substance and term found, and how often rightly', async () => {
    const term = {
      language: 'en',
      source: 'https://list.example/',
      verified: true,
      ambiguous: false,
      collidesWith: [],
    };
    await using desk = await openTestServer();
    const ids = await seedAlerts(desk.db, [{}, {}, {}, {}]);
    await storeWatchlist(
      desk.db,
      {
        version: WATCHLIST,
        redFlags: [],
        innocentContexts: [],
        innocentCas: [],
        knownBad: [],
        substances: [
          {
            id: '4-piperidone',
            name: '4-Piperidone',
            family: 'fentanyl-related',
            tier: 'A',
            controlledAsPrecursor: true,
            cas: [{ number: '41661-47-6', form: null, source: 'https://list.example/', verified: true }],
            structures: [
              {
                ...{ smiles: 'O=C1CCNCC1', inchi: 'InChI=1S/C5H9NO/c7-5-1-3-6-4-2-5/h6H,1-4H2' },
                ...{
                  inchikey: 'VRJHQPZVIGNGMX-UHFFFAOYSA-N',
                  form: null,
                  source: 'unverified',
                  verified: false,
                },
              },
            ],
            terms: [
              { ...term, text: '4-Piperidone', state: 'live' },
              { ...term, text: 'piperidin-4-one', state: 'shadow' },
            ],
            schedules: [],
            note: null,
          },
        ],
      },
      at(0),
    );
    const outcomes = [
      ['confirmed', 'offers-listed-substance'],
      ['confirmed', 'offers-listed-substance'],
      ['dismissed', 'not-an-offer'],
    ] as const;
    let lead = await desk.signIn('lead');
    for (const [index, [outcome, reason]] of outcomes.entries()) {
      const body = { outcome, reason, note: null, revision: 1 };
      await desk.post(`/api/v1/alerts/${ids[index]}/decisions`, body, lead);
    }
    const found = { waiting: 1, confirmed: 2, dismissed: 1, precision: 2 / 3 };
    const nothing = { waiting: 0, confirmed: 0, dismissed: 0, precision: null };
    const substances = substanceList.parse((await desk.get('/api/v1/substances', lead)).json());
    expect(substances).toMatchObject({ watchlist: WATCHLIST, items: [{ terms: 2, ...found }] });
    const terms = async (query: string) =>
      termList.parse((await desk.get(`/api/v1/terms${query}`, lead)).json()).items;
    expect(await terms('')).toMatchObject([
      { text: '4-Piperidone', kind: 'name', ...found },
      { text: 'piperidin-4-one', state: 'shadow', ...nothing },
      { text: '41661-47-6', kind: 'cas', ...nothing },
      { text: 'O=C1CCNCC1', kind: 'structure', language: null, ...nothing },
    ]);
    expect(await terms('?state=shadow')).toHaveLength(1);
    expect(await terms('?substance=other')).toEqual([]);
    desk.time.now = new Date('2026-04-01T00:00:00Z');
    lead = await desk.signIn('lead');
    expect((await terms('?days=30'))[0]).toMatchObject({ waiting: 1, confirmed: 0, precision: null });
  });
});

describe('names beside confirmed hits', () => {
  const names = async (state: string) =>
    discoveryList.parse(await read(`/discoveries?state=${state}`)).items.map(({ text }) => text);
  const decide = (id: number | undefined, payload: object) =>
    test.server.inject({
      method: 'POST',
      url: `/api/v1/discoveries/${id}/decision`,
      headers: { cookie },
      payload,
    });

  it('are told with CAS numbers first, and accepted or dropped on record', async () => {
    const substance = '4-anilinopiperidine';
    await test.db.insertInto('substances').values({ id: substance, name: '4-AP' }).execute();
    const common = { listings: 2, sellers: 1, beside: [substance], evidence: [] };
    await storeDiscoveries(
      test.db,
      [
        { kind: 'code', key: 'zx9', text: 'ZX-9', score: 9, ...common },
        { kind: 'cas', key: '50000', text: '50-00-0', score: 1, ...common },
      ],
      at(0),
    );
    expect(await names('new')).toEqual(['50-00-0', 'ZX-9']);
    const { items } = discoveryList.parse(await read('/discoveries'));
    const [number, code] = items;
    expect((await decide(number?.id, { state: 'accepted', substance: 'nothing' })).statusCode).toBe(400);
    expect((await decide(4711, { state: 'dropped' })).statusCode).toBe(404);
    expect((await decide(number?.id, { state: 'accepted', substance })).json()).toMatchObject({
      state: 'accepted',
      substance,
    });
    expect((await decide(code?.id, { state: 'dropped' })).statusCode).toBe(200);
    expect([await names('new'), await names('accepted'), await names('dropped')]).toEqual([
      [],
      ['50-00-0'],
      ['ZX-9'],
    ]);
    const { items: entries } = await listAudit(test.db, { actor: 'operator', limit: 2 });
    expect(entries.map(({ action }) => action)).toEqual(['discovery.drop', 'discovery.accept']);
  });
});
