/** One run of one site: lease, crawl, counts and an honest end. */

import { setTimeout as sleep } from 'node:timers/promises';
import { createExtractor } from '../extract/extract-page.ts';
import type { Log } from '../log.ts';
import { describeError, OperatorError } from '../model/errors.ts';
import type { RunLists, RunSummary, RunTrigger } from '../model/run.ts';
import type { Site } from '../model/site.ts';
import { addFieldCoverage } from '../store/crawling/field-coverage.ts';
import { floodOfRun, heldOfRun } from '../store/crawling/held-offers.ts';
import {
  createRun,
  findRun,
  finishRun,
  handOverRun,
  noteProgress,
  runUnderWay,
  startRun,
  takeBackStaleRuns,
} from '../store/crawling/runs.ts';
import { findSite } from '../store/crawling/sites.ts';
import { isOutage, logFailure } from '../store/outage.ts';
import { crawlRun } from './crawl-run.ts';
import type { RunContext } from './page/run-context.ts';
import { createFieldTally } from './page/tally-fields.ts';
import { holdSite } from './run/hold-site.ts';
import { judgeRun } from './run/judge-run.ts';
import { placeOnMarket } from './run/practice-market.ts';
import { releaseFlood } from './run/release-held.ts';
import type { RunTools } from './run/run-tools.ts';
import { settleBlock } from './run/settle-block.ts';

const PROGRESS_MS = 1000;
/** A worker has 8 s for its shutdown. Longer trouble of the database is not waited for. */
const HAND_OVER_MS = 3_000;

export type RunOrder = {
  readonly site: string;
  /** The run that a schedule already recorded; null makes one. */
  readonly run: number | null;
  readonly trigger: RunTrigger;
  readonly signal: AbortSignal;
  /** When the signal fires, the run goes back to the queue for another worker; otherwise it ends there. */
  readonly handsOver?: boolean;
};

type Placed = {
  /** As its file says. */
  readonly file: Site;
  /** As it is fetched: a practice site on the market that runs now. */
  readonly site: Site;
  readonly origins: ReadonlySet<string>;
};

async function siteToRun(tools: RunTools, id: string): Promise<Placed> {
  const stored = await findSite(tools.db, id);
  if (stored === null || stored.removed) {
    throw new OperatorError(
      'usage',
      `There is no site "${id}".`,
      'List them with: precursor-watch sites list.',
    );
  }
  const market = stored.site.practice ? await tools.practiceMarket() : null;
  const site = placeOnMarket(stored.site, market);
  return { file: stored.site, site, origins: new Set(Object.values(market?.origins ?? {})) };
}

/** Whoever reads the log alone learns why nothing was read. */
function tellEnd(log: Log, { status, problem, pages, listings, alerts, held }: RunSummary): void {
  if (held !== null) log.warn(held, 'more offers than a run may open alerts for: they wait behind one alert');
  const told = { status, pages, listings, ...alerts };
  if (status === 'queued') log.info(told, 'run handed over');
  else if (status === 'failed' || status === 'blocked') log.warn({ ...told, problem }, 'run ended');
  else log.info(problem === null ? told : { ...told, problem }, 'run ended');
}

/** What the site file sets aside of what the site asks for stands in the log of each run. */
function tellOverrides(log: Log, { overrides }: Site): void {
  const reasons = Object.entries(overrides).filter(([, reason]) => reason !== null);
  if (reasons.length === 0) return;
  log.warn({ overrides: Object.fromEntries(reasons) }, 'the site file sets aside what the site asks for');
}

/** `lists`: how much of the site's lists was looked through. */
type Ended = { readonly summary: Omit<RunSummary, 'held'>; readonly lists: RunLists | null };

async function crawl(
  tools: RunTools,
  context: RunContext,
  place: Parameters<typeof crawlRun>[2],
): Promise<Ended> {
  const started = tools.clock();
  tellOverrides(tools.log, context.site);
  await releaseFlood(tools.db, context, tools.alertsPerRun, started);
  const { report, proof, handedOver, causes } = await crawlRun(tools, context, place).finally(() =>
    addFieldCoverage(tools.db, context.run, context.fields.rows()),
  );
  const { listings, opened, revised } = context.counts;
  const verdict = handedOver
    ? HANDED_OVER
    : await settleBlock(tools, context.site.id, judgeRun(report, proof, causes), report, proof);
  const summary = {
    run: context.run,
    site: context.site.id,
    ...verdict,
    pages: report.pages,
    listings,
    alerts: { opened, revised },
    skipped: report.skipped,
    unused: context.unused,
    seconds: (tools.clock().getTime() - started.getTime()) / 1000,
  };
  return { summary, lists: report.lists };
}

const HANDED_OVER = { status: 'queued', problem: 'Another worker goes on with it.' } as const;

const REMOVED = { status: 'failed', problem: 'The site was removed while it was crawled.' } as const;

