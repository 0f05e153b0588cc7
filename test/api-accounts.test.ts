/** Accounts over HTTP: second factor, password, sessions, tokens, and what administrators do. */
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  accountList,
  newAccount,
  newPassword,
  newToken,
  secondFactorSecret,
  sessionList,
  tokenList,
} from '../src/model/account-api.ts';
import { auditPage } from '../src/model/audit.ts';
import type { Role } from '../src/model/permissions.ts';
import { LOCK } from '../src/review/sign-in.ts';
import { SIGN_IN_LIMITS } from '../src/review/sign-in-guard.ts';
import { openTestServer, PASSWORD, type TestServer } from './support/open-test-server.ts';
import { seedAlerts } from './support/seed-alerts.ts';

const CONFIRM = { outcome: 'confirmed', reason: 'offers-listed-substance', note: null, revision: 1 };

let test: TestServer;
beforeAll(async () => {
  test = await openTestServer();
});
afterAll(async () => {
  await test[Symbol.asyncDispose]();
});

const problemOf = (answer: { json: () => unknown }) =>
  (answer.json() as { type: string }).type.replace('urn:precursor-watch:problem:', '');
const send = async (method: 'DELETE' | 'PATCH', url: string, cookie: string, payload?: object) => {
  const headers = { cookie };
  return (await test.server.inject({ method, url, headers, ...(payload ? { payload } : {}) })).statusCode;
};

