/** Which alert another one may be called a duplicate of: one that is there, and that does not repeat it in turn. */
import { repeatedFrom } from '../store/desk/decisions.ts';
import type { Db } from '../store/open-database.ts';
import type { Order } from './transitions.ts';

/** The alert that an order calls the first one of its kind, with all that this one was decided to repeat. */
export type Repeated = { readonly alert: number; readonly chain: ReadonlySet<number> };

/** null for an order that names none. */
export function duplicateOf(order: Order): number | null {
  return order.action === 'decide' ? order.duplicateOf : null;
}

export async function readRepeated(db: Db, order: Order): Promise<Repeated | null> {
  const alert = duplicateOf(order);
  return alert === null ? null : { alert, chain: await repeatedFrom(db, alert) };
}

/** Why an alert cannot be its duplicate; null when it can. Of alerts that repeat each other nobody would look at any. */
export function repeatFault(repeated: Repeated | null, alert: number): string | null {
  if (repeated === null) return null;
  const { alert: first, chain } = repeated;
  if (first === alert || !chain.has(first)) return `There is no other alert ${first} that it could repeat.`;
  return chain.has(alert)
    ? `Alert ${first} was decided as a duplicate of it: name the other way round.`
    : null;
}
