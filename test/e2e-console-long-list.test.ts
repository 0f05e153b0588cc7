/** A list of many alerts in a real browser: any place by the scroll bar, step by step through all of it, and little of it kept. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AlertRow, alertPage } from '../src/model/api.ts';
import { seedReview } from './bench/seed-review.ts';
import { BUILT_CONSOLE } from './support/open-console.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import { openTestServer, type TestServer } from './support/open-test-server.ts';
import { until } from './support/until.ts';
import { launchBrowser, openWatchedPage, type WatchedPage } from './support/watch-browser.ts';

const ALERTS = 4000;
/** Rows that may be loaded at a time. */
const MOST_LOADED = 1000;
const VIEW = '?state=all&sort=newest';
const SCROLLER = "document.querySelector('.table-scroller')";

let database: TestDatabase;
let server: TestServer;
let browser: Awaited<ReturnType<typeof launchBrowser>>;
let watched: WatchedPage;
let url: string;
let cookie: string;

beforeAll(async () => {
  database = await openTestDatabase();
  await seedReview(database.pool, ALERTS, new Date());
  const rateLimits = { perAddress: 100_000, perAccount: 100_000 };
  server = await openTestServer({ database, consoleFolder: BUILT_CONSOLE, rateLimits });
  Object.defineProperty(server.time, 'now', { get: () => new Date() });
  url = await server.server.listen({ host: '127.0.0.1', port: 0 });
  cookie = await server.signIn();
  browser = await launchBrowser();
  watched = await openWatchedPage(browser, url, cookie);
});

afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
  await database?.[Symbol.asyncDispose]();
});

/** What the interface says stands at a place, from 0. */
async function rowAt(place: number): Promise<AlertRow | undefined> {
  const answer = await server.get(`/api/v1/alerts${VIEW}&limit=1&offset=${place}`, cookie);
  return alertPage.parse(answer.json()).items[0];
}

async function openList(): Promise<Page> {
  const { page } = watched;
  await page.goto(`${url}/${VIEW}`);
  await page.locator('tr[data-alert]').first().waitFor();
  return page;
}

/** The drawn rows that are in sight: their places from 0, and numbers. */
async function inSight(page: Page): Promise<{ place: number; id: number }[]> {
  return await page.evaluate(`(() => {
    const { top, bottom } = ${SCROLLER}.getBoundingClientRect();
    return [...document.querySelectorAll('tr[data-alert]')]
      .filter((row) => row.getBoundingClientRect().bottom > top + 40 && row.getBoundingClientRect().top < bottom)
      .map((row) => ({ place: row.ariaRowIndex - 2, id: Number(row.dataset.alert) }));
  })()`);
}

/** As the scroll bar is dragged there. */
async function dragTo(page: Page, share: number): Promise<{ place: number; id: number }[]> {
  await page.evaluate(
    `${SCROLLER}.scrollTo(0, ${share} * (${SCROLLER}.scrollHeight - ${SCROLLER}.clientHeight))`,
  );
  const wanted = share * ALERTS;
  await until(`rows around ${wanted} are in sight`, async () => {
    const rows = await inSight(page);
    return rows.length > 5 && rows.some(({ place }) => Math.abs(place - wanted) <= 25);
  });
  return await inSight(page);
}

const loaded = async (page: Page) => {
  await page.getByLabel('Select all that are loaded').click();
  const said = await page.locator('.selection-bar p').innerText();
  await page.getByLabel('Select all that are loaded').click();
  return Number(/^(\d+) selected$/.exec(said)?.[1]);
};

test('the scroll bar leads to any place, up and down, and rows stand where the interface has them', async () => {
  const page = await openList();
  for (const share of [0.5, 0.9, 0.1, 1, 0.33, 0]) {
    const rows = await dragTo(page, share);
    for (const { place, id } of [rows[0], rows.at(-1)].filter((row) => row !== undefined))
      expect([place, (await rowAt(place))?.id]).toEqual([place, id]);
    expect(await page.locator('tr[data-alert]').count()).toBeLessThan(60);
    expect(await loaded(page)).toBeLessThanOrEqual(MOST_LOADED);
  }
});

test('step by step no row is left out or shown twice, whatever comes in meanwhile', async () => {
  const page = await openList();
  const oldest = await rowAt(ALERTS - 1);
  const seen = new Map<number, number>();
  const note = (rows: readonly { place: number; id: number }[]) => {
    for (const { place, id } of rows) {
      expect(seen.get(place) ?? id).toBe(id);
      seen.set(place, id);
    }
  };
  for (let top = 0; top < 1600; top += 10) {
    await page.evaluate(`${SCROLLER}.scrollTo(0, ${top} * 47)`);
    await until(`row ${top} is drawn`, async () =>
      (await inSight(page)).some(({ place }) => place === top + 2),
    );
    note(await inSight(page));
    // Something comes in at the top: nothing moves under who walks.
    if (top === 300)
      await database.pool.query('update alerts set opened_at = now() where id = $1', [oldest?.id]);
  }
  expect(await loaded(page)).toBeLessThanOrEqual(MOST_LOADED);
  // Back the same way: what was let go is asked for again.
  for (let top = 1580; top > 800; top -= 10) {
    await page.evaluate(`${SCROLLER}.scrollTo(0, ${top} * 47)`);
    await until(`row ${top} is drawn`, async () =>
      (await inSight(page)).some(({ place }) => place === top + 2),
    );
    note(await inSight(page));
  }
  expect(new Set(seen.values()).size).toBe(seen.size);
});

test('that the list has changed is told without moving a row', async () => {
  const page = await openList();
  const [, , row] = await dragTo(page, 0.5);
  const placeOf = async () => await page.locator(`tr[data-alert="${row?.id}"]`).boundingBox();
  const before = await placeOf();
  await page.evaluate(`document.dispatchEvent(new CustomEvent('precursor-watch-live',
    { detail: { alerts: [${row?.id}], claims: [], all: false } }))`);
  const told = page.getByRole('button', { name: '1 changed. Show the list as it is now' });
  await told.waitFor();
  expect(await placeOf()).toEqual(before);
  await told.click();
  await told.waitFor({ state: 'detached' });
});

test('keys go on from where one has come to, an alert leads back there, and another view begins at its top', async () => {
  const page = await openList();
  const [, , row] = await dragTo(page, 0.6);
  if (row === undefined) throw new Error('no row is in sight');
  await page.locator(`#alert-${row.id}`).focus();
  await page.keyboard.press('j');
  const next = (await rowAt(row.place + 1))?.id ?? 0;
  await until(
    'the next row has the focus',
    async () => await page.evaluate<boolean>(`document.activeElement.id === 'alert-${next}'`),
  );
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/alerts/${next}**`);
  const inEnglish = (n: number) => n.toLocaleString('en');
  const place = `${inEnglish(row.place + 2)} of ${inEnglish(ALERTS)}`;
  await page.locator('.walk-place', { hasText: place }).waitFor();
  await page.goBack();
  await until('the list is back at its place', async () =>
    (await inSight(page)).some(({ place }) => Math.abs(place - row.place) < 30),
  );
  await page.getByLabel('Order').selectOption('oldest');
  await until('the other view begins at its top', async () => (await inSight(page))[0]?.place === 0);
  expect(watched.faults).toEqual([]);
  expect(watched.outside).toEqual([]);
});