describe('a second factor', () => {
  const codeOf = (secret: string, now: Date) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now.getTime() });
  const later = (server: TestServer, seconds: number) => {
    server.time.now = new Date(server.time.now.getTime() + seconds * 1000);
  };
  const signIn = (server: TestServer, more: object = {}) =>
    server.post('/api/v1/session', { name: 'lead', password: PASSWORD, ...more });

  it('is asked for once it is confirmed; each code is good once', async () => {
    await using server = await openTestServer();
    const cookie = await server.signIn('lead');
    const begun = await server.post('/api/v1/session/second-factor', { password: PASSWORD }, cookie);
    const { secret, uri } = secondFactorSecret.parse(begun.json());
    expect(new URL(uri).searchParams.get('secret')).toBe(secret);
    expect(Secret.fromBase32(secret).bytes).toHaveLength(20);
    expect((await signIn(server)).status).toBe(200);
    const confirm = (code: string) => server.post('/api/v1/session/second-factor/confirm', { code }, cookie);
    const wrong = codeOf(secret, new Date(server.time.now.getTime() + 600_000));
    expect(problemOf(await confirm(wrong))).toBe('wrong-code');
    expect((await confirm(codeOf(secret, server.time.now))).status).toBe(204);
    const twice = await confirm(codeOf(secret, server.time.now));
    expect(problemOf(twice)).toBe('wrong-state');
    expect(twice.text).not.toMatch(/alert/i);
    expect(problemOf(await signIn(server))).toBe('code-needed');
    const code = codeOf(secret, server.time.now);
    // The one that confirmed it was used by that.
    expect(problemOf(await signIn(server, { code }))).toBe('wrong-sign-in');
    later(server, 30);
    const next = codeOf(secret, server.time.now);
    expect((await signIn(server, { code: next })).json()).toMatchObject({ name: 'lead', secondFactor: true });
    expect(problemOf(await signIn(server, { code: next }))).toBe('wrong-sign-in');
    later(server, 60);
    // A clock that is half a minute behind will do, one that is minutes behind will not.
    const behind = (seconds: number) => codeOf(secret, new Date(server.time.now.getTime() - seconds * 1000));
    expect(problemOf(await signIn(server, { code: behind(120) }))).toBe('wrong-sign-in');
    expect((await signIn(server, { code: behind(30) })).status).toBe(200);
  });

  it('is not begun from a tab that was left open, without the password', async () => {
    await using server = await openTestServer();
    const cookie = await server.signIn('lead');
    const begin = (body: object) => server.post('/api/v1/session/second-factor', body, cookie);
    expect((await begin({})).status).toBe(400);
    expect(problemOf(await begin({ password: 'wrong' }))).toBe('wrong-sign-in');
    const { secret } = await server.db
      .selectFrom('users')
      .select('totp_secret as secret')
      .where('name', '=', 'lead')
      .executeTakeFirstOrThrow();
    expect(secret).toBeNull();
    expect((await begin({ password: PASSWORD })).status).toBe(200);
  });

  it('is stored so that the database alone gives no code, neither before it is confirmed nor after', async () => {
    await using server = await openTestServer();
    const cookie = await server.signIn('lead');
    const begun = await server.post('/api/v1/session/second-factor', { password: PASSWORD }, cookie);
    const { secret } = secondFactorSecret.parse(begun.json());
    const stored = async () => JSON.stringify(await server.db.selectFrom('users').selectAll().execute());
    expect(await stored()).not.toContain(secret);
    const code = codeOf(secret, server.time.now);
    expect((await server.post('/api/v1/session/second-factor/confirm', { code }, cookie)).status).toBe(204);
    expect(await stored()).not.toContain(secret);
  });

  it('ends the sessions that the password alone had opened elsewhere, once it is confirmed', async () => {
    await using server = await openTestServer();
    const [here, elsewhere] = [await server.signIn('lead'), await server.signIn('lead')];
    const begun = await server.post('/api/v1/session/second-factor', { password: PASSWORD }, here);
    const { secret } = secondFactorSecret.parse(begun.json());
    expect((await server.get('/api/v1/session', elsewhere)).status).toBe(200);
    const code = codeOf(secret, server.time.now);
    expect((await server.post('/api/v1/session/second-factor/confirm', { code }, here)).status).toBe(204);
    expect((await server.get('/api/v1/session', here)).status).toBe(200);
    expect((await server.get('/api/v1/session', elsewhere)).status).toBe(401);
  });

  it('locks the account after a few wrong codes beside the right password, sooner than wrong passwords do', async () => {
    await using server = await openTestServer();
    const cookie = await server.signIn('lead');
    const begun = await server.post('/api/v1/session/second-factor', { password: PASSWORD }, cookie);
    const { secret } = secondFactorSecret.parse(begun.json());
    await server.post(
      '/api/v1/session/second-factor/confirm',
      { code: codeOf(secret, server.time.now) },
      cookie,
    );
    later(server, 60);
    const wrong = codeOf(secret, new Date(server.time.now.getTime() + 600_000));
    const from = (index: number, code: string) =>
      server.server.inject({
        method: 'POST',
        url: '/api/v1/session',
        remoteAddress: `192.0.2.${index}`,
        payload: { name: 'lead', password: PASSWORD, code },
      });
    const most = LOCK.failures / LOCK.codeWeight;
    expect(most).toBeLessThanOrEqual(10);
    for (let tries = 1; tries <= most; tries += 1)
      expect(problemOf(await from(tries, wrong))).toBe('wrong-sign-in');
    expect(problemOf(await from(99, codeOf(secret, server.time.now)))).toBe('too-many');
    later(server, LOCK.minutes * 60);
    expect((await from(99, codeOf(secret, server.time.now))).statusCode).toBe(200);
  });

  it('does not tell that the password was right when the code is wrong', async () => {
    await using server = await openTestServer();
    const cookie = await server.signIn('lead');
    const begun = await server.post('/api/v1/session/second-factor', { password: PASSWORD }, cookie);
    const { secret } = secondFactorSecret.parse(begun.json());
    await server.post(
      '/api/v1/session/second-factor/confirm',
      { code: codeOf(secret, server.time.now) },
      cookie,
    );
    const code = codeOf(secret, new Date(server.time.now.getTime() + 600_000));
    const wrongCode = await signIn(server, { code });
    const wrongPassword = await server.post('/api/v1/session', { name: 'lead', password: 'x', code });
    expect(wrongCode.json()).toEqual(wrongPassword.json());
  });

  it('is removed with the password, or by an administrator', async () => {
    await using server = await openTestServer();
    for (const way of ['own', 'admin'] as const) {
      const cookie = await server.signIn('lead');
      const begun = await server.post('/api/v1/session/second-factor', { password: PASSWORD }, cookie);
      const { secret } = secondFactorSecret.parse(begun.json());
      later(server, 90);
      await server.post(
        '/api/v1/session/second-factor/confirm',
        { code: codeOf(secret, server.time.now) },
        cookie,
      );
      expect(
        problemOf(await server.post('/api/v1/session/second-factor', { password: PASSWORD }, cookie)),
      ).toBe('wrong-state');
      if (way === 'own') {
        const remove = (password: string) =>
          server.post('/api/v1/session/second-factor/remove', { password }, cookie);
        expect(problemOf(await remove('wrong'))).toBe('wrong-sign-in');
        expect((await remove(PASSWORD)).status).toBe(204);
      } else {
        const admin = await server.signIn('admin');
        const { items } = accountList.parse((await server.get('/api/v1/users', admin)).json());
        const lead = items.find(({ name }) => name === 'lead');
        expect(lead?.secondFactor).toBe(true);
        const url = `/api/v1/users/${lead?.id}/second-factor`;
        const cleared = await server.server.inject({ method: 'DELETE', url, headers: { cookie: admin } });
        expect(cleared.statusCode).toBe(204);
      }
      expect((await signIn(server)).status).toBe(200);
    }
  });
});

