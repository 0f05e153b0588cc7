/** A shop that a script draws, from crawl to console: the picture of a page that alerts, who sees it, and its erasure. */
import { createHash } from 'node:crypto';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../crawlers/find-chromium.ts';
import { SCREENSHOT_LIMITS } from '../crawlers/shoot-page.ts';
import { type AlertDetail, alertDetail } from '../src/model/api.ts';
import { auditPage } from '../src/model/audit.ts';
import { eraseListing } from '../src/pipeline/retention/keep-or-erase.ts';
import { runSite } from '../src/pipeline/run-site.ts';
import { BUILT_CONSOLE } from './support/open-console.ts';
import { openTestServer, type TestServer } from './support/open-test-server.ts';
import { openTestWorkplace, type TestWorkplace } from './support/open-test-workplace.ts';
import { until } from './support/until.ts';
import { launchBrowser, openWatchedPage } from './support/watch-browser.ts';

const SHOP = 'script-shop';
const chromium = findChromium(process.env['CHROMIUM_PATH'] ?? null);
const noChromium = chromium === null ? ' (skipped: no Chromium on this machine)' : '';

let place: TestWorkplace;
let test: TestServer;
let browser: Browser;
let analyst: string;
let alerts: AlertDetail[];

const pathOf = (id: number, rest = '') => `/api/v1/alerts/${id}${rest}`;
const detailOf = async (id: number) => alertDetail.parse((await test.get(pathOf(id), analyst)).json());

describe.skipIf(chromium === null)(`a page that a script drew and that alerts${noChromium}`, () => {
  beforeAll(async () => {
    place = await openTestWorkplace({ shops: 5, listings: 150 });
    const { signal } = new AbortController();
    const order = { site: SHOP, run: null, trigger: 'command', signal } as const;
    const run = await runSite({ ...place.tools, screenshots: true }, order);
    expect(run.status).toBe('ok');
    const { database, tools } = place;
    const limits = { perAddress: 100_000, perAccount: 100_000 };
    test = await openTestServer({
      ...{ database, captures: tools.captures, consoleFolder: BUILT_CONSOLE, rateLimits: limits },
    });
    Object.defineProperty(test.time, 'now', { get: () => new Date() });
    analyst = await test.signIn();
    const { rows } = await database.pool.query<{ id: number }>('select id from alerts order by id');
    alerts = await Promise.all(rows.map(({ id }) => detailOf(id)));
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await test?.[Symbol.asyncDispose]();
    await place?.[Symbol.asyncDispose]();
  });

  it('has a picture beside its copy, and no other page has one', async () => {
    expect(alerts.length).toBeGreaterThan(1);
    for (const { screenshot, capture } of alerts) {
      expect(screenshot).toMatchObject({ width: SCREENSHOT_LIMITS.width });
      expect(screenshot?.sha256).not.toBe(capture);
      expect(screenshot?.height).toBeLessThanOrEqual(SCREENSHOT_LIMITS.height);
      expect(screenshot?.bytes).toBeLessThanOrEqual(SCREENSHOT_LIMITS.bytes);
    }
    const { rows } = await place.database.pool.query(`
      select from screenshots s where not exists (
        select from listings l join assessments a on a.listing_id = l.id
        where l.capture_sha256 = s.capture_sha256 and a.verdict = 'alert')`);
    expect(rows).toEqual([]);
  });

  it('shows it to nobody who has not said why, and then the very bytes that were stored', async () => {
    const [alert] = alerts;
    if (alert === undefined) throw new Error('nothing alerts');
    const path = pathOf(alert.id, '/screenshot');
    const auditor = await test.signIn('auditor');
    expect((await test.get(path, analyst)).json()).toMatchObject({ status: 403, type: /masked$/ });
    expect(
      (await test.post(pathOf(alert.id, '/reveal'), { reason: 'identify the seller' }, analyst)).status,
    ).toBe(200);
    const shown = await test.server.inject({ method: 'GET', url: path, headers: { cookie: analyst } });
    expect([shown.statusCode, shown.headers['content-type']]).toEqual([200, 'image/webp']);
    expect(createHash('sha256').update(shown.rawPayload).digest('hex')).toBe(alert.screenshot?.sha256);
    expect(shown.rawPayload.subarray(0, 12).toString('latin1')).toMatch(/^RIFF.{4}WEBP$/s);
    expect((await test.get(path, auditor)).status).toBe(403);
    const log = auditPage.parse((await test.get('/api/v1/audit?action=contacts.reveal', auditor)).json());
    expect(log.items[0]).toMatchObject({ actor: 'analyst', subject: `alert:${alert.id}` });
  });

  it('is shown in the console once the contacts are revealed, by our own server', async () => {
    const id = alerts[1]?.id ?? 0;
    const url = await test.server.listen({ host: '127.0.0.1', port: 0 });
    const { page, outside, faults } = await openWatchedPage(browser, url, analyst);
    await page.goto(`${url}/alerts/${id}`);
    await page.getByRole('heading', { name: 'Stored page' }).waitFor();
    await page.keyboard.press('v');
    await page.getByText('shown once you have revealed them').waitFor();
    expect(await page.locator('.screenshot-frame').count()).toBe(0);
    await page.keyboard.press('r');
    await page.keyboard.type('identify the seller');
    await page.keyboard.press('Control+Enter');
    const picture = page.locator('.screenshot-frame img');
    await picture.waitFor();
    const width = "document.querySelector('.screenshot-frame img').naturalWidth";
    await until('the picture is loaded', async () => (await page.evaluate<number>(width)) > 0);
    expect(await page.evaluate(width)).toBe(SCREENSHOT_LIMITS.width);
    expect([outside, faults]).toEqual([[], []]);
    await page.context().close();
  });

  it('goes with the listing when that is erased, from the disk as well', async () => {
    const [other, alert] = alerts;
    if (alert?.screenshot == null || alert.capture === null) throw new Error('no picture is stored');
    const { db } = place.database;
    const { captures } = place.tools;
    const { listing_id: listing } = await db
      .selectFrom('alerts')
      .select('listing_id')
      .where('id', '=', alert.id)
      .executeTakeFirstOrThrow();
    const order = { listing, reason: 'asked for', by: 'ann' };
    expect(await eraseListing(db, captures, order, new Date())).toEqual({ listings: 1, captures: 2 });
    expect(await detailOf(alert.id)).toMatchObject({ capture: null, screenshot: null });
    expect((await test.get(pathOf(alert.id, '/screenshot'), analyst)).status).toBe(404);
    for (const sha256 of [alert.capture, alert.screenshot.sha256])
      expect(await captures.get(sha256)).toBeNull();
    expect(await captures.get(other?.screenshot?.sha256 ?? '')).not.toBeNull();
  });
});
