/** What the table `users` keeps for signing in: failures, the lock, the second factor. */
import { sql } from 'kysely';
import type { Db } from '../open-database.ts';

export type SignInState = {
  readonly lockedUntil: string | null;
  /** Encrypted. */
  readonly secret: string | null;
  /** null: the secret was not confirmed yet, so it is not asked for. */
  readonly confirmedAt: string | null;
  readonly lastStep: number | null;
  /** Signs in elsewhere. */
  readonly external: boolean;
};

export async function readSignInState(db: Db, user: number): Promise<SignInState> {
  return await db
    .selectFrom('users')
    .select([
      'locked_until as lockedUntil',
      'totp_secret as secret',
      'totp_confirmed_at as confirmedAt',
      'totp_last_step as lastStep',
      sql<boolean>`oidc_subject is not null`.as('external'),
    ])
    .where('id', '=', user)
    .executeTakeFirstOrThrow();
}

/** Counts a failure by its weight; the one that reaches the limit locks the account and begins a new count. True when it did. */
export async function countFailure(
  db: Db,
  user: number,
  { weight, limit, until }: { readonly weight: number; readonly limit: number; readonly until: Date },
): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`
    update users set
      failed_sign_ins = case when failed_sign_ins + ${weight}::int >= ${limit}::int then 0
        else failed_sign_ins + ${weight}::int end,
      locked_until = case when failed_sign_ins + ${weight}::int >= ${limit}::int then ${until}::timestamptz
        else locked_until end
    where id = ${user} returning failed_sign_ins = 0 as locked`.execute(db);
  return rows[0]?.locked ?? false;
}

export async function clearFailures(db: Db, user: number): Promise<void> {
  await db
    .updateTable('users')
    .set({ failed_sign_ins: 0, locked_until: null })
    .where('id', '=', user)
    .where((row) => row.or([row('failed_sign_ins', '>', 0), row('locked_until', 'is not', null)]))
    .execute();
}

/** Each step of time is good once: false when it, or a later one, was used already. */
export async function spendStep(db: Db, user: number, step: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('users')
    .set({ totp_last_step: step })
    .where('id', '=', user)
    .where((row) => row.or([row('totp_last_step', 'is', null), row('totp_last_step', '<', step)]))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Within a transaction: one process at a time sets up, confirms or removes a second factor, or encrypts them. */
export async function lockSecrets(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('precursor_watch.second_factors'))`.execute(db);
}

export type StoredSecret = { readonly user: number; readonly stored: string };

/** Of every account that has one, confirmed or not. */
export async function listSecrets(db: Db): Promise<StoredSecret[]> {
  const { rows } = await sql<StoredSecret>`
    select id as "user", totp_secret as stored from users where totp_secret is not null order by id`.execute(
    db,
  );
  return rows;
}

/** The same secret, written otherwise: what else is known of it stays. */
export async function replaceSecret(db: Db, user: number, secret: string): Promise<void> {
  await db.updateTable('users').set({ totp_secret: secret }).where('id', '=', user).execute();
}

/** Not asked for before it is confirmed. */
export async function setSecret(db: Db, user: number, secret: string | null): Promise<void> {
  await db
    .updateTable('users')
    .set({ totp_secret: secret, totp_confirmed_at: null, totp_last_step: null })
    .where('id', '=', user)
    .execute();
}

export async function confirmSecret(db: Db, user: number, now: Date): Promise<void> {
  await db.updateTable('users').set({ totp_confirmed_at: now }).where('id', '=', user).execute();
}
