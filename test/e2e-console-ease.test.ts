/** In a real browser: what makes the desk bearable for a whole day, with a mouse, with keys and on a phone. */
import { sql } from 'kysely';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addFieldCoverage } from '../src/store/crawling/field-coverage.ts';
import { createRun, finishRun } from '../src/store/crawling/runs.ts';
import { goTo, type OpenConsole, openConsole, showAlert } from './support/open-console.ts';
import { sampleSummary } from './support/store-samples.ts';

/** As sellers write them: without a space for a line to break at, from right to left, and longer than any line. */
const ODD_NAMES = [
  { title: `4-Piperidone${'unbroken'.repeat(60)}`, seller: 'Trading'.repeat(40) },
  { title: 'مادة كيميائية عالية النقاء للبيع 4-Piperidone', seller: 'شركة التجارة الدولية' },
  {
    title: `4-Piperidone ${'in drums, bags and bottles, '.repeat(20)}`,
    seller: 'A trading company '.repeat(20),
  },
] as const;

const SHOP_ITSELF = { title: '4-Piperidone of the shop', seller: 'Shop A' };
const PRICE = { amount: '264', currency: 'USD', unit: null, raw: 'US$ 264' };

let desk: OpenConsole;
let page: Page;

beforeAll(async () => {
  const contacts = [{ kind: 'email' as const, value: 'someone@shop.invalid', raw: 'someone@shop.invalid' }];
  desk = await openConsole({
    alerts: [
      ...Array.from({ length: 6 }, (_, n) => ({ listing: { title: `4-Piperidone ${n}`, contacts } })),
      ...[...ODD_NAMES, SHOP_ITSELF].map(({ title, seller }) => ({
        listing: { title, price: PRICE, seller: { name: seller, id: null, url: null, country: 'CN' } },
      })),
    ],
  });
  ({ page } = await desk.open('lead'));
  await page.goto(desk.url);
  await page.locator('tr[data-alert]').first().waitFor();
});

afterAll(() => desk?.[Symbol.asyncDispose]());

const numberOf = (n: number) => desk.alerts[n] ?? 0;
const odd = (n: number) => numberOf(6 + n);

