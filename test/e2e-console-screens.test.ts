/** In a real browser: every screen with data as unruly as it comes, on a desk and on a phone, by day and by night. */
import { sql } from 'kysely';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appendAudit } from '../src/store/accounts/audit-log.ts';
import { goTo, type OpenConsole, openConsole } from './support/open-console.ts';

const UNBROKEN = 'unbroken'.repeat(40);
const LATER = '2999-01-01T00:00:00.000Z';

let desk: OpenConsole;
let page: Page;
let run: number;

beforeAll(async () => {
  const seller = { name: UNBROKEN, id: null, url: null, country: 'CN' };
  const price = { amount: '264', currency: 'USD', unit: 'kg', raw: UNBROKEN };
  desk = await openConsole({
    alerts: [
      {},
      { listing: { title: UNBROKEN, description: `4-Piperidone ${UNBROKEN}`, seller, price } },
      {},
      {},
    ],
  });
  const { db } = desk.test;
  const lead = sql`(select id from users where name = 'lead')`;
  run = (await db.selectFrom('runs').select('id').executeTakeFirstOrThrow()).id;
  await sql`insert into coverage (run_id, position, url, outcome, status, at)
    select ${run}, n, 'https://shop-a.invalid/?q=' || ${UNBROKEN}::text, 'robots-unreachable', 503, now()
    from generate_series(1, 3) n`.execute(db);
  await sql`insert into suppressions (term, reason, created_by, created_at, expires_at)
    values (${UNBROKEN}, ${UNBROKEN}, ${lead}, now(), ${LATER}::timestamptz)`.execute(db);
  const entry = {
    actor: 'system',
    action: 'sites.apply',
    subject: null,
    detail: { added: [UNBROKEN] },
  } as const;
  await appendAudit(db, entry, new Date());
  ({ page } = await desk.open('admin'));
  await page.goto(desk.url);
  await page.locator('tr[data-alert]').first().waitFor();
});

afterAll(() => desk?.[Symbol.asyncDispose]());

const numberOf = (n: number) => desk.alerts[n] ?? 0;

const BEYOND = `(label) => {
  const wrap = document.querySelector('.table-wrap[aria-label="' + label + '"]');
  return wrap.scrollWidth - wrap.clientWidth;
}`;

describe('a table with a word that no line can hold', () => {
  test.each([
    { name: 'the ledger of a run', path: () => `/operations/runs/${run}`, label: 'Coverage ledger' },
    { name: 'what hides alerts', path: () => '/hidden', label: 'Suppressions' },
    { name: 'the audit log', path: () => '/audit', label: 'Audit log' },
  ])('shows all its columns: $name', async ({ path, label }) => {
    await goTo(page, path());
    const table = page.locator(`.table-wrap[aria-label="${label}"]`);
    for (const width of [1440, 1024, 390]) {
      await page.setViewportSize({ width, height: 844 });
      await table.getByText('unbroken').first().waitFor();
      const beyond = await page.evaluate(`(${BEYOND})("${label}")`);
      expect(beyond, `${width}`).toBeLessThanOrEqual(0);
    }
    await page.setViewportSize({ width: 1280, height: 720 });
  });
});

/** What stands in a menu and is wider than its room. */
const CUT = `[...document.querySelectorAll('main select')].filter((each) => each.checkVisibility()).flatMap((each) => {
  const style = getComputedStyle(each);
  const pen = document.createElement('canvas').getContext('2d');
  pen.font = style.font;
  const room = each.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  const [{ text }] = each.selectedOptions;
  return pen.measureText(text).width > room + 1 ? [text] : [];
})`;

test('what stands in a menu is whole on a desk and on a phone', async () => {
  const screens = [
    '/?filters',
    '/figures',
    '/hidden',
    '/second-looks/disagreements',
    '/second-looks/gold',
    '/users',
  ];
  screens.push(
    '/operations/alarms',
    '/operations/names',
    '/operations/queues',
    '/operations/runs',
    '/operations/terms',
  );
  screens.push(
    '/account',
    `/operations/runs/${run}?outcome=robots-unreachable`,
    '/audit?action=second-factors.rekey',
  );
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    for (const path of screens) {
      await goTo(page, path);
      await page.locator('main :is(select, tr[data-alert])').first().waitFor();
      expect(await page.evaluate(CUT), `${path} at ${width}`).toEqual([]);
    }
  }
  await page.setViewportSize({ width: 1280, height: 720 });
});

describe('what one is reading stays where it is', () => {
  const placesOf = async (shown: Page, selectors: readonly string[]) =>
    await Promise.all(selectors.map(async (each) => (await shown.locator(each).first().boundingBox())?.y));

  test.each([
    {
      name: 'an alert',
      path: () => `/alerts/${numberOf(0)}`,
      read: ['.alert-title', '.alert-texts', '.decide'],
    },
    { name: 'the list', path: () => '/', read: ['.filters', 'tr[data-alert]'] },
    { name: 'alarms', path: () => '/operations/alarms', read: ['.tabs', '.page-card', '.nothing'] },
  ])('when the connection is lost: $name', async ({ path, read }) => {
    const { page: shown } = await desk.open('lead');
    await shown.clock.install();
    await shown.goto(`${desk.url}${path()}`);
    for (const each of read) await shown.locator(each).first().waitFor();
    await shown.getByText('Live').waitFor();
    const before = await placesOf(shown, read);
    await shown.context().setOffline(true);
    // Past the next sign of life of a claim, and the next question of a list that asks by itself.
    for (let minutes = 0; minutes < 5; minutes += 1) await shown.clock.fastForward(60_000);
    await shown.locator('.line-note').waitFor();
    await shown.getByText('No connection').waitFor();
    expect(await placesOf(shown, read)).toEqual(before);
    await shown.getByRole('button', { name: 'Close this note' }).click();
    expect(await shown.locator('.line-note').count()).toBe(0);
    await shown.context().close();
  });
});

