/** `alarms` on the command line: what is wrong, with an exit code of its own, and nothing where all is well. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parkJob } from '../src/store/health/parked-jobs.ts';
import { applyNotifiers } from '../src/store/messages/notifiers.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import { runCli } from './support/run-cli.ts';
import { email } from './support/sample-notices.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

describe('alarms', () => {
  it('are told, and end with their own exit code', async () => {
    const env = { DATABASE_URL: database.databaseUrl };
    const well = await runCli(['alarms'], env);
    expect(well).toMatchObject({ exit: 'ok', output: 'All is well: no alarm is raised.\n' });
    const job = { queue: 'crawl', jobId: 'run-1', payload: {}, cause: 'version' as const, problem: 'old' };
    await parkJob(database.db, job, new Date());
    const wrong = await runCli(['alarms', '--json'], env);
    expect(wrong.exit).toBe('alarm');
    expect(JSON.parse(wrong.output)).toMatchObject({ kind: 'parked-jobs', subject: '*', state: 'raised' });
  });

  it('are told by reading alone where the database takes no writes, with what could not be noted', async () => {
    await using full = await openTestDatabase();
    const env = { DATABASE_URL: full.databaseUrl };
    const job = { queue: 'crawl', jobId: 'run-1', payload: {}, cause: 'version' as const, problem: 'old' };
    // As PostgreSQL does it when its disk is full.
    await full.pool.query(`
      create function fill() returns trigger language plpgsql as
        $$ begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$;
      create trigger full_disk before insert on heartbeats execute function fill();
      create trigger full_disk before insert on alarms execute function fill()`);
    const said = /^PostgreSQL cannot write: could not extend file\..* not noted/;
    const well = await runCli(['alarms'], env);
    expect(well).toMatchObject({ exit: 'storage', output: 'No alarm is raised.\n', error: null });
    expect(well.remarks).toMatch(said);
    await parkJob(full.db, job, new Date());
    const wrong = await runCli(['alarms', '--json'], env);
    expect(wrong).toMatchObject({ exit: 'alarm', remarks: expect.stringMatching(said), error: null });
    expect(JSON.parse(wrong.output)).toMatchObject({ kind: 'parked-jobs', subject: '*', state: 'raised' });
    const raised = await full.pool.query('select from alarms');
    expect(raised.rows).toEqual([]);
  });

  it('name the notifier that cannot be told of them from here', async () => {
    await applyNotifiers(database.db, [email('desk')], new Date());
    const env = { DATABASE_URL: database.databaseUrl };
    const said = 'Nothing is sent to notifier desk from here: no mail server is set.';
    expect((await runCli(['alarms'], env)).remarks).toContain(said);
    expect((await runCli(['alarms', '--no-send'], env)).remarks).toBe('');
  });
});
