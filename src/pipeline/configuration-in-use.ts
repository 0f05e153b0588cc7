/** What goes on where the files of a configuration are refused: a slip in one of them must not end the watch at the next start. */
import { loadNotifiers, NOBODY } from '../../config/load-notifiers.ts';
import { listSites } from '../store/crawling/sites.ts';
import { currentWatchlist } from '../store/offers/watchlists.ts';
import type { Db } from '../store/open-database.ts';
import type { Configuration } from './apply-config.ts';

/** As the database holds it; null where nothing was ever applied. Limits of alarms stand in their file alone: the usual ones where that is refused, too. */
export async function configurationInUse(db: Db, notifiersFile: string): Promise<Configuration | null> {
  const watchlist = await currentWatchlist(db);
  if (watchlist === null) return null;
  const sites = (await listSites(db)).map(({ site }) => site);
  return {
    sites: sites.filter(({ practice }) => !practice),
    practiceSites: sites.filter(({ practice }) => practice),
    watchlist,
    optOuts: null,
    notifying: await loadNotifiers(notifiersFile).catch(() => NOBODY),
  };
}
