/** What `fetchPage` needs against a server of a test: no pauses, and every request is remembered. */
import { OPEN_GATE } from '../../crawlers/crawl-gate.ts';
import { type AllowedRequest, type FetchTools, fetchPage } from '../../crawlers/fetch-page.ts';
import { createRobotsCache } from '../../crawlers/robots-cache.ts';
import { siteScope } from '../../crawlers/site-scope.ts';
import { createLog } from '../../src/log.ts';
import type { Page } from '../../src/model/page.ts';
import { openHttpClient } from '../../src/net/http-client.ts';

export const USER_AGENT = 'PrecursorWatch/0.1 (+mailto:someone@agency.example)';

export type TestFetch = AsyncDisposable & {
  /** A path of the server, or a whole URL of it. */
  fetch(path: string, signal?: AbortSignal): ReturnType<typeof fetchPage>;
  readonly requests: readonly AllowedRequest[];
};

/** `given` takes the place of what is usual. */
export function fetchWith(origin: string, given: Partial<FetchTools> = {}): TestFetch {
  const allowedOrigins = new Set([origin]);
  const client = openHttpClient({ userAgent: USER_AGENT, allowedOrigins, ports: [] });
  const requests: AllowedRequest[] = [];
  const clock = given.clock ?? (() => new Date());
  const tools: FetchTools = {
    client,
    robots: createRobotsCache({ userAgent: USER_AGENT, clock }),
    robotsOverride: null,
    agentToken: 'precursorwatch',
    gate: OPEN_GATE,
    policy: { allowedOrigins, ports: [] },
    pace: (_url, _delay, work) => work(0),
    note: (request) => requests.push(request),
    heed: async () => null,
    limits: { maxBytes: 1_000_000, pageSeconds: 5 },
    clock,
    sleep: async () => undefined,
    log: createLog('silent'),
    ...given,
  };
  const inScope = siteScope([origin], allowedOrigins);
  return {
    fetch: (path, signal = new AbortController().signal) =>
      fetchPage(tools, { url: new URL(path, origin).href, inScope, signal }),
    requests,
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}

/** The text of a page, or why there is none. */
export function textOrReason(result: Page | { readonly reason: string }): string {
  return 'reason' in result ? result.reason : Buffer.from(result.body).toString('utf8');
}
