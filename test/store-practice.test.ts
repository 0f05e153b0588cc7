/** Purging the practice market, the overview, accounts, and closed lists that must agree with the model. */

import { expect, test } from 'vitest';
import { ALERT_STATES, OUTCOMES } from '../src/model/alert.ts';
import { SCREENED_FIELDS, SEVERITIES, TECHNIQUES, VERDICTS } from '../src/model/assessment.ts';
import { RUN_STATUSES, RUN_TRIGGERS } from '../src/model/run.ts';
import {
  createSession,
  deleteExpiredSessions,
  deleteSession,
  deleteSessionsOfUser,
  findSession,
  touchSession,
} from '../src/store/accounts/sessions.ts';
import { createUser, findUserByName, listUsers, setPasswordHash } from '../src/store/accounts/users.ts';
import { stopCrawling } from '../src/store/crawling/crawl-stops.ts';
import { writeJournal } from '../src/store/crawling/run-journal.ts';
import { createRun, finishRun } from '../src/store/crawling/runs.ts';
import { acquireLease, applySites } from '../src/store/crawling/sites.ts';
import { readOverview } from '../src/store/desk/overview.ts';
import { storeWatchlist } from '../src/store/offers/watchlists.ts';
import { purgePractice } from '../src/store/retention/practice.ts';
import { LISTING_STATES, SITE_ORIGINS } from '../src/store/tables.ts';
import { openTestDatabase } from './support/open-test-database.ts';
import { addToOutbox, insertDecision, setAlertState } from './support/single-rows.ts';
import {
  addAlert,
  at,
  sampleJournal,
  sampleSite,
  sampleSummary,
  sampleWatchlist,
} from './support/store-samples.ts';

const TABLES = [
  'sites',
  'runs',
  'coverage',
  'frontier',
  'site_pages',
  'captures',
  'page_captures',
  'sellers',
  'offers',
  'listings',
  'assessments',
  'hits',
  'alerts',
  'decisions',
  'outbox',
] as const;

test('the purge removes all of the practice market and nothing else', async () => {
  await using database = await openTestDatabase();
  const { db, pool } = database;
  const counts = async () => {
    const entries = TABLES.map(async (table) => [
      table,
      (await pool.query(`select count(*) as n from ${table}`)).rows[0].n,
    ]);
    return Object.fromEntries(await Promise.all(entries));
  };
  const fill = async (site: string, practice: boolean) => {
    const { alert } = await addAlert(db, { site, key: '1', title: 'Alpha', practice, now: at(1) });
    await insertDecision(db, {
      alert,
      revision: 1,
      outcome: 'dismissed',
      reason: 'not-an-offer',
      note: null,
      userName: 'ana',
      watchlist: 'v',
      law: [],
      now: at(2),
    });
    const payload = {
      alert,
      revision: 1,
      site,
      severity: 'high',
      score: 1,
      substances: [],
      listing: '',
      practice,
      watchlist: 'v',
      at: '',
    };
    await addToOutbox(db, { alert, revision: 1, payload, now: at(2) });
    const run = await createRun(db, site, 'manual', at(3));
    const lease = await acquireLease(db, site, 'worker', 60);
    await writeJournal(db, sampleJournal(site, run, lease?.token ?? 0));
  };
  await applySites(db, [sampleSite('real')], 'file', at(0));
  await fill('real', false);
  const before = await counts();
  await applySites(
    db,
    [sampleSite('p1', { practice: true }), sampleSite('p2', { practice: true })],
    'practice',
    at(0),
  );
  await fill('p1', true);
  await fill('p2', true);
  const purged = await purgePractice(db);
  expect(purged).toMatchObject({ sites: 2, runs: 4, listings: 2, alerts: 2, decisions: 2 });
  expect(purged.captures).toHaveLength(2);
  expect(await counts()).toEqual(before);
  expect(await purgePractice(db)).toEqual({
    sites: 0,
    runs: 0,
    listings: 0,
    alerts: 0,
    decisions: 0,
    captures: [],
  });
});