describe('a password', () => {
  it.each([
    ['changed', '/api/v1/session/password', { current: PASSWORD, next: 'another long password' }],
    ['told to remove a second factor', '/api/v1/session/second-factor/remove', { password: PASSWORD }],
  ])('that is %s leaves nothing to guess it by under an idempotency key', async (_, url, body) => {
    await using server = await openTestServer();
    const cookie = await server.signIn('viewer');
    expect((await server.post(url, body, cookie, { 'idempotency-key': 'k1' })).status).toBe(204);
    expect(await server.db.selectFrom('idempotency_keys').selectAll().execute()).toEqual([]);
  });

  it('is changed by who knows it; other sessions end, this one goes on', async () => {
    await using server = await openTestServer();
    const [here, elsewhere] = [await server.signIn('viewer'), await server.signIn('viewer')];
    const change = (current: string, next: string) =>
      server.post('/api/v1/session/password', { current, next }, here);
    expect(problemOf(await change('wrong', 'a new long password'))).toBe('wrong-sign-in');
    expect((await change(PASSWORD, 'short')).status).toBe(400);
    expect((await change(PASSWORD, 'a new long password')).status).toBe(204);
    expect((await server.get('/api/v1/session', here)).status).toBe(200);
    expect((await server.get('/api/v1/session', elsewhere)).status).toBe(401);
    const sign = (password: string) => server.post('/api/v1/session', { name: 'viewer', password });
    expect([(await sign(PASSWORD)).status, (await sign('a new long password')).status]).toEqual([401, 200]);
  });

  it('is not guessed from a tab that was left open, and others change theirs meanwhile', async () => {
    await using server = await openTestServer();
    const [cookie, other] = [await server.signIn('viewer'), await server.signIn('lead')];
    const change = (current: string, by = cookie) =>
      server.post('/api/v1/session/password', { current, next: 'a new long password' }, by);
    const factor = (path: string) =>
      server.post(`/api/v1/session/second-factor${path}`, { password: PASSWORD }, cookie);
    const { perNameAndAddress: most, windowSeconds } = SIGN_IN_LIMITS;
    for (let i = 0; i < most; i += 1) expect(problemOf(await change(`wrong ${i}`))).toBe('wrong-sign-in');
    const [changed, removed, begun] = [await change(PASSWORD), await factor('/remove'), await factor('')];
    expect([changed, removed, begun].map(problemOf)).toEqual(['too-many', 'too-many', 'too-many']);
    expect(changed.headers['retry-after']).toBe(String(windowSeconds));
    expect((await change(PASSWORD, other)).status).toBe(204);
    server.time.now = new Date(server.time.now.getTime() + windowSeconds * 1000);
    expect((await change(PASSWORD)).status).toBe(204);
  });
});

