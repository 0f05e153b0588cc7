/** From the outbox to a receiver: who hears of what, when, in which order, and what a receiver's failures change. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOBODY } from '../config/load-notifiers.ts';
import { createLog } from '../src/log.ts';
import type { PublishedAlert } from '../src/model/alert.ts';
import type { NotifierConfig } from '../src/model/notifier.ts';
import type { OutgoingMessage } from '../src/notify/message-body.ts';
import type { Sent } from '../src/notify/sent.ts';
import { findAlarms } from '../src/pipeline/health/find-alarms.ts';
import { attemptOf, deliverLane } from '../src/pipeline/messages/deliver-messages.ts';
import { makeDigests } from '../src/pipeline/messages/make-digests.ts';
import { noteAlerts } from '../src/pipeline/messages/note-alerts.ts';
import { tellFailedSends } from '../src/pipeline/messages/tell-failed-sends.ts';
import { mendClock } from '../src/store/crawling/clock-jumps.ts';
import {
  dropMessages,
  listAttempts,
  listMessages,
  replayMessages,
} from '../src/store/messages/message-log.ts';
import {
  claimMessage,
  claimThisMessage,
  nextMessage,
  settleAttempt,
} from '../src/store/messages/messages.ts';
import { applyNotifiers, notifierStates } from '../src/store/messages/notifiers.ts';
import type { Db } from '../src/store/open-database.ts';
import { endMessageLeases } from './support/end-leases.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import { email, webhook } from './support/sample-notices.ts';
import { seedAlerts } from './support/seed-alerts.ts';
import { addToOutbox } from './support/single-rows.ts';
import { until } from './support/until.ts';

const START = new Date('2026-03-02T12:00:00.000Z');
const minutes = (count: number) => new Date(START.getTime() + count * 60_000);

let database: TestDatabase;
let db: Db;
let now: Date;
/** What each attempt comes to; a receiver that takes everything, unless a test says otherwise. */
let answer: (message: OutgoingMessage) => Sent;
let sent: OutgoingMessage['content'][];

beforeEach(async () => {
  database = await openTestDatabase();
  db = database.db;
  now = START;
  answer = () => ({ end: 'taken', status: 200 });
  sent = [];
});
afterEach(async () => {
  await database[Symbol.asyncDispose]();
});

const DOWN: Sent = { end: 'unanswered', status: 503, problem: 'down', retryAfterSeconds: null };
const REFUSED: Sent = { end: 'refused', status: 400, problem: 'no' };

async function write(alert: number, revision: number, more: Partial<PublishedAlert> = {}): Promise<void> {
  const payload: PublishedAlert = {
    alert,
    revision,
    site: 'shop-a',
    severity: 'high',
    score: 80,
    substances: ['4-piperidone'],
    listing: `https://shop-a.invalid/item/${alert}`,
    practice: false,
    watchlist: '0123456789abcdef',
    at: START.toISOString(),
    ...more,
  };
  await addToOutbox(db, { alert, revision, payload, now });
}

const apply = (...notifiers: NotifierConfig[]) => applyNotifiers(db, notifiers, START);
const note = () => noteAlerts(db, now);
const deliver = (notifier = 'hook') =>
  deliverLane(
    {
      db,
      clock: () => now,
      send: (message) => {
        const result = answer(message);
        if (result.end === 'taken') sent.push(message.content);
        return Promise.resolve(result);
      },
    },
    { notifier, alarmsOnly: false },
    { signal: new AbortController().signal, budgetMs: 10_000 },
  );
const told = () =>
  sent.flatMap((content) =>
    content.kind === 'alert'
      ? [`${content.alert.alert}.${content.alert.revision}`]
      : content.kind === 'digest'
        ? [content.alerts.map(({ alert }) => alert).join(' ')]
        : [content.kind],
  );

const hook = (more = {}) => webhook('hook', 'https://cases.example/hook', more);

