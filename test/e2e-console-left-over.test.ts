/** In a real browser: nothing of an order, an error or a person stays where it no longer belongs. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  alertNow,
  goTo,
  leaveAlert,
  type OpenConsole,
  openConsole,
  showAlert,
} from './support/open-console.ts';
import { PASSWORD } from './support/open-test-server.ts';
import { until } from './support/until.ts';
import type { WatchedPage } from './support/watch-browser.ts';

const CONFIRM = { outcome: 'confirmed', reason: 'offers-listed-substance', note: null, revision: 1 };

let desk: OpenConsole;
let analyst: WatchedPage;

beforeAll(async () => {
  const contacts = [{ kind: 'email' as const, value: 'someone@shop.invalid', raw: 'someone@shop.invalid' }];
  desk = await openConsole({
    alerts: Array.from({ length: 10 }, (_, n) => ({ listing: { title: `4-Piperidone ${n}`, contacts } })),
  });
  analyst = await desk.open('analyst');
  await analyst.page.goto(desk.url);
  await analyst.page.locator('tr[data-alert]').first().waitFor();
});

afterAll(() => desk?.[Symbol.asyncDispose]());

const numberOf = (n: number) => desk.alerts[n] ?? 0;
const outcomeOf = async (n: number) => (await alertNow(desk, numberOf(n)))['outcome'];

async function decideElsewhere(n: number): Promise<void> {
  expect(await desk.order('analyst', `/api/v1/alerts/${numberOf(n)}/decisions`, CONFIRM)).toBe(200);
}

test('the note on an alert that was handed over does not offer to undo another order', async () => {
  const { page } = analyst;
  await decideElsewhere(0);
  await showAlert(page, numberOf(1));
  await page.getByText('Yours').waitFor();
  await page.keyboard.press('a');
  await page.getByText('Hand over to a colleague').waitFor();
  await page.locator('.side-form .reason-radio').first().click();
  await page.getByRole('button', { name: 'Hand over', exact: false }).last().click();
  await page.getByText('Handed over:').waitFor();
  expect(await page.locator('.done-note').getByRole('button', { name: 'Undo' }).count()).toBe(0);
});

test('the note on an order undoes that one, though another was given since', async () => {
  const { page } = analyst;
  await showAlert(page, numberOf(7));
  await page.getByText('Yours').waitFor();
  for (const key of ['d', '6', 'Enter']) await page.keyboard.press(key);
  await page.getByText('Dismissed:').waitFor();
  await decideElsewhere(8);
  await page.locator('.done-note').getByRole('button', { name: 'Undo' }).click();
  await until('it is undone', async () => (await outcomeOf(7)) === null);
  expect(await outcomeOf(8)).toBe('confirmed');
});

test('a key that is held down undoes one order', async () => {
  const { page } = analyst;
  await decideElsewhere(2);
  await decideElsewhere(3);
  await goTo(page, '/');
  await page.locator('tr[data-alert]').first().waitFor();
  for (let n = 0; n < 4; n++) {
    await page.keyboard.down('z');
    await page.waitForTimeout(300);
  }
  await page.keyboard.up('z');
  await until('the last is undone', async () => (await outcomeOf(3)) === null);
  expect(await outcomeOf(2)).toBe('confirmed');
  // What came back is shown; whoever went on before would be led back to it.
  await page.waitForURL(`**/alerts/${numberOf(3)}`);
});

test('why an order was refused is told, and not on the form of another order', async () => {
  const { page } = analyst;
  await page.route('**/wake', (route) => route.abort());
  await page.route('**/escalate', (route) => route.abort());
  const until = new Date(Date.now() + 86_400_000).toISOString();
  const snooze = { until, note: null, revision: 1 };
  expect(await desk.order('analyst', `/api/v1/alerts/${numberOf(4)}/snooze`, snooze)).toBe(200);
  await showAlert(page, numberOf(4));
  await page.getByRole('button', { name: 'Wake' }).click();
  await page.locator('.alert-side').getByText('The server cannot be reached').waitFor();
  await page.keyboard.press('e');
  await page.getByLabel('What shall they look at?').fill('Two sellers?');
  await page.keyboard.press('Control+Enter');
  await page.locator('.side-form').getByText('The server cannot be reached').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.keyboard.press('r');
  await page.getByText('Reveal the contacts').first().waitFor();
  expect(await page.getByText('The server cannot be reached').count()).toBe(0);
  await page.keyboard.press('Escape');
  await page.unrouteAll();
});

test('an alert that changes while it is fetched ahead is shown as it is', async () => {
  // Of one who may not hold it: a claim that is refused would have it asked for again.
  const { page } = await desk.open('viewer');
  const ahead = numberOf(9);
  const answered = Promise.withResolvers<void>();
  const passedOn = Promise.withResolvers<void>();
  await page.route(`**/api/v1/alerts/${ahead}`, async (route) => {
    const response = await route.fetch();
    answered.resolve();
    await passedOn.promise;
    // It may have been given up meanwhile.
    await route.fulfill({ response }).catch(() => undefined);
  });
  await page.goto(`${desk.url}/?state=all`);
  await page.locator('tr[data-alert]').first().waitFor();
  await page.evaluate(`document.addEventListener('precursor-watch-live', ({ detail }) => {
    if (detail.alerts.includes(${ahead})) window.heard = true;
  })`);
  await goTo(page, `/alerts/${numberOf(8)}?state=all`);
  await answered.promise;
  const snooze = { until: new Date(Date.now() + 86_400_000).toISOString(), note: null, revision: 1 };
  expect(await desk.order('lead', `/api/v1/alerts/${ahead}/snooze`, snooze)).toBe(200);
  await until('it is heard', async () => await page.evaluate('window.heard === true'));
  passedOn.resolve();
  await page.unrouteAll({ behavior: 'wait' });
  await showAlert(page, ahead);
  await page.getByText('Snoozed until').waitFor();
  await page.context().close();
});

test('the list of what is put off says when each wakes', async () => {
  const { page } = analyst;
  await goTo(page, '/?state=snoozed');
  await page
    .locator(`tr[data-alert="${numberOf(9)}"]`, { hasText: /wakes in 2[34] h|wakes in 1 d/ })
    .waitFor();
  const { width = 1280, height = 720 } = page.viewportSize() ?? {};
  await page.setViewportSize({ width: 390, height: 844 });
  await page.locator(`tr[data-alert="${numberOf(9)}"] .wakes`).waitFor();
  await page.setViewportSize({ width, height });
});

test('nobody is offered by key, palette or help what their role may not do', async () => {
  const { page } = await desk.open('viewer');
  await page.goto(desk.url);
  await page.locator('tr[data-alert]').first().waitFor();
  const offered = async (place: string) => {
    await page.keyboard.press('Control+k');
    const options = await page.getByRole('dialog').getByRole('option').allInnerTexts();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const forbidden =
      /Decide the selected|Take the most urgent|Write a note|Why was this wrong|Show the stored page/;
    expect(
      options.filter((each) => forbidden.test(each)),
      place,
    ).toEqual([]);
  };
  await page.keyboard.press('b');
  expect(await page.getByRole('dialog').count()).toBe(0);
  await offered('list');
  // Nothing is stored of its page, nobody decided it.
  await showAlert(page, numberOf(4));
  await offered('alert');
  await page.keyboard.press('?');
  const help = await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).innerText();
  expect(help).not.toMatch(/Confirm|Claim|Escalate|Decide the selected/);
  expect(help).toMatch(/Next alert/);
  await page.context().close();
});

test('what only leads may do with many alerts is offered to them alone', async () => {
  for (const [role, offers] of [
    ['analyst', 0],
    ['lead', 1],
  ] as const) {
    const { page } = await desk.open(role);
    await page.goto(desk.url);
    await page.locator('tr[data-alert]').first().waitFor();
    await page.getByRole('button', { name: 'Decide together' }).click();
    const orders = page.getByLabel('What to do').locator('option');
    expect(await orders.filter({ hasText: 'Return to the analysts' }).count(), role).toBe(offers);
    await page.context().close();
  }
});

test('who takes when nothing can be given is told why', async () => {
  const { page } = analyst;
  await goTo(page, '/');
  await page.locator('tr[data-alert]').first().waitFor();
  await page.route('**/claims/next', (route) => route.abort());
  // Pressed again where the screen was not there yet, or an order before it was still under way.
  const told = page.getByText('The server cannot be reached');
  await until('it is told', async () => {
    if ((await told.count()) > 0) return true;
    await page.keyboard.press('g');
    return false;
  });
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  // Not before: an order that is still under way would be carried out, and another screen be shown.
  await page.unrouteAll();
});

test('a desk on which nothing waited for a second look shows one that came since', async () => {
  const other = await desk.open('admin');
  const { page } = other;
  await page.goto(`${desk.url}/second-looks`);
  await page.getByText('Nothing waits for a second look by you.').waitFor();
  const cookie = await desk.test.signIn('lead');
  const payload = { items: [{ kind: 'all', value: '', rate: 1 }] };
  await desk.test.server.inject({ method: 'PUT', url: '/api/v1/sampling', headers: { cookie }, payload });
  await decideElsewhere(5);
  await goTo(page, '/');
  await page.locator('tr[data-alert]').first().waitFor();
  await goTo(page, '/second-looks');
  await page.getByRole('heading', { name: '4-Piperidone 5' }).waitFor();
  await page.context().close();
});

test('what was chosen and written for an alert is there when one comes back to it', async () => {
  const { page } = analyst;
  await goTo(page, '/');
  await page.locator('tr[data-alert]').first().waitFor();
  await showAlert(page, numberOf(3));
  await page.locator('.walk-place', { hasText: 'of' }).waitFor();
  for (const key of ['d', '1']) await page.keyboard.press(key);
  await page.getByRole('textbox', { name: /^Note/ }).fill('Piperidine');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Next alert' }).click();
  await leaveAlert(page, numberOf(3));
  await showAlert(page, numberOf(3));
  expect(await page.getByRole('textbox', { name: /^Note/ }).inputValue()).toBe('Piperidine');
  expect(await page.locator('.reason-radio.chosen').innerText()).toContain('Another substance');
});

test('who leaves an alert and is back at once holds it, however late the leaving comes in', async () => {
  const { page } = analyst;
  await showAlert(page, numberOf(6));
  await page.getByText('Yours').waitFor();
  await page.route('**/claim', async (route) => {
    if (route.request().method() === 'DELETE') await sleep(1500);
    await route.continue();
  });
  const left = page.waitForResponse((answer) => answer.request().method() === 'DELETE');
  await goTo(page, '/');
  await page.locator('tr[data-alert]').first().waitFor();
  await showAlert(page, numberOf(6));
  await left;
  await page.unroute('**/claim');
  const held = async () => (await alertNow(desk, numberOf(6)))['claim'];
  await expect.poll(held, { timeout: 20_000 }).toMatchObject({ by: 'analyst' });
});

test('whoever loses an alert while writing is told by whom and why, and keeps what was written', async () => {
  const { page } = analyst;
  const path = `/api/v1/alerts/${numberOf(3)}/claim/take-over`;
  await showAlert(page, numberOf(3));
  // The console shows first what it knew when it left.
  await expect
    .poll(async () => (await alertNow(desk, numberOf(3)))['claim'])
    .toMatchObject({ by: 'analyst' });
  expect(await desk.order('lead', path, { reason: 'you are at lunch' })).toBe(200);
  await page.getByText('lead has it open').waitFor();
  await page.getByText('Taken over from analyst: you are at lunch').waitFor();
  await page.locator('.kept-words', { hasText: 'Piperidine' }).waitFor();
  expect(await desk.order('analyst', path, { reason: 'I am back' })).toBe(200);
  await page.getByRole('textbox', { name: /^Note/ }).waitFor();
  expect(await page.getByRole('textbox', { name: /^Note/ }).inputValue()).toBe('Piperidine');
});

test('what colleagues wrote, and how a text is read, stand on lines of their own', async () => {
  const { page } = analyst;
  const path = `/api/v1/alerts/${numberOf(7)}/claim`;
  // It is on the screen of whom it is handed to.
  await showAlert(page, numberOf(7));
  await page.getByText('Yours').waitFor();
  expect(await desk.order('lead', `${path}/take-over`, { reason: 'let me see' })).toBe(200);
  await page.getByText('lead has it open').waitFor();
  expect(await desk.order('lead', `${path}/hand-over`, { to: 'analyst', note: 'please take this' })).toBe(
    200,
  );
  await page.locator('.claim-bar', { hasText: 'please take this' }).waitFor();
  await page.locator('.claim-bar', { hasText: 'Yours' }).waitFor();
  expect(await page.locator('.claim-bar p', { hasText: 'Yours' }).innerText()).not.toContain('please');
  await page.getByRole('button', { name: 'Show how it is read' }).click();
  const head = await page.getByText('as it is read').first().boundingBox();
  const text = await page.locator('.normalised mark').first().boundingBox();
  expect((head?.y ?? 0) + (head?.height ?? 0)).toBeLessThanOrEqual(text?.y ?? 0);
});

test('beside a disguise stands what it was read as', async () => {
  const { page } = await desk.open('viewer');
  await desk.test.db
    .updateTable('hits')
    .set({ technique: 'leet', term: 'listed name' })
    .where('listing_id', 'in', (from) =>
      from.selectFrom('alerts').select('listing_id').where('id', '=', numberOf(5)),
    )
    .execute();
  await page.goto(`${desk.url}/alerts/${numberOf(5)}`);
  await page.locator('.normalised mark').first().waitFor();
  expect(await page.locator('.screened-title mark').first().innerText()).toBe('4-Piperidone');
  expect(await page.locator('.normalised').first().innerText()).toBe('listed name 5');
  await page.context().close();
});

test('figures tell nothing of the days ahead from few days, and of how many a share is', async () => {
  const { page } = await desk.open('lead');
  // Decided by now where the tests before this one have run.
  const decided = await desk.order('analyst', `/api/v1/alerts/${numberOf(5)}/decisions`, CONFIRM);
  expect([200, 409]).toContain(decided);
  const yesterday = new Date(Date.now() - 86_400_000);
  await desk.test.db.updateTable('alerts').set({ opened_at: yesterday }).execute();
  await page.goto(`${desk.url}/figures`);
  await page
    .getByText('What will be late is told once there have been alerts for 7 days; so far it is 2 days.')
    .waitFor();
  const tile = (says: string) => page.locator('.tile', { hasText: says }).locator('dd').innerText();
  expect(await tile('more late within 24 h')).toBe('—');
  expect(await tile('decided in time')).toMatch(/^\d+ of \d+$/);
  await page.context().close();
});

test('whoever may only look is told so', async () => {
  const { page } = await desk.open('viewer');
  await page.goto(`${desk.url}/alerts/${numberOf(4)}`);
  await page.getByText('Your account can read this alert, not decide on it: its role is viewer.').waitFor();
  await page.context().close();
});

test('what one person saw is gone when another takes the session over in the same browser', async () => {
  const { page } = analyst;
  await showAlert(page, numberOf(6));
  await page.getByText('Yours').waitFor();
  await page.keyboard.press('r');
  await page.getByLabel('Why do you need them? This is put on record.').fill('To ask the shop');
  await page.keyboard.press('Control+Enter');
  await page.getByText('someone@shop.invalid').first().waitFor();
  const [name, value] = (await desk.test.signIn('lead')).split('=');
  await page.context().clearCookies();
  await page
    .context()
    .addCookies([{ name: name ?? '', value: (value ?? '').split(';')[0] ?? '', url: desk.url }]);
  await page.evaluate(`document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))`);
  await page.locator('.header-user', { hasText: 'lead' }).waitFor();
  await page.getByText('Fields of the listing').waitFor();
  expect(await page.getByText('someone@shop.invalid').count()).toBe(0);
});

test('a session that ends while a decision is sent is told, and what was chosen and written is there again', async () => {
  const { page } = await desk.open('analyst');
  await page.goto(`${desk.url}/alerts/${numberOf(4)}`);
  await page.getByText('Snoozed until').waitFor();
  await page.keyboard.press('d');
  await page.keyboard.press('6');
  await page.getByRole('textbox', { name: /^Note/ }).fill('Only a poster');
  await page.context().clearCookies();
  await page.keyboard.press('Control+Enter');
  await page.getByText('Your session has ended, and nothing was recorded since.').waitFor();
  expect(await page.getByLabel('Name').inputValue()).toBe('analyst');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: /^Note/ }).waitFor();
  expect(await page.getByRole('textbox', { name: /^Note/ }).inputValue()).toBe('Only a poster');
  expect(await outcomeOf(4)).toBeNull();
  await page.getByRole('button', { name: 'Dismiss' }).last().click();
  await until('it is decided', async () => (await outcomeOf(4)) === 'dismissed');
  await page.getByText('Dismissed:').waitFor();
  await goTo(page, '/account');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  expect(await page.getByText('Your session has ended').count()).toBe(0);
  expect(await page.evaluate('sessionStorage.length')).toBe(0);
  await page.context().close();
});

test('what was written for one gold item is not sent with the next', async () => {
  const { page } = await desk.open('lead');
  await page.goto(`${desk.url}/second-looks/gold`);
  await page.getByLabel('Alert number').fill(String(numberOf(7)));
  await page.getByLabel('Note', { exact: true }).fill('Of this one alone');
  await page.getByRole('button', { name: 'Add' }).click();
  await page.getByRole('link', { name: String(numberOf(7)), exact: true }).waitFor();
  expect(await page.getByLabel('Note', { exact: true }).inputValue()).toBe('');
  await page.context().close();
});

test('the audit log is narrowed by Enter, without leaving the field', async () => {
  const { page } = await desk.open('admin');
  await page.goto(`${desk.url}/audit`);
  await page.getByLabel('By whom').fill('lead');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/audit?actor=lead');
  await page.context().close();
});

test('the audit log says in words what was done, leads to the alert, and is narrowed by the name on record', async () => {
  const { page } = await desk.open('admin');
  await page.goto(`${desk.url}/audit`);
  await page.getByLabel('Action').selectOption({ label: 'Alert handed over' });
  await page.waitForURL('**/audit?action=claim.hand-over');
  const row = page
    .locator('tbody tr', { has: page.getByRole('cell', { name: 'Alert handed over' }) })
    .first();
  await row.getByRole('link', { name: /^alert:\d+$/ }).click();
  await page.waitForURL(/\/alerts\/\d+$/);
  await page.context().close();
});

test('every job that was set aside can be come to, however many there are', async () => {
  const jobs = Array.from({ length: 60 }, (_, n) => ({
    queue: 'crawl',
    job_id: `set-aside-${n}.`,
    payload: '{}',
    cause: 'attempts' as const,
    problem: 'It ended.',
    parked_at: new Date(),
  }));
  await desk.test.db.insertInto('parked_jobs').values(jobs).execute();
  const { page } = await desk.open('admin');
  await page.goto(`${desk.url}/operations/queues`);
  await page.getByText('set-aside-59.').waitFor();
  await page.getByRole('button', { name: 'Show more' }).click();
  await page.getByText('set-aside-0.').waitFor();
  await page.context().close();
});
