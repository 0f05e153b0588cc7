/** The browser as a step of a crawl: found or not, in turn with the other requests, each page drawn whole or not at all. */
import type { Page } from '../src/model/page.ts';
import type { CrawlGate } from './crawl-gate.ts';
import { type DrawnPage, openRenderer, type Renderer } from './crawl-with-browser.ts';
import type { FetchTools, Skip } from './fetch-page.ts';
import { LeftAlone } from './pacing.ts';
import { openPageFiles, type PageFiles } from './page-files.ts';
import type { Scope } from './site-scope.ts';

export type BrowserStep = AsyncDisposable & {
  /** Looked for once, when first asked: the search loads a heavy library. */
  available(): boolean;
  render(page: Page): Promise<DrawnPage | Skip>;
};

export const NO_BROWSER: Skip = {
  reason: 'no-browser',
  status: null,
  detail: 'install Chromium, or set CHROMIUM_PATH',
  retryAfterSeconds: null,
  proof: null,
};

/** How often a page is drawn at most for the sake of its files on other domains: a script there may ask for data, and those for more. */
const MOST_DRAWN = 3;

/** Draws the page again for as long as files come in that it was without. */
async function drawWhole(
  page: Page,
  files: PageFiles,
  draw: () => Promise<DrawnPage | Skip>,
  signal: AbortSignal,
): Promise<DrawnPage | Skip> {
  for (let times = 1; ; times += 1) {
    const drawn = await draw();
    await using held = new AsyncDisposableStack();
    if (!('reason' in drawn)) held.use(drawn);
    const more = times < MOST_DRAWN && (await files.fetchRest(signal));
    const stopped = files.stopped();
    // Without the files that were kept from it the page is another one.
    if (stopped !== null)
      return { ...stopped, status: page.status, retryAfterSeconds: null, proof: page.proof };
    if (more) continue;
    held.move();
    return drawn;
  }
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
    /** What of the tools' own gate holds for a page at hand, which is drawn to its end. */
    readonly gate: CrawlGate;
    readonly signal: AbortSignal;
  },
): BrowserStep {
  let renderer: Renderer | null | undefined;
  const open = (): Renderer | null => {
    const executablePath = o.find();
    return executablePath === null ? null : openRenderer({ ...tools, ...o, executablePath });
  };
  const filesOf = openPageFiles(tools, o);
  return {
    available() {
      renderer ??= renderer === undefined ? open() : null;
      return renderer !== null;
    },
    async render(page) {
      if (!this.available() || !renderer) return NO_BROWSER;
      const ready = renderer;
      const files = filesOf(page);
      const inTurn = async <T>(work: () => Promise<T>) => await tools.pace(new URL(page.url), null, work);
      const draw = () => inTurn(() => ready.render(page, files.load, o.signal));
      const drawn = await drawWhole(page, files, draw, o.signal);
      if ('reason' in drawn || drawn.shoot === null) return drawn;
      const { shoot } = drawn;
      const picture = async () => {
        const shot = await inTurn(shoot);
        return (await files.fetchRest(o.signal)) ? await inTurn(shoot) : shot;
      };
      // Its style sheets are further files of the site. One that wants peace by now is given it, and what the page says stands without.
      return { ...drawn, shoot: () => picture().catch(withoutPicture) };
    },
    [Symbol.asyncDispose]: async () => renderer?.[Symbol.asyncDispose](),
  };
}
