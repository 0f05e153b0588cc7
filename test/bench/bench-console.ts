/** The console in Chromium over very many alerts: any place of the list, the keyboard there, memory; and pages of figures. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { createLog } from '../../src/log.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { openBundledPostgres } from '../../src/store/server/bundled-postgres.ts';
import { BUILT_CONSOLE } from '../support/open-console.ts';
import { launchBrowser, openWatchedPage } from '../support/watch-browser.ts';
import { decideHalf, openSessions, seedReview, seedWatchlist } from './seed-review.ts';
import { end, startServer } from './start-review-server.ts';

/** Run in the page. */
const SCROLLER = "document.querySelector('.table-scroller')";
const FOCUSED = 'document.activeElement?.id';
const REPEATS = 5;
/** Shares of the list that are jumped to, and screens that are gone through one by one. */
const PLACES = [0.5, 0.1, 0.9, 0.3, 0.7, 0.05, 0.6, 0.2, 0.8, 0.4];
const SCREENS = 400;

/** What leads and operators open, and what filters ask for. */
const PAGES = [
  '/api/v1/figures',
  '/api/v1/figures?days=366',
  '/api/v1/terms',
  '/api/v1/substances',
  '/api/v1/overview',
  '/api/v1/alerts?state=all',
  ...['substance', 'site', 'seller', 'language', 'technique', 'assignee'].map(
    (facet) => `/api/v1/alerts/facets?of=${facet}&state=all`,
  ),
] as const;

export async function benchConsole(alerts: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'pw-bench-console-'));
  await using open = new AsyncDisposableStack();
  open.defer(() => rm(folder, { recursive: true, force: true }));
  const log = createLog('error');
  const { databaseUrl } = open.use(await openBundledPostgres(folder, log));
  const { db, pool } = open.use(await openDatabase({ databaseUrl, dataFolder: folder, log }));
  const now = new Date();
  await seedReview(pool, alerts, now);
  await seedWatchlist(db, now);
  const [cookie = ''] = await openSessions(db, 1, now, 'admin');
  const server = await startServer(databaseUrl, folder, BUILT_CONSOLE);
  open.defer(() => end(server.child));
  const browser = await launchBrowser();
  open.defer(() => browser.close());
  const { page } = await openWatchedPage(browser, server.url, cookie);
  await tryLongList(page, server.url, alerts);
  await decideHalf(pool, now);
  await timePages(server.url, cookie);
}

async function tryLongList(page: Page, url: string, alerts: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const heap = async () => {
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    return Math.round(usedSize / 1e6);
  };
  const from = performance.now();
  await page.goto(`${url}/?state=all&sort=newest`);
  await page.locator('tr[data-alert]').first().waitFor();
  const first = Math.round(performance.now() - from);
  const before = await heap();
  const end = await timeJump(page, alerts, 1);
  const keys = await timeKeys(page);
  const jumps: number[] = [];
  for (const share of PLACES) jumps.push(await timeJump(page, alerts, share));
  const jumped = await heap();
  const drawn = await wheelThrough(page);
  jumps.sort((a, b) => a - b);
  console.log(
    `list of ${alerts.toLocaleString('en')}: first rows after ${first} ms; its end by the scroll bar after ${end} ms, ` +
      `${PLACES.length} other places after ${jumps[PLACES.length >> 1]} (median) to ${jumps.at(-1)} ms; at the end a key moves to ` +
      `the next row in ${keys} ms (median); heap ${before} MB with the first rows, ${jumped} after the jumps, ${await heap()} ` +
      `after ${SCREENS} screens step by step, with at most ${drawn} rows drawn`,
  );
}

/** Milliseconds from letting the scroll bar go to rows in sight there, the rest that it waits for included. */
async function timeJump(page: Page, alerts: number, share: number): Promise<number> {
  const from = performance.now();
  await page.evaluate(
    `${SCROLLER}.scrollTo(0, ${share} * (${SCROLLER}.scrollHeight - ${SCROLLER}.clientHeight))`,
  );
  await untilSo(
    page,
    `(() => {
    const { top, bottom } = ${SCROLLER}.getBoundingClientRect();
    return [...document.querySelectorAll('tr[data-alert]')].some((row) => {
      const place = row.getBoundingClientRect();
      return place.bottom > top && place.top < bottom && Math.abs(row.ariaRowIndex - ${share * alerts}) < 40;
    });
  })()`,
  );
  return Math.round(performance.now() - from);
}

/** The console's own policy forbids what Playwright's way of waiting for a condition does in the page. */
async function untilSo(page: Page, condition: string): Promise<void> {
  while (!(await page.evaluate<boolean>(condition))) await page.waitForTimeout(5);
}

/** Gives how many rows were drawn at most. */
async function wheelThrough(page: Page): Promise<number> {
  await page.locator('.table-scroller').hover();
  let drawn = 0;
  for (let screen = 0; screen < SCREENS; screen += 1) {
    await page.mouse.wheel(0, 500);
    await page.waitForTimeout(30);
    drawn = Math.max(drawn, await page.locator('tr[data-alert]').count());
  }
  return drawn;
}

/** From the last row upwards, as somebody goes who came by the scroll bar. */
async function timeKeys(page: Page): Promise<number> {
  await page.locator('tr[data-alert] .offer-link').last().focus();
  const times: number[] = [];
  for (let n = 0; n < 30; n += 1) {
    const at = await page.evaluate(FOCUSED);
    const from = performance.now();
    await page.keyboard.press('k');
    await untilSo(page, `${FOCUSED} !== ${JSON.stringify(at)}`);
    times.push(performance.now() - from);
  }
  return Math.round(times.toSorted((a, b) => a - b)[times.length / 2] ?? 0);
}

async function timePages(url: string, cookie: string): Promise<void> {
  for (const path of PAGES) {
    const times: number[] = [];
    for (let n = 0; n < REPEATS; n += 1) {
      const from = performance.now();
      const response = await fetch(`${url}${path}`, { headers: { cookie } });
      await response.arrayBuffer();
      if (response.status !== 200) throw new Error(`${path}: ${response.status}`);
      times.push(Math.round(performance.now() - from));
    }
    console.log(`${path}: first ${times[0]} ms, median ${times.toSorted((a, b) => a - b)[2]} ms`);
  }
}
