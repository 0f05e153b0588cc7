/** `sites pause|drain|resume|run` and `jobs` as an operator uses them, on both backends of the queues. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tick } from '../queues/tick.ts';
import { findRun } from '../src/store/crawling/runs.ts';
import { parkJob } from '../src/store/health/parked-jobs.ts';
import { BACKENDS, openBackend, openTestQueues, type TestQueues } from './support/open-test-queues.ts';
import { type CliResult, runCli } from './support/run-cli.ts';
import { seedSites } from './support/seed-sites.ts';

const NOW = new Date('2026-03-01T00:00:00.000Z');

describe.each(BACKENDS)('turns from the command line on %s', (name) => {
  let backend: Awaited<ReturnType<typeof openBackend>>;
  let place: TestQueues;

  beforeAll(async () => {
    backend = await openBackend(name);
  });
  beforeEach(async () => {
    place = await openTestQueues(backend.redisUrl);
    await seedSites(place.database.db, { due: ['a', 'b'], notDue: ['c'] }, NOW);
  });
  afterEach(async () => {
    await place[Symbol.asyncDispose]();
  });
  afterAll(async () => {
    await backend[Symbol.asyncDispose]();
  });

  const run = (...args: string[]): Promise<CliResult> => {
    const redis = backend.redisUrl === null ? {} : { REDIS_URL: backend.redisUrl };
    return runCli(args, { DATABASE_URL: place.database.databaseUrl, ...redis });
  };
  const json = ({ output }: CliResult) =>
    output
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  const claimed = async () => {
    const { db } = place.database;
    await tick({ db, queues: place.queues, clock: () => NOW, search: { after: 0 } });
    const rows = await db.selectFrom('runs').select('site_id').execute();
    return rows.map((row) => row.site_id).toSorted();
  };
  const actions = async () => {
    const { rows } = await place.database.pool.query('select action, subject from audit_log order by number');
    return rows.map(({ action, subject }) => `${action} ${subject}`);
  };

  it.each(['pause', 'drain'])('%s keeps one site out of the schedule, until it is resumed', async (mode) => {
    expect((await run('sites', mode, 'a', '--reason', 'under repair')).output).toContain('sites resume a');
    expect(await claimed()).toEqual(['b']);
    expect(json(await run('sites', 'holds', '--json'))).toMatchObject([
      { scope: 'a', mode, reason: 'under repair', by: expect.stringContaining('@') },
    ]);
    expect(json(await run('sites', 'resume', 'a', '--json'))).toEqual([{ scope: 'a', released: true }]);
    expect(await claimed()).toEqual(['a', 'b']);
    expect(await actions()).toEqual(['site.hold site:a', 'site.release site:a']);
  });

  it('holds all sites at once', async () => {
    await run('sites', 'drain', '--all');
    expect(await claimed()).toEqual([]);
    expect((await run('sites', 'resume', 'a')).output).toBe('a was not held.\n');
    await run('sites', 'resume', '--all');
    expect(await claimed()).toEqual(['a', 'b']);
  });

  it('runs a site out of turn, once, and tells when it is paused', async () => {
    const [made] = json(await run('sites', 'run', 'c', '--json'));
    expect(made).toEqual({ site: 'c', run: expect.any(Number), made: true, paused: false, stopped: false });
    expect(json(await run('sites', 'run', 'c', '--json'))).toEqual([{ ...made, made: false }]);
    expect(await findRun(place.database.db, made.run)).toMatchObject({ trigger: 'manual', status: 'queued' });
    await run('sites', 'pause', 'b');
    expect(json(await run('sites', 'run', 'b', '--json'))).toMatchObject([{ paused: true }]);
    await run('stop', '--reason', 'a complaint');
    expect((await run('sites', 'run', 'a')).output).toContain('All crawling is stopped (a complaint)');
    expect(json(await run('sites', 'run', 'c', '--json'))).toMatchObject([{ made: false, stopped: true }]);
  });

  it('refuses sites and jobs that there are not, and an order that names no site or too many', async () => {
    const orders = [
      [['sites', 'pause', 'nowhere'], 'There is no site "nowhere".'],
      [['sites', 'run', 'nowhere'], 'There is no site "nowhere".'],
      [['sites', 'drain'], 'Give the id of one, or --all.'],
      [['sites', 'resume', 'a', '--all'], 'Give the id of one, or --all.'],
      [['jobs', 'replay', '17'], 'There is no parked job 17.'],
      [['jobs', 'drop', '17'], 'There is no parked job 17.'],
    ] as const;
    for (const [args, says] of orders) {
      const { exit, error } = await run(...args);
      expect(exit).toBe('usage');
      expect(error).toContain(says);
    }
  });

  it('says of a job that cannot be replayed why, and what to do with it', async () => {
    const fault = { cause: 'attempts', problem: 'it failed too often' } as const;
    await parkJob(place.database.db, { queue: 'notify', jobId: 'n', payload: {}, ...fault }, NOW);
    const [{ id }] = json(await run('jobs', 'list', '--json'));
    const { exit, error } = await run('jobs', 'replay', String(id));
    expect(exit).toBe('usage');
    expect(error).toContain(`cannot be replayed: it failed too often.`);
    expect(error).toContain(`jobs drop ${id}`);
    expect(json(await run('jobs', 'list', '--json'))).toHaveLength(1);
    expect(await actions()).toEqual([]);
  });

  it('lists jobs that were set aside, replays one and drops another', async () => {
    const { db } = place.database;
    const job = (site: string) => ({ queue: 'crawl', jobId: `old-${site}`, payload: { site, run: 900 } });
    for (const site of ['a', 'b'])
      await parkJob(db, { ...job(site), cause: 'version', problem: 'it has no version' }, NOW);
    const parked = json(await run('jobs', 'list', '--json'));
    expect(parked).toMatchObject([{ jobId: 'old-a', cause: 'version' }, { jobId: 'old-b' }]);
    const [first, second] = parked;
    const [replayed] = json(await run('jobs', 'replay', String(first.id), '--json'));
    expect(await findRun(db, replayed.run)).toMatchObject({ site: 'a', status: 'queued' });
    expect((await run('jobs', 'drop', String(second.id))).exit).toBe('ok');
    const dropped = await run('jobs', 'drop', String(second.id));
    expect(dropped).toMatchObject({ exit: 'usage', error: expect.stringContaining('no parked job') });
    expect(json(await run('jobs', 'list', '--json'))).toEqual([]);
    expect(await actions()).toEqual([`job.replay job:${first.id}`, `job.drop job:${second.id}`]);
  });
});
