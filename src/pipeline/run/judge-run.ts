/** How a run ended, in a status and one sentence: without positive proof of content it is never "ok". */
import type { CrawlReport } from '../../../crawlers/crawl-options.ts';
import type { Coverage, RunStatus } from '../../model/run.ts';
import { isPictureEnd, SKIP_REASON_NAMES, SKIP_REASONS, type SkipReason } from '../../model/skip-reasons.ts';
import { count } from '../../text/count.ts';

export type Verdict = { readonly status: RunStatus; readonly problem: string | null };

/** Such a run read all that it was meant to, unlike one that was stopped. */
export const BUDGET_USED = "The run's budget of pages, bytes or minutes was used up.";

/** How the problem of a run begins that ended since the domain is to be left alone, by that of an earlier run or another's. */
export const HELD = 'The domain asked to be left alone';

const DOWN = 'The server of the site is in trouble: it answers with errors only.';

type Stop = NonNullable<CrawlReport['stopped']>;

/** Ends that say nothing of the site's content, whatever was read before. */
const ENDED: Partial<Record<Stop, Verdict>> = {
  blocked: { status: 'blocked', problem: 'The site blocks our agent; nothing is tried to get round it.' },
  signal: { status: 'partial', problem: 'The run was stopped before it was done.' },
  halted: { status: 'partial', problem: 'An operator stopped all crawling (`resume` lets it go on).' },
  hours: { status: 'partial', problem: 'The hours in which the site may be visited were over.' },
  held: { status: 'partial', problem: `${HELD} for a while.` },
};

/** Pages that a run asked for, or would have, and that stayed closed to it. */
const KEPT_CLOSED: readonly SkipReason[] = ['blocked', 'failed', 'timeout', 'too-large', 'no-browser'];
/** Of the pages of a run; fewer are met on any site. */
const MANY_CLOSED = 0.1;

/** A site whose lists are open and whose offers are behind a wall must not pass for one that was read. */
function closedPages({ pages, skipped }: Pick<CrawlReport, 'pages' | 'skipped'>): string | null {
  const met = KEPT_CLOSED.filter((reason) => skipped[reason] !== undefined);
  const closed = met.reduce((sum, reason) => sum + (skipped[reason] ?? 0), 0);
  if (closed < MANY_CLOSED * (pages + closed) || closed === 0) return null;
  const why = met.map((reason) => `${skipped[reason]} × ${reason} (${SKIP_REASONS[reason]})`).join(', ');
  return `${closed} of ${count(pages + closed, 'page')} were not read: ${why}.`;
}

/** What was first met of those ends that may have many causes. */
export type Causes = ReadonlyMap<SkipReason, string>;

const OF_MANY_CAUSES: ReadonlySet<SkipReason> = new Set(['robots-unreachable', 'failed', 'refused-address']);

/** Notes the first cause of each. */
export function noteCause(causes: Map<SkipReason, string>, { outcome, detail }: Coverage): void {
  if (outcome === 'fetched' || detail === null || !OF_MANY_CAUSES.has(outcome)) return;
  if (!causes.has(outcome)) causes.set(outcome, detail);
}

function wordsOf(reason: SkipReason, causes: Causes): string {
  const cause = causes.get(reason);
  if (cause === undefined) return SKIP_REASONS[reason];
  if (reason === 'robots-unreachable')
    return `robots.txt could not be read: ${cause.replace(/^robots\.txt: /, '')}`;
  return `${SKIP_REASONS[reason]}; the first: ${cause}`;
}

function missingProof(skipped: CrawlReport['skipped'], causes: Causes): string {
  const [most] = SKIP_REASON_NAMES.filter(
    (reason) => skipped[reason] !== undefined && !isPictureEnd(reason),
  ).sort((a, b) => (skipped[b] ?? 0) - (skipped[a] ?? 0));
  const why =
    most === undefined ? 'nothing was fetched' : `${skipped[most]} × ${most} (${wordsOf(most, causes)})`;
  return `No page gave proof of content: ${why}.`;
}

/** `proof`: a page was read as a detail or a list, or the server said that one is as it was when it was. */
export function judgeRun(
  report: Pick<CrawlReport, 'stopped' | 'pages' | 'skipped'>,
  proof: boolean,
  causes: Causes = new Map(),
): Verdict {
  const ended = report.stopped === null ? undefined : ENDED[report.stopped];
  if (ended !== undefined) return ended;
  if (report.stopped === 'down') return { status: proof ? 'partial' : 'failed', problem: DOWN };
  if (!proof) return { status: 'failed', problem: missingProof(report.skipped, causes) };
  if (report.stopped === 'budget') return { status: 'partial', problem: BUDGET_USED };
  return { status: 'ok', problem: closedPages(report) };
}
