/** How long a site is left in peace between two requests: its own setting or its robots.txt's, whichever is longer. */
import type { Pace } from './fetch-page.ts';
import type { Pacer } from './pacing.ts';
import { paceKey } from './site-scope.ts';

/** Origins that are our own (the practice market) get their turns one by one, too, but without a pause. */
export function politePace(o: {
  readonly pacer: Pacer;
  readonly delaySeconds: number;
  readonly allowedOrigins: ReadonlySet<string>;
  readonly signal: AbortSignal;
}): Pace {
  const asked = new Map<string, number>();
  return async (url, crawlDelaySeconds, work) => {
    if (crawlDelaySeconds !== null) asked.set(url.origin, crawlDelaySeconds);
    const ours = o.allowedOrigins.has(url.origin);
    const delay = ours ? 0 : Math.max(o.delaySeconds, asked.get(url.origin) ?? 0);
    const release = await o.pacer.take(paceKey(url, o.allowedOrigins), delay, o.signal);
    try {
      return await work();
    } finally {
      release();
    }
  };
}
