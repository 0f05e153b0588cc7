/** The forms of the console in a real browser: second factor, tokens, second looks, offers, sellers, sign-in elsewhere. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { URI } from 'otpauth';
import type { Page } from 'playwright';
import decodeQR from 'qr/decode.js';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openIdentityProvider } from '../src/review/identity-provider.ts';
import {
  alertNow,
  BUILT_CONSOLE,
  goTo,
  type OpenConsole,
  openConsole,
  showAlert,
} from './support/open-console.ts';
import { openTestServer, PASSWORD } from './support/open-test-server.ts';
import { startIdentityProvider } from './support/start-identity-provider.ts';
import { until } from './support/until.ts';
import { launchBrowser } from './support/watch-browser.ts';

let desk: OpenConsole;
const enqueued: number[] = [];

beforeAll(async () => {
  const titles = ['one', 'two', 'three', 'four', 'five', 'six'];
  const of = (name: string) => ({ name, id: name, url: null, country: null });
  const queues = {
    count: async () => ({ backend: 'postgres' as const, items: [] }),
    board: async () => [],
    replay: async () => 0,
    enqueue: async (order: { run: number }) => {
      enqueued.push(order.run);
    },
  };
  desk = await openConsole({
    queues,
    captures: { get: async () => new TextEncoder().encode('<p>The page as it was fetched</p>') },
    alerts: [
      ...titles.map((name) => ({
        listing: { title: `4-Piperidone ${name}`, seller: of(`Seller ${name}`) },
        capture: 'c'.repeat(64),
      })),
      {
        listing: { title: '4-Piperidone seven, CAS 41661-47-6', seller: of('Seller seven') },
        terms: ['4-Piperidone', '41661-47-6'],
      },
    ],
  });
});
afterAll(() => desk?.[Symbol.asyncDispose]());

const numberOf = (index: number) => desk.alerts[index] ?? expect.fail(`no alert ${index}`);

/** What a phone's camera would read in it. */
async function readQr(page: Page): Promise<string> {
  const picture = await page.getByRole('img', { name: /QR code/ }).screenshot();
  const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return decodeQR({ data: new Uint8ClampedArray(data), width: info.width, height: info.height });
}

test('a second factor is set up by its picture, asked for at sign-in, and removed', async () => {
  const { page, outside, faults } = await desk.open('viewer');
  await page.goto(`${desk.url}/account`);
  const password = page.getByRole('textbox', { name: 'Password', exact: true });
  const setUp = page.getByRole('button', { name: 'Set up' });
  await password.fill('not the password');
  await setUp.click();
  await page.getByText('The password is not right').waitFor();
  await password.fill(PASSWORD);
  await setUp.click();
  const app = URI.parse(await readQr(page));
  expect(app).toMatchObject({ issuer: 'Precursor Watch', label: 'viewer' });
  const now = Date.now();
  const code = (steps: number) => app.generate({ timestamp: now + steps * 30_000 } as never);
  const digits = page.getByLabel('Six digits that the app shows now');
  await digits.fill('000000' === code(0) ? '111111' : '000000');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText('The code is not right').first().waitFor();
  await digits.fill(code(0));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText('Signing in needs a code from your app.').waitFor();

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  await page.getByLabel('Name').fill('viewer');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  // No code is taken twice: the next one is right a step early, since clocks differ.
  await page.getByLabel('Six digits from your authenticator app').fill(code(1));
  await page.getByRole('button', { name: 'Sign in' }).click();
  // The address has stayed, and leads back to where one was.
  await page.getByText('Signing in needs a code from your app.').waitFor();
  await password.fill(PASSWORD);
  await page.getByRole('button', { name: 'Remove' }).click();
  await setUp.waitFor();
  expect([outside, faults]).toEqual([[], []]);
  await page.context().close();
});

test('a token is made with a scope, works for that alone, and is revoked', async () => {
  const { page } = await desk.open('lead');
  await page.goto(`${desk.url}/account`);
  await page.getByLabel('Name', { exact: true }).fill('nightly report');
  await page.getByRole('checkbox', { name: 'alerts:read' }).check();
  await page.getByLabel('Your password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Make the token' }).click();
  const shown = await page.getByText('Shown this once').innerText();
  const token = /pwt_[\w-]+/.exec(shown)?.[0] ?? expect.fail(shown);
  const ask = async (path: string) =>
    (await fetch(`${desk.url}${path}`, { headers: { authorization: `Bearer ${token}` } })).status;
  expect([await ask('/api/v1/alerts'), await ask('/api/v1/figures')]).toEqual([200, 403]);
  await page.reload();
  await page.getByRole('cell', { name: 'nightly report' }).waitFor();
  expect(await page.getByText(token).count()).toBe(0);
  await page.getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('revoked').waitFor();
  expect(await ask('/api/v1/alerts')).toBe(401);
  await page.context().close();
});

