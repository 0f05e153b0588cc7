/** The table `drawn_pages`: of which addresses at a site a script draws the pages. */
import { sql } from 'kysely';
import type { Db } from '../open-database.ts';
import { toText } from '../to-json.ts';

export type DrawnRow = {
  readonly form: string;
  readonly inRow: number;
  /** ISO 8601, UTC. */
  readonly lookedAt: string;
};

/** A form that was not read for so long is not in use: those that are, are looked at every few days. */
const KEPT_DAYS = 90;

export async function readDrawnPages(db: Db, site: string, now: Date): Promise<DrawnRow[]> {
  await sql`
    delete from drawn_pages where site_id = ${site}
      and looked_at < ${now}::timestamptz - make_interval(days => ${KEPT_DAYS}::integer)`.execute(db);
  const { rows } = await sql<DrawnRow>`
    select form, in_row as "inRow", looked_at as "lookedAt" from drawn_pages where site_id = ${site}
    order by looked_at desc, form`.execute(db);
  return rows;
}

/** `inRow` 0 forgets the form. */
export async function saveDrawnPage(
  db: Db,
  site: string,
  { form, inRow, lookedAt }: DrawnRow,
): Promise<void> {
  if (inRow === 0) {
    await sql`delete from drawn_pages where site_id = ${site} and form = ${toText(form)}`.execute(db);
    return;
  }
  await sql`
    insert into drawn_pages (site_id, form, in_row, looked_at)
    values (${site}, ${toText(form)}, ${inRow}, ${lookedAt})
    on conflict (site_id, form) do update set in_row = excluded.in_row, looked_at = excluded.looked_at`.execute(
    db,
  );
}
