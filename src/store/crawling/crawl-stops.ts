/** The table `crawl_stops`: the one switch that stops every worker, and when it was used. */
import { sql } from 'kysely';
import type { SkipReason } from '../../model/skip-reasons.ts';
import type { Db } from '../open-database.ts';
import { toText } from '../to-json.ts';

const HALTED: SkipReason = 'halted';

export type CrawlStop = { readonly reason: string; readonly by: string; readonly at: string };

/** The stop in force; null while crawling is allowed. */
export async function currentStop(db: Db): Promise<CrawlStop | null> {
  const { rows } = await sql<CrawlStop>`
    select reason, stopped_by as by, stopped_at as at from crawl_stops where resumed_at is null`.execute(db);
  return rows[0] ?? null;
}

/** False when crawling is stopped already: the first reason stands. */
export async function stopCrawling(db: Db, stop: Omit<CrawlStop, 'at'>, now: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into crawl_stops (reason, stopped_by, stopped_at) values (${toText(stop.reason)}, ${stop.by}, ${now})
    on conflict do nothing`.execute(db);
  return (numAffectedRows ?? 0n) > 0n;
}

/**
 * False when nothing was stopped. Sites whose runs it cut, which left URLs out as halted, are due at once: their next turn may be
 * a month away.
 */
export async function resumeCrawling(db: Db, by: string, now: Date): Promise<boolean> {
  const { rows } = await sql<{ at: string }>`
    update crawl_stops set resumed_by = ${by}, resumed_at = ${now} where resumed_at is null
    returning stopped_at as at`.execute(db);
  const [ended] = rows;
  if (ended === undefined) return false;
  await sql`
    update sites set next_run_at = ${now}, planned_at = null
    where removed_at is null and next_run_at > ${now} and (
      select skipped ? ${HALTED} from runs where site_id = sites.id and finished_at >= ${ended.at}::timestamptz
      order by id desc limit 1)`.execute(db);
  return true;
}
