/** Lists that come page by page over HTTP: each row stands on one page, however many there are, and the last page says so. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Role } from '../src/model/permissions.ts';
import { openTestServer, type TestServer } from './support/open-test-server.ts';
import { seedAlerts } from './support/seed-alerts.ts';

const ROWS = 7;
const LATER = '2999-01-01T00:00:00.000Z';
const rowPage = z.object({ items: z.array(z.record(z.string(), z.unknown())), next: z.int().nullable() });

let test: TestServer;
let ids: number[];
const cookies = new Map<Role, string>();

beforeAll(async () => {
  test = await openTestServer({ rateLimits: { perAddress: 100_000, perAccount: 100_000 } });
  test.time.now = new Date('2026-01-03T00:00:00.000Z');
  ids = await seedAlerts(
    test.db,
    Array.from({ length: ROWS }, () => ({})),
  );
  for (const role of ['analyst', 'lead', 'admin'] as const) cookies.set(role, await test.signIn(role));
  const lead = sql`(select id from users where name = 'lead')`;
  for (const id of ids) {
    await sql`insert into suppressions (term, reason, created_by, created_at, expires_at, ended_at)
      values (${`term ${id}`}, 'noise', ${lead}, now(), ${LATER}::timestamptz, ${id === ids[0] ? LATER : null}::timestamptz)`.execute(
      test.db,
    );
    await sql`insert into exception_drafts (alert_id, term, phrase, removes, watchlist_version, created_by, created_at)
      values (${id}, 'term', ${`phrase ${id}`}, '{"waiting":0,"dismissed":0,"confirmed":0,"confirmedAlerts":[]}', '0', ${lead},
        now())`.execute(test.db);
    await sql`insert into gold_items (alert_id, outcome, reason, created_by, created_at)
      values (${id}, 'confirmed', 'offers-listed-substance', ${lead}, now())`.execute(test.db);
    // The later the number, the sooner it ends: an order by what changes while pages are read would lose some.
    await sql`insert into claims (alert_id, user_id, kind, claimed_at, expires_at)
      values (${id}, ${lead}, 'held', now(), ${LATER}::timestamptz - make_interval(days => ${id}))`.execute(
      test.db,
    );
    await sql`insert into sessions (token_hash, user_id, created_at, expires_at, last_used_at)
      values (${`session ${id}`}, ${lead}, now(), ${LATER}::timestamptz, now() - make_interval(mins => ${id}))`.execute(
      test.db,
    );
    await sql`insert into api_tokens (user_id, name, token_hash, scopes, created_at, expires_at)
      values (${lead}, ${`token ${id}`}, ${`token ${id}`}, '{alerts:read}', now(), ${LATER}::timestamptz)`.execute(
      test.db,
    );
    await sql`insert into saved_views (user_id, name, query, shared, created_at, updated_at)
      values (${lead}, ${`view ${id}`}, '{}', ${id !== ids[0]}, now(), now())`.execute(test.db);
  }
});
afterAll(() => test?.[Symbol.asyncDispose]());

async function pageOf(path: string, role: Role): Promise<z.infer<typeof rowPage>> {
  return rowPage.parse((await test.get(`/api/v1${path}`, cookies.get(role))).json());
}

/** All pages, each of at most so many rows. */
async function pagesOf(path: string, role: Role, limit: number): Promise<z.infer<typeof rowPage>['items'][]> {
  const cursor = path.startsWith('/claims') ? 'after' : 'before';
  const pages = [];
  for (let next: number | null | undefined; next !== null; ) {
    const asked = `${path}${path.includes('?') ? '&' : '?'}limit=${limit}${next === undefined ? '' : `&${cursor}=${next}`}`;
    const page = await pageOf(asked, role);
    pages.push(page.items);
    next = page.next;
  }
  return pages;
}

const LISTS = [
  { path: '/suppressions', role: 'analyst', named: 'term', rows: ROWS - 1 },
  { path: '/suppressions?ended=true', role: 'analyst', named: 'term', rows: ROWS },
  { path: '/exceptions', role: 'analyst', named: 'phrase', rows: ROWS },
  { path: '/gold', role: 'lead', named: 'alert', rows: ROWS },
  { path: '/claims?of=all', role: 'analyst', named: 'alert', rows: ROWS },
  { path: '/claims?of=me', role: 'lead', named: 'alert', rows: ROWS },
  // Theirs is one more: that with which they ask.
  { path: '/sessions', role: 'lead', named: 'id', rows: ROWS + 1 },
  { path: '/sessions?of=all', role: 'admin', named: 'id', rows: ROWS + 3 },
  { path: '/tokens', role: 'lead', named: 'name', rows: ROWS },
  { path: '/tokens?of=all', role: 'admin', named: 'name', rows: ROWS },
  { path: '/views', role: 'lead', named: 'name', rows: ROWS },
  { path: '/views', role: 'analyst', named: 'name', rows: ROWS - 1 },
] as const;

describe.each(LISTS)('$path as $role', ({ path, role, named, rows }) => {
  it.each([2, 3, 7, 200])('gives each row once in pages of %i', async (limit) => {
    const pages = await pagesOf(path, role, limit);
    const told = pages.flat().map((row) => row[named]);
    expect([told.length, new Set(told).size]).toEqual([rows, rows]);
    expect(pages.every((page) => page.length <= limit)).toBe(true);
  });

  it.each(['limit=0', 'limit=201', 'before=x', 'after=x'])('refuses %s', async (wrong) => {
    const asked = `/api/v1${path}${path.includes('?') ? '&' : '?'}${wrong}`;
    expect((await test.get(asked, cookies.get(role))).status).toBe(400);
  });
});

it('the claim of one alert is found however many others there are', async () => {
  const [last] = ids.toReversed();
  expect((await pageOf(`/claims?of=all&alert=${last}&limit=1`, 'analyst')).items).toMatchObject([
    { alert: last },
  ]);
});

it('drafts made after alerts that are sealed from somebody are left out without ending the list', async () => {
  const [sealed] = ids.toReversed();
  await sql`insert into second_looks (alert_id, kind, state, first_outcome, first_reason, first_user_id, user_id, created_at)
    values (${sealed}, 'sample', 'waiting', 'confirmed', 'offers-listed-substance',
      (select id from users where name = 'lead'), (select id from users where name = 'analyst'), now())`.execute(
    test.db,
  );
  const pages = await pagesOf('/exceptions', 'analyst', 1);
  expect(pages.flat().map(({ alert }) => alert)).toEqual(ids.toReversed().slice(1));
});
