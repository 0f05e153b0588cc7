/** Alerts: opened once an offer, listed in pages, decided for good, published in order. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishedAlert } from '../src/model/alert.ts';
import { ALERT_SORTS, type AlertQuery } from '../src/model/api.ts';
import { SEVERITIES, type Severity } from '../src/model/assessment.ts';
import { OperatorError } from '../src/model/errors.ts';
import type { Watchlist } from '../src/model/watchlist.ts';
import { createRun } from '../src/store/crawling/runs.ts';
import { applySites } from '../src/store/crawling/sites.ts';
import { findAlertDetail } from '../src/store/desk/alert-detail.ts';
import { listAlerts } from '../src/store/desk/alert-list.ts';
import { listDecisions } from '../src/store/desk/decisions.ts';
import { MIGRATIONS_FOLDER } from '../src/store/migrate.ts';
import { countUnpublished, markPublished, takeUnpublished } from '../src/store/offers/outbox.ts';
import {
  type AlertToRaise,
  keepMaterial,
  lockAlertsOf,
  raiseAlerts,
} from '../src/store/offers/raise-alerts.ts';
import { storeWatchlist } from '../src/store/offers/watchlists.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import {
  addToOutbox,
  findAlert,
  insertDecision,
  openAlert,
  saveListing,
  setAlertState,
  upsertOffer,
} from './support/single-rows.ts';
import {
  addAlert,
  at,
  type SampleAlert,
  sampleAssessment,
  sampleListing,
  sampleSite,
  sampleWatchlist,
} from './support/store-samples.ts';

async function withSites(): Promise<TestDatabase> {
  const database = await openTestDatabase();
  await applySites(database.db, [sampleSite('a'), sampleSite('b')], 'file', at(0));
  await storeWatchlist(database.db, sampleWatchlist('list-1', { 'substance-a': 'Substance A' }), at(0));
  return database;
}

/** The same list with a name and a number to be found by. */
const named: Watchlist = (() => {
  const list = sampleWatchlist('list-2', { 'substance-a': 'Substance A', 'substance-b': 'Bétaine-like' });
  const cas = [{ number: '64-17-5', form: null, source: 'x', verified: true }];
  return {
    ...list,
    substances: list.substances.map((each) => (each.id === 'substance-b' ? { ...each, cas } : each)),
  };
})();

const query: AlertQuery = { state: 'open', sort: 'urgency', limit: 50 };
const law = [
  {
    substance: 'substance-a',
    regime: 'UN',
    list: 'I',
    effective: '2024-12-03',
    status: 'in-force',
    verified: true,
    source: 'x',
  },
] as const;

