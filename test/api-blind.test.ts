/**
 * A second look is blind: in two worlds that differ only in how one alert was decided, whoever has a second look at it
 * to answer gets the same answers, whatever they ask.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Outcome } from '../src/model/alert.ts';
import { hashPassword } from '../src/review/passwords.ts';
import { createUser } from '../src/store/accounts/users.ts';
import { createDraft } from '../src/store/desk/exception-drafts.ts';
import cases from './cases/permissions.json' with { type: 'json' };
import { openTestServer, PASSWORD, type TestServer } from './support/open-test-server.ts';
import { seedAlerts, WATCHLIST } from './support/seed-alerts.ts';

const REASONS = { confirmed: 'offers-listed-substance', dismissed: 'not-an-offer' } as const;
type Told = keyof typeof REASONS;

/** Of one seller: what is told of the one could be told with the other. */
const SELLER = { name: 'One Seller', id: 'one', url: null, country: null };
const KEY = 'key-of-one-seller';

type World = TestServer & { readonly sealed: number; readonly other: number; readonly cookie: string };

async function openWorld(outcome: Told): Promise<World> {
  const test = await openTestServer();
  const { db } = test;
  const [sealed = 0, other = 0] = await seedAlerts(db, [
    { listing: { seller: SELLER, title: 'Unlike 4-Piperidone' } },
    { listing: { seller: SELLER } },
    {},
  ]);
  await db
    .updateTable('offers')
    .set((row) => ({ seller_id: row.selectFrom('sellers').select((each) => each.fn.min('id').as('id')) }))
    .execute();
  const passwordHash = await hashPassword(PASSWORD);
  await createUser(db, { name: 'ann', passwordHash, role: 'analyst', now: test.time.now });
  const ann = await signInAs(test, 'ann');
  const cookie = await test.signIn('admin');
  const rate = { items: [{ kind: 'all', value: '', rate: 1 }] };
  await test.server.inject({ method: 'PUT', url: '/api/v1/sampling', headers: { cookie }, payload: rate });
  const decided = await test.post(`/api/v1/alerts/${sealed}/decisions`, decision(outcome), ann);
  expect(decided.status).toBe(200);
  const removes = (confirmed: number) => ({
    ...{ waiting: 1, dismissed: 0, confirmed },
    confirmedAlerts: confirmed === 0 ? [] : [sealed],
  });
  for (const [alert, confirmed] of [
    [other, outcome === 'confirmed' ? 1 : 0],
    [sealed, 0],
  ] as const) {
    if (alert === sealed && outcome === 'confirmed') continue;
    const draft = { alert, term: KEY, phrase: 'in bulk', note: null, removes: removes(confirmed) };
    await createDraft(db, { ...draft, watchlist: WATCHLIST, by: 1, now: test.time.now });
  }
  await test.post('/api/v1/gold', { alert: sealed, ...answer(outcome) }, await test.signIn('lead'));
  const next = await test.post('/api/v1/second-looks/next', {}, cookie);
  expect(next.json()).toMatchObject({ look: { alert: { id: sealed, sealed: true, decisions: [] } } });
  // What leaves the house does so after a while.
  test.time.now = new Date(test.time.now.getTime() + 25 * 60_000);
  return Object.assign(test, { sealed, other, cookie });
}

async function signInAs(test: TestServer, name: string): Promise<string> {
  const answered = await test.post('/api/v1/session', { name, password: PASSWORD });
  return String(answered.headers['set-cookie']).split(';')[0] ?? '';
}

function answer(outcome: Outcome) {
  return { outcome, reason: outcome === 'confirmed' ? REASONS.confirmed : REASONS.dismissed, note: null };
}

function decision(outcome: Outcome) {
  return { ...answer(outcome), revision: 1 };
}

/** Hashes of the chain, and what is random. */
function comparable(text: string): string {
  return text.replace(/[0-9a-f]{64}/g, 'HASH').replace(/"(?:nonce|secret|token)":"[^"]*"/g, '');
}

let worlds: readonly World[];
beforeAll(async () => {
  worlds = [await openWorld('confirmed'), await openWorld('dismissed')];
});
afterAll(async () => {
  for (const world of worlds) await world[Symbol.asyncDispose]();
});

/** The answers of both worlds; they must have been asked the same. */
async function ask(method: 'GET' | 'POST', path: (world: World) => string, body?: (world: World) => object) {
  const answers = [];
  for (const world of worlds) {
    const url = path(world);
    const payload = body?.(world);
    const asked = { method, url, headers: { cookie: world.cookie } };
    const { statusCode, body: text } = await world.server.inject(
      payload === undefined ? asked : { ...asked, payload },
    );
    answers.push({ url, statusCode, text: comparable(text) });
  }
  return answers;
}

/** Queues and counts of the whole watch, and a stream that never ends and names numbers only. */
const APART = /bull-board|\/api\/v1\/events|\/metrics/;

const reads = Object.keys(cases.routes)
  .flatMap((route) => {
    const [method, path = ''] = route.split(' ');
    return method === 'GET' && !APART.test(path) ? [path] : [];
  })
  .flatMap((path) => (path.includes(':id') ? [`${path}#sealed`, `${path}#other`] : [path]));

const filtered = [
  '/api/v1/alerts?state=all',
  '/api/v1/alerts?state=decided',
  '/api/v1/alerts?state=all&outcome=confirmed',
  '/api/v1/alerts?state=all&outcome=dismissed&text=unlike',
  '/api/v1/alerts/facets?of=seller&state=all&outcome=confirmed',
  '/api/v1/alerts/facets?of=substance&state=decided',
  '/api/v1/second-looks?state=waiting',
  '/api/v1/decisions?after=0',
  '/api/v1/audit?action=alert.decide',
  '/api/v1/audit?action=gold.add',
];

