/** What is erased when, what a hold or an alert keeps, and what is left of what was erased. */

import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MessageContent, messageContent, type NoticeContent } from '../src/model/notifier.ts';
import { eraseListing, keepOrErase } from '../src/pipeline/retention/keep-or-erase.ts';
import { writeJournal } from '../src/store/crawling/run-journal.ts';
import { createRun } from '../src/store/crawling/runs.ts';
import { acquireLease, applySites } from '../src/store/crawling/sites.ts';
import { addMessage } from '../src/store/messages/messages.ts';
import { addNotices, putInMessage } from '../src/store/messages/notices.ts';
import { applyNotifiers } from '../src/store/messages/notifiers.ts';
import type { Db } from '../src/store/open-database.ts';
import { liftHold, listHolds, setHold } from '../src/store/retention/legal-holds.ts';
import { countExpired, eraseExpired, eraseOne } from '../src/store/retention/retention.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import { email, sampleNotice } from './support/sample-notices.ts';
import { recordCapture, saveAssessment, saveListing } from './support/single-rows.ts';
import {
  addAlert,
  sampleAssessment,
  sampleJournal,
  sampleListing,
  samplePage,
  sampleSite,
} from './support/store-samples.ts';

const START = new Date('2026-01-01T00:00:00Z');
const onDay = (days: number) => new Date(START.getTime() + days * 86_400_000);
const KEEPING = {
  clearDays: 90,
  watchDays: 365,
  alertDays: 1000,
  confirmedDays: 3000,
  captureBytes: 1_000_000,
  ledgerDays: 10_000,
};
const NOTHING = { listings: 0, captures: 0, ledger: 0, messages: 0 };
const A = { site: 'a', alert: null };
const sha = (letter: string) => letter.repeat(64);

/** As one notifier hears of each at once, and another of all in a digest. */
async function tell(db: Db, alerts: readonly NoticeContent[]): Promise<void> {
  await applyNotifiers(db, [email('single'), email('daily')], START);
  const send = async (notifier: string, content: MessageContent, notices: readonly { id: number }[]) => {
    const alert = content.kind === 'alert' ? content.alert.alert : null;
    const message = await addMessage(db, { notifier, alert, content, due: START }, START);
    const ids = notices.map(({ id }) => id);
    await putInMessage(db, ids, message);
  };
  for (const alert of alerts)
    await send('single', { kind: 'alert', alert }, await addNotices(db, 'single', [alert], START));
  const notices = await addNotices(db, 'daily', alerts, START);
  await send('daily', { kind: 'digest', alerts: [...alerts] }, notices);
}

