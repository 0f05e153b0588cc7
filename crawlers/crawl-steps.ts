/** The parts of a crawl, made from its options: how pages are fetched, rendered and handed over, and whether it goes on. */
import type { HttpClient } from '../src/net/http-client.ts';
import { withinHours } from '../src/text/hours-of-day.ts';
import { type Meaning, meaningOf } from './answer-meaning.ts';
import { type BrowserStep, NO_BROWSER } from './browser-step.ts';
import { type CrawlGate, OPEN_GATE } from './crawl-gate.ts';
import type { CrawlOptions } from './crawl-options.ts';
import type { Progress, Stop } from './crawl-progress.ts';
import { createDrawnPages } from './drawn-pages.ts';
import { type FetchOrder, type FetchTools, fetchPage, robotsOf } from './fetch-page.ts';
import type { Frontier } from './frontier.ts';
import { LeftAlone, type Pacer, sleep } from './pacing.ts';
import type { PlannedUrl } from './planned-url.ts';
import { politeHeed, politePace } from './polite-pace.ts';
import { productToken } from './robots.ts';
import { withRobotsBudget } from './robots-budget.ts';
import { createRobotsCache } from './robots-cache.ts';
import { isSentToSignIn } from './sign-in-address.ts';
import type { SiteMemory } from './site-memory.ts';
import type { Scope } from './site-scope.ts';
import type { VisitSteps } from './visit-url.ts';

/** A turn may be waited for until long after the hours are over: a site may ask for a pause of an hour between two requests. */
function gateInHours({ site, gate = OPEN_GATE, clock }: CrawlOptions): CrawlGate {
  const { window, timezone } = site.schedule;
  if (window === null) return gate;
  const inHours = withinHours(window, timezone);
  const over = { reason: 'out-of-hours', detail: `outside ${window}` } as const;
  return async (url) => (inHours(clock()) ? await gate(url) : over);
}

export function fetchToolsOf(
  o: CrawlOptions,
  parts: {
    readonly client: HttpClient;
    readonly pacer: Pacer;
    readonly inScope: Scope;
    readonly signal: AbortSignal;
    readonly note: FetchTools['note'];
  },
): FetchTools {
  const { site, allowedOrigins, limits, clock, log } = o;
  const { client, pacer, inScope, signal, note } = parts;
  const { robots: reason } = site.overrides;
  const { delaySeconds } = site.politeness;
  return {
    client,
    robots: withRobotsBudget(o.robots ?? createRobotsCache(o)),
    robotsOverride: reason === null ? null : { reason, holdsFor: inScope },
    agentToken: productToken(o.userAgent),
    gate: gateInHours(o),
    // A short pause is waited for; for a long one countVisit stops this run.
    heed: politeHeed({ pacer, allowedOrigins, clock, log }),
    policy: { allowedOrigins, ports: site.ports },
    pace: politePace({ pacer, delaySeconds, allowedOrigins, signal }),
    note,
    limits,
    clock,
    sleep,
    log,
  };
}

/** A sitemap may come packed, and servers name any type for it; what it is, its reader sees. */
const SITEMAP_ORDER = {
  accept: 'application/xml,text/xml;q=0.9,text/plain;q=0.8,application/gzip;q=0.7',
  wantsBody: (status: number) => status >= 200 && status < 300,
  meaningOf(answer: Parameters<typeof meaningOf>[0]): Meaning {
    const meaning = meaningOf(answer);
    return meaning.kind === 'skip' && meaning.reason === 'unsupported-type' ? { kind: 'content' } : meaning;
  },
} as const satisfies Partial<FetchOrder>;

export function visitStepsOf(
  o: CrawlOptions,
  parts: {
    readonly tools: FetchTools;
    readonly browser: BrowserStep;
    readonly frontier: Frontier;
    readonly memory: SiteMemory;
    readonly order: Omit<FetchOrder, 'url'>;
  },
): VisitSteps {
  const { fetch: mode } = o.site;
  const { tools, browser, frontier, memory, order } = parts;
  return {
    mode,
    drawn: createDrawnPages(memory, o.clock),
    followsAll: o.site.overrides.nofollow !== null,
    async fetch({ url, kind, again }: PlannedUrl) {
      // First, since by it the page is recalled: what is known of it stays known, however the visit ends.
      const validators = again ? await memory.validators(url) : null;
      // Nothing is asked of a site whose answers could not be read anyway.
      if (mode === 'browser' && !browser.available()) return NO_BROWSER;
      const special = kind === 'sitemap' ? SITEMAP_ORDER : {};
      // That page may well have been read: being sent there is a refusal all the same.
      const wasRead = (to: string) => !isSentToSignIn(url, to) && frontier.wasRead(to);
      return await fetchPage(tools, { ...order, ...special, url, validators, wasRead });
    },
    render: (page) => browser.render(page),
    onPage: o.onPage,
    wasRead: frontier.wasRead,
    noteRead: frontier.noteRead,
  };
}

/** The sitemaps that the robots.txt of the site's origins name. Rejects only when the run is being stopped. */
export async function declaredSitemaps(
  o: CrawlOptions,
  tools: FetchTools,
  signal: AbortSignal,
): Promise<string[]> {
  const origins = new Set(o.site.start.filter((url) => URL.canParse(url)).map((url) => new URL(url).origin));
  const sitemaps: string[] = [];
  for (const origin of origins) {
    const robots = await robotsOf(tools, new URL(origin), signal);
    if (robots.kind === 'rules') sitemaps.push(...robots.sitemaps);
  }
  return sitemaps;
}

/** Why nothing more may be asked for, whatever waits: the run is stopped, its bytes or minutes are used up, its hours over. */
export function endOf(o: CrawlOptions, progress: Progress, deadline: AbortSignal): () => Stop | null {
  const startedAt = o.clock().getTime();
  const { megabytes, minutes } = o.site.politeness;
  const { window, timezone } = o.site.schedule;
  const inHours = window === null ? () => true : withinHours(window, timezone);
  return () => {
    if (o.signal.aborted) return 'signal';
    const now = o.clock();
    const passed = (now.getTime() - startedAt) / 60_000;
    if (deadline.aborted || progress.bytes >= megabytes * 1e6 || passed >= minutes) return 'budget';
    return inHours(now) ? null : 'hours';
  };
}

/** Says before each URL whether the run goes on, and notes why not. */
export function goesOn(
  o: CrawlOptions,
  progress: Progress,
  frontier: Frontier,
  end: () => Stop | null,
): () => boolean {
  return () => {
    if (o.signal.aborted) progress.stopped ??= 'signal';
    if (progress.stopped !== null || frontier.waiting === 0) return false;
    progress.stopped = progress.asked >= o.site.politeness.pages ? 'budget' : end();
    return progress.stopped === null;
  };
}

/** Why a visit came to nothing without a fault of anybody's: the run is being stopped, or the domain is left alone. */
export function stopOf(o: CrawlOptions, error: unknown, signal: AbortSignal): Stop | null {
  if (error instanceof LeftAlone) return 'held';
  if (!signal.aborted || error !== signal.reason) return null;
  return o.signal.aborted ? 'signal' : 'budget';
}

export function countingBytes(client: HttpClient, progress: Progress): HttpClient {
  return {
    async get(url, options) {
      const answer = await client.get(url, options);
      progress.bytes += answer.kind === 'answer' ? answer.body.length : answer.bytes;
      return answer;
    },
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}
