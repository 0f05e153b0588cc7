/** The table `api_tokens`: what programs sign in with. Callers give the token; only its hash is stored. */
import { createHash } from 'node:crypto';
import type { ApiToken } from '../../model/account-api.ts';
import { type Permission, permissionName } from '../../model/permissions.ts';
import { type RowPage, type RowPageQuery, rowPage } from '../../model/row-page.ts';
import type { Db } from '../open-database.ts';

export type NewApiToken = {
  /** At least 128 random bits: it is hashed without salt. */
  readonly token: string;
  readonly user: number;
  readonly name: string;
  readonly scopes: readonly Permission[];
  readonly now: Date;
  readonly expiresAt: Date;
};

export async function createToken(db: Db, token: NewApiToken): Promise<number> {
  const { id } = await db
    .insertInto('api_tokens')
    .values({
      user_id: token.user,
      name: token.name,
      token_hash: hashOf(token.token),
      scopes: [...token.scopes],
      created_at: token.now,
      expires_at: token.expiresAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export type TokenHolder = {
  readonly id: number;
  readonly user: { readonly id: number; readonly name: string; readonly role: string };
  readonly scopes: readonly Permission[];
  readonly lastUsedAt: string | null;
};

/** null when there is none, it has ended or its account is disabled. */
export async function findToken(db: Db, token: string, now: Date): Promise<TokenHolder | null> {
  const row = await db
    .selectFrom('api_tokens')
    .innerJoin('users', 'users.id', 'api_tokens.user_id')
    .select(['api_tokens.id', 'scopes', 'last_used_at', 'users.id as userId', 'users.name', 'role'])
    .where('token_hash', '=', hashOf(token))
    .where('expires_at', '>', now.toISOString())
    .where('revoked_at', 'is', null)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { id, userId, name, role, last_used_at: lastUsedAt } = row;
  return { id, user: { id: userId, name, role }, scopes: knownScopes(row.scopes), lastUsedAt };
}

export async function touchToken(db: Db, id: number, now: Date): Promise<void> {
  await db.updateTable('api_tokens').set({ last_used_at: now }).where('id', '=', id).execute();
}

/** The latest first; null lists those of everybody. */
export async function listTokens(
  db: Db,
  user: number | null,
  { before, limit }: RowPageQuery,
): Promise<RowPage<ApiToken>> {
  let query = db
    .selectFrom('api_tokens')
    .innerJoin('users', 'users.id', 'api_tokens.user_id')
    .select([
      'api_tokens.id',
      'users.name as user',
      'api_tokens.name',
      'scopes',
      'api_tokens.created_at as createdAt',
      'expires_at as expiresAt',
      'last_used_at as lastUsedAt',
      'revoked_at as revokedAt',
    ]);
  if (user !== null) query = query.where('user_id', '=', user);
  if (before !== undefined) query = query.where('api_tokens.id', '<', before);
  const rows = await query.orderBy('api_tokens.id', 'desc').limit(limit).execute();
  return rowPage(
    rows.map((row) => ({ ...row, scopes: knownScopes(row.scopes) })),
    limit,
  );
}

/** How many open something. */
export async function countTokens(db: Db, now: Date): Promise<number> {
  const { count } = await db
    .selectFrom('api_tokens')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now.toISOString())
    .executeTakeFirstOrThrow();
  return count;
}

/** null ends that of anybody. False when there is none, or it has ended already. */
export async function revokeToken(db: Db, id: number, user: number | null, now: Date): Promise<boolean> {
  let query = db
    .updateTable('api_tokens')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('revoked_at', 'is', null);
  if (user !== null) query = query.where('user_id', '=', user);
  return (await query.executeTakeFirst()).numUpdatedRows > 0n;
}

/** All that still open something. Gives their numbers. */
export async function revokeTokensOfUser(db: Db, user: number, now: Date): Promise<number[]> {
  const rows = await db
    .updateTable('api_tokens')
    .set({ revoked_at: now })
    .where('user_id', '=', user)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now.toISOString())
    .returning('id')
    .execute();
  return rows.map(({ id }) => id).toSorted((a, b) => a - b);
}

/** A scope that this version does not know is worth nothing. */
function knownScopes(scopes: readonly string[]): Permission[] {
  return scopes.flatMap((scope) => {
    const known = permissionName.safeParse(scope);
    return known.success ? [known.data] : [];
  });
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
