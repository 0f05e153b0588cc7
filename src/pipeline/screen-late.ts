/** Runs take up another list within seconds: what they screened under the one before until then is screened again. */
import type { Db } from '../store/open-database.ts';
import { findLate } from '../store/rescreens.ts';
import { versionInUse } from '../store/watchlists.ts';
import { orderRescreen } from './use-watchlist.ts';

/** By then every run has taken it up, and written what it had read before; see screener-in-use.ts. */
const LATE_MS = 60_000;

/**
 * `settled`: the re-screening that needs no further look, to be given to the next call; `ordered`: one that was begun for what came late.
 */
export async function screenLate(
  db: Db,
  settled: number | null,
  now: Date,
): Promise<{ readonly settled: number | null; readonly ordered: number | null }> {
  const late = await findLate(db, new Date(now.getTime() - LATE_MS), settled);
  if (late === null) return { settled, ordered: null };
  const { rescreen, watchlist, any } = late;
  if (!any || (await versionInUse(db)) !== watchlist) return { settled: rescreen, ordered: null };
  const order = {
    trigger: 'list',
    scope: 'all',
    whole: false,
    watchlist,
    requestedBy: 'system',
    now,
  } as const;
  return { settled: rescreen, ordered: await orderRescreen(db, order) };
}
