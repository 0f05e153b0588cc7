/** Runs take up another list within seconds: what they screened under the one before until then is screened again. */

import { versionInUse } from '../../store/offers/watchlists.ts';
import type { Db } from '../../store/open-database.ts';
import { findLate } from '../../store/rescreening/rescreens.ts';
import { orderRescreen } from '../configuration/use-watchlist.ts';

/** By then every run has taken it up, and written what it had read before; see screener-in-use.ts. */
const LATE_MS = 60_000;
/** A process that starts later than that finds nothing late: whatever runs has looked before. */
const LOOKED_MS = 86_400_000;

/**
 * `settled`: the re-screening that needs no further look, to be given to the next call; `ordered`: one that was begun for what came late.
 */
export async function screenLate(
  db: Db,
  settled: number | null,
  now: Date,
): Promise<{ readonly settled: number | null; readonly ordered: number | null }> {
  const ago = (ms: number) => new Date(now.getTime() - ms);
  const late = await findLate(db, { from: ago(LOOKED_MS), until: ago(LATE_MS) }, settled);
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
  const ordered = await db.transaction().execute((tx) => orderRescreen(tx, order));
  return { settled: rescreen, ordered };
}
