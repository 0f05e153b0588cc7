/** Pages of the alert list: filtered, sorted and continued after a cursor, so that new alerts shift no page. */
import { type RawBuilder, sql } from 'kysely';
import type { AlertPage, AlertQuery, AlertRow } from '../../model/api.ts';
import { TECHNIQUES } from '../../model/assessment.ts';
import type { Contact } from '../../model/listing.ts';
import { listingsOfOffer } from '../offers/listing-languages.ts';
import type { Db } from '../open-database.ts';
import { type AlertSort, EXACT_TIME, readCursor, writeCursor } from './alert-cursor.ts';
import { filterOf, type KnownFilters, stateCondition } from './alert-filter.ts';
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

type Direction = 'asc' | 'desc';
const OPPOSITE = { asc: 'desc', desc: 'asc' } as const;

/** Each ends with the id, which makes the order total; all keys of one sort point the same way. */
const SORTS: Readonly<Record<AlertSort, { keys: readonly SortKey[]; direction: Direction }>> = {
  urgency: { keys: [value('(-a.severity_rank)', 'integer'), time('waiting_since'), ID], direction: 'asc' },
  due: { keys: [time('due_at'), ID], direction: 'asc' },
  score: { keys: [value('a.score', 'float8'), ID], direction: 'desc' },
  newest: { keys: [time('opened_at'), ID], direction: 'desc' },
  oldest: { keys: [time('opened_at'), ID], direction: 'asc' },
};

/** An alert as it is listed, with the contacts by which the caller masks its title and seller. */
export type ListedRow = { readonly row: AlertRow; readonly contacts: readonly Contact[] };

export type ListedPage = Pick<AlertPage, 'next' | 'previous' | 'total'> & { readonly items: ListedRow[] };

/** `total` counts the whole list, not the page. */
export async function listAlerts(
  db: Db,
  query: AlertQuery & KnownFilters,
  now: Date,
  totals: Figures<number> = (_key, make) => make(),
): Promise<ListedPage> {
  const filter = sql`${stateCondition(query.state)} and ${filterOf(query, now)}`;
  const page = await readPage(db, query, filter, now);
  const { sort: _sort, cursor: _cursor, before: _before, offset: _offset, limit: _limit, ...counted } = query;
  const total = await totals(JSON.stringify(counted), async () => {
    const { rows: found } = await sql<{ total: number }>`
      select count(*) as total from alerts a where ${filter}`.execute(db);
    return found[0]?.total ?? 0;
  });
  return { ...page, total };
}

async function readPage(
  db: Db,
  query: AlertQuery & KnownFilters,
  filter: RawBuilder<unknown>,
  now: Date,
): Promise<Omit<ListedPage, 'total'>> {
  const { sort, cursor, before, offset = 0, limit } = query;
  const { keys, direction } = SORTS[sort];
  const back = before !== undefined;
  const written = sql.raw(keys.map((key) => key.written).join(', '));
  const order = (way: Direction) => sql.raw(keys.map((key) => `${key.key} ${way}`).join(', '));
  // The numbers of the page's rows first, from the index alone where that holds all; what is shown of them only then.
  const { rows } = await sql<ListedAlert & { place: (number | string)[] }>`
    with page as materialized (
      select a.id as alert from alerts a where ${filter} and ${beyond(query)}
      order by ${order(back ? OPPOSITE[direction] : direction)} limit ${limit + 1} offset ${offset}
    ) select json_build_array(${written}) as place, shown.* from page join alerts a on a.id = page.alert
      cross join lateral (${rowColumns(now)} where a.id = page.alert) shown
    order by ${order(direction)}`.execute(db);
  const more = rows.length > limit;
  const shown = back && more ? rows.slice(1) : rows.slice(0, limit);
  const cursorOf = (row: (typeof rows)[number] | undefined) =>
    row === undefined ? null : writeCursor(sort, row.place);
  const [follows, precedes] = back ? [true, more] : [more, cursor !== undefined || offset > 0];
  return {
    items: shown.map(({ place: _place, ...row }) => toListedRow(row)),
    next: follows ? cursorOf(shown.at(-1)) : null,
    previous: precedes ? cursorOf(shown[0]) : null,
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
    /* prepared: alert-rows */ ${rowColumns(now)} where a.id = any(${given}) order by array_position(${given}, a.id)`.execute(
    db,
  );
  return rows.map(toListedRow);
}

function rowColumns(now: Date): RawBuilder<unknown> {
  return sql`
    select a.id, a.revision, a.version, a.state, a.outcome, a.severity, a.score, a.language, a.techniques,
      a.opened_at as "openedAt", a.revised_at as "revisedAt", a.waiting_since as "waitingSince", a.due_at as "dueAt",
      a.snoozed_until as "snoozedUntil", a.suppression_id is not null as suppressed, a.practice,
      json_build_object('id', s.id, 'name', s.name) as site, l.content->>'title' as title,
      l.content->'seller'->>'name' as seller,
      ${listingsOfOffer(sql`a.offer_id`)} as sightings,
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

/** What lies after `cursor`, or before `before`. */
function beyond({ sort, cursor, before }: AlertQuery): RawBuilder<unknown> {
  const from = cursor ?? before;
  if (from === undefined) return sql`true`;
  const { keys, direction } = SORTS[sort];
  const values = readCursor(sort, from).map(
    (each, index) => sql`${each}::${sql.raw(keys[index]?.type ?? 'text')}`,
  );
  const sides = [sql.raw(keys.map(({ key }) => key).join(', ')), sql.join(values)];
  const falls = (direction === 'desc') !== (before !== undefined);
  return sql`(${sides[0]}) ${sql.raw(falls ? '<' : '>')} (${sides[1]})`;
}

function toListedRow({ contacts, claimBy, claimKind, claimExpiresAt, ...row }: ListedAlert): ListedRow {
  const techniques = TECHNIQUES.filter((technique) => row.techniques.includes(technique));
  const claim = claimBy === null ? null : { by: claimBy, kind: claimKind, expiresAt: claimExpiresAt };
  return { row: { ...row, techniques, claim }, contacts };
}
