/** Orders of an operator in the course of one day on one database: what each says, how it ends, and what the audit log has of it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openCaptures } from '../src/pipeline/open-captures.ts';
import { holdDomain } from '../src/store/crawling/domain-holds.ts';
import { applySites } from '../src/store/crawling/sites.ts';
import { addMessage } from '../src/store/messages/messages.ts';
import { applyNotifiers } from '../src/store/messages/notifiers.ts';
import cases from './cases/cli-orders.json' with { type: 'json' };
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import { runCli } from './support/run-cli.ts';
import { email, SECRET, sampleNotice } from './support/sample-notices.ts';
import { addAlert, at, sampleSite } from './support/store-samples.ts';

let database: TestDatabase;
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  database = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'precursor-watch-orders-'));
  const notifiers = join(folder, 'notifiers.yaml');
  // A receiver inside the network is refused, whatever listens there.
  await writeFile(
    notifiers,
    'notifiers:\n  - { id: hook, kind: webhook, url: "https://127.0.0.1:9/hook", secrets: [TEST_HOOK_SECRET] }\n',
  );
  vi.stubEnv('TEST_HOOK_SECRET', SECRET);
  env = { DATABASE_URL: database.databaseUrl, PRECURSOR_DATA: folder, PRECURSOR_NOTIFIERS: notifiers };
  const { db } = database;
  // The folder is the database's before there are copies, as after a first start.
  await openCaptures(db, folder);
  await applySites(db, [sampleSite('shop')], 'file', at(0));
  await applySites(db, [sampleSite('invented', { practice: true })], 'practice', at(0));
  for (const [key, title] of [
    ['1', 'Alpha'],
    ['2', 'Twin'],
    ['3', 'Twin'],
  ] as const)
    await addAlert(db, { site: 'shop', key, title, now: at(1) });
  await addAlert(db, { site: 'invented', key: '1', title: 'Beta', practice: true, now: at(1) });
  await holdDomain(db, 'shop.example', 172_800, 'www.shop.example answered 429 with Retry-After');
  await applyNotifiers(db, [email('desk')], at(1));
  for (const state of ['failed', 'waiting', 'delivered', 'failed'] as const) {
    const content = { kind: 'alert', alert: sampleNotice() } as const;
    const id = await addMessage(db, { notifier: 'desk', alert: null, content, due: at(2) }, at(2));
    const delivered_at = state === 'delivered' ? at(3) : null;
    await db.updateTable('messages').set({ state, delivered_at }).where('id', '=', id).execute();
  }
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await database[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const words = (line: string) => [...line.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);

const logged = async () => {
  const { rows } = await database.pool.query('select action, subject from audit_log order by number');
  return rows.map(({ action, subject }) => [action, subject].filter(Boolean).join(' '));
};

it.each(cases)('$typed', async ({ typed, exit, says, logged: entry }) => {
  const before = await logged();
  const { output, remarks, exit: ended, error } = await runCli(words(typed), env);
  expect(`${output}${remarks}${error ?? ''}`).toContain(says);
  expect(ended).toBe(exit);
  expect((await logged()).slice(before.length)).toEqual(entry === undefined ? [] : [entry]);
});

it('leaves of what was erased the hash, and of what was sent again a message that waits', async () => {
  const { pool } = database;
  const listings = await pool.query(`select id, url, content->>'title' as title from listings order by id`);
  expect(listings.rows).toEqual([
    { id: 1, url: expect.stringMatching(/^erased:[0-9a-f]{64}$/), title: 'Erased' },
    { id: 2, url: expect.stringMatching(/^erased:[0-9a-f]{64}$/), title: 'Erased' },
    { id: 3, url: 'https://shop.example/Twin', title: 'Twin' },
  ]);
  const messages = await pool.query(`select state from messages where kind <> 'test' order by id`);
  expect(messages.rows.map(({ state }) => state)).toEqual(['waiting', 'waiting', 'waiting']);
  const actors = await pool.query(`select distinct entry::json->>'actor' as actor from audit_log`);
  expect(actors.rows).toEqual([{ actor: expect.stringMatching(/^.+@.+$/) }]);
});

it('says of a re-screening that it was not waited for, and without a terminal in whole lines', async () => {
  const signal = AbortSignal.abort();
  const broken = await runCli(['rescreen'], env, { signal });
  expect(broken).toMatchObject({
    exit: 'failed',
    error: expect.stringContaining('was not waited for: 0 of'),
  });
  expect(broken.error).toContain('A running serve or work carries on with it');
  expect((await runCli(['rescreen', '--dry-run'], env, { signal })).exit).toBe('failed');
  const whole = await runCli(['rescreen', '--dry-run'], env);
  expect(whole).toMatchObject({ exit: 'ok', remarks: expect.stringContaining('listings (100 %)\n') });
  expect(whole.remarks).not.toContain('\r');
});
