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

  it('name the notifier that cannot be told of them from here', async () => {
    await applyNotifiers(database.db, [email('desk')], new Date());
    const env = { DATABASE_URL: database.databaseUrl };
    const said = 'Nothing is sent to notifier desk from here: no mail server is set.';
    expect((await runCli(['alarms'], env)).remarks).toContain(said);
    expect((await runCli(['alarms', '--no-send'], env)).remarks).toBe('');
  });
});