test('a second look is given blind, answered by keyboard, and only then told', async () => {
  const id = numberOf(0);
  const rates = { items: [{ kind: 'all', value: '', rate: 1 }] };
  const cookie = await desk.test.signIn('lead');
  await desk.test.server.inject({
    method: 'PUT',
    url: '/api/v1/sampling',
    headers: { cookie },
    payload: rates,
  });
  const confirm = { outcome: 'confirmed', reason: 'offers-listed-substance', note: null, revision: 1 };
  expect(await desk.order('analyst', `/api/v1/alerts/${id}/decisions`, confirm)).toBe(200);
  const { page, faults } = await desk.open('admin');
  await page.goto(`${desk.url}/second-looks`);
  await page.getByRole('heading', { name: '4-Piperidone one' }).waitFor();
  await showAlert(page, id);
  await page.getByText('You were asked for a second look at this alert.').waitFor();
  expect(await page.locator('.content').innerText()).not.toMatch(/Confirmed|analyst/);
  await page.getByRole('link', { name: 'answered it' }).click();
  await page.getByRole('heading', { name: '4-Piperidone one' }).waitFor();
  // What the first decision was made from is there, too.
  await page.keyboard.press('v');
  await page.frameLocator('iframe[sandbox=""]').getByText('as it was fetched').waitFor();
  await page.getByRole('heading', { name: 'Sightings of the offer' }).waitFor();
  // An order of before, which the key that undoes must leave alone here.
  expect(await desk.order('admin', `/api/v1/alerts/${numberOf(3)}/decisions`, confirm)).toBe(200);
  for (const key of ['d', '6', 'Enter']) await page.keyboard.press(key);
  await page.getByText('Answered: Dismissed, 4-Piperidone one').waitFor();
  await page.getByText('Nothing waits for a second look by you.').waitFor();
  await page.keyboard.press('z');
  await page.getByText('Nothing was undone').waitFor();
  expect(new URL(page.url()).pathname).toBe('/second-looks');
  expect(await alertNow(desk, numberOf(3))).toMatchObject({ outcome: 'confirmed' });
  await showAlert(page, id);
  await page.locator('.facts .badge', { hasText: 'Confirmed' }).waitFor();
  await goTo(page, '/second-looks/disagreements');
  await page.getByRole('button', { name: 'The second' }).click();
  await page.getByText('None in this state.').waitFor();
  expect(await alertNow(desk, id)).toMatchObject({ state: 'decided', outcome: 'dismissed' });
  expect(faults).toEqual([]);
  await page.context().close();
});

test('a second look that one cannot answer is skipped, and goes to somebody else', async () => {
  const dismiss = { outcome: 'dismissed', reason: 'not-an-offer', note: null, revision: 1 };
  expect(await desk.order('analyst', `/api/v1/alerts/${numberOf(5)}/decisions`, dismiss)).toBe(200);
  const [lead, admin] = [await desk.open('lead'), await desk.open('admin')];
  const next = lead.page.getByRole('heading', { level: 2, name: /^4-Piperidone/ });
  await lead.page.goto(`${desk.url}/second-looks`);
  // Those of the tests before come first.
  for (let title = ''; title !== '4-Piperidone six'; ) {
    title = await next.innerText();
    await lead.page.getByRole('button', { name: 'Skip' }).click();
    await lead.page.getByText(`Skipped: ${title}`).waitFor();
    await next.filter({ hasText: title }).waitFor({ state: 'detached' });
  }
  await lead.page.getByText('Nothing waits for a second look by you.').waitFor();
  await admin.page.goto(`${desk.url}/second-looks`);
  await admin.page.getByRole('heading', { name: '4-Piperidone six' }).waitFor();
  await lead.page.context().close();
  await admin.page.context().close();
});

