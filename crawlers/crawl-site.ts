/** One crawl of one site: plans, visits one URL at a time, keeps the coverage ledger, and knows when to stop. */
import type { Log } from '../src/log.ts';
import { describeError } from '../src/model/errors.ts';
import type { Page } from '../src/model/page.ts';
import type { Coverage } from '../src/model/run.ts';
import type { Site } from '../src/model/site.ts';
import type { SkipReason } from '../src/model/skip-reasons.ts';
import { type HttpClient, openHttpClient } from '../src/net/http-client.ts';
import { allowedHours } from './allowed-hours.ts';
import { type BrowserStep, NO_BROWSER, openBrowserStep } from './browser-step.ts';
import { openLedger } from './coverage-ledger.ts';
import { type CrawlGate, OPEN_GATE } from './crawl-gate.ts';
import { countVisit, LEFT_OUT, newProgress, type Progress, type Stop } from './crawl-progress.ts';
import { type CrawlLimits, type FetchOrder, type FetchTools, fetchPage } from './fetch-page.ts';
import { findChromium } from './find-chromium.ts';
import { createFrontier, type Frontier, type PlannedUrl } from './frontier.ts';
import { createPacer, LeftAlone, type Pacer, sleep } from './pacing.ts';
import { politePace } from './polite-pace.ts';
import { productToken } from './robots.ts';
import { createRobotsCache, type RobotsCache } from './robots-cache.ts';
import { runLoop } from './run-loop.ts';
import { pacePlace, siteScope } from './site-scope.ts';
import { type PageOutcome, type VisitSteps, visitUrl } from './visit-url.ts';

export type { PageOutcome };

export type CrawlOptions = {
  readonly site: Site;
  readonly userAgent: string;
  /** Exact origins that this process registered for itself: reached, without pause, though they are loopback addresses. */
  readonly allowedOrigins: ReadonlySet<string>;
  readonly limits: CrawlLimits;
  readonly clock: () => Date;
  /** Its abort ends the crawl within seconds, as `stopped: 'signal'`. */
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Null: looked for when a page first needs it. */
  readonly chromiumPath: string | null;
  /** Given by a process that runs several crawls, so that they share their turns at a host; otherwise the crawl has its own. */
  readonly pacer?: Pacer;
  /** As `pacer`, for what robots.txt said; all crawls that share it have one user agent. */
  readonly robots?: RobotsCache;
  /** Asked right before every request; without one nothing is held back. */
  readonly gate?: CrawlGate;
  /** Called again with the rendered page after `needsBrowser`. Its rejection ends the crawl and is passed on. */
  readonly onPage: (page: Page) => Promise<PageOutcome>;
  /** One row for each planned URL. */
  readonly onCoverage: (row: Coverage) => void;
};

export type CrawlReport = {
  /** Pages that were read; walls are not counted. */
  readonly pages: number;
  readonly skipped: Partial<Record<SkipReason, number>>;
  readonly stopped: Stop | null;
};

const MAX_TIMER_MS = 2 ** 31 - 1;

function fetchToolsOf(o: CrawlOptions, client: HttpClient, pacer: Pacer, signal: AbortSignal): FetchTools {
  const { site, allowedOrigins, limits, clock, log } = o;
  const { delaySeconds } = site.politeness;
  return {
    client,
    robots: o.robots ?? createRobotsCache(o),
    robotsOverride: site.overrides.robots,
    agentToken: productToken(o.userAgent),
    gate: o.gate ?? OPEN_GATE,
    policy: { allowedOrigins, ports: site.ports },
    pace: politePace({ pacer, delaySeconds, allowedOrigins, signal }),
    note: () => undefined,
    limits,
    clock,
    sleep,
    log,
  };
}

function stepsOf(
  o: CrawlOptions,
  tools: FetchTools,
  browser: BrowserStep,
  frontier: Frontier,
  order: Omit<FetchOrder, 'url'>,
): VisitSteps {
  const { fetch: mode } = o.site;
  return {
    mode,
    followsAll: o.site.overrides.nofollow !== null,
    // Nothing is asked of a site whose answers could not be read anyway.
    fetch: async (url) =>
      mode === 'browser' && !browser.available() ? NO_BROWSER : fetchPage(tools, { ...order, url }),
    render: (page) => browser.render(page),
    onPage: o.onPage,
    firstVisit: (url) => frontier.visited(url),
  };
}

