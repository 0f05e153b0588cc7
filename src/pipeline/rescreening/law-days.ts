/** Orders a re-screening on the day on which a law of the list comes into force. */

import type { Watchlist } from '../../model/watchlist.ts';
import { lawOnAll } from '../../screen/weigh/law-in-force.ts';
import { currentWatchlist, storedWatchlistDay } from '../../store/offers/watchlists.ts';
import type { Db } from '../../store/open-database.ts';
import { lastLawDay, openRescreen } from '../../store/rescreening/rescreens.ts';
import { orderRescreen } from '../configuration/use-watchlist.ts';

/** Some schedule of the list stands otherwise on one day than on the other. */
export function lawChanges(watchlist: Watchlist, from: Date, to: Date): boolean {
  const on = (day: Date) =>
    lawOnAll(watchlist.substances, day)
      .map(({ substance, regime, list, effective, status }) =>
        [substance, regime, list, effective, status].join('\t'),
      )
      .sort()
      .join('\n');
  return on(from) !== on(to);
}

/** null when no law has changed since the law was last read, or another re-screening is under way: that reads it as well. */
export async function orderForLaw(db: Db, now: Date): Promise<number | null> {
  if ((await openRescreen(db)) !== null) return null;
  const watchlist = await currentWatchlist(db);
  const since = (await lastLawDay(db)) ?? (await storedWatchlistDay(db));
  if (watchlist === null || since === null || since >= now.toISOString().slice(0, 10)) return null;
  if (!lawChanges(watchlist, new Date(`${since}T12:00:00Z`), now)) return null;
  const order = {
    trigger: 'date',
    scope: 'law',
    whole: true,
    watchlist: watchlist.version,
    requestedBy: 'system',
    now,
  } as const;
  return await db.transaction().execute((tx) => orderRescreen(tx, order));
}