describe('one alert', () => {
  test('is opened, and reopened by a revision after it was decided, each with its outbox row', async () => {
    await using database = await withSites();
    const { db } = database;
    const { listing } = await addAlert(db, { site: 'a', key: '1', title: 'Alpha', now: at(1) });
    const { id: offer } = await upsertOffer(db, { key: 'o', siteId: 'a', sellerId: null, now: at(1) });
    const first = {
      ...{ offer, site: 'a', practice: false, listing: { id: listing, url: 'https://a.example/1' } },
      ...{ severity: 'high', score: 80, substances: ['substance-a'], material: { n: 1 } },
      ...{ causes: ['opened'], changes: [], watchlist: 'list-1' },
    } satisfies AlertToRaise;
    const raise = (alert: AlertToRaise, now: Date) =>
      db.transaction().execute(async (tx) => {
        return await raiseAlerts(tx, [alert], await lockAlertsOf(tx, [offer]), now);
      });
    const [opened] = await raise(first, at(2));
    expect(opened).toMatchObject({ offer, revision: 1, opened: true });
    const id = opened?.id ?? 0;
    await setAlertState(db, id, { state: 'decided', outcome: 'dismissed' }, at(3));
    const more = { severity: 'critical', score: 95.5, substances: ['substance-a', 'substance-b'] } as const;
    const second = { ...first, ...more, material: { n: 2 }, causes: ['new-substance' as const] };
    expect(await raise(second, at(4))).toEqual([{ id, offer, revision: 2, opened: false }]);
    expect(await findAlert(db, id)).toMatchObject({
      ...{ state: 'reopened', outcome: null, severity: 'critical', score: 95.5 },
      ...{ revision: 2, material: { n: 2 } },
    });
    const rows = await db.selectFrom('outbox').select('revision').where('alert_id', '=', id).execute();
    expect(rows).toEqual([{ revision: 1 }, { revision: 2 }]);
    await keepMaterial(db, [{ offer, material: { n: 3 } }]);
    expect(await findAlert(db, id)).toMatchObject({ revision: 2, material: { n: 3 } });
  });

  test('is the only one of its offer', async () => {
    await using database = await withSites();
    const { db } = database;
    const { offer, listing } = await addAlert(db, { site: 'a', key: '1', title: 'Alpha', now: at(1) });
    const again = {
      offerId: offer,
      siteId: 'a',
      listingId: listing,
      severity: 'low',
      score: 1,
      substances: [],
    } as const;
    await expect(openAlert(db, { ...again, practice: false, material: {}, now: at(2) })).rejects.toThrow(
      /unique/,
    );
  });

  test('an outcome without the state "decided" is refused by the database', async () => {
    await using database = await withSites();
    const { alert } = await addAlert(database.db, { site: 'a', key: '1', title: 'Alpha', now: at(1) });
    await expect(
      setAlertState(database.db, alert, { state: 'open', outcome: 'confirmed' }, at(2)),
    ).rejects.toThrow(/check/);
    await expect(
      setAlertState(database.db, alert, { state: 'decided', outcome: null }, at(2)),
    ).rejects.toThrow(/check/);
  });

  test('its detail has listing, hits, sightings, decisions and capture', async () => {
    await using database = await withSites();
    const { db } = database;
    const { alert, offer } = await addAlert(db, { site: 'a', key: '1', title: 'Alpha', now: at(1) });
    const run = await createRun(db, 'a', 'command', at(5));
    const repost = sampleListing('Alpha again');
    const { id } = await saveListing(db, {
      siteId: 'a',
      key: '2',
      listing: repost,
      contentHash: 'h',
      runId: run,
      captureSha256: null,
      now: at(5),
    });
    await db.updateTable('listings').set({ offer_id: offer }).where('id', '=', id).execute();
    const decision = { alert, revision: 1, userName: 'ana', watchlist: 'list-1', law };
    await insertDecision(db, {
      ...decision,
      outcome: 'confirmed',
      reason: 'offers-listed-substance',
      note: 'seen',
      now: at(6),
    });
    await insertDecision(db, { ...decision, outcome: null, reason: null, note: null, now: at(7) });
    const detail = await findAlertDetail(db, alert, at(60));
    expect(detail?.row).toEqual({
      id: alert,
      revision: 1,
      state: 'open',
      outcome: null,
      severity: 'high',
      score: 80,
      substances: [{ id: 'substance-a', name: 'Substance A' }],
      techniques: ['name', 'leet'],
      title: 'Alpha',
      seller: 'Invented Trading',
      site: { id: 'a', name: 'Shop a' },
      sightings: 2,
      version: 1,
      language: null,
      waitingSince: at(1).toISOString(),
      dueAt: new Date(at(1).getTime() + 24 * 3_600_000).toISOString(),
      snoozedUntil: null,
      suppressed: false,
      claim: null,
      openedAt: at(1).toISOString(),
      revisedAt: at(1).toISOString(),
      practice: false,
    });
    expect(detail?.listing).toEqual(sampleListing('Alpha'));
    expect(detail?.assessment).toEqual(sampleAssessment({ score: 80, severity: 'high' }));
    const seen = detail?.sightings.map(({ sighting }) => sighting);
    expect(seen?.map(({ url, title, lastSeenAt }) => [url, title, lastSeenAt])).toEqual([
      [repost.url, 'Alpha again', at(5).toISOString()],
      [sampleListing('Alpha').url, 'Alpha', at(1).toISOString()],
    ]);
    expect(
      detail?.decisions.map(({ outcome, by, at: when, law: rows }) => [outcome, by, when, rows]),
    ).toEqual([
      ['confirmed', 'ana', at(6).toISOString(), law],
      [null, 'ana', at(7).toISOString(), law],
    ]);
    expect(detail?.capturedAt).toBe(at(1).toISOString());
    expect(detail?.capture).toMatch(/^[0-9a-f]{64}$/);
    expect(await findAlertDetail(db, 999_999, at(60))).toBeNull();
  });
});

