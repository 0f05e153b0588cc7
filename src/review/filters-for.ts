/** The filters of a list as they are meant by whoever asks: "me" by name, and without what they must not learn of. */
import type { AlertFilters } from '../model/api.ts';
import type { KnownFilters } from '../store/desk/alert-filter.ts';
import { sealedFrom } from '../store/desk/sealed-alerts.ts';
import type { Db } from '../store/open-database.ts';
import type { Actor } from './actor.ts';

/** An alert that one has a second look at is in no list: which lists it is in would tell how it was decided. */
export async function filtersFor<T extends AlertFilters>(
  db: Db,
  filters: T,
  actor: Actor,
): Promise<T & KnownFilters> {
  const except = await sealedFrom(db, actor.id);
  return {
    ...filters,
    ...(filters.assignee === 'me' ? { assignee: actor.name } : {}),
    ...(except.length === 0 ? {} : { except }),
  };
}
