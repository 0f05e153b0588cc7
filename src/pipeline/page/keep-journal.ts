/** Writes down a run while it goes on: often enough that a crash loses little, in batches large enough to cost little. */
import type { BegunCapture, StoredCapture } from '../../evidence/capture-store.ts';
import { type PageBatch, writePages } from '../../store/crawling/page-batch.ts';
import { type JournalBatch, writeJournal } from '../../store/crawling/run-journal.ts';
import { addScreenshots, type NewScreenshot } from '../../store/crawling/screenshots.ts';
import type { Db } from '../../store/open-database.ts';
import { createKeyFilter } from './key-filter.ts';

type FreshListing = PageBatch['listings'][number];

/** A copy that is begun, and the page that it is of; those of one batch go to the disk together. */
type CaptureEntry = Pick<BegunCapture, 'stored' | 'kept'> & {
  readonly page: Omit<PageBatch['captures'][number], keyof StoredCapture>;
};

/** The picture of a page whose copy was added before. */
type ScreenshotEntry = Omit<NewScreenshot, keyof StoredCapture> & Pick<BegunCapture, 'stored' | 'kept'>;

export type JournalEntry = {
  readonly planned?: JournalBatch['planned'][number];
  readonly coverage?: JournalBatch['coverage'][number];
  readonly page?: JournalBatch['pages'][number] | null;
  readonly seen?: readonly string[];
  readonly named?: string;
  readonly gone?: readonly string[];
  readonly capture?: CaptureEntry;
  readonly screenshot?: ScreenshotEntry;
  readonly listing?: FreshListing;
};

export type Journal = {
  /** Entries are written in the order in which they come; what a page said never after the row that says that it was read. */
  add(entry: JournalEntry): void;
  /** False when something may be stored under a listing's key; from now on it may. */
  isFresh(key: string): boolean;
  /** Resolves when not too much waits to be written. Rejects when it cannot be written. */
  room(): Promise<void>;
  /** Resolves when all that was added is written. Rejects when it cannot be written. */
  written(): Promise<void>;
};

export type JournalPlace = Pick<JournalBatch, 'site' | 'run' | 'token'>;

/**
 * Something is written as soon as there is anything, and then when this has passed or all the pages wait that may: a polite crawl
 * loses nothing by a crash but the page under way, a quick one (our own servers) some dozens.
 */
const LEAST_PAUSE_MS = 100;
/** Pages that may have been read and not be written down yet. */
const MOST_PAGES_WAITING = 16;
/** More would be written as texts of a size that only the slow collections of garbage clear away. */
const MOST_WAITING = 500;

type JournalRows = Omit<JournalBatch, keyof JournalPlace | 'batch' | 'position' | 'now'>;

type Waiting = { planned: JournalBatch['planned'][number][] } & {
  coverage: JournalBatch['coverage'][number][];
  pages: JournalBatch['pages'][number][];
  seen: string[];
  named: string[];
  gone: string[];
  captures: CaptureEntry[];
  screenshots: ScreenshotEntry[];
  listings: FreshListing[];
};

function nothing(): Waiting {
  const pages = { planned: [], coverage: [], pages: [], captures: [], screenshots: [] };
  return { ...pages, seen: [], named: [], gone: [], listings: [] };
}

function sizeOf(waiting: Waiting): number {
  return Object.values(waiting).reduce((sum, entries) => sum + entries.length, 0);
}

/** Two entries of one key in one batch would be two rows for one key. */
function newestOfEach<T extends { readonly key: string }>(entries: readonly T[]): T[] {
  return [...new Map(entries.map((entry) => [entry.key, entry])).values()];
}

function add(
  waiting: Waiting,
  { planned, coverage, page, seen, named, gone, capture, screenshot, listing }: JournalEntry,
): void {
  if (planned !== undefined) waiting.planned.push(planned);
  if (coverage !== undefined) waiting.coverage.push(coverage);
  if (page !== undefined && page !== null) waiting.pages.push(page);
  if (seen !== undefined) waiting.seen.push(...seen);
  if (named !== undefined) waiting.named.push(named);
  if (gone !== undefined) waiting.gone.push(...gone);
  if (listing !== undefined) waiting.listings.push(listing);
  if (capture !== undefined) waiting.captures.push(capture);
  if (screenshot !== undefined) waiting.screenshots.push(screenshot);
}

