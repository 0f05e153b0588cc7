/** Every key of the console in a real browser: each does what the table of keys says, and none while somebody writes. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KEY_ROWS, type KeyAction } from '../src/console/keyboard/keys.ts';
import { DEFAULT_RULES } from '../src/model/review-rules.ts';
import {
  alertNow,
  arriveAtAlert,
  goTo,
  leaveAlert,
  type OpenConsole,
  openConsole,
  showAlert,
} from './support/open-console.ts';
import { until } from './support/until.ts';

let desk: OpenConsole;
let page: Page;
let next = 0;

/** An alert that no other test has touched, in the browser. */
async function fresh(): Promise<number> {
  const id = desk.alerts[next] ?? 0;
  next += 1;
  await showAlert(page, id);
  return id;
}

const inForm = (title: string) => page.getByRole('heading', { name: title }).waitFor();
const pathNow = () => new URL(page.url()).pathname;
const leaves = (id: number) => leaveAlert(page, id);
const arrivesAt = (id: number) => arriveAtAlert(page, id);
const stateOf = async (id: number) => (await alertNow(desk, id))['state'];
const holderOf = async (id: number) => {
  const { claim } = await alertNow(desk, id);
  return claim === null ? null : (claim as { by: string }).by;
};
const held = (id: number, by: string | null) =>
  until(`${by ?? 'nobody'} holds ${id}`, async () => (await holderOf(id)) === by);
const becomes = (id: number, state: string) =>
  until(`${id} is ${state}`, async () => (await stateOf(id)) === state);
const CAPTURE = 'c'.repeat(64);

async function decide(id: number, keys: readonly string[]): Promise<unknown> {
  for (const key of keys) await page.keyboard.press(key);
  await leaves(id);
  return (await alertNow(desk, id))['outcome'];
}

/** The list as a screen of its own, with nothing selected, as the server has it now. */
async function list(): Promise<number[]> {
  await goTo(page, '/account');
  await page.getByRole('heading', { name: 'Your account' }).waitFor();
  const answered = page.waitForResponse((response) => response.url().includes('/api/v1/alerts?'));
  await goTo(page, '/');
  const { items } = (await (await answered).json()) as { items: readonly { id: number }[] };
  const ids = items.map(({ id }) => id);
  // Until the answer is drawn the list stands there as it was before, with alerts that have left it since.
  await until('the list is drawn as answered', async () => {
    const rows = await page.locator('tr[data-alert]').all();
    const drawn = await Promise.all(rows.map(async (row) => Number(await row.getAttribute('data-alert'))));
    return drawn.length > 0 && drawn.every((id, index) => id === ids[index]);
  });
  return ids;
}

