/** What may stop a request at the last moment: the switch that stops every worker, and domains that opted out. */
import type { SkipReason } from '../src/model/skip-reasons.ts';
import { domainAmong } from '../src/text/domain-name.ts';

export type GateState = {
  /** Why all crawling is stopped; null while it is not. */
  readonly stop: string | null;
  /** Lower case; each stands for every name below it, too. */
  readonly optOuts: ReadonlySet<string>;
};

export type GateRefusal = {
  /**
   * blocked: the site asks for a pause, and what is asked for cannot wait. out-of-hours: they ended while a turn was waited for.
   * out-of-budget: the run has asked enough hosts for their robots.txt.
   */
  readonly reason: Extract<SkipReason, 'halted' | 'opted-out' | 'blocked' | 'out-of-hours' | 'out-of-budget'>;
  readonly detail: string;
};

/** Asked right before every single request, robots.txt and files for the browser too. */
export type CrawlGate = (url: URL) => Promise<GateRefusal | null>;

/** How old an answer may be: a stop holds everywhere within so long. */
const FRESH_MS = 1000;

export const OPEN_GATE: CrawlGate = async () => null;

function refusalOf(url: URL, { stop, optOuts }: GateState): GateRefusal | null {
  if (stop !== null) return { reason: 'halted', detail: stop };
  const domain = domainAmong(url.hostname, optOuts);
  return domain === null ? null : { reason: 'opted-out', detail: domain };
}

/** Domains that opted out and nothing else, for a single page outside any run. */
export function listGate(domains: Iterable<string>): CrawlGate {
  const optOuts = new Set(domains);
  return async (url) => refusalOf(url, { stop: null, optOuts });
}

/** `read` asks what all workers share. Its failure is passed on: whoever cannot know that it may does not ask. */
export function createGate(o: {
  readonly read: () => Promise<GateState>;
  /** Milliseconds that only ever grow. */
  readonly now: () => number;
}): CrawlGate {
  let state: Promise<GateState> | null = null;
  let readAt = 0;
  const fresh = (): Promise<GateState> => {
    const now = o.now();
    if (state !== null && now - readAt < FRESH_MS) return state;
    readAt = now;
    const reading = o.read();
    state = reading;
    reading.catch(() => {
      // The next request asks again.
      if (state === reading) state = null;
    });
    return reading;
  };
  return async (url) => refusalOf(url, await fresh());
}
