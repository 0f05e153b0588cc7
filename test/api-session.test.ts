/** Signing in and out over HTTP: the cookie, the lock against guessing, the end of a session. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_PATHS } from '../src/model/api.ts';
import { SIGN_IN_LIMITS } from '../src/review/sign-in-guard.ts';
import { openTestServer, PASSWORD, type TestServer } from './support/open-test-server.ts';

const URL = API_PATHS.session;

const ANALYST = {
  name: 'analyst',
  role: 'analyst',
  permissions: [
    'alerts:read',
    'alerts:decide',
    'views:keep',
    'contacts:reveal',
    'exports:make',
    'account:own',
  ],
  secondFactor: false,
  external: false,
  practice: false,
};

let test: TestServer;
beforeAll(async () => {
  test = await openTestServer();
});
afterAll(async () => {
  await test[Symbol.asyncDispose]();
});

describe('signing in', () => {
  it('answers who one is and sets a cookie that scripts and other sites cannot use', async () => {
    const answer = await test.post(URL, { name: 'Analyst', password: PASSWORD });
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual(ANALYST);
    const [cookie = '', ...flags] = String(answer.headers['set-cookie']).split('; ');
    expect(cookie).toMatch(/^pw_session=[\w-]{43}$/);
    expect(flags.toSorted()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Strict']);
    expect(answer.text).not.toContain(cookie.slice('pw_session='.length));
    const who = await test.get(URL, cookie);
    expect([who.status, who.json()]).toEqual([200, ANALYST]);
    expect(who.headers['cache-control']).toBe('no-store');
  });

  it('sends the cookie over HTTPS only where that is set', async () => {
    await using secure = await openTestServer({ secureCookies: true });
    const answer = await secure.post(URL, { name: 'analyst', password: PASSWORD });
    expect(String(answer.headers['set-cookie']).split('; ')).toContain('Secure');
  });

  it('refuses a wrong password and an unknown name in the same words', async () => {
    const wrong = await test.post(URL, { name: 'viewer', password: 'wrong' });
    const unknown = await test.post(URL, { name: 'nobody', password: 'wrong' });
    expect(wrong.status).toBe(401);
    expect(wrong.headers['set-cookie']).toBeUndefined();
    expect(unknown.json()).toEqual(wrong.json());
  });

  it('ends the session that the browser had', async () => {
    const before = await test.signIn();
    await test.post(URL, { name: 'viewer', password: PASSWORD }, before);
    expect((await test.get(URL, before)).status).toBe(401);
  });

  it('is locked after too many failures, for the right password too, and says how long', async () => {
    await using fresh = await openTestServer();
    const tries = Array.from({ length: SIGN_IN_LIMITS.perNameAndAddress }, () =>
      fresh.post(URL, { name: 'analyst', password: 'wrong' }),
    );
    expect((await Promise.all(tries)).map((answer) => answer.status)).toEqual(tries.map(() => 401));
    const locked = await fresh.post(URL, { name: 'analyst', password: PASSWORD });
    expect([locked.status, locked.headers['retry-after']]).toEqual([
      429,
      String(SIGN_IN_LIMITS.windowSeconds),
    ]);
    expect(locked.json()).toMatchObject({ type: 'urn:precursor-watch:problem:too-many' });
    fresh.time.now = new Date(fresh.time.now.getTime() + SIGN_IN_LIMITS.windowSeconds * 1000);
    expect((await fresh.post(URL, { name: 'analyst', password: PASSWORD })).status).toBe(200);
  });

  it('is limited per minute and address, whatever the names', async () => {
    await using fresh = await openTestServer();
    const statuses: number[] = [];
    for (let i = 0; i < 40; i += 1) {
      const answer = await fresh.post(URL, { name: `name ${i}`, password: 'x' });
      statuses.push(answer.status);
      if (answer.status === 429)
        expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(30);
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
  });
});

describe('an address of IPv6', () => {
  it('gains no further tries by each of the addresses that its connection was given', async () => {
    await using fresh = await openTestServer();
    const statuses: number[] = [];
    for (let i = 0; i < 40; i += 1) {
      const remoteAddress = `2001:db8:1:2::${i.toString(16)}`;
      const payload = { name: `name ${i}`, password: 'x' };
      const { statusCode } = await fresh.server.inject({ method: 'POST', url: URL, payload, remoteAddress });
      statuses.push(statusCode);
    }
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
  });
});

describe('behind a proxy', () => {
  it('each client is limited for itself; what a stranger says of its own address is not believed', async () => {
    await using fresh = await openTestServer({ proxies: ['10.0.0.0/30'] });
    const statusOf = async (remoteAddress: string, client: string) => {
      const headers = { 'x-forwarded-for': client };
      const payload = { name: client, password: 'x' };
      const request = { method: 'POST', url: URL, payload, headers, remoteAddress } as const;
      return (await fresh.server.inject(request)).statusCode;
    };
    const last = { proxied: 0, stranger: 0 };
    for (let i = 0; i < 31; i += 1) {
      last.proxied = await statusOf('10.0.0.1', '203.0.113.7');
      last.stranger = await statusOf('198.51.100.1', `203.0.113.${100 + i}`);
    }
    expect(last).toEqual({ proxied: 429, stranger: 429 });
    expect(await statusOf('10.0.0.1', '203.0.113.8')).toBe(401);
    const lead = { name: 'lead', password: PASSWORD };
    const headers = { 'x-forwarded-for': '192.0.2.1, 203.0.113.9' };
    await fresh.server.inject({
      method: 'POST',
      url: URL,
      payload: lead,
      headers,
      remoteAddress: '10.0.0.1',
    });
    const { address } = await fresh.db.selectFrom('sessions').select('address').executeTakeFirstOrThrow();
    expect(address).toBe('203.0.113.9');
  });
});

describe('signing out', () => {
  it('ends the session and takes the cookie away', async () => {
    const cookie = await test.signIn();
    const out = await test.server.inject({ method: 'DELETE', url: URL, headers: { cookie } });
    expect([out.statusCode, out.body]).toEqual([204, '']);
    expect(String(out.headers['set-cookie'])).toMatch(/^pw_session=; .*Expires=Thu, 01 Jan 1970/);
    expect((await test.get(URL, cookie)).status).toBe(401);
  });
});

describe('a session', () => {
  it('ends twelve hours after its last use', async () => {
    await using fresh = await openTestServer();
    const cookie = await fresh.signIn();
    const statuses: number[] = [];
    for (const hours of [11, 11, 12.1]) {
      fresh.time.now = new Date(fresh.time.now.getTime() + hours * 3_600_000);
      statuses.push((await fresh.get(URL, cookie)).status);
    }
    expect(statuses).toEqual([200, 200, 401]);
  });

  it('ends a week after it began, however much it is used', async () => {
    await using fresh = await openTestServer();
    const cookie = await fresh.signIn();
    const statuses: number[] = [];
    for (let hours = 8; hours <= 176; hours += 8) {
      fresh.time.now = new Date(fresh.time.now.getTime() + 8 * 3_600_000);
      statuses.push((await fresh.get(URL, cookie)).status);
    }
    expect(statuses).toEqual([...Array.from({ length: 20 }, () => 200), 401, 401]);
  });
});
