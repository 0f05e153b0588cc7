/** What other systems read of the decisions: only what has left the house, contacts masked. */
import type { DecisionFeed, FeedQuery } from '../model/feed-api.ts';
import { contactsOfAlerts } from '../store/desk/alert-contacts.ts';
import { listReleased } from '../store/desk/decision-feed.ts';
import { sealedFrom } from '../store/desk/sealed-alerts.ts';
import type { Db } from '../store/open-database.ts';
import type { Actor } from './actor.ts';
import { maskFor } from './mask-listing.ts';

export async function readFeed(
  db: Db,
  query: FeedQuery,
  releaseSeconds: number,
  actor: Actor,
  now: Date,
): Promise<DecisionFeed> {
  const rows = await listReleased(db, query, releaseSeconds, await sealedFrom(db, actor.id), now);
  const contacts = await contactsOfAlerts(
    db,
    rows.map((row) => row.alert),
  );
  const items = rows.map((row) => {
    const mask = maskFor(contacts.get(row.alert) ?? []);
    return { ...row, note: row.note === null ? null : mask(row.note) };
  });
  return { items, next: items.at(-1)?.id ?? query.after };
}
