/** The audit log: what is recorded, that nothing can be changed, and that a change from outside is found. */

import { createHash } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOBODY } from '../config/load-notifiers.ts';
import { readSettings } from '../config/settings.ts';
import { runCommand } from '../src/cli/program.ts';
import { createLog } from '../src/log.ts';
import { auditPage, auditVerification } from '../src/model/audit.ts';
import { applyConfiguration } from '../src/pipeline/apply-config.ts';
import { appendAudit, listAudit, readChain, verifyAudit } from '../src/store/accounts/audit-log.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import { openTestServer } from './support/open-test-server.ts';
import { seedAlerts } from './support/seed-alerts.ts';
import { sampleSite, sampleWatchlist } from './support/store-samples.ts';

const ROOT = new URL('..', import.meta.url).pathname;
const NOW = new Date('2026-02-01T00:00:00.000Z');
const entry = (n: number) =>
  ({
    actor: 'ann',
    action: 'alert.decide',
    subject: `alert:${n}`,
    detail: { n, note: 'ünïcode "\\ \n' },
  }) as const;

async function fill(database: TestDatabase, count: number): Promise<void> {
  for (let n = 1; n <= count; n += 1) await appendAudit(database.db, entry(n), NOW);
}

describe('the chain', () => {
  it('holds, and anybody can compute it from what is exported', async () => {
    await using database = await openTestDatabase();
    await fill(database, 5);
    let before = '0'.repeat(64);
    let number = 0;
    for await (const row of readChain(database.db)) {
      number += 1;
      const text = `${row.number}\n${row.previous}\n${row.entry}`;
      expect(row).toMatchObject({ number, previous: before });
      expect(createHash('sha256').update(text).digest('hex')).toBe(row.hash);
      before = row.hash;
    }
    expect(await verifyAudit(database.db)).toEqual({ ok: true, entries: 5, head: before, broken: null });
  });

  it('is empty at first', async () => {
    await using database = await openTestDatabase();
    expect(await verifyAudit(database.db)).toEqual({ ok: true, entries: 0, head: null, broken: null });
  });

  it('has neither forks nor gaps when many write at once and some give up', async () => {
    await using database = await openTestDatabase();
    const { db } = database;
    const writes = Array.from({ length: 60 }, (_, n) =>
      db.transaction().execute(async (tx) => {
        await appendAudit(tx, entry(n), NOW);
        if (n % 5 === 0) throw new Error('gave up');
      }),
    );
    const results = await Promise.allSettled(writes);
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(12);
    expect(await verifyAudit(db)).toMatchObject({ ok: true, entries: 48 });
  });

  it.each([
    `update audit_log set entry = '{}'`,
    'delete from audit_log',
    'truncate audit_log',
    `begin; set local precursor_watch.purge = 'practice'; delete from audit_log; commit`,
  ])('refuses %s', async (statement) => {
    await using database = await openTestDatabase();
    await fill(database, 1);
    const client = await database.pool.connect();
    await expect(client.query(statement)).rejects.toThrow(/append-only/);
    await client.query('rollback');
    client.release();
    expect(await verifyAudit(database.db)).toMatchObject({ ok: true, entries: 1 });
  });

  const tampered = [
    {
      name: 'a word is changed',
      statement: `update audit_log set entry = replace(entry, '"ann"', '"bob"') where number = 3`,
      broken: { number: 3, problem: 'its text is not the one that was hashed' },
    },
    {
      name: 'an entry is taken out',
      statement: 'delete from audit_log where number = 3',
      broken: { number: 4, problem: 'entry 3 is missing' },
    },
    {
      name: 'the first entry is taken out',
      statement: 'delete from audit_log where number = 1',
      broken: { number: 2, problem: 'entry 1 is missing' },
    },
    {
      name: 'an entry and its hash are changed together',
      statement: `update audit_log set entry = '{"at":"x","actor":"x","action":"x"}', hash = encode(sha256(convert_to(
        number || E'\\n' || previous_hash || E'\\n' || '{"at":"x","actor":"x","action":"x"}', 'UTF8')), 'hex') where number = 2`,
      broken: { number: 3, problem: 'it does not follow the entry before it' },
    },
  ];
  it.each(tampered)(
    'tells where it breaks when $name by whoever owns the database',
    async ({ statement, broken }) => {
      await using database = await openTestDatabase();
      await fill(database, 5);
      await database.pool.query('alter table audit_log disable trigger user');
      await database.pool.query(statement);
      expect(await verifyAudit(database.db)).toMatchObject({ ok: false, broken });
    },
  );
});

