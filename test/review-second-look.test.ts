/** Second looks: drawn by rate, blind, never one's own, compared, resolved by a lead; gold items in between. */
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../src/model/alert.ts';
import type { Role } from '../src/model/permissions.ts';
import { DEFAULT_RULES } from '../src/model/review-rules.ts';
import type { SamplingRates } from '../src/model/second-look-api.ts';
import { actOnAlert } from '../src/review/act-on-alert.ts';
import type { Actor } from '../src/review/actor.ts';
import { readAlertDetail } from '../src/review/alert-detail.ts';
import { dropGold, makeGold, setSampling } from '../src/review/gold.ts';
import { answerLook, nextLook, readLooks, resolveLook, skipLook } from '../src/review/second-look.ts';
import { undo } from '../src/review/undo.ts';
import { listAudit } from '../src/store/accounts/audit-log.ts';
import { createUser } from '../src/store/accounts/users.ts';
import { findAlertRow } from '../src/store/desk/alert-list.ts';
import { listDecisions } from '../src/store/desk/decisions.ts';
import { listGold } from '../src/store/desk/gold-items.ts';
import type { Db } from '../src/store/open-database.ts';
import { openTestDatabase } from './support/open-test-database.ts';
import { type SeededAlert, seedAlerts } from './support/seed-alerts.ts';

const NOW = new Date('2026-02-01T00:00:00.000Z');
const WHOLE = { limit: 200 };
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const REASONS = {
  confirmed: 'offers-listed-substance',
  dismissed: 'not-an-offer',
  duplicate: 'same-offer',
} as const;

type Team = Readonly<Record<'ann' | 'ben' | 'lea', Actor>>;

async function team(db: Db): Promise<Team> {
  const add = async (name: string, role: Role): Promise<Actor> => {
    const id = await createUser(db, { name, passwordHash: 'none', role, now: NOW });
    return { id: id ?? expect.fail(`${name} is there already`), name, role };
  };
  return {
    ann: await add('ann', 'analyst'),
    ben: await add('ben', 'analyst'),
    lea: await add('lea', 'lead'),
  };
}

async function decide(db: Db, alert: number, outcome: Outcome, actor: Actor): Promise<void> {
  const order = {
    action: 'decide',
    outcome,
    reason: REASONS[outcome],
    policy: null,
    note: 'x',
    duplicateOf: null,
  } as const;
  const seen = { revision: null, version: null };
  expect(await actOnAlert(db, { alert, seen, order }, actor, DEFAULT_RULES.policies, NOW)).toEqual({
    kind: 'done',
  });
}

const answerOf = (outcome: Outcome) => ({ outcome, reason: REASONS[outcome], note: 'mine' });
const ALL: SamplingRates['items'] = [{ kind: 'all', value: '', rate: 1 }];

