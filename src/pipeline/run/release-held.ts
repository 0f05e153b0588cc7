/** Lets go what an earlier run held back, once an analyst has confirmed the alert that stood for it. */

import { releaseHeld } from '../../store/crawling/held-offers.ts';
import { readAssessedListings } from '../../store/desk/part-offers.ts';
import type { Db } from '../../store/open-database.ts';
import { raiseListings, type Sighted } from '../page/raise-listings.ts';
import type { RunContext } from '../page/run-context.ts';

/** Offers that one transaction lets go: no more than are read at once. */
const BATCH = 200;

/** Opens alerts for offers that wait, as many as one run may open. */
export async function releaseFlood(
  db: Db,
  context: Pick<RunContext, 'site' | 'run' | 'counts' | 'flood'>,
  alertsPerRun: number,
  now: Date,
): Promise<void> {
  const { site, run, counts, flood } = context;
  for (;;) {
    const room = alertsPerRun - counts.opened;
    if (room <= 0) return;
    const { offers, opened } = await db.transaction().execute(async (tx) => {
      const released = await releaseHeld(tx, site.id, Math.min(room, BATCH));
      const sighted = (await readAssessedListings(tx, released.listings)).flatMap((each): Sighted[] => {
        const { id, url, offer, content: listing, assessment } = each;
        if (offer === null || assessment === null) return [];
        const { watchlist } = assessment;
        return [{ id, offer, url, listing, assessment, watchlist, newcomer: false, changes: [] }];
      });
      const raised = await raiseListings(tx, { site, run, room, flood }, sighted, now);
      return { offers: released.offers, opened: raised.opened };
    });
    if (offers === 0) return;
    counts.opened += opened;
  }
}
