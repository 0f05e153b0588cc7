/** Screens all stored listings again: ranges from one locked cursor, in threads, pausable, and gone on with after a crash. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Rescreen } from '../model/rescreen.ts';
import type { Db } from '../store/open-database.ts';
import { claimRange, findRescreen, settleRescreen } from '../store/rescreening/rescreens.ts';
import type { OpenRescreen } from './rescreening/open-rescreen.ts';
import { readListings, rescreenRange } from './rescreening/rescreen-range.ts';

/** Some hundred milliseconds of work: what a pause or an end waits for. */
export const RANGE_SIZE = 2000;
/** How long the last ranges of other workers are waited for before asking again. */
const WAIT_MS = 500;

type Order = { readonly rescreen: number; readonly size: number; readonly signal: AbortSignal };

/** Until none is left, it is paused, or `signal` fires. The next range is read while one is screened. */
export async function workThroughRanges(tools: OpenRescreen, order: Order): Promise<void> {
  const { rescreen, size, signal } = order;
  const next = async () => {
    if (signal.aborted) return null;
    const range = await claimRange(tools.db, { rescreen, size, worker: tools.worker });
    return range === null ? null : { range, read: await readListings(tools.db, range, tools) };
  };
  let coming = next();
  for (;;) {
    const claimed = await coming;
    if (claimed === null) return;
    coming = next();
    // Heard of in the next round, unless this one ends the work.
    coming.catch(() => undefined);
    await rescreenRange(tools, claimed.range, claimed.read);
  }
}

export type DriveOptions = {
  readonly db: Db;
  readonly databaseUrl: string;
  readonly rescreen: number;
  readonly threads: number;
  readonly worker: string;
  /** Alerts that may be opened for one site; one more stands for all others. */
  readonly alertsPerRun: number;
  readonly clock: () => Date;
  readonly signal: AbortSignal;
  readonly size?: number;
  /** Hears how far it is, now and then. */
  readonly onProgress?: (rescreen: Rescreen) => void;
};

/**
 * Resolves when it is over or paused, or `signal` has fired and the ranges under way are written.
 * @throws Error when a thread could not do its work, and the others have ended; the ranges that it held are given out again later
 */
export async function driveRescreen(o: DriveOptions): Promise<Rescreen | null> {
  while (!o.signal.aborted) {
    const threads = () => Array.from({ length: o.threads }, (_, i) => runThread(o, i));
    const ends = await withProgress(o, () => Promise.allSettled(threads()));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    const over = await settleRescreen(o.db, o.rescreen, o.clock());
    const now = await findRescreen(o.db, o.rescreen);
    if (over || now?.state !== 'running') return now;
    await sleep(WAIT_MS, undefined, { signal: o.signal }).catch(() => undefined);
  }
  return await findRescreen(o.db, o.rescreen);
}

function runThread(o: DriveOptions, index: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const workerData = {
    databaseUrl: o.databaseUrl,
    rescreen: o.rescreen,
    worker: `${o.worker}/${index}`,
    size: o.size ?? RANGE_SIZE,
    alertsPerRun: o.alertsPerRun,
  };
  const thread = new Worker(new URL('./rescreen-thread.ts', import.meta.url), { workerData });
  const stop = () => thread.postMessage('stop');
  o.signal.addEventListener('abort', stop, { once: true });
  thread.once('message', ({ problem }: { problem: string }) => reject(new Error(`re-screening: ${problem}`)));
  thread.once('error', reject);
  thread.once('exit', () => {
    o.signal.removeEventListener('abort', stop);
    resolve();
  });
  return promise;
}

async function withProgress<T>(o: DriveOptions, work: () => Promise<T>): Promise<T> {
  const { onProgress } = o;
  if (onProgress === undefined) return await work();
  const done = new AbortController();
  const telling = (async () => {
    while (!done.signal.aborted) {
      await sleep(1000, undefined, { signal: done.signal }).catch(() => undefined);
      // A courtesy: whether the database is away is for the work itself to find.
      const now = await findRescreen(o.db, o.rescreen).catch(() => null);
      if (now !== null) onProgress(now);
    }
  })();
  try {
    return await work();
  } finally {
    done.abort();
    await telling;
  }
}