describe('notices', () => {
  it('are made once for each revision and notifier', async () => {
    const [a = 0, b = 0] = await seedAlerts(db, [{}, {}]);
    await apply(hook(), email('mail'));
    await write(a, 1);
    await write(b, 1);
    expect(await note()).toEqual({ alerts: 2, notifiers: ['hook', 'mail'] });
    expect(await note()).toEqual({ alerts: 0, notifiers: [] });
    await write(a, 2);
    await note();
    expect(await deliver()).toBe(3);
    expect(told()).toEqual([`${a}.1`, `${b}.1`, `${a}.2`]);
  });

  it.each([
    { what: 'a severity below', more: { severity: 'high' as const }, alert: { severity: 'medium' } },
    { what: 'another site', more: { sites: ['shop-b'] }, alert: {} },
    { what: 'the practice market', more: {}, alert: { practice: true } },
  ])('leave out alerts of $what', async ({ more, alert }) => {
    const [a = 0, b = 0] = await seedAlerts(db, [{}, {}]);
    await apply(hook(more), webhook('all', 'https://all.example/'));
    await write(a, 1, alert);
    await write(b, 1, { site: 'shop-a', severity: 'critical' });
    await note();
    await deliver();
    expect(told()).toEqual('sites' in more ? [] : [`${b}.1`]);
    sent = [];
    await deliver('all');
    expect(told()).toEqual('practice' in alert ? [`${b}.1`] : [`${a}.1`, `${b}.1`]);
  });

  it('hold no contact that could be read', async () => {
    const contact = { kind: 'email' as const, value: 'lee@trader.example', raw: 'lee@trader.example' };
    const listing = {
      title: '4-Piperidone, write to lee@trader.example or +86 138 0013 8000',
      contacts: [contact],
      seller: { name: 'Lee lee@trader.example', id: null, url: null, country: null },
    };
    const [a = 0] = await seedAlerts(db, [{ listing }]);
    await apply(hook());
    await write(a, 1);
    await note();
    await deliver();
    const text = JSON.stringify(await db.selectFrom('messages').selectAll().execute()) + JSON.stringify(sent);
    expect(text).toContain('4-Piperidone, write to');
    expect(text).not.toContain('lee@trader');
    expect(text).not.toMatch(/138\s?0013/);
  });
});

describe('quiet hours', () => {
  const quiet = { hours: '22:00-06:00', timezone: 'Europe/Vienna', except: 'critical' as const };

  it('put alerts off to their end, in the time zone, but not the loud ones', async () => {
    const [a = 0, b = 0] = await seedAlerts(db, [{}, {}]);
    await apply(hook({ quiet }));
    now = new Date('2026-03-02T22:30:00Z');
    await write(a, 1);
    await write(b, 1, { severity: 'critical' });
    await note();
    await deliver();
    expect(told()).toEqual([`${b}.1`]);
    now = new Date('2026-03-03T04:59:00Z');
    await deliver();
    expect(told()).toHaveLength(1);
    now = new Date('2026-03-03T05:00:00Z');
    await deliver();
    expect(told()).toEqual([`${b}.1`, `${a}.1`]);
  });

  it('end for an earlier revision when a loud one follows, so that the order holds', async () => {
    const [a = 0] = await seedAlerts(db, [{}]);
    await apply(hook({ quiet }));
    now = new Date('2026-03-02T22:30:00Z');
    await write(a, 1);
    await note();
    await write(a, 2, { severity: 'critical' });
    await note();
    await deliver();
    expect(told()).toEqual([`${a}.1`, `${a}.2`]);
  });
});

describe('a digest', () => {
  const digest = { cron: '0 8 * * *', timezone: 'Europe/Vienna' };

  it('gathers what came since the last one, at its time and not before', async () => {
    const [a = 0, b = 0] = await seedAlerts(db, [{}, {}]);
    await apply(hook({ digest }));
    await write(a, 1);
    await write(b, 1);
    expect((await note()).notifiers).toEqual([]);
    now = new Date('2026-03-03T06:59:00Z');
    expect(await makeDigests(db, now)).toEqual([]);
    now = new Date('2026-03-03T07:00:00Z');
    expect(await makeDigests(db, now)).toEqual(['hook']);
    expect(await makeDigests(db, now)).toEqual([]);
    await deliver();
    expect(told()).toEqual([`${a} ${b}`]);
  });

  it('that is given up as a way of telling lets go what it has gathered', async () => {
    const [a = 0] = await seedAlerts(db, [{}]);
    await apply(hook({ digest }));
    await write(a, 1);
    await note();
    await apply(hook());
    expect(await makeDigests(db, now)).toEqual(['hook']);
    await deliver();
    expect(told()).toEqual([`${a}`]);
  });
});