/** A pause that ends early when enough waits to be written after it, and for whoever waits for that. */
function createPause() {
  let hurried = 0;
  let end = (): void => undefined;
  return {
    pause: async (): Promise<void> => {
      if (hurried > 0) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, LEAST_PAUSE_MS);
      end = resolve;
      await promise;
      clearTimeout(timer);
    },
    endPause: () => end(),
    async hurry(work: () => Promise<void>): Promise<void> {
      hurried += 1;
      end();
      try {
        await work();
      } finally {
        hurried -= 1;
      }
    },
  };
}

/** Of the URLs that are planned at once, a sitemap's fifty thousand: what is written of them in one go. */
const PLANNED_TOGETHER = 2000;

/** Writes batches of one run, each numbered. Listings come first: a page must not count as read before what it said is stored. */
function batchWriter(
  db: Db,
  run: JournalPlace,
  from: { readonly batches: number; readonly position: number },
  clock: () => Date,
) {
  let { batches, position } = from;
  const append = async (rows: JournalRows): Promise<void> => {
    if (rows.planned.length > 0) batches += 1;
    const numbers = { batch: batches, position };
    position += rows.coverage.length;
    const held = await writeJournal(db, { ...run, ...numbers, ...rows, now: clock() });
    if (!held) throw new Error(`site ${run.site} was taken over by another worker`);
  };
  return async ({ pages, listings, captures, screenshots, ...batch }: Waiting): Promise<void> => {
    const copies = await Promise.all(
      captures.map(async ({ page, stored }) => ({ ...page, ...(await stored()) })),
    );
    const shots = await Promise.all(
      screenshots.map(async ({ stored, kept: _kept, ...shot }) => ({ ...shot, ...(await stored()) })),
    );
    await writePages(db, { ...run, listings: newestOfEach(listings), captures: copies });
    await addScreenshots(db, run, shots);
    await Promise.all([...captures, ...screenshots].map(({ kept }) => kept()));
    // The row that says that a page was read is in the last part, behind all of its links.
    while (batch.planned.length > PLANNED_TOGETHER)
      await append({ ...nothing(), planned: batch.planned.splice(0, PLANNED_TOGETHER) });
    await append({ ...batch, pages: newestOfEach(pages) });
  };
}

/**
 * `onLost` is told that another worker has taken over the site, or that what is read cannot be stored: the run must end, and
 * `written` rejects with the reason. `allFresh`: nothing is stored of the site's listings yet.
 */
export function keepJournal(
  db: Db,
  run: JournalPlace,
  from: { readonly batches: number; readonly position: number; readonly allFresh: boolean },
  clock: () => Date,
  onLost: (error: unknown) => void,
): Journal {
  const write = batchWriter(db, run, from, clock);
  const { pause, endPause, hurry } = createPause();
  const keys = createKeyFilter();
  let waiting = nothing();
  let writing: Promise<void> | null = null;
  let failure: { readonly error: unknown } | null = null;

  /** One writer at a time: what comes meanwhile is the next batch. */
  const drain = async (): Promise<void> => {
    try {
      while (sizeOf(waiting) > 0) {
        const batch = waiting;
        waiting = nothing();
        await write(batch);
        await pause();
      }
    } catch (error) {
      failure = { error };
      onLost(error);
    } finally {
      writing = null;
    }
  };
  const settled = async (): Promise<void> => {
    while (writing !== null) await writing;
    if (failure !== null) throw failure.error;
  };
  return {
    add(entry) {
      add(waiting, entry);
      // What is added in one go goes into one batch: a page's links and its row.
      if (writing === null && failure === null && sizeOf(waiting) > 0)
        writing = Promise.resolve().then(drain);
      if (waiting.coverage.length >= MOST_PAGES_WAITING) endPause();
    },
    isFresh(key) {
      // Without that nothing can be said of any key, and none need be kept.
      return from.allFresh && keys.isNew(key);
    },
    async room() {
      const full = waiting.coverage.length >= MOST_PAGES_WAITING || sizeOf(waiting) >= MOST_WAITING;
      if (failure !== null || full) await hurry(settled);
    },
    written: () => hurry(settled),
  };
}