describe('what belongs together', () => {
  test('is joined and parted by an analyst with a reason', async () => {
    const { page } = await desk.open('analyst');
    await page.goto(desk.url);
    await showAlert(page, numberOf(1));
    await page.getByText('Something belongs here, or does not').click();
    await page.getByLabel('Merge in the offer of the alert with the number').fill(String(numberOf(2)));
    await page.getByLabel('Why?').fill('the same drum');
    await page.getByRole('button', { name: 'Merge' }).click();
    await until('both listings are there', async () => (await page.locator('.sightings > li').count()) === 2);
    expect(await alertNow(desk, numberOf(2))).toMatchObject({ outcome: 'duplicate' });
    await page.getByLabel('Take out: 4-Piperidone three').check();
    await page.getByLabel('Why?').fill('another drum after all');
    await page.getByRole('button', { name: 'Take out' }).click();
    await until('one is left', async () => (await page.locator('.sightings > li').count()) === 1);
    await page.context().close();
  });

  test('of sellers is confirmed and cut with a reason', async () => {
    const { page } = await desk.open('analyst');
    const detail = (await alertNow(desk, numberOf(3))) as { sellerId: number };
    const other = (await alertNow(desk, numberOf(4))) as { sellerId: number };
    await desk.test.db
      .insertInto('seller_links')
      .values({
        seller_a: Math.min(detail.sellerId, other.sellerId),
        seller_b: Math.max(detail.sellerId, other.sellerId),
        strength: 0.5,
        evidence: JSON.stringify([{ sign: 'name', detail: 'Seller' }]),
        updated_at: new Date(),
      } as never)
      .execute();
    await page.goto(desk.url);
    await showAlert(page, numberOf(3));
    for (const [says, shown] of [
      ['The same seller', 'confirmed by analyst'],
      ['Somebody else', 'cut by analyst'],
    ] as const) {
      await page.getByRole('button', { name: 'Confirm or cut' }).click();
      await page.getByLabel('Why?').last().fill('as they told us');
      await page.getByRole('button', { name: says }).click();
      await page.getByText(shown).waitFor();
    }
    await page.context().close();
  });
});