describe('on record', () => {
  it('is every decision, with who, what and when', async () => {
    await using server = await openTestServer();
    const [id = 0] = await seedAlerts(server.db, [{}]);
    const cookie = await server.signIn('analyst');
    const body = { outcome: 'confirmed', reason: 'offers-listed-substance', note: 'A name', revision: 1 };
    await server.post(`/api/v1/alerts/${id}/decisions`, body, cookie);
    await server.post('/api/v1/undo', {}, cookie);
    const auditor = await server.signIn('auditor');
    const read = async (query: string) =>
      auditPage.parse((await server.get(`/api/v1/audit${query}`, auditor)).json());
    expect((await read(`?subject=alert:${id}`)).items).toMatchObject([
      { action: 'alert.undo', actor: 'analyst', detail: { undone: [id] } },
      {
        action: 'alert.decide',
        at: server.time.now.toISOString(),
        detail: {
          outcome: 'confirmed',
          reason: 'offers-listed-substance',
          from: 'open',
          to: 'decided',
          revision: 1,
        },
      },
    ]);
    const all = (await read('')).items.map(({ number }) => number);
    const paged: number[] = [];
    for (let next: number | null = null; ; ) {
      const page = await read(`?limit=2${next === null ? '' : `&before=${next}`}`);
      paged.push(...page.items.map(({ number }) => number));
      next = page.next;
      if (next === null) break;
    }
    expect(paged).toEqual(all);
    const check = await server.get('/api/v1/audit/verification', auditor);
    expect(auditVerification.parse(check.json())).toMatchObject({ ok: true, entries: all.length });
  });

  it('is nothing of a decision that was refused', async () => {
    await using server = await openTestServer();
    const [id = 0] = await seedAlerts(server.db, [{}]);
    const body = { outcome: 'confirmed', reason: 'not-an-offer', note: null, revision: 1 };
    await server.post(`/api/v1/alerts/${id}/decisions`, body, await server.signIn('analyst'));
    const rows = await server.db.selectFrom('audit_log').select('action').execute();
    expect(rows.map(({ action }) => action)).toEqual(['session.open']);
  });
});

describe('the configuration', () => {
  const configuration = (version: string, ...sites: string[]) => ({
    sites: sites.map((id) => sampleSite(id)),
    practiceSites: [],
    watchlist: sampleWatchlist(version, { x: 'X' }),
    optOuts: [],
    notifying: NOBODY,
  });

  it('is on record when it changes the sites or the list, and not when it does not', async () => {
    await using database = await openTestDatabase();
    const { db } = database;
    for (const each of [configuration('v1', 'a'), configuration('v1', 'a'), configuration('v2', 'b')]) {
      await applyConfiguration(db, each, NOW);
    }
    const { items } = await listAudit(db, { limit: 100 });
    expect(items.toReversed()).toMatchObject([
      { actor: 'system', action: 'watchlist.apply', subject: 'watchlist:v1' },
      { action: 'sites.apply', detail: { added: ['a'], changed: [], removed: [] } },
      { action: 'watchlist.apply', subject: 'watchlist:v2' },
      { action: 'sites.apply', detail: { added: ['b'], changed: [], removed: ['a'] } },
    ]);
  });
});

describe('the command', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
    await fill(database, 3);
  });
  afterAll(async () => {
    await database[Symbol.asyncDispose]();
  });

  async function run(...args: string[]): Promise<{ text: string; exit: string }> {
    const output = new PassThrough();
    let [text, exit] = ['', 'ok'];
    output.on('data', (chunk) => {
      text += String(chunk);
    });
    const env = { DATABASE_URL: database.databaseUrl, PRECURSOR_PRACTICE: 'off' };
    const around = {
      root: ROOT,
      settings: () => readSettings(ROOT, env),
      log: createLog('silent'),
      clock: () => NOW,
      input: new PassThrough(),
      output,
      remarks: new PassThrough(),
      signal: new AbortController().signal,
      exit: (name: string) => {
        exit = name;
      },
    };
    await runCommand(['audit', ...args], around, () => Promise.resolve());
    return { text, exit };
  }

  it('verifies the chain and that a hash noted down before still stands in it', async () => {
    const { text, exit } = await run('verify', '--json');
    expect(exit).toBe('ok');
    const found = JSON.parse(text) as { ok: boolean; entries: number; head: string };
    expect(found).toMatchObject({ ok: true, broken: null, headFound: null });
    expect(await run('verify', '--head', found.head)).toMatchObject({ exit: 'ok' });
    const cut = await run('verify', '--head', 'f'.repeat(64));
    expect(cut).toMatchObject({ exit: 'failed', text: expect.stringContaining('entries were cut off') });
    // A hash that was copied badly proves nothing of the log.
    expect(await run('verify', '--head', found.head.toUpperCase())).toMatchObject({ exit: 'ok' });
    expect(await run('verify', '--head', found.head.slice(0, 12))).toMatchObject({ exit: 'usage', text: '' });
  });

  it('exports every entry as a line', async () => {
    const lines = (await run('export')).text.trim().split('\n');
    const rows = lines.map((line) => JSON.parse(line) as { number: number });
    expect(rows.map(({ number }) => number)).toEqual(rows.map((_, index) => index + 1));
    expect(rows.length).toBeGreaterThanOrEqual(3);
  });

  it('fails when the chain is broken, and says where', async () => {
    await database.pool.query('alter table audit_log disable trigger user');
    await database.pool.query(`update audit_log set entry = replace(entry, 'ann', 'bob') where number = 2`);
    const { text, exit } = await run('verify');
    expect(exit).toBe('failed');
    expect(text).toContain('Broken at entry 2: its text is not the one that was hashed.');
  });
});
