/** The console in a real browser before a real server with alerts, signed in as whom a test needs. */
import type { Browser, Page } from 'playwright';
import { API_PATHS } from '../../src/model/api.ts';
import type { Role } from '../../src/model/permissions.ts';
import type { ReviewRules } from '../../src/model/review-rules.ts';
import { openTestServer, type TestServer, type TestServerOptions } from './open-test-server.ts';
import { type SeededAlert, seedAlerts } from './seed-alerts.ts';
import { launchBrowser, openWatchedPage, type WatchedPage } from './watch-browser.ts';

export const BUILT_CONSOLE = new URL('../../dist/console', import.meta.url).pathname;

export type OpenConsole = AsyncDisposable & {
  readonly url: string;
  readonly test: TestServer;
  readonly browser: Browser;
  /** Numbers of the seeded alerts, in their order. */
  readonly alerts: readonly number[];
  /** A page of a session of its own. */
  open(role?: Role): Promise<WatchedPage>;
  /** An order of somebody else, past the browser. */
  order(role: Role, path: string, body: object): Promise<number>;
  /** The answer of the interface to somebody who may see all. */
  ask(path: string): Promise<unknown>;
};

type Options = Pick<TestServerOptions, 'captures' | 'queues'> & {
  readonly alerts: readonly SeededAlert[];
  readonly rules?: ReviewRules;
};

export async function openConsole({ alerts, ...options }: Options): Promise<OpenConsole> {
  const test = await openTestServer({
    ...options,
    consoleFolder: BUILT_CONSOLE,
    live: true,
    rateLimits: { perAddress: 100_000, perAccount: 100_000 },
  });
  // Orders are told apart by their time.
  Object.defineProperty(test.time, 'now', { get: () => new Date() });
  const ids = await seedAlerts(test.db, alerts);
  const url = await test.server.listen({ host: '127.0.0.1', port: 0 });
  const browser = await launchBrowser();
  const cookies = new Map<Role, Promise<string>>();
  // Signing in costs a slow hash, and too many of them are refused.
  const cookieOf = (role: Role) => {
    const known = cookies.get(role) ?? test.signIn(role);
    cookies.set(role, known);
    return known;
  };
  return {
    url,
    test,
    browser,
    alerts: ids,
    open: async (role = 'analyst') => openWatchedPage(browser, url, await test.signIn(role)),
    order: async (role, path, body) => (await test.post(path, body, await cookieOf(role))).status,
    ask: async (path) => (await test.get(path, await cookieOf('admin'))).json(),
    async [Symbol.asyncDispose]() {
      await browser.close();
      await test[Symbol.asyncDispose]();
    },
  };
}

/** What the server says of an alert now. */
export async function alertNow(console: OpenConsole, id: number): Promise<Record<string, unknown>> {
  return (await console.ask(API_PATHS.alert.replace(':id', String(id)))) as Record<string, unknown>;
}

/** To another screen as a link would lead there, without loading the console again. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate(`history.pushState(null, '', '${path}'); dispatchEvent(new PopStateEvent('popstate'))`);
}

const screenOf = (page: Page, id: number) => page.locator('.walk').getByText(`Alert ${id}`, { exact: true });

export async function showAlert(page: Page, id: number): Promise<void> {
  await goTo(page, `/alerts/${id}`);
  await screenOf(page, id).waitFor();
}

/** Waits until the console has led on from an alert: the address changes first, and until the screen does, the old one takes the keys. */
export async function leaveAlert(page: Page, id: number): Promise<void> {
  await page.waitForURL((url) => url.pathname !== `/alerts/${id}`);
  await screenOf(page, id).waitFor({ state: 'detached' });
}

/** Waits until the console has led to an alert and shows it. */
export async function arriveAtAlert(page: Page, id: number): Promise<void> {
  await page.waitForURL(`**/alerts/${id}`);
  await screenOf(page, id).waitFor();
}
