/** What a page in the browser asks for, answered by our own client: Chromium itself never reaches the network. */
import type { BrowserContext, Route, Page as Tab } from 'playwright';
import type { Log } from '../src/log.ts';
import type { Page } from '../src/model/page.ts';
import type { Skip } from './fetch-page.ts';

/** Fetches one further file of a page through guard, site check and robots.txt. */
export type LoadResource = (url: string, accept: string, signal: AbortSignal) => Promise<Page | Skip>;

type Treatment = 'load' | 'style' | 'refuse';

/** A refused move must be "aborted": any other error would put Chromium's own error page in place of the one at hand. */
function refuse(route: Route): Promise<void> {
  return route.abort(route.request().resourceType() === 'document' ? 'aborted' : 'blockedbyclient');
}

/** By Playwright's resource types. */
const TREATMENTS: Readonly<Record<string, Treatment>> = {
  document: 'load',
  script: 'load',
  xhr: 'load',
  fetch: 'load',
  stylesheet: 'style',
};

/** A page may move itself on by script, as some shops' front pages do; more than this is a loop. */
const MAX_MOVES = 3;
/** Files that one page may ask for; a guest does not take the whole house. */
const MAX_FILES = 60;

/** What a page has asked for so far, pictures and the like left out, and what of it is still on its way. */
export type Traffic = {
  asked(): number;
  underWay(): number;
  /** Until then, and from its abort on, every style sheet is empty: the text of a page needs none. */
  letStylesIn(signal: AbortSignal): void;
};

export type Serving = {
  readonly page: Page;
  readonly load: LoadResource;
  /** From its abort on all but style sheets is refused. */
  readonly signal: AbortSignal;
};

/** Scripts wait for style sheets: one that is not there is empty. */
function fulfilEmpty(route: Route): Promise<void> {
  return route.fulfill({ status: 200, contentType: 'text/css', body: '' });
}

/** Redirects were followed before, so Chromium is never given one: it would follow it past the interception. */
function fulfil(route: Route, { status, headers, body }: Page): Promise<void> {
  const type = headers['content-type'] ?? 'text/html';
  return route.fulfill({
    status,
    headers: { 'content-type': type, 'access-control-allow-origin': '*' },
    body: Buffer.from(body),
  });
}

function treatmentOf(route: Route, tab: Tab): Treatment {
  const request = route.request();
  if (request.method() !== 'GET') return 'refuse';
  // Frames inside the page do not show in its text, and are mostly advertisements.
  if (request.resourceType() === 'document' && request.frame() !== tab.mainFrame()) return 'refuse';
  return TREATMENTS[request.resourceType()] ?? 'refuse';
}

/** Of one page, as it stands. */
type State = { moves: number; files: number; underWay: number; styles: AbortSignal | null };

async function answer(
  route: Route,
  tab: Tab,
  { page, load, signal: reading }: Serving,
  counts: State,
  log: Log,
): Promise<void> {
  const request = route.request();
  const treatment = treatmentOf(route, tab);
  const style = treatment === 'style';
  const signal = style ? counts.styles : reading;
  if (style && (signal === null || signal.aborted)) return fulfilEmpty(route);
  if (treatment === 'refuse' || signal === null || signal.aborted) return refuse(route);
  if (request.resourceType() === 'document') {
    counts.moves += 1;
    if (counts.moves === 1) return fulfil(route, page);
    if (counts.moves > MAX_MOVES) return refuse(route);
  }
  counts.files += 1;
  if (counts.files > MAX_FILES) return style ? fulfilEmpty(route) : refuse(route);
  const { accept = '*/*' } = request.headers();
  const loaded = await load(request.url(), accept, signal);
  if (!('reason' in loaded)) return fulfil(route, loaded);
  log.debug({ url: request.url(), reason: loaded.reason }, 'not loaded for the browser');
  return style ? fulfilEmpty(route) : refuse(route);
}

/** What holds for every tab of a context, those that pages open too: nothing is asked for, and nobody is called. */
export async function closeToAll(context: BrowserContext): Promise<void> {
  await context.routeWebSocket(/.*/, (socket) => socket.close());
  await context.route(/.*/, (route) => route.abort('blockedbyclient'));
}

/** What a tab asks for. */
export type TabRequests = {
  /** Serves the fetched page as the next document of the tab, and everything else of it through `load`. */
  serve(serving: Serving): Traffic;
  /** Until the next page is served. */
  refuseAll(): void;
};

/** All that the tab asks for is refused until a page is served. */
export async function answerTab(tab: Tab, log: Log): Promise<TabRequests> {
  let now: { readonly serving: Serving; readonly counts: State } | null = null;
  await tab.route(/.*/, async (route) => {
    if (now === null) return await refuse(route);
    const { serving, counts } = now;
    counts.underWay += 1;
    try {
      await answer(route, tab, serving, counts, log);
    } catch (error) {
      // The page was closed under the request, or the run is being stopped.
      log.debug({ url: route.request().url(), error: String(error) }, 'a browser request ended early');
    } finally {
      counts.underWay -= 1;
    }
  });
  return {
    serve(serving) {
      const counts: State = { moves: 0, files: 0, underWay: 0, styles: null };
      now = { serving, counts };
      return {
        asked: () => counts.files + counts.moves,
        underWay: () => counts.underWay,
        letStylesIn(signal) {
          counts.styles = signal;
        },
      };
    },
    refuseAll() {
      now = null;
    },
  };
}
