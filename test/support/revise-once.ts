/** A material change of an alert, as a run that met one writes it. */

import { lockAlertsOf, type RaisedAlert, raiseAlerts } from '../../src/store/offers/raise-alerts.ts';
import type { Db } from '../../src/store/open-database.ts';
import { WATCHLIST } from './seed-alerts.ts';

/** Of an alert of `seedAlerts`; a revision that it has then. */
export async function reviseOnce(db: Db, alert: number): Promise<RaisedAlert> {
  const { offer_id: offer, listing_id: listing } = await db
    .selectFrom('alerts')
    .select(['offer_id', 'listing_id'])
    .where('id', '=', alert)
    .executeTakeFirstOrThrow();
  return await db.transaction().execute(async (tx) => {
    const standing = await lockAlertsOf(tx, [offer]);
    const [raised] = await raiseAlerts(
      tx,
      [
        {
          ...{ offer, site: 'shop-a', practice: false, severity: 'high', score: 80 },
          ...{ listing: { id: listing, url: `https://shop-a.invalid/item/${listing}` } },
          ...{ substances: ['4-piperidone'], material: {}, causes: ['price-class'], changes: [] },
          watchlist: WATCHLIST,
        },
      ],
      standing,
      new Date(),
    );
    if (raised === undefined) throw new Error(`alert ${alert} was not revised`);
    return raised;
  });
}