describe('decisions', () => {
  const changes = [
    `update decisions set note = 'other'`,
    'delete from decisions',
    'truncate decisions',
    'truncate alerts cascade',
    `begin; set local precursor_watch.purge = 'practice'; delete from decisions; commit`,
  ];
  test.each(changes)('%s is refused', async (statement) => {
    await using database = await withSites();
    const { db, pool } = database;
    const { alert } = await addAlert(db, { site: 'a', key: '1', title: 'Alpha', now: at(1) });
    const decision = { alert, revision: 1, userName: 'ana', watchlist: 'list-1', law: [] };
    await insertDecision(db, {
      ...decision,
      outcome: 'dismissed',
      reason: 'not-an-offer',
      note: 'kept',
      now: at(2),
    });
    const client = await pool.connect();
    await expect(client.query(statement)).rejects.toThrow(/append-only/);
    await client.query('rollback');
    client.release();
    expect((await listDecisions(db, alert)).map(({ note }) => note)).toEqual(['kept']);
  });
});

test('alerts of before can be found by their substance too, and what was erased stays so', async () => {
  await using database = await withSites();
  const { db, pool } = database;
  await storeWatchlist(db, named, at(0));
  const more = { site: 'a', title: 'Alpha', substances: ['substance-b'], now: at(1) };
  const { alert } = await addAlert(db, { ...more, key: '1' });
  const { alert: erased } = await addAlert(db, { ...more, key: '2' });
  await pool.query(`drop function search_words, plain_text; alter table substances drop column cas;
    update alerts set search_text = case id when ${erased} then '' else 'alpha' end`);
  await pool.query(await readFile(join(MIGRATIONS_FOLDER, '0034-search-by-substance.sql'), 'utf8'));
  for (const text of ['betaine', '64-17-5', 'alpha']) {
    const { items } = await listAlerts(db, { ...query, text }, at(60));
    expect(items.map(({ row }) => row.id)).toEqual([alert]);
  }
});

