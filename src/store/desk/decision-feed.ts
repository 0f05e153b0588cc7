/** Decisions that have left the house, in order: nobody outside sees one that can still be undone unseen. */
import { sql } from 'kysely';
import type { FedDecision, FeedQuery } from '../../model/feed-api.ts';
import type { Db } from '../open-database.ts';

/** Numbers and times are given before their transaction ends; after so long none is still under way. */
const SETTLED_SECONDS = 5;

/**
 * It stops at the first decision that is not to be told yet: left out, it would be missing for whoever asks with `next`, since
 * numbers need not rise with the times.
 * @param releaseSeconds so long it can be taken back unseen; it leaves the house when no such undo can be under way any more
 * @param sealed alerts at whose decisions it stops
 */
export async function listReleased(
  db: Db,
  { after, limit }: FeedQuery,
  releaseSeconds: number,
  sealed: readonly number[],
  now: Date,
): Promise<FedDecision[]> {
  const cutoff = new Date(now.getTime() - (releaseSeconds + SETTLED_SECONDS) * 1000);
  const { rows } = await sql<FedDecision>`
    select d.id, d.action, d.outcome, d.reason, d.policy, d.note, d.duplicate_of as "duplicateOf", d.undoes,
      d.user_name as by, d.at, d.revision, d.watchlist_version as watchlist, d.law, d.alert_id as alert,
      a.site_id as site, l.url as listing, a.severity, a.substances, a.practice
    from (
      select *, bool_and(at <= ${cutoff}::timestamptz and alert_id <> all(${[...sealed]}::bigint[])) over (order by id) as told
      from decisions where id > ${after}
    ) d join alerts a on a.id = d.alert_id join listings l on l.id = a.listing_id
    where d.told
      and not exists (select from decisions u
        where u.undoes = d.id and u.at < d.at + make_interval(secs => ${releaseSeconds}))
      and not (d.action = 'undo' and exists (select from decisions o
        where o.id = d.undoes and d.at < o.at + make_interval(secs => ${releaseSeconds})))
    order by d.id limit ${limit}`.execute(db);
  return rows;
}
