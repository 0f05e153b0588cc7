/** The desk in a real browser: two analysts at once, changes while one looks, many alerts, hostile texts, every page. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WAYS } from '../src/console/ways.ts';
import { DECISION_REASONS } from '../src/model/alert.ts';
import {
  alertNow,
  BUILT_CONSOLE,
  goTo,
  type OpenConsole,
  openConsole,
  showAlert,
} from './support/open-console.ts';
import { seriousFindings } from './support/serious-findings.ts';
import { until } from './support/until.ts';
import type { WatchedPage } from './support/watch-browser.ts';

/** Decided one after another in the flow; as many again stay for the other tests. */
const FLOW = 60;
const HOSTILE = [
  '<script>window.ran=1</script>',
  '"><img src=x onerror="window.ran=1">',
  'javascript:window.ran=1//',
  '{{constructor.constructor("window.ran=1")()}}',
  '\u202egnp.exe <svg/onload=window.ran=1>',
];

let desk: OpenConsole;
let analyst: WatchedPage;

beforeAll(async () => {
  const hostile = HOSTILE.map((text) => ({
    listing: {
      title: `4-Piperidone ${text}`,
      description: text,
      images: [text, 'https://pictures.invalid/a.png'],
      attributes: { [text]: text },
      seller: { name: text, id: null, url: 'https://seller.invalid/', country: null },
    },
    severity: 'low' as const,
  }));
  const plain = Array.from({ length: 2 * FLOW }, (_, n) => ({
    listing: { title: `4-Piperidone, drum ${n}` },
  }));
  desk = await openConsole({ alerts: [...hostile, ...plain] });
  analyst = await desk.open('analyst');
  await analyst.page.goto(desk.url);
  await analyst.page.locator('tr[data-alert]').first().waitFor();
});

afterAll(() => desk?.[Symbol.asyncDispose]());

const last = (n: number) => desk.alerts.at(-n) ?? 0;

