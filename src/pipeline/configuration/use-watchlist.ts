/** Puts a watch-list in use; what is stored is then screened under it. */
import type { Watchlist } from '../../model/watchlist.ts';
import { findsMore } from '../../screen/finds-more.ts';
import { appendAudit } from '../../store/accounts/audit-log.ts';
import { currentWatchlist, storeWatchlist } from '../../store/offers/watchlists.ts';
import type { Db } from '../../store/open-database.ts';
import { beginRescreen } from '../../store/rescreening/rescreens.ts';

export type ListChange = {
  readonly version: string;
  /** Null where none was in use. */
  readonly before: string | null;
  /** Number of the re-screening that it begins; null where nothing is stored. */
  readonly rescreen: number | null;
};

/** Within the caller's transaction. Nothing happens when it is in use, and null tells so. */
export async function putInUse(
  db: Db,
  watchlist: Watchlist,
  by: string,
  now: Date,
): Promise<ListChange | null> {
  const { version } = watchlist;
  const before = await currentWatchlist(db);
  const { changed } = await storeWatchlist(db, watchlist, now);
  if (!changed) return null;
  const entry = {
    actor: by,
    action: 'watchlist.apply' as const,
    subject: `watchlist:${version}`,
    detail: {},
  };
  await appendAudit(db, entry, now);
  // What had nothing to it has nothing to it under a list that finds nothing more.
  const whole = before === null || findsMore(before, watchlist);
  const order = { trigger: 'list', scope: 'all', whole, watchlist: version } as const;
  const rescreen = await orderRescreen(db, { ...order, requestedBy: by, now });
  return { version, before: before?.version ?? null, rescreen };
}

/** Begins a re-screening and puts it on record. null when nothing is stored. */
export async function orderRescreen(
  db: Db,
  order: Parameters<typeof beginRescreen>[1],
): Promise<number | null> {
  const id = await beginRescreen(db, order);
  if (id === null) return null;
  const { trigger, scope, watchlist, requestedBy: actor, now } = order;
  const detail = { trigger, scope, watchlist };
  await appendAudit(db, { actor, action: 'rescreen.begin', subject: `rescreen:${id}`, detail }, now);
  return id;
}
