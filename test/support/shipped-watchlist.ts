/** The watch-list that is shipped, read once for all files of a test run: reading it takes longer than most tests do. */
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { Watchlist } from '../../src/model/watchlist.ts';
import { recallWatchlist } from '../../src/pipeline/configuration/recall-watchlist.ts';
import { compileWatchlist, type Screener } from '../../src/screen/compile-watchlist.ts';

const SHIPPED = new URL('../../config/watchlist', import.meta.url).pathname;

/** Each caller has its own. */
export function shippedWatchlist(): Promise<Watchlist> {
  return recallWatchlist(inject('testReadings'), [SHIPPED]);
}

let screener: Promise<Screener> | null = null;

/** Compiled once for all tests of a process: screening does not change it. */
export function shippedScreener(): Promise<Screener> {
  screener ??= shippedWatchlist().then(compileWatchlist);
  return screener;
}

/** A data folder as any start but the first finds it, which keeps what it read of the list; nothing where there is no folder. */
export async function keepShippedWatchlist(dataFolder: string): Promise<void> {
  await shippedWatchlist();
  const [from, to] = [inject('testReadings'), dataFolder].map((folder) => join(folder, 'watchlist.json'));
  await copyFile(from ?? '', to ?? '').catch(() => undefined);
}
