/** `stop`, `resume` and `opt-out` as an operator uses them, seen by workers that run meanwhile. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readOptOuts } from '../config/load-opt-outs.ts';
import { createLog } from '../src/log.ts';
import { openGate, openRobotsShelf } from '../src/pipeline/run/crawl-permissions.ts';
import { holdDomain } from '../src/store/crawling/domain-holds.ts';
import { applyOptOuts, listOptOuts } from '../src/store/crawling/opt-outs.ts';
import { applySites, listSites } from '../src/store/crawling/sites.ts';
import { openDatabase } from '../src/store/open-database.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import { type CliResult, runCli } from './support/run-cli.ts';
import { at, sampleSite } from './support/store-samples.ts';
import { until } from './support/until.ts';

const SHOP = new URL('https://www.shop.example/p/1');

let database: TestDatabase;
let folder: string;
beforeEach(async () => {
  database = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'precursor-watch-test-'));
});
afterEach(async () => {
  await database[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const run = (...args: string[]): Promise<CliResult> =>
  runCli(args, { DATABASE_URL: database.databaseUrl, PRECURSOR_SITES: folder });
const json = ({ output }: CliResult) =>
  output
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

describe('sites list', () => {
  it('tells of each site what holds it back: opt-outs of its domain, pauses that its hosts asked for, a hold', async () => {
    for (const [id, host] of [
      ['gone', 'www.gone.example'],
      ['busy', 'www.busy.example'],
      ['free', 'free.example'],
    ])
      await writeFile(join(folder, `${id}.yaml`), `id: ${id}\nstart: https://${host}/\n`);
    await run('sites', 'apply');
    await run('opt-out', 'add', 'gone.example', '--reason', 'the owner asked');
    await writeFile(join(folder, 'opt-out.txt'), 'busy.example # since March\n');
    await holdDomain(database.db, 'busy.example', 3600, 'it said so');
    await run('sites', 'pause', 'free', '--reason', 'a talk');
    const list = json(await run('sites', 'list', '--json'));
    expect(list).toMatchObject([
      { id: 'busy', hold: null, leftAlone: [{ name: 'busy.example', why: 'it said so' }] },
      { id: 'free', hold: { mode: 'pause', reason: 'a talk' }, leftAlone: [], optedOut: [] },
      {
        id: 'gone',
        hold: null,
        leftAlone: [],
        optedOut: [{ domain: 'gone.example', reason: 'the owner asked' }],
      },
    ]);
    expect(list[0].optedOut).toMatchObject([{ domain: 'busy.example' }]);
    expect((await run('sites', 'list')).output.trim().split('\n')).toEqual([
      expect.stringMatching(/blocks us +held back$/),
      expect.stringMatching(/^busy .* busy\.example opted out: .*; busy\.example until 20\S+Z: it said so$/),
      expect.stringMatching(/^free .* paused by \S+: a talk$/),
      expect.stringMatching(/^gone .* gone\.example opted out: the owner asked$/),
    ]);
  });
});

describe('a stop', () => {
  it('holds for every worker while it lasts, with its first reason', async () => {
    await using other = await openDatabase({
      databaseUrl: database.databaseUrl,
      dataFolder: folder,
      log: createLog('silent'),
    });
    const workers = [openGate(database.db), openGate(other.db)];
    const ask = () => Promise.all(workers.map((gate) => gate(SHOP)));
    expect(await ask()).toEqual([null, null]);
    expect(json(await run('stop', '--reason', 'an incident', '--json'))).toMatchObject([
      { stopped: { reason: 'an incident', by: expect.stringContaining('@') } },
    ]);
    const refusal = { reason: 'halted', detail: 'an incident' };
    await until('both are stopped', async () => (await ask()).every((each) => each !== null));
    expect(await ask()).toEqual([refusal, refusal]);
    expect(json(await run('stop', '--reason', 'a second one', '--json'))).toMatchObject([
      { stopped: { reason: 'an incident' } },
    ]);
    expect(json(await run('resume', '--json'))).toEqual([{ resumed: true }]);
    await until('both go on', async () => (await ask()).every((each) => each === null));
    expect(json(await run('resume', '--json'))).toEqual([{ resumed: false }]);
  });

  it.each(['probe', 'capture'])(
    'and a domain that opted out hold back a page that %s asks for',
    async (command) => {
      const ask = () =>
        runCli(
          [command, SHOP.href, '--json', ...(command === 'capture' ? ['--out', join(folder, 'out')] : [])],
          {
            DATABASE_URL: database.databaseUrl,
            PRECURSOR_SITES: folder,
            PRECURSOR_CONTACT: 'someone@agency.example',
          },
        );
      await run('opt-out', 'add', 'shop.example');
      const optedOut = await ask();
      expect([json(optedOut), optedOut.exit]).toMatchObject([[{ skipped: 'opted-out' }], 'refused']);
      await run('stop', '--reason', 'an incident');
      const stopped = await ask();
      expect([json(stopped), stopped.exit]).toMatchObject([
        [{ skipped: 'halted', why: 'an incident' }],
        'refused',
      ]);
      expect([optedOut.remarks, stopped.remarks]).toEqual(['', '']);
      // Who must cease all traffic at once reads it there.
      const { output } = await run('stop', '--help');
      expect(output.replace(/\s+/g, ' ')).toContain('(probe, capture) is held back, too');
    },
  );

  it.each(['probe', 'capture'])(
    'and a pause that a crawl was asked for, are heeded by %s',
    async (command) => {
      const env = {
        ...{ DATABASE_URL: database.databaseUrl, PRECURSOR_SITES: folder },
        PRECURSOR_CONTACT: 'someone@agency.example',
      };
      const url = 'https://www.shop.invalid/p/1';
      await holdDomain(database.db, 'shop.invalid', 3600, 'it said so');
      const { output, exit, remarks } = await runCli([command, url, '--json'], env);
      expect([JSON.parse(output), exit]).toMatchObject([
        { skipped: 'blocked', why: expect.stringMatching(/^shop.invalid is to be left alone for 3\d{3} s$/) },
        'incomplete',
      ]);
      expect(remarks).toBe('');
      await holdDomain(database.db, 'short.invalid', 8, 'it said so');
      const waited = await runCli([command, 'https://short.invalid/', '--json'], env);
      expect(waited.remarks.split('\n')[0]).toMatch(/^Waiting [1-8] s for the next turn at the domain\.$/);
    },
  );

  it('that cannot be asked for is told to who asks for a page', async () => {
    await writeFile(join(folder, 'opt-out.txt'), 'shop.example\n');
    const { output, remarks } = await runCli(['probe', SHOP.href, '--json'], {
      DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/none',
      PRECURSOR_SITES: folder,
      PRECURSOR_CONTACT: 'someone@agency.example',
    });
    expect(remarks).toMatch(
      /^Whether crawling is stopped, .* could not be asked: PostgreSQL at 127\.0\.0\.1:9/,
    );
    expect(JSON.parse(output)).toMatchObject({ skipped: 'opted-out' });
  });

  it('is told by every command that an operator looks at', async () => {
    const env = { DATABASE_URL: database.databaseUrl, PRECURSOR_SITES: folder, PRECURSOR_DATA: folder };
    await run('stop', '--reason', 'an incident');
    for (const command of [['alarms'], ['doctor'], ['sites', 'list']]) {
      const { output, remarks } = await runCli(command, { ...env, PRECURSOR_PRACTICE: 'off' });
      expect(output + remarks).toMatch(/All crawling is stopped since .* by .*: an incident/);
    }
    expect((await run('alarms')).output).toBe('No alarm is raised.\n');
    await run('resume');
    expect(await run('alarms')).toMatchObject({ output: 'All is well: no alarm is raised.\n', remarks: '' });
  });

  it('gives sites whose runs it cut, or that were to run meanwhile, their turn at once when it is over', async () => {
    const { db } = database;
    await applySites(
      db,
      ['cut', 'done', 'before'].map((id) => sampleSite(id)),
      'file',
      at(0),
    );
    const later = new Date('2027-01-01T00:00:00Z');
    await db.updateTable('sites').set({ next_run_at: later }).execute();
    const ends = (site: string, finished: Date, halted: number) =>
      db
        .insertInto('runs')
        .values({
          ...{ site_id: site, trigger: 'manual', status: halted === 0 ? 'ok' : 'partial' },
          ...{ queued_at: finished, finished_at: finished, problem: 'In whatever words.' },
          skipped: JSON.stringify({ 'out-of-scope': 3, ...(halted === 0 ? {} : { halted }) }),
        })
        .execute();
    await ends('before', new Date(), 1);
    await run('stop');
    await ends('cut', new Date(), 2);
    await ends('done', new Date(), 0);
    await run('resume');
    const due = (await listSites(db)).filter(({ nextRunAt }) => new Date(nextRunAt) < later);
    expect(due.map(({ site }) => site.id)).toEqual(['cut']);
  });

  it('needs no reason and no well-formed site file', async () => {
    await writeFile(join(folder, 'broken.yaml'), 'id: [');
    expect(await run('stop')).toMatchObject({ exit: 'ok', error: null });
    expect((await run('stop')).output).toContain('no reason given');
    expect((await run('resume')).output).toContain('goes on');
  });
});

describe('opt-out', () => {
  it('holds for a domain and every name below it, until it is taken back', async () => {
    const gate = openGate(database.db);
    await run('opt-out', 'add', 'https://Shop.Example/contact', '--reason', 'mail of 2025-06-01');
    expect(json(await run('opt-out', 'list', '--json'))).toMatchObject([
      { domain: 'shop.example', origin: 'hand', reason: 'mail of 2025-06-01' },
    ]);
    expect(await gate(SHOP)).toEqual({ reason: 'opted-out', detail: 'shop.example' });
    expect(await gate(new URL('https://other.example/'))).toBeNull();
    const remove = ['opt-out', 'remove', 'shop.example', '--json', '--reason', 'mail of 2025-07-01'];
    expect(json(await run(...remove))).toEqual([{ removed: 'shop.example', stays: false }]);
    expect(json(await run(...remove))).toEqual([{ removed: null, stays: false }]);
    const { rows } = await database.pool.query(
      `select entry::json->'detail'->>'reason' as reason from audit_log where action = 'opt-out.remove'`,
    );
    expect(rows).toEqual([{ reason: 'mail of 2025-07-01' }]);
    await until('it may be visited again', async () => (await gate(SHOP)) === null);
  });

  it.each(['', 'com', 'not a domain', 'http://', 'shop..example', '*.', '*'])(
    '"%s" is refused',
    async (domain) => {
      expect(await run('opt-out', 'add', domain)).toMatchObject({ exit: 'usage' });
      expect(await listOptOuts(database.db)).toEqual([]);
    },
  );

  it('of the file beside the site files is taken in at the start, and stays while it stands there', async () => {
    await writeFile(join(folder, 'opt-out.txt'), '# ours\nshop.example # asked by mail\n\n*.other.example\n');
    await run('sites', 'apply');
    expect(await listOptOuts(database.db)).toMatchObject([
      { domain: 'other.example', origin: 'file', reason: '' },
      { domain: 'shop.example', origin: 'file', reason: 'asked by mail' },
    ]);
    expect(json(await run('opt-out', 'remove', 'shop.example', '--json'))).toEqual([
      { removed: null, stays: true },
    ]);
    await run('opt-out', 'add', 'shop.example');
    expect((await run('opt-out', 'remove', 'shop.example')).output).toContain('stays');
    await writeFile(join(folder, 'opt-out.txt'), 'other.example\n');
    await run('sites', 'apply');
    expect((await listOptOuts(database.db)).map(({ domain }) => domain)).toEqual(['other.example']);
  });

  it('a file with what is no domain is refused whole, by line', async () => {
    await writeFile(join(folder, 'opt-out.txt'), 'shop.example\n\nnot a domain\nhttp://\n');
    expect((await readOptOuts(folder)).problems.map(({ line }) => line)).toEqual([3, 4]);
    const { exit, error } = await run('sites', 'apply');
    expect(exit).toBe('config');
    expect(error).toContain('opt-out.txt:3');
    expect((await run('sites', 'check', '--json')).exit).toBe('config');
    expect(await listOptOuts(database.db)).toEqual([]);
  });

  it('of the file alone holds for a single page that a person asks for where there is no database', async () => {
    await writeFile(join(folder, 'opt-out.txt'), 'shop.example\n');
    const { output, exit, remarks } = await runCli(['probe', SHOP.href, '--json'], {
      PRECURSOR_SITES: folder,
      PRECURSOR_CONTACT: 'someone@agency.example',
    });
    expect(JSON.parse(output)).toMatchObject({ skipped: 'opted-out', why: 'shop.example' });
    expect(exit).toBe('refused');
    expect(remarks).toMatch(/^There is no database here: .* opt-out\.txt/);
  });

  it('lists are applied as they are, and by hand added domains are left alone', async () => {
    const { db } = database;
    await run('opt-out', 'add', 'hand.example');
    await applyOptOuts(db, [{ domain: 'a.example', reason: 'x' }], at(0));
    await applyOptOuts(
      db,
      [
        { domain: 'a.example', reason: 'y' },
        { domain: 'b.example', reason: '' },
      ],
      at(1),
    );
    expect(await listOptOuts(db)).toMatchObject([
      { domain: 'a.example', reason: 'y', at: at(0).toISOString() },
      { domain: 'b.example' },
      { domain: 'hand.example', origin: 'hand' },
    ]);
    await applyOptOuts(db, [], at(2));
    expect((await listOptOuts(db)).map(({ domain }) => domain)).toEqual(['hand.example']);
  });
});

describe('what robots.txt said', () => {
  const version = (text: string, hash: string, seconds: number) => ({
    status: 200,
    text,
    sha256: hash.repeat(64),
    fetchedAt: at(seconds).toISOString(),
  });

  it('is kept for all processes, every version word for word, the newest as the answer', async () => {
    const shelf = openRobotsShelf(database.db);
    const origin = 'https://shop.example';
    expect(await shelf.load(origin)).toBeNull();
    const [first, second] = [version('User-agent: *\nDisallow: /a\0\n', 'a', 0), version('', 'b', 60)];
    await shelf.save(origin, first);
    expect(await shelf.load(origin)).toEqual({ ...first, text: 'User-agent: *\nDisallow: /a\ufffd\n' });
    await shelf.save(origin, second);
    await shelf.save(origin, first);
    expect(await shelf.load(origin)).toEqual(second);
    await shelf.save(origin, { status: 404, text: null, sha256: null, fetchedAt: at(120).toISOString() });
    expect(await shelf.load(origin)).toMatchObject({ status: 404, text: null, sha256: null });
    const files = await database.pool.query('select body from robots_files order by sha256');
    expect(files.rows.map(({ body }) => body)).toEqual(['User-agent: *\nDisallow: /a\ufffd\n', '']);
  });
});
