/** What every step of a run is given: the tools it may use, and what the run has counted and gathered until then. */
import type { CaptureStore } from '../../evidence/capture-store.ts';
import type { Extraction } from '../../extract/extract-page.ts';
import type { Page } from '../../model/page.ts';
import type { Site } from '../../model/site.ts';
import type { UnusedCounts } from '../../model/unused.ts';
import type { Screener } from '../../screen/compile-watchlist.ts';
import type { Db } from '../../store/open-database.ts';
import type { Journal } from './keep-journal.ts';
import type { Flood } from './raise-listings.ts';
import type { FieldTally } from './tally-fields.ts';

export type IngestTools = {
  readonly db: Db;
  readonly captures: CaptureStore;
  readonly screener: Screener;
  readonly clock: () => Date;
  /** Called after an alert was written, so that it is published at once; must not throw. */
  readonly onAlert?: () => void;
  /** So many alerts one run of one site may open; one more then stands for all others. */
  readonly alertsPerRun: number;
  /** Pictures of listings that alert or are watched that one run may fetch. */
  readonly picturesPerRun: number;
};

/** Grows while the run goes on. */
export type RunCounts = { pages: number; listings: number; opened: number; revised: number };

export type RunContext = {
  readonly site: Site;
  readonly run: number;
  /** Fencing token of the site's lease: a run that lost it cannot write. */
  readonly token: number;
  readonly counts: RunCounts;
  /** Contacts and pictures that tell nothing of who sells. */
  readonly unused: UnusedCounts;
  /** Reads a page by the rules of the site. */
  readonly extract: (page: Page) => Extraction;
  readonly fields: FieldTally;
  readonly flood: Flood;
  /** Cards that alert and whose own page is still to be read. */
  readonly cards: { waiting: number };
};

/** Where what a page says is written down, with the rest of the run. */
export type PageBook = Pick<Journal, 'add' | 'isFresh' | 'written'>;
