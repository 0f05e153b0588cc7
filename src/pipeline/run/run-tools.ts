/** What a process that runs sites has open for all its runs. */
import type { CrawlGate } from '../../../crawlers/crawl-gate.ts';
import type { Pacer } from '../../../crawlers/pacing.ts';
import type { RobotsCache } from '../../../crawlers/robots-cache.ts';
import type { HtmlReader } from '../../extract/html/outline.ts';
import type { Log } from '../../log.ts';
import type { Screener } from '../../screen/compile-watchlist.ts';
import type { IngestTools } from '../page/run-context.ts';
import type { PracticeMarket } from './practice-market.ts';
import type { StorageWatch } from './watch-storage.ts';

export type RunTools = Omit<IngestTools, 'screener'> & {
  /** Asked for each page: a run of hours takes up another list as soon as it is in use. */
  readonly screenerInUse: () => Promise<Screener>;
  /** Asked before each run, which could keep no page that it asked for otherwise. */
  readonly storage: StorageWatch;
  readonly htmlReader: HtmlReader;
  readonly log: Log;
  /** Names this process in the database, as `processName` has it. */
  readonly worker: string;
  /** The operator's e-mail or web page; null forbids every site but the practice market's. */
  readonly contact: string | null;
  readonly limits: { readonly maxBytes: number; readonly pageSeconds: number };
  readonly chromiumPath: string | null;
  /** Whether a page that a script drew and that alerts is kept as a picture, too. */
  readonly screenshots: boolean;
  /** Shared by all runs of this process, so that two sites on one domain take turns. */
  readonly pacer: Pacer;
  /** Asked right before every request: the stop switch and the domains that opted out. */
  readonly gate: CrawlGate;
  /** Shared as `pacer` is, for the operator's own sites; null while no contact address is set. */
  readonly robots: RobotsCache | null;
  /** Gives the market of this process, starting it when a practice site first needs it. */
  readonly practiceMarket: () => Promise<PracticeMarket>;
};