describe('two at one desk', () => {
  test('who opens an alert holds it, and the list says so to others at once', async () => {
    await showAlert(analyst.page, last(1));
    await analyst.page.getByText('Yours').waitFor();
    expect(await analyst.page.locator('.claim-bar time').innerText()).toMatch(/^(10|9) min$/);
    const other = await desk.open('lead');
    await other.page.goto(`${desk.url}/?sort=newest&text=drum+${2 * FLOW - 1}`);
    await other.page.locator('.holder', { hasText: 'analyst' }).waitFor();
    await goTo(analyst.page, '/');
    await other.page.locator('.holder').waitFor({ state: 'detached' });
    await other.page.context().close();
  });

  test('an alert that changed meanwhile is refused with what to do, and nothing is written', async () => {
    const id = last(2);
    await showAlert(analyst.page, id);
    await analyst.page.getByText('Yours').waitFor();
    // Without the news of it: as when the line is down for a moment.
    await analyst.page.context().route('**/api/v1/events', (route) => route.abort());
    await desk.test.db.updateTable('alerts').set({ revision: 7 }).where('id', '=', id).execute();
    for (const key of ['c', '1', 'Enter']) await analyst.page.keyboard.press(key);
    await analyst.page
      .getByText(/has changed since you opened it|Look again|look again/)
      .first()
      .waitFor();
    expect((await alertNow(desk, id))['outcome']).toBeNull();
    await analyst.page.context().unroute('**/api/v1/events');
  });

  test('without a network an order is refused at once, and not sent when the network is back', async () => {
    const id = last(5);
    await showAlert(analyst.page, id);
    await analyst.page.getByText('Yours').waitFor();
    const context = analyst.page.context();
    await context.setOffline(true);
    for (const key of ['c', '1', 'Enter']) await analyst.page.keyboard.press(key);
    await analyst.page.getByText('The server cannot be reached').first().waitFor();
    await analyst.page.locator('.decide').getByText('Nothing was recorded').waitFor();
    await analyst.page.getByText('No connection').waitFor();
    await context.setOffline(false);
    await analyst.page.getByText('Live').waitFor();
    await analyst.page.locator('.decide').getByText('Nothing was recorded').waitFor({ state: 'detached' });
    expect((await alertNow(desk, id))['outcome']).toBeNull();
    await analyst.page.keyboard.press('Enter');
    await until('it is decided', async () => (await alertNow(desk, id))['outcome'] === 'confirmed');
  });

  test('an order that is sent twice before its answer is given once', async () => {
    const id = last(8);
    await showAlert(analyst.page, id);
    await analyst.page.getByText('Yours').waitFor();
    const { promise: arrived, resolve: letThrough } = Promise.withResolvers<void>();
    let sent = 0;
    await analyst.page.route('**/escalate', async (route) => {
      sent += 1;
      await arrived;
      await route.continue();
    });
    await analyst.page.getByRole('button', { name: 'Escalate' }).click();
    await analyst.page.getByLabel('What shall they look at?').fill('Two sellers?');
    await analyst.page.keyboard.press('Control+Enter');
    await analyst.page.keyboard.press('Control+Enter');
    letThrough();
    await until('it is escalated', async () => (await alertNow(desk, id))['state'] === 'escalated');
    await analyst.page.unroute('**/escalate');
    expect(sent).toBe(1);
  });

  test('whoever goes elsewhere while a decision is on its way stays there', async () => {
    const id = last(6);
    await showAlert(analyst.page, id);
    await analyst.page.getByText('Yours').waitFor();
    const { promise: arrived, resolve: letThrough } = Promise.withResolvers<void>();
    await analyst.page.route('**/decisions', async (route) => {
      await arrived;
      await route.continue();
    });
    for (const key of ['c', '1', 'Enter']) await analyst.page.keyboard.press(key);
    await goTo(analyst.page, '/account');
    letThrough();
    await until('it is decided', async () => (await alertNow(desk, id))['outcome'] === 'confirmed');
    await analyst.page.unroute('**/decisions');
    await analyst.page.waitForTimeout(500);
    expect(new URL(analyst.page.url()).pathname).toBe('/account');
  });

  test('what a colleague decides is shown without asking', async () => {
    const id = last(3);
    const auditor = await desk.open('auditor');
    await auditor.page.goto(`${desk.url}/alerts/${id}`);
    await auditor.page.getByText('Live').waitFor();
    const body = { outcome: 'confirmed', reason: 'broker-or-service', note: null, revision: 1 };
    expect(await desk.order('lead', `/api/v1/alerts/${id}/decisions`, body)).toBe(200);
    await auditor.page.locator('.facts .badge', { hasText: 'Confirmed' }).waitFor();
    expect(await auditor.page.getByRole('button', { name: 'Open again' }).count()).toBe(0);
    await auditor.page.context().close();
  });

  test('a stream of updates that brings nothing for too long is taken for a broken one', async () => {
    const { page } = await desk.open('auditor');
    await page.clock.install();
    await page.goto(desk.url);
    await page.getByText('Live').waitFor();
    const again = page.waitForRequest('**/api/v1/events');
    await page.clock.fastForward(30_000);
    expect(await page.getByText('Live').count()).toBe(1);
    await page.clock.fastForward(30_000);
    await again;
    await page.getByText('Live').waitFor();
    await page.context().close();
  });

  test('what happened while the stream of updates was cut is shown once it is back', async () => {
    const id = last(7);
    const auditor = await desk.open('auditor');
    await auditor.page.goto(`${desk.url}/alerts/${id}`);
    await auditor.page.getByText('Live').waitFor();
    desk.test.server.server.closeAllConnections();
    await auditor.page.getByText('Polling').waitFor();
    const body = { outcome: 'dismissed', reason: 'not-an-offer', note: null, revision: 1 };
    expect(await desk.order('lead', `/api/v1/alerts/${id}/decisions`, body)).toBe(200);
    await auditor.page.getByText('Live').waitFor();
    await auditor.page.locator('.facts .badge', { hasText: 'Dismissed' }).waitFor();
    await auditor.page.context().close();
  });
});

