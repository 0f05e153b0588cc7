/** A block is a state of the site: it is left alone for hours, then days, the operator is told, and nothing is tried to get round it. */
import type { CrawlReport } from '../../crawlers/crawl-options.ts';
import type { Log } from '../log.ts';
import type { Db } from '../store/open-database.ts';
import { clearBlock, noteBlock } from '../store/site-blocks.ts';
import type { Verdict } from './judge-run.ts';

const LONGEST_REASON = 300;

/** A run that read content was let in, also where it did not come to an end: a large site's runs hardly ever do. */
function isLetIn({ status }: Verdict, proof: boolean): boolean {
  return status === 'ok' || (status === 'partial' && proof);
}

/** The domain's turns are held back for every site on it, so that no state of this one is needed. */
function heldUntil(verdict: Verdict, seconds: number, now: Date): Verdict {
  const until = new Date(now.getTime() + seconds * 1000).toISOString();
  return { ...verdict, problem: `The domain asked to be left alone, which it is until ${until}.` };
}

/**
 * Notes the block that ended a run, or that the site lets us in again; the verdict with what is to be told of it.
 * @param proof a page was read as content
 */
export async function settleBlock(
  { db, log, clock }: { readonly db: Db; readonly log: Log; readonly clock: () => Date },
  site: string,
  verdict: Verdict,
  report: Pick<CrawlReport, 'block' | 'stopped'>,
  proof: boolean,
): Promise<Verdict> {
  if (isLetIn(verdict, proof)) await clearBlock(db, site);
  if (report.stopped === 'held' && report.block !== null)
    return heldUntil(verdict, report.block.asked, clock());
  if (verdict.status !== 'blocked') return verdict;
  const { reason, asked } = report.block ?? { reason: 'blocked', asked: 0 };
  const said = { reason: reason.slice(0, LONGEST_REASON), asked };
  const { until, runs } = await noteBlock(db, site, said, clock());
  log.warn({ until, runs, reason: said.reason }, 'the site blocks our agent and is left alone');
  const again = runs === 1 ? '' : ` in the ${runs}. run in a row`;
  const problem = `The site blocks our agent${again} (${said.reason}). It is left alone until ${until}; nothing is tried to get round it.`;
  return { status: 'blocked', problem };
}
