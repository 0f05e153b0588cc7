/** One crawl of one site: plans, visits one URL at a time, keeps the coverage ledger, and knows when to stop. */
import { describeError } from '../src/model/errors.ts';
import type { SkipReason } from '../src/model/skip-reasons.ts';
import { openHttpClient } from '../src/net/http-client.ts';
import { openBrowserStep } from './browser-step.ts';
import { type Ledger, openLedger } from './coverage-ledger.ts';
import { OPEN_GATE } from './crawl-gate.ts';
import type { CrawlOptions, CrawlReport } from './crawl-options.ts';
import { countVisit, LEFT_OUT, newProgress, type Progress, type Stop } from './crawl-progress.ts';
import {
  countingBytes,
  declaredSitemaps,
  endOf,
  fetchToolsOf,
  goesOn,
  stopOf,
  visitStepsOf,
} from './crawl-steps.ts';
import type { FetchTools } from './fetch-page.ts';
import { fetchPictures, type PictureRow, pictureLeftOut } from './fetch-pictures.ts';
import { findChromium } from './find-chromium.ts';
import { createFrontier, type Frontier } from './frontier.ts';
import { createPacer, LeftAlone, type Pacer, sleep } from './pacing.ts';
import type { PlannedUrl } from './planned-url.ts';
import { createRecrawl, type Recrawl } from './recrawl.ts';
import { runLoop } from './run-loop.ts';
import { NO_MEMORY } from './site-memory.ts';
import { type Scope, siteScope } from './site-scope.ts';
import { createTrapSense } from './traps.ts';
import { type VisitSteps, visitUrl } from './visit-url.ts';

const MAX_TIMER_MS = 2 ** 31 - 1;
/** Offers that are missing are asked for once more: up to this share of a run's pages, and so many in any case. */
const CONFIRMED_SHARE = 0.1;
const CONFIRMED_LEAST = 50;

/** What belongs to one crawl while it lasts. */
type Crawl = {
  readonly o: CrawlOptions;
  readonly progress: Progress;
  readonly ledger: Ledger;
  readonly frontier: Frontier;
  readonly recrawl: Recrawl;
  readonly pacer: Pacer;
  /** Fires when the run is stopped and when its minutes are over. */
  readonly signal: AbortSignal;
  readonly failures: unknown[];
};

function openCrawl(o: CrawlOptions, inScope: Scope, deadline: AbortSignal): Crawl {
  const { politeness } = o.site;
  const ledger = openLedger(o.clock, o.onCoverage, o.resume?.skipped);
  const frontier = createFrontier({
    clock: o.clock,
    maxDepth: politeness.depth,
    inScope,
    traps: createTrapSense(o.clock),
    onPlanned: o.onPlanned ?? (() => undefined),
    onNamed: o.onNamed ?? (() => undefined),
    onAside: o.onAside ?? (() => undefined),
    leaveOut: ledger.leaveOut,
  });
  const most = Math.max(CONFIRMED_LEAST, Math.ceil(politeness.pages * CONFIRMED_SHARE));
  // What the lists named before the run broke off is not known any more: nothing can be missed.
  const confirmations = o.resume ? 0 : most;
  const { asked = 0, pages = 0, skipped: { unchanged = 0 } = {} } = o.resume ?? {};
  return {
    o,
    progress: { ...newProgress(), asked, pages, letIn: pages + unchanged > 0 },
    ledger,
    frontier,
    recrawl: createRecrawl(o.memory ?? NO_MEMORY, frontier, confirmations),
    pacer: o.pacer ?? createPacer({ clock: o.clock, sleep }),
    signal: AbortSignal.any([o.signal, deadline]),
    failures: [],
  };
}

/** Whether another worker goes on here: then whatever waits, or is under way, is left to it without a row. */
function leavesOff({ o, progress, failures }: Crawl): boolean {
  if (!o.handsOver) return false;
  return progress.stopped === 'signal' || failures.some((error) => o.passes?.(error) ?? false);
}

/** Notes why the run ends here, or that something is broken. */
function noteEnd(crawl: Crawl, planned: PlannedUrl | null, error: unknown): void {
  const { o, progress, ledger, signal, failures } = crawl;
  const stop = stopOf(o, error, signal);
  if (stop === null) failures.push(error);
  else progress.stopped ??= stop;
  if (error instanceof LeftAlone) progress.block = { reason: error.message, asked: error.seconds };
  if (planned === null || leavesOff(crawl)) return;
  const why = error instanceof LeftAlone ? error.message : 'under way when the run ended';
  const row = { url: planned.url, status: null };
  if (stop === null) ledger.end({ ...row, outcome: 'failed', detail: describeError(error) }, planned);
  else ledger.end({ ...row, outcome: LEFT_OUT[progress.stopped ?? stop], detail: why }, planned);
}

/** What is known before the first visit: earlier runs, where this one broke off, starts, sitemaps, pages that are due. */
async function planStart(
  crawl: Crawl,
  ready: () => boolean,
  sitemaps: () => Promise<string[]>,
): Promise<void> {
  const { o, frontier, recrawl } = crawl;
  try {
    let known = 0;
    for await (const pages of (o.memory ?? NO_MEMORY).pages()) {
      frontier.remember(pages);
      known += pages.length;
    }
    frontier.rest(await (o.memory ?? NO_MEMORY).restingSitemaps());
    if (o.resume) frontier.resume(o.resume.waiting, o.resume.ended, o.resume.aside);
    frontier.start(o.site.start, 'start');
    if (!ready()) return;
    await recrawl.begin(known);
    frontier.start(await sitemaps(), 'sitemap');
  } catch (error) {
    noteEnd(crawl, null, error);
  }
}