test('a practised flow goes from key to next alert quickly, and never shows one twice', async () => {
  const { page } = analyst;
  await goTo(page, '/');
  await page.keyboard.press('g');
  await page.waitForURL('**/alerts/*');
  await page.getByText('Yours').waitFor();
  const times: number[] = [];
  const seen = new Set<string>();
  for (let n = 0; n < FLOW; n += 1) {
    const here = new URL(page.url()).pathname;
    seen.add(here);
    const number = here.split('/').at(-1);
    await page.keyboard.press('d');
    await page.keyboard.press('6');
    const from = performance.now();
    await page.keyboard.press('Enter');
    await page.locator('.walk span', { hasText: new RegExp(`^Alert (?!${number}$)\\d+$`) }).waitFor();
    times.push(performance.now() - from);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round(times[Math.floor(share * (times.length - 1))] ?? 0);
  console.log(`key to next alert over ${FLOW}: median ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms`);
  expect(seen.size).toBe(FLOW);
});

test('the list draws only the rows in sight, and comes to its end by scrolling', async () => {
  const { page } = analyst;
  await goTo(page, '/?state=all&sort=newest');
  await page.locator('tr[data-alert]').first().waitFor();
  expect(await page.locator('tr[data-alert]').count()).toBeLessThan(60);
  await page.locator('.table-scroller').hover();
  await until('the last row is drawn', async () => {
    await page.mouse.wheel(0, 100_000);
    return (await page.locator(`tr[aria-rowindex="${desk.alerts.length + 1}"]`).count()) > 0;
  });
  expect(await page.locator('tr[data-alert]').count()).toBeLessThan(60);
});

test('the address of a view shows it again', async () => {
  const { page } = analyst;
  await page.goto(`${desk.url}/?state=all&severity=low&technique=name&sort=score`);
  await page.locator('tr[data-alert]').first().waitFor();
  expect(await page.locator('tr[data-alert]').count()).toBe(HOSTILE.length);
  expect(await page.getByLabel('Severity').inputValue()).toBe('low');
  expect(await page.getByLabel('How it is written').inputValue()).toBe('by name');
});

test('a filter offers all values there are, with counts, and finds one by typing', async () => {
  const { page } = analyst;
  await goTo(page, '/?state=all');
  const field = page.getByRole('combobox', { name: 'Site' });
  await field.click();
  await page.getByRole('option', { name: `Shop A ${desk.alerts.length}` }).waitFor();
  await page.keyboard.type('nowhere');
  await page.getByText('Nothing of that name.').waitFor();
  await field.fill('hop');
  await page.getByRole('option', { name: /Shop A/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/?state=all&site=shop-a');
  await until('it is named', async () => (await field.inputValue()) === 'Shop A');
  await field.click();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.searchParams.has('site'));
});

test('hostile texts are shown as texts: nothing runs, nothing is loaded, nothing leads out', async () => {
  const { page, outside, faults } = analyst;
  await goTo(page, '/?state=all&severity=low');
  for (const [index, text] of HOSTILE.entries()) {
    await showAlert(page, desk.alerts[index] ?? 0);
    expect(await page.locator('.alert-title').textContent()).toBe(`4-Piperidone ${text}`);
  }
  expect(await page.locator('a[href*="invalid"], img').count()).toBe(0);
  expect(await page.evaluate('window.ran')).toBeUndefined();
  expect([outside, faults]).toEqual([[], []]);
});

/** All of it in the light; dark differs in colours alone. */
const SCHEMES = [
  ['light', []],
  ['dark', ['color-contrast']],
] as const;

test('no page has a serious accessibility finding, in the light or in the dark', async () => {
  const { page, faults } = await desk.open('admin');
  await page.goto(desk.url);
  const found: string[] = [];
  const look = async (at: Page, path: string) => {
    await until(`${path} is there`, async () => (await at.locator('[aria-busy="true"]').count()) === 0);
    for (const [colorScheme, rules] of SCHEMES) {
      await at.emulateMedia({ colorScheme });
      await at.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: 'attached' });
      const findings = await seriousFindings(at, rules);
      found.push(...findings.map((finding) => `${path}, ${colorScheme}: ${finding}`));
    }
  };
  const stranger = await (await desk.browser.newContext()).newPage();
  await stranger.goto(desk.url);
  await stranger.getByLabel('Name').fill('somebody');
  await stranger.getByLabel('Password', { exact: true }).fill('not the password');
  await look(stranger, 'sign-in');
  await stranger.keyboard.press('Enter');
  await stranger.getByRole('alert').waitFor();
  await look(stranger, 'sign-in, refused');
  await stranger.context().close();
  const run = await desk.test.db.selectFrom('runs').select('id').executeTakeFirstOrThrow();
  const single = ['/operations/sites/shop-a', `/operations/runs/${run.id}`, '/nowhere'];
  const alerts = [last(4), last(3)].map((id) => `/alerts/${id}`);
  for (const path of [...WAYS.map((way) => way.path), ...alerts, ...single]) {
    await goTo(page, path);
    await page.locator('.content h1').first().waitFor({ state: 'attached' });
    await look(page, path);
  }
  expect(found).toEqual([]);
  expect(faults).toEqual([]);
  await page.context().close();
});