describe('a second look', () => {
  it('is given to somebody else, as if nobody had decided, and agrees in silence', async () => {
    await using database = await openTestDatabase();
    const { db } = database;
    const { ann, ben, lea } = await team(db);
    const [alert = 0] = await seedAlerts(db, [{}]);
    await setSampling(db, ALL, lea, NOW);
    await decide(db, alert, 'confirmed', ann);
    expect(await nextLook(db, ann, NOW)).toBeNull();
    const look = (await nextLook(db, ben, NOW)) ?? expect.fail('no second look');
    expect(look.alert).toMatchObject({ id: alert, state: 'open', outcome: null, decisions: [], claim: null });
    expect(JSON.stringify(look)).not.toMatch(/ann|confirmed/);
    expect(await answerLook(db, look.id, answerOf('confirmed'), ben, NOW)).toEqual({ kind: 'done' });
    expect(await answerLook(db, look.id, answerOf('dismissed'), ben, NOW)).toMatchObject({
      kind: 'wrong-state',
    });
    const { items } = await readLooks(db, { state: 'agreed', limit: 50 }, lea);
    const shownTo = async (who: typeof lea) => (await readAlertDetail(db, alert, NOW, who))?.quality;
    expect(await shownTo(lea)).toEqual({ secondLook: 'agreed', gold: false });
    expect(await shownTo(ann)).toBeNull();
    expect(items).toMatchObject([
      { alert, first: { by: 'ann' }, second: { by: 'ben', outcome: 'confirmed' } },
    ]);
    expect(await nextLook(db, ben, NOW)).toBeNull();
  });

  it('stays with whoever was given it for half an hour, then goes to another', async () => {
    await using database = await openTestDatabase();
    const { db } = database;
    const { ann, ben, lea } = await team(db);
    const [alert = 0] = await seedAlerts(db, [{}]);
    await setSampling(db, ALL, lea, NOW);
    await decide(db, alert, 'confirmed', ann);
    const first = await nextLook(db, ben, NOW);
    expect((await nextLook(db, ben, later(1)))?.id).toBe(first?.id);
    expect(await nextLook(db, lea, later(30))).toBeNull();
    const second = await nextLook(db, lea, later(31));
    expect(second?.id).toBe(first?.id);
    // Since then ben may have looked how it was decided.
    expect(await nextLook(db, ben, later(90))).toBeNull();
    expect((await nextLook(db, lea, later(90)))?.id).toBe(first?.id);
    expect(await answerLook(db, first?.id ?? 0, answerOf('confirmed'), ben, later(32))).toEqual({
      kind: 'not-found',
    });
  });

  it('that is skipped goes to another, and is not given to the same person again', async () => {
    await using database = await openTestDatabase();
    const { db } = database;
    const { ann, ben, lea } = await team(db);
    const [alert = 0] = await seedAlerts(db, [{}]);
    await setSampling(db, ALL, lea, NOW);
    await decide(db, alert, 'confirmed', ann);
    const { id } = (await nextLook(db, ben, NOW)) ?? expect.fail('no second look');
    expect(await skipLook(db, id, lea, NOW)).toEqual({ kind: 'not-found' });
    expect(await skipLook(db, id, ben, NOW)).toEqual({ kind: 'done' });
    expect(await skipLook(db, id, ben, NOW)).toEqual({ kind: 'not-found' });
    expect(await nextLook(db, ben, NOW)).toBeNull();
    expect((await readAlertDetail(db, alert, NOW, ben))?.outcome).toBe('confirmed');
    expect(await answerLook(db, id, answerOf('dismissed'), ben, NOW)).toEqual({ kind: 'not-found' });
    expect((await listAudit(db, { limit: 1 })).items).toMatchObject([
      { action: 'second-look.skip', actor: 'ben', subject: `alert:${alert}`, detail: { look: id } },
    ]);
    expect((await nextLook(db, lea, NOW))?.id).toBe(id);
    expect(await answerLook(db, id, answerOf('confirmed'), lea, NOW)).toEqual({ kind: 'done' });
  });

  it('at a gold item that is skipped is over for this person, who may then see its answer', async () => {
    await using database = await openTestDatabase();
    const { db } = database;
    const { ben, lea } = await team(db);
    const [alert = 0] = await seedAlerts(db, [{}]);
    const gold = await makeGold(db, { alert, ...answerOf('dismissed') }, lea, NOW);
    expect(gold.kind).toBe('done');
    const { id } = (await nextLook(db, ben, NOW)) ?? expect.fail('no gold item');
    expect(await skipLook(db, id, ben, NOW)).toEqual({ kind: 'done' });
    expect(await nextLook(db, ben, NOW)).toBeNull();
    expect((await readAlertDetail(db, alert, NOW, ben))?.sealed).toBe(false);
    expect(await answerLook(db, id, answerOf('dismissed'), ben, NOW)).toEqual({ kind: 'not-found' });
    expect((await listGold(db, WHOLE)).items.map(({ answered }) => answered)).toEqual([0]);
  });

  it('that disagrees waits for a lead; when the second stands, the alert is decided so', async () => {
    await using database = await openTestDatabase();
    const { db } = database;
    const { ann, ben, lea } = await team(db);
    const alerts = await seedAlerts(db, [{}, {}]);
    await setSampling(db, ALL, lea, NOW);
    for (const alert of alerts) await decide(db, alert, 'dismissed', ann);
    for (const _ of alerts) {
      const look = (await nextLook(db, ben, NOW)) ?? expect.fail('no second look');
      await answerLook(db, look.id, answerOf('confirmed'), ben, NOW);
    }
    const { items } = await readLooks(db, { state: 'disagreed', limit: 50 }, lea);
    expect(items.map(({ alert }) => alert).toSorted()).toEqual(alerts);
    const idOf = (alert: number | undefined) => items.find((each) => each.alert === alert)?.id ?? 0;
    expect(await resolveLook(db, idOf(alerts[0]), { stands: 'second', note: 'Right' }, lea, NOW)).toEqual({
      kind: 'done',
    });
    expect(await resolveLook(db, idOf(alerts[1]), { stands: 'first', note: null }, lea, NOW)).toEqual({
      kind: 'done',
    });
    expect(await resolveLook(db, idOf(alerts[1]), { stands: 'second', note: null }, lea, NOW)).toMatchObject({
      kind: 'wrong-state',
    });
    const outcomes = alerts.map(async (alert) => (await findAlertRow(db, alert, NOW))?.outcome);
    expect(await Promise.all(outcomes)).toEqual(['confirmed', 'dismissed']);
    const record = await listDecisions(db, alerts[0] ?? 0);
    expect(record.map(({ action, outcome, by }) => [action, outcome, by])).toEqual([
      ['decide', 'dismissed', 'ann'],
      ['reopen', null, 'lea'],
      ['decide', 'confirmed', 'lea'],
    ]);
  });

  it('is not given to whoever has opened the decided alert', async () => {
    await using database = await openTestDatabase();
    const { db } = database;
    const { ann, ben, lea } = await team(db);
    const [alert = 0] = await seedAlerts(db, [{}]);
    await setSampling(db, ALL, lea, NOW);
    await readAlertDetail(db, alert, NOW, ben);
    await decide(db, alert, 'confirmed', ann);
    await readAlertDetail(db, alert, NOW, lea);
    expect(await nextLook(db, lea, NOW)).toBeNull();
    expect((await nextLook(db, ben, NOW))?.alert.id).toBe(alert);
  });

  it('is not made of a decision that was taken back', async () => {
    await using database = await openTestDatabase();
    const { db } = database;
    const { ann, ben, lea } = await team(db);
    const [alert = 0] = await seedAlerts(db, [{}]);
    await setSampling(db, ALL, lea, NOW);
    await decide(db, alert, 'confirmed', ann);
    await undo(db, { order: null }, ann, NOW);
    expect(await nextLook(db, ben, NOW)).toBeNull();
  });

  it('needs a reason of its outcome', async () => {
    await using database = await openTestDatabase();
    const { db } = database;
    const { ann, ben, lea } = await team(db);
    const [alert = 0] = await seedAlerts(db, [{}]);
    await setSampling(db, ALL, lea, NOW);
    await decide(db, alert, 'confirmed', ann);
    const look = (await nextLook(db, ben, NOW)) ?? expect.fail('no second look');
    const answer = { outcome: 'dismissed', reason: 'offers-listed-substance', note: null } as const;
    expect(await answerLook(db, look.id, answer, ben, NOW)).toMatchObject({ kind: 'wrong-reason' });
  });
});

