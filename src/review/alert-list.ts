/** A page of the alert list as it may be shown. */
import type { AlertPage, AlertQuery } from '../model/api.ts';
import { contactsOfAlerts } from '../store/alert-contacts.ts';
import { listAlerts } from '../store/alert-list.ts';
import type { Db } from '../store/open-database.ts';
import type { Actor } from './actor.ts';
import { maskRow } from './mask-listing.ts';

/** @throws OperatorError 'usage' for a cursor that was not given out for this sort */
export async function readAlertList(db: Db, query: AlertQuery, actor: Actor, now: Date): Promise<AlertPage> {
  const assignee = query.assignee === 'me' ? actor.name : query.assignee;
  const page = await listAlerts(db, assignee === undefined ? query : { ...query, assignee }, now);
  const contacts = await contactsOfAlerts(
    db,
    page.items.map((row) => row.id),
  );
  return { ...page, items: page.items.map((row) => maskRow(row, contacts.get(row.id) ?? [])) };
}
