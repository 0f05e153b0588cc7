/** Renders a fetched page with Chromium: a fetch step of the same crawl loop, so politeness, frontier and coverage are one. */
import type { Browser, Page as Tab } from 'playwright';
import type { Log } from '../src/log.ts';
import type { Page } from '../src/model/page.ts';
import { type LoadResource, serveBrowser } from './browser-requests.ts';
import type { CrawlLimits, Skip } from './fetch-page.ts';
import { orAbort } from './or-abort.ts';

export type Renderer = AsyncDisposable & {
  /** `signal`'s abort rejects with its reason; every other end is the rendered page or a reason. */
  render(page: Page, load: LoadResource, signal: AbortSignal): Promise<Page | Skip>;
};

type RendererOptions = {
  readonly executablePath: string;
  readonly userAgent: string;
  readonly limits: CrawlLimits;
  readonly clock: () => Date;
  readonly log: Log;
};

/**
 * A proxy that nobody listens on and a resolver that knows no name: whatever slips past the interception goes nowhere.
 * Loopback would bypass a proxy unless told otherwise.
 */
const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--proxy-server=http://127.0.0.1:9',
  '--proxy-bypass-list=<-loopback>',
  '--host-resolver-rules=MAP * ~NOTFOUND',
];

/** WebRTC has no use for reading a page, and would be a way round the interception. */
const WITHOUT_WEBRTC =
  'for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection"]) delete globalThis[name];';

async function launch({ executablePath, log }: RendererOptions): Promise<Browser> {
  const { chromium } = await import('playwright');
  const root = process.getuid?.() === 0;
  if (root) log.warn('running as root: Chromium runs without its sandbox');
  return chromium.launch({
    executablePath,
    headless: true,
    chromiumSandbox: !root,
    args: FLAGS,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

/** Pages that ask for news all the time are never quiet; what they show by then is what is read. */
const QUIET_SECONDS = 10;

/** The text once the network is quiet, or after half the time. */
async function readRendered(tab: Tab, url: string, seconds: number): Promise<{ html: string; url: string }> {
  // Not 'domcontentloaded': a page whose script tries to move on, and is refused, never reports it.
  await tab.goto(url, { waitUntil: 'commit', timeout: 0 });
  await tab
    .waitForLoadState('networkidle', { timeout: Math.min(seconds / 2, QUIET_SECONDS) * 1000 })
    .catch((error: unknown) => {
      if (!(error instanceof Error) || error.name !== 'TimeoutError') throw error;
    });
  return { html: await tab.content(), url: tab.url() };
}

async function renderIn(
  browser: Browser,
  page: Page,
  load: LoadResource,
  o: RendererOptions,
  signal: AbortSignal,
): Promise<Page | Skip> {
  const { limits, userAgent, clock, log } = o;
  const context = await browser.newContext({ userAgent, serviceWorkers: 'block', acceptDownloads: false });
  const ended = new AbortController();
  try {
    await context.addInitScript(WITHOUT_WEBRTC);
    const tab = await context.newPage();
    context.on('page', (popup) => {
      popup.close().catch((error: unknown) => log.debug({ error: String(error) }, 'popup already gone'));
    });
    await serveBrowser(context, { tab, page, load, log, signal: AbortSignal.any([signal, ended.signal]) });
    const { html, url } = await orAbort(readRendered(tab, page.url, limits.pageSeconds), signal);
    const body = Buffer.from(html, 'utf8');
    if (body.length > limits.maxBytes) {
      const detail = `${body.length} bytes after rendering`;
      return { reason: 'too-large', status: page.status, detail, retryAfterSeconds: null, proof: page.proof };
    }
    const headers = { ...page.headers, 'content-type': 'text/html; charset=utf-8' };
    return { ...page, url, headers, body, fetchedAt: clock().toISOString(), via: 'browser' };
  } finally {
    ended.abort(new Error('the page was left'));
    // A page stuck in its own script cannot be closed politely; then the caller ends the browser.
    if (!signal.aborted) await orAbort(context.close(), signal);
  }
}

/** Starts Chromium when first needed, ends it with the run. */
export function openRenderer(o: RendererOptions): Renderer {
  let running: Promise<Browser> | null = null;
  const close = async (): Promise<void> => {
    const browser = running;
    running = null;
    await browser
      ?.then((each) => each.close())
      .catch((error: unknown) => o.log.warn({ error: String(error) }, 'Chromium did not close'));
  };
  return {
    async render(page, load, signal) {
      signal.throwIfAborted();
      const skip = (reason: Skip['reason'], detail: string): Skip => ({
        reason,
        status: page.status,
        detail,
        retryAfterSeconds: null,
        proof: page.proof,
      });
      running ??= launch(o);
      let browser: Browser;
      try {
        browser = await running;
      } catch (error) {
        running = null;
        o.log.error({ error: String(error), path: o.executablePath }, 'Chromium does not start');
        return skip('no-browser', `${o.executablePath} does not start`);
      }
      const limit = AbortSignal.timeout(o.limits.pageSeconds * 1000);
      try {
        return await renderIn(browser, page, load, o, AbortSignal.any([signal, limit]));
      } catch (error) {
        await close();
        signal.throwIfAborted();
        if (limit.aborted) return skip('timeout', `not rendered within ${o.limits.pageSeconds} s`);
        return skip(
          'failed',
          `rendering: ${error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error)}`,
        );
      }
    },
    [Symbol.asyncDispose]: close,
  };
}
