/** Bad input and bad luck: the right status, a message a person understands, and nothing half-done. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AlertDetail, alertDetail, problem } from '../src/model/api.ts';
import type { Role } from '../src/model/permissions.ts';
import { verifyAudit } from '../src/store/accounts/audit-log.ts';
import { openTestServer, PASSWORD, type TestServer } from './support/open-test-server.ts';
import { seedAlerts } from './support/seed-alerts.ts';

const CONFIRM = { outcome: 'confirmed', reason: 'offers-listed-substance', note: null, revision: 1 };

let test: TestServer;
let pool: number[];
const cookies: Partial<Record<Role, string>> = {};

beforeAll(async () => {
  test = await openTestServer();
  pool = await seedAlerts(
    test.db,
    Array.from({ length: 20 }, () => ({})),
  );
  for (const role of ['analyst', 'lead', 'admin', 'viewer'] as const) cookies[role] = await test.signIn(role);
});
afterAll(async () => {
  expect(await verifyAudit(test.db)).toMatchObject({ ok: true });
  await test[Symbol.asyncDispose]();
});

/** Another one for each test. */
const take = () => pool.pop() ?? expect.fail('no alert is left');
const decide = (id: number, role: Role = 'analyst', headers = {}) =>
  test.post(`/api/v1/alerts/${id}/decisions`, CONFIRM, cookies[role], headers);
const detailOf = async (id: number): Promise<AlertDetail> =>
  alertDetail.parse((await test.get(`/api/v1/alerts/${id}`, cookies.viewer)).json());
const told = (answer: { status: number; json: () => unknown }) => {
  const { type, title, detail } = problem.parse(answer.json());
  expect(title).toMatch(/^[A-Z].+/);
  expect(detail).toMatch(/\.$/);
  return [answer.status, type.replace('urn:precursor-watch:problem:', '')];
};

describe('a claim that has expired', () => {
  it('does not stop its holder, unless somebody else has taken it meanwhile', async () => {
    const id = take();
    await test.post(`/api/v1/alerts/${id}/claim`, {}, cookies.analyst);
    const before = test.time.now;
    test.time.now = new Date(before.getTime() + 11 * 60_000);
    await test.post(`/api/v1/alerts/${id}/claim`, {}, cookies.lead);
    expect(told(await decide(id))).toEqual([409, 'claimed']);
    expect(
      told(await test.post(`/api/v1/alerts/${id}/claim/hold`, { hours: 1, note: null }, cookies.analyst)),
    ).toEqual([409, 'claim-lost']);
    expect((await detailOf(id)).decisions).toEqual([]);
    test.time.now = before;
  });
});

