/** Renders a fetched page with Chromium: a fetch step of the same crawl loop, so politeness, frontier and coverage are one. */
import type { Browser, BrowserContext } from 'playwright';
import type { Log } from '../src/log.ts';
import type { Page } from '../src/model/page.ts';
import { closeToAll, type LoadResource, type Traffic } from './browser-requests.ts';
import { openTab, type PageTab } from './browser-tab.ts';
import { dressPage } from './dress-page.ts';
import type { CrawlLimits, Skip } from './fetch-page.ts';
import { orAbort } from './or-abort.ts';
import { SCREENSHOT_LIMITS, type Shoot, shootPage } from './shoot-page.ts';
import { unfoldPage } from './unfold-page.ts';

/** A page as its script drew it. Its tab stands, and asks for nothing but style sheets for a picture, until it is disposed of. */
export type DrawnPage = AsyncDisposable & {
  readonly page: Page;
  /** null where no pictures are taken. */
  readonly shoot: Shoot | null;
};

export type Renderer = AsyncDisposable & {
  /** `signal`'s abort rejects with its reason; every other end is the rendered page or a reason. */
  render(page: Page, load: LoadResource, signal: AbortSignal): Promise<DrawnPage | Skip>;
};

type RendererOptions = {
  readonly executablePath: string;
  readonly userAgent: string;
  readonly limits: CrawlLimits;
  /** Whether pictures of pages are wanted. */
  readonly screenshots: boolean;
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
  // A page that takes more memory than this for its script crashes, and is told as failed.
  '--js-flags=--max-old-space-size=512',
  // Pictures are many requests and say nothing to a reader of text; those of listings are looked at by themselves.
  '--blink-settings=imagesEnabled=false',
  '--renderer-process-limit=2',
];
/** A browser grows with the pages it has shown; after so many it is ended, and another one begun. */
const PAGES_PER_BROWSER = 250;
/** A new tab costs as much as the page in it; one that has shown so many is closed all the same, with what they left in its process. */
const PAGES_PER_TAB = 50;

/** WebRTC has no use for reading a page, and would be a way round the interception. */
const WITHOUT_WEBRTC =
  'for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection"]) delete globalThis[name];';

