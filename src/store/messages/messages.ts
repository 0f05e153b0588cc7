/** The table `messages`: what each notifier is sent, one at a time, and in order for each alert. */
import { sql } from 'kysely';
import type { MessageContent, NotifierConfig } from '../../model/notifier.ts';
import type { Db } from '../open-database.ts';
import { toJson, toTextOrNull } from '../to-json.ts';

export type NewMessage = {
  readonly notifier: string;
  readonly alert: number | null;
  readonly content: MessageContent;
  /** Not before this time. */
  readonly due: Date;
};

/** What waits of the same alert does not keep this one back: it is due no later. */
export async function addMessage(db: Db, message: NewMessage, now: Date): Promise<number> {
  const { notifier, alert, content, due } = message;
  if (alert !== null) {
    await sql`
      update messages set next_attempt_at = ${due}, due_at = ${due}
      where notifier_id = ${notifier} and alert_id = ${alert} and state = 'waiting' and attempts = 0
        and next_attempt_at > ${due}`.execute(db);
  }
  const { id } = await db
    .insertInto('messages')
    .values({
      notifier_id: notifier,
      kind: content.kind,
      alert_id: alert,
      content: toJson(content),
      state: 'waiting',
      next_attempt_at: due,
      due_at: due,
      created_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export type ClaimedMessage = {
  readonly id: number;
  readonly config: NotifierConfig;
  readonly content: MessageContent;
  readonly createdAt: string;
  /** Counted from 1. */
  readonly attempt: number;
  /** How often the receiver has refused it, since it was made or sent again. */
  readonly refusals: number;
  /** Attempts in a row that the receiver had not answered before this one. */
  readonly failures: number;
};

export type Lane = {
  readonly notifier: string;
  /** Alarms only: for a process that sends without the queue. */
  readonly alarmsOnly: boolean;
};

/**
 * The notifier's next message that is due, for the caller alone until the lease ends, which goes by the server's clock. Null when there is none, when
 * another process sends one of them, and while the notifier rests. A message waits for the earlier ones of its alert.
 */
export async function claimMessage(
  db: Db,
  { notifier, alarmsOnly }: Lane,
  now: Date,
  leaseSeconds: number,
): Promise<ClaimedMessage | null> {
  return await db.transaction().execute(async (tx) => {
    const { rows: ready } = await sql<{ failures: number }>`
      select failures from notifiers
      where id = ${notifier} and removed_at is null and (rests_until is null or rests_until <= ${now})
      for update`.execute(tx);
    const [one] = ready;
    if (one === undefined) return null;
    // A statement of its own: while the one above waited for the row, another process may have taken a message.
    const { rows: busy } = await sql`
      select from messages
      where notifier_id = ${notifier} and state = 'waiting' and leased_until > clock_timestamp() limit 1`.execute(
      tx,
    );
    if (busy.length > 0) return null;
    const { rows } = await sql<Omit<ClaimedMessage, 'failures'>>`
      update messages m set leased_until = clock_timestamp() + make_interval(secs => ${leaseSeconds}),
        attempts = m.attempts + 1
      from notifiers n
      where n.id = m.notifier_id and m.id = (
        select id from messages next
        where notifier_id = ${notifier} and state = 'waiting' and next_attempt_at <= ${now}
          ${alarmsOnly ? sql`and kind = 'alarm'` : sql``}
          and not exists (select from messages earlier where earlier.notifier_id = next.notifier_id
            and earlier.alert_id = next.alert_id and earlier.state = 'waiting' and earlier.id < next.id)
        order by (kind <> 'alarm'), next_attempt_at, id limit 1)
      returning m.id, n.config, m.content, m.created_at as "createdAt", m.attempts as attempt, m.refusals`.execute(
      tx,
    );
    const [message] = rows;
    return message === undefined ? null : { ...message, ...one };
  });
}

/** One message whatever else waits, for a trial. Null when it does not wait or is being sent. */
export async function claimThisMessage(
  db: Db,
  id: number,
  leaseSeconds: number,
): Promise<ClaimedMessage | null> {
  const { rows } = await sql<ClaimedMessage>`
    update messages m set leased_until = clock_timestamp() + make_interval(secs => ${leaseSeconds}),
      attempts = m.attempts + 1
    from notifiers n
    where m.id = ${id} and n.id = m.notifier_id and m.state = 'waiting'
      and (m.leased_until is null or m.leased_until <= clock_timestamp())
    returning m.id, n.config, m.content, m.created_at as "createdAt", m.attempts as attempt, m.refusals, n.failures`.execute(
    db,
  );
  return rows[0] ?? null;
}

/** What an attempt came to. */
export type Attempt = {
  readonly milliseconds: number;
  readonly status: number | null;
  /** Null: it was taken. */
  readonly problem: string | null;
  /** The receiver does not want the message. */
  readonly refused: boolean;
  /** It is not tried again. */
  readonly givenUp: boolean;
  /** When the message is tried again; null keeps its place among the others. */
  readonly nextAttempt: Date | null;
  /** Until when the notifier is left alone; null when it answered. */
  readonly restsUntil: Date | null;
  /** The address guard let nothing go there. */
  readonly forbidden?: true;
};

/**
 * Once for each attempt, however often it is called: who was not answered may call again. False when the lease had ended and
 * another process had taken the message: then only the log is written.
 */
export async function settleAttempt(
  db: Db,
  message: Pick<ClaimedMessage, 'id' | 'attempt' | 'config'>,
  attempt: Attempt,
  now: Date,
): Promise<boolean> {
  return await db.transaction().execute(async (tx) => {
    const { milliseconds, status, refused, givenUp, nextAttempt, restsUntil } = attempt;
    const problem = toTextOrNull(attempt.problem);
    const number = message.attempt;
    const logged = await tx
      .insertInto('message_attempts')
      .values({ message_id: message.id, number, at: now, milliseconds, status, problem })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (logged.numInsertedOrUpdatedRows === 0n) return true;
    const state = problem === null ? 'delivered' : givenUp ? 'failed' : 'waiting';
    const { numAffectedRows } = await sql`
      update messages set state = ${state}, problem = ${problem}, leased_until = null,
        refusals = refusals + ${refused ? 1 : 0},
        delivered_at = ${state === 'delivered' ? now : null}::timestamptz,
        next_attempt_at = coalesce(${nextAttempt}::timestamptz, next_attempt_at)
      where id = ${message.id} and attempts = ${number} and state = 'waiting'`.execute(tx);
    await sql`
      update notifiers set rests_until = ${restsUntil}::timestamptz,
        failures = case when ${restsUntil}::timestamptz is null then 0 else failures + 1 end
      where id = ${message.config.id}`.execute(tx);
    return (numAffectedRows ?? 0n) > 0n;
  });
}

/** The process ends before the receiver answered: nothing is known of the attempt, another process makes it again. */
export async function releaseMessage(db: Db, message: Pick<ClaimedMessage, 'id' | 'attempt'>): Promise<void> {
  await db
    .updateTable('messages')
    .set({ leased_until: null })
    .where('id', '=', message.id)
    .where('attempts', '=', message.attempt)
    .where('state', '=', 'waiting')
    .execute();
}

export type NextMessage = { readonly message: number; readonly attempts: number; readonly at: Date };

/** What the notifier is sent next and when; null when nothing waits for it, or a process is just sending to it. */
export async function nextMessage(db: Db, notifier: string): Promise<NextMessage | null> {
  const { rows } = await sql<{ message: number; attempts: number; at: string }>`
    select m.id as message, attempts, greatest(next_attempt_at, rests_until) as at
    from messages m join notifiers n on n.id = m.notifier_id
    where notifier_id = ${notifier} and state = 'waiting' and n.removed_at is null
      and not exists (select from messages sent
        where sent.notifier_id = n.id and sent.state = 'waiting' and sent.leased_until > clock_timestamp())
      and not exists (select from messages earlier where earlier.notifier_id = m.notifier_id
        and earlier.alert_id = m.alert_id and earlier.state = 'waiting' and earlier.id < m.id)
    order by next_attempt_at, m.id limit 1`.execute(db);
  const [next] = rows;
  return next === undefined ? null : { ...next, at: new Date(next.at) };
}

export async function notifierOf(db: Db, message: number): Promise<string | null> {
  const row = await db
    .selectFrom('messages')
    .select('notifier_id')
    .where('id', '=', message)
    .executeTakeFirst();
  return row?.notifier_id ?? null;
}