describe('whoever has a second look at an alert', () => {
  it.each([...reads, ...filtered])('learns nothing from GET %s', async (route) => {
    const [path = '', which] = route.split('#');
    const [a, b] = await ask('GET', (world) =>
      path.replace(':id', String(which === 'sealed' ? world.sealed : world.other)),
    );
    expect(a?.statusCode).not.toBe(500);
    expect(a).toEqual(b);
  });

  const orders = ['decisions', 'reopen', 'escalate', 'snooze', 'wake', 'return', 'claim', 'claim/take-over'];
  it.each(orders)('is refused the order "%s" until it is answered', async (order) => {
    const until = '2026-02-01T06:00:00.000Z';
    const bodies: Record<string, object> = {
      decisions: decision('confirmed'),
      snooze: { until, note: null, revision: 1 },
      claim: {},
      'claim/take-over': { reason: 'for the test' },
    };
    const body = bodies[order] ?? { note: 'x', revision: 1 };
    const [a, b] = await ask(
      'POST',
      ({ sealed }) => `/api/v1/alerts/${sealed}/${order}`,
      () => body,
    );
    expect(a).toEqual(b);
    expect(a).toMatchObject({ statusCode: 409, text: expect.stringContaining('problem:second-look') });
  });

  const ofMany: { name: string; path: string; body: (world: World) => object }[] = [
    ...(['csv', 'jsonl'] as const).flatMap((format) =>
      [
        { what: 'alerts', target: ({ sealed, other }: World) => ({ alerts: [sealed, other] }) },
        { what: 'a list', target: () => ({ state: 'all', filters: {} }) },
        { what: 'confirmed ones', target: () => ({ state: 'all', filters: { outcome: 'confirmed' } }) },
        { what: 'a seller', target: () => ({ seller: 1 }) },
      ].map(({ what, target }) => ({
        name: `an export of ${what} as ${format}`,
        path: '/api/v1/exports',
        body: (world: World) => ({
          ...{ format, marking: 'TLP:AMBER', contacts: 'masked', reason: null },
          target: target(world),
        }),
      })),
    ),
    {
      name: 'a preview of an order on numbers',
      path: '/api/v1/bulk',
      body: ({ sealed, other }) => ({
        target: { alerts: [sealed, other] },
        order: { action: 'reopen', note: null },
      }),
    },
    {
      name: 'a preview of an order on a list',
      path: '/api/v1/bulk',
      body: () => ({
        target: { state: 'all', filters: { outcome: 'confirmed' } },
        order: { action: 'reopen', note: null },
      }),
    },
    {
      name: 'a preview of hiding',
      path: '/api/v1/suppressions/preview',
      body: () => ({ term: null, site: null, seller: 1 }),
    },
    { name: 'the next alert', path: '/api/v1/claims/next', body: () => ({}) },
    { name: 'the second look again', path: '/api/v1/second-looks/next', body: () => ({}) },
  ];
  it.each(ofMany)('learns nothing from $name', async ({ path, body }) => {
    const [a, b] = await ask('POST', () => path, body);
    expect(a?.statusCode).toBeLessThan(500);
    expect(a?.statusCode).not.toBe(400);
    expect(a).toEqual(b);
  });

  it('is refused joining its offer to another', async () => {
    const [a, b] = await ask(
      'POST',
      ({ other }) => `/api/v1/offers/${other}/merge`,
      ({ sealed }) => ({ offers: [sealed], reason: 'the same' }),
    );
    expect(a).toEqual(b);
    expect(a?.text).toContain('problem:second-look');
  });

  it('learns nothing from contacts, which it may see', async () => {
    const [a, b] = await ask(
      'POST',
      ({ sealed }) => `/api/v1/alerts/${sealed}/reveal`,
      () => ({ reason: 'to call' }),
    );
    expect(a?.statusCode).toBe(200);
    expect(a).toEqual(b);
  });

  const told = [
    '/api/v1/alerts/:id#sealed',
    '/api/v1/alerts/:id#other',
    '/api/v1/alerts?state=all&outcome=confirmed',
    '/api/v1/sellers/1',
    '/api/v1/audit',
    '/api/v1/decisions',
    '/api/v1/exceptions',
    '/api/v1/figures',
    '/api/v1/gold',
    '/api/v1/second-looks?state=waiting',
  ];
  it.each(told)('is the only one: others are told by GET %s', async (route) => {
    const [path = '', which] = route.split('#');
    const answers = [];
    for (const world of worlds) {
      const url = path.replace(':id', String(which === 'sealed' ? world.sealed : world.other));
      answers.push(comparable((await world.get(url, await world.signIn('auditor'))).text));
    }
    expect(answers[0]).not.toEqual(answers[1]);
  });

  it('sees how it was decided once it is answered', async () => {
    const seen = [];
    for (const world of worlds) {
      const url = `/api/v1/alerts/${world.sealed}`;
      const auditor = await world.signIn('auditor');
      const looks = (await world.get('/api/v1/second-looks?state=waiting', auditor)).json();
      const { items } = looks as { items: { id: number; kind: string }[] };
      for (const { id } of items)
        await world.post(`/api/v1/second-looks/${id}/answer`, answer('confirmed'), world.cookie);
      seen.push(((await world.get(url, world.cookie)).json() as { outcome: Outcome | null }).outcome);
    }
    expect(seen).toEqual(['confirmed', 'dismissed']);
  });
});