describe('sessions', () => {
  it('are listed with where they were opened, and ended one by one', async () => {
    const [here, there] = [await test.signIn('operator'), await test.signIn('operator')];
    const list = async () => sessionList.parse((await test.get('/api/v1/sessions', here)).json()).items;
    const items = await list();
    expect(items.map(({ user, current, address }) => [user, current, address])).toEqual(
      expect.arrayContaining([
        ['operator', true, '127.0.0.1'],
        ['operator', false, '127.0.0.1'],
      ]),
    );
    const other = items.find(({ current }) => !current)?.id ?? 0;
    const stranger = await test.signIn('viewer');
    expect(await send('DELETE', `/api/v1/sessions/${other}`, stranger)).toBe(404);
    expect((await test.get('/api/v1/session', there)).status).toBe(200);
    expect(await send('DELETE', `/api/v1/sessions/${other}`, here)).toBe(204);
    expect((await test.get('/api/v1/session', there)).status).toBe(401);
    expect(await list()).toHaveLength(1);
  });

  it('of everybody are seen and ended by administrators only', async () => {
    const [viewer, admin] = [await test.signIn('viewer'), await test.signIn('admin')];
    const seen = async (cookie: string) =>
      sessionList.parse((await test.get('/api/v1/sessions?of=all', cookie)).json()).items;
    expect(new Set((await seen(viewer)).map(({ user }) => user))).toEqual(new Set(['viewer']));
    const all = await seen(admin);
    const own = all.filter(({ user }) => user === 'viewer');
    for (const { id } of own) expect(await send('DELETE', `/api/v1/sessions/${id}`, admin)).toBe(204);
    expect((await test.get('/api/v1/session', viewer)).status).toBe(401);
  });
});