test('a capture that a real site has too survives the purge', async () => {
  await using database = await openTestDatabase();
  const { db } = database;
  await applySites(db, [sampleSite('real')], 'file', at(0));
  await applySites(db, [sampleSite('p', { practice: true })], 'practice', at(0));
  await addAlert(db, { site: 'p', key: '1', title: 'Alpha', practice: true, now: at(1) });
  const run = await createRun(db, 'real', 'manual', at(1));
  const { sha256 } = await db.selectFrom('captures').select('sha256').executeTakeFirstOrThrow();
  await db
    .insertInto('page_captures')
    .values({ site_id: 'real', run_id: run, url: 'u', status: 200, sha256, fetched_at: at(1) })
    .execute();
  expect((await purgePractice(db)).captures).toEqual([]);
  expect(await db.selectFrom('captures').select('sha256').execute()).toEqual([{ sha256 }]);
});

test('a real site that is called practice afterwards keeps its alerts and decisions', async () => {
  await using database = await openTestDatabase();
  const { db } = database;
  await applySites(db, [sampleSite('real')], 'file', at(0));
  await addAlert(db, { site: 'real', key: '1', title: 'Alpha', now: at(1) });
  await applySites(db, [sampleSite('real', { practice: true })], 'file', at(2));
  expect(await purgePractice(db)).toMatchObject({ sites: 0, alerts: 0 });
});

test('the overview counts alerts and shows how each site went', async () => {
  await using database = await openTestDatabase();
  const { db } = database;
  expect(await readOverview(db)).toEqual({
    open: 0,
    escalated: 0,
    snoozed: 0,
    suppressed: 0,
    decided: 0,
    practice: false,
    watchlist: { version: '', substances: 0 },
    stop: null,
    sites: [],
  });
  await applySites(db, [sampleSite('a'), sampleSite('b', { practice: true })], 'file', at(0));
  await storeWatchlist(db, sampleWatchlist('v1', { x: 'X', y: 'Y' }), at(0));
  const alerts = [];
  for (const key of ['1', '2', '3', '4'])
    alerts.push(await addAlert(db, { site: 'a', key, title: 'Alpha', now: at(1) }));
  await setAlertState(db, alerts[0]?.alert ?? 0, { state: 'decided', outcome: 'confirmed' }, at(2));
  await setAlertState(db, alerts[1]?.alert ?? 0, { state: 'escalated', outcome: null }, at(2));
  await setAlertState(db, alerts[2]?.alert ?? 0, { state: 'snoozed', outcome: null }, at(2));
  const run = await createRun(db, 'a', 'manual', at(3));
  await finishRun(db, run, sampleSummary(run, 'a', { status: 'blocked', problem: 'walled' }), at(4));
  await stopCrawling(db, { reason: 'an incident', by: 'me@here' }, at(5));
  const overrides = { robots: null, nofollow: null, noarchive: null };
  const seen = await readOverview(db);
  // Each alert is in one of them: they add up.
  expect(seen).toMatchObject({
    open: 1,
    escalated: 1,
    snoozed: 1,
    suppressed: 0,
    decided: 1,
    practice: true,
    watchlist: { version: 'v1', substances: 2 },
    stop: { reason: 'an incident', by: 'me@here', at: at(5).toISOString() },
  });
  expect(seen.sites).toEqual([
    {
      id: 'a',
      blocked: null,
      name: 'Shop a',
      practice: false,
      nextRunAt: at(0).toISOString(),
      overrides,
      lastRun: {
        id: run,
        status: 'blocked',
        startedAt: null,
        finishedAt: at(4).toISOString(),
        pages: 3,
        listings: 2,
        alertsOpened: 1,
        problem: 'walled',
      },
    },
    {
      id: 'b',
      name: 'Shop b',
      practice: true,
      nextRunAt: at(0).toISOString(),
      overrides,
      blocked: null,
      lastRun: null,
    },
  ]);
});