describe('the focus', () => {
  const ORDERS = [
    { opens: 'Escalate', by: 'Cancel' },
    { opens: 'Snooze', by: 'Escape' },
    { opens: 'Hold', by: 'Cancel' },
    { opens: 'Hand over', by: 'Escape' },
    { opens: 'Reveal contacts', by: 'Cancel' },
  ] as const;
  for (const { opens, by } of ORDERS)
    test(`is on “${opens}” again when its form is closed by ${by}`, async () => {
      await showAlert(page, numberOf(0));
      await page.getByText('Yours').waitFor();
      await page.getByRole('button', { name: opens, exact: true }).click();
      const form = page.locator('.side-form');
      await form.getByRole('textbox').focus();
      if (by === 'Cancel') await form.getByRole('button', { name: 'Cancel' }).click();
      // One leaves the field, the other the form.
      else for (let n = 0; n < 2; n += 1) await page.keyboard.press('Escape');
      await form.waitFor({ state: 'detached' });
      await page.locator('button:focus', { hasText: opens }).waitFor();
    });

  test('is on the heading when the form was opened by a key, or what opened it is gone', async () => {
    await showAlert(page, numberOf(1));
    await page.getByText('Yours').waitFor();
    for (const order of ['Cancel', 'Reveal']) {
      await page.keyboard.press('r');
      await page.locator('.side-form textarea:focus').waitFor();
      await page.keyboard.type('To ask the shop');
      await page.locator('.side-form').getByRole('button', { name: order }).click();
      await page.locator('.side-form').waitFor({ state: 'detached' });
      await page.locator('.alert-title:focus').waitFor();
    }
  });

  test('stays at the claim when its button gives way to another', async () => {
    await showAlert(page, numberOf(2));
    await page.getByText('Yours').waitFor();
    await page.getByRole('button', { name: 'Release' }).click();
    await page.getByText('Nobody holds it.').waitFor();
    await page.locator('.alert-title:focus').waitFor();
  });

  test('is in the form of the decision once a key chose the outcome, so that Enter submits', async () => {
    await showAlert(page, numberOf(3));
    await page.getByText('Yours').waitFor();
    const other = page.getByRole('button', { name: 'Show how it is read' });
    await other.click();
    await page.keyboard.press('d');
    await page.locator('.decide:focus').waitFor();
    await page.keyboard.press('6');
    await page.keyboard.press('Enter');
    await page.getByText('Dismissed:').waitFor();
  });

  test('is in the first of the further filters when a key opens them', async () => {
    await goTo(page, '/');
    await page.locator('tr[data-alert]').first().waitFor();
    await page.keyboard.press('f');
    await page.locator('select:focus').waitFor();
    expect(await page.evaluate('document.activeElement.ariaLabel')).toBe('Waiting');
    await page.keyboard.press('Escape');
    await page.keyboard.press('f');
    await page.locator('.rarer-filters').waitFor({ state: 'detached' });
  });

  test('goes to the heading of what is left when a row or a filter goes that had it', async () => {
    await goTo(page, '/?severity=high');
    const clear = page.getByRole('button', { name: 'Clear filters' });
    await clear.focus();
    await page.keyboard.press('Enter');
    await clear.waitFor({ state: 'detached' });
    await page.locator('h1:focus').waitFor();
  });

  test('is on the button again when what it sent was refused, and on the heading when the form is empty again', async () => {
    await goTo(page, '/second-looks/gold');
    const form = page.locator('form', { has: page.getByLabel('Alert number') });
    const add = form.getByRole('button', { name: 'Add' });
    await form.getByLabel('Alert number').fill('999999');
    await add.focus();
    await page.keyboard.press('Enter');
    await form.getByRole('alert').waitFor();
    await form.locator('button:focus', { hasText: 'Add' }).waitFor();
    await form.getByLabel('Alert number').fill(String(numberOf(4)));
    await add.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: String(numberOf(4)), exact: true }).waitFor();
    await page.locator('h2:focus', { hasText: 'Gold items' }).waitFor();
  });
});