describe('a receiver', () => {
  it('that is down rests longer each time, loses nothing, and gets all in order when it is back', async () => {
    const [a = 0, b = 0] = await seedAlerts(db, [{}, {}]);
    await apply(hook());
    for (const [alert, revision] of [
      [a, 1],
      [b, 1],
      [a, 2],
    ] as const)
      await write(alert, revision);
    await note();
    answer = () => DOWN;
    const rests: number[] = [];
    for (let round = 0; round < 40; round += 1) {
      await deliver();
      const next = await nextMessage(db, 'hook');
      rests.push(((next?.at.getTime() ?? 0) - now.getTime()) / 1000);
      now = next?.at ?? now;
    }
    expect(rests.slice(0, 4)).toEqual([5, 10, 20, 40]);
    expect(Math.max(...rests)).toBe(900);
    const states = (await listMessages(db, 'hook', 10)).map(({ state }) => state);
    expect(states).toEqual(['waiting', 'waiting', 'waiting']);
    answer = () => ({ end: 'taken', status: 200 });
    await deliver();
    expect(told()).toEqual([`${a}.1`, `${b}.1`, `${a}.2`]);
    expect(await notifierStates(db, now)).toMatchObject([{ waiting: 0, failures: 0, restsUntil: null }]);
  });

  it('is left alone for as long as it asks', async () => {
    const [a = 0] = await seedAlerts(db, [{}]);
    await apply(hook());
    await write(a, 1);
    await note();
    answer = () => ({ ...DOWN, retryAfterSeconds: 300 }) as Sent;
    await deliver();
    now = minutes(4);
    answer = () => ({ end: 'taken', status: 200 });
    expect(await deliver()).toBe(0);
    now = minutes(5);
    expect(await deliver()).toBe(1);
  });

  it('that refuses one message gets the others, but no later revision of that alert before it', async () => {
    const [a = 0, b = 0] = await seedAlerts(db, [{}, {}]);
    await apply(hook());
    await write(a, 1);
    await write(a, 2);
    await write(b, 1);
    await note();
    answer = ({ content }) =>
      content.kind === 'alert' && content.alert.alert === a && content.alert.revision === 1
        ? REFUSED
        : { end: 'taken', status: 200 };
    await deliver();
    expect(told()).toEqual([`${b}.1`]);
    for (let round = 0; round < 12; round += 1) {
      now = (await nextMessage(db, 'hook'))?.at ?? now;
      await deliver();
    }
    // Given up after ten attempts; the alert's next revision then goes out.
    expect(told()).toEqual([`${b}.1`, `${a}.2`]);
    const failed = (await listMessages(db, 'hook', 10)).find(({ state }) => state === 'failed');
    expect(failed).toMatchObject({ alert: a, attempts: 10, problem: 'no' });
    expect(await listAttempts(db, failed?.id ?? 0)).toHaveLength(10);
    expect(now.getTime() - START.getTime()).toBeGreaterThan(86_400_000);
  });

  it('for whom one message cannot even be made gets the others; that one is put off longer and longer, and given up', async () => {
    const [a = 0, b = 0] = await seedAlerts(db, [{}, {}]);
    await apply(hook());
    await write(a, 1);
    await write(b, 1);
    await note();
    answer = ({ content }) => {
      if (content.kind === 'alert' && content.alert.alert === a) throw new Error('no such words');
      return { end: 'taken', status: 200 };
    };
    await deliver();
    expect(told()).toEqual([`${b}.1`]);
    const first = await nextMessage(db, 'hook');
    expect(first?.at).toEqual(new Date(START.getTime() + 5_000));
    for (let round = 0; round < 12; round += 1) {
      now = (await nextMessage(db, 'hook'))?.at ?? now;
      await deliver();
    }
    const failed = (await listMessages(db, 'hook', 10)).find(({ state }) => state === 'failed');
    expect(failed).toMatchObject({
      alert: a,
      attempts: 10,
      problem: expect.stringContaining('no such words'),
    });
  });

  it('that was down for hours has two days for a message that it refuses then, and as long again once it is replayed', async () => {
    const [a = 0] = await seedAlerts(db, [{}]);
    await apply(hook());
    await write(a, 1);
    await note();
    const round = async () => {
      now = (await nextMessage(db, 'hook'))?.at ?? expect.fail('nothing waits');
      await deliver();
    };
    answer = () => DOWN;
    for (let attempt = 0; attempt < 9; attempt += 1) await round();
    const up = now;
    answer = () => REFUSED;
    for (let attempt = 0; attempt < 9; attempt += 1) await round();
    expect(await listMessages(db, 'hook', 10)).toMatchObject([{ state: 'waiting', attempts: 18 }]);
    await round();
    expect(await listMessages(db, 'hook', 10)).toMatchObject([{ state: 'failed', attempts: 19 }]);
    expect(now.getTime() - up.getTime()).toBeGreaterThan(86_400_000);
    expect(await replayMessages(db, 'hook', { kind: 'failed' }, now)).toBe(1);
    for (let attempt = 0; attempt < 9; attempt += 1) await round();
    expect(await listMessages(db, 'hook', 10)).toMatchObject([{ state: 'waiting' }]);
  });

  it('keeps an alarm for what was given up only until that is let go', async () => {
    const [a = 0, b = 0] = await seedAlerts(db, [{}, {}]);
    await apply(hook());
    await write(a, 1);
    await write(b, 1);
    await note();
    await db.updateTable('messages').set({ state: 'failed' }).where('alert_id', '=', a).execute();
    const alarms = async () =>
      (await findAlarms(db, NOBODY.limits, 10_000, now)).filter(({ kind }) => kind === 'undelivered');
    expect(await alarms()).toMatchObject([
      { facts: { waiting: 1, failed: 1 }, summary: expect.stringContaining('`notifiers drop`') },
    ]);
    const [waiting, failed] = await listMessages(db, 'hook', 10);
    expect(await dropMessages(db, 'hook', { kind: 'message', id: waiting?.id ?? 0 })).toEqual([]);
    expect(await dropMessages(db, 'other', { kind: 'failed' })).toEqual([]);
    expect(await dropMessages(db, 'hook', { kind: 'failed' })).toEqual([failed?.id]);
    expect(await alarms()).toEqual([]);
    await note();
    await deliver();
    expect(told()).toEqual([`${b}.1`]);
  });

  it('gets again what was given up, or all of a time, under the same id', async () => {
    const [a = 0, b = 0] = await seedAlerts(db, [{}, {}]);
    await apply(hook());
    await write(a, 1);
    await write(b, 1);
    await note();
    await deliver();
    expect(await replayMessages(db, 'hook', { kind: 'failed' }, now)).toBe(0);
    expect(await replayMessages(db, 'hook', { kind: 'since', time: minutes(1) }, now)).toBe(0);
    const before = (await listMessages(db, 'hook', 10)).map(({ id }) => id);
    expect(await replayMessages(db, 'hook', { kind: 'since', time: START }, now)).toBe(2);
    await deliver();
    expect(told()).toEqual([`${a}.1`, `${b}.1`, `${a}.1`, `${b}.1`]);
    expect((await listMessages(db, 'hook', 10)).map(({ id }) => id)).toEqual(before);
    const [id = 0] = before;
    expect(await replayMessages(db, 'hook', { kind: 'message', id }, now)).toBe(1);
  });

  it('is sent to by one process at a time', async () => {
    const alerts = await seedAlerts(
      db,
      Array.from({ length: 20 }, () => ({})),
    );
    await apply(hook());
    for (const alert of alerts) await write(alert, 1);
    await note();
    await Promise.all([deliver(), deliver(), deliver()]);
    await deliver();
    expect(told()).toEqual(alerts.map((alert) => `${alert}.1`));
  });

  it('that is taken out of the file keeps what waits for it until it is back', async () => {
    const [a = 0] = await seedAlerts(db, [{}]);
    await apply(hook());
    await write(a, 1);
    await note();
    await apply();
    expect(await deliver()).toBe(0);
    expect(await nextMessage(db, 'hook')).toBeNull();
    await apply(hook());
    expect(await deliver()).toBe(1);
  });
});

