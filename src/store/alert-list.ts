/** Pages of the alert list: filtered, sorted and continued after a cursor, so that new alerts shift no page. */
import { type RawBuilder, sql } from 'kysely';
import type { AlertPage, AlertQuery, AlertRow } from '../model/api.ts';
import { TECHNIQUES } from '../model/assessment.ts';
import type { Contact } from '../model/listing.ts';
import { type AlertSort, EXACT_TIME, readCursor, writeCursor } from './alert-cursor.ts';
import { filterOf, type KnownFilters, stateCondition } from './alert-filter.ts';
import type { Db } from './open-database.ts';
import type { Figures } from './shared-figures.ts';

/** One value that a list is sorted by: what stands in the index, its type, and how the cursor reads it. */
type SortKey = { readonly key: string; readonly type: string; readonly written: string };

const time = (column: string): SortKey => ({
  key: `a.${column}`,
  type: 'timestamptz',
  written: `to_char(a.${column} at time zone 'UTC', '${EXACT_TIME}')`,
});
const value = (key: string, type: string): SortKey => ({ key, type, written: key });
const ID = value('a.id', 'bigint');

/** Each ends with the id, which makes the order total; all keys of one sort point the same way. */
const SORTS: Readonly<Record<AlertSort, { keys: readonly SortKey[]; direction: 'asc' | 'desc' }>> = {
  urgency: { keys: [value('(-a.severity_rank)', 'integer'), time('waiting_since'), ID], direction: 'asc' },
  due: { keys: [time('due_at'), ID], direction: 'asc' },
  score: { keys: [value('a.score', 'float8'), ID], direction: 'desc' },
  newest: { keys: [time('opened_at'), ID], direction: 'desc' },
  oldest: { keys: [time('opened_at'), ID], direction: 'asc' },
};

/** An alert as it is listed, with the contacts by which the caller masks its title and seller. */
export type ListedRow = { readonly row: AlertRow; readonly contacts: readonly Contact[] };

export type ListedPage = Pick<AlertPage, 'next' | 'total'> & { readonly items: ListedRow[] };

/** `total` counts the whole list, not the page. */
export async function listAlerts(
  db: Db,
  query: AlertQuery & KnownFilters,
  now: Date,
  totals: Figures<number> = (_key, make) => make(),
): Promise<ListedPage> {
  const filter = sql`${stateCondition(query.state)} and ${filterOf(query, now)}`;
  const { keys, direction } = SORTS[query.sort];
  const written = sql.raw(keys.map((key) => key.written).join(', '));
  const order = sql.raw(keys.map((key) => `${key.key} ${direction}`).join(', '));
  // The page's rows first, from the index; what is shown of them only then.
  const { rows } = await sql<ListedAlert & { place: (number | string)[] }>`
    with page as materialized (
      select a.id as alert, json_build_array(${written}) as place, row_number() over (order by ${order}) as position
      from alerts a where ${filter} and ${afterCursor(query)} order by ${order} limit ${query.limit + 1}
    ) select page.place, shown.* from page cross join lateral (${rowColumns(now)} where a.id = page.alert) shown
    order by page.position`.execute(db);
  const { sort: _sort, cursor: _cursor, limit: _limit, ...counted } = query;
  const total = await totals(JSON.stringify(counted), async () => {
    const { rows: found } = await sql<{ total: number }>`
      select count(*) as total from alerts a where ${filter}`.execute(db);
    return found[0]?.total ?? 0;
  });
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: page.map(({ place: _place, ...row }) => toListedRow(row)),
    next: rows.length > query.limit && last !== undefined ? writeCursor(query.sort, last.place) : null,
    total,
  };
}

/** One row of the list; null when there is no such alert. */
export async function findAlertRow(db: Db, id: number, now: Date): Promise<AlertRow | null> {
  return (await listAlertRows(db, [id], now))[0]?.row ?? null;
}

/** In the given order; those that are not there are left out. */
export async function listAlertRows(db: Db, ids: readonly number[], now: Date): Promise<ListedRow[]> {
  if (ids.length === 0) return [];
  const given = sql`${[...ids]}::bigint[]`;
  const { rows } = await sql<ListedAlert>`
    ${rowColumns(now)} where a.id = any(${given}) order by array_position(${given}, a.id)`.execute(db);
  return rows.map(toListedRow);
}

function rowColumns(now: Date): RawBuilder<unknown> {
  return sql`
    select a.id, a.revision, a.version, a.state, a.outcome, a.severity, a.score, a.language, a.techniques,
      a.opened_at as "openedAt", a.revised_at as "revisedAt", a.waiting_since as "waitingSince", a.due_at as "dueAt",
      a.snoozed_until as "snoozedUntil", a.suppression_id is not null as suppressed, a.practice,
      json_build_object('id', s.id, 'name', s.name) as site, l.content->>'title' as title,
      l.content->'seller'->>'name' as seller,
      (select count(*) from listings where listings.offer_id = a.offer_id) as sightings,
      (select coalesce(json_agg(json_build_object('id', each.id, 'name', coalesce(known.name, each.id)) order by position), '[]')
        from unnest(a.substances) with ordinality each (id, position) left join substances known on known.id = each.id)
        as substances,
      l.content->'contacts' as contacts,
      u.name as "claimBy", c.kind as "claimKind", c.expires_at as "claimExpiresAt"
    from alerts a join sites s on s.id = a.site_id join listings l on l.id = a.listing_id
      left join claims c on c.alert_id = a.id and c.expires_at > ${now}::timestamptz
      left join users u on u.id = c.user_id`;
}

type ListedAlert = Omit<AlertRow, 'claim'> & {
  readonly contacts: Contact[];
  readonly claimBy: string | null;
  readonly claimKind: NonNullable<AlertRow['claim']>['kind'];
  readonly claimExpiresAt: string;
};

function afterCursor({ sort, cursor }: AlertQuery): RawBuilder<unknown> {
  if (cursor === undefined) return sql`true`;
  const { keys, direction } = SORTS[sort];
  const values = readCursor(sort, cursor).map(
    (each, index) => sql`${each}::${sql.raw(keys[index]?.type ?? 'text')}`,
  );
  const sides = [sql.raw(keys.map(({ key }) => key).join(', ')), sql.join(values)];
  return sql`(${sides[0]}) ${sql.raw(direction === 'desc' ? '<' : '>')} (${sides[1]})`;
}

function toListedRow({ contacts, claimBy, claimKind, claimExpiresAt, ...row }: ListedAlert): ListedRow {
  const techniques = TECHNIQUES.filter((technique) => row.techniques.includes(technique));
  const claim = claimBy === null ? null : { by: claimBy, kind: claimKind, expiresAt: claimExpiresAt };
  return { row: { ...row, techniques, claim }, contacts };
}