const SCENARIOS: Readonly<Record<KeyAction, () => Promise<void>>> = {
  async confirm() {
    expect(await decide(await fresh(), ['c', '1', 'Enter'])).toBe('confirmed');
  },
  async dismiss() {
    expect(await decide(await fresh(), ['d', '6', 'Enter'])).toBe('dismissed');
  },
  async duplicate() {
    const id = await fresh();
    await page.keyboard.press('u');
    await page.locator('input:focus').waitFor();
    await page.keyboard.type(String(desk.alerts[0]));
    expect(await page.getByLabel('Repeats the alert').inputValue()).toBe(String(desk.alerts[0]));
    expect(await decide(id, ['Control+Enter'])).toBe('duplicate');
  },
  async reason() {
    await fresh();
    await page.keyboard.press('d');
    // Also those that need a note: what is pressed next is never written into it.
    for (const digit of ['1', '3', '2', '4', '5', '6', '1']) {
      await page.keyboard.press(digit);
      expect(await page.locator('.reason-radio.chosen').innerText()).toContain(digit);
    }
    await page.getByText('This reason needs a note').waitFor();
    // One goes there by its own key, or by ordering what cannot be done without it.
    for (const key of ['m', 'Enter']) {
      await page.keyboard.press(key);
      await page.locator('textarea:focus').waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.press('2');
    }
    await page.keyboard.press('m');
    await page.keyboard.type('long');
    expect(await page.getByRole('textbox', { name: /^Note/ }).inputValue()).toBe('long');
  },
  async policy() {
    await fresh();
    await page.keyboard.press('c');
    await page.keyboard.press('y');
    await page.locator('select:focus').waitFor();
  },
  async note() {
    await fresh();
    await page.keyboard.press('c');
    await page.keyboard.press('m');
    await page.keyboard.type('d e s z');
    expect(await page.getByLabel('Note').inputValue()).toBe('d e s z');
    await page.keyboard.press('Escape');
    expect(await page.locator('textarea:focus').count()).toBe(0);
  },
  async submit() {
    const id = await fresh();
    await page.keyboard.press('Enter');
    expect(pathNow()).toBe(`/alerts/${id}`);
    expect(await decide(id, ['c', '4', 'm', 'Control+Enter'])).toBe('confirmed');
  },
  async escalate() {
    const id = await fresh();
    await page.keyboard.press('e');
    await page.keyboard.type('please look');
    await page.keyboard.press('Control+Enter');
    await leaves(id);
    expect(await stateOf(id)).toBe('escalated');
  },
  async snooze() {
    const id = await fresh();
    await page.keyboard.press('s');
    await page.keyboard.press('3');
    await page.keyboard.press('Enter');
    await leaves(id);
    expect(await stateOf(id)).toBe('snoozed');
    await showAlert(page, id);
    // Until the page knows, the key puts off.
    await page.getByText('Snoozed until').waitFor();
    await page.keyboard.press('s');
    await becomes(id, 'open');
  },
  async reopen() {
    const id = await fresh();
    await decide(id, ['c', '1', 'Enter']);
    await showAlert(page, id);
    await page.getByText('Confirmed', { exact: true }).first().waitFor();
    await page.keyboard.press('o');
    await page.keyboard.press('Control+Enter');
    await becomes(id, 'reopened');
  },
  async claim() {
    const id = await fresh();
    await held(id, 'analyst');
    await page.getByText('Yours').waitFor();
    await page.keyboard.press('i');
    await held(id, null);
    await page.getByText('Nobody holds it').waitFor();
    await page.keyboard.press('i');
    await held(id, 'analyst');
  },
  async hold() {
    const id = await fresh();
    await page.getByText('Yours').waitFor();
    await page.keyboard.press('h');
    await page.keyboard.press('2');
    await page.keyboard.press('Enter');
    await page.getByText('held until').waitFor();
    await list();
    expect(await holderOf(id)).toBe('analyst');
  },
  async handOver() {
    const id = await fresh();
    await page.getByText('Yours').waitFor();
    await page.keyboard.press('a');
    await page.locator('.reason-radio', { hasText: 'lead' }).waitFor();
    const number = await page.locator('.reason-radio', { hasText: 'lead' }).locator('kbd').innerText();
    await page.keyboard.press(number);
    await page.keyboard.press('Enter');
    await leaves(id);
    expect(await holderOf(id)).toBe('lead');
  },
  async takeOver() {
    const id = desk.alerts[next] ?? 0;
    // The walk may have gone on to it after the last order: leaving it lets it go.
    await goTo(page, '/');
    await until(
      'it is free',
      async () => (await desk.order('lead', `/api/v1/alerts/${id}/claim`, {})) === 200,
    );
    await fresh();
    await page.getByText('lead has it open').waitFor();
    expect(await page.getByRole('button', { name: 'Confirm' }).count()).toBe(0);
    await page.keyboard.press('t');
    await page.keyboard.type('they went home');
    await page.keyboard.press('Control+Enter');
    await held(id, 'analyst');
    await page.getByRole('button', { name: 'Confirm' }).waitFor();
  },
  async reveal() {
    await fresh();
    expect(await page.getByText('someone@example.com').count()).toBe(0);
    await page.keyboard.press('r');
    await page.keyboard.type('to tell sellers apart');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Contacts are shown to you').waitFor();
    expect(await page.getByText('someone@example.com').count()).toBeGreaterThan(0);
  },
  async capture() {
    await fresh();
    await page.getByRole('heading', { name: 'Stored page' }).waitFor();
    await page.keyboard.press('v');
    const frame = page.frameLocator('iframe[sandbox=""]');
    await frame.getByText('as it was fetched').waitFor();
  },
  async why() {
    const id = await fresh();
    await decide(id, ['d', '6', 'Enter']);
    await showAlert(page, id);
    await page.keyboard.press('w');
    await page.getByText(/would have kept the alert away|screened again/).waitFor();
  },
  async next() {
    const [first = 0, second = 0] = await list();
    for (const key of ['j', 'n']) {
      await showAlert(page, first);
      await page.locator('.walk-place', { hasText: 'of' }).waitFor();
      await page.keyboard.press(key);
      await arrivesAt(second);
    }
  },
  async previous() {
    const [first = 0, second = 0] = await list();
    for (const key of ['k', 'p']) {
      await showAlert(page, second);
      await page.locator('.walk-place', { hasText: 'of' }).waitFor();
      await page.keyboard.press(key);
      await arrivesAt(first);
    }
  },
  async back() {
    await fresh();
    await page.keyboard.press('c');
    await page.keyboard.press('Escape');
    expect(await page.locator('.reason-radio').count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => url.pathname === '/');
  },
  async search() {
    await list();
    await page.keyboard.press('/');
    await page.keyboard.type('drum 17');
    await page.waitForURL('**/?text=drum+17');
    // As in every search field it empties it, and leaves it.
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => url.search === '');
  },
  async filter() {
    await list();
    await page.keyboard.press('f');
    await page.getByLabel('Held by', { exact: true }).waitFor();
  },
  async views() {
    await list();
    await page.keyboard.press('v');
    await page.getByLabel('under the name').fill('mine');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('v');
    await page.getByRole('button', { name: 'mine', exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  },
  async select() {
    const [first, second] = await list();
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByText('2 selected').waitFor();
    const selected = page.locator('tr[aria-selected="true"]');
    expect(await selected.first().getAttribute('data-alert')).toBe(String(first));
    expect(await selected.last().getAttribute('data-alert')).toBe(String(second));
  },
  async selectAll() {
    await list();
    await page.keyboard.press('a');
    await page.getByText(/^\d+ selected$/).waitFor();
    await page.keyboard.press('a');
    await page.getByText('None selected').waitFor();
  },
  async bulk() {
    const [first = 0] = await list();
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.keyboard.press('b');
    await page.getByText('Choose a reason.').waitFor();
    await page.getByLabel('Reason').selectOption('other-meaning');
    await page.getByText('This reason needs a note: which substance or meaning?').waitFor();
    await page.getByLabel('Reason').selectOption('not-an-offer');
    await page.getByText('Nothing changes before you have seen the preview.').waitFor();
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('1 alert of 1 would change.').waitFor();
    await page.getByRole('button', { name: 'Dismiss: 1 alert' }).click();
    await becomes(first, 'decided');
    await page.getByText('Dismissed:').waitFor();
    // The list ends in sight, with the note above it too.
    const below = await page.evaluate('document.documentElement.scrollHeight - innerHeight');
    expect(below).toBeLessThanOrEqual(0);
    await page.keyboard.press('z');
    // What came back is shown: whoever goes elsewhere before that is led back to it.
    await arrivesAt(first);
    await becomes(first, 'open');
  },
  async take() {
    await list();
    await page.keyboard.press('g');
    await page.waitForURL('**/alerts/*');
    await held(Number(pathNow().split('/').at(-1)), 'analyst');
  },
  async undo() {
    const id = await fresh();
    await decide(id, ['c', '1', 'Enter']);
    await page.getByText('Confirmed:').waitFor();
    await page.keyboard.press('z');
    await arrivesAt(id);
    await page.getByText('Undone: this alert is as it was before').waitFor();
    expect(await page.getByText('Go back to it').count()).toBe(0);
    expect(await stateOf(id)).toBe('open');
  },
  async undoList() {
    const [one, two] = [await fresh(), desk.alerts[next] ?? 0];
    await decide(one, ['c', '1', 'Enter']);
    await fresh();
    await decide(two, ['d', '6', 'Enter']);
    await page.keyboard.press('Shift+Z');
    const title = String((await alertNow(desk, one))['title']);
    await page
      .locator('.undo-list li', { hasText: `Confirmed ${title} · alert ${one}` })
      .getByRole('button')
      .click();
    await arrivesAt(one);
    expect([await stateOf(one), await stateOf(two)]).toEqual(['open', 'decided']);
  },
  async palette() {
    const id = await fresh();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('escal');
    await page.keyboard.press('Enter');
    await inForm('Escalate to the leads');
    await page.keyboard.press('Control+k');
    await page.keyboard.type(String(desk.alerts[0]));
    await page.keyboard.press('Enter');
    await arrivesAt(desk.alerts[0] ?? 0);
    expect(await stateOf(id)).toBe('open');
  },
  async help() {
    await fresh();
    await page.keyboard.press('?');
    const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    for (const { says } of KEY_ROWS) expect(await dialog.getByText(says).count()).toBeGreaterThan(0);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  },
};

beforeAll(async () => {
  const contacts = [{ kind: 'email' as const, value: 'someone@example.com', raw: 'someone@example.com' }];
  const alerts = Array.from({ length: 60 }, (_, n) => ({
    listing: {
      title: `4-Piperidone, drum ${n}`,
      description: `Write to someone@example.com about drum ${n}.`,
      contacts,
    },
    capture: CAPTURE,
  }));
  desk = await openConsole({
    alerts,
    captures: { get: async () => new TextEncoder().encode('<p>The page as it was fetched</p>') },
    rules: {
      ...DEFAULT_RULES,
      policies: { requiredFor: [], list: [{ id: 'p1', name: 'Policy 1', source: null }] },
    },
  });
  page = (await desk.open()).page;
  await page.goto(desk.url);
  await page.locator('tr[data-alert]').first().waitFor();
});

afterAll(() => desk?.[Symbol.asyncDispose]());

describe('the key', () => {
  for (const { action, keys, says } of KEY_ROWS) test(`${keys.join(' ')}: ${says}`, SCENARIOS[action]);
});

test('keys that follow each other at once lead where the last of them says', async () => {
  const inOneGo = async (keys: readonly string[]) => {
    await fresh();
    await page.evaluate(`for (const key of ${JSON.stringify(keys)})
      document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))`);
    // Whatever was put off has come by then.
    return await page.evaluate(`new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>
      done(document.activeElement.localName))))`);
  };
  expect(await inOneGo(['c', 'm'])).toBe('textarea');
  expect(await inOneGo(['c', 'y'])).toBe('select');
  expect(await inOneGo(['e'])).toBe('textarea');
  expect(await inOneGo(['d', 'c'])).toBe('form');
});

test('what a button says and the key beside it are whole, and the key is that of where one writes', async () => {
  const button = page.locator('.decide-end button[type="submit"]');
  for (const width of [1440, 1024]) {
    await page.setViewportSize({ width, height: 900 });
    await fresh();
    for (const key of ['c', 'd', 'u']) {
      await page.keyboard.press(key);
      if (key === 'u') {
        await page.locator('.decide :focus').waitFor();
        await page.keyboard.press('Escape');
      }
      const cut = `[...document.querySelectorAll('.decide-end button *')].filter(
        (each) => each.clientWidth > 0 && each.scrollWidth > each.clientWidth + 1).length`;
      expect(await page.evaluate(cut), `${key} at ${width}`).toBe(0);
      expect((await button.locator('kbd').boundingBox())?.height, `${key} at ${width}`).toBeLessThan(24);
      await page.keyboard.press('m');
      await button.getByText('Ctrl+Enter', { exact: true }).waitFor();
      await page.keyboard.press('Escape');
      await button.getByText('Enter', { exact: true }).waitFor();
    }
  }
});

test('whoever closes a dialog, by key or by button, is where they were before', async () => {
  const [, , third = 0] = await list();
  const openers = [
    ['Control+k', `#alert-${third}`],
    ['Shift+Z', `#alert-${third}`],
    ['v', `#alert-${third}`],
    ['Enter', 'button[aria-label="Keyboard shortcuts"]'],
    ['Enter', '.selection-bar button'],
  ] as const;
  for (const [key, from] of openers) {
    for (const close of ['Escape', 'Enter']) {
      await page.locator(from).first().focus();
      await page.keyboard.press(key);
      const dialog = page.getByRole('dialog');
      if (close === 'Enter') await dialog.getByRole('button', { name: 'Close' }).focus();
      else await dialog.waitFor();
      await page.keyboard.press(close);
      await dialog.waitFor({ state: 'detached' });
      await page.locator(`${from}:focus`).waitFor();
    }
  }
});

test('who may only read is told so, by the alert and by every key that is for others', async () => {
  const { page: theirs } = await desk.open('viewer');
  await theirs.goto(`${desk.url}/alerts/${desk.alerts[0]}`);
  await theirs.getByText('Your account can read this alert, not decide on it').waitFor();
  await theirs.getByText('Read-only', { exact: true }).waitFor();
  const refusal = theirs.locator('.refused-key');
  for (const [key, says] of [
    ['c', 'Confirm'],
    ['g', 'Take the most urgent alert'],
    ['r', 'Reveal the contacts'],
  ] as const) {
    await theirs.keyboard.press(key);
    await refusal.filter({ hasText: says }).waitFor();
    expect(await refusal.innerText()).toContain('viewer');
  }
  await theirs.keyboard.press('?');
  await theirs.getByRole('dialog').waitFor();
  expect(await refusal.count()).toBe(0);
  await theirs.keyboard.press('Escape');
  await theirs.keyboard.press('Escape');
  await theirs.locator('tr[data-alert]').first().waitFor();
  await theirs.keyboard.press('b');
  await refusal.filter({ hasText: 'Decide the selected' }).waitFor();
  await theirs.close();
});

test('a key that was changed takes the place of the old one, also after a reload', async () => {
  await fresh();
  await page.keyboard.press('?');
  await page.getByRole('button', { name: 'Change keys' }).click();
  await page.getByRole('button', { name: 'Key for: Confirm' }).click();
  await page.keyboard.press('d');
  await page.getByText('already means').waitFor();
  await page.keyboard.press('b');
  await page.getByRole('button', { name: 'Done' }).click();
  await page.reload();
  const id = await fresh();
  await page.keyboard.press('c');
  expect(await page.locator('.reason-radio').count()).toBe(0);
  expect(await decide(id, ['b', '1', 'Enter'])).toBe('confirmed');
  await page.evaluate('localStorage.clear()');
});
