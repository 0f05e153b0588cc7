/** What a crawl is given, and what it reports. */
import type { Log } from '../src/log.ts';
import type { Page } from '../src/model/page.ts';
import type { RunLists } from '../src/model/run.ts';
import type { Site } from '../src/model/site.ts';
import type { SkipReason } from '../src/model/skip-reasons.ts';
import type { OnCoverage } from './coverage-ledger.ts';
import type { CrawlGate } from './crawl-gate.ts';
import type { Block, Stop } from './crawl-progress.ts';
import type { CrawlLimits } from './fetch-page.ts';
import type { Pictures } from './fetch-pictures.ts';
import type { Pacer } from './pacing.ts';
import type { AsideUrl, PlannedUrl } from './planned-url.ts';
import type { RobotsCache } from './robots-cache.ts';
import type { Shoot } from './shoot-page.ts';
import type { SiteMemory } from './site-memory.ts';
import type { PageOutcome } from './visit-url.ts';

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
  /** What earlier runs learnt of the site; without it every page is new. */
  readonly memory?: SiteMemory;
  /** Where this run broke off when its process died. */
  readonly resume?: BrokenOff | null;
  /** When `signal` ends the crawl, another worker goes on with the run: what waits is left as it is, without a row. */
  readonly handsOver?: boolean;
  /** A fault that passes and is not the page's, such as a database that is away: as with `signal`, nothing ends by it. */
  readonly passes?: (error: unknown) => boolean;
  /** Called again with the rendered page after `needsBrowser`. Its rejection ends the crawl and is passed on. */
  readonly onPage: (page: Page, planned: PlannedUrl, shoot: Shoot | null) => Promise<PageOutcome>;
  /** Whether pictures of drawn pages can be taken, which costs their style sheets; left out, none can. */
  readonly screenshots?: boolean;
  /** Each URL that is going to be visited, before the row of the page that led to it. */
  readonly onPlanned?: (planned: PlannedUrl) => void;
  /** Each URL that a link named in such a way that it is not followed, unless it is planned later on. */
  readonly onAside?: (aside: AsideUrl) => void;
  /** Resolves when not too much of what was told waits to be written down. Its rejection ends the crawl. */
  readonly room?: () => Promise<void>;
  /** Each page of an earlier run that is still named and needs no visit. */
  readonly onNamed?: (url: string) => void;
  /** The address leads to a page that this run has read; told before its coverage row. */
  readonly onLedTo?: (planned: PlannedUrl, url: string) => void;
  /** Pictures to be fetched when the pages are done; left out, none is. */
  readonly pictures?: Pictures;
  /** One row for each planned URL. */
  readonly onCoverage: OnCoverage;
};

export type BrokenOff = {
  readonly waiting: readonly PlannedUrl[];
  readonly aside: readonly AsideUrl[];
  /** URLs that have a row. */
  readonly ended: readonly string[];
  /** What the rows say, so that the budget and the report are of the whole run. */
  readonly asked: number;
  readonly pages: number;
  readonly skipped: Partial<Record<SkipReason, number>>;
};

export type CrawlReport = {
  /** Pages that were read; walls are not counted. */
  readonly pages: number;
  readonly skipped: Partial<Record<SkipReason, number>>;
  readonly stopped: Stop | null;
  /** Whether all lists were looked through, or those where something moves; null: not to be told of a part of a run. */
  readonly lists: RunLists | null;
  /** What the site said last when it kept us out, or when its domain is to be left alone; null when it never did. */
  readonly block: Block | null;
};
