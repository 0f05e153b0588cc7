/** A new name on the command line alone: found beside a confirmed offer, accepted, put in a pack, and stored listings screened for it. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadWatchlist } from '../config/load-watchlist.ts';
import { recordListings } from '../src/pipeline/page/record-listings.ts';
import { compileWatchlist } from '../src/screen/compile-watchlist.ts';
import { createRun } from '../src/store/crawling/runs.ts';
import { acquireLease, applySites } from '../src/store/crawling/sites.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import { runCli } from './support/run-cli.ts';
import { writeSmallPack } from './support/small-pack.ts';
import { at, sampleListing, sampleSite } from './support/store-samples.ts';

const GOODS = {
  'Invented Trading': 'Norfentanyl for sale, 25 kg in stock, also known as quentazine, code zx-2201',
  'Another Trading': 'Quentazine for sale, 25 kg in stock',
  'Lamp Trading': 'Lamp for sale, in stock',
};

let database: TestDatabase;
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  database = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'precursor-watch-name-'));
  const ours = await writeSmallPack(folder);
  env = { DATABASE_URL: database.databaseUrl, PRECURSOR_DATA: folder, PRECURSOR_WATCHLIST: ours };
  const { db, pool } = database;
  await applySites(db, [sampleSite('shop')], 'file', at(0));
  const run = await createRun(db, 'shop', 'command', at(0));
  const lease = await acquireLease(db, 'shop', 'test', 60);
  const watchlist = await loadWatchlist(ours);
  const screener = compileWatchlist(watchlist);
  const found = Object.entries(GOODS).map(([name, text]) => {
    const seller = { name, id: name, url: null, country: null };
    const listing = sampleListing(text, { seller });
    const assessment = screener.screen(listing, at(1));
    const parts = { key: name, contentHash: name, capture: null, partial: false, listing, assessment };
    return { ...parts, watchlist: watchlist.version };
  });
  const site = sampleSite('shop');
  const place = { site, run, token: lease?.token ?? 0, room: 100, flood: { alert: null } };
  await recordListings(db, place, found, at(1));
  await pool.query(`update alerts set state = 'decided', outcome = 'confirmed', decided_at = now()`);
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const lines = (output: string) =>
  output
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

async function run(...args: string[]) {
  const ended = await runCli(args, env);
  expect([ended.error, ended.exit]).toEqual([null, 'ok']);
  return ended;
}

const logged = async () => {
  const { rows } = await database.pool.query<{ action: string; subject: string }>(
    `select action, subject from audit_log where action <> 'watchlist.apply' order by number`,
  );
  return rows.map(({ action, subject }) => `${action} ${subject}`);
};

const titles = async () => {
  const { rows } = await database.pool.query<{ title: string }>(
    `select content->>'title' as title from alerts join listings on listings.id = alerts.listing_id order by alerts.id`,
  );
  return rows.map(({ title }) => title);
};

it('goes from its find to an alert', async () => {
  expect(await titles()).toEqual([GOODS['Invented Trading']]);
  const [name] = lines((await run('discover', '--json')).output).filter(({ text }) => text === 'quentazine');
  expect(name).toMatchObject({ kind: 'name', beside: ['norfentanyl'], listings: 1, sellers: 1 });

  const { output: row } = await run('discover', 'accept', String(name.id), 'norfentanyl');
  expect(await logged()).toEqual([`discovery.accept discovery:${name.id}`]);
  expect(lines((await run('discover', '--json')).output).map(({ text }) => text)).not.toContain('quentazine');

  // The row as it is printed is one that a pack of one's own takes; as a draft it finds nothing yet.
  const own = join(folder, 'own');
  await mkdir(own);
  const pack = (term: string) =>
    writeFile(
      join(own, 'mine.yaml'),
      `substances:\n  - id: norfentanyl\n    override: true\n    terms:\n      ${term}`,
    );
  await pack(row);
  env = { ...env, PRECURSOR_WATCHLIST_OWN: own };
  await run('watchlist', 'check');
  const dry = async () => lines((await run('rescreen', '--dry-run', '--json')).output)[0];
  expect(await dry()).toMatchObject({ screened: 3, changed: 0, gained: 0, lost: 0 });

  await pack(row.replace('state: draft', 'state: live'));
  expect(await dry()).toMatchObject({ screened: 3, changed: 2, gained: 1, lost: 0, confirmedLost: [] });
  expect(await titles()).toHaveLength(1);

  const [after] = lines((await run('rescreen', '--json')).output);
  expect(after).toMatchObject({ state: 'done', screened: 3, total: 3, changed: 2, opened: 1, revised: 0 });
  expect(await titles()).toEqual([GOODS['Invented Trading'], GOODS['Another Trading']]);
  // Another name of what was confirmed is no reason to confirm it again.
  const { rows } = await database.pool.query(
    'select state, outcome, revision, material from alerts where id = 1',
  );
  expect(rows).toMatchObject([
    {
      state: 'decided',
      outcome: 'confirmed',
      revision: 1,
      material: { identifiers: ['norfentanyl', 'quentazine'] },
    },
  ]);
  expect(lines((await run('rescreen', 'show', String(after.id), '--json')).output)).toMatchObject([
    { before: 'clear', after: 'alert', gained: ['norfentanyl'], title: GOODS['Another Trading'] },
    { before: 'alert', after: 'alert', gained: [], title: GOODS['Invented Trading'] },
  ]);
  expect((await run('rescreen', 'list')).output).toContain('done');
});

it('that is no name of a watched substance is dropped, and is not found again', async () => {
  const before = (await logged()).length;
  const found = lines((await run('discover', '--json')).output);
  expect(found.map(({ text }) => text)).toEqual(['zx-2201']);
  for (const { id } of found) await run('discover', 'drop', String(id), '--json');
  expect(lines((await run('discover', '--json')).output)).toEqual([]);
  expect((await logged()).slice(before)).toEqual(found.map(({ id }) => `discovery.drop discovery:${id}`));
});
