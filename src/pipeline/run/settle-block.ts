/** A block is a state of the site: it is left alone for hours, then days, the operator is told, and nothing is tried to get round it. So is trouble of its server. */
import type { CrawlReport } from '../../../crawlers/crawl-options.ts';
import type { Log } from '../../log.ts';
import type { SiteBlock } from '../../model/overview-api.ts';
import { clearBlock, noteBlock } from '../../store/crawling/site-blocks.ts';
import type { Db } from '../../store/open-database.ts';
import { HELD, type Verdict } from './judge-run.ts';

const LONGEST_REASON = 300;

/** A run that read content was let in, also where it did not come to an end: a large site's runs hardly ever do. */
function isLetIn({ status }: Verdict, proof: boolean): boolean {
  return status === 'ok' || (status === 'partial' && proof);
}

/** The domain's turns are held back for every site on it, so that no state of this one is needed. */
function heldUntil(verdict: Verdict, seconds: number, now: Date): Verdict {
  const until = new Date(now.getTime() + seconds * 1000).toISOString();
  return { ...verdict, problem: `${HELD}, which it is until ${until}.` };
}

const TOLD = {
  refused: {
    what: 'The site blocks our agent',
    log: 'the site blocks our agent and is left alone',
    end: '; nothing is tried to get round it.',
  },
  down: {
    what: 'The server of the site is in trouble',
    log: 'the server of the site is in trouble and is left alone',
    end: '.',
  },
} as const;

/** Why the site is to be left alone; null when it is not. */
function kindOf({ status }: Verdict, { stopped }: Pick<CrawlReport, 'stopped'>): SiteBlock['kind'] | null {
  if (stopped === 'down') return 'down';
  return status === 'blocked' ? 'refused' : null;
}

/**
 * Notes why the site is to be left alone, or that it lets us in again; the verdict with what is to be told of it.
 * @param proof a page was read as content
 */
export async function settleBlock(
  { db, log, clock }: { readonly db: Db; readonly log: Log; readonly clock: () => Date },
  site: string,
  verdict: Verdict,
  report: Pick<CrawlReport, 'block' | 'stopped'>,
  proof: boolean,
): Promise<Verdict> {
  const kind = kindOf(verdict, report);
  if (kind === null) {
    if (isLetIn(verdict, proof)) await clearBlock(db, site);
    const held = report.stopped === 'held' ? report.block : null;
    return held === null ? verdict : heldUntil(verdict, held.asked, clock());
  }
  const { reason, asked } = report.block ?? { reason: kind, asked: 0 };
  const said = { kind, reason: reason.slice(0, LONGEST_REASON), asked };
  const { until, runs } = await noteBlock(db, site, said, clock());
  log.warn({ until, runs, reason: said.reason }, TOLD[kind].log);
  const again = runs === 1 ? '' : ` in the ${runs}. run in a row`;
  const { what, end } = TOLD[kind];
  const problem = `${what}${again} (${said.reason}). It is left alone until ${until}${end}`;
  return { ...verdict, problem };
}
