/** As a newcomer: start it, sign in with the printed password, see an alert of the practice market, decide it, end it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../crawlers/find-chromium.ts';
import { seriousFindings } from './support/serious-findings.ts';

const PROGRAM = new URL('../src/main/precursor-watch.mjs', import.meta.url).pathname;
const BROWSER_FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let folder: string;
let server: ChildProcess;
let browser: Browser;
let page: Page;
let url: string;
let password: string;
const outside: string[] = [];

/** Collects what the process prints until the pattern is there. */
async function printed(child: ChildProcess, pattern: RegExp): Promise<RegExpMatchArray> {
  let text = '';
  return await new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const match = text.match(pattern);
      if (match !== null) resolve(match);
    });
    child.on('exit', (code) => reject(new Error(`it ended with ${code} after printing: ${text}`)));
  });
}

function start(env: NodeJS.ProcessEnv): ChildProcess {
  const quiet = {
    PRECURSOR_DATA: folder,
    PORT: '0',
    LOG_LEVEL: 'error',
    CHROMIUM_PATH: '',
    DATABASE_URL: undefined,
    // The program says itself where it keeps what it compiles.
    NODE_COMPILE_CACHE: undefined,
  };
  return spawn(process.execPath, [PROGRAM, 'serve'], {
    env: { ...process.env, ...quiet, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function end(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const [code] = await exited;
  return code;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'precursor-watch-e2e-'));
  server = start({});
  const match = await printed(server, /ready: (http\S+)[\s\S]*?password (\S+)/);
  url = match[1] ?? '';
  password = match[2] ?? '';
  const executablePath = findChromium(process.env['CHROMIUM_PATH'] ?? null);
  if (executablePath === null)
    throw new Error('no Chromium was found; "npm test" installs one, or set CHROMIUM_PATH');
  browser = await chromium.launch({
    executablePath,
    chromiumSandbox: process.getuid?.() !== 0,
    args: BROWSER_FLAGS,
  });
  page = await (await browser.newContext()).newPage();
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:')) outside.push(request.url());
  });
});

afterAll(async () => {
  await browser?.close();
  await end(server);
  await rm(folder, { recursive: true, force: true });
});

describe('a newcomer', () => {
  it('is asked to sign in, and a wrong password is refused', async () => {
    await page.goto(url);
    await page.getByLabel('Name').fill('admin');
    await page.getByLabel('Password', { exact: true }).fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('sees alerts of the practice market, marked as practice', async () => {
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('tr[data-alert]').first().waitFor();
    expect(await page.getByText(/practice market/i).count()).toBeGreaterThan(0);
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('opens one, with the matched words marked and the law in force', async () => {
    await page.locator('tr[data-alert]').first().getByRole('link').first().click();
    await page.locator('mark').first().waitFor();
    expect((await page.locator('mark').first().innerText()).length).toBeGreaterThan(1);
    expect(await page.getByText(/in force/i).count()).toBeGreaterThan(0);
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('decides it by keyboard, and the list has one open alert less', async () => {
    const before = new URL(page.url()).pathname;
    await page.keyboard.press('c');
    await page.keyboard.press('1');
    await page.keyboard.press('Enter');
    await page.waitForURL((next) => next.pathname !== before);
    await page.goto(`${url}/?state=decided`);
    await page.locator('tr[data-alert]').first().waitFor();
    expect(await page.locator('tr[data-alert]').count()).toBe(1);
  });

  it('has asked nothing of any other server', () => {
    expect(outside).toEqual([]);
  });

  it('ends it in order, and the second start knows the account and the alerts', async () => {
    expect(await end(server)).toBe(0);
    server = start({});
    const again = (await printed(server, /ready: (http\S+)[\s\S]*practice purge/))[0];
    expect(again).not.toContain('password');
  });
});
