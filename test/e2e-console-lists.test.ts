/** In a real browser: a list that is longer than one page is come to the end of, and says what it does not show. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role } from '../src/model/permissions.ts';
import { type OpenConsole, openConsole } from './support/open-console.ts';

/** More than a page holds. */
const ROWS = 63;
const LATER = '2999-01-01T00:00:00.000Z';

let desk: OpenConsole;

beforeAll(async () => {
  desk = await openConsole({
    alerts: Array.from({ length: ROWS }, (_, n) => ({ listing: { title: `4-Piperidone ${n}` } })),
  });
  const { db } = desk.test;
  const lead = sql`(select id from users where name = 'lead')`;
  for (const id of desk.alerts) {
    await sql`insert into suppressions (term, reason, created_by, created_at, expires_at)
      values (${`term ${id}`}, 'noise', ${lead}, now(), ${LATER}::timestamptz)`.execute(db);
    await sql`insert into exception_drafts (alert_id, term, phrase, removes, watchlist_version, created_by, created_at)
      values (${id}, 'term', ${`phrase ${id}`}, '{"waiting":0,"dismissed":0,"confirmed":0,"confirmedAlerts":[]}', '0', ${lead},
        now())`.execute(db);
    await sql`insert into gold_items (alert_id, outcome, reason, created_by, created_at)
      values (${id}, 'confirmed', 'offers-listed-substance', ${lead}, now())`.execute(db);
    await sql`insert into sessions (token_hash, user_id, created_at, expires_at, last_used_at)
      values (${`session ${id}`}, ${lead}, now(), ${LATER}::timestamptz, now())`.execute(db);
    await sql`insert into api_tokens (user_id, name, token_hash, scopes, created_at, expires_at)
      values (${lead}, ${`token ${id}`}, ${`token ${id}`}, '{alerts:read}', now(), ${LATER}::timestamptz)`.execute(
      db,
    );
    for (const part of [1, 2, 3, 4])
      await sql`insert into saved_views (user_id, name, query, shared, created_at, updated_at)
        values (${lead}, ${`view ${id}.${part}`}, '{}', false, now(), now())`.execute(db);
  }
});
/** Of the listing of the first alert, more than is shown of one. */
const CHANGES = 57;

afterAll(() => desk?.[Symbol.asyncDispose]());

test.each<{ path: string; title: string; role: Role }>([
  { path: '/hidden', title: 'What hides alerts', role: 'analyst' },
  { path: '/hidden', title: 'Drafts of exceptions', role: 'lead' },
  { path: '/second-looks/gold', title: 'Gold items', role: 'lead' },
  { path: '/account', title: 'Tokens for programs', role: 'lead' },
])('$title at $path are come to the end of by asking for more', async ({ path, title, role }) => {
  const { page, faults } = await desk.open(role);
  await page.goto(`${desk.url}${path}`);
  const card = page.getByRole('region', { name: title, exact: true });
  const rows = card.locator('tbody tr');
  await rows.first().waitFor();
  expect(await rows.count()).toBe(50);
  await card.getByRole('button', { name: 'Show more' }).click();
  await expect.poll(() => rows.count()).toBe(ROWS);
  expect(await card.getByRole('button', { name: 'Show more' }).count()).toBe(0);
  expect(faults).toEqual([]);
  await page.context().close();
});

test('one’s sessions are come to the end of by asking for more, beginning with the one in use', async () => {
  const { page } = await desk.open('lead');
  await page.goto(`${desk.url}/account`);
  const rows = page.getByRole('region', { name: 'Sessions', exact: true }).first().locator('tbody tr');
  await rows.first().filter({ hasText: 'this one' }).waitFor();
  expect(await rows.count()).toBe(50);
  await page.getByRole('button', { name: 'Show more' }).first().click();
  await expect.poll(() => rows.count(), { timeout: 15_000 }).toBeGreaterThan(ROWS);
  await page.context().close();
});

test('all saved views can be come to, by their names', async () => {
  const { page } = await desk.open('lead');
  await page.goto(desk.url);
  await page.locator('tr[data-alert]').first().waitFor();
  await page.keyboard.press('v');
  const rows = page.getByRole('dialog').locator('.view-list li');
  await rows.first().waitFor();
  expect(await rows.count()).toBe(200);
  await page.getByRole('dialog').getByRole('button', { name: 'Show more' }).click();
  await expect.poll(() => rows.count(), { timeout: 15_000 }).toBe(4 * ROWS);
  const names = await rows.locator('.view-open').allInnerTexts();
  expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b)));
  const asked = page.getByRole('dialog', { name: 'Delete this view?' });
  await rows.first().getByRole('button', { name: 'Delete' }).click();
  await asked.getByRole('button', { name: 'Cancel' }).click();
  expect(await rows.count()).toBe(4 * ROWS);
  await rows.first().getByRole('button', { name: 'Delete' }).click();
  await asked.getByRole('button', { name: 'Delete' }).click();
  await expect.poll(() => rows.count(), { timeout: 15_000 }).toBe(4 * ROWS - 1);
  await page.context().close();
});

test('a long history of a listing says how much of it came before what is shown, and where that is', async () => {
  const { db } = desk.test;
  const [alert = 0] = desk.alerts;
  await sql`insert into listing_versions (listing_id, version, change, at)
    select listing_id, 1000 + n, 'changed', now() from alerts, generate_series(1, ${CHANGES}) n where id = ${alert}`.execute(
    db,
  );
  const { page } = await desk.open('lead');
  await page.goto(`${desk.url}/alerts/${alert}`);
  await page.getByText(`${CHANGES} changes since it was first seen`).click();
  const left = page.locator('.sightings .omitted');
  await left.getByText(`and ${CHANGES - 50} earlier changes: they are in an export of this alert.`).waitFor();
  await left.getByRole('button', { name: 'Export…' }).click();
  await page.getByRole('dialog').waitFor();
  await page.context().close();
});
