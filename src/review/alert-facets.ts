/** What a list of alerts can be narrowed by, as it may be shown. */
import type { FacetList, FacetQuery, FacetValue } from '../model/facet-api.ts';
import { contactsOfSellers } from '../store/desk/alert-contacts.ts';
import { countFacet } from '../store/desk/alert-facets.ts';
import type { Figures } from '../store/desk/shared-figures.ts';
import type { Db } from '../store/open-database.ts';
import { maskContacts } from '../text/mask-contacts.ts';
import type { Actor } from './actor.ts';
import { filtersFor } from './filters-for.ts';

/** @param counts counts the values, or knows them from a moment ago */
export async function readFacet(
  db: Db,
  query: FacetQuery,
  actor: Actor,
  now: Date,
  counts: Figures<FacetValue[]> = (_key, make) => make(),
): Promise<FacetList> {
  const { of: facet, state, search, limit, ...given } = query;
  const filters = await filtersFor(db, given, actor);
  const key = JSON.stringify({ ...query, ...filters });
  const found = await counts(key, () => countFacet(db, query, filters, now));
  const items = facet === 'seller' ? await maskNames(db, found, search) : found;
  return { items: items.slice(0, limit), more: found.length > limit };
}

/** Sellers call themselves by their numbers: what is masked cannot be found by what it hides. */
async function maskNames(
  db: Db,
  sellers: readonly FacetValue[],
  search: string | undefined,
): Promise<FacetValue[]> {
  const wanted = (search ?? '').toLowerCase();
  const contacts = await contactsOfSellers(
    db,
    sellers.map(({ value }) => Number(value)),
  );
  return sellers
    .map((seller) => ({
      ...seller,
      name: maskContacts(seller.name, contacts.get(Number(seller.value)) ?? []),
    }))
    .filter(({ value, name }) => value === wanted || name.toLowerCase().includes(wanted));
}
