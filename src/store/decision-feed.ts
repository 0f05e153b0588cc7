/** Decisions that have left the house, in order: nobody outside sees one that can still be undone unseen. */
import { sql } from 'kysely';
import type { FedDecision, FeedQuery } from '../model/feed-api.ts';
import type { Db } from './open-database.ts';

/** Numbers are given before their transaction ends; after so long none is still under way. */
const SETTLED_SECONDS = 5;

/**
 * @param releaseSeconds age at which a decision leaves the house
 * @param sealed alerts at whose decisions it stops: left out, they would be missing for whoever asks with `next`
 */
export async function listReleased(
  db: Db,
  { after, limit }: FeedQuery,
  releaseSeconds: number,
  sealed: readonly number[],
  now: Date,
): Promise<FedDecision[]> {
  const delay = Math.max(releaseSeconds, SETTLED_SECONDS);
  const cutoff = new Date(now.getTime() - delay * 1000);
  const { rows } = await sql<FedDecision>`
    select d.id, d.action, d.outcome, d.reason, d.policy, d.note, d.duplicate_of as "duplicateOf", d.undoes,
      d.user_name as by, d.at, d.revision, d.watchlist_version as watchlist, d.law, d.alert_id as alert,
      a.site_id as site, l.url as listing, a.severity, a.substances, a.practice
    from decisions d join alerts a on a.id = d.alert_id join listings l on l.id = a.listing_id
    where d.id > ${after} and d.id < coalesce((select min(id) from decisions
        where id > ${after} and alert_id = any(${[...sealed]}::bigint[])), 9007199254740991) and d.at <= ${cutoff}::timestamptz
      and not exists (select from decisions u
        where u.undoes = d.id and u.at < d.at + make_interval(secs => ${delay}))
      and not (d.action = 'undo' and exists (select from decisions o
        where o.id = d.undoes and d.at < o.at + make_interval(secs => ${delay})))
    order by d.id limit ${limit}`.execute(db);
  return rows;
}
