/** The table `idempotency_keys`: answers kept for a day, so that a request that is sent twice is carried out once. */
import { sql } from 'kysely';
import type { Db } from '../open-database.ts';

const KEPT_HOURS = 24;
/** A request that has had no answer for so long died with its process: it may be carried out again. */
const ABANDONED_SECONDS = 60;

export type IdempotentRequest = {
  readonly user: number;
  readonly key: string;
  /** Of method, address and body. */
  readonly fingerprint: string;
  readonly now: Date;
};

export type KeptAnswer = {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: string | null;
};

/** new: carry it out; busy: it is being carried out; other: the key was used for another request. */
export type KeyState =
  | { readonly kind: 'new' | 'busy' | 'other' }
  | { readonly kind: 'answered'; readonly answer: KeptAnswer };

/** Reserves the key for this request, or tells what became of it before. */
export async function beginIdempotent(db: Db, request: IdempotentRequest): Promise<KeyState> {
  const { user, key, fingerprint, now } = request;
  const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
  await db
    .deleteFrom('idempotency_keys')
    .where('created_at', '<=', ago(KEPT_HOURS * 3600).toISOString())
    .execute();
  const { rows } = await sql`
    insert into idempotency_keys as k (user_id, key, fingerprint, created_at)
    values (${user}, ${key}, ${fingerprint}, ${now}::timestamptz)
    on conflict (user_id, key) do update set created_at = excluded.created_at
    where k.status is null and k.fingerprint = excluded.fingerprint
      and k.created_at <= ${ago(ABANDONED_SECONDS)}::timestamptz
    returning key`.execute(db);
  if (rows.length > 0) return { kind: 'new' };
  const kept = await db
    .selectFrom('idempotency_keys')
    .select(['fingerprint', 'status', 'content_type as contentType', 'body'])
    .where('user_id', '=', user)
    .where('key', '=', key)
    .executeTakeFirst();
  if (kept !== undefined && kept.fingerprint !== fingerprint) return { kind: 'other' };
  // Dropped in between, or not yet answered: asking again will tell.
  if (kept === undefined || kept.status === null) return { kind: 'busy' };
  return { kind: 'answered', answer: { ...kept, status: kept.status } };
}

export async function keepAnswer(db: Db, user: number, key: string, answer: KeptAnswer): Promise<void> {
  await db
    .updateTable('idempotency_keys')
    .set({ status: answer.status, content_type: answer.contentType, body: answer.body })
    .where('user_id', '=', user)
    .where('key', '=', key)
    .execute();
}

/** What failed on our side may be tried again under the same key. */
export async function forgetKey(db: Db, user: number, key: string): Promise<void> {
  await db.deleteFrom('idempotency_keys').where('user_id', '=', user).where('key', '=', key).execute();
}