function failure(context: RunContext, error: unknown): Ended {
  const { pages, listings, opened, revised } = context.counts;
  const summary = {
    run: context.run,
    site: context.site.id,
    status: 'failed' as const,
    pages,
    listings,
    alerts: { opened, revised },
    skipped: {},
    unused: context.unused,
    seconds: 0,
    problem: describeError(error),
  };
  return { summary, lists: null };
}

/**
 * The run waits for whoever goes on with it when the trouble is over: none of its workers was lost. Where the database cannot
 * be told so either, it is taken back by its lease.
 */
async function breakOff(
  { db, log, storage }: RunTools,
  { run, site, token, counts, unused }: RunContext,
  cause: unknown,
): Promise<never> {
  storage.note(cause);
  const given = handOverRun(db, run, token, { ...counts, unused }).catch((error: unknown) =>
    log.warn({ problem: describeError(error) }, 'the run is not handed over; it is taken back by its lease'),
  );
  await Promise.race([given, sleep(HAND_OVER_MS, null, { ref: false })]);
  throw new OperatorError(
    'unavailable',
    `Run ${run} of ${site.id} broke off: ${describeError(cause)}`,
    'It goes on where it was when the database and the disk take writes again.',
    { cause },
  );
}

/** A run that is begun, or gone on with: a command goes on with a run that died, before it begins one of its own. */
async function beginRun(
  tools: RunTools,
  order: RunOrder,
  token: number,
): Promise<Pick<RunContext, 'run' | 'counts' | 'unused'>> {
  const { db, clock, worker } = tools;
  const run =
    order.run ??
    (await runUnderWay(db, order.site)) ??
    (await createRun(db, order.site, order.trigger, clock()));
  // A worker of it that died is counted here, too: where its site was taken over at once, no tick saw it.
  await takeBackStaleRuns(db, clock(), run);
  const before = await findRun(db, run);
  if (!(await startRun(db, run, worker, token, clock()))) {
    throw new OperatorError(
      'busy',
      `Run ${run} of ${order.site} has ended already.`,
      'Nothing is left to do.',
    );
  }
  const { pages = 0, listings = 0, alertsOpened: opened = 0, alertsRevised: revised = 0 } = before ?? {};
  return { run, counts: { pages, listings, opened, revised }, unused: before?.unused ?? {} };
}

/** Notes how far a run has come, so that whoever looks sees it move; a failure is logged, since the next round may do better. */
function noteRegularly(tools: RunTools, { run, token, counts, unused }: RunContext): Disposable {
  let noted = { ...counts };
  const timer = setInterval(() => {
    const { pages, listings, opened, revised } = counts;
    const same = pages === noted.pages && listings === noted.listings;
    if (same && opened === noted.opened && revised === noted.revised) return;
    noted = { ...counts };
    noteProgress(tools.db, run, token, { ...noted, unused }).catch((error: unknown) =>
      logFailure(tools.log, error, 'progress not noted', { level: 'warn' }),
    );
  }, PROGRESS_MS);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

/**
 * Runs one site from lease to summary. A failure is a summary with its problem, recorded like any other end; a run that is
 * handed over is `queued` again.
 * @throws OperatorError 'usage' no such site; 'busy' another worker runs it; 'refused' no contact address is set; 'unavailable'
 * the database or the disk is in trouble and another worker will go on with the run; 'storage' no copy can be kept: nothing was begun
 */
export async function runSite(given: RunTools, order: RunOrder): Promise<RunSummary> {
  const { db, clock } = given;
  const placed = await siteToRun(given, order.site);
  const { site } = placed;
  await given.storage.ready();
  await using held = await holdSite(given, site.id);
  const { token } = held;
  const { run, counts, unused } = await beginRun(given, order, token);
  // Whatever is logged on the way says of which run it is.
  const log = given.log.child({ site: site.id, run });
  const tools = { ...given, log };
  log.debug({ trigger: order.trigger }, 'run begins');
  const flood = { alert: await floodOfRun(db, run) };
  const context: RunContext = {
    site,
    run,
    token,
    counts,
    unused,
    extract: createExtractor(site, tools.htmlReader),
    fields: createFieldTally(),
    flood,
    cards: { waiting: 0 },
  };
  using _progress = noteRegularly(tools, context);
  const signal = AbortSignal.any([order.signal, held.lost]);
  const handsOver = order.handsOver ?? false;
  const ended = await crawl(tools, context, { ...placed, signal, handsOver }).catch((error: unknown) =>
    handsOver && isOutage(error) ? breakOff(tools, context, error) : failure(context, error),
  );
  const removed = (await findSite(db, site.id))?.removed === true ? REMOVED : {};
  const summary = { ...ended.summary, ...removed, held: await heldOfRun(db, run) };
  if (summary.status === 'queued') await handOverRun(db, run, token, { ...counts, unused });
  else if (!(await finishRun(db, run, summary, clock(), ended.lists, token)))
    log.warn("the run had ended, or is another worker's by now: how it ended here is not recorded");
  tellEnd(log, summary);
  return summary;
}
