/** Claims: one holder each, whoever asks when; leases end by themselves; `next` gives the most urgent one. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../src/log.ts';
import type { ClaimNextRequest } from '../src/model/claim-api.ts';
import type { Role } from '../src/model/permissions.ts';
import { DEFAULT_RULES } from '../src/model/review-rules.ts';
import { actOnAlert } from '../src/review/act-on-alert.ts';
import type { Actor } from '../src/review/actor.ts';
import {
  claimAlert,
  claimNext,
  handOver,
  holdAlert,
  readClaims,
  releaseAlert,
  takeOver,
} from '../src/review/claims.ts';
import { listAudit } from '../src/store/accounts/audit-log.ts';
import { createUser } from '../src/store/accounts/users.ts';
import { type Db, openDatabase } from '../src/store/open-database.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import { type SeededAlert, seedAlerts } from './support/seed-alerts.ts';
import { findAlert, reviseAlert } from './support/single-rows.ts';

const NOW = new Date('2026-02-01T00:00:00.000Z');
const ALL = { after: 0, limit: 200 };
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const NEXT: ClaimNextRequest = { queue: 'analysts', filters: {}, skip: [] };

async function addUser(db: Db, name: string, role: Role = 'analyst'): Promise<Actor> {
  const id = await createUser(db, { name, passwordHash: 'none', role, now: NOW });
  return { id: id ?? expect.fail(`${name} is there already`), name, role };
}

describe('one alert', () => {
  let database: TestDatabase;
  let ann: Actor;
  let ben: Actor;
  let pool: number[];
  let alert: number;

  beforeAll(async () => {
    database = await openTestDatabase();
    ann = await addUser(database.db, 'ann');
    ben = await addUser(database.db, 'ben');
    await addUser(database.db, 'vera', 'viewer');
    pool = await seedAlerts(
      database.db,
      Array.from({ length: 20 }, () => ({})),
    );
  });
  afterAll(async () => {
    await database[Symbol.asyncDispose]();
  });

  /** Another alert for each test, and nobody holds any. */
  const fresh = async (): Promise<Db> => {
    await database.db.deleteFrom('claims').execute();
    alert = pool.pop() ?? expect.fail('no alert is left');
    return database.db;
  };

  it('is held for ten minutes and counted down by the clock of the server', async () => {
    const db = await fresh();
    expect(await claimAlert(db, alert, ann, NOW)).toEqual({
      kind: 'done',
      claim: {
        alert,
        by: 'ann',
        kind: 'open',
        claimedAt: NOW.toISOString(),
        expiresAt: later(10).toISOString(),
        secondsLeft: 600,
        note: null,
      },
    });
    expect(await claimAlert(db, alert, ben, later(9.9))).toMatchObject({ kind: 'claimed' });
    expect((await readClaims(db, ann, ALL, later(9))).items).toMatchObject([{ alert, secondsLeft: 60 }]);
    expect((await readClaims(db, ben, ALL, later(9))).items).toEqual([]);
  });

  it('is held on while its tab says so, and begins no new lease by that', async () => {
    const db = await fresh();
    await claimAlert(db, alert, ann, NOW);
    expect(await claimAlert(db, alert, ann, later(8))).toMatchObject({
      kind: 'done',
      claim: { claimedAt: NOW.toISOString(), expiresAt: later(18).toISOString() },
    });
    expect(await claimAlert(db, alert, ben, later(17))).toMatchObject({ kind: 'claimed' });
  });

  it('is free for anybody when the lease has ended', async () => {
    const db = await fresh();
    await claimAlert(db, alert, ann, NOW);
    expect(await claimAlert(db, alert, ben, later(10))).toMatchObject({
      kind: 'done',
      claim: { by: 'ben', claimedAt: later(10).toISOString() },
    });
    expect(await claimAlert(db, alert, ann, later(11))).toMatchObject({ kind: 'claimed' });
    expect(await holdAlert(db, alert, { hours: 1, note: null }, ann, later(11))).toMatchObject({
      kind: 'claim-lost',
    });
  });

  it('is free when it is released, but not when another one releases it', async () => {
    const db = await fresh();
    await claimAlert(db, alert, ann, NOW);
    await releaseAlert(db, alert, ben);
    expect(await claimAlert(db, alert, ben, NOW)).toMatchObject({ kind: 'claimed' });
    await releaseAlert(db, alert, ann);
    expect(await claimAlert(db, alert, ben, NOW)).toMatchObject({ kind: 'done' });
  });

  it('is held for hours without a tab, and a tab that opens does not shorten that', async () => {
    const db = await fresh();
    await claimAlert(db, alert, ann, NOW);
    const held = await holdAlert(db, alert, { hours: 3, note: 'Asked the customs' }, ann, NOW);
    expect(held).toMatchObject({ claim: { kind: 'held', note: 'Asked the customs', secondsLeft: 10_800 } });
    expect(await claimAlert(db, alert, ann, later(60))).toMatchObject({
      claim: { kind: 'held', expiresAt: later(180).toISOString() },
    });
    expect(await claimAlert(db, alert, ben, later(179))).toMatchObject({ kind: 'claimed' });
  });

  it('is handed over to somebody who decides, who has a day to open it', async () => {
    const db = await fresh();
    await claimAlert(db, alert, ann, NOW);
    expect(await handOver(db, alert, { to: 'BEN', note: 'Yours' }, ann, NOW)).toMatchObject({
      claim: { by: 'ben', kind: 'handed', note: 'Yours', secondsLeft: 86_400 },
    });
    expect(await claimAlert(db, alert, ann, later(1))).toMatchObject({ kind: 'claimed' });
    expect(await claimAlert(db, alert, ben, later(60))).toMatchObject({
      claim: { by: 'ben', kind: 'open', expiresAt: later(70).toISOString() },
    });
    expect((await listAudit(db, { limit: 1 })).items).toMatchObject([
      {
        action: 'claim.hand-over',
        actor: 'ann',
        subject: `alert:${alert}`,
        detail: { to: 'ben' },
      },
    ]);
  });

  it.each(['nobody', 'vera'])('is not handed over to %s', async (name) => {
    const db = await fresh();
    await claimAlert(db, alert, ann, NOW);
    expect(await handOver(db, alert, { to: name, note: null }, ann, NOW)).toMatchObject({
      kind: 'unknown-user',
    });
    expect((await readClaims(db, ann, ALL, NOW)).items).toHaveLength(1);
  });

  it('is taken over with a reason that the one who lost it can read', async () => {
    const db = await fresh();
    await claimAlert(db, alert, ann, NOW);
    expect(await takeOver(db, alert, { reason: 'Ann is ill' }, ben, later(1))).toMatchObject({
      kind: 'done',
      claim: { by: 'ben', note: 'Taken over from ann: Ann is ill', expiresAt: later(11).toISOString() },
    });
    expect(await holdAlert(db, alert, { hours: 1, note: null }, ann, later(1))).toMatchObject({
      kind: 'claim-lost',
    });
    expect((await listAudit(db, { limit: 1 })).items).toMatchObject([
      {
        action: 'claim.take-over',
        actor: 'ben',
        subject: `alert:${alert}`,
        detail: { from: 'ann', reason: 'Ann is ill' },
      },
    ]);
  });

  it('is taken over also from whoever takes it at the same moment', async () => {
    const db = await fresh();
    for (let n = 0; n < 20; n++) {
      await Promise.all([releaseAlert(db, alert, ann), releaseAlert(db, alert, ben)]);
      const [, taken] = await Promise.all([
        claimAlert(db, alert, ann, NOW),
        takeOver(db, alert, { reason: 'It is urgent' }, ben, NOW),
      ]);
      expect(taken).toMatchObject({ kind: 'done', claim: { by: 'ben' } });
    }
  });

  it('is decided by its holder only, and is then held by nobody', async () => {
    const db = await fresh();
    const decide = (actor: Actor, now: Date) =>
      actOnAlert(
        db,
        {
          alert,
          seen: { revision: 1, version: null },
          order: {
            action: 'decide',
            outcome: 'confirmed',
            reason: 'offers-listed-substance',
            policy: null,
            note: null,
            duplicateOf: null,
          },
        },
        actor,
        DEFAULT_RULES.policies,
        now,
      );
    await claimAlert(db, alert, ann, NOW);
    expect(await decide(ben, later(5))).toMatchObject({ kind: 'claimed' });
    // Expired, but nobody else has taken it: the work is not thrown away.
    expect(await decide(ann, later(11))).toEqual({ kind: 'done' });
    expect((await readClaims(db, null, ALL, NOW)).items).toEqual([]);
    expect(await claimAlert(db, alert, ben, later(12))).toMatchObject({ kind: 'wrong-state' });
  });
});