describe('what came of an attempt', () => {
  /** From now on nothing of an attempt can be stored, as while the server is away; gives how often it was tried. */
  async function losePostgres(code: string): Promise<() => Promise<number>> {
    await database.pool.query('create sequence tries');
    await database.pool.query(`
      create function lose_connection() returns trigger language plpgsql as $$ begin
        perform nextval('tries'); raise exception 'not now' using errcode = '${code}'; end $$`);
    await database.pool.query(
      'create trigger lost before insert on message_attempts for each row execute function lose_connection()',
    );
    return async () => {
      const { rows } = await database.pool.query('select last_value, is_called from tries');
      return rows[0].is_called ? rows[0].last_value : 0;
    };
  }
  const findPostgres = () => database.pool.query('drop trigger lost on message_attempts');

  it.each([
    { end: 'taken' as const, says: { end: 'taken' as const, status: 200 }, state: 'delivered', failures: 0 },
    { end: 'not taken' as const, says: DOWN, state: 'waiting', failures: 1 },
  ])('that was $end is stored once the database is back, and nothing is sent again for it', async (row) => {
    const [a = 0] = await seedAlerts(db, [{}]);
    await apply(hook());
    await write(a, 1);
    await note();
    let asked = 0;
    answer = () => {
      asked += 1;
      return row.says;
    };
    const tries = await losePostgres('57P01');
    const delivering = deliver();
    await until('it was tried twice', async () => (await tries()) >= 2);
    await findPostgres();
    await delivering;
    expect(asked).toBe(1);
    expect(await listMessages(db, 'hook', 10)).toMatchObject([{ state: row.state, attempts: 1 }]);
    expect(await notifierStates(db, now)).toMatchObject([{ failures: row.failures }]);
    expect(await nextMessage(db, 'hook')).toEqual(
      row.state === 'waiting' ? expect.objectContaining({ attempts: 1 }) : null,
    );
  });

  it('is given up at once when it can never be stored', async () => {
    const [a = 0] = await seedAlerts(db, [{}]);
    await apply(hook());
    await write(a, 1);
    await note();
    const tries = await losePostgres('23514');
    await expect(deliver()).rejects.toThrow('not now');
    expect(await tries()).toBe(1);
  });

  it('counts once, however often it is stored, when the answer of the database was lost', async () => {
    const [a = 0] = await seedAlerts(db, [{}]);
    await apply(hook());
    await write(a, 1);
    await note();
    const message = await claimMessage(db, { notifier: 'hook', alarmsOnly: false }, now, 60);
    if (message === null) expect.fail('nothing waits');
    const refused = attemptOf(message, REFUSED, 7, now);
    const down = { ...refused, refused: true, restsUntil: minutes(1) };
    for (let count = 0; count < 2; count += 1) await settleAttempt(db, message, down, now);
    const { refusals } = await db.selectFrom('messages').select('refusals').executeTakeFirstOrThrow();
    expect(refusals).toBe(1);
    expect(await notifierStates(db, now)).toMatchObject([{ failures: 1 }]);
    expect(await listAttempts(db, message.id)).toHaveLength(1);
  });
});