/** A tablet shows every way at once; on a phone they are a strip that scrolls, with the open one in sight. */
const WIDTHS = [
  { width: 1440, ways: WAYS.filter(({ inHeader }) => inHeader).length },
  { width: 1024, ways: WAYS.filter(({ inHeader }) => inHeader).length },
  { width: 390, ways: 1 },
];

test('no page is wider than the window of a desk, a tablet or a phone, and where one is stands in the header', async () => {
  // Figures as wide as they come: an alert decided for every reason that there is.
  const reasons = (['confirmed', 'dismissed'] as const).flatMap((outcome) =>
    DECISION_REASONS[outcome].map((reason) => ({ outcome, reason, note: 'Seen', revision: 1 })),
  );
  for (const [index, body] of reasons.entries()) {
    const id = last(20 + index);
    expect(await desk.order('lead', `/api/v1/alerts/${id}/decisions`, body), body.reason).toBe(200);
  }
  const { page } = await desk.open('admin');
  await page.goto(desk.url);
  for (const path of [...WAYS.map((way) => way.path), `/alerts/${last(4)}`, '/operations/sites/shop-a']) {
    await goTo(page, path);
    await page.locator('.content h1').first().waitFor({ state: 'attached' });
    await until(`${path} is there`, async () => (await page.locator('[aria-busy="true"]').count()) === 0);
    for (const { width, ways } of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      // A window that has been wide and is narrow again before its next picture tells its page of neither.
      await page.evaluate('new Promise(requestAnimationFrame)');
      // Lists are drawn again for the width that there is.
      const fits = async () => Number(await page.evaluate('document.documentElement.scrollWidth')) <= width;
      await until(`${path} is no wider than ${width} pixels`, fits);
      const inSight = `[...document.querySelectorAll('.header .way')].filter((way) => {
        const [own, strip] = [way, way.parentElement].map((each) => each.getBoundingClientRect());
        return own.left >= strip.left && own.right <= strip.right + 1;
      })`;
      expect(await page.evaluate(`${inSight}.length`), path).toBeGreaterThanOrEqual(ways);
      const active = `document.querySelectorAll('.header .way.active').length`;
      const shown = `${active} === ${inSight}.filter((way) => way.matches('.active')).length`;
      await until(`${path} stands in the header`, async () => (await page.evaluate(shown)) === true);
    }
  }
  await page.context().close();
});

test('a screen whose script does not come leaves the frame, says what to do, and is there once it comes', async () => {
  const { page } = await desk.open('admin');
  await page.goto(desk.url);
  await page.locator('tr[data-alert]').first().waitFor();
  await page.route('**/assets/figures-page-*.js', (route) => route.abort());
  await page.getByRole('link', { name: 'Figures' }).click();
  await page.getByRole('heading', { name: 'This screen could not be shown' }).waitFor();
  await page.getByRole('link', { name: 'Alerts', exact: true }).click();
  await page.locator('tr[data-alert]').first().waitFor();
  await page.getByRole('link', { name: 'Figures' }).click();
  await page.unroute('**/assets/figures-page-*.js');
  await page.getByRole('button', { name: 'Load the page again' }).click();
  await page.getByRole('heading', { name: 'Waiting, by age' }).waitFor();
  await page.context().close();
});

test('the first view needs little script, and is there soon', async () => {
  const { page } = await desk.open('analyst');
  const scripts: string[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith('.js')) scripts.push(response.url().split('/').at(-1) ?? '');
  });
  const from = performance.now();
  await page.goto(desk.url);
  await page.locator('tr[data-alert]').first().waitFor();
  const milliseconds = Math.round(performance.now() - from);
  const folder = join(BUILT_CONSOLE, 'assets');
  const kilobytes = readdirSync(folder)
    .filter((name) => scripts.includes(name))
    .reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name))).length / 1000, 0);
  console.log(`first view: ${milliseconds} ms, ${Math.round(kilobytes)} kB of script, compressed`);
  expect(kilobytes).toBeLessThan(350);
  await page.context().close();
});