describe('the next alert', () => {
  const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);
  const cases: {
    name: string;
    alerts: SeededAlert[];
    request?: Partial<ClaimNextRequest>;
    order: number[];
  }[] = [
    {
      name: 'is the gravest, and among equals the longest waiting',
      alerts: [
        { severity: 'low', openedAt: hoursAgo(3) },
        { severity: 'critical', openedAt: hoursAgo(1) },
        { severity: 'high', openedAt: hoursAgo(2) },
        { severity: 'critical', openedAt: hoursAgo(2) },
      ],
      order: [3, 1, 2, 0],
    },
    {
      name: 'is raised by one severity for each whole time that it has waited too long',
      alerts: [
        { severity: 'high', openedAt: hoursAgo(1) },
        { severity: 'medium', openedAt: hoursAgo(73) },
        { severity: 'medium', openedAt: hoursAgo(80) },
        { severity: 'low', openedAt: hoursAgo(168 * 3 + 1) },
        { severity: 'critical', openedAt: hoursAgo(0) },
      ],
      order: [3, 4, 2, 0, 1],
    },
    {
      name: 'is within the filters, and none of those passed over',
      alerts: [
        { severity: 'critical', openedAt: hoursAgo(1), listing: { language: 'de-AT' } },
        { severity: 'high', openedAt: hoursAgo(1), listing: { language: 'de' } },
        { severity: 'critical', openedAt: hoursAgo(1), listing: { language: 'en' } },
        { severity: 'low', openedAt: hoursAgo(1), listing: { language: 'de' } },
      ],
      request: { filters: { language: 'de' }, skip: [1] },
      order: [0, 3],
    },
  ];

  it.each(cases)('$name', async ({ alerts, request, order }) => {
    await using database = await openTestDatabase();
    const { db } = database;
    const ann = await addUser(db, 'ann');
    const ids = await seedAlerts(db, alerts);
    const skip = (request?.skip ?? []).map((index) => ids[index] ?? 0);
    const given: number[] = [];
    for (;;) {
      const claim = await claimNext(db, { ...NEXT, ...request, skip }, ann, NOW);
      if (claim === null) break;
      given.push(ids.indexOf(claim.alert));
    }
    expect(given).toEqual(order);
  });

  it('is never given to two of fifty clients at once, and none is left out', async () => {
    await using database = await openTestDatabase();
    const { db } = database;
    const ids = await seedAlerts(
      db,
      Array.from(
        { length: 200 },
        (_, index) => ({ severity: index % 3 === 0 ? 'critical' : 'high' }) as const,
      ),
    );
    const users = await Promise.all(Array.from({ length: 50 }, (_, index) => addUser(db, `user ${index}`)));
    // Really at once: a connection for each.
    await using wide = await openDatabase({
      databaseUrl: database.databaseUrl,
      dataFolder: '',
      log: createLog('silent'),
      max: 50,
    });
    const rounds = await Promise.all(
      users.map(async (user) => {
        const got: number[] = [];
        for (let round = 0; round < 5; round += 1) {
          const claim = await claimNext(wide.db, NEXT, user, NOW);
          if (claim !== null) got.push(claim.alert);
        }
        return got;
      }),
    );
    const given = rounds.flat();
    expect(new Set(given).size).toBe(given.length);
    expect(given.toSorted((a, b) => a - b)).toEqual(ids);
    const { items: held } = await readClaims(db, null, ALL, NOW);
    expect(held.map((claim) => claim.alert).toSorted((a, b) => a - b)).toEqual(ids);
    for (const [index, user] of users.entries()) {
      const own = held.filter((claim) => claim.by === user.name).map((claim) => claim.alert);
      expect(own.toSorted((a, b) => a - b)).toEqual(rounds[index]?.toSorted((a, b) => a - b));
    }
  });

  it('is never held by two when fifty clients ask for the same one', async () => {
    await using database = await openTestDatabase();
    const { db } = database;
    const [alert = 0] = await seedAlerts(db, [{}]);
    const users = await Promise.all(Array.from({ length: 50 }, (_, index) => addUser(db, `user ${index}`)));
    for (const now of [NOW, later(10)]) {
      const answers = await Promise.all(users.map((user) => claimAlert(db, alert, user, now)));
      expect(answers.filter((answer) => answer.kind === 'done')).toHaveLength(1);
    }
  });
});

