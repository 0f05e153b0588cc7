/** One run of one site: lease, crawl, counts and an honest end. */

import type { CrawlGate } from '../../crawlers/crawl-gate.ts';
import { crawlSite } from '../../crawlers/crawl-site.ts';
import type { Pacer } from '../../crawlers/pacing.ts';
import type { RobotsCache } from '../../crawlers/robots-cache.ts';
import type { Log } from '../log.ts';
import { describeError, OperatorError } from '../model/errors.ts';
import type { Coverage, RunSummary, RunTrigger } from '../model/run.ts';
import type { Site } from '../model/site.ts';
import { addCoverage } from '../store/coverage.ts';
import { addFieldCoverage } from '../store/field-coverage.ts';
import { createRun, finishRun, noteProgress, startRun } from '../store/runs.ts';
import { acquireLease, findSite, releaseLease, renewLease } from '../store/sites.ts';
import { type IngestTools, ingestPage, type RunContext } from './ingest-page.ts';
import { judgeRun } from './judge-run.ts';
import { type PracticeMarket, placeOnMarket } from './practice-market.ts';
import { createFieldTally } from './tally-fields.ts';
import { userAgentOf } from './user-agent.ts';

const LEASE_SECONDS = 60;
const RENEW_MS = 15_000;
const PROGRESS_MS = 1000;

export type RunTools = IngestTools & {
  readonly log: Log;
  /** Names this process in the database: host and process id. */
  readonly worker: string;
  /** The operator's e-mail or web page; null forbids every site but the practice market's. */
  readonly contact: string | null;
  readonly limits: { readonly maxBytes: number; readonly pageSeconds: number };
  readonly chromiumPath: string | null;
  /** Shared by all runs of this process, so that two sites on one domain take turns. */
  readonly pacer: Pacer;
  /** Asked right before every request: the stop switch and the domains that opted out. */
  readonly gate: CrawlGate;
  /** Shared as `pacer` is, for the operator's own sites; null while no contact address is set. */
  readonly robots: RobotsCache | null;
  /** Gives the market of this process, starting it when a practice site first needs it. */
  readonly practiceMarket: () => Promise<PracticeMarket>;
};

export type RunOrder = {
  readonly site: string;
  /** The run that a schedule already recorded; null makes one. */
  readonly run: number | null;
  readonly trigger: RunTrigger;
  readonly signal: AbortSignal;
};

async function siteToRun(tools: RunTools, id: string): Promise<{ site: Site; origins: ReadonlySet<string> }> {
  const stored = await findSite(tools.db, id);
  if (stored === null || stored.removed) {
    throw new OperatorError(
      'usage',
      `There is no site "${id}".`,
      'List them with: precursor-watch sites list.',
    );
  }
  const market = stored.site.practice ? await tools.practiceMarket() : null;
  return { site: placeOnMarket(stored.site, market), origins: new Set(Object.values(market?.origins ?? {})) };
}

async function crawl(
  tools: RunTools,
  context: RunContext,
  origins: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<RunSummary> {
  const started = tools.clock();
  const overrides = Object.entries(context.site.overrides).filter(([, reason]) => reason !== null);
  if (overrides.length > 0) {
    const reasons = Object.fromEntries(overrides);
    tools.log.warn(
      { site: context.site.id, overrides: reasons },
      'the site file sets aside what the site asks for',
    );
  }
  const ledger: Coverage[] = [];
  let proof = false;
  const report = await crawlSite({
    site: context.site,
    userAgent: userAgentOf(context.site, tools.contact),
    allowedOrigins: origins,
    limits: tools.limits,
    clock: tools.clock,
    signal,
    log: tools.log,
    chromiumPath: tools.chromiumPath,
    pacer: tools.pacer,
    gate: tools.gate,
    // The practice market has addresses of its own at each start.
    ...(context.site.practice || tools.robots === null ? {} : { robots: tools.robots }),
    onPage: async (page) => {
      const outcome = await ingestPage(tools, context, page);
      if (outcome.kind === 'detail' || outcome.kind === 'list') proof = true;
      return outcome;
    },
    onCoverage: (row) => {
      ledger.push(row);
    },
    // A crawl that breaks off still accounts for what it did.
  }).finally(async () => {
    await addCoverage(tools.db, context.run, ledger);
    await addFieldCoverage(tools.db, context.run, context.fields.rows());
  });
  const { listings, opened, revised } = context.counts;
  return {
    run: context.run,
    site: context.site.id,
    ...judgeRun(report, proof),
    pages: report.pages,
    listings,
    alerts: { opened, revised },
    skipped: report.skipped,
    seconds: (tools.clock().getTime() - started.getTime()) / 1000,
  };
}

function failure(context: RunContext, error: unknown): RunSummary {
  const { pages, listings, opened, revised } = context.counts;
  const problem = describeError(error);
  const alerts = { opened, revised };
  return {
    run: context.run,
    site: context.site.id,
    status: 'failed',
    pages,
    listings,
    alerts,
    skipped: {},
    seconds: 0,
    problem,
  };
}

/** Calls `work` again and again; a failure is logged, since the next round may do better. */
function repeat(everyMs: number, log: Log, what: string, work: () => Promise<void>): NodeJS.Timeout {
  return setInterval(() => {
    work().catch((error: unknown) => log.warn({ problem: describeError(error) }, what));
  }, everyMs);
}

/**
 * Runs one site from lease to summary. A failure is a summary with its problem, recorded like any other end.
 * @throws OperatorError 'usage' no such site; 'busy' another worker runs it; 'refused' no contact address is set
 */
export async function runSite(tools: RunTools, order: RunOrder): Promise<RunSummary> {
  const { db, clock, worker } = tools;
  const { site, origins } = await siteToRun(tools, order.site);
  const lease = await acquireLease(db, site.id, worker, clock(), LEASE_SECONDS);
  if (lease === null) {
    throw new OperatorError(
      'busy',
      `Site ${site.id} is being crawled by another worker.`,
      'Wait for it to end, then try again.',
    );
  }
  const lost = new AbortController();
  const timers = [
    repeat(RENEW_MS, tools.log, 'lease not renewed', async () => {
      const held = await renewLease(db, site.id, lease.token, clock(), LEASE_SECONDS);
      if (!held) lost.abort(new Error('the lease was lost'));
    }),
  ];
  try {
    const run = order.run ?? (await createRun(db, site.id, order.trigger, clock()));
    if (!(await startRun(db, run, worker, lease.token, clock()))) {
      throw new OperatorError(
        'busy',
        `Run ${run} of ${site.id} has ended already.`,
        'Nothing is left to do.',
      );
    }
    const context: RunContext = {
      site,
      run,
      token: lease.token,
      counts: { pages: 0, listings: 0, opened: 0, revised: 0 },
      fields: createFieldTally(),
    };
    timers.push(
      repeat(PROGRESS_MS, tools.log, 'progress not noted', () =>
        noteProgress(db, run, lease.token, context.counts),
      ),
    );
    const signal = AbortSignal.any([order.signal, lost.signal]);
    const summary = await crawl(tools, context, origins, signal).catch((error: unknown) =>
      failure(context, error),
    );
    await finishRun(db, run, summary, clock());
    tools.log.info(
      { site: site.id, run, status: summary.status, pages: summary.pages, listings: summary.listings },
      'run ended',
    );
    return summary;
  } finally {
    for (const timer of timers) clearInterval(timer);
    await releaseLease(db, site.id, lease.token);
  }
}