describe('the list', () => {
  let database: TestDatabase;
  const samples: Omit<SampleAlert, 'key'>[] = [
    { site: 'a', title: 'Alpha low', severity: 'low', score: 99, now: at(1) },
    {
      site: 'a',
      title: 'Beta 100% pure_ware',
      severity: 'critical',
      score: 50,
      now: at(2),
      substances: ['substance-b'],
    },
    {
      site: 'b',
      title: 'Gamma',
      severity: 'critical',
      score: 90,
      now: at(3),
      substances: ['substance-a', 'substance-b'],
    },
    { site: 'b', title: 'Delta back\\slash', severity: 'medium', score: 10, now: at(4) },
    { site: 'b', title: 'ÉPSILON', severity: 'high', score: 60, now: at(5) },
    { site: 'a', title: 'Zeta', severity: 'high', score: 60, now: at(6) },
    { site: 'a', title: 'Decided', severity: 'critical', score: 100, now: at(7) },
    { site: 'a', title: 'Snoozed', severity: 'critical', score: 100, now: at(8) },
  ];
  beforeAll(async () => {
    database = await withSites();
    await storeWatchlist(database.db, named, at(0));
    for (const [index, sample] of samples.entries()) {
      const { alert } = await addAlert(database.db, { ...sample, key: String(index) });
      if (sample.title === 'Decided')
        await setAlertState(database.db, alert, { state: 'decided', outcome: 'confirmed' }, at(9));
      if (sample.title === 'Snoozed')
        await setAlertState(database.db, alert, { state: 'snoozed', outcome: null }, at(9));
    }
  });
  afterAll(async () => {
    await database[Symbol.asyncDispose]();
  });

  const cases: { name: string; more: Partial<AlertQuery>; titles: string[] }[] = [
    { name: 'by urgency', more: {}, titles: ['Beta', 'Gamma', 'ÉPSILON', 'Zeta', 'Delta', 'Alpha'] },
    {
      name: 'by score',
      more: { sort: 'score' },
      titles: ['Alpha', 'Gamma', 'Zeta', 'ÉPSILON', 'Beta', 'Delta'],
    },
    {
      name: 'newest first',
      more: { sort: 'newest' },
      titles: ['Zeta', 'ÉPSILON', 'Delta', 'Gamma', 'Beta', 'Alpha'],
    },
    {
      name: 'oldest first',
      more: { sort: 'oldest' },
      titles: ['Alpha', 'Beta', 'Gamma', 'Delta', 'ÉPSILON', 'Zeta'],
    },
    { name: 'decided', more: { state: 'decided' }, titles: ['Decided'] },
    { name: 'all states', more: { state: 'all', sort: 'newest', limit: 2 }, titles: ['Snoozed', 'Decided'] },
    { name: 'of a severity', more: { severity: 'critical' }, titles: ['Beta', 'Gamma'] },
    { name: 'of a site', more: { site: 'b' }, titles: ['Gamma', 'ÉPSILON', 'Delta'] },
    { name: 'of a substance', more: { substance: 'substance-b' }, titles: ['Beta', 'Gamma'] },
    { name: 'with a word in any case', more: { text: 'épsilon' }, titles: ['ÉPSILON'] },
    { name: 'with a per cent sign, not a wildcard', more: { text: '100%' }, titles: ['Beta'] },
    { name: 'with an underscore, not a wildcard', more: { text: 'pure_ware' }, titles: ['Beta'] },
    { name: 'with an underscore that matches nothing else', more: { text: 'G_mma' }, titles: [] },
    { name: 'with a backslash', more: { text: 'back\\slash' }, titles: ['Delta'] },
    {
      name: 'with all of several words, the seller among them',
      more: { text: 'invented GAMMA' },
      titles: ['Gamma'],
    },
    { name: 'with a quote that ends nothing', more: { text: "' or true --" }, titles: [] },
    { name: 'without its accents', more: { text: 'epsilon' }, titles: ['ÉPSILON'] },
    { name: 'with accents that it has not', more: { text: 'zéta' }, titles: ['Zeta'] },
    { name: 'with the name of its substance', more: { text: 'betaine-like' }, titles: ['Beta', 'Gamma'] },
    { name: 'with the CAS number of its substance', more: { text: '64-17-5' }, titles: ['Beta', 'Gamma'] },
    ...['64175', '64 17 5', '64–17–5', '６４-17-５', 'betaine 64−17−5'].map((text) => ({
      name: `with the CAS number of its substance, typed as ${text}`,
      more: { text },
      titles: ['Beta', 'Gamma'],
    })),
    { name: 'with a number that is no CAS number', more: { text: '64-17-6' }, titles: [] },
    { name: 'with a NUL character', more: { text: 'gam\0ma' }, titles: ['Gamma'] },
  ];
  test.each(cases)('$name', async ({ more, titles }) => {
    const page = await listAlerts(database.db, { ...query, ...more }, at(60));
    expect(page.items.map(({ row }) => row.title?.split(' ')[0])).toEqual(titles);
    if (more.limit === undefined) expect(page).toMatchObject({ total: titles.length, next: null });
  });

  test.each(ALERT_SORTS)('pages by %s follow each other without gap', async (sort) => {
    const whole = await listAlerts(database.db, { ...query, state: 'all', sort }, at(60));
    for (const limit of [1, 3, 8]) {
      const ids: number[] = [];
      let cursor: string | null | undefined;
      while (cursor !== null) {
        const page = await listAlerts(
          database.db,
          {
            ...query,
            state: 'all',
            sort,
            limit,
            ...(cursor === undefined ? {} : { cursor }),
          },
          at(60),
        );
        expect(page.total).toBe(8);
        expect(page.items.length).toBeLessThanOrEqual(limit);
        ids.push(...page.items.map(({ row }) => row.id));
        cursor = page.next;
      }
      expect(ids).toEqual(whole.items.map(({ row }) => row.id));
    }
  });

  test.each(ALERT_SORTS)('pages by %s are the same from the end, and from any place', async (sort) => {
    const list = async (place: Partial<AlertQuery>) => {
      const page = await listAlerts(database.db, { ...query, state: 'all', sort, ...place }, at(60));
      return { ...page, ids: page.items.map(({ row }) => row.id) };
    };
    const whole = await list({});
    expect(whole.previous).toBeNull();
    for (const limit of [1, 3, 8]) {
      const last = await list({ limit, offset: whole.total - 1 });
      let ids = last.ids;
      for (let { previous } = last; previous !== null; ) {
        const page = await list({ limit, before: previous });
        expect(page.ids.length).toBeLessThanOrEqual(limit);
        const following = await list({ limit: page.ids.length, cursor: page.next ?? '' });
        expect(following.ids).toEqual(ids.slice(0, page.ids.length));
        ids = [...page.ids, ...ids];
        previous = page.previous;
      }
      expect(ids).toEqual(whole.ids);
      for (const offset of [0, 1, 5, whole.total]) {
        const page = await list({ limit, offset });
        expect(page.ids).toEqual(whole.ids.slice(offset, offset + limit));
        expect(page.previous === null).toBe(offset === 0 || offset === whole.total);
      }
    }
  });

  test.each(['', 'x', 'WzEsMl0', Buffer.from('["score",1,2]').toString('base64url')])(
    'a wrong cursor is refused: %s',
    async (cursor) => {
      await expect(listAlerts(database.db, { ...query, cursor }, at(60))).rejects.toThrow(OperatorError);
    },
  );
});

