/** The screener of the watch-list that is in use: another one is taken up by processes that run, and by runs under way. */
import { compileWatchlist, type Screener } from '../../screen/compile-watchlist.ts';
import { currentWatchlist, versionInUse } from '../../store/offers/watchlists.ts';
import type { Db } from '../../store/open-database.ts';

/** What is read within this time of a change may still be screened under the list before; see screen-late.ts. */
const ASK_MS = 5000;

/** Each call gives the screener of the list in use; the database is asked for its version now and then. `opened` is what to begin with. */
export function screenerInUse(db: Db, opened: Screener, askMs = ASK_MS): () => Promise<Screener> {
  let screener = opened;
  let askedAt = performance.now();
  let asking: Promise<void> | null = null;
  const ask = async (): Promise<void> => {
    const version = await versionInUse(db);
    if (version === null || version === screener.version) return;
    const watchlist = await currentWatchlist(db);
    if (watchlist !== null) screener = compileWatchlist(watchlist);
  };
  return async () => {
    if (performance.now() - askedAt >= askMs) {
      askedAt = performance.now();
      asking = ask().finally(() => {
        asking = null;
      });
    }
    if (asking !== null) await asking;
    return screener;
  };
}
