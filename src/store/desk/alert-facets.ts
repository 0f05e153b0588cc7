/** The values by which a list of alerts can be narrowed, counted. */
import { type RawBuilder, sql } from 'kysely';
import type { Facet, FacetQuery, FacetValue } from '../../model/facet-api.ts';
import type { Db } from '../open-database.ts';
import { escapeLike, filterOf, type KnownFilters, stateCondition } from './alert-filter.ts';

/** Where the values of an alert stand, and the table that has their names. */
type Source = {
  readonly value: RawBuilder<unknown>;
  readonly from: RawBuilder<unknown>;
  readonly named: { readonly table: RawBuilder<unknown>; readonly name: RawBuilder<unknown> } | null;
};

function sourceOf(facet: Facet, now: Date): Source {
  const names = (table: string) => ({
    table: sql`left join ${sql.table(table)} n on n.id = c.value`,
    name: sql`n.name`,
  });
  switch (facet) {
    case 'substance':
      return {
        value: sql`each.value`,
        from: sql`cross join lateral unnest(a.substances) each (value)`,
        named: names('substances'),
      };
    case 'technique':
      return {
        value: sql`each.value`,
        from: sql`cross join lateral unnest(a.techniques) each (value)`,
        named: null,
      };
    case 'site':
      return { value: sql`a.site_id`, from: sql``, named: names('sites') };
    case 'seller':
      return {
        value: sql`o.seller_id`,
        from: sql`join offers o on o.id = a.offer_id`,
        named: names('sellers'),
      };
    case 'language':
      return { value: sql`a.language`, from: sql``, named: null };
    case 'assignee':
      return {
        value: sql`u.name`,
        from: sql`join claims l on l.alert_id = a.id and l.expires_at > ${now}::timestamptz
          join users u on u.id = l.user_id`,
        named: null,
      };
  }
}

/** The most frequent first, one more than `limit` where there is one. */
export async function countFacet(
  db: Db,
  { of: facet, state, search, limit }: FacetQuery,
  filters: KnownFilters,
  now: Date,
): Promise<FacetValue[]> {
  const { value, from, named } = sourceOf(facet, now);
  const name = named === null ? sql`c.value::text` : sql`coalesce(${named.name}, c.value::text)`;
  const like = `%${escapeLike((search ?? '').toLowerCase().replaceAll('\0', ''))}%`;
  const { rows } = await sql<FacetValue>`
    with counted as (
      select ${value} as value, count(*) as alerts from alerts a ${from}
      where ${stateCondition(state)} and ${filterOf({ ...filters, [facet]: undefined }, now)} and ${value} is not null
      group by 1
    )
    select c.value::text as value, ${name} as name, c.alerts from counted c ${named?.table ?? sql``}
    where lower(${name}) like ${like} or lower(c.value::text) = ${(search ?? '').toLowerCase().replaceAll('\0', '')}
    order by c.alerts desc, name, value limit ${limit + 1}`.execute(db);
  return rows;
}
