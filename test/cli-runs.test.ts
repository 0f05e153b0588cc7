/** `runs`: the list of runs, and the ledger of one with what allowed its requests. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Coverage } from '../src/model/run.ts';
import { writeJournal } from '../src/store/crawling/run-journal.ts';
import { createRun, finishRun } from '../src/store/crawling/runs.ts';
import { acquireLease, applySites } from '../src/store/crawling/sites.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import { runCli } from './support/run-cli.ts';
import { at, sampleJournal, sampleSite, sampleSummary } from './support/store-samples.ts';

let database: TestDatabase;
let run: number;

const request = {
  ...{
    url: 'https://a.example/1',
    at: at(4).toISOString(),
    robots: 'ab12',
    rule: '1: Allow: /',
    pause: 5,
    budget: 99,
  },
};
const skipped = { gone: 1, 'picture-fetched': 4, 'picture-not-fetched': 2 };
const rows: Coverage[] = [
  {
    url: 'https://a.example/1',
    outcome: 'fetched',
    status: 200,
    detail: null,
    requests: [request, { ...request, url: 'https://a.example/2' }],
    at: at(5).toISOString(),
  },
  {
    url: 'https://a.example/private',
    outcome: 'disallowed',
    status: null,
    detail: ' ＝cmd("x"), y',
    requests: [],
    at: at(6).toISOString(),
  },
];

beforeEach(async () => {
  database = await openTestDatabase();
  const { db } = database;
  await applySites(db, [sampleSite('a'), sampleSite('b')], 'file', at(0));
  await createRun(db, 'b', 'schedule', at(0));
  run = await createRun(db, 'a', 'schedule', at(0));
  const lease = await acquireLease(db, 'a', 'worker', 60);
  const batch = sampleJournal('a', run, lease?.token ?? 0);
  await writeJournal(db, { ...batch, planned: [], pages: [], coverage: rows });
  await finishRun(db, run, { ...sampleSummary(run, 'a'), skipped, unused: { 'shared-contact': 2 } }, at(9));
});
afterEach(async () => {
  await database[Symbol.asyncDispose]();
});

const runs = (...args: string[]) => runCli(['runs', ...args], { DATABASE_URL: database.databaseUrl });

it('lists the newest runs first, of one site or of all', async () => {
  const all = await runs('list', '--json');
  expect(
    all.output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).site),
  ).toEqual(['a', 'b']);
  expect((await runs('list', '--json', '--limit', '1')).output.trim().split('\n')).toHaveLength(1);
  expect((await runs('list', '--site', 'b')).output).toMatch(/^run +site[^\n]*\n\d+ +b +queued/);
});

it('shows what one run came to, and why pages and contacts were left out', async () => {
  const { output, exit } = await runs('show', String(run));
  expect(exit).toBe('ok');
  expect(output).toBe(
    'a: ok — 3 pages, 2 listings, 1 alert opened, 0 revised. Skipped: gone 1. Pictures: fetched 4, not fetched 2. Contacts and pictures that tell nothing: shared-contact 2.\n',
  );
  const told = JSON.parse((await runs('show', String(run), '--json')).output);
  expect(told).toMatchObject({ id: run, skipped, unused: { 'shared-contact': 2 } });
  const none = await runs('show', '999');
  expect(none).toMatchObject({ exit: 'usage', error: expect.stringContaining('runs list') });
});

it('exports a ledger as JSON lines, one a URL', async () => {
  const { output, exit } = await runs('export', String(run), '--json');
  expect(
    output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual(rows);
  expect(exit).toBe('ok');
});

it('exports a ledger as CSV, one line a request, without a formula for a spreadsheet to run', async () => {
  const { output } = await runs('export', String(run), '--csv');
  expect(output.trim().split('\n')).toEqual([
    'url,outcome,status,detail,at,request,asked at,robots,rule,pause,budget',
    `https://a.example/1,fetched,200,,${at(5).toISOString()},https://a.example/1,${at(4).toISOString()},ab12,1: Allow: /,5,99`,
    `https://a.example/1,fetched,200,,${at(5).toISOString()},https://a.example/2,${at(4).toISOString()},ab12,1: Allow: /,5,99`,
    `https://a.example/private,disallowed,,"' ＝cmd(""x""), y",${at(6).toISOString()},,,,,,`,
  ]);
});

it('says what to do when there is no such run, or it is no number', async () => {
  expect(await runs('export', '999')).toMatchObject({
    exit: 'usage',
    error: expect.stringContaining('runs list'),
  });
  expect(await runs('export', 'newest')).toMatchObject({ exit: 'usage', output: '' });
});
