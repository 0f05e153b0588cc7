/** The browser as a step of a crawl: found or not, in turn with the other requests, one file after another. */
import type { Page } from '../src/model/page.ts';
import type { Answer, Headers } from '../src/net/http-client.ts';
import type { Meaning } from './answer-meaning.ts';
import type { LoadResource } from './browser-requests.ts';
import { type DrawnPage, openRenderer, type Renderer } from './crawl-with-browser.ts';
import { type FetchTools, fetchPage, type Pace, type Skip } from './fetch-page.ts';
import { LeftAlone } from './pacing.ts';
import type { Scope } from './site-scope.ts';

export type BrowserStep = AsyncDisposable & {
  /** Looked for once, when first asked: the search loads a heavy library. */
  available(): boolean;
  render(page: Page): Promise<DrawnPage | Skip>;
};

/** Scripts and style sheets are the same on all pages of a shop: each is fetched once a run, as far as there is room for them. */
const KEPT = { files: 100, bytes: 16_000_000 } as const;

export const NO_BROWSER: Skip = {
  reason: 'no-browser',
  status: null,
  detail: 'install Chromium, or set CHROMIUM_PATH',
  retryAfterSeconds: null,
  proof: null,
};

function wantsFile(status: number, headers: Headers): boolean {
  return (
    status >= 200 && status < 300 && !/^(?:image|font|audio|video)\//.test(headers['content-type'] ?? '')
  );
}

function fileMeaning({ status, headers }: Answer): Meaning {
  const { location } = headers;
  if (status >= 300 && status < 400 && location !== undefined) return { kind: 'redirect', location };
  if (!wantsFile(status, headers)) return { kind: 'skip', reason: 'failed', detail: `status ${status}` };
  return { kind: 'content' };
}

/** Within the page's own turn at its host: no pause between the files of one page, but still one connection at a time. */
function oneByOne(): Pace {
  let tail: Promise<unknown> = Promise.resolve();
  return (_url, _delay, work) => {
    const run = tail.then(() => work(0));
    tail = run.catch(() => undefined);
    return run;
  };
}

/** The page stands in its turn and cannot wait: once the site asks for a pause, nothing more is asked for until it is over. */
function withoutPause(tools: FetchTools): FetchTools {
  let peaceUntil = 0;
  return {
    ...tools,
    pace: oneByOne(),
    robots: { ask: (origin, get) => tools.robots.ask(origin, get, 'in-turn') },
    gate: async (url) =>
      tools.clock().getTime() < peaceUntil
        ? { reason: 'blocked', detail: 'the site asks for a pause' }
        : await tools.gate(url),
    async heed(url, answer) {
      const seconds = await tools.heed(url, answer);
      if (seconds !== null) peaceUntil = tools.clock().getTime() + seconds * 1000;
      return seconds;
    },
  };
}

function fileLoader(tools: FetchTools, inScope: Scope): LoadResource {
  const inTurn = withoutPause(tools);
  const kept = new Map<string, Page>();
  let room: number = KEPT.bytes;
  const order = { inScope, wantsBody: wantsFile, meaningOf: fileMeaning };
  return async (url, accept, signal) => {
    const known = kept.get(url);
    if (known !== undefined) return known;
    const loaded = await fetchPage(inTurn, { ...order, url, signal, accept });
    const shared = !('reason' in loaded) && /javascript|css/.test(loaded.headers['content-type'] ?? '');
    if (shared && kept.size < KEPT.files && loaded.body.length <= room && !kept.has(url)) {
      kept.set(url, loaded);
      room -= loaded.body.length;
    }
    return loaded;
  };
}

function withoutPicture(error: unknown): null {
  if (error instanceof LeftAlone) return null;
  throw error;
}

/** Starts Chromium when a page first needs it. Without one every such page ends as `no-browser`. */
export function openBrowserStep(
  tools: FetchTools,
  o: {
    readonly find: () => string | null;
    readonly userAgent: string;
    readonly screenshots: boolean;
    readonly inScope: Scope;
    readonly signal: AbortSignal;
  },
): BrowserStep {
  let renderer: Renderer | null | undefined;
  const open = (): Renderer | null => {
    const executablePath = o.find();
    return executablePath === null ? null : openRenderer({ ...tools, ...o, executablePath });
  };
  const load = fileLoader(tools, o.inScope);
  return {
    available() {
      renderer ??= renderer === undefined ? open() : null;
      return renderer !== null;
    },
    async render(page) {
      if (!this.available() || !renderer) return NO_BROWSER;
      const ready = renderer;
      const inTurn = async <T>(work: () => Promise<T>) => await tools.pace(new URL(page.url), null, work);
      const drawn = await inTurn(() => ready.render(page, load, o.signal));
      if ('reason' in drawn || drawn.shoot === null) return drawn;
      const { shoot } = drawn;
      // Its style sheets are further files of the site. One that wants peace by now is given it, and what the page says stands without.
      const picture = () => inTurn(shoot).catch(withoutPicture);
      return { ...drawn, shoot: picture };
    },
    [Symbol.asyncDispose]: async () => renderer?.[Symbol.asyncDispose](),
  };
}
