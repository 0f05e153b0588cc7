/** The table `sessions`: who is signed in. Callers give the token; only its hash is stored. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { OpenSession } from '../../model/account-api.ts';
import { type RowPage, type RowPageQuery, rowPage } from '../../model/row-page.ts';
import type { Db } from '../open-database.ts';
import { toTextOrNull } from '../to-json.ts';

export type NewSession = {
  /** At least 128 random bits: it is hashed without salt. */
  readonly token: string;
  readonly userId: number;
  readonly now: Date;
  readonly expiresAt: Date;
  /** Where it was opened, for its owner to recognise it. */
  readonly from?: SessionOrigin;
};

export type SessionOrigin = { readonly address: string | null; readonly userAgent: string | null };

export type StoredSession = {
  readonly id: number;
  readonly user: { readonly id: number; readonly name: string; readonly role: string };
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly lastUsedAt: string;
};

export async function createSession(
  db: Db,
  { token, userId, now, expiresAt, from }: NewSession,
): Promise<void> {
  await db
    .insertInto('sessions')
    .values({
      token_hash: hashOf(token),
      user_id: userId,
      created_at: now,
      expires_at: expiresAt,
      last_used_at: now,
      address: from?.address ?? null,
      user_agent: toTextOrNull(from?.userAgent ?? null),
    })
    .execute();
}

type SessionRow = StoredSession['user'] & Omit<StoredSession, 'id' | 'user'> & { readonly session: number };

/** null when there is none, it has expired or its user is disabled. */
export async function findSession(db: Db, token: string, now: Date): Promise<StoredSession | null> {
  // Asked before every request.
  const { rows } = await sql<SessionRow>`
    /* prepared: session */
    select s.id as session, u.id, u.name, u.role, s.created_at as "createdAt", s.expires_at as "expiresAt",
      s.last_used_at as "lastUsedAt"
    from sessions s join users u on u.id = s.user_id
    where s.token_hash = ${hashOf(token)} and s.expires_at > ${now}::timestamptz and u.disabled_at is null`.execute(
    db,
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { session, id, name, role, ...times } = row;
  return { id: session, user: { id, name, role }, ...times };
}

/** Records its use and moves its end. */
export async function touchSession(db: Db, token: string, now: Date, expiresAt: Date): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ last_used_at: now, expires_at: expiresAt })
    .where('token_hash', '=', hashOf(token))
    .execute();
}

/** The last opened first: which was used last changes while pages are read. `current` is the token that asks. */
export async function listSessions(
  db: Db,
  of: { readonly user: number | null; readonly current: string | null },
  { before, limit }: RowPageQuery,
  now: Date,
): Promise<RowPage<OpenSession>> {
  let query = db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select([
      'sessions.id',
      'users.name as user',
      'address',
      'user_agent as userAgent',
      'sessions.created_at as createdAt',
      'last_used_at as lastUsedAt',
      'expires_at as expiresAt',
      sql<boolean>`token_hash = ${hashOf(of.current ?? '')}`.as('current'),
    ])
    .where('expires_at', '>', now.toISOString());
  if (of.user !== null) query = query.where('user_id', '=', of.user);
  if (before !== undefined) query = query.where('sessions.id', '<', before);
  return rowPage(await query.orderBy('sessions.id', 'desc').limit(limit).execute(), limit);
}

export async function deleteSession(db: Db, token: string): Promise<void> {
  await db.deleteFrom('sessions').where('token_hash', '=', hashOf(token)).execute();
}

/** null ends that of anybody. Gives whose it was; null when there is none. */
export async function revokeSession(db: Db, id: number, user: number | null): Promise<number | null> {
  let query = db.deleteFrom('sessions').where('id', '=', id);
  if (user !== null) query = query.where('user_id', '=', user);
  const row = await query.returning('user_id').executeTakeFirst();
  return row?.user_id ?? null;
}

/** Signs a user out everywhere, as after a change of password; but for the session that `keep` is the token of. */
export async function deleteSessionsOfUser(
  db: Db,
  userId: number,
  keep: string | null = null,
): Promise<void> {
  await db
    .deleteFrom('sessions')
    .where('user_id', '=', userId)
    .where('token_hash', '<>', hashOf(keep ?? ''))
    .execute();
}

export async function deleteExpiredSessions(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('sessions').where('expires_at', '<=', now.toISOString()).execute();
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