describe('retention', () => {
  let database: TestDatabase;
  const removed: string[] = [];
  const swept: Date[] = [];
  const files = {
    remove: async (sha256s: readonly string[]) => void removed.push(...sha256s),
    sweep: async (before: Date) => swept.push(before),
  };

  beforeEach(async () => {
    database = await openTestDatabase();
    removed.length = 0;
    const { db } = database;
    await applySites(db, [sampleSite('a'), sampleSite('b')], 'file', START);
    const run = await createRun(db, 'a', 'command', START);
    for (const [key, verdict, letter] of [
      ['clear', 'clear', 'a'],
      ['watch', 'watch', 'b'],
    ] as const) {
      const page = {
        siteId: 'a',
        runId: run,
        url: `https://a.example/${key}`,
        status: 200,
        contentType: null,
      };
      const size = { sha256: sha(letter), bytes: 900_000, storedBytes: 600_000 };
      await recordCapture(db, { ...page, ...size, fetchedAt: START.toISOString() });
      const seen = {
        siteId: 'a',
        key,
        contentHash: `hash of ${key}`,
        runId: run,
        captureSha256: sha(letter),
        now: START,
      };
      const saved = await saveListing(db, { ...seen, listing: sampleListing(key) });
      const assessment = sampleAssessment({ verdict, substances: [] });
      await saveAssessment(db, saved.id, assessment, START);
    }
    await addAlert(db, { site: 'a', key: 'alert', title: 'alert', now: START });
  });
  afterEach(async () => {
    await database[Symbol.asyncDispose]();
  });

  const keys = async () =>
    (await database.pool.query<{ key: string }>('select key from listings order by id')).rows.map(
      ({ key }) => key,
    );
  const run = (day: number, keeping = KEEPING) => keepOrErase(database.db, files, keeping, 'ann', onDay(day));

  it.each([
    [89, ['clear', 'watch', 'alert'], []],
    [91, ['watch', 'alert'], [sha('a')]],
    [366, ['alert'], [sha('a'), sha('b')]],
    [5000, ['alert'], [sha('a'), sha('b')]],
  ])('after %d days: %j', async (day, left, files) => {
    const counts = await countExpired(database.db, KEEPING, onDay(day));
    expect(counts.clear + counts.watch).toBe(3 - left.length);
    await run(day);
    expect(await keys()).toEqual(left);
    expect(removed.toSorted()).toEqual(files);
    expect(swept.at(-1)).toEqual(onDay(day - 1));
  });

  it('removes at the next time the files that the disk did not let go of', async () => {
    const stuck = { ...files, remove: () => Promise.reject(new Error('read-only')) };
    await expect(keepOrErase(database.db, stuck, KEEPING, 'ann', onDay(91))).rejects.toThrow('read-only');
    expect(await keys()).toEqual(['watch', 'alert']);
    const log = await database.pool.query<{ action: string }>('select action from audit_log');
    expect(log.rows.at(-1)).toMatchObject({ action: 'retention.erase' });
    expect(await run(91)).toEqual(NOTHING);
    expect(removed).toEqual([sha('a')]);
    await run(91);
    expect(removed).toEqual([sha('a')]);
  });

  it('leaves the file of a copy that was kept anew before it was removed', async () => {
    const stuck = { ...files, remove: () => Promise.reject(new Error('read-only')) };
    await expect(keepOrErase(database.db, stuck, KEEPING, 'ann', onDay(91))).rejects.toThrow('read-only');
    const page = { siteId: 'a', runId: 1, url: 'https://a.example/clear', status: 200, contentType: null };
    const size = { sha256: sha('a'), bytes: 900_000, storedBytes: 600_000 };
    await recordCapture(database.db, { ...page, ...size, fetchedAt: onDay(91).toISOString() });
    await run(91);
    expect(removed).toEqual([]);
  });

  it('goes on behind a listing that somebody is just writing', async () => {
    const client = await database.pool.connect();
    try {
      await client.query('begin');
      await client.query(`select from listings where key = 'clear' for update`);
      const batch = (after: number) => eraseExpired(database.db, KEEPING, onDay(400), after, 1);
      const first = await batch(0);
      expect(first).toMatchObject({ erased: 0 });
      expect(await batch(first.last ?? expect.fail('none is left'))).toMatchObject({ erased: 1 });
      expect(await keys()).toEqual(['clear', 'alert']);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });

  it('reads no whole table for each listing that goes', async () => {
    const { rows } = await database.pool.query<{ table: string }>(`
      select k.conrelid::regclass::text as table from pg_constraint k
      where k.contype = 'f' and k.confrelid = 'listings'::regclass and not exists (
        select from pg_index i where i.indrelid = k.conrelid and i.indkey[0] = k.conkey[1])`);
    expect(rows).toEqual([]);
  });

  it('keeps hashes and the record, and no words', async () => {
    await run(91);
    const { rows } = await database.pool.query('select * from erasures');
    expect(rows).toMatchObject([{ class: 'clear', content_hash: 'hash of clear', capture_sha256: sha('a') }]);
    expect(JSON.stringify(rows)).not.toContain('shop.example');
    const log = await database.pool.query<{ action: string; entry: string }>(
      'select action, entry from audit_log',
    );
    expect(log.rows.at(-1)).toMatchObject({ action: 'retention.erase' });
    expect(await run(91)).toEqual(NOTHING);
  });

  it('erases nothing of a site under a hold, until it is lifted', async () => {
    const { db } = database;
    expect(await setHold(db, A, 'ordered by a court', 'ann', START)).toBe(true);
    expect(await setHold(db, A, 'again', 'ann', START)).toBe(false);
    expect(await listHolds(db)).toMatchObject([{ site: 'a', reason: 'ordered by a court', setBy: 'ann' }]);
    expect(await run(5000)).toEqual(NOTHING);
    expect(await liftHold(db, A, 'ann', onDay(1))).toBe(true);
    expect(await liftHold(db, A, 'ann', onDay(1))).toBe(false);
    expect((await run(5000)).listings).toBe(2);
  });

  it('waits for a hold that is just being set, and erases nothing under it', async () => {
    const { db } = database;
    const setting = await db.startTransaction().execute();
    await setHold(setting, A, 'ordered by a court', 'ann', START);
    const erasing = run(5000);
    const left = await Promise.race([erasing.then(() => 'done'), sleep(200).then(() => 'waits')]);
    await setting.commit().execute();
    expect(left).toBe('waits');
    expect(await erasing).toEqual(NOTHING);
  });

  const decide = async (outcome: string) =>
    await database.pool.query(`update alerts set state = 'decided', outcome = $1, decided_at = $2`, [
      outcome,
      START,
    ]);
  const alertId = async () =>
    (await database.db.selectFrom('alerts').select('id').executeTakeFirstOrThrow()).id;

  it.each([
    ['dismissed', 999, 1001],
    ['confirmed', 2999, 3001],
  ])(
    'erases the words of an alert that was %s, and keeps what was decided',
    async (outcome, before, after) => {
      await run(400);
      await decide(outcome);
      expect((await run(before)).listings).toBe(0);
      expect((await countExpired(database.db, KEEPING, onDay(after))).alert).toBe(
        outcome === 'dismissed' ? 1 : 0,
      );
      expect((await run(after)).listings).toBe(1);
      expect((await run(after)).listings).toBe(0);
      const { rows } = await database.pool.query(
        `select l.key, l.url, l.content, l.content_hash, a.search_text, a.outcome, s.name, s.key as seller from alerts a
       join listings l on l.id = a.listing_id join offers o on o.id = a.offer_id left join sellers s on s.id = o.seller_id`,
      );
      expect(rows[0]).toMatchObject({ outcome, search_text: '', content: { title: 'Erased', contacts: [] } });
      expect(rows[0].key).toMatch(/^erased:[0-9a-f]{64}$/);
      expect(JSON.stringify(rows)).not.toMatch(/shop\.example|Trading/);
      const left = await database.pool.query('select class from erasures order by listing_id desc limit 1');
      expect(left.rows).toEqual([{ class: outcome === 'confirmed' ? 'confirmed' : 'alert' }]);
      expect((await database.pool.query('select from hits')).rowCount).toBe(0);
    },
  );

  it('keeps what a hold on its alert stands on, and lets everything else of the site go', async () => {
    const { db } = database;
    await decide('dismissed');
    const held = { site: 'a', alert: await alertId() };
    expect(await setHold(db, held, 'ordered by a court', 'ann', START)).toBe(true);
    expect((await run(5000)).listings).toBe(2);
    expect(await keys()).toEqual(['alert']);
    expect(await liftHold(db, held, 'ann', START)).toBe(true);
    expect((await run(5000)).listings).toBe(1);
  });

  it('erases one listing at once when somebody asks, unless a hold keeps it', async () => {
    const { db } = database;
    const ids = (await database.pool.query<{ id: number }>('select id from listings order by id')).rows;
    const [clear = 0, , alert = 0] = ids.map(({ id }) => id);
    const erase = async (id: number) =>
      await db.transaction().execute((tx) => eraseOne(tx, [id], 'asked for', START));
    expect(await erase(clear)).toBe(1);
    expect(await erase(clear)).toBeNull();
    await setHold(db, A, 'ordered by a court', 'ann', START);
    expect(await erase(alert)).toBe('held');
    await liftHold(db, A, 'ann', START);
    // Undecided, too: it was asked for.
    expect(await erase(alert)).toBe(1);
    expect(await keys()).toEqual(['watch', expect.stringMatching(/^erased:/)]);
    const { rows } = await database.pool.query('select reason from erasures');
    expect(rows).toEqual([{ reason: 'asked for' }, { reason: 'asked for' }]);
  });

  it('erases one listing in all its languages, and where it stood', async () => {
    const { db, pool } = database;
    const { rows } = await pool.query<{ id: number }>('select id from listings order by id');
    const [, watch = 0, alert = 0] = rows.map(({ id }) => id);
    await pool.query("update listings set language_set = 'x' where id <> $1", [alert]);
    const lease = await acquireLease(db, 'a', 'w', 60);
    const url = (key: string) => `https://a.example/${key}?from=list`;
    const pages = ['clear', 'watch', 'alert'].map((key) =>
      samplePage({ key, url: url(key), kind: 'detail' }),
    );
    const list = samplePage({
      key: 'list',
      url: 'https://a.example/list',
      kind: 'list',
      shows: ['clear', 'alert'],
    });
    const moment = START.toISOString();
    const proof = { at: moment, robots: null, rule: 'no rule', pause: 5, budget: 9 };
    const requests = [{ ...proof, url: url('clear') }];
    const image = 'https://img.example/of-the-clear-one.png';
    await pool.query('update listings set content = $1 where id = $2', [
      JSON.stringify(sampleListing('Clear', { images: [image] })),
      watch,
    ]);
    const coverage = ['clear', 'alert'].map((key) => {
      return { url: url(key), outcome: 'fetched', status: 200, detail: null, requests, at: moment } as const;
    });
    const picture = { outcome: 'picture-fetched', status: 200, detail: null, at: moment } as const;
    const pictures = [{ ...picture, url: image, requests: [{ ...proof, url: image }] }];
    const run = await createRun(db, 'a', 'command', START);
    const batch = { ...sampleJournal('a', run, lease?.token ?? 0), pages: [...pages, list] };
    expect(await writeJournal(db, { ...batch, coverage: [...coverage, ...pictures] })).toBe(true);

    const order = { listing: watch, reason: 'asked for', by: 'ann' };
    expect(await eraseListing(db, files, order, START)).toEqual({ listings: 2, captures: 2 });
    expect(await keys()).toEqual(['alert']);
    const left = await pool.query('select key, shows from site_pages order by key');
    expect(left.rows).toEqual([
      { key: 'alert', shows: null },
      { key: 'list', shows: ['alert'] },
    ]);
    const ledger = await pool.query<{ url: string; requests: { url: string }[] }>(
      'select url, requests from coverage order by position',
    );
    expect(JSON.stringify(ledger.rows)).not.toContain('clear');
    const erased = expect.stringMatching(/^erased:/);
    expect(ledger.rows.map(({ url: row }) => row)).toEqual([erased, url('alert'), erased]);
    expect(ledger.rows.map((row) => row.requests)).toEqual([
      [{ ...requests[0], url: ledger.rows[0]?.url }],
      [{ ...requests[0], url: ledger.rows[0]?.url }],
      [{ ...requests[0], url: ledger.rows[2]?.url }],
    ]);
  });

  it('blanks what notifiers were told of it, alone or in a digest, and nothing of the others', async () => {
    const { db } = database;
    const other = await addAlert(db, { site: 'a', key: 'other', title: 'Kept words', now: START });
    const erased = await db
      .selectFrom('alerts')
      .select(['id', 'listing_id'])
      .where('id', '<>', other.alert)
      .executeTakeFirstOrThrow();
    const told = (alert: number, title: string) =>
      sampleNotice({ alert, title, seller: `${title} Ltd`, listing: `https://shop.example/${title}` });
    await tell(db, [told(erased.id, 'Secret'), told(other.alert, 'Kept')]);
    const evidence = [erased.listing_id, other.listing].map((listing) => ({
      ...{ listing, relation: 'beside', url: `https://shop.example/${listing}` },
    }));
    await database.pool.query(
      `insert into discoveries (kind, key, text, score, listings, sellers, beside, evidence, found_at)
       values ('name', 'n', 'N', 1, 2, 1, '{}', $1, now())`,
      [JSON.stringify(evidence)],
    );
    const erase = db.transaction().execute((tx) => eraseOne(tx, [erased.listing_id], 'asked for', START));
    expect(await erase).toBe(1);
    const found = await database.pool.query('select evidence from discoveries');
    expect(found.rows).toEqual([{ evidence: evidence.slice(1) }]);
    const left = await database.pool.query<{ content: unknown; place: string }>(
      `select content, 'notice' as place from notices union all select content, kind from messages`,
    );
    expect(left.rows).toHaveLength(7);
    const words = JSON.stringify(left.rows);
    expect(words).not.toContain('Secret');
    expect(words.match(/erased:[0-9a-f]{64}/g)).toHaveLength(4);
    expect(words.match(/"Kept Ltd"/g)).toHaveLength(4);
    for (const { content, place } of left.rows)
      if (place !== 'notice') expect(messageContent.safeParse(content).success).toBe(true);
  });

  it('forgets what a notifier that is gone for a month never heard of, and nothing of one that is there', async () => {
    const { db, pool } = database;
    const alert = await alertId();
    const notice = (revision: number) => sampleNotice({ alert, revision });
    await tell(db, [notice(1)]);
    await applyNotifiers(db, [email('single')], START);
    const add = async (notifier: string, state: string, day: number) => {
      const content = { kind: 'alert', alert: notice(1) } as const;
      const id = await addMessage(db, { notifier, alert, content, due: onDay(day) }, onDay(day));
      await pool.query('update messages set state = $1 where id = $2', [state, id]);
      return id;
    };
    await add('daily', 'failed', 0);
    const kept = [await add('single', 'failed', 0), await add('daily', 'waiting', 2)];
    await addNotices(db, 'daily', [notice(2)], START);
    await addNotices(db, 'single', [notice(2)], START);
    expect(await run(29)).toMatchObject({ messages: 0 });
    expect(await run(31)).toMatchObject({ messages: 3 });
    const left = await pool.query('select id, notifier_id from messages order by id');
    expect(left.rows.map(({ id }) => id)).toEqual([1, ...kept]);
    const notices = await pool.query('select notifier_id as notifier from notices order by id');
    expect(notices.rows).toEqual([{ notifier: 'single' }, { notifier: 'single' }]);
  });

  it('lets go of the oldest copies beyond the budget, but never of one that a listing names', async () => {
    const { db } = database;
    const page = { siteId: 'a', runId: 1, url: 'https://a.example/list', status: 200, contentType: null };
    for (const [letter, day] of [
      ['c', 1],
      ['d', 2],
    ] as const) {
      const size = { sha256: sha(letter), bytes: 900_000, storedBytes: 400_000 };
      await recordCapture(db, { ...page, ...size, fetchedAt: onDay(day).toISOString() });
    }
    await run(3);
    expect(removed).toEqual([]);
    await run(3, { ...KEEPING, captureBytes: 500_000 });
    expect(removed).toEqual([sha('c')]);
  });
});