describe('the draw', () => {
  const alerts: SeededAlert[] = Array.from({ length: 200 }, (_, index) => ({
    terms: [index < 100 ? 'Alpha' : 'Beta'],
    listing: { title: index < 100 ? 'Alpha' : 'Beta' },
  }));
  const cases: { name: string; rates: SamplingRates['items']; drawn: (index: number) => boolean | null }[] = [
    { name: 'takes none without a rate', rates: [], drawn: () => false },
    {
      name: 'takes all of a term',
      rates: [{ kind: 'term', value: 'ALPHA', rate: 1 }],
      drawn: (index) => index < 100,
    },
    { name: 'takes all of a site', rates: [{ kind: 'site', value: 'shop-a', rate: 1 }], drawn: () => true },
    { name: 'takes all of a person', rates: [{ kind: 'person', value: 'Ann', rate: 1 }], drawn: () => true },
    {
      name: 'takes none of others',
      rates: [
        { kind: 'person', value: 'ben', rate: 1 },
        { kind: 'site', value: 'b', rate: 1 },
      ],
      drawn: () => false,
    },
    {
      name: 'goes by the highest rate that fits',
      rates: [
        { kind: 'all', value: '', rate: 0 },
        { kind: 'term', value: 'beta', rate: 1 },
      ],
      drawn: (index) => index >= 100,
    },
    { name: 'takes about its share', rates: [{ kind: 'all', value: '', rate: 0.3 }], drawn: () => null },
  ];

  it.each(cases)('$name', async ({ rates, drawn }) => {
    await using database = await openTestDatabase();
    const { db } = database;
    const { ann, lea } = await team(db);
    const ids = await seedAlerts(db, alerts);
    await setSampling(db, rates, lea, NOW);
    for (const alert of ids) await decide(db, alert, 'confirmed', ann);
    const looks = (await db.selectFrom('second_looks').select('alert_id').execute()).map(
      (row) => row.alert_id,
    );
    const wanted = ids.filter((_, index) => drawn(index) === true);
    if (drawn(0) !== null) expect(looks.toSorted((a, b) => a - b)).toEqual(wanted);
    else {
      // Six standard deviations around 60: numbers of decisions are the same in every run.
      expect(looks.length).toBeGreaterThan(20);
      expect(looks.length).toBeLessThan(100);
    }
  });
});

