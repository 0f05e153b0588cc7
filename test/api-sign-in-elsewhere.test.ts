/** Signing in through a real OpenID provider: accounts and roles follow it, and nothing that does not hold lets anybody in. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountList } from '../src/model/account-api.ts';
import type { IdentitySettings } from '../src/model/review-rules.ts';
import { identityFetch } from '../src/review/identity-fetch.ts';
import { openIdentityProvider } from '../src/review/identity-provider.ts';
import { openTestServer, PASSWORD, type TestServer } from './support/open-test-server.ts';
import {
  type Person,
  startIdentityProvider,
  type TestIdentityProvider,
} from './support/start-identity-provider.ts';
import { startLoopback } from './support/start-loopback.ts';

const SECRET = 'a secret of the tests, long enough for the provider';
const BASE = 'http://console.test';
const RETURN = `${BASE}/api/v1/session/elsewhere/return`;

const people: Record<string, Person> = {
  'sub-ann': { preferred_username: 'ann', groups: ['staff', 'watch-analysts'] },
  'sub-lea': { preferred_username: 'lea', groups: ['watch-analysts', 'watch-leads'] },
  'sub-nobody': { preferred_username: 'nobody', groups: ['staff'] },
  'sub-odd': { preferred_username: 'odd' },
  'sub-admin': { preferred_username: 'Admin', groups: ['watch-leads'] },
};

let folder: string;
let provider: TestIdentityProvider;
let test: TestServer;
let settings: IdentitySettings;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pw-identity-'));
  const clientSecretFile = join(folder, 'secret');
  await writeFile(clientSecretFile, `${SECRET}\n`);
  provider = await startIdentityProvider({ clientSecret: SECRET, returnTo: RETURN, people, inToken: false });
  settings = {
    name: 'Our directory',
    issuer: provider.issuer,
    internal: true,
    clientId: 'precursor-watch',
    clientSecretFile,
    baseUrl: BASE,
    scope: 'openid profile email',
    rolesClaim: 'groups',
    roles: [
      { value: 'watch-leads', role: 'lead' },
      { value: 'watch-analysts', role: 'analyst' },
    ],
  };
  test = await openTestServer({ identity: await openIdentityProvider(settings) });
});
afterAll(async () => {
  await test[Symbol.asyncDispose]();
  await provider[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const cookieOf = (answer: { headers: Record<string, unknown> }, name: string) =>
  [answer.headers['set-cookie']]
    .flat()
    .map((line) => String(line).split(';')[0] ?? '')
    .find((pair) => pair.startsWith(`${name}=`) && pair !== `${name}=`);

async function begin(server = test): Promise<{ address: string; pending: string }> {
  const answer = await server.get('/api/v1/session/elsewhere');
  expect(answer.status).toBe(303);
  return { address: String(answer.headers['location']), pending: cookieOf(answer, 'pw_elsewhere') ?? '' };
}

async function comeBack(address: string, pending: string, server = test) {
  const answer = await server.get(address.slice(BASE.length), pending);
  return {
    status: answer.status,
    leadsTo: answer.headers['location'],
    session: cookieOf(answer, 'pw_session'),
  };
}

async function signIn(subject: string, server = test, at = provider) {
  const { address, pending } = await begin(server);
  return await comeBack(await at.visit(address, subject), pending, server);
}

const who = async (session: string | undefined, server = test) =>
  (await server.get('/api/v1/session', session)).json();

describe('signing in elsewhere', () => {
  it('is offered where it is set up', async () => {
    expect((await test.get('/api/v1/session/ways')).json()).toEqual({ elsewhere: { name: 'Our directory' } });
    await using local = await openTestServer();
    expect((await local.get('/api/v1/session/ways')).json()).toEqual({ elsewhere: null });
    expect((await local.get('/api/v1/session/elsewhere')).status).toBe(404);
    expect((await local.get('/api/v1/session/elsewhere/return?code=x')).status).toBe(404);
  });

  it('sends state, nonce and PKCE along, and keeps them in a cookie that only the way back sees', async () => {
    const answer = await test.get('/api/v1/session/elsewhere');
    const query = new URL(String(answer.headers['location'])).searchParams;
    expect(query.get('redirect_uri')).toBe(RETURN);
    expect(query.get('code_challenge_method')).toBe('S256');
    for (const name of ['state', 'nonce', 'code_challenge'])
      expect(query.get(name)?.length).toBeGreaterThan(20);
    expect(String(answer.headers['set-cookie'])).toMatch(
      /^pw_elsewhere=[\w-]+; Max-Age=600; Path=\/api\/v1\/session\/elsewhere; HttpOnly; SameSite=Lax$/,
    );
  });

  it('makes an account at the first visit, with the first role that fits, and finds it again', async () => {
    const first = await signIn('sub-ann');
    expect(first).toMatchObject({ status: 303, leadsTo: '/' });
    expect(await who(first.session)).toMatchObject({ name: 'ann', role: 'analyst' });
    const lea = await signIn('sub-lea');
    expect(await who(lea.session)).toMatchObject({ name: 'lea', role: 'lead' });
    await signIn('sub-ann');
    const rows = await test.db
      .selectFrom('users')
      .select(['name', 'password_hash'])
      .where('oidc_subject', 'is not', null)
      .execute();
    expect(rows.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual([
      { name: 'ann', password_hash: null },
      { name: 'lea', password_hash: null },
    ]);
    // No password opens such an account.
    const byPassword = await test.post('/api/v1/session', { name: 'ann', password: 'x' });
    expect(byPassword.status).toBe(401);
  });

  it('leaves password and second factor to the provider: what is never asked for is not set up here', async () => {
    const { session } = await signIn('sub-ann');
    expect(await who(session)).toMatchObject({ external: true });
    for (const [path, body] of [
      ['password', { current: 'x', next: 'a new long password' }],
      ['second-factor', { password: 'x' }],
      ['second-factor/remove', { password: 'x' }],
    ] as const) {
      const answer = await test.post(`/api/v1/session/${path}`, body, session);
      expect([answer.status, (answer.json() as { detail: string }).detail]).toEqual([
        403,
        'You sign in through the identity provider. Change your password and second factor there.',
      ]);
    }
  });

  it('gives a person the role that the provider has now', async () => {
    people['sub-move'] = { preferred_username: 'mo', groups: ['watch-analysts'] };
    expect(await who((await signIn('sub-move')).session)).toMatchObject({ role: 'analyst' });
    people['sub-move'] = { preferred_username: 'mo', groups: ['watch-leads'] };
    expect(await who((await signIn('sub-move')).session)).toMatchObject({ role: 'lead' });
    people['sub-move'] = { preferred_username: 'mo', groups: [] };
    expect(await signIn('sub-move')).toMatchObject({ leadsTo: '/?sign-in=no-role', session: undefined });
  });

  it('ends sessions and tokens of whom the provider gives no role any more', async () => {
    people['sub-left'] = { preferred_username: 'lou', groups: ['watch-analysts'] };
    const { session } = await signIn('sub-left');
    const wanted = { name: 'reads', scopes: ['alerts:read'], days: 1 };
    const made = (await test.post('/api/v1/tokens', wanted, session)).json() as { token: string };
    const headers = { authorization: `Bearer ${made.token}` };
    const asked = async () =>
      (await test.server.inject({ method: 'GET', url: '/api/v1/alerts', headers })).statusCode;
    expect(await asked()).toBe(200);
    people['sub-left'] = { preferred_username: 'lou', groups: [] };
    expect(await signIn('sub-left')).toMatchObject({ leadsTo: '/?sign-in=no-role' });
    expect([(await test.get('/api/v1/session', session)).status, await asked()]).toEqual([401, 401]);
  });

  it('makes tokens soon after signing in, since there is no password here to ask for', async () => {
    const { session } = await signIn('sub-ann');
    const wanted = { name: 'reads', scopes: ['alerts:read'], days: 1 };
    const make = async (by: string | undefined) => {
      const made = await test.post('/api/v1/tokens', wanted, by);
      return [made.status, (made.json() as { type?: string }).type];
    };
    expect(await make(session)).toEqual([201, undefined]);
    test.time.now = new Date(test.time.now.getTime() + 16 * 60_000);
    // Whoever has copied the session has used it meanwhile, which does not make it younger.
    expect(await who(session)).toMatchObject({ name: 'ann' });
    expect(await make(session)).toEqual([403, 'urn:precursor-watch:problem:sign-in-again']);
    expect(await make((await signIn('sub-ann')).session)).toEqual([201, undefined]);
  });

  it('reads groups from the ID token where the provider puts them there', async () => {
    await using other = await startIdentityProvider({
      clientSecret: SECRET,
      returnTo: RETURN,
      people,
      inToken: true,
    });
    const identity = await openIdentityProvider({ ...settings, issuer: other.issuer });
    await using server = await openTestServer({ identity });
    expect((await signIn('sub-lea', server, other)).leadsTo).toBe('/');
  });

  it.each([
    { name: 'no group that leads to a role', subject: 'sub-nobody', leadsTo: '/?sign-in=no-role' },
    { name: 'no groups at all', subject: 'sub-odd', leadsTo: '/?sign-in=no-role' },
    {
      name: 'the name of a local account, which is not taken over',
      subject: 'sub-admin',
      leadsTo: '/?sign-in=name-taken',
    },
  ])('lets nobody in with $name', async ({ subject, leadsTo }) => {
    expect(await signIn(subject)).toEqual({ status: 303, leadsTo, session: undefined });
  });

  it('lets nobody in whose account was disabled here', async () => {
    await signIn('sub-ann');
    await test.db
      .updateTable('users')
      .set({ disabled_at: test.time.now })
      .where('name', '=', 'ann')
      .execute();
    expect(await signIn('sub-ann')).toMatchObject({ leadsTo: '/?sign-in=disabled', session: undefined });
    await test.db.updateTable('users').set({ disabled_at: null }).where('name', '=', 'ann').execute();
  });
});

describe('an account of the provider', () => {
  it('gets no password here, and one that it was given by an older version opens nothing', async () => {
    const { session } = await signIn('sub-ann');
    const { items } = accountList.parse((await test.get('/api/v1/users', await test.signIn('admin'))).json());
    const id = items.find(({ name }) => name === 'ann')?.id;
    const reset = await test.post(`/api/v1/users/${id}/password`, {}, await test.signIn('admin'));
    expect([reset.status, reset.json()]).toMatchObject([
      409,
      { type: 'urn:precursor-watch:problem:wrong-state', detail: expect.stringContaining('provider') },
    ]);
    await test.db
      .updateTable('users')
      .set(({ selectFrom }) => ({
        password_hash: selectFrom('users').select('password_hash').where('name', '=', 'lead'),
      }))
      .where('name', '=', 'ann')
      .execute();
    const byPassword = await test.post('/api/v1/session', { name: 'ann', password: PASSWORD });
    expect(byPassword.status).toBe(401);
    const begun = await test.post('/api/v1/session/second-factor', { password: PASSWORD }, session);
    expect(begun.status).toBe(403);
    expect(await who(session)).toMatchObject({ external: true });
    await test.db.updateTable('users').set({ password_hash: null }).where('name', '=', 'ann').execute();
  });
});

describe('a name that the provider gives', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await openTestServer({ identity: await openIdentityProvider(settings) });
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  it.each([
    { name: 'with a line break', claimed: 'eve\nadmin' },
    { name: 'that turns its direction', claimed: 'eve\u202enimda' },
    { name: 'with what nobody sees', claimed: 'adm\u200bin' },
    { name: 'of markup', claimed: '<b>eve</b>' },
    { name: 'of nothing', claimed: ' ' },
    { name: 'of very many letters', claimed: 'e'.repeat(5000) },
  ])('is not taken $name: the next that fits is, or none', async ({ name, claimed }) => {
    const groups = ['watch-analysts'];
    const [subject, plain] = ['auth0|eve', `eve ${name}`];
    people[subject] = { preferred_username: claimed, groups };
    expect(await signIn(subject, server)).toEqual({
      status: 303,
      leadsTo: '/?sign-in=odd-name',
      session: undefined,
    });
    people[plain] = { preferred_username: claimed, groups };
    const { session } = await signIn(plain, server);
    expect(await who(session, server)).toMatchObject({ name: plain });
  });

  it.each(['аdmin', 'ＡDMIN', 'admіn'])(
    'lets nobody in as "%s", which looks like another account',
    async (claimed) => {
      people['sub-alike'] = { preferred_username: claimed, groups: ['watch-analysts'] };
      expect(await signIn('sub-alike', server)).toEqual({
        status: 303,
        leadsTo: '/?sign-in=name-taken',
        session: undefined,
      });
    },
  );

  it('may be of any script, and differ from others by a digit or an accent alone', async () => {
    for (const [index, claimed] of ['Мария', '王芳', 'lead2', 'léad', 'Zoe\u0308'].entries()) {
      people[`sub-plain-${index}`] = { preferred_username: claimed, groups: ['watch-analysts'] };
      const { session } = await signIn(`sub-plain-${index}`, server);
      expect(await who(session, server)).toMatchObject({ name: claimed.normalize('NFC') });
    }
  });
});

describe('a way back that does not hold', () => {
  it('is refused without the cookie of the way there, or with one that is none', async () => {
    const { address } = await begin();
    const back = await provider.visit(address, 'sub-ann');
    for (const cookie of ['', 'pw_elsewhere=x', 'pw_elsewhere=e30']) {
      expect(await comeBack(back, cookie)).toMatchObject({
        leadsTo: '/?sign-in=begin-again',
        session: undefined,
      });
    }
  });

  it('is refused when somebody else began it', async () => {
    const [mine, theirs] = [await begin(), await begin()];
    const back = await provider.visit(theirs.address, 'sub-ann');
    expect(await comeBack(back, mine.pending)).toMatchObject({
      leadsTo: '/?sign-in=refused',
      session: undefined,
    });
  });

  it('is refused a second time', async () => {
    const { address, pending } = await begin();
    const back = await provider.visit(address, 'sub-ann');
    expect((await comeBack(back, pending)).session).toBeDefined();
    expect(await comeBack(back, pending)).toMatchObject({ leadsTo: '/?sign-in=refused', session: undefined });
  });

  it.each(['?error=access_denied', '?code=guess', '', '?code=a&code=b'])(
    'is refused as %s',
    async (query) => {
      const { address, pending } = await begin();
      const state = new URL(address).searchParams.get('state');
      const joined = query.includes('?') ? `${query}&state=${state}` : `?state=${state}`;
      const answer = await comeBack(`${RETURN}${joined}`, pending);
      expect(answer.session).toBeUndefined();
      expect(answer.status === 400 || answer.leadsTo === '/?sign-in=refused').toBe(true);
    },
  );
});

describe('a provider that is away', () => {
  it('is told as such, holds up nothing else, and is found when it is back', async () => {
    const identity = await openIdentityProvider({ ...settings, issuer: 'http://127.0.0.1:9' });
    await using server = await openTestServer({ identity });
    const answer = await server.get('/api/v1/session/elsewhere');
    expect(answer.status).toBe(503);
    expect(answer.text).not.toContain(SECRET);
    expect(await server.signIn('analyst')).toMatch(/^pw_session=/);
  });
});

describe('what the provider is asked', () => {
  const ask = (identity: Pick<IdentitySettings, 'issuer' | 'internal'>, address: string) =>
    identityFetch(identity)(address, { body: null, headers: {}, method: 'GET', redirect: 'manual' });

  it('goes to no private address, unless the operator says that it stands there', async () => {
    await using server = await startLoopback(() => ({ body: '{}' }));
    const issuer = server.origin;
    const identity = await openIdentityProvider({ ...settings, issuer, internal: false });
    await expect(identity.begin()).rejects.toMatchObject({
      exit: 'unavailable',
      remedy: expect.stringContaining('internal: true'),
    });
    expect(server.paths()).toEqual([]);
    expect((await ask({ issuer, internal: true }, `${issuer}/keys`)).status).toBe(200);
  });

  it('goes to no other private address that it names', async () => {
    await using server = await startLoopback(() => ({ body: '{}' }));
    await using other = await startLoopback(() => ({ body: '{}' }));
    const identity = { issuer: server.origin, internal: true };
    await expect(ask(identity, `${other.origin}/token`)).rejects.toMatchObject({ exit: 'unavailable' });
    expect(other.paths()).toEqual([]);
  });

  it('is not read beyond a megabyte', async () => {
    await using server = await startLoopback(() => ({ body: `"${'x'.repeat(1_100_000)}"` }));
    const identity = { issuer: server.origin, internal: true };
    await expect(ask(identity, `${server.origin}/keys`)).rejects.toThrow('bytes');
  });
});
