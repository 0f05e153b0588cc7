/** The further files of a page in the browser: in the page's own turn at its host, those of the site's other domains in turns of their own. */
import type { Page } from '../src/model/page.ts';
import type { Answer, Headers } from '../src/net/http-client.ts';
import type { Meaning } from './answer-meaning.ts';
import type { LoadResource } from './browser-requests.ts';
import type { CrawlGate, GateRefusal } from './crawl-gate.ts';
import { type FetchTools, fetchPage, type Pace, type Skip } from './fetch-page.ts';
import { pacePlace, type Scope } from './site-scope.ts';

export type PageFiles = {
  readonly load: LoadResource;
  /**
   * Fetches what the page asked for in vain because it is on another domain; true when it would show more if it were drawn once more.
   * Whoever calls it has no turn anywhere, so that no two runs ever wait for each other.
   */
  fetchRest(signal: AbortSignal): Promise<boolean>;
  /** Why files were kept from the page that say nothing of the page itself. @throws what went wrong when they were asked for */
  stopped(): GateRefusal | null;
};

/** Scripts and style sheets are the same on all pages of a shop: each is fetched once a run, as far as there is room for them. */
const KEPT = { files: 100, bytes: 16_000_000 } as const;

const PAUSE = { reason: 'blocked', detail: 'the site asks for a pause' } as const;
const ELSEWHERE = { reason: 'blocked', detail: 'on a domain whose turn is not ours' } as const;

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
function withoutPause(tools: FetchTools, gate: CrawlGate): FetchTools {
  let peaceUntil = 0;
  return {
    ...tools,
    pace: oneByOne(),
    robots: { ask: (origin, get) => tools.robots.ask(origin, get, 'in-turn') },
    gate: async (url) => (tools.clock().getTime() < peaceUntil ? PAUSE : await gate(url)),
    async heed(url, answer) {
      const seconds = await tools.heed(url, answer);
      if (seconds !== null) peaceUntil = tools.clock().getTime() + seconds * 1000;
      return seconds;
    },
  };
}

/** Files by their address, as far as there is room for them. */
function keepFiles() {
  const files = new Map<string, Page | Skip>();
  let room: number = KEPT.bytes;
  return {
    get: (url: string) => files.get(url),
    put(url: string, file: Page | Skip): void {
      const bytes = 'reason' in file ? 0 : file.body.length;
      if (files.size >= KEPT.files || bytes > room || files.has(url)) return;
      files.set(url, file);
      room -= bytes;
    },
  };
}

function isShared(file: Page | Skip): boolean {
  return !('reason' in file) && /javascript|css/.test(file.headers['content-type'] ?? '');
}

/** That the whole run is to end, which says nothing of the file. */
function endOfRun(file: Page | Skip): GateRefusal | null {
  if (!('reason' in file)) return null;
  const { reason, detail } = file;
  return reason === 'halted' || reason === 'out-of-hours' ? { reason, detail: detail ?? reason } : null;
}

/** Gives the files of one page after the other. `gate`: what of `tools.gate` holds for a page at hand, which is drawn to its end. */
export function openPageFiles(
  tools: FetchTools,
  { inScope, gate }: { readonly inScope: Scope; readonly gate: CrawlGate },
): (page: Pick<Page, 'url'>) => PageFiles {
  const inTurn = withoutPause(tools, gate);
  const shared = keepFiles();
  const order = { inScope, wantsBody: wantsFile, meaningOf: fileMeaning };
  const hostOf = (url: URL) => pacePlace(url, tools.policy.allowedOrigins).key;
  return ({ url: pageUrl }) => {
    const here = new URL(pageUrl);
    /** Of other domains, for this page alone; what could not be had is not asked for a second time. */
    const rest = keepFiles();
    const wanted = new Map<string, string>();
    let stopped: GateRefusal | null = null;
    let fault: { readonly error: unknown } | null = null;
    const gateFor =
      (url: string, accept: string): CrawlGate =>
      async (hop) => {
        if (hostOf(hop) !== hostOf(here)) {
          wanted.set(url, accept);
          return ELSEWHERE;
        }
        const refusal = await inTurn.gate(hop);
        // A part of the site may have opted out and the rest be read; what holds for the page itself ends it.
        if (refusal !== null) stopped ??= await gate(here);
        return refusal;
      };
    return {
      async load(url, accept, signal) {
        const known = shared.get(url) ?? rest.get(url);
        if (known !== undefined) return known;
        try {
          const files = { ...inTurn, gate: gateFor(url, accept) };
          const loaded = await fetchPage(files, { ...order, url, signal, accept });
          if (isShared(loaded)) shared.put(url, loaded);
          return loaded;
        } catch (error) {
          if (!signal.aborted) fault ??= { error };
          throw error;
        }
      },
      async fetchRest(signal) {
        let found = false;
        for (const [url, accept] of wanted) {
          const loaded = await fetchPage(tools, { ...order, url, signal, accept });
          stopped ??= endOfRun(loaded);
          if (stopped !== null) break;
          (isShared(loaded) ? shared : rest).put(url, loaded);
          found ||= !('reason' in loaded);
        }
        wanted.clear();
        return found;
      },
      stopped() {
        if (fault !== null) throw fault.error;
        return stopped;
      },
    };
  };
}
