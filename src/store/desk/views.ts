/** The table `saved_views`: filters and orders of the list that people keep under a name. */
import { sql } from 'kysely';
import { type RowPage, type RowPageQuery, rowPage } from '../../model/row-page.ts';
import { type SavedView, type ViewQuery, type ViewRequest, viewQuery } from '../../model/view-api.ts';
import type { Db } from '../open-database.ts';
import { toJson, toText } from '../to-json.ts';

export type ViewWrite = ViewRequest & { readonly user: number; readonly now: Date };

/** One's own and those that are shared, the newest first: a name may change while pages are read. */
export async function listViews(
  db: Db,
  user: number,
  { before, limit }: RowPageQuery,
): Promise<RowPage<SavedView>> {
  const rows = await db
    .selectFrom('saved_views')
    .innerJoin('users', 'users.id', 'saved_views.user_id')
    .select([
      'saved_views.id',
      'saved_views.name',
      'query',
      'shared',
      'users.name as by',
      sql<boolean>`saved_views.user_id = ${user}`.as('mine'),
      'updated_at as updatedAt',
    ])
    .where((row) => row.or([row('shared', '=', true), row('user_id', '=', user)]))
    .$if(before !== undefined, (views) => views.where('saved_views.id', '<', before ?? 0))
    .orderBy('saved_views.id', 'desc')
    .limit(limit)
    .execute();
  return rowPage(
    rows.map((row) => ({ ...row, query: whatIsKnown(row.query) })),
    limit,
  );
}

/** Without what another version kept and this one does not know: one such view must not hide all others. */
function whatIsKnown(query: ViewQuery): ViewQuery {
  const read = viewQuery.safeParse(query);
  if (read.success) return read.data;
  const unknown = new Set(
    read.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys' ? issue.keys : [String(issue.path[0])],
    ),
  );
  return viewQuery.parse(Object.fromEntries(Object.entries(query).filter(([name]) => !unknown.has(name))));
}

/** Gives its id; null when this person has one of that name. */
export async function createView(db: Db, view: ViewWrite): Promise<number | null> {
  const row = await db
    .insertInto('saved_views')
    .values({ user_id: view.user, created_at: view.now, ...columnsOf(view) })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

/** False when this person has none of that number. @throws a unique violation when another of theirs has the name */
export async function changeView(db: Db, id: number, view: ViewWrite): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('saved_views')
    .set(columnsOf(view))
    .where('id', '=', id)
    .where('user_id', '=', view.user)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** False when this person has none of that number. */
export async function deleteView(db: Db, id: number, user: number): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('saved_views')
    .where('id', '=', id)
    .where('user_id', '=', user)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

function columnsOf({ name, query, shared, now }: ViewWrite) {
  return { name: toText(name), query: toJson(query), shared, updated_at: now };
}