test('alerts that are opened and decided between two pages shift nothing', async () => {
  await using database = await withSites();
  const { db } = database;
  const add = (key: string, severity: Severity) =>
    addAlert(db, { site: 'a', key, title: `Alpha ${key}`, severity, now: at(1) });
  for (let index = 0; index < 6; index += 1) await add(String(index), SEVERITIES[index % 3] ?? 'low');
  const first = await listAlerts(db, { ...query, limit: 3 }, at(60));
  const before = await listAlerts(db, query, at(60));
  await add('more-urgent', 'critical');
  const [decided] = first.items;
  await setAlertState(db, decided?.row.id ?? 0, { state: 'decided', outcome: 'confirmed' }, at(2));
  const second = await listAlerts(
    db,
    {
      ...query,
      limit: 3,
      ...(first.next === null ? {} : { cursor: first.next }),
    },
    at(60),
  );
  expect(second.items.map(({ row }) => row.id)).toEqual(before.items.slice(3).map(({ row }) => row.id));
});

describe('the outbox', () => {
  const payload = (alert: number, revision: number): PublishedAlert => ({
    alert,
    revision,
    site: 'a',
    severity: 'high',
    score: 80,
    substances: ['substance-a'],
    listing: 'https://a.example/1',
    practice: false,
    watchlist: 'list-1',
    at: at(1).toISOString(),
  });

  test('gives the oldest first, once to each of two publishers, and keeps what was published', async () => {
    await using database = await withSites();
    const { db } = database;
    const { alert } = await addAlert(db, { site: 'a', key: '1', title: 'Alpha', now: at(1) });
    for (const revision of [1, 2, 3, 4, 5])
      await addToOutbox(db, { alert, revision, payload: payload(alert, revision), now: at(revision) });
    expect(await countUnpublished(db)).toBe(5);
    await db.transaction().execute(async (tx) => {
      const rows = await takeUnpublished(tx, 2);
      expect(rows.map((row) => row.payload.revision)).toEqual([1, 2]);
      // Another publisher meanwhile, then one that fails.
      await db.transaction().execute(async (other) => {
        expect((await takeUnpublished(other, 2)).map((row) => row.payload.revision)).toEqual([3, 4]);
      });
      await markPublished(
        tx,
        rows.map((row) => row.id),
        at(9),
      );
    });
    const left = await db.transaction().execute((tx) => takeUnpublished(tx, 10));
    expect(left.map((row) => row.payload.revision)).toEqual([3, 4, 5]);
    expect(left[0]?.payload).toEqual(payload(alert, 3));
    expect(await countUnpublished(db)).toBe(3);
    expect(await db.selectFrom('outbox').select('id').execute()).toHaveLength(5);
  });

  test('has one row for an alert and revision, and none when the transaction fails', async () => {
    await using database = await withSites();
    const { db } = database;
    const { alert } = await addAlert(db, { site: 'a', key: '1', title: 'Alpha', now: at(1) });
    await addToOutbox(db, { alert, revision: 1, payload: payload(alert, 1), now: at(1) });
    await expect(
      addToOutbox(db, { alert, revision: 1, payload: payload(alert, 1), now: at(2) }),
    ).rejects.toThrow(/unique/);
    const failing = db.transaction().execute(async (tx) => {
      await addToOutbox(tx, { alert, revision: 2, payload: payload(alert, 2), now: at(3) });
      throw new Error('later step');
    });
    await expect(failing).rejects.toThrow('later step');
    expect(await countUnpublished(db)).toBe(1);
  });
});