async function visitPlanned(crawl: Crawl, steps: VisitSteps, taken: PlannedUrl): Promise<void> {
  const { o, progress, ledger, frontier, recrawl } = crawl;
  const planned = recrawl.misses(taken) ? { ...taken, missing: true } : taken;
  const { url } = planned;
  /** Until it has its row. */
  let open: PlannedUrl | null = planned;
  try {
    const { outcome, status, detail, ...done } = await visitUrl(planned, steps);
    countVisit(progress, { outcome, detail, ...done }, ledger.hasRequests);
    // The links first: whoever goes on after a crash must not find the page read and its links unknown.
    const unheard = await frontier.plan(done.links, { planned, ...done }, o.room);
    if (done.ledTo !== undefined) o.onLedTo?.(planned, done.ledTo);
    ledger.end({ url, outcome, status, detail }, planned);
    open = null;
    await recrawl.after(planned, { outcome, news: done.news + unheard });
  } catch (error) {
    noteEnd(crawl, open, error);
  }
}

/** When every page that was to be read was read, and within the same minutes, bytes and hours. */
async function lookAtPictures(crawl: Crawl, tools: FetchTools, stop: () => Stop | null): Promise<void> {
  const { o, progress, ledger, frontier, signal, failures } = crawl;
  const { pictures } = o;
  if (pictures === undefined || failures.length > 0 || progress.stopped !== null || frontier.waiting > 0)
    return;
  /** Those that have no row yet: so many may still be asked for. */
  const urls = new Set<string>();
  const end = (row: PictureRow): void => {
    urls.delete(row.url);
    ledger.end(row, null);
  };
  const note: FetchTools['note'] = (request) => ledger.note(request, urls.size);
  let over: SkipReason | null = null;
  try {
    for (const url of await pictures.wanted()) urls.add(url);
    const { onPicture } = pictures;
    const goes = () => stop() === null;
    over = await fetchPictures({ ...tools, note }, { urls, onPicture, goesOn: goes, end, signal });
  } catch (error) {
    if (!signal.aborted) failures.push(error);
  }
  if (leavesOff(crawl)) return;
  const why = over ?? LEFT_OUT[stop() ?? 'signal'];
  for (const url of urls) end(pictureLeftOut(url, why, null));
}

/**
 * Crawls one site until its frontier or its budget is empty, the site blocks us, or `signal` aborts. Every URL that was planned
 * ends in one coverage row. Robots.txt, address guard and pace hold for every request; a block is reported and never evaded.
 * @throws what `onPage` or `memory` rejects with, after the ledger is complete
 */
export async function crawlSite(o: CrawlOptions): Promise<CrawlReport> {
  const { site } = o;
  const deadline = AbortSignal.timeout(Math.min(Math.ceil(site.politeness.minutes * 60_000), MAX_TIMER_MS));
  const inScope = siteScope(site.start, o.allowedOrigins);
  const crawl = openCrawl(o, inScope, deadline);
  const { progress, ledger, frontier, failures, signal } = crawl;

  await using client = countingBytes(openHttpClient({ ...o, ports: site.ports }), progress);
  const note: FetchTools['note'] = (request) => ledger.note(request, site.politeness.pages - progress.asked);
  const tools = fetchToolsOf(o, { client, pacer: crawl.pacer, inScope, signal, note });
  const find = () => findChromium(o.chromiumPath);
  const { userAgent, screenshots = false, gate = OPEN_GATE } = o;
  await using browser = openBrowserStep(tools, { find, userAgent, screenshots, inScope, gate, signal });
  const memory = o.memory ?? NO_MEMORY;
  const steps = visitStepsOf(o, { tools, browser, frontier, memory, order: { inScope, signal } });

  const end = endOf(o, progress, deadline);
  const goes = goesOn(o, progress, frontier, end);
  const ready = () => failures.length === 0 && goes();
  const readable = () => site.fetch !== 'browser' || browser.available();
  await planStart(crawl, ready, async () => (readable() ? declaredSitemaps(o, tools, signal) : []));
  await runLoop({
    ready,
    take: () => frontier.take(),
    visit: (planned) => visitPlanned(crawl, steps, planned),
  });
  await lookAtPictures(crawl, tools, end);
  // Only an interrupt that reached Crawlee first leaves URLs behind without a reason.
  if (frontier.waiting > 0 && failures.length === 0) progress.stopped ??= 'signal';
  if (!leavesOff(crawl)) frontier.close(progress.stopped === null ? 'stopped' : LEFT_OUT[progress.stopped]);
  ledger.count('not-due', frontier.notDue);
  if (failures.length > 0) throw failures[0];
  const { pages, stopped, block } = progress;
  const lists = o.resume ? null : crawl.recrawl.lists;
  return { pages, skipped: ledger.skipped, stopped, block, lists };
}
