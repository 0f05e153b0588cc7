/** One page outside any run, for `probe`: the same guard, robots.txt and limits as a crawl. */
import type { Log } from '../src/log.ts';
import type { Page } from '../src/model/page.ts';
import { openHttpClient } from '../src/net/http-client.ts';
import type { CrawlGate } from './crawl-gate.ts';
import { type CrawlLimits, type FetchTools, fetchPage, type Skip } from './fetch-page.ts';
import { LeftAlone, type Pacer, sleep } from './pacing.ts';
import { politeHeed, politePace } from './polite-pace.ts';
import { productToken } from './robots.ts';
import { createRobotsCache } from './robots-cache.ts';
import { siteScope } from './site-scope.ts';

export type ProbeOptions = {
  readonly url: string;
  readonly userAgent: string;
  readonly allowedOrigins: ReadonlySet<string>;
  readonly limits: CrawlLimits;
  readonly clock: () => Date;
  readonly log: Log;
  /** Ports besides 80 and 443. */
  readonly ports: readonly number[];
  readonly gate: CrawlGate;
  /** Whose turn it is: a crawl of the same domain may be under way in another process. */
  readonly pacer: Pacer;
  readonly delaySeconds: number;
  readonly signal: AbortSignal;
};

/** Robots.txt, the page and its redirects within the same site, each in its turn; nothing else is fetched. */
export async function probePage(o: ProbeOptions): Promise<Page | Skip> {
  await using client = openHttpClient(o);
  const inScope = siteScope([o.url], o.allowedOrigins);
  const tools: FetchTools = {
    ...o,
    client,
    robots: createRobotsCache(o),
    robotsOverride: null,
    agentToken: productToken(o.userAgent),
    policy: o,
    pace: politePace(o),
    note: () => undefined,
    heed: politeHeed(o),
    sleep,
  };
  try {
    return await fetchPage(tools, { url: o.url, inScope, signal: o.signal });
  } catch (error) {
    if (!(error instanceof LeftAlone)) throw error;
    return {
      reason: 'blocked',
      status: null,
      detail: error.message,
      retryAfterSeconds: error.seconds,
      proof: null,
    };
  }
}
