/** A page of the alert list as it may be shown. */
import type { AlertPage, AlertQuery, AlertRow } from '../model/api.ts';
import { contactsOfAlerts } from '../store/alert-contacts.ts';
import { listAlerts } from '../store/alert-list.ts';
import type { Db } from '../store/open-database.ts';
import type { Actor } from './actor.ts';
import { maskRow } from './mask-listing.ts';

/** @throws OperatorError 'usage' for a cursor that was not given out for this sort */
export async function readAlertList(db: Db, query: AlertQuery, actor: Actor, now: Date): Promise<AlertPage> {
  const assignee = query.assignee === 'me' ? actor.name : query.assignee;
  const page = await listAlerts(db, assignee === undefined ? query : { ...query, assignee }, now);
  return { ...page, items: await maskRows(db, page.items) };
}

/** Each with the contacts of its own listing masked. */
export async function maskRows(db: Db, rows: readonly AlertRow[]): Promise<AlertRow[]> {
  const contacts = await contactsOfAlerts(
    db,
    rows.map((row) => row.id),
  );
  return rows.map((row) => maskRow(row, contacts.get(row.id) ?? []));
}