/** A port that was free a moment ago: provider and console must know each other's address beforehand. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : expect.fail('no port');
}

test('the way from an alert to hiding its kind leads to a rule that hides it, and one that hides nothing warns', async () => {
  const { page } = await desk.open('lead');
  await page.goto(`${desk.url}/alerts/${numberOf(6)}`);
  await page.getByRole('link', { name: 'Hide this kind…' }).click();
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.getByText('Hides 1 waiting alert.').waitFor();
  await page.locator('.preview-sample', { hasText: '4-Piperidone seven' }).waitFor();
  expect(await page.getByText('No alert that waits is of this kind.').count()).toBe(0);
  await page.getByLabel('Term').fill('4-Piperidone');
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.getByText('No alert that waits is of this kind.').waitFor();
  await page.getByLabel('Term').fill('');
  await page.getByLabel('Seller number').fill('');
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.getByText('Only a site is named').waitFor();
  await page.context().close();
});

test('accounts are changed after a long session once the password was given again', async () => {
  const { page, faults } = await desk.open('admin');
  await page.goto(`${desk.url}/users`);
  await page.getByLabel('New account').fill('late-comer');
  const { time, db } = desk.test;
  await db
    .updateTable('sessions')
    .set({ created_at: new Date(time.now.getTime() - 3_600_000) })
    .execute();
  await page.getByRole('button', { name: 'Add the account' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in again' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('You signed in too long ago for this').waitFor();
  await page.getByRole('button', { name: 'Add the account' }).click();
  await dialog.getByLabel('Your password').fill('wrong');
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await dialog.getByText('Wrong name or password').waitFor();
  await dialog.getByLabel('Your password').fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await page.getByText('Password of late-comer').waitFor();
  expect(await dialog.count()).toBe(0);
  // Nothing is asked for again within the time of grace.
  await page.getByLabel('Role of late-comer').selectOption('lead');
  await page.getByRole('button', { name: 'Make it lead' }).click();
  await page.getByText('The role of late-comer is lead now.').waitFor();
  expect(faults.filter((fault) => !/40[13]/.test(fault))).toEqual([]);
  await page.context().close();
});

test('what ends or changes an account is asked before and told after', async () => {
  const { page, faults } = await desk.open('admin');
  await page.goto(`${desk.url}/users`);
  await page.getByLabel('New account').fill('newcomer');
  await page.getByRole('button', { name: 'Add the account' }).click();
  const row = page.getByRole('row', { name: /newcomer/ });
  await row.waitFor();
  const stored = async () =>
    await desk.test.db
      .selectFrom('users')
      .select(['role', 'disabled_at', 'password_hash'])
      .where('name', '=', 'newcomer')
      .executeTakeFirstOrThrow();
  // One's own would be lost with the session that it ends.
  const self = page.getByRole('row', { name: /^admin/ });
  expect(await self.getByRole('button', { name: 'New password' }).count()).toBe(0);
  const before = await stored();
  const acts: readonly (() => Promise<unknown>)[] = [
    () => page.getByLabel('Role of newcomer').selectOption('lead'),
    () => row.getByRole('button', { name: 'New password' }).click(),
    () => row.getByRole('button', { name: 'Close the account' }).click(),
  ];
  for (const act of acts) {
    await act();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  expect(await stored()).toEqual(before);
  const yes = ['Make it lead', 'Make a new password', 'Close it'];
  const told = [
    'The role of newcomer is lead now.',
    'newcomer has a new password. 0 tokens revoked.',
    'The account of newcomer is closed.',
  ];
  for (const [index, act] of acts.entries()) {
    await act();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: yes[index] ?? '' })
      .click();
    await page.getByText(told[index] ?? '').waitFor();
  }
  await row.getByText('closed').waitFor();
  expect(await stored()).toMatchObject({ role: 'lead', disabled_at: expect.anything() });
  expect(faults).toEqual([]);
  await page.context().close();
});

test('a page that a role may not open says so, and one that is not there says that', async () => {
  const { page } = await desk.open('analyst');
  await page.goto(`${desk.url}/users`);
  await page.getByRole('heading', { name: 'Your role does not allow this page' }).waitFor();
  await page.getByText('“Users” is not shown to the role analyst.').waitFor();
  await goTo(page, '/nowhere');
  await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
  // An alert's address without its number.
  await goTo(page, '/alerts');
  await page.waitForURL(`${desk.url}/`);
  await page.getByRole('columnheader', { name: 'Severity' }).waitFor();
  await page.context().close();
});

describe('an operator', () => {
  test('runs a site now, holds it back with a reason, and lets it go on', async () => {
    const { page, faults } = await desk.open('operator');
    await page.goto(`${desk.url}/operations`);
    await page.getByRole('link', { name: 'Shop A' }).click();
    await page.getByText('every hour').waitFor();
    await desk.test.db.updateTable('runs').set({ status: 'ok' }).execute();
    await page.getByRole('button', { name: 'Run it now' }).click();
    await page.getByText('is queued.').waitFor();
    const { id } = await desk.test.db
      .selectFrom('runs')
      .select('id')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    expect(enqueued).toEqual([id]);
    expect(await page.getByRole('button', { name: 'Hold it back' }).isDisabled()).toBe(true);
    await page.getByLabel('Why').fill('under repair');
    await page.keyboard.press('Enter');
    await page.getByText('by operator: under repair').waitFor();
    await page.getByRole('button', { name: 'Let it go on' }).click();
    await page.getByText('under repair').waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('stops all crawling, which everyone on the page is told, and resumes it', async () => {
    const { page } = await desk.open('operator');
    await page.goto(`${desk.url}/operations`);
    await page.getByText('Stop all crawling').click();
    await page.getByLabel('Why').fill('a complaint');
    await page.getByRole('button', { name: 'Stop it, in every worker' }).click();
    await page.getByText(/stopped by operator since .*: a complaint/).waitFor();
    const lead = await desk.open('lead');
    await lead.page.goto(`${desk.url}/operations`);
    await lead.page.getByText(/stopped by operator/).waitFor();
    expect(await lead.page.getByRole('button', { name: 'Let crawling go on' }).count()).toBe(0);
    await lead.page.context().close();
    await page.getByRole('button', { name: 'Let crawling go on' }).click();
    await page.getByText(/stopped by operator/).waitFor({ state: 'detached' });
    await page.context().close();
  });
});

test('somebody signs in through a real OpenID provider and is sent back to the desk', async () => {
  const secret = 'a secret of the tests, long enough for the provider';
  const folder = await mkdtemp(join(tmpdir(), 'pw-forms-'));
  await using open = new AsyncDisposableStack();
  open.defer(() => rm(folder, { recursive: true, force: true }));
  const clientSecretFile = join(folder, 'secret');
  await writeFile(clientSecretFile, secret);
  const baseUrl = `http://127.0.0.1:${await freePort()}`;
  const provider = open.use(
    await startIdentityProvider({
      clientSecret: secret,
      returnTo: `${baseUrl}/api/v1/session/elsewhere/return`,
      people: { 'sub-ann': { preferred_username: 'ann', groups: ['analysts'] } },
      inToken: false,
    }),
  );
  const identity = await openIdentityProvider({
    ...{
      name: 'Our directory',
      issuer: provider.issuer,
      internal: true,
      clientId: 'precursor-watch',
      clientSecretFile,
      baseUrl,
    },
    ...{
      scope: 'openid profile email',
      rolesClaim: 'groups',
      roles: [{ value: 'analysts', role: 'analyst' }],
    },
  });
  const server = open.use(await openTestServer({ identity, consoleFolder: BUILT_CONSOLE }));
  Object.defineProperty(server.time, 'now', { get: () => new Date() });
  await server.server.listen({ host: '127.0.0.1', port: Number(new URL(baseUrl).port) });
  const browser = await launchBrowser();
  open.defer(() => browser.close());
  const page = await (await browser.newContext()).newPage();
  await page.goto(baseUrl);
  await page.getByRole('link', { name: 'Sign in with Our directory' }).click();
  await page.locator('input[name="login"]').fill('sub-ann');
  await page.locator('input[name="password"]').fill('x');
  await page.locator('button[type="submit"]').click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForURL(`${baseUrl}/`);
  await page.getByTitle('Signed in as ann, analyst').waitFor();
});
