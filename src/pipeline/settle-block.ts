/** A block is a state of the site: it is left alone for hours, then days, the operator is told, and nothing is tried to get round it. */
import type { CrawlReport } from '../../crawlers/crawl-options.ts';
import type { Log } from '../log.ts';
import type { Db } from '../store/open-database.ts';
import { clearBlock, noteBlock } from '../store/site-blocks.ts';
import type { Verdict } from './judge-run.ts';

const LONGEST_REASON = 300;

/** Notes the block that ended a run, or that the site lets us in again; the verdict with what is to be told of it. */
export async function settleBlock(
  { db, log, clock }: { readonly db: Db; readonly log: Log; readonly clock: () => Date },
  site: string,
  verdict: Verdict,
  report: Pick<CrawlReport, 'block'>,
): Promise<Verdict> {
  if (verdict.status === 'ok') await clearBlock(db, site);
  if (verdict.status !== 'blocked') return verdict;
  const { reason, asked } = report.block ?? { reason: 'blocked', asked: 0 };
  const said = { reason: reason.slice(0, LONGEST_REASON), asked };
  const { until, runs } = await noteBlock(db, site, said, clock());
  log.warn({ until, runs, reason: said.reason }, 'the site blocks our agent and is left alone');
  const again = runs === 1 ? '' : ` in the ${runs}. run in a row`;
  const problem = `The site blocks our agent${again} (${said.reason}). It is left alone until ${until}; nothing is tried to get round it.`;
  return { status: 'blocked', problem };
}
