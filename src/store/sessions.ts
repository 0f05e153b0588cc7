/** The table `sessions`: who is signed in. Callers give the token; only its hash is stored. */
import { createHash } from 'node:crypto';
import type { Db } from './open-database.ts';

export type NewSession = {
  /** At least 128 random bits: it is hashed without salt. */
  readonly token: string;
  readonly userId: number;
  readonly now: Date;
  readonly expiresAt: Date;
};

export type StoredSession = {
  readonly user: { readonly id: number; readonly name: string; readonly role: string };
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly lastUsedAt: string;
};

export async function createSession(db: Db, { token, userId, now, expiresAt }: NewSession): Promise<void> {
  await db
    .insertInto('sessions')
    .values({
      token_hash: hashOf(token),
      user_id: userId,
      created_at: now,
      expires_at: expiresAt,
      last_used_at: now,
    })
    .execute();
}

/** null when there is none, it has expired or its user is disabled. */
export async function findSession(db: Db, token: string, now: Date): Promise<StoredSession | null> {
  const row = await db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select(['users.id', 'name', 'role', 'sessions.created_at', 'expires_at', 'last_used_at'])
    .where('token_hash', '=', hashOf(token))
    .where('expires_at', '>', now.toISOString())
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { id, name, role, created_at: createdAt, expires_at: expiresAt, last_used_at: lastUsedAt } = row;
  return { user: { id, name, role }, createdAt, expiresAt, lastUsedAt };
}

/** Records its use and moves its end. */
export async function touchSession(db: Db, token: string, now: Date, expiresAt: Date): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ last_used_at: now, expires_at: expiresAt })
    .where('token_hash', '=', hashOf(token))
    .execute();
}

export async function deleteSession(db: Db, token: string): Promise<void> {
  await db.deleteFrom('sessions').where('token_hash', '=', hashOf(token)).execute();
}

/** Signs a user out everywhere, as after a change of password. */
export async function deleteSessionsOfUser(db: Db, userId: number): Promise<void> {
  await db.deleteFrom('sessions').where('user_id', '=', userId).execute();
}

export async function deleteExpiredSessions(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('sessions').where('expires_at', '<=', now.toISOString()).execute();
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