/** Says before each URL whether the run goes on, and notes why not. */
function goesOn(
  o: CrawlOptions,
  progress: Progress,
  frontier: Frontier,
  deadline: AbortSignal,
): () => boolean {
  const startedAt = o.clock().getTime();
  const { pages, megabytes, minutes } = o.site.politeness;
  const { window, timezone } = o.site.schedule;
  const inHours = allowedHours(window, timezone);
  return () => {
    if (o.signal.aborted) progress.stopped ??= 'signal';
    if (progress.stopped !== null || frontier.waiting === 0) return false;
    const now = o.clock();
    const passed = (now.getTime() - startedAt) / 60_000;
    const spent = progress.asked >= pages || progress.bytes >= megabytes * 1e6 || passed >= minutes;
    if (spent || deadline.aborted) progress.stopped = 'budget';
    else if (!inHours(now)) progress.stopped = 'hours';
    return progress.stopped === null;
  };
}

/** Every run on the domain heeds a Retry-After; a short one is waited for, for a long one countVisit stops this run. */
async function heed(o: CrawlOptions, pacer: Pacer, url: string, seconds: number | null): Promise<void> {
  if (seconds === null) return;
  o.log.info({ site: o.site.id, seconds }, 'the site asks for a pause');
  await pacer.hold(pacePlace(new URL(url), o.allowedOrigins), seconds);
}

/** Why a visit came to nothing without a fault of anybody's: the run is being stopped, or the domain is left alone. */
function stopOf(o: CrawlOptions, error: unknown, signal: AbortSignal): Stop | null {
  if (error instanceof LeftAlone) return 'held';
  if (!signal.aborted || error !== signal.reason) return null;
  return o.signal.aborted ? 'signal' : 'budget';
}

function countingBytes(client: HttpClient, progress: Progress): HttpClient {
  return {
    async get(url, options) {
      const answer = await client.get(url, options);
      if (answer.kind === 'answer') progress.bytes += answer.body.length;
      return answer;
    },
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}

/**
 * Crawls one site until its frontier or its budget is empty, the site blocks us, or `signal` aborts. Every URL that was planned
 * ends in one coverage row. Robots.txt, address guard and pace hold for every request; a block is reported and never evaded.
 * @throws what `onPage` rejects with, after the ledger is complete
 */
export async function crawlSite(o: CrawlOptions): Promise<CrawlReport> {
  const { site } = o;
  const deadline = AbortSignal.timeout(Math.min(Math.ceil(site.politeness.minutes * 60_000), MAX_TIMER_MS));
  const signal = AbortSignal.any([o.signal, deadline]);
  const progress = newProgress();
  const failures: unknown[] = [];
  const ledger = openLedger(o.clock, o.onCoverage);
  const leaveOut = (url: string, outcome: SkipReason, detail: string | null) =>
    ledger.add({ url, outcome, status: null, detail });
  const inScope = siteScope(site.start, o.allowedOrigins);
  const frontier = createFrontier({ start: site.start, maxDepth: site.politeness.depth, inScope, leaveOut });
  const pacer = o.pacer ?? createPacer({ clock: o.clock, sleep });

  await using client = countingBytes(openHttpClient({ ...o, ports: site.ports }), progress);
  const tools = fetchToolsOf(o, client, pacer, signal);
  const find = () => findChromium(o.chromiumPath);
  await using browser = openBrowserStep(tools, { find, userAgent: o.userAgent, inScope, signal });
  const steps = stepsOf(o, tools, browser, frontier, { inScope, signal });
  const visit = async ({ url, depth }: PlannedUrl): Promise<void> => {
    try {
      const { outcome, status, detail, ...done } = await visitUrl(url, steps);
      countVisit(progress, { outcome, ...done });
      ledger.add({ url, outcome, status, detail });
      frontier.plan(done.links, depth, done.nofollow);
      await heed(o, pacer, url, done.retryAfterSeconds);
    } catch (error) {
      const stop = stopOf(o, error, signal);
      if (stop !== null) {
        progress.stopped ??= stop;
        const why = error instanceof LeftAlone ? error.message : 'under way when the run ended';
        leaveOut(url, LEFT_OUT[progress.stopped], why);
      } else {
        failures.push(error);
        leaveOut(url, 'failed', describeError(error));
      }
    }
  };
  const ready = goesOn(o, progress, frontier, deadline);
  await runLoop({ ready: () => failures.length === 0 && ready(), take: () => frontier.take(), visit });
  // Only an interrupt that reached Crawlee first leaves URLs behind without a reason.
  if (frontier.waiting > 0 && failures.length === 0) progress.stopped ??= 'signal';
  frontier.close(progress.stopped === null ? 'stopped' : LEFT_OUT[progress.stopped]);
  if (failures.length > 0) throw failures[0];
  return { pages: progress.pages, skipped: ledger.skipped, stopped: progress.stopped };
}