describe('two tabs', () => {
  it('of one person make one decision; the second is told that it has changed', async () => {
    const id = take();
    const tag = { 'if-match': `"${(await detailOf(id)).version}"` };
    const both = await Promise.all([decide(id, 'analyst', tag), decide(id, 'analyst', tag)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    expect((await detailOf(id)).decisions).toHaveLength(1);
  });

  it('that submit twice without saying what they saw make one decision as well', async () => {
    const id = take();
    const both = await Promise.all([decide(id), decide(id), decide(id)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    expect((await detailOf(id)).decisions).toHaveLength(1);
  });
});

describe('an alert that is gone', () => {
  const orders = [
    ['/decisions', CONFIRM],
    ['/reopen', { note: null, revision: 1 }],
    ['/escalate', { note: 'x', revision: 1 }],
    ['/snooze', { until: '2026-03-01T00:00:00Z', note: null, revision: 1 }],
    ['/wake', { note: null, revision: 1 }],
    ['/claim', {}],
    ['/claim/take-over', { reason: 'x' }],
    ['/reveal', { reason: 'a reason' }],
  ] as const;
  it.each(orders)('answers 404 to %s', async (path, body) => {
    const id = take();
    await test.db.deleteFrom('alerts').where('id', '=', id).execute();
    expect(told(await test.post(`/api/v1/alerts/${id}${path}`, body, cookies.analyst))).toEqual([
      404,
      'not-found',
    ]);
  });

  it('because its offer was merged into another takes its claim along', async () => {
    const id = take();
    await test.post(`/api/v1/alerts/${id}/claim`, {}, cookies.analyst);
    await test.db.deleteFrom('alerts').where('id', '=', id).execute();
    const claims = (await test.get('/api/v1/claims', cookies.analyst)).json() as {
      items: { alert: number }[];
    };
    expect(claims.items.map(({ alert }) => alert)).not.toContain(id);
    expect((await test.get(`/api/v1/alerts/${id}`, cookies.analyst)).status).toBe(404);
  });
});

describe('a number that was guessed', () => {
  it.each(['0', '-1', '1.5', '9007199254740993', '99999999999999999999', 'NaN', '%00', "1'or'1"])(
    'such as %s is not valid anywhere',
    async (id) => {
      for (const path of ['', '/capture']) {
        const answer = await test.get(`/api/v1/alerts/${encodeURIComponent(id)}${path}`, cookies.analyst);
        expect(told(answer)[0], id).toBe(400);
      }
    },
  );

  it('of what belongs to somebody else is as unknown as one that never was', async () => {
    const body = { name: 'mine', query: {} };
    const view = (await test.post('/api/v1/views', body, cookies.lead)).json() as { id: number };
    const token = (
      await test.post(
        '/api/v1/tokens',
        { name: 'mine', scopes: ['alerts:read'], days: 1, password: PASSWORD },
        cookies.lead,
      )
    ).json() as { id: number };
    const sessions = (await test.get('/api/v1/sessions', cookies.lead)).json() as { items: { id: number }[] };
    const order = { action: 'wake', note: null };
    const bulk = (
      await test.post('/api/v1/bulk', { target: { alerts: [pool[0]] }, order }, cookies.lead)
    ).json() as { id: number };
    const remove = async (path: string) => {
      const headers = { cookie: cookies.viewer ?? '' };
      return (await test.server.inject({ method: 'DELETE', url: path, headers })).statusCode;
    };
    expect(await remove(`/api/v1/views/${view.id}`)).toBe(404);
    expect(await remove(`/api/v1/tokens/${token.id}`)).toBe(404);
    expect(await remove(`/api/v1/sessions/${sessions.items[0]?.id}`)).toBe(404);
    expect((await test.post(`/api/v1/bulk/${bulk.id}/apply`, {}, cookies.analyst)).status).toBe(404);
    expect((await test.post('/api/v1/second-looks/1/answer', CONFIRM, cookies.analyst)).status).toBe(400);
  });
});

describe('too much', () => {
  it('in a body is refused before anything is done', async () => {
    const id = take();
    const body = { ...CONFIRM, note: 'x'.repeat(70_000) };
    const answer = await test.post(`/api/v1/alerts/${id}/decisions`, body, cookies.analyst);
    expect(told(answer)).toEqual([413, 'too-large']);
    const long = await test.post(
      `/api/v1/alerts/${id}/decisions`,
      { ...CONFIRM, note: 'x'.repeat(4001) },
      cookies.analyst,
    );
    expect(told(long)).toEqual([400, 'bad-request']);
    expect((await detailOf(id)).decisions).toEqual([]);
  });

  it('of an account is refused without stopping others, and of an address before anything is looked up', async () => {
    await using small = await openTestServer({ rateLimits: { perAddress: 14, perAccount: 4 } });
    const [ann, lea] = [await small.signIn('analyst'), await small.signIn('lead')];
    const ask = async (cookie: string) => (await small.get('/api/v1/session', cookie)).status;
    const statuses: number[] = [];
    for (let count = 0; count < 6; count += 1) statuses.push(await ask(ann));
    expect(statuses).toEqual([200, 200, 200, 200, 429, 429]);
    expect(await ask(lea)).toBe(200);
    const answers = [
      await small.get('/api/v1/session'),
      await small.get('/healthz'),
      await small.get('/healthz'),
    ];
    for (let count = 0; count < 4; count += 1) answers.push(await small.get('/healthz'));
    const last = answers.at(-1) ?? expect.fail('no answer');
    expect(told(last)).toEqual([429, 'too-many']);
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('whatever a person writes', () => {
  it('is kept as it was written, and answered as JSON that no browser takes for a page', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.constantFrom(
        '<script>alert(1)</script>',
        '"><img src=x onerror=alert(1)>',
        "'; drop table alerts; --",
        '{{7*7}}',
        '\u202etxt.exe',
        '\ud800',
        '\0',
        '__proto__',
        '../../etc/passwd',
        '=cmd|calc!A1',
      ),
    );
    const id = take();
    await fc.assert(
      fc.asyncProperty(text, async (note) => {
        const answer = await test.post(`/api/v1/alerts/${id}/escalate`, { note, revision: 1 }, cookies.lead);
        expect(answer.headers['content-type']).toMatch(/^application\/(?:problem\+)?json; charset=utf-8$/);
        expect(answer.headers['x-content-type-options']).toBe('nosniff');
        expect([200, 400, 422]).toContain(answer.status);
        if (answer.status !== 200) return;
        // What the database cannot hold is replaced, contacts are masked: everything else is as it was.
        const { note: kept } =
          alertDetail.parse(answer.json()).decisions.at(-1) ?? expect.fail('nothing kept');
        expect(kept?.length).toBe(note.toWellFormed().trim().length);
        await test.post(`/api/v1/alerts/${id}/return`, { note: null, revision: 1 }, cookies.lead);
      }),
      { numRuns: 60 },
    );
  });
});
