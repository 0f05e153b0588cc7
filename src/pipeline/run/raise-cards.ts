/** At the end of a run: listings that alert by a card alone, since their own page could not be read or is none. */

import { countUnused } from '../../model/unused.ts';
import { holdsLease } from '../../store/crawling/sites.ts';
import { cardsThatAlert, readAssessedListings } from '../../store/desk/part-offers.ts';
import { placeListings } from '../page/place-listings.ts';
import { raiseListings, type Sighted } from '../page/raise-listings.ts';
import type { IngestTools, RunContext } from '../page/run-context.ts';

const BATCH = 200;

/** @param resumed another process began the run, and may have left some */
export async function raiseCards(
  { db, clock, alertsPerRun, onAlert }: Pick<IngestTools, 'db' | 'clock' | 'alertsPerRun' | 'onAlert'>,
  { site, run, token, counts, unused, flood, cards }: RunContext,
  resumed: boolean,
): Promise<void> {
  if (cards.waiting === 0 && !resumed) return;
  for (;;) {
    const raised = await db.transaction().execute(async (tx) => {
      if (!(await holdsLease(tx, site.id, token))) return null;
      const waiting = await readAssessedListings(tx, await cardsThatAlert(tx, site.id, BATCH));
      const homeless = waiting.map(({ id, key, content: listing, assessment }) => {
        return { id, key, listing, substances: assessment?.substances ?? [] };
      });
      const now = clock();
      const { offers, ...told } = await placeListings(tx, site, homeless, now);
      const sighted = waiting.flatMap(({ id, url, content: listing, assessment }): Sighted[] => {
        const offer = offers.get(id);
        if (offer === undefined || assessment === null) return [];
        const { watchlist } = assessment;
        return [{ id, offer, url, listing, assessment, watchlist, newcomer: true, changes: [] }];
      });
      if (sighted.length === 0) return null;
      const room = alertsPerRun - counts.opened;
      return { ...(await raiseListings(tx, { site, run, room, flood }, sighted, now)), ...told };
    });
    if (raised === null) return;
    counts.opened += raised.opened;
    counts.revised += raised.revised;
    countUnused(unused, raised.unused);
    if (raised.opened + raised.revised > 0) onAlert?.();
  }
}