test('a name is taken once, in whatever case', async () => {
  await using database = await openTestDatabase();
  const { db } = database;
  const id = await createUser(db, { name: 'Ana', passwordHash: 'h1', role: 'analyst', now: at(0) });
  expect(id).not.toBeNull();
  expect(await createUser(db, { name: 'ANA', passwordHash: 'h2', role: 'analyst', now: at(1) })).toBeNull();
  await setPasswordHash(db, id ?? 0, 'h3');
  expect(await findUserByName(db, 'aNa')).toEqual({
    id,
    name: 'Ana',
    passwordHash: 'h3',
    role: 'analyst',
    createdAt: at(0).toISOString(),
    disabledAt: null,
  });
  expect(await findUserByName(db, 'an\0a')).not.toBeUndefined();
  expect(await findUserByName(db, 'nobody')).toBeNull();
  expect((await listUsers(db)).map((user) => user.name)).toEqual(['Ana']);
});

test('a session is found by its token until it ends, and the token is stored nowhere', async () => {
  await using database = await openTestDatabase();
  const { db } = database;
  const userId = (await createUser(db, { name: 'ana', passwordHash: 'h', role: 'analyst', now: at(0) })) ?? 0;
  await createSession(db, { token: 'secret-token', userId, now: at(0), expiresAt: at(60) });
  await createSession(db, { token: 'second', userId, now: at(0), expiresAt: at(60) });
  expect(await findSession(db, 'secret-token', at(59))).toEqual({
    id: expect.any(Number),
    user: { id: userId, name: 'ana', role: 'analyst' },
    createdAt: at(0).toISOString(),
    expiresAt: at(60).toISOString(),
    lastUsedAt: at(0).toISOString(),
  });
  expect(JSON.stringify(await db.selectFrom('sessions').selectAll().execute())).not.toContain('secret-token');
  expect(await findSession(db, 'secret-token', at(60))).toBeNull();
  expect(await findSession(db, 'other', at(1))).toBeNull();
  await touchSession(db, 'secret-token', at(50), at(120));
  expect(await findSession(db, 'secret-token', at(100))).toMatchObject({ lastUsedAt: at(50).toISOString() });
  await deleteExpiredSessions(db, at(60));
  expect(await db.selectFrom('sessions').select('user_id').execute()).toHaveLength(1);
  await db
    .updateTable('users')
    .set({ disabled_at: at(1) })
    .execute();
  expect(await findSession(db, 'secret-token', at(100))).toBeNull();
  await db.updateTable('users').set({ disabled_at: null }).execute();
  await createSession(db, { token: 'third', userId, now: at(0), expiresAt: at(500) });
  await deleteSession(db, 'secret-token');
  expect(await findSession(db, 'secret-token', at(100))).toBeNull();
  await deleteSessionsOfUser(db, userId);
  expect(await findSession(db, 'third', at(100))).toBeNull();
});

const lists: { column: string; values: readonly string[] }[] = [
  { column: 'sites.origin', values: SITE_ORIGINS },
  { column: 'runs.trigger', values: RUN_TRIGGERS },
  { column: 'runs.status', values: RUN_STATUSES },
  { column: 'listings.state', values: LISTING_STATES },
  { column: 'assessments.verdict', values: VERDICTS },
  { column: 'assessments.severity', values: SEVERITIES },
  { column: 'hits.technique', values: TECHNIQUES },
  { column: 'hits.field', values: [...SCREENED_FIELDS, 'text'] },
  { column: 'alerts.state', values: ALERT_STATES },
  { column: 'alerts.outcome', values: OUTCOMES },
  { column: 'alerts.severity', values: SEVERITIES },
  { column: 'decisions.outcome', values: OUTCOMES },
];
test('the database and the model agree on every closed list', async () => {
  await using database = await openTestDatabase();
  for (const { column, values } of lists) {
    const { rows } = await database.pool.query<{ definition: string }>(
      'select pg_get_constraintdef(oid) as definition from pg_constraint where conname = $1',
      [`${column.replace('.', '_')}_check`],
    );
    const listed = [...(rows[0]?.definition.matchAll(/'([^']+)'::text/g) ?? [])].map((match) => match[1]);
    expect(listed.sort(), column).toEqual([...values].sort());
  }
});
