/** Pages of the alert list: filtered, sorted and continued after a cursor, so that new alerts shift no page. */
import { type RawBuilder, sql } from 'kysely';
import type { AlertPage, AlertQuery, AlertRow } from '../model/api.ts';
import { TECHNIQUES, type Technique } from '../model/assessment.ts';
import { type AlertSort, readCursor, writeCursor } from './alert-cursor.ts';
import type { Db } from './open-database.ts';
import { substanceNames } from './watchlists.ts';

/** Each ends with the id, which makes the order total; all columns of one sort point the same way. */
const SORTS: Readonly<Record<AlertSort, { columns: readonly string[]; direction: 'asc' | 'desc' }>> = {
  urgency: { columns: ['severity_rank', 'score', 'id'], direction: 'desc' },
  score: { columns: ['score', 'id'], direction: 'desc' },
  newest: { columns: ['opened_at', 'id'], direction: 'desc' },
  oldest: { columns: ['opened_at', 'id'], direction: 'asc' },
};

/** What waits for a decision. */
export const OPEN_STATES = ['open', 'reopened', 'escalated'] as const;

/** `title` and `seller` come as they were read: the caller masks them. `total` counts the whole list, not the page. */
export async function listAlerts(db: Db, query: AlertQuery): Promise<AlertPage> {
  const filter = filterOf(query);
  const { columns, direction } = SORTS[query.sort];
  const keys = sql.join(columns.map((column) => sql.ref(`a.${column}`)));
  const after = query.cursor === undefined ? sql`true` : afterCursor(query.sort, query.cursor, keys);
  const order = sql.join(columns.map((column) => sql`${sql.ref(`a.${column}`)} ${sql.raw(direction)}`));
  const { rows } = await sql<ListedAlert>`
    ${ROW_COLUMNS} where ${filter} and ${after} order by ${order} limit ${query.limit + 1}`.execute(db);
  const { rows: counted } = await sql<{ total: number }>`
    select count(*) as total from alerts a where ${filter}`.execute(db);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: await toAlertRows(db, page),
    next: rows.length > query.limit && last !== undefined ? writeCursor(query.sort, last) : null,
    total: counted[0]?.total ?? 0,
  };
}

/** One row of the list; null when there is no such alert. */
export async function findAlertRow(db: Db, id: number): Promise<AlertRow | null> {
  const { rows } = await sql<ListedAlert>`${ROW_COLUMNS} where a.id = ${id}`.execute(db);
  return (await toAlertRows(db, rows))[0] ?? null;
}

const ROW_COLUMNS = sql`
  select a.id, a.revision, a.state, a.outcome, a.severity, a.severity_rank, a.score, a.substances, a.opened_at,
    a.revised_at, a.practice, s.id as site_id, s.name as site_name, l.content->>'title' as title,
    l.content->'seller'->>'name' as seller,
    (select count(*) from listings where listings.offer_id = a.offer_id) as sightings,
    array(select distinct technique from hits where hits.listing_id = a.listing_id) as techniques
  from alerts a join sites s on s.id = a.site_id join listings l on l.id = a.listing_id`;

type ListedAlert = Pick<
  AlertRow,
  'id' | 'revision' | 'state' | 'outcome' | 'severity' | 'score' | 'practice'
> & {
  severity_rank: number;
  substances: string[];
  opened_at: string;
  revised_at: string;
  site_id: string;
  site_name: string;
  title: string | null;
  seller: string | null;
  sightings: number;
  techniques: Technique[];
};

function filterOf(query: AlertQuery): RawBuilder<unknown> {
  const parts = [sql`true`];
  if (query.state === 'open')
    parts.push(sql`a.state in (${sql.join(OPEN_STATES.map((state) => sql.lit(state)))})`);
  if (query.state === 'decided') parts.push(sql`a.state = 'decided'`);
  if (query.severity !== undefined) parts.push(sql`a.severity = ${query.severity}`);
  if (query.substance !== undefined) parts.push(sql`a.substances @> array[${query.substance}]::text[]`);
  if (query.site !== undefined) parts.push(sql`a.site_id = ${query.site}`);
  for (const word of query.text?.toLowerCase().replaceAll('\0', '').split(/\s+/).filter(Boolean) ?? []) {
    parts.push(sql`a.search_text like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`);
  }
  return sql.join(parts, sql` and `);
}

function afterCursor(sort: AlertSort, cursor: string, keys: RawBuilder<unknown>): RawBuilder<unknown> {
  const { columns, direction } = SORTS[sort];
  const types: Record<string, string> = {
    severity_rank: 'smallint',
    score: 'float8',
    opened_at: 'timestamptz',
    id: 'bigint',
  };
  const values = readCursor(sort, cursor).map(
    (value, index) => sql`${value}::${sql.raw(types[columns[index] ?? ''] ?? 'text')}`,
  );
  return sql`(${keys}) ${sql.raw(direction === 'desc' ? '<' : '>')} (${sql.join(values)})`;
}

async function toAlertRows(db: Db, rows: readonly ListedAlert[]): Promise<AlertRow[]> {
  const names = await substanceNames(
    db,
    rows.flatMap((row) => row.substances),
  );
  return rows.map((row) => ({
    id: row.id,
    revision: row.revision,
    state: row.state,
    outcome: row.outcome,
    severity: row.severity,
    score: row.score,
    substances: row.substances.map((id) => ({ id, name: names.get(id) ?? id })),
    techniques: TECHNIQUES.filter((technique) => row.techniques.includes(technique)),
    title: row.title,
    seller: row.seller,
    site: { id: row.site_id, name: row.site_name },
    sightings: row.sightings,
    openedAt: row.opened_at,
    revisedAt: row.revised_at,
    practice: row.practice,
  }));
}