test('who holds an alert stands at its top on a phone, and on a desk beside it alone', async () => {
  const { page: shown } = await desk.open('analyst');
  await shown.setViewportSize({ width: 390, height: 844 });
  expect(await desk.order('lead', `/api/v1/alerts/${numberOf(2)}/claim`, {})).toBe(200);
  for (const { n, says } of [
    { n: 2, says: 'Held by lead' },
    { n: 3, says: 'Held by you' },
  ]) {
    await shown.goto(`${desk.url}/alerts/${numberOf(n)}`);
    const holder = shown.locator('.alert-head .head-holder', { hasText: says });
    await holder.waitFor();
    const box = await holder.boundingBox();
    expect((box?.y ?? 844) + (box?.height ?? 0)).toBeLessThan(250);
  }
  await shown.setViewportSize({ width: 1280, height: 720 });
  await shown.locator('.alert-head .head-holder').waitFor({ state: 'hidden' });
  await shown.locator('.claim-bar', { hasText: 'Yours' }).waitFor();
  await shown.context().close();
});

/** The least contrast of the words in what matches, against the ground below them (WCAG 2.2, relative luminance). */
const CONTRAST = `(selector) => {
  const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (colour) => {
    const [r, g, b] = rgba(colour).slice(0, 3).map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const groundOf = (each) => {
    const colour = getComputedStyle(each).backgroundColor;
    return rgba(colour)[3] === 255 || each.parentElement === null ? colour : groundOf(each.parentElement);
  };
  const found = [...document.querySelectorAll(selector)].filter((each) => each.checkVisibility());
  return Math.min(...found.map((each) => {
    const [high, low] = [luminance(getComputedStyle(each).color), luminance(groundOf(each))].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  }));
}`;

describe.each(['light', 'dark'] as const)('on a phone, in the %s', (colorScheme) => {
  const ENDS = '.row-act-ends';

  test('what cannot be pressed yet says what it will do', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme });
    for (const path of ['/hidden', '/account', '/users', '/second-looks/gold']) {
      await goTo(page, path);
      await page.locator('main button:disabled').first().waitFor();
      const least = await page.evaluate(`(${CONTRAST})('main button:disabled')`);
      expect(least, path).toBeGreaterThanOrEqual(4.5);
    }
  });

  test('what ends something has the colour of trouble, and is readable', async () => {
    await goTo(page, '/hidden');
    await page.locator(ENDS).first().waitFor();
    const [colour, trouble] = (await page.evaluate(`(() => {
      const probe = document.body.appendChild(document.createElement('i'));
      probe.style.color = 'var(--pw-trouble)';
      const both = [document.querySelector('${ENDS}'), probe].map((each) => getComputedStyle(each).color);
      probe.remove();
      return both;
    })()`)) as string[];
    expect(colour).toBe(trouble);
    expect(await page.evaluate(`(${CONTRAST})('${ENDS}')`)).toBeGreaterThanOrEqual(4.5);
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.emulateMedia({ colorScheme: 'light' });
  });
});

test('names and prices of any length leave what an alert says in sight, and are read whole by pointing at them', async () => {
  await page.goto(`${desk.url}/alerts/${numberOf(1)}`);
  await page.locator('.facts').waitFor();
  for (const { width, most } of [
    { width: 390, most: 480 },
    { width: 1280, most: 300 },
  ]) {
    await page.setViewportSize({ width, height: 844 });
    expect((await page.locator('.alert-texts').boundingBox())?.y, `${width}`).toBeLessThan(most);
  }
  expect(await page.locator('.facts bdi', { hasText: 'unbroken' }).last().getAttribute('title')).toBe(
    UNBROKEN,
  );
  await page.setViewportSize({ width: 1280, height: 720 });
});

test('a listing of which nothing but the title was read says so', async () => {
  await goTo(page, `/alerts/${numberOf(0)}`);
  const fields = page.locator('section', {
    has: page.getByRole('heading', { name: 'Fields of the listing' }),
  });
  await fields.getByText('Nothing was read but its texts above.').waitFor();
});

test('the time of a claim ticks only when little of it is left', async () => {
  const { page: shown } = await desk.open('analyst');
  await shown.clock.install();
  await shown.goto(`${desk.url}/alerts/${numberOf(3)}`);
  await shown.locator('.claim-bar p', { hasText: /^Yours for 10 min$/ }).waitFor();
  await shown.context().setOffline(true);
  await shown.clock.fastForward(8.5 * 60_000);
  await shown.locator('.claim-bar p', { hasText: /^Yours for 1:[0-3]\d$/ }).waitFor();
  await shown.context().close();
});
