/** The table `notifiers`: who is told of alerts and alarms, and how each of them answers. */
import { sql } from 'kysely';
import type { NotifierConfig } from '../../model/notifier.ts';
import { inTransaction } from '../in-transaction.ts';
import type { Db } from '../open-database.ts';
import { toJson } from '../to-json.ts';

/** Makes the notifiers exactly these. What waits for one that is gone waits until it is back, for a month. */
export async function applyNotifiers(db: Db, notifiers: readonly NotifierConfig[], now: Date): Promise<void> {
  await inTransaction(db, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('precursor_watch.notifiers'))`.execute(tx);
    for (const config of notifiers) {
      await sql`
        insert into notifiers as known (id, config, updated_at) values (${config.id}, ${toJson(config)}, ${now})
        on conflict (id) do update set config = excluded.config, updated_at = excluded.updated_at, removed_at = null,
          failures = 0, rests_until = null
        where known.config <> excluded.config or known.removed_at is not null`.execute(tx);
    }
    const ids = notifiers.map(({ id }) => id);
    await sql`
      update notifiers set removed_at = ${now} where removed_at is null and id <> all(${ids}::text[])`.execute(
      tx,
    );
  });
}

/** By id. */
export async function listNotifiers(db: Db): Promise<NotifierConfig[]> {
  const rows = await db
    .selectFrom('notifiers')
    .select('config')
    .where('removed_at', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map(({ config }) => config);
}

export type NotifierState = {
  readonly id: string;
  readonly kind: NotifierConfig['kind'];
  /** Messages that wait, notices of the next digest among them. */
  readonly waiting: number;
  /** Since when the longest waiting message was to be sent; null when none is late. */
  readonly waitingSince: string | null;
  readonly failed: number;
  readonly lastDelivered: string | null;
  /** Attempts in a row without an answer, and until when no other is made. */
  readonly failures: number;
  readonly restsUntil: string | null;
};

/** How each notifier stands; by id. Trials are not missed by anybody: none is late, or counts as failed. */
export async function notifierStates(db: Db, now: Date): Promise<NotifierState[]> {
  const { rows } = await sql<NotifierState>`
    select id, config->>'kind' as kind, failures, rests_until as "restsUntil",
      (select count(*) from messages where notifier_id = n.id and state = 'waiting')
        + (select count(*) from notices where notifier_id = n.id and message_id is null) as waiting,
      (select min(due_at) from messages
        where notifier_id = n.id and state = 'waiting' and kind <> 'test' and due_at <= ${now}) as "waitingSince",
      (select count(*) from messages where notifier_id = n.id and state = 'failed' and kind <> 'test') as failed,
      (select delivered_at from messages where notifier_id = n.id and state = 'delivered'
        order by id desc limit 1) as "lastDelivered"
    from notifiers n where removed_at is null order by id`.execute(db);
  return rows;
}