describe('a token', () => {
  const make = async (role: Role, body: object) =>
    await test.post(
      '/api/v1/tokens',
      { name: 'script', days: 30, password: PASSWORD, ...body },
      await test.signIn(role),
    );
  const ask = (method: 'GET' | 'POST', url: string, token: string, cookie?: string) =>
    test.server.inject({
      method,
      url,
      headers: { authorization: `Bearer ${token}`, ...(cookie === undefined ? {} : { cookie }) },
      ...(method === 'POST' ? { payload: {} } : {}),
    });

  it('reaches what its scopes name and nothing else', async () => {
    const { token } = newToken.parse((await make('lead', { scopes: ['alerts:read'] })).json());
    expect(token).toMatch(/^pwt_[\w-]{43}$/);
    expect((await ask('GET', '/api/v1/alerts', token)).statusCode).toBe(200);
    const refused = await ask('POST', '/api/v1/claims/next', token);
    expect([refused.statusCode, refused.json().detail]).toEqual([
      403,
      'The token lacks the scope "alerts:decide".',
    ]);
    expect((await ask('GET', '/api/v1/session', token)).statusCode).toBe(403);
    expect((await ask('POST', '/api/v1/tokens', token)).statusCode).toBe(403);
  });

  it('is not made from a tab that was left open, without the password: it would outlive the session by far', async () => {
    await using server = await openTestServer();
    const cookie = await server.signIn('lead');
    const wanted = { name: 'script', scopes: ['alerts:read'], days: 365 };
    const create = (more: object) => server.post('/api/v1/tokens', { ...wanted, ...more }, cookie);
    expect(problemOf(await create({}))).toBe('bad-request');
    const { perNameAndAddress: most } = SIGN_IN_LIMITS;
    // Not guessed by two doors: what was tried at one counts at the other.
    for (let i = 1; i < most; i += 1)
      expect(problemOf(await create({ password: `wrong ${i}` }))).toBe('wrong-sign-in');
    const change = { current: 'wrong', next: 'a new long password' };
    expect(problemOf(await server.post('/api/v1/session/password', change, cookie))).toBe('wrong-sign-in');
    expect(problemOf(await create({ password: PASSWORD }))).toBe('too-many');
    expect(await server.db.selectFrom('api_tokens').selectAll().execute()).toEqual([]);
    expect((await server.get('/api/v1/session', cookie)).status).toBe(200);
    server.time.now = new Date(server.time.now.getTime() + SIGN_IN_LIMITS.windowSeconds * 1000);
    expect((await create({ password: PASSWORD })).status).toBe(201);
  });

  it('is held to its scopes inside of a route, too, whatever its owner may', async () => {
    await using server = await openTestServer();
    const [escalated = 0, open = 0] = await seedAlerts(server.db, [{}, {}]);
    const lead = await server.signIn('lead');
    await server.post(`/api/v1/alerts/${escalated}/escalate`, { note: 'look', revision: 1 }, lead);
    const scopes = ['alerts:read', 'alerts:decide', 'exports:make'];
    const made = await server.post(
      '/api/v1/tokens',
      { name: 'script', days: 1, scopes, password: PASSWORD },
      lead,
    );
    const headers = { authorization: `Bearer ${newToken.parse(made.json()).token}` };
    const send = (path: string, body: object) => server.post(`/api/v1${path}`, body, undefined, headers);
    const told = async (path: string, body: object) => {
      const answer = await send(path, body);
      return [answer.status, problemOf(answer)];
    };
    const revealed = { format: 'jsonl', marking: 'TLP:RED', contacts: 'revealed', reason: 'a reason' };
    expect(await told('/exports', { ...revealed, target: { alerts: [open] } })).toEqual([
      403,
      'not-permitted',
    ]);
    expect(await told('/claims/next', { queue: 'leads' })).toEqual([403, 'not-permitted']);
    expect(await told(`/alerts/${escalated}/decisions`, CONFIRM)).toEqual([403, 'not-permitted']);
    expect(await told(`/alerts/${escalated}/claim`, {})).toEqual([409, 'wrong-state']);
    const takeOver = { reason: 'it is urgent' };
    expect(await told(`/alerts/${escalated}/claim/take-over`, takeOver)).toEqual([409, 'wrong-state']);
    expect(await told('/views', { name: 'all', query: {}, shared: true })).toEqual([403, 'not-permitted']);
    const order = { action: 'snooze', until: '2026-02-02T00:00:00Z', note: null };
    const bulk = await send('/bulk', { target: { alerts: [escalated, open] }, order });
    expect(bulk.json()).toMatchObject({ change: 1 });
    const offers = await server.db.selectFrom('alerts').select(['id', 'offer_id']).orderBy('id').execute();
    const [into, from] = [offers.at(-1)?.offer_id, offers[0]?.offer_id];
    const merge = { offers: [from], reason: 'they are the same' };
    expect(await told(`/offers/${into}/merge`, merge)).toEqual([403, 'not-permitted']);
    expect((await send(`/alerts/${open}/decisions`, CONFIRM)).status).toBe(200);
  });

  it('that only reads changes no saved view, and one that keeps views does', async () => {
    await using server = await openTestServer();
    const cookie = await server.signIn('viewer');
    const body = { name: 'of a program', query: {} };
    const write = async (scopes: readonly string[]) => {
      const order = { name: 'script', days: 1, scopes, password: PASSWORD };
      const { token } = newToken.parse((await server.post('/api/v1/tokens', order, cookie)).json());
      const headers = { authorization: `Bearer ${token}` };
      const send = async (method: 'POST' | 'PUT' | 'DELETE', url: string) =>
        await server.server.inject({
          method,
          url,
          headers,
          ...(method === 'DELETE' ? {} : { payload: body }),
        });
      const made = await send('POST', '/api/v1/views');
      const at = `/api/v1/views/${(made.json() as { id?: number }).id ?? 4711}`;
      const [changed, deleted] = [await send('PUT', at), await send('DELETE', at)];
      return [made, changed, deleted].map(({ statusCode }) => statusCode);
    };
    expect(await write(['alerts:read'])).toEqual([403, 403, 403]);
    expect(await write(['views:keep'])).toEqual([201, 204, 204]);
  });

  it('stands before the cookie, so that its narrow scope holds', async () => {
    const { token } = newToken.parse((await make('lead', { scopes: ['alerts:read'] })).json());
    const cookie = await test.signIn('lead');
    expect((await ask('POST', '/api/v1/claims/next', token, cookie)).statusCode).toBe(403);
    expect((await ask('GET', '/api/v1/alerts', 'pwt_guess', cookie)).statusCode).toBe(401);
  });

  it.each([
    { name: 'a scope that the role lacks', role: 'viewer', body: { scopes: ['alerts:decide'] }, status: 422 },
    { name: 'the own account', role: 'admin', body: { scopes: ['account:own'] }, status: 422 },
    { name: 'other accounts', role: 'admin', body: { scopes: ['users:manage'] }, status: 422 },
    { name: 'no scope', role: 'lead', body: { scopes: [] }, status: 400 },
    { name: 'an unknown scope', role: 'lead', body: { scopes: ['all'] }, status: 400 },
    { name: 'no end', role: 'lead', body: { scopes: ['alerts:read'], days: 10_000 }, status: 400 },
  ] as const)('is not made for $name', async ({ role, body, status }) => {
    expect((await make(role, body)).status).toBe(status);
  });

  it('is kept as a hash only, with its last use, and shown once', async () => {
    const made = newToken.parse((await make('auditor', { scopes: ['audit:read', 'alerts:read'] })).json());
    const cookie = await test.signIn('auditor');
    const list = async () => tokenList.parse((await test.get('/api/v1/tokens', cookie)).json()).items;
    expect((await list())[0]).toMatchObject({ id: made.id, name: 'script', lastUsedAt: null });
    await ask('GET', '/api/v1/alerts', made.token);
    expect((await list())[0]).toMatchObject({ lastUsedAt: test.time.now.toISOString() });
    const rows = await test.db.selectFrom('api_tokens').selectAll().execute();
    expect(JSON.stringify([rows, await list()])).not.toContain(made.token);
  });

  it('ends when it is revoked, when its time is over, and while its account is disabled', async () => {
    await using server = await openTestServer();
    const cookie = await server.signIn('lead');
    const create = async () => {
      const body = { name: 'x', scopes: ['alerts:read'], days: 1, password: PASSWORD };
      return newToken.parse((await server.post('/api/v1/tokens', body, cookie)).json());
    };
    const [first, second] = [await create(), await create()];
    const status = async (token: string) => {
      const headers = { authorization: `Bearer ${token}` };
      return (await server.server.inject({ method: 'GET', url: '/api/v1/alerts', headers })).statusCode;
    };
    const revoke = (as: string) =>
      server.server.inject({ method: 'DELETE', url: `/api/v1/tokens/${first.id}`, headers: { cookie: as } });
    expect((await revoke(await server.signIn('viewer'))).statusCode).toBe(404);
    expect((await revoke(cookie)).statusCode).toBe(204);
    expect([await status(first.token), await status(second.token)]).toEqual([401, 200]);
    await server.db
      .updateTable('users')
      .set({ disabled_at: server.time.now })
      .where('name', '=', 'lead')
      .execute();
    expect(await status(second.token)).toBe(401);
    await server.db.updateTable('users').set({ disabled_at: null }).execute();
    server.time.now = new Date(server.time.now.getTime() + 86_400_000);
    expect(await status(second.token)).toBe(401);
  });

  it("ends with the sessions when an admin sets its owner's password anew, on record, and outlives the owner's own change", async () => {
    await using server = await openTestServer();
    const [lead, admin] = [await server.signIn('lead'), await server.signIn('admin')];
    const body = { name: 'script', scopes: ['alerts:read'], days: 1, password: PASSWORD };
    const tokenOf = async (cookie: string) =>
      newToken.parse((await server.post('/api/v1/tokens', body, cookie)).json());
    const [kept, gone, others] = [await tokenOf(lead), await tokenOf(lead), await tokenOf(admin)];
    await server.server.inject({
      method: 'DELETE',
      url: `/api/v1/tokens/${gone.id}`,
      headers: { cookie: lead },
    });
    const status = async ({ token }: { token: string }) => {
      const headers = { authorization: `Bearer ${token}` };
      return (await server.server.inject({ method: 'GET', url: '/api/v1/alerts', headers })).statusCode;
    };
    const change = { current: PASSWORD, next: 'a new long password' };
    expect((await server.post('/api/v1/session/password', change, lead)).status).toBe(204);
    expect(await status(kept)).toBe(200);
    const { items } = accountList.parse((await server.get('/api/v1/users', admin)).json());
    const id = items.find(({ name }) => name === 'lead')?.id;
    const reset = newPassword.parse((await server.post(`/api/v1/users/${id}/password`, {}, admin)).json());
    expect(reset.revokedTokens).toBe(1);
    expect([await status(kept), await status(others)]).toEqual([401, 200]);
    expect((await server.get('/api/v1/session', lead)).status).toBe(401);
    const audit = auditPage.parse((await server.get('/api/v1/audit?action=user.password', admin)).json());
    expect(audit.items.map(({ actor, detail }) => ({ actor, detail }))).toEqual([
      { actor: 'admin', detail: { revokedTokens: [kept.id] } },
      { actor: 'lead', detail: {} },
    ]);
  });

  it.each(['', 'Bearer', 'Bearer ', 'Basic YTpi', 'Bearer a b', `Bearer ${'x'.repeat(300)}`])(
    'that is written as "%s" opens nothing',
    async (authorization) => {
      const answer = await test.server.inject({
        method: 'GET',
        url: '/api/v1/alerts',
        headers: { authorization },
      });
      expect(answer.statusCode).toBe(401);
    },
  );
});

