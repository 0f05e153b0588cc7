/** Lets go what an earlier run held back, once an analyst has confirmed the alert that stood for it. */

import { releaseHeld } from '../store/held-offers.ts';
import type { Db } from '../store/open-database.ts';
import { readAssessedListings } from '../store/part-offers.ts';
import { raiseListings, type Sighted } from './raise-listings.ts';
import type { RunContext } from './run-context.ts';

/** Opens alerts for offers that wait, as many as one run may open. */
export async function releaseFlood(
  db: Db,
  context: Pick<RunContext, 'site' | 'run' | 'counts' | 'flood'>,
  alertsPerRun: number,
  now: Date,
): Promise<void> {
  const { site, run, counts, flood } = context;
  await db.transaction().execute(async (tx) => {
    const room = alertsPerRun - counts.opened;
    const released = await releaseHeld(tx, site.id, Math.max(0, room));
    const sighted = (await readAssessedListings(tx, released)).flatMap((each): Sighted[] => {
      const { id, url, offer, content: listing, assessment } = each;
      if (offer === null || assessment === null) return [];
      const { watchlist } = assessment;
      return [{ id, offer, url, listing, assessment, watchlist, newcomer: false, changes: [] }];
    });
    const { opened } = await raiseListings(tx, { site, run, room, flood }, sighted, now);
    counts.opened += opened;
  });
}
