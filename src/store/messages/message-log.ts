/** What became of messages: their attempts, sending them again, and forgetting them in time. */
import { sql } from 'kysely';
import type { MessageContent } from '../../model/notifier.ts';
import type { Db } from '../open-database.ts';

export type LoggedMessage = {
  readonly id: number;
  readonly notifier: string;
  readonly kind: MessageContent['kind'];
  readonly alert: number | null;
  readonly state: 'waiting' | 'delivered' | 'failed';
  readonly attempts: number;
  readonly createdAt: string;
  readonly deliveredAt: string | null;
  readonly nextAttemptAt: string | null;
  readonly problem: string | null;
};

/** The newest first, of one notifier or of all. */
export async function listMessages(db: Db, notifier: string | null, limit: number): Promise<LoggedMessage[]> {
  const rows = db
    .selectFrom('messages')
    .select([
      'id',
      'notifier_id as notifier',
      'kind',
      'alert_id as alert',
      'state',
      'attempts',
      'created_at as createdAt',
      'delivered_at as deliveredAt',
      sql<string | null>`case when state = 'waiting' then next_attempt_at end`.as('nextAttemptAt'),
      'problem',
    ])
    .orderBy('id', 'desc')
    .limit(limit);
  return await (notifier === null ? rows : rows.where('notifier_id', '=', notifier)).execute();
}

export async function isLogged(db: Db, message: number): Promise<boolean> {
  const row = await db.selectFrom('messages').select('id').where('id', '=', message).executeTakeFirst();
  return row !== undefined;
}

export type LoggedAttempt = {
  readonly number: number;
  readonly at: string;
  readonly milliseconds: number;
  readonly status: number | null;
  readonly problem: string | null;
};

export async function listAttempts(db: Db, message: number): Promise<LoggedAttempt[]> {
  return db
    .selectFrom('message_attempts')
    .select(['number', 'at', 'milliseconds', 'status', 'problem'])
    .where('message_id', '=', message)
    .orderBy('number')
    .execute();
}

/** Which messages are sent again: one, those that were given up, or all of a time, delivered ones too. */
export type Replay =
  | { readonly kind: 'message'; readonly id: number }
  | { readonly kind: 'failed' }
  | { readonly kind: 'since'; readonly time: Date };

/** They keep their id, by which a receiver knows what it has had. Gives how many there are. */
export async function replayMessages(db: Db, notifier: string, which: Replay, now: Date): Promise<number> {
  const chosen =
    which.kind === 'message'
      ? sql`id = ${which.id} and state <> 'waiting'`
      : which.kind === 'failed'
        ? sql`state = 'failed'`
        : sql`state <> 'waiting' and created_at >= ${which.time}`;
  const { numAffectedRows } = await sql`
    update messages set state = 'waiting', delivered_at = null, leased_until = null, next_attempt_at = ${now},
      due_at = ${now}, refusals = 0
    where notifier_id = ${notifier} and kind <> 'test' and ${chosen}`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

/** Which of those that were given up are let go: one, or all. */
export type Dropped = { readonly kind: 'message'; readonly id: number } | { readonly kind: 'failed' };

/** Forgets what was given up, so that nobody is alarmed by it any more. Gives the ids. */
export async function dropMessages(db: Db, notifier: string, which: Dropped): Promise<number[]> {
  const rows = await db
    .deleteFrom('messages')
    .where('notifier_id', '=', notifier)
    .where('state', '=', 'failed')
    .where('kind', '<>', 'test')
    .$if(which.kind === 'message', (chosen) =>
      chosen.where('id', '=', which.kind === 'message' ? which.id : 0),
    )
    .returning('id')
    .execute();
  return rows.map(({ id }) => id).toSorted((a, b) => a - b);
}

/** Delivered messages before `before` with their notices, `limit` at a time. Gives how many. */
export async function forgetDelivered(db: Db, before: Date, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from messages where id in (
      select id from messages where state = 'delivered' and delivered_at < ${before} limit ${limit})`.execute(
    db,
  );
  return Number(numAffectedRows ?? 0n);
}

/**
 * What a notifier that was taken out before `before` was to hear of by then, `limit` messages and notices at a time. What could not
 * be sent to one that is there stays: it is an alarm until a person sends it again or drops it. Gives how many.
 */
export async function forgetUndelivered(db: Db, before: Date, limit: number): Promise<number> {
  const removed = sql`select id from notifiers where removed_at < ${before}`;
  const messages = await sql`
    delete from messages where id in (select id from messages
      where notifier_id in (${removed}) and state <> 'delivered' and created_at < ${before} limit ${limit})`.execute(
    db,
  );
  const notices = await sql`
    delete from notices where id in (select id from notices
      where notifier_id in (${removed}) and message_id is null and created_at < ${before} limit ${limit})`.execute(
    db,
  );
  return Number(messages.numAffectedRows ?? 0n) + Number(notices.numAffectedRows ?? 0n);
}
