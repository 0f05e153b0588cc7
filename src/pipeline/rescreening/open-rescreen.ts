/** What a worker of one re-screening needs: its list, compiled, and the sites of the listings. */

import type { RescreenScope } from '../../model/rescreen.ts';
import type { Watchlist } from '../../model/watchlist.ts';
import { compileWatchlist } from '../../screen/compile-watchlist.ts';
import { listSites } from '../../store/crawling/sites.ts';
import { findWatchlist } from '../../store/offers/watchlists.ts';
import type { Db } from '../../store/open-database.ts';
import { findRescreen, type ListBefore, listBefore } from '../../store/rescreening/rescreens.ts';
import type { RescreenTools } from './rescreen-range.ts';

export type OpenRescreen = RescreenTools & {
  readonly scope: RescreenScope;
  /** The list under which listings had nothing to them that have nothing to them now; null: all are read. */
  readonly before: ListBefore | null;
};

/** null when there is no such re-screening. */
export async function openRescreenTools(
  db: Db,
  id: number,
  who: Pick<RescreenTools, 'worker' | 'alertsPerRun' | 'clock'>,
): Promise<OpenRescreen | null> {
  const rescreen = await findRescreen(db, id);
  const watchlist = rescreen === null ? null : await findWatchlist(db, rescreen.watchlist);
  if (rescreen === null || watchlist === null) return null;
  const lawOn = new Date(`${rescreen.lawOn}T12:00:00Z`);
  const before = rescreen.whole ? null : await listBefore(db, id);
  return { ...(await toolsFor(db, watchlist, lawOn)), scope: rescreen.scope, before, ...who };
}

/** The same for a list that need not be stored. */
export async function toolsFor(
  db: Db,
  watchlist: Watchlist,
  lawOn: Date,
): Promise<Omit<RescreenTools, 'clock' | 'worker' | 'alertsPerRun'>> {
  const sites = await listSites(db);
  return {
    db,
    screener: compileWatchlist(watchlist),
    substances: new Map(watchlist.substances.map((substance) => [substance.id, substance])),
    sites: new Map(sites.map(({ site }) => [site.id, site])),
    lawOn,
  };
}
