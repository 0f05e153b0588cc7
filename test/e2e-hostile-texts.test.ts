/** Listings whose every field is made to run something: in a real browser they run nothing, load nothing, lead nowhere. */

import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../src/api/listen.ts';
import cases from './cases/hostile-texts.json' with { type: 'json' };
import { showAlert } from './support/open-console.ts';
import { openTestServer, type TestServer } from './support/open-test-server.ts';
import { seedAlerts } from './support/seed-alerts.ts';
import { recordCapture } from './support/single-rows.ts';
import { launchBrowser, openWatchedPage, type WatchedPage } from './support/watch-browser.ts';

const CONSOLE = new URL('../dist/console', import.meta.url).pathname;
const SHA = 'ab'.repeat(32);
const TERM = '4-Piperidone';
const texts = cases.texts.map(({ text }) => text);
const ALL = texts.join('\n');

let test: TestServer;
let browser: Browser;
let url: string;
let ids: number[];
let watched: WatchedPage;

/** One alert for each text, which stands in every field that takes one; the description has all of them. */
function listingOf(text: string) {
  return {
    title: `${TERM} ${text}`,
    description: `${text}\n${ALL}`,
    quantity: text,
    location: text,
    seller: { name: text, id: text, url: text, country: null },
    // Not the text alone: it would be masked wherever it stands.
    contacts: [{ kind: 'url' as const, value: `at ${text}`, raw: `at ${text}` }],
    images: [text, `https://shop-a.invalid/${text}`, 'http://ran.invalid/picture.png'],
    attributes: { [text]: text, Note: ALL },
    price: { amount: '1', currency: 'USD', unit: null, raw: text },
    language: 'en',
  };
}

beforeAll(async () => {
  const page = Buffer.from(`<html><body>${texts.join('<br>')}</body></html>`);
  test = await openTestServer({ consoleFolder: CONSOLE, captures: { get: async () => page } });
  ids = await seedAlerts(
    test.db,
    texts.map((text) => ({ listing: listingOf(text) })),
  );
  const { id: runId } = await test.db.selectFrom('runs').select('id').executeTakeFirstOrThrow();
  await recordCapture(test.db, {
    siteId: 'shop-a',
    runId,
    url: 'https://shop-a.invalid/',
    status: 200,
    sha256: SHA,
    bytes: page.length,
    storedBytes: page.length,
    contentType: 'text/html',
    fetchedAt: test.time.now.toISOString(),
  });
  await test.db.updateTable('listings').set({ capture_sha256: SHA }).execute();
  const lead = await test.signIn('lead');
  for (const [index, text] of texts.entries()) {
    const note = text.trim() === '' ? 'blank' : text;
    await test.post(`/api/v1/alerts/${ids[index]}/escalate`, { note, revision: 1 }, lead);
  }
  url = await listen(test.server, '127.0.0.1', 0);
  browser = await launchBrowser();
  watched = await openWatchedPage(browser, url, lead);
});
afterAll(async () => {
  await browser.close();
  await test[Symbol.asyncDispose]();
});

/** Runs in the page: what markup from a text would have left there. */
const TRACES = `[...document.querySelectorAll('*')].flatMap((element) => {
  const named = (...names) => names.map((name) => element.getAttribute(name)).find((each) => each !== null);
  const [source, link] = [named('src', 'data', 'srcset'), named('href', 'xlink:href', 'action', 'formaction')];
  const away = (address) => address !== undefined && new URL(address, location.href).origin !== location.origin;
  const web = link === undefined || /^(?:https?:|\\/|#)/i.test(link);
  return [
    ...[...element.attributes].filter(({ name }) => name.startsWith('on')).map(({ name }) => name),
    ...(away(source) ? [element.tagName + ' loads ' + source] : []),
    ...(web ? [] : ['a link leads to ' + link]),
    ...(web && away(link) && !element.relList.contains('noreferrer') ? [link + ' is told of us'] : []),
  ];
}).concat('__ran' in globalThis ? ['a script ran'] : [])`;

const traces = async () => await watched.page.evaluate<string[]>(TRACES);

function expectNothing(where: string, left: readonly string[]): void {
  const { outside, faults } = watched;
  expect({ where, left, outside, faults }).toEqual({ where, left: [], outside: [], faults: [] });
}

describe('hostile texts', () => {
  it('would be seen if they left a trace', async () => {
    const plain = await browser.newPage();
    await plain.setContent(
      '<a href="javascript:1">x</a><p onclick="1">y</p><a href="https://ran.invalid">z</a>',
    );
    expect(await plain.evaluate<string[]>(TRACES)).toHaveLength(3);
    await plain.close();
  });

  it('stand in the list as the texts they are', async () => {
    const { page } = watched;
    await page.goto(`${url}/?state=escalated`);
    await page.getByText(`${TERM} <script>globalThis.__ran=1</script>`).first().waitFor();
    expectNothing('list', await traces());
    expect(await page.title()).not.toContain('__ran');
  });

  it('stand on the page of each alert, the stored page too, and run, load and lead to nothing', async () => {
    const { page } = watched;
    // Once loaded, and from one to the next as a reader goes: a script that ran stays seen.
    await page.goto(`${url}/alerts/${ids[0]}`);
    for (const [index, { name, text }] of cases.texts.entries()) {
      await showAlert(page, ids[index] ?? 0);
      // PostgreSQL keeps no null.
      const shown = `${TERM} ${text}`.replaceAll('\0', '\ufffd');
      expect(await page.locator('.alert-title').textContent()).toBe(shown);
      await page.getByRole('heading', { name: TERM }).first().waitFor();
      for (const tab of await page.getByRole('tab').all()) if (await tab.isVisible()) await tab.click();
      expectNothing(name, await traces());
    }
  }, 600_000);

  it('stand in the stored page by itself without an element or an address of theirs', async () => {
    const { page } = watched;
    await page.goto(`${url}/api/v1/alerts/${ids[0]}/capture`);
    expectNothing('stored page', await traces());
    const elements = await page.evaluate<string[]>(
      "[...document.querySelectorAll('*')].map((e) => e.tagName)",
    );
    for (const tag of ['SCRIPT', 'IMG', 'IFRAME', 'OBJECT', 'LINK', 'BASE', 'FORM', 'A', 'SVG', 'VIDEO'])
      expect(elements).not.toContain(tag);
    expect(await page.evaluate('globalThis.origin')).toBe('null');
  });

  it('leave as an export that a spreadsheet takes for text', async () => {
    const body = { format: 'csv', target: { state: 'all', filters: {} }, marking: 'TLP:RED' };
    const csv = await test.post('/api/v1/exports', body, await test.signIn('lead'));
    expect(csv.status).toBe(200);
    expect(csv.headers['content-disposition']).toMatch(/^attachment; filename="[\w.-]+"$/);
    expect(csv.headers['x-content-type-options']).toBe('nosniff');
    const cells = csv.text.split('\r\n').flatMap((line) => line.split(/","|,(?=")|^"/));
    expect(cells.filter((cell) => /^[=+@\t\r]/.test(cell) || /^-[^\d]/.test(cell))).toEqual([]);
  });
});
