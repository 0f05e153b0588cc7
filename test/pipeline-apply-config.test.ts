/** What a start may change of what the database holds. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOBODY } from '../config/load-notifiers.ts';
import { describeApplied } from '../src/cli/describe-applied.ts';
import { applyConfiguration, type Configuration } from '../src/pipeline/apply-config.ts';
import { listOptOuts } from '../src/store/crawling/opt-outs.ts';
import { findSite } from '../src/store/crawling/sites.ts';
import { versionInUse } from '../src/store/offers/watchlists.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import { runCli } from './support/run-cli.ts';
import { at, sampleSite, sampleWatchlist } from './support/store-samples.ts';

const configured = (ids: readonly string[], more: Partial<Configuration> = {}): Configuration => ({
  sites: ids.map((id) => sampleSite(id)),
  practiceSites: [],
  watchlist: sampleWatchlist('list-first', { alpha: 'alphazoline' }),
  optOuts: [{ domain: 'shop.example', reason: 'asked by mail' }],
  notifying: NOBODY,
  ...more,
});
const OTHER = sampleWatchlist('list-other', { beta: 'betazoline' });

let database: TestDatabase;
beforeEach(async () => {
  database = await openTestDatabase();
});
afterEach(async () => {
  await database[Symbol.asyncDispose]();
});

const live = async (...ids: readonly string[]) => {
  const sites = await Promise.all(ids.map((id) => findSite(database.db, id)));
  return sites.filter((site) => site !== null && !site.removed).map((site) => site?.site.id);
};
const optedOut = async () => (await listOptOuts(database.db)).map(({ domain }) => domain);

describe('a configuration', () => {
  beforeEach(async () => {
    await applyConfiguration(database.db, configured(['a', 'b']), at(0));
  });

  it('that is the whole truth retires sites, lifts what its list no longer names, and changes the watch-list', async () => {
    const applied = await applyConfiguration(
      database.db,
      configured(['b', 'c'], { watchlist: OTHER, optOuts: [] }),
      at(1),
    );
    expect(applied).toMatchObject({ added: ['c'], changed: [], unchanged: ['b'], removed: ['a'] });
    expect(await live('a', 'b', 'c')).toEqual(['b', 'c']);
    expect(await optedOut()).toEqual([]);
    expect(await versionInUse(database.db)).toBe('list-other');
    expect(describeApplied(applied, 2)).toEqual([
      '2 sites applied: 1 added (c), 1 removed (a).',
      'Watch-list list-other is in use instead of list-first.',
    ]);
    const again = { ...applied, watchlist: { version: 'list-other', before: 'list-first', rescreen: 7 } };
    expect(describeApplied(again, 2)[1]).toBe(
      'Watch-list list-other is in use instead of list-first. Stored listings are screened again under it (re-screening 7; see `rescreen list`).',
    );
  });

  it('of which only additions are taken ends nothing that others rely on', async () => {
    const other = configured(['c'], {
      watchlist: OTHER,
      optOuts: [{ domain: 'other.example', reason: '' }],
    });
    const applied = await applyConfiguration(database.db, other, at(1), 'additions');
    expect(applied).toEqual({ added: ['c'], changed: [], unchanged: [], removed: [], watchlist: null });
    expect(await live('a', 'b', 'c')).toEqual(['a', 'b', 'c']);
    expect(await optedOut()).toEqual(['other.example', 'shop.example']);
    expect(await versionInUse(database.db)).toBe('list-first');
  });

  it('without a list of domains that opted out lets none of them be visited again', async () => {
    await applyConfiguration(database.db, configured(['a', 'b'], { optOuts: null }), at(1));
    expect(await optedOut()).toEqual(['shop.example']);
  });

  it('without any site is refused where all would be retired, unless that is wanted', async () => {
    const none = configured([], { optOuts: null });
    await expect(applyConfiguration(database.db, none, at(1))).rejects.toMatchObject({
      exit: 'config',
      message: expect.stringContaining('all 2 sites'),
      remedy: expect.stringContaining('--retire-all'),
    });
    expect(await live('a', 'b')).toEqual(['a', 'b']);
    const applied = await applyConfiguration(database.db, none, at(1), 'all', true);
    expect(applied.removed).toEqual(['a', 'b']);
    expect(await live('a', 'b')).toEqual([]);
  });
});

it('of a machine without the site files changes nothing: neither by `crawl` nor by `sites apply`', async () => {
  const [ours, theirs] = await Promise.all(
    ['ours', 'theirs'].map((name) => mkdtemp(join(tmpdir(), `pw-${name}-`))),
  );
  if (ours === undefined || theirs === undefined) throw new Error('no folder');
  for (const id of ['mine', 'other'])
    await writeFile(join(ours, `${id}.yaml`), `id: ${id}\nstart: https://${id}.invalid/\n`);
  await writeFile(join(ours, 'opt-out.txt'), 'shop.example\n');
  await writeFile(join(theirs, 'mine.yaml'), 'id: mine\nstart: https://mine.invalid/\n');
  const inFolder = (folder: string, ...args: string[]) =>
    runCli(args, {
      ...{ DATABASE_URL: database.databaseUrl, PRECURSOR_DATA: folder, PRECURSOR_SITES: folder },
      ...{ PRECURSOR_PRACTICE: 'off', PRECURSOR_CONTACT: 'desk@agency.example' },
    });
  expect(await inFolder(ours, 'sites', 'apply')).toMatchObject({
    exit: 'ok',
    output: '2 sites applied: 2 added (mine, other).\n',
  });
  await inFolder(theirs, 'crawl', 'mine');
  expect(await live('mine', 'other')).toEqual(['mine', 'other']);
  expect(await optedOut()).toEqual(['shop.example']);
  await rm(join(theirs, 'mine.yaml'));
  expect(await inFolder(theirs, 'sites', 'apply')).toMatchObject({ exit: 'config' });
  expect(await live('mine', 'other')).toEqual(['mine', 'other']);
  expect(await inFolder(theirs, 'sites', 'apply', '--retire-all')).toMatchObject({
    exit: 'ok',
    output: '0 sites applied: 2 removed (mine, other).\n',
  });
  await Promise.all([ours, theirs].map((folder) => rm(folder, { recursive: true, force: true })));
});