describe('a gold item', () => {
  it('is asked of everybody once but its author, and what was answered is counted', async () => {
    await using database = await openTestDatabase();
    const { db } = database;
    const { ann, ben, lea } = await team(db);
    const [alert = 0] = await seedAlerts(db, [{}]);
    const made = await makeGold(db, { alert, ...answerOf('confirmed') }, lea, NOW);
    expect(made.kind).toBe('done');
    expect(await makeGold(db, { alert, ...answerOf('confirmed') }, lea, NOW)).toMatchObject({
      kind: 'not-found',
    });
    expect(await makeGold(db, { alert, ...answerOf('confirmed'), reason: 'x' }, lea, NOW)).toMatchObject({
      kind: 'wrong-reason',
    });
    expect(await nextLook(db, lea, NOW)).toBeNull();
    for (const [actor, outcome] of [
      [ann, 'confirmed'],
      [ben, 'dismissed'],
    ] as const) {
      const look = (await nextLook(db, actor, NOW)) ?? expect.fail('no gold item');
      expect((await nextLook(db, actor, later(60)))?.id).toBe(look.id);
      await answerLook(db, look.id, answerOf(outcome), actor, NOW);
      expect(await nextLook(db, actor, NOW)).toBeNull();
    }
    expect((await listGold(db, WHOLE)).items).toMatchObject([{ alert, by: 'lea', answered: 2, right: 1 }]);
    const [item] = (await listGold(db, WHOLE)).items;
    expect(await dropGold(db, item?.id ?? 0, lea, NOW)).toBe(true);
    expect(await dropGold(db, item?.id ?? 0, lea, NOW)).toBe(false);
    expect((await readLooks(db, { state: 'disagreed', limit: 50 }, lea)).items).toMatchObject([
      { kind: 'gold' },
    ]);
  });

  it('comes up among the samples, every fifth time', async () => {
    await using database = await openTestDatabase();
    const { db } = database;
    const { ann, ben, lea } = await team(db);
    const alerts = await seedAlerts(
      db,
      Array.from({ length: 12 }, () => ({})),
    );
    await setSampling(db, ALL, lea, NOW);
    const gold = alerts.slice(0, 2);
    for (const alert of gold) await makeGold(db, { alert, ...answerOf('confirmed') }, lea, NOW);
    for (const alert of alerts.slice(2)) await decide(db, alert, 'confirmed', ann);
    const given: boolean[] = [];
    for (let round = 0; round < 12; round += 1) {
      const look = (await nextLook(db, ben, NOW)) ?? expect.fail('nothing more');
      given.push(gold.includes(look.alert.id));
      await answerLook(db, look.id, answerOf('confirmed'), ben, NOW);
    }
    expect(given.map((isGold) => (isGold ? 'gold' : '-')).join(' ')).toBe('- - - - gold - - - - gold - -');
  });
});
