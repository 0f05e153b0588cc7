/** The table `exception_drafts`, and the stored listings that a draft is tried on. */
import { sql } from 'kysely';
import type { Outcome } from '../../model/alert.ts';
import type { ExceptionDraft, ExceptionRequest, Removes } from '../../model/exception-api.ts';
import type { Listing } from '../../model/listing.ts';
import type { RowPageQuery } from '../../model/row-page.ts';
import type { SiteKind } from '../../model/site.ts';
import type { Db } from '../open-database.ts';
import { toJson, toText, toTextOrNull } from '../to-json.ts';
import { notAmong } from './sealed-alerts.ts';

export type TermAlert = {
  readonly id: number;
  readonly outcome: Outcome | null;
  readonly listing: Listing;
  readonly siteKind: SiteKind | null;
  /** When it was screened: the law of that day holds. */
  readonly screenedAt: string;
};

/** Alerts whose leading listing has a hit of one of the terms, the newest first. */
export async function alertsOfTerms(db: Db, terms: readonly string[], limit: number): Promise<TermAlert[]> {
  const { rows } = await sql<TermAlert>`
    select a.id, a.outcome, l.content as listing, s.config->>'kind' as "siteKind", e.assessed_at as "screenedAt"
    from alerts a join listings l on l.id = a.listing_id join sites s on s.id = a.site_id
      join assessments e on e.listing_id = a.listing_id
    where exists (select from hits h where h.listing_id = a.listing_id and h.term = any(${[...terms]}::text[]))
    order by a.id desc limit ${limit}`.execute(db);
  return rows;
}

export type NewDraft = ExceptionRequest & {
  readonly removes: Removes;
  readonly watchlist: string;
  readonly by: number;
  readonly now: Date;
};

export async function createDraft(db: Db, draft: NewDraft): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into exception_drafts (alert_id, term, phrase, note, removes, watchlist_version, created_by, created_at)
    values (${draft.alert}, ${toText(draft.term)}, ${toText(draft.phrase)}, ${toTextOrNull(draft.note)},
      ${toJson(draft.removes)}, ${draft.watchlist}, ${draft.by}, ${draft.now}::timestamptz) returning id`.execute(
    db,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('an insert gave no row');
  return row.id;
}

/** Those not dropped, the latest first. */
export async function listDrafts(
  db: Db,
  { before, limit }: RowPageQuery,
  except: readonly number[],
): Promise<Omit<ExceptionDraft, 'yaml'>[]> {
  const { rows } = await sql<Omit<ExceptionDraft, 'yaml'>>`
    select d.id, d.alert_id as alert, d.term, d.phrase, d.note, d.removes, d.watchlist_version as watchlist,
      u.name as by, d.created_at as "createdAt"
    from exception_drafts d join users u on u.id = d.created_by where d.dropped_at is null
      and (d.alert_id is null or ${notAmong(sql`d.alert_id`, except)})
      and ${before === undefined ? sql`true` : sql`d.id < ${before}`}
    order by d.id desc limit ${limit}`.execute(db);
  return rows;
}

/** False when there is none, or it was dropped already. */
export async function dropDraft(db: Db, id: number, by: number, now: Date): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    update exception_drafts set dropped_at = ${now}::timestamptz, dropped_by = ${by}
    where id = ${id} and dropped_at is null`.execute(db);
  return numAffectedRows > 0n;
}