async function launch({ executablePath }: RendererOptions): Promise<Browser> {
  const { chromium } = await import('playwright');
  return chromium.launch({
    executablePath,
    headless: true,
    // Chromium refuses it to root, of which `doctor` and every start of a role tell.
    chromiumSandbox: process.getuid?.() !== 0,
    args: FLAGS,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

/** Pages that ask for news all the time are never quiet; what they show by then is what is read. */
const QUIET_SECONDS = 10;

/** Gives the text of the page, or its length where that is too much. */
const textOf = (most: number): string => `(() => {
  const { doctype, documentElement } = document;
  const type = doctype === null ? '' : new XMLSerializer().serializeToString(doctype);
  const html = type + (documentElement?.outerHTML ?? '');
  return html.length > ${most} ? html.length : html;
})()`;

/** The text once the network is quiet and nothing more comes to light, or after half the time. */
async function readRendered(
  { tab, ask }: PageTab,
  traffic: Traffic,
  url: string,
  { pageSeconds: seconds, maxBytes }: CrawlLimits,
): Promise<{ html: string | number; url: string }> {
  const until = Date.now() + seconds * 500;
  // Not 'domcontentloaded': a page whose script tries to move on, and is refused, never reports it.
  await tab.goto(url, { waitUntil: 'commit', timeout: 0 });
  await tab
    .waitForLoadState('networkidle', { timeout: Math.min(seconds / 2, QUIET_SECONDS) * 1000 })
    .catch((error: unknown) => {
      if (!(error instanceof Error) || error.name !== 'TimeoutError') throw error;
    });
  await unfoldPage({ ask }, traffic, until);
  return { html: await ask<string | number>(textOf(maxBytes)), url: tab.url() };
}

function skipOf({ status, proof }: Page, reason: Skip['reason'], detail: string): Skip {
  return { reason, status, detail, retryAfterSeconds: null, proof };
}

async function drawIn(
  tab: PageTab,
  page: Page,
  load: LoadResource,
  { limits, clock }: RendererOptions,
  signal: AbortSignal,
): Promise<{ readonly page: Page; readonly traffic: Traffic } | Skip> {
  const read = new AbortController();
  try {
    const traffic = tab.serve({ page, load, signal: AbortSignal.any([signal, read.signal]) });
    const { html, url: shown } = await orAbort(readRendered(tab, traffic, page.url, limits), signal);
    // Nothing of the site is to be seen any more.
    if (shown.startsWith('about:')) return skipOf(page, 'failed', `moved itself on to ${shown}`);
    // What a script has put together itself has an address (blob:) that is another one each time, and nobody else's.
    const url = /^https?:/.test(shown) ? shown : page.url;
    const body = typeof html === 'string' ? Buffer.from(html, 'utf8') : null;
    if (body === null || body.length > limits.maxBytes) {
      const detail =
        body === null ? `${html} characters after rendering` : `${body.length} bytes after rendering`;
      return skipOf(page, 'too-large', detail);
    }
    const headers = { ...page.headers, 'content-type': 'text/html; charset=utf-8' };
    const drawn: Page = { ...page, url, headers, body, fetchedAt: clock().toISOString(), via: 'browser' };
    return { page: drawn, traffic };
  } finally {
    read.abort(new Error('the page was read'));
  }
}

/** As the tab shows the page after it was read, with its style sheets, which are asked for only now. */
function shooterOf(
  tab: PageTab,
  { page, traffic }: { readonly page: Page; readonly traffic: Traffic },
  { screenshots, clock, log }: RendererOptions,
  signal: AbortSignal,
): Shoot | null {
  if (!screenshots) return null;
  return async () => {
    await dressPage(tab, traffic, signal).catch((error: unknown) =>
      log.debug({ url: page.url, error: String(error) }, 'not all style sheets came for the picture'),
    );
    const limit = AbortSignal.timeout(SCREENSHOT_LIMITS.seconds * 1000);
    try {
      const shot = await orAbort(shootPage(tab, clock), limit);
      if (shot === null) log.info({ url: page.url }, 'a picture of the page would be too large');
      return shot;
    } catch (error) {
      log.warn({ url: page.url, error: String(error) }, 'no picture of the page could be taken');
      return null;
    }
  };
}

type Running = {
  readonly browser: Browser;
  readonly context: BrowserContext;
  /** Tabs that show nothing now. */
  readonly free: PageTab[];
  pages: number;
};

/** A page stuck in its own script cannot be closed politely: then the browser is ended. One that does not answer at all is left. */
const CLOSE_SECONDS = 5;

async function openContext(browser: Browser, { userAgent, log }: RendererOptions): Promise<BrowserContext> {
  const viewport = { width: SCREENSHOT_LIMITS.width, height: 800 };
  const own = { userAgent, viewport, serviceWorkers: 'block', acceptDownloads: false } as const;
  const context = await browser.newContext(own);
  await context.addInitScript(WITHOUT_WEBRTC);
  await closeToAll(context);
  context.on('page', async (tab) => {
    try {
      if ((await tab.opener()) !== null) await tab.close();
    } catch (error) {
      log.debug({ error: String(error) }, 'popup already gone');
    }
  });
  return context;
}

/** One context for all pages of the site: what the site keeps in it ends with the run. */
async function start(o: RendererOptions): Promise<Running> {
  const browser = await launch(o);
  try {
    return { browser, context: await openContext(browser, o), free: [], pages: 0 };
  } catch (error) {
    // Nobody else knows of it.
    await browser.close();
    throw error;
  }
}

/** The tab is ready for another page of the site, or closed when it has shown enough of them. */
async function clear(tab: PageTab, { free }: Running): Promise<void> {
  await tab.clear();
  if (tab.shown() < PAGES_PER_TAB) free.push(tab);
  else await tab[Symbol.asyncDispose]();
}

/** Null where it does not start. */
async function tryStart(o: RendererOptions): Promise<Running | null> {
  try {
    return await start(o);
  } catch (error) {
    o.log.error({ error: String(error), path: o.executablePath }, 'Chromium does not start');
    return null;
  }
}

/** Starts Chromium when first needed, ends it with the run. One that did not start is not tried again for the next page. */
export function openRenderer(o: RendererOptions): Renderer {
  let running: Promise<Running | null> | null = null;
  const inTime = () => AbortSignal.timeout(o.limits.pageSeconds * 1000);
  const tooLate = (page: Page) => skipOf(page, 'timeout', `not rendered within ${o.limits.pageSeconds} s`);
  const close = async (): Promise<void> => {
    // One that is still starting is closed once it has started.
    const closed = running?.then((last) => last?.browser.close());
    running = null;
    if (closed === undefined) return;
    await orAbort(closed, AbortSignal.timeout(CLOSE_SECONDS * 1000)).catch((error: unknown) =>
      o.log.warn({ error: String(error) }, 'Chromium did not close'),
    );
  };
  const leave = async (tab: PageTab, now: Running): Promise<void> => {
    now.pages += 1;
    try {
      if (now.pages >= PAGES_PER_BROWSER) return await close();
      await orAbort(clear(tab, now), AbortSignal.timeout(CLOSE_SECONDS * 1000));
    } catch (error) {
      o.log.debug({ error: String(error) }, 'a page could not be left, so the browser is ended');
      await close();
    }
  };
  return {
    async render(page, load, signal) {
      signal.throwIfAborted();
      running ??= tryStart(o);
      const now = await orAbort(running, AbortSignal.any([signal, inTime()])).catch(() => 'late' as const);
      signal.throwIfAborted();
      if (now === 'late') return tooLate(page);
      if (now === null) return skipOf(page, 'no-browser', `${o.executablePath} does not start`);
      const limit = inTime();
      const end = AbortSignal.any([signal, limit]);
      try {
        const tab = now.free.pop() ?? (await orAbort(openTab(now.context, o.log), end));
        const drawn = await drawIn(tab, page, load, o, end);
        const done = () => leave(tab, now);
        if (!('reason' in drawn))
          return { page: drawn.page, shoot: shooterOf(tab, drawn, o, signal), [Symbol.asyncDispose]: done };
        await done();
        return drawn;
      } catch (error) {
        await close();
        signal.throwIfAborted();
        if (limit.aborted) return tooLate(page);
        return skipOf(
          page,
          'failed',
          `rendering: ${error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error)}`,
        );
      }
    },
    [Symbol.asyncDispose]: close,
  };
}