describe('accounts', () => {
  it('are made, changed and helped by administrators', async () => {
    const admin = await test.signIn('admin');
    const made = await test.post('/api/v1/users', { name: 'Zoë Ünal', role: 'analyst' }, admin);
    const { id, password } = newAccount.parse(made.json());
    expect((await test.post('/api/v1/users', { name: 'zoë ünal', role: 'viewer' }, admin)).status).toBe(409);
    const enter = async (secret: string) => {
      const answer = await test.post('/api/v1/session', { name: 'ZOË ÜNAL', password: secret });
      return { status: answer.status, cookie: String(answer.headers['set-cookie']).split(';')[0] ?? '' };
    };
    const { status, cookie } = await enter(password);
    expect(status).toBe(200);
    expect((await test.post('/api/v1/alerts/4711/decisions', CONFIRM, cookie)).status).toBe(404);
    expect(await send('PATCH', `/api/v1/users/${id}`, admin, { role: 'viewer' })).toBe(204);
    expect((await test.post('/api/v1/alerts/4711/decisions', CONFIRM, cookie)).status).toBe(403);
    expect(await send('PATCH', `/api/v1/users/${id}`, admin, { disabled: true })).toBe(204);
    expect((await test.get('/api/v1/session', cookie)).status).toBe(401);
    expect((await enter(password)).status).toBe(401);
    expect(await send('PATCH', `/api/v1/users/${id}`, admin, { disabled: false })).toBe(204);
    const reset = await test.post(`/api/v1/users/${id}/password`, {}, admin);
    expect((await enter(password)).status).toBe(401);
    expect((await enter(newPassword.parse(reset.json()).password)).status).toBe(200);
  });

  it('of administrators are not helped from a tab that was left open, where the password is asked for otherwise', async () => {
    await using server = await openTestServer();
    const admin = await server.signIn('admin');
    const { items } = accountList.parse((await server.get('/api/v1/users', admin)).json());
    const own = `/api/v1/users/${items.find(({ name }) => name === 'admin')?.id}`;
    const reset = await server.post(`${own}/password`, {}, admin);
    expect([reset.status, problemOf(reset)]).toEqual([403, 'not-permitted']);
    const url = `${own}/second-factor`;
    const cleared = await server.server.inject({ method: 'DELETE', url, headers: { cookie: admin } });
    expect([cleared.statusCode, problemOf(cleared)]).toEqual([403, 'not-permitted']);
    expect((await server.get('/api/v1/session', admin)).status).toBe(200);
  });

  it('are left alone by a session that began long ago, until the password opens another', async () => {
    await using server = await openTestServer();
    const later = (minutes: number) => {
      server.time.now = new Date(server.time.now.getTime() + minutes * 60_000);
    };
    const old = await server.signIn('admin');
    const { items } = accountList.parse((await server.get('/api/v1/users', old)).json());
    const lead = `/api/v1/users/${items.find(({ name }) => name === 'lead')?.id}`;
    const acts = [
      { method: 'POST', url: '/api/v1/users', payload: { name: 'someone', role: 'admin' }, status: 201 },
      { method: 'PATCH', url: lead, payload: { role: 'admin' }, status: 204 },
      { method: 'DELETE', url: `${lead}/second-factor`, status: 204 },
      { method: 'POST', url: `${lead}/password`, payload: {}, status: 200 },
    ] as const;
    const all = async (cookie: string) => {
      const answers = [];
      for (const { status: _, ...act } of acts) {
        const answer = await server.server.inject({ ...act, headers: { cookie } });
        answers.push(answer.statusCode === 403 ? problemOf(answer) : answer.statusCode);
      }
      return answers;
    };
    const before = await server.db.selectFrom('users').selectAll().orderBy('id').execute();
    later(16);
    expect(await all(old)).toEqual(acts.map(() => 'sign-in-again'));
    expect(await server.db.selectFrom('users').selectAll().orderBy('id').execute()).toEqual(before);
    // What only looks is no matter of it.
    expect((await server.get('/api/v1/users', old)).status).toBe(200);
    const again = await server.post('/api/v1/session', { name: 'admin', password: PASSWORD }, old);
    // Whoever had the cookie of before is out.
    expect((await server.get('/api/v1/session', old)).status).toBe(401);
    const fresh = String(again.headers['set-cookie']).split(';')[0] ?? '';
    later(14);
    expect(await all(fresh)).toEqual(acts.map(({ status }) => status));
  });

  it('never lose the last who can do everything', async () => {
    const admin = await test.signIn('admin');
    const { items } = accountList.parse((await test.get('/api/v1/users', admin)).json());
    const { id } = items.find(({ role }) => role === 'admin') ?? expect.fail('no administrator');
    expect(await send('PATCH', `/api/v1/users/${id}`, admin, { role: 'lead' })).toBe(409);
    expect(await send('PATCH', `/api/v1/users/${id}`, admin, { disabled: true })).toBe(409);
  });

  it.each(['', ' ', '-x', 'a\nb', '<b>', 'x'.repeat(81)])('are not made with the name "%s"', async (name) => {
    const admin = await test.signIn('admin');
    expect((await test.post('/api/v1/users', { name, role: 'viewer' }, admin)).status).toBe(400);
  });

  it('are listed without anything secret', async () => {
    const answer = await test.get('/api/v1/users', await test.signIn('auditor'));
    expect(accountList.parse(answer.json()).items.length).toBeGreaterThan(5);
    expect(answer.text).not.toMatch(/argon2|hash|totp/i);
  });

  it('that decide are named to colleagues', async () => {
    const answer = await test.get('/api/v1/colleagues', await test.signIn('analyst'));
    const names = (answer.json() as { items: { name: string }[] }).items.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['admin', 'analyst', 'lead']));
    expect(names).not.toContain('viewer');
  });
});
