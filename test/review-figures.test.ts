/** Figures for leads: counted from decisions that were made, and a forecast that holds what any queue must hold. */
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SEVERITIES, type Severity } from '../src/model/assessment.ts';
import { type Figures, figures } from '../src/model/figures-api.ts';
import { type ForecastInput, forecastLate } from '../src/review/forecast.ts';
import { openTestServer, type TestServer } from './support/open-test-server.ts';
import { seedAlerts } from './support/seed-alerts.ts';

const SERVICE = { critical: 4, high: 24, medium: 72, low: 168 };
const NONE = { critical: 0, high: 0, medium: 0, low: 0 };
const HOURS = [24, 72, 168];

describe('the forecast', () => {
  const cases: { name: string; input: Partial<ForecastInput>; late: Partial<Record<Severity, number[]>> }[] =
    [
      { name: 'sees nothing late where nothing waits', input: {}, late: {} },
      {
        name: 'sees all late that nobody decides',
        input: {
          waiting: [
            { severity: 'critical', dueInHours: 3, alerts: 5 },
            { severity: 'low', dueInHours: 100, alerts: 7 },
          ],
        },
        late: { critical: [5, 5, 5], low: [0, 0, 7] },
      },
      {
        name: 'does not count what is late already',
        input: { waiting: [{ severity: 'high', dueInHours: -1, alerts: 5 }] },
        late: {},
      },
      {
        name: 'sees what comes and is not decided late when its time is over',
        input: { intake: { ...NONE, high: 2 } },
        late: { high: [0, 96, 288] },
      },
      {
        name: 'lets a pace that is fast enough meet all',
        input: { intake: { critical: 1, high: 2, medium: 3, low: 4 }, pace: 10 },
        late: {},
      },
      {
        name: 'gives the graver ones the pace there is',
        input: { intake: { ...NONE, critical: 1, medium: 1 }, pace: 1 },
        late: { critical: [0, 0, 0], medium: [0, 0, 96] },
      },
      {
        name: 'works off what waits before its time ends, the longest waiting first',
        input: {
          waiting: [
            { severity: 'high', dueInHours: 2, alerts: 3 },
            { severity: 'high', dueInHours: 20, alerts: 30 },
          ],
          pace: 1,
        },
        late: { high: [12, 12, 12] },
      },
    ];
  it.each(cases)('$name', ({ input, late }) => {
    const found = forecastLate({ waiting: [], intake: NONE, pace: 0, service: SERVICE, ...input }, HOURS);
    for (const severity of SEVERITIES) {
      if (late[severity] !== undefined || Object.keys(late).length === 0)
        expect(found[severity], severity).toEqual(late[severity] ?? [0, 0, 0]);
    }
  });

  it('never shrinks with time, never exceeds what there was, and never grows with the pace', () => {
    const severity = fc.constantFrom(...SEVERITIES);
    const group = fc.record({ severity, dueInHours: fc.integer({ min: -50, max: 200 }), alerts: fc.nat(50) });
    const rate = fc.double({ min: 0, max: 5, noNaN: true });
    const intake = fc.record({ critical: rate, high: rate, medium: rate, low: rate });
    const sum = (found: Record<Severity, number[]>, at: number) =>
      SEVERITIES.reduce((total, each) => total + (found[each][at] ?? 0), 0);
    fc.assert(
      fc.property(fc.array(group, { maxLength: 20 }), intake, fc.nat(30), (waiting, coming, pace) => {
        const input = { waiting, intake: coming, pace, service: SERVICE };
        const found = forecastLate(input, HOURS);
        for (const each of SEVERITIES) {
          const [day = 0, days = 0, week = 0] = found[each];
          expect(day).toBeLessThanOrEqual(days);
          expect(days).toBeLessThanOrEqual(week);
          const there = waiting.filter((one) => one.severity === each).reduce((n, one) => n + one.alerts, 0);
          expect(week).toBeLessThanOrEqual(there + coming[each] * 168 + 0.1);
        }
        const unattended = forecastLate({ ...input, pace: 0 }, HOURS);
        expect(sum(found, 2)).toBeLessThanOrEqual(sum(unattended, 2) + 0.5);
      }),
      { numRuns: 60 },
    );
  });
});

