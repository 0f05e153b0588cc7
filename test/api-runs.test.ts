/** Runs over HTTP: newest first, page by page, with their ledger and the fields that were read. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coveragePage, runDetail, runPage } from '../src/model/operations-api.ts';
import { createRun, finishRun } from '../src/store/crawling/runs.ts';
import { applySites } from '../src/store/crawling/sites.ts';
import { openTestServer, type TestServer } from './support/open-test-server.ts';
import { at, sampleSite, sampleSummary } from './support/store-samples.ts';

let test: TestServer;
let cookie: string;
let runs: number[];

beforeAll(async () => {
  test = await openTestServer();
  cookie = await test.signIn('operator');
  await applySites(test.db, [sampleSite('a'), sampleSite('b')], 'file', at(0));
  runs = [];
  for (const [index, site] of ['a', 'b', 'a'].entries()) {
    const run = await createRun(test.db, site, 'manual', at(index));
    if (index < 2)
      await finishRun(
        test.db,
        run,
        sampleSummary(run, site, {
          status: 'partial',
          problem: 'budget',
          unused: { 'placeholder-contact': 2 },
        }),
        at(9),
      );
    runs.push(run);
  }
  for (const [index, outcome] of (['fetched', 'disallowed', 'fetched'] as const).entries()) {
    const url = `https://a.example/${index}`;
    await test.db
      .insertInto('coverage')
      .values({
        run_id: runs[0] ?? 0,
        position: index + 1,
        url,
        outcome,
        status: 200,
        detail: null,
        at: at(3),
      })
      .execute();
  }
});
afterAll(async () => {
  await test[Symbol.asyncDispose]();
});

const list = async (query: string) => runPage.parse((await test.get(`/api/v1/runs${query}`, cookie)).json());

describe('runs', () => {
  it.each([
    { query: '', expected: [2, 1, 0] },
    { query: '?site=a', expected: [2, 0] },
    { query: '?status=partial', expected: [1, 0] },
    { query: '?site=none', expected: [] },
  ])('are listed with "$query"', async ({ query, expected }) => {
    expect((await list(query)).items.map(({ id }) => runs.indexOf(id))).toEqual(expected);
  });

  it('are the same page by page', async () => {
    const paged: number[] = [];
    for (let next: number | null = null; ; ) {
      const page = await list(`?limit=1${next === null ? '' : `&before=${next}`}`);
      paged.push(...page.items.map(({ id }) => id));
      next = page.next;
      if (next === null) break;
    }
    expect(paged).toEqual(runs.toReversed());
  });

  it('tell how they went', async () => {
    const answer = await test.get(`/api/v1/runs/${runs[0]}`, cookie);
    expect(runDetail.parse(answer.json())).toMatchObject({
      site: { id: 'a', name: 'Shop a' },
      status: 'partial',
      problem: 'budget',
      pages: 3,
      skipped: { gone: 1 },
      unused: { 'placeholder-contact': 2 },
      fields: [],
    });
    expect((await test.get('/api/v1/runs/4711', cookie)).status).toBe(404);
  });

  it('have a ledger of every address', async () => {
    const read = async (query: string) =>
      coveragePage.parse((await test.get(`/api/v1/runs/${runs[0]}/coverage${query}`, cookie)).json());
    expect((await read('')).items.map(({ outcome }) => outcome)).toEqual([
      'fetched',
      'disallowed',
      'fetched',
    ]);
    expect((await read('?outcome=disallowed')).items.map(({ position }) => position)).toEqual([2]);
    expect((await test.get('/api/v1/runs/4711/coverage', cookie)).status).toBe(404);
    expect(coveragePage.parse((await test.get(`/api/v1/runs/${runs[1]}/coverage`, cookie)).json())).toEqual({
      items: [],
      next: null,
    });
    const first = await read('?limit=2');
    expect(first.next).toBe(2);
    expect((await read(`?limit=2&after=${first.next}`)).items.map(({ position }) => position)).toEqual([3]);
  });
});
