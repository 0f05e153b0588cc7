/** Writes down a run while it goes on: often enough that a crash loses little, in batches large enough to cost little. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Db } from '../store/open-database.ts';
import { type JournalBatch, writeJournal } from '../store/run-journal.ts';

export type JournalEntry = {
  readonly planned?: JournalBatch['planned'][number];
  readonly coverage?: JournalBatch['coverage'][number];
  readonly page?: JournalBatch['pages'][number] | null;
  readonly seen?: readonly string[];
  readonly gone?: readonly string[];
};

export type Journal = {
  /** Entries are written in the order in which they come. */
  add(entry: JournalEntry): void;
  /** Resolves when not too much waits to be written. Rejects when it cannot be written. */
  room(): Promise<void>;
  /** Writes the rest. Rejects when it cannot be written. */
  close(): Promise<void>;
};

/**
 * Something is written as soon as there is anything, but no more often than this: a polite crawl loses nothing by a crash but
 * the page under way, a quick one (our own servers) some dozens.
 */
const LEAST_PAUSE_MS = 50;
const MOST_WAITING = 2000;

type Waiting = { planned: JournalBatch['planned'][number][] } & {
  coverage: JournalBatch['coverage'][number][];
  pages: JournalBatch['pages'][number][];
  seen: string[];
  gone: string[];
};

function nothing(): Waiting {
  return { planned: [], coverage: [], pages: [], seen: [], gone: [] };
}

function sizeOf({ planned, coverage, pages, seen, gone }: Waiting): number {
  return planned.length + coverage.length + pages.length + seen.length + gone.length;
}

/** Two visits of one page in one batch would be two rows for one key. */
function newestOfEach(pages: Waiting['pages']): Waiting['pages'] {
  return [...new Map(pages.map((page) => [page.key, page])).values()];
}

/**
 * `onLost` is told that another worker has taken over the site, or that the database does not take what is written: the run
 * must end, and `close` rejects with the reason.
 */
export function keepJournal(
  db: Db,
  run: Pick<JournalBatch, 'site' | 'run' | 'token'>,
  from: { readonly batches: number; readonly position: number },
  clock: () => Date,
  onLost: (error: unknown) => void,
): Journal {
  let waiting = nothing();
  let { batches, position } = from;
  let writing: Promise<void> | null = null;
  let failure: { readonly error: unknown } | null = null;

  const write = async (): Promise<void> => {
    const { pages, ...batch } = waiting;
    waiting = nothing();
    if (batch.planned.length > 0) batches += 1;
    const numbers = { batch: batches, position };
    position += batch.coverage.length;
    const held = await writeJournal(db, {
      ...run,
      ...numbers,
      ...batch,
      pages: newestOfEach(pages),
      now: clock(),
    });
    if (!held) throw new Error(`site ${run.site} was taken over by another worker`);
  };
  /** One writer at a time: what comes meanwhile is the next batch. */
  const drain = async (): Promise<void> => {
    try {
      while (sizeOf(waiting) > 0) {
        await write();
        await wait(LEAST_PAUSE_MS);
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
    add({ planned, coverage, page, seen = [], gone = [] }) {
      if (planned !== undefined) waiting.planned.push(planned);
      if (coverage !== undefined) waiting.coverage.push(coverage);
      if (page !== undefined && page !== null) waiting.pages.push(page);
      waiting.seen.push(...seen);
      waiting.gone.push(...gone);
      // What is added in one go goes into one batch: a page's links and its row.
      if (writing === null && failure === null) writing = Promise.resolve().then(drain);
    },
    room: async () => {
      if (failure !== null || sizeOf(waiting) > MOST_WAITING) await settled();
    },
    close: settled,
  };
}
