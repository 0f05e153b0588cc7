/** A page of the alert list as it may be shown. */
import type { AlertPage, AlertQuery, AlertRow } from '../model/api.ts';
import { type ListedRow, listAlerts } from '../store/desk/alert-list.ts';
import type { Figures } from '../store/desk/shared-figures.ts';
import type { Db } from '../store/open-database.ts';
import type { Actor } from './actor.ts';
import { filtersFor } from './filters-for.ts';
import { maskFor, maskRow } from './mask-listing.ts';

/**
 * @param totals counts how many a list has, or knows it from a moment ago
 * @throws OperatorError 'usage' for a cursor that was not given out for this sort
 */
export async function readAlertList(
  db: Db,
  query: AlertQuery,
  actor: Actor,
  now: Date,
  totals?: Figures<number>,
): Promise<AlertPage> {
  const page = await listAlerts(db, await filtersFor(db, query, actor), now, totals);
  return { ...page, items: maskRows(page.items) };
}

/** Each with the contacts of its own listing masked. */
export function maskRows(rows: readonly ListedRow[]): AlertRow[] {
  return rows.map(({ row, contacts }) => maskRow(row, maskFor(contacts)));
}
