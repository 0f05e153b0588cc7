/** What a clock that was ahead and was set right leaves behind: times that would not come for as long as it was ahead. */
import { sql } from 'kysely';
import { inTransaction } from '../in-transaction.ts';
import type { Db } from '../open-database.ts';

/** Clocks of several machines may differ by so much. */
const TOLERANCE_SECONDS = 60;
/** Longer than any rest of a receiver, whoever asked for it, and than any lease of a message or a range. */
const LONGEST_REST_SECONDS = 3600;

export type MendedClock = { readonly sites: number; readonly runs: number; readonly messages: number };

/** True when the last tick was later than now: without a clock that jumped there is no such time. */
export async function clockWasAhead(db: Db, now: Date): Promise<boolean> {
  const { rows } = await sql`
    select from heartbeats where part = 'tick'
      and beat_at > ${now}::timestamptz + make_interval(secs => ${TOLERANCE_SECONDS})`.execute(db);
  return rows.length > 0;
}

/**
 * Sites that were claimed in what is still to come are due now, their runs, messages and notices of a digest wait from now on,
 * published alerts are looked for again, leases end as if they had been taken now, and signs of life say no more than that
 * somebody lived until now. Once for each jump: what is claimed after that has a time that has come.
 */
export async function mendClock(db: Db, now: Date): Promise<MendedClock> {
  return await inTransaction(db, async (tx) => {
    const ahead = sql`${now}::timestamptz + make_interval(secs => ${TOLERANCE_SECONDS})`;
    const count = ({ numAffectedRows }: { readonly numAffectedRows?: bigint }) =>
      Number(numAffectedRows ?? 0n);
    const sites = await sql`
      update sites set next_run_at = ${now}, planned_at = null
      where removed_at is null and next_run_at > ${now} and ${ahead} < (
        select queued_at from runs where site_id = sites.id order by id desc limit 1)`.execute(tx);
    const runs = await sql`
      update runs set queued_at = ${now} where status = 'queued' and queued_at > ${ahead}`.execute(tx);
    // Leases go by the server's clock, which may have jumped with ours or not.
    const lease = sql`clock_timestamp() + make_interval(secs => ${TOLERANCE_SECONDS})`;
    await sql`update sites set lease_until = ${lease} where lease_until > ${lease}`.execute(tx);
    const afterRest = sql`${now}::timestamptz + make_interval(secs => ${LONGEST_REST_SECONDS})`;
    const afterLease = sql`clock_timestamp() + make_interval(secs => ${LONGEST_REST_SECONDS})`;
    const messages = await sql`
      update messages set next_attempt_at = least(next_attempt_at, ${now}), due_at = least(due_at, ${now}),
        leased_until = null
      where state = 'waiting' and (created_at > ${ahead} or leased_until > ${afterLease}
        or exists (select from message_attempts where message_id = messages.id and at > ${ahead}))`.execute(
      tx,
    );
    await sql`
      update notices set created_at = ${now} where message_id is null and created_at > ${ahead}`.execute(tx);
    await sql`
      update outbox set published_at = ${now} where settled_at is null and published_at > ${ahead}`.execute(
      tx,
    );
    await sql`update notifiers set rests_until = null where rests_until > ${afterRest}`.execute(tx);
    await sql`
      update rescreen_ranges set leased_until = clock_timestamp()
      where done_at is null and leased_until > ${afterLease}`.execute(tx);
    await sql`update heartbeats set beat_at = ${now} where beat_at > ${ahead}`.execute(tx);
    return { sites: count(sites), runs: count(runs), messages: count(messages) };
  });
}
