/** A tab of the browser that shows one page after another, empty in between, and what is asked of the page that it shows. */
import type { BrowserContext, CDPSession, Page as Tab } from 'playwright';
import type { Log } from '../src/log.ts';
import { answerTab, type Serving, type Traffic } from './browser-requests.ts';
import { orAbort } from './or-abort.ts';

/** Where expressions are answered: the page's own scripts reach nothing there, and what they have put in place of the browser's is not seen. */
const WORLD = 'reader';
/** A page that moves on while it is asked is asked again, where it has moved to. */
const MOST_ASKED = 5;
const MOVED = /context|navigated/i;
const EMPTY = 'about:blank';

export type PageTab = AsyncDisposable & {
  readonly tab: Tab;
  readonly session: CDPSession;
  /** The value of an expression in the page at hand. It counts as nobody's gesture. Rejects when the page or the tab is gone. */
  ask<T>(expression: string): Promise<T>;
  /** From now on the tab's requests are those of this page. */
  serve(serving: Serving): Traffic;
  /** Ends the page and all that its scripts do; nothing of it is served any more. */
  clear(): Promise<void>;
  /** Pages that were shown. */
  shown(): number;
};

/** Playwright's own way of asking brings a large script into every page, at three times the cost of the page's own. */
export async function openTab(context: BrowserContext, log: Log): Promise<PageTab> {
  const tab = await context.newPage();
  const session = await context.newCDPSession(tab);
  const gone = new AbortController();
  tab.once('crash', () => gone.abort(new Error('the page crashed')));
  tab.once('close', () => gone.abort(new Error('the tab was closed')));
  const requests = await answerTab(tab, log);
  let shown = 0;
  let world: number | null = null;
  tab.on('framenavigated', (frame) => {
    if (frame === tab.mainFrame()) world = null;
  });
  const enter = async (): Promise<number> => {
    const { frameTree } = await session.send('Page.getFrameTree');
    const made = { frameId: frameTree.frame.id, worldName: WORLD };
    const { executionContextId } = await session.send('Page.createIsolatedWorld', made);
    return executionContextId;
  };
  const evaluate = async <T>(expression: string): Promise<T> => {
    world ??= await enter();
    const asked = { expression, contextId: world, returnByValue: true };
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', asked);
    if (exceptionDetails !== undefined)
      throw new Error(`the page was asked in vain: ${exceptionDetails.text}`);
    return result.value as T;
  };
  const ask = async <T>(expression: string): Promise<T> => {
    for (let asked = 1; ; asked += 1) {
      try {
        return await orAbort(evaluate<T>(expression), gone.signal);
      } catch (error) {
        if (gone.signal.aborted || asked >= MOST_ASKED || !MOVED.test(String(error))) throw error;
        world = null;
      }
    }
  };
  return {
    tab,
    session,
    ask,
    serve: requests.serve,
    async clear() {
      requests.refuseAll();
      shown += 1;
      const cleared = tab.waitForURL(EMPTY, { waitUntil: 'commit' });
      await Promise.all([cleared, session.send('Page.navigate', { url: EMPTY })]);
    },
    shown: () => shown,
    [Symbol.asyncDispose]: () => tab.close(),
  };
}
