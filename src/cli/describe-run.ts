/** What one run came to, in words: what it read, what it left out and why, and which fields its pages had. */
import type { HeldBack, RunSummary } from '../model/run.ts';
import { coverageDrops } from '../pipeline/health/coverage-drops.ts';
import { earlierFieldCoverage, fieldCoverageOf } from '../store/crawling/field-coverage.ts';
import type { Db } from '../store/open-database.ts';
import { count } from '../text/count.ts';
import { describeFields } from './describe-fields.ts';

/** How many runs tell what is usual. */
const EARLIER_RUNS = 10;

function counted(counts: Readonly<Record<string, number>>, head: string): string {
  const reasons = Object.entries(counts).map(([reason, number]) => `${reason} ${number}`);
  return reasons.length === 0 ? '' : `${head}: ${reasons.join(', ')}.`;
}

export type Counts = Pick<
  RunSummary,
  'site' | 'pages' | 'listings' | 'alerts' | 'held' | 'skipped' | 'unused' | 'problem'
> & {
  readonly status: string;
  /** null while it goes on. */
  readonly seconds: number | null;
};

function waiting({ alert, offers }: HeldBack): string {
  const [wait, theirs] = offers === 1 ? ['waits', 'its own'] : ['wait', 'theirs'];
  return `${count(offers, 'more offer')} ${wait} behind alert ${alert}, as a run opens no more (PRECURSOR_ALERTS_PER_RUN): once it is confirmed the next runs open ${theirs}.`;
}

export function describeRun({
  site,
  status,
  pages,
  listings,
  alerts,
  held,
  seconds,
  problem,
  skipped: { 'picture-fetched': fetched, 'picture-not-fetched': notFetched, ...skipped },
  unused,
}: Counts): string {
  const after = seconds === null ? '' : ` after ${seconds.toFixed(1)} s`;
  return [
    `${site}: ${status}${after} — ${count(pages, 'page')}, ${count(listings, 'listing')},`,
    `${count(alerts.opened, 'alert')} opened, ${alerts.revised} revised.`,
    held === null ? '' : waiting(held),
    counted(skipped, 'Skipped'),
    counted({ ...(fetched && { fetched }), ...(notFetched && { 'not fetched': notFetched }) }, 'Pictures'),
    counted(unused, 'Contacts and pictures that tell nothing'),
    problem ?? '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** One line for each kind of page, beside what earlier runs of the site had. */
export async function fieldLines(
  db: Db,
  { run, site }: { readonly run: number; readonly site: string },
): Promise<string[]> {
  const rows = await fieldCoverageOf(db, run);
  return describeFields(rows, coverageDrops(rows, await earlierFieldCoverage(db, site, run, EARLIER_RUNS)));
}