describe('a message that is being sent', () => {
  it.each([5, -5])('is not taken by a process whose clock is %s minutes off', async (off) => {
    const [a = 0, b = 0] = await seedAlerts(db, [{}, {}]);
    await apply(hook());
    for (const alert of [a, b]) await write(alert, 1);
    await note();
    const lane = { notifier: 'hook', alarmsOnly: false };
    now = minutes(10);
    const message = await claimMessage(db, lane, now, 60);
    if (message === null) expect.fail('nothing waits');
    expect(await claimMessage(db, lane, minutes(10 + off), 60)).toBeNull();
    expect(await claimThisMessage(db, message.id, 60)).toBeNull();
    expect(await nextMessage(db, 'hook')).toBeNull();
    await endMessageLeases(db);
    expect(await nextMessage(db, 'hook')).not.toBeNull();
    expect(await claimMessage(db, lane, minutes(10 + off), 60)).toMatchObject({ id: message.id });
  });
});

describe('a clock that was days ahead and is set right', () => {
  const ahead = minutes(3 * 24 * 60);

  it('keeps no message back that was tried or begun meanwhile', async () => {
    const [a = 0, b = 0, c = 0] = await seedAlerts(db, [{}, {}, {}]);
    await apply(hook(), email('mail'));
    for (const alert of [a, b, c]) await write(alert, 1);
    await note();
    now = ahead;
    answer = () => REFUSED;
    await deliver();
    // A process that dies in the middle of an attempt.
    expect(await claimMessage(db, { notifier: 'mail', alarmsOnly: false }, now, 60)).not.toBeNull();
    now = minutes(1);
    // The server's clock was ahead as well.
    await database.pool.query(
      `update messages set leased_until = leased_until + interval '3 days' where leased_until is not null`,
    );
    await mendClock(db, now);
    answer = () => ({ end: 'taken', status: 200 });
    expect(await deliver()).toBe(3);
    expect(await deliver('mail')).toBe(3);
    expect(told()).toEqual([a, b, c, a, b, c].map((alert) => `${alert}.1`));
  });

  it('keeps no digest back, nor what comes to it later, because its first alert was noted meanwhile', async () => {
    const [a = 0, b = 0] = await seedAlerts(db, [{}, {}]);
    await apply(hook({ digest: { cron: '0 8 * * *', timezone: 'UTC' } }));
    await write(a, 1);
    now = ahead;
    await note();
    now = minutes(1);
    await mendClock(db, now);
    await write(b, 1);
    await note();
    expect(await makeDigests(db, now)).toEqual([]);
    now = new Date('2026-03-03T08:00:00Z');
    expect(await makeDigests(db, now)).toEqual(['hook']);
    await deliver();
    expect(told()).toEqual([`${a} ${b}`]);
  });

  it('leaves what is just being sent, and what waits for the end of quiet hours', async () => {
    const quiet = { hours: '10:00-20:00', timezone: 'UTC', except: 'critical' as const };
    const [a = 0, b = 0] = await seedAlerts(db, [{}, {}]);
    await apply(hook({ quiet }));
    await write(a, 1);
    await write(b, 1, { severity: 'critical' });
    await note();
    const lane = { notifier: 'hook', alarmsOnly: false };
    expect(await claimMessage(db, lane, now, 60)).toMatchObject({ content: { alert: { alert: b } } });
    await mendClock(db, now);
    expect(await deliver()).toBe(0);
    await endMessageLeases(db);
    expect(await deliver()).toBe(1);
    expect(told()).toEqual([`${b}.1`]);
  });
});

describe('the log', () => {
  it('has why messages to a notifier fail, each cause once until it takes one again', async () => {
    const lines: string[] = [];
    const log = createLog('info', { write: (line: string) => void lines.push(line) });
    const config = hook();
    const message = {
      id: 1,
      createdAt: START.toISOString(),
      content: { kind: 'test', at: '' },
      config,
    } as const;
    const answers: Sent[] = [DOWN, DOWN, REFUSED, DOWN, { end: 'taken', status: 200 }, DOWN];
    const rest = [...answers];
    const send = tellFailedSends(() => Promise.resolve(rest.shift() ?? DOWN), log);
    const { signal } = new AbortController();
    const came: Sent[] = [];
    for (const _ of answers) came.push(await send(message, signal));
    expect(came).toEqual(answers);
    const told = lines.map((line) => JSON.parse(line) as { problem?: string; notifier: string; msg: string });
    expect(told.map(({ problem }) => problem ?? 'again')).toEqual(['down', 'no', 'again', 'down']);
    expect(told.map(({ notifier }) => notifier)).toEqual(['hook', 'hook', 'hook', 'hook']);
  });
});