describe('the next alert and its state', () => {
  it('is for leads when it was escalated', async () => {
    await using database = await openTestDatabase();
    const { db } = database;
    const [ann, lea] = [await addUser(db, 'ann'), await addUser(db, 'lea', 'lead')];
    const [alert = 0] = await seedAlerts(db, [{}]);
    const order = {
      alert,
      seen: { revision: 1, version: null },
      order: { action: 'escalate', note: 'Look' },
    } as const;
    expect(await actOnAlert(db, order, ann, DEFAULT_RULES.policies, NOW)).toEqual({ kind: 'done' });
    expect(await claimAlert(db, alert, ann, NOW)).toMatchObject({ kind: 'wrong-state' });
    expect(await claimNext(db, NEXT, ann, NOW)).toBeNull();
    const back = { ...order, order: { action: 'return', note: null } } as const;
    expect(await actOnAlert(db, back, ann, DEFAULT_RULES.policies, NOW)).toMatchObject({
      kind: 'not-permitted',
    });
    expect(await claimNext(db, { ...NEXT, queue: 'leads' }, lea, NOW)).toMatchObject({ alert, by: 'lea' });
    expect(await handOver(db, alert, { to: 'ann', note: null }, lea, NOW)).toMatchObject({
      kind: 'wrong-state',
      detail: 'ann cannot decide it. Choose somebody else.',
    });
    expect(await takeOver(db, alert, { reason: 'It waits' }, ann, NOW)).toMatchObject({
      kind: 'wrong-state',
    });
    expect((await readClaims(db, lea, ALL, NOW)).items).toHaveLength(1);
  });

  it('that was put off comes back before its time when a crawl finds something new', async () => {
    await using database = await openTestDatabase();
    const { db } = database;
    const ann = await addUser(db, 'ann');
    const [alert = 0] = await seedAlerts(db, [{}]);
    const order = {
      alert,
      seen: { revision: 1, version: null },
      order: { action: 'snooze', until: later(600).toISOString(), note: null },
    } as const;
    await actOnAlert(db, order, ann, DEFAULT_RULES.policies, NOW);
    expect(await claimNext(db, NEXT, ann, NOW)).toBeNull();
    const stored = (await findAlert(db, alert)) ?? expect.fail('no alert');
    await reviseAlert(db, { ...stored, now: later(1) });
    expect(await claimNext(db, NEXT, ann, later(2))).toMatchObject({ alert });
  });
});