describe('on a phone', () => {
  beforeAll(async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await goTo(page, '/');
    await page.locator('tr[data-alert]').first().waitFor();
  });
  afterAll(() => page.setViewportSize({ width: 1280, height: 720 }));

  const box = async (selector: string) =>
    (await page.locator(selector).first().boundingBox()) ?? expect.fail(`${selector} is not drawn`);

  test('the list begins high, and its rows give the title the whole width', async () => {
    expect((await box('.filters')).height).toBeLessThan(110);
    expect((await box('tr[data-alert]')).y).toBeLessThan(300);
    expect((await box('.offer-title')).width).toBeGreaterThan(250);
    // Rows of another height than the list counts with would drift apart from the scroll bar.
    const [first, second] = await page.locator('tr[data-alert]').all();
    const [one, two] = [await first?.boundingBox(), await second?.boundingBox()];
    expect([one?.height, (two?.y ?? 0) - (one?.y ?? 0)]).toEqual([108, 108]);
  });

  test('filters open and close with one button that says how many narrow the list', async () => {
    expect(await page.getByLabel('Severity').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Filters', exact: true }).click();
    await page.getByLabel('Severity').selectOption('high');
    await page.getByRole('combobox', { name: 'Substance' }).click();
    const list = await box('.facet-list');
    expect(list.x).toBeGreaterThanOrEqual(0);
    expect(list.x + list.width).toBeLessThanOrEqual(390);
    expect(list.y).toBeGreaterThan((await box('.facet input[aria-expanded="true"]')).y);
    await page.keyboard.press('Escape');
    await page.getByRole('combobox', { name: 'Site' }).click();
    await page.getByRole('option', { name: /Shop A/ }).click();
    await page.waitForURL('**/?severity=high&site=shop-a');
    await page.getByRole('button', { name: 'Hide 2 filters' }).click();
    expect(await page.getByLabel('Severity').isVisible()).toBe(false);
    await page.getByRole('button', { name: '2 filters', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByRole('button', { name: 'Filters', exact: true }).waitFor();
    await page.getByLabel('State').selectOption('all');
    await page.waitForURL('**/?state=all');
  });

  const small = (where: string) =>
    page.evaluate(`[...document.querySelectorAll('${where} :is(input:not([type="radio"], [type="checkbox"]), select, button, label)')]
      .filter((each) => {
        const { height } = each.getBoundingClientRect();
        const field = !each.matches('button, label');
        const choice = each.matches('label') && each.querySelector('input') === null;
        return height > 0 && !choice && (height < 34 || (field && parseFloat(getComputedStyle(each).fontSize) < 16));
      }).map((each) => each.ariaLabel ?? each.textContent)`);

  /** Without what the console has read already: that is good for ten seconds, whatever the database says meanwhile. */
  const showAnew = async (id: number) => {
    await page.reload();
    await showAlert(page, id);
  };

  test('the outcomes of an alert stay in reach while its form is below the texts', async () => {
    const pause = 'one after another, '.repeat(400);
    await sql`update listings set content = jsonb_set(content::jsonb, '{description}', to_jsonb(${pause}::text))::json
      where id = (select listing_id from alerts where id = ${numberOf(5)})`.execute(desk.test.db);
    await showAnew(numberOf(5));
    await page.getByText('Yours').waitFor();
    const bar = page.locator('.outcome-bar');
    await bar.waitFor();
    expect((await box('.decide')).y).toBeGreaterThan(844);
    await bar.getByRole('button', { name: 'Dismiss' }).click();
    const reason = page.locator('.decide .reason-radio').first();
    await reason.waitFor();
    expect((await box('.decide .reason-radio')).y).toBeLessThan(844);
    expect(
      await page
        .locator('.decide')
        .getByRole('button', { name: 'Dismiss' })
        .first()
        .getAttribute('aria-pressed'),
    ).toBe('true');
    await bar.waitFor({ state: 'detached' });
    await page.evaluate('scrollTo(0, 0)');
    await bar.waitFor();
    expect(await bar.getByRole('button', { name: 'Dismiss' }).getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('Escape');
    await goTo(page, '/?state=all');
    await page.locator('tr[data-alert]').first().waitFor();
  });

  test('names of substances and of fields have the whole width', async () => {
    await sql`update listings set content = (content::jsonb || '{"externalId": "1124", "language": "pl", "availability": "InStock"}')::json
      where id = (select listing_id from alerts where id = ${numberOf(3)})`.execute(desk.test.db);
    await showAnew(numberOf(3));
    for (const name of ['Article number', 'Language']) {
      const head = page.locator('.fields-table').getByRole('rowheader', { name });
      expect((await head.boundingBox())?.width).toBeGreaterThan(300);
    }
    expect((await box('.law-substance')).width).toBeGreaterThan(300);
    await page.locator('.fields-table').getByText('Polish').waitFor();
    await page.locator('.fields-table').getByText('In stock').waitFor();
    await goTo(page, '/?state=all');
    await page.locator('tr[data-alert]').first().waitFor();
  });

  test('what is touched is large enough, no field zooms the page, and no key is hinted at', async () => {
    await page.getByRole('button', { name: 'Filters', exact: true }).click();
    expect(await small('.list-card')).toEqual([]);
    expect(await page.locator('kbd:visible').count()).toBe(0);
    await page.getByRole('button', { name: 'Hide filters' }).click();
    await showAlert(page, numberOf(4));
    await page.getByText('Yours').waitFor();
    await page.getByRole('button', { name: 'Dismiss' }).last().click();
    await page.locator('.reason-radio').first().waitFor();
    expect(await small('.alert-side')).toEqual([]);
    await page.getByRole('button', { name: 'Snooze' }).click();
    await page.locator('.side-form').waitFor();
    expect(await small('.alert-side')).toEqual([]);
    expect(await page.locator('kbd:visible').count()).toBe(0);
    await page.getByRole('button', { name: 'Cancel' }).click();
  });
});

test.each([
  ['/', 'Alerts', null],
  ['/operations', 'Operations', 'Sites'],
  ['/operations/sites/shop-a', 'Operations', 'Sites'],
  ['/operations/runs/1', 'Operations', 'Runs'],
  ['/second-looks/gold', 'Second looks', 'Gold and sampling'],
])('at %s the header shows “%s” as open, and the tabs “%s”', async (path, way, tab) => {
  await goTo(page, path);
  const open = async (nav: string) => await page.locator(`${nav} [aria-current="page"]`).allInnerTexts();
  await page.locator('.header [aria-current="page"]', { hasText: way }).waitFor();
  if (tab !== null) await page.locator('.tabs [aria-current="page"]', { hasText: tab }).waitFor();
  expect([await open('.header'), await open('.tabs')]).toEqual([[way], tab === null ? [] : [tab]]);
});

test('one alert is one of the alerts for the header, too', async () => {
  await showAlert(page, numberOf(5));
  await page.locator('.header [aria-current="page"]', { hasText: 'Alerts' }).waitFor();
});

test('a site’s configuration is a table, and its JSON is folded', async () => {
  await goTo(page, '/operations/sites/shop-a');
  await page.getByRole('cell', { name: 'https://shop-a.invalid/', exact: true }).waitFor();
  await page.getByText('every hour').waitFor();
  expect(await page.locator('pre').isVisible()).toBe(false);
  await page.getByText('As JSON').click();
  await page.locator('pre', { hasText: '"everySeconds": 3600' }).waitFor();
});

test('fields and readers are called the same on a site and a run as on an alert', async () => {
  const run = await createRun(desk.test.db, 'shop-a', 'command', new Date());
  const counts = { filled: 3, listings: 4, unread: 0, samples: [] };
  await addFieldCoverage(desk.test.db, run, [
    { pages: 'detail', field: 'externalId', reader: 'heuristic', ...counts },
  ]);
  const summary = { ...sampleSummary(run, 'shop-a'), skipped: { disallowed: 6, blocked: 2 } };
  await finishRun(desk.test.db, run, summary, new Date());
  // A site that is open already asks for its fields no more.
  await goTo(page, '/operations/alarms');
  await page.getByRole('heading', { name: 'Alarms' }).waitFor();
  for (const path of ['/operations/sites/shop-a', `/operations/runs/${run}`]) {
    await goTo(page, path);
    const row = page.getByRole('row', { name: /Article number/ });
    await row.getByText('page structure').waitFor();
    expect(await page.getByText('externalId').count()).toBe(0);
  }
});

test('what became of the addresses of a run is a picture that leads into its ledger', async () => {
  const bars = page.getByRole('region', { name: 'What became of its addresses' });
  await bars
    .getByRole('row', { name: /^blocked by the site/ })
    .getByRole('img', { name: 'blocked by the site: 2' })
    .waitFor();
  await bars.getByRole('button', { name: 'forbidden by robots.txt' }).click();
  await page.waitForURL('**?outcome=disallowed');
  expect(await page.getByLabel('Outcome').inputValue()).toBe('disallowed');
  expect(await page.getByLabel('Outcome').locator('option:checked').innerText()).toBe(
    'forbidden by robots.txt',
  );
});

test('figures show what was opened and decided as a picture, by weeks where the days are many', async () => {
  await goTo(page, '/figures?days=7');
  await page.getByRole('img', { name: /^Alerts opened and decided/ }).waitFor();
  expect(await page.locator('.trend-step').count()).toBe(8);
  await goTo(page, '/figures?days=366');
  const weeks = page.getByRole('region', { name: 'Opened and decided, week by week' });
  await weeks.getByText('As a table').click();
  const steps = await weeks.locator('.trend-step').count();
  expect(steps).toBeLessThanOrEqual(53);
  expect(await weeks.locator('tbody tr').count()).toBe(steps);
});

test('a list that is not shown whole says how many more there are, and where they are', async () => {
  await sql`insert into offers (key, site_id, seller_id, first_seen_at, last_seen_at)
    select 'more-' || n, o.site_id, o.seller_id, o.first_seen_at, o.last_seen_at
    from alerts a join offers o on o.id = a.offer_id, generate_series(1, 61) n where a.id = ${numberOf(0)}`.execute(
    desk.test.db,
  );
  await sql`insert into listings (site_id, key, url, content, content_hash, state, first_seen_at, last_seen_at, last_run_id, offer_id)
    select l.site_id, 'again-' || n, l.url || '?n=' || n, l.content, l.content_hash, l.state, l.first_seen_at, l.last_seen_at,
      l.last_run_id, l.offer_id
    from alerts a join listings l on l.offer_id = a.offer_id, generate_series(1, 200) n where a.id = ${numberOf(0)}`.execute(
    desk.test.db,
  );
  await page.reload();
  await showAlert(page, numberOf(0));
  await page.getByText('and 11 offers: those that alert are in the list of this seller.').waitFor();
  await page.getByText('and 1 listing, seen less lately: they are in an export of this alert.').waitFor();
  await page.locator('.omitted').getByRole('button', { name: 'Export…' }).first().click();
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  const alarms = Array.from({ length: 60 }, (_, n) => ({
    ...{ kind: 'blocked' as const, subject: `shop-${n}`, summary: `Shop number ${n} blocks us`, facts: '{}' },
    raised_at: new Date(),
    seen_at: new Date(),
    state: 'raised' as const,
  }));
  await desk.test.db.insertInto('alarms').values(alarms).execute();
  await goTo(page, '/operations/alarms');
  await page.getByText('Shop number 59 blocks us').waitFor();
  await page.getByRole('button', { name: 'Show more' }).click();
  await page.getByText('Shop number 0 blocks us').waitFor();
});

describe('names as sellers write them', () => {
  test.each([0, 1, 2])('of alert %d fit every window', async (n) => {
    await showAlert(page, odd(n));
    for (const width of [1440, 1024, 390]) {
      await page.setViewportSize({ width, height: 844 });
      await page.evaluate('new Promise(requestAnimationFrame)');
      expect(await page.evaluate('document.documentElement.scrollWidth'), `${width}`).toBeLessThanOrEqual(
        width,
      );
    }
    await page.setViewportSize({ width: 1280, height: 720 });
  });

  test('from right to left begin where the others do, and their country stands behind them', async () => {
    await showAlert(page, odd(1));
    const style = (of: string) => `getComputedStyle(document.querySelector('.alert-title')).${of}`;
    expect([await page.evaluate(style('textAlign')), await page.evaluate(style('direction'))]).toEqual([
      'left',
      'rtl',
    ]);
    const seller = page.locator('.facts li', { hasText: 'Seller' });
    expect(await seller.innerText()).toBe('Seller شركة التجارة الدولية, CN');
    expect(await seller.locator('bdi').innerText()).toBe('شركة التجارة الدولية');
  });

  test('that the list cuts are read by pointing at them', async () => {
    await goTo(page, '/');
    const link = page.locator(`#alert-${odd(2)}`);
    await link.waitFor();
    expect(await link.getAttribute('title')).toBe(ODD_NAMES[2].title);
  });
});

test('the filters of a desk stand in one line, whatever the counts', async () => {
  await page.setViewportSize({ width: 1440, height: 900 });
  const many = { open: 25_000, escalated: 1200, snoozed: 1200, suppressed: 12_000, decided: 125_000 };
  await page.route('**/api/v1/overview', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...((await response.json()) as object), ...many } });
  });
  await page.goto(`${desk.url}/`);
  await page.getByText('Decided 125K').waitFor();
  const tops = `new Set([...document.querySelectorAll('.filters > :not(p)')].map((each) => {
    const { top, height } = each.getBoundingClientRect();
    return Math.round((top + height / 2) / 4);
  })).size`;
  expect(await page.evaluate(tops)).toBe(1);
  await page.unrouteAll({ behavior: 'wait' });
  await page.setViewportSize({ width: 1280, height: 720 });
});

