/** A real browser whose every request, script error and dialog is written down, so that a test can say there was none. */
import { type Browser, chromium, type Page } from 'playwright';
import { findChromium } from '../../crawlers/find-chromium.ts';
import { shownPages } from './shown-pages.ts';

const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @throws Error when there is none on this machine */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium(process.env['CHROMIUM_PATH'] ?? null);
  if (executablePath === null)
    throw new Error('no Chromium was found; "npm test" installs one, or set CHROMIUM_PATH');
  return await chromium.launch({
    executablePath,
    chromiumSandbox: process.getuid?.() !== 0,
    args: FLAGS,
  });
}

export type WatchedPage = {
  readonly page: Page;
  /** Addresses asked for at any other origin than the server's own. */
  readonly outside: string[];
  /** Dialogs, errors of scripts, and what the content policy refused. */
  readonly faults: string[];
};

/** @param url of the server whose session cookie is `cookie` */
export async function openWatchedPage(browser: Browser, url: string, cookie: string): Promise<WatchedPage> {
  const context = await browser.newContext();
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url }]);
  // When the last route is taken off, requests on their way are never answered; with this one, none is the last.
  await context.route('**/nobody-asks-for-this', (route) => route.abort());
  const page = await context.newPage();
  shownPages.add(page);
  const [outside, faults]: [string[], string[]] = [[], []];
  context.on('request', (request) => {
    if (!request.url().startsWith(`${url}/`) && !request.url().startsWith('data:'))
      outside.push(request.url());
  });
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (/Content Security Policy|violates/.test(message.text())) faults.push(`policy: ${message.text()}`);
  });
  return { page, outside, faults };
}