describe('figures', () => {
  let test: TestServer;
  let found: Figures;
  const hour = 3_600_000;

  beforeAll(async () => {
    test = await openTestServer();
    const now = test.time.now.getTime();
    const ago = (hours: number) => new Date(now - hours * hour);
    const ids = await seedAlerts(test.db, [
      { severity: 'critical', openedAt: ago(0.5) },
      { severity: 'critical', openedAt: ago(5) },
      { severity: 'low', openedAt: ago(200) },
      { severity: 'high', openedAt: ago(10), terms: ['Alpha'], listing: { title: 'Alpha' } },
      { severity: 'high', openedAt: ago(20), terms: ['Alpha'], listing: { title: 'Alpha' } },
      { severity: 'high', openedAt: ago(30), terms: ['Beta'], listing: { title: 'Beta' } },
      { severity: 'high', openedAt: ago(24 * 40), terms: ['Beta'], listing: { title: 'Beta' } },
    ]);
    const cookie = await test.signIn('analyst');
    const decide = (index: number, outcome: string, reason: string) =>
      test.post(
        `/api/v1/alerts/${ids[index]}/decisions`,
        { outcome, reason, note: 'x', revision: 1 },
        cookie,
      );
    // Long ago: outside of what is counted.
    test.time.now = ago(24 * 39);
    const early = await test.signIn('analyst');
    await test.post(
      `/api/v1/alerts/${ids[6]}/decisions`,
      { outcome: 'confirmed', reason: 'offers-listed-substance', note: null, revision: 1 },
      early,
    );
    test.time.now = new Date(now - 2 * hour);
    await test.post(`/api/v1/alerts/${ids[3]}/claim`, {}, cookie);
    test.time.now = new Date(now);
    await decide(3, 'confirmed', 'offers-listed-substance');
    await decide(4, 'dismissed', 'not-an-offer');
    await decide(5, 'duplicate', 'same-offer');
    await decide(0, 'dismissed', 'not-an-offer');
    await test.post('/api/v1/undo', {}, cookie);
    found = figures.parse((await test.get('/api/v1/figures?days=30', await test.signIn('lead'))).json());
  });
  afterAll(async () => {
    await test[Symbol.asyncDispose]();
  });

  it('count what waits, by severity and age, and what is late', () => {
    expect(found.open).toEqual([
      { severity: 'critical', alerts: 2, overdue: 1, ages: [1, 0, 1, 0, 0, 0] },
      { severity: 'high', alerts: 0, overdue: 0, ages: [0, 0, 0, 0, 0, 0] },
      { severity: 'medium', alerts: 0, overdue: 0, ages: [0, 0, 0, 0, 0, 0] },
      { severity: 'low', alerts: 1, overdue: 1, ages: [0, 0, 0, 0, 0, 1] },
    ]);
    expect(found.forecast[0]).toMatchObject({
      severity: 'critical',
      overdue: 1,
      ahead: [expect.any(Number), expect.any(Number), expect.any(Number)],
    });
  });

  it('measure the time to the first look and to the decision, and how many came late', () => {
    const high = found.times.find(({ severity }) => severity === 'high');
    expect(high).toMatchObject({
      decided: 3,
      late: 1,
      decision: { median: 20 * 3600 },
      firstLook: { median: 8 * 3600 },
    });
    expect(found.times.find(({ severity }) => severity === 'low')).toMatchObject({
      decided: 0,
      decision: null,
    });
  });

  it('count reasons, and how often a term was right; duplicates count for neither', () => {
    expect(found.reasons.toSorted((a, b) => a.reason.localeCompare(b.reason))).toEqual([
      { outcome: 'dismissed', reason: 'not-an-offer', alerts: 1 },
      { outcome: 'confirmed', reason: 'offers-listed-substance', alerts: 1 },
      { outcome: 'duplicate', reason: 'same-offer', alerts: 1 },
    ]);
    expect(found.precision.terms).toEqual([
      { value: 'Alpha', name: 'Alpha', confirmed: 1, dismissed: 1, precision: 0.5 },
    ]);
    expect(found.precision.sites).toMatchObject([{ value: 'shop-a', name: 'Shop A', precision: 0.5 }]);
    expect(found.precision.techniques).toMatchObject([{ value: 'name', confirmed: 1, dismissed: 1 }]);
    expect(found.people).toMatchObject([{ name: 'analyst', decided: 3 }]);
  });

  it('tell day by day what was opened and decided, quiet days too, and none before the first alert', async () => {
    await using young = await openTestServer();
    const day = 24 * hour;
    const ago = (days: number) => new Date(young.time.now.getTime() - days * day);
    const dayOf = (days: number) => ago(days).toISOString().slice(0, 10);
    const [id] = await seedAlerts(
      young.db,
      [3, 3, 1].map((days) => ({ openedAt: ago(days) })),
    );
    const decision = { outcome: 'dismissed', reason: 'not-an-offer', note: null, revision: 1 };
    const path = `/api/v1/alerts/${id}/decisions`;
    expect((await young.post(path, decision, await young.signIn())).status).toBe(200);
    const toldOf = async (days: number) => {
      const answer = await young.get(`/api/v1/figures?days=${days}`, await young.signIn('lead'));
      return figures.parse(answer.json());
    };
    const told = [
      { day: dayOf(3), opened: 2, decided: 0 },
      { day: dayOf(2), opened: 0, decided: 0 },
      { day: dayOf(1), opened: 1, decided: 0 },
      { day: dayOf(0), opened: 0, decided: 1 },
    ];
    const { trend, forecast } = await toldOf(30);
    expect(trend).toEqual(told);
    expect((await toldOf(2)).trend.map((row) => row.day)).toEqual(told.slice(1).map((row) => row.day));
    // What four days say of the days ahead is nothing.
    expect(new Set(forecast.map(({ ahead }) => ahead))).toEqual(new Set([null]));
  });

  it('name everybody who decided, however many they are', async () => {
    await using crowd = await openTestServer();
    const [alert] = await seedAlerts(crowd.db, [{}]);
    await sql`with people as (
        insert into users (name, role, created_at) select 'person ' || n, 'analyst', now() from generate_series(1, 507) n
        returning id, name)
      insert into decisions (alert_id, revision, user_id, user_name, action, outcome, reason, at, watchlist_version, law)
      select ${alert}, 1, id, name, 'decide', 'dismissed', 'not-an-offer', ${crowd.time.now}::timestamptz, '0', '[]' from people`.execute(
      crowd.db,
    );
    const { people } = figures.parse((await crowd.get('/api/v1/figures', await crowd.signIn('lead'))).json());
    expect(people.length).toBe(507);
  });

  it('count the pace over the days that there were alerts, not over those before the first', async () => {
    await using young = await openTestServer();
    const ago = (hours: number) => new Date(young.time.now.getTime() - hours * hour);
    await seedAlerts(
      young.db,
      [48, 30, 20, 10, 5, 1].map((hours) => ({ severity: 'high', openedAt: ago(hours) })),
    );
    const paceOf = async (days: number) => {
      const path = `/api/v1/figures?days=${days}`;
      const { pace } = figures.parse((await young.get(path, await young.signIn('lead'))).json());
      return pace.find(({ severity }) => severity === 'high')?.opened;
    };
    expect(await paceOf(30)).toBeCloseTo(3);
    expect(await paceOf(1)).toBeCloseTo(4);
  });

  it('count the practice market only while there is nothing else', async () => {
    expect(found.real).toBe(true);
    await using practice = await openTestServer();
    const nothing = await practice.get('/api/v1/figures', await practice.signIn('admin'));
    expect(figures.parse(nothing.json()).real, 'where there is nothing at all').toBe(true);
    await seedAlerts(practice.db, [{}]);
    await practice.db.updateTable('alerts').set({ practice: true }).execute();
    const answer = await practice.get('/api/v1/figures', await practice.signIn('lead'));
    expect(figures.parse(answer.json())).toMatchObject({
      real: false,
      open: [{}, { severity: 'high', alerts: 1 }, {}, {}],
    });
  });
});