test('an alert that is being claimed says so, and its form stays where it is', async () => {
  await goTo(page, '/');
  await page.locator('tr[data-alert]').first().waitFor();
  const asked = Promise.withResolvers<void>();
  await page.route('**/claim', async (route) => {
    await asked.promise;
    await route.continue();
  });
  await showAlert(page, odd(0));
  await page.locator('.claim-bar', { hasText: 'Claiming it for you' }).waitFor();
  expect(await page.getByRole('button', { name: 'Claim', exact: true }).count()).toBe(0);
  const top = async () => (await page.locator('.decide').first().boundingBox())?.y;
  const before = await top();
  asked.resolve();
  await page.getByText('Yours').waitFor();
  expect(await top()).toBe(before);
  await page.unrouteAll({ behavior: 'wait' });
});

test('what stands in the fields of the list is whole at every width', async () => {
  await goTo(page, '/?state=all');
  for (const width of [1440, 1280, 1024, 768]) {
    await page.setViewportSize({ width, height: 800 });
    await page.getByRole('combobox', { name: 'Substance' }).waitFor();
    const cut = `[...document.querySelectorAll('.facet input')].filter((each) => {
      const style = getComputedStyle(each);
      const pen = document.createElement('canvas').getContext('2d');
      pen.font = style.font;
      const room = each.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      return pen.measureText(each.placeholder).width > room;
    }).map((each) => each.placeholder)`;
    expect(await page.evaluate(cut), `${width}`).toEqual([]);
  }
  await page.setViewportSize({ width: 1280, height: 720 });
});

