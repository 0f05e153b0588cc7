/** One page outside any run, for `probe`: the same guard, robots.txt and limits as a crawl. */
import type { Log } from '../src/log.ts';
import type { Page } from '../src/model/page.ts';
import { openHttpClient } from '../src/net/http-client.ts';
import type { CrawlGate } from './crawl-gate.ts';
import { type CrawlLimits, fetchPage, type Skip } from './fetch-page.ts';
import { sleep } from './pacing.ts';
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
  readonly signal: AbortSignal;
};

/**
 * Robots.txt, the page and its redirects within the same site; nothing else is fetched. A handful of requests for one person's
 * question go without a pause, one after another.
 */
export async function probePage(o: ProbeOptions): Promise<Page | Skip> {
  await using client = openHttpClient(o);
  const robots = createRobotsCache(o);
  const inScope = siteScope([o.url], o.allowedOrigins);
  return await fetchPage(
    {
      ...o,
      client,
      robots,
      robotsOverride: null,
      agentToken: productToken(o.userAgent),
      policy: o,
      pace: (_url, _delay, work) => work(0),
      note: () => undefined,
      // Nothing follows that would have to wait.
      heed: async () => null,
      sleep,
    },
    { url: o.url, inScope, signal: o.signal },
  );
}
