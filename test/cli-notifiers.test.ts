/** `notifiers` on the command line: checks, a test message to a real mail server, the log and sending again. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import { runCli } from './support/run-cli.ts';
import { type Mailbox, startMailbox } from './support/start-receiver.ts';

let database: TestDatabase;
let mailbox: Mailbox;
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  database = await openTestDatabase();
  mailbox = await startMailbox();
  folder = await mkdtemp(join(tmpdir(), 'precursor-watch-notifiers-'));
  await writeFile(
    join(folder, 'notifiers.yaml'),
    'notifiers:\n  - { id: desk, kind: email, to: [desk@agency.example] }\n',
  );
  env = {
    DATABASE_URL: database.databaseUrl,
    PRECURSOR_NOTIFIERS: join(folder, 'notifiers.yaml'),
    PRECURSOR_SMTP_URL: mailbox.url,
    PRECURSOR_SMTP_FROM: 'watch@agency.example',
  };
});
afterAll(async () => {
  await mailbox[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

describe('notifiers', () => {
  it('are checked with their surroundings', async () => {
    expect(await runCli(['notifiers', 'check'], env)).toMatchObject({
      exit: 'ok',
      output: '1 notifier is well configured.\n',
    });
    const { PRECURSOR_SMTP_URL: _, ...without } = env;
    const refused = await runCli(['notifiers', 'check'], without);
    expect(refused.exit).toBe('config');
    expect(refused.output).toContain('Set PRECURSOR_SMTP_URL');
  });

  it('are told of sites that they name and that are not there', async () => {
    const file = join(folder, 'of-sites.yaml');
    const sites = join(folder, 'sites');
    await mkdir(sites);
    await writeFile(join(sites, 'shop.yaml'), 'id: shop\nstart: https://shop.example/\n');
    await writeFile(
      file,
      'notifiers:\n  - { id: desk, kind: email, to: [a@b.example],\n      sites: [shop, shpo] }\n',
    );
    const { exit, output } = await runCli(['notifiers', 'check'], {
      ...env,
      PRECURSOR_NOTIFIERS: file,
      PRECURSOR_SITES: sites,
    });
    expect(exit).toBe('config');
    expect(output).toContain('of-sites.yaml:3: notifiers.0.sites.1: no site file has the id "shpo"');
    expect(output).not.toContain('"shop"');
  });

  it('take a test message, which stands in the log', async () => {
    const tested = await runCli(['notifiers', 'test', 'desk', '--json'], env);
    const { message } = JSON.parse(tested.output) as { message: number };
    expect(tested).toMatchObject({ exit: 'ok' });
    expect(mailbox.mails).toHaveLength(1);
    const log = await runCli(['notifiers', 'log', 'desk', '--json'], env);
    expect(JSON.parse(log.output)).toMatchObject({ id: message, kind: 'test', state: 'delivered' });
    const attempts = await runCli(['notifiers', 'log', '--message', String(message), '--json'], env);
    expect(JSON.parse(attempts.output)).toMatchObject({ number: 1, status: 250, problem: null });
    const list = await runCli(['notifiers', 'list', '--json'], env);
    expect(JSON.parse(list.output)).toMatchObject({ id: 'desk', waiting: 0, failed: 0 });
  });

  it.each([
    { args: ['test', 'nobody'], exit: 'usage', says: 'There is no notifier "nobody"' },
    { args: ['replay', 'desk'], exit: 'usage', says: 'Give one of' },
    { args: ['replay', 'desk', '--failed', '--message', '1'], exit: 'usage', says: 'Give one of' },
  ])('$args are refused', async ({ args, exit, says }) => {
    expect(await runCli(['notifiers', ...args], env)).toMatchObject({
      exit,
      error: expect.stringContaining(says),
    });
  });

  it('say what came of a test message that was not taken', async () => {
    const down = { ...env, PRECURSOR_SMTP_URL: 'smtp://127.0.0.1:1?requireTLS=false' };
    const tested = await runCli(['notifiers', 'test', 'desk'], down);
    expect(tested.exit).toBe('unavailable');
    expect(tested.output).toContain('ECONNREFUSED');
    const log = await runCli(['notifiers', 'log', '--limit', '1', '--json'], env);
    expect(JSON.parse(log.output)).toMatchObject({ state: 'failed', attempts: 1 });
  });
});