test('who searches among the open alerts for one that was decided is shown the way to it', async () => {
  const confirm = { outcome: 'confirmed', reason: 'offers-listed-substance', note: null, revision: 1 };
  expect(await desk.order('lead', `/api/v1/alerts/${numberOf(5)}/decisions`, confirm)).toBe(200);
  await goTo(page, '/?text=4-Piperidone+5');
  await page.getByText('Only open alerts were looked through.').waitFor();
  await page.getByRole('button', { name: 'Look in all states' }).click();
  await page.locator(`#alert-${numberOf(5)}`).waitFor();
});

test('what the head of an alert has said once it does not say again', async () => {
  await showAlert(page, odd(3));
  const facts = await page.locator('.facts li').allInnerTexts();
  expect(facts.filter((each) => /Shop A|USD/.test(each))).toEqual([
    'Price USD 264',
    'Seller and site Shop A, CN',
  ]);
});

test.each([
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
])('nothing moves down when the counts of the desk arrive late at $width px', async (size) => {
  await sql`update sites set practice = true, config = jsonb_set(config, '{practice}', 'true')`.execute(
    desk.test.db,
  );
  const { page: late } = await desk.open('analyst');
  await late.setViewportSize(size);
  const counts = Promise.withResolvers<void>();
  await late.route('**/api/v1/overview', async (route) => {
    await counts.promise;
    await route.continue();
  });
  await late.goto(desk.url);
  const [row, banner] = [late.locator('tr[data-alert]').first(), late.locator('.practice')];
  await row.waitFor();
  const before = (await row.boundingBox())?.y;
  expect(await banner.isVisible()).toBe(true);
  counts.resolve();
  await late
    .getByText(/^(Watching|Reading) /)
    .first()
    .waitFor();
  expect((await row.boundingBox())?.y).toBe(before);
  await late.context().close();
  await sql`update sites set practice = false, config = jsonb_set(config, '{practice}', 'false')`.execute(
    desk.test.db,
  );
});
