/** The table `users`: accounts of the console. Names are compared in lower case. */
import { sql } from 'kysely';
import type { Account } from '../../model/account-api.ts';
import type { Db } from '../open-database.ts';

export type StoredUser = {
  readonly id: number;
  readonly name: string;
  /** null: signs in elsewhere only, whatever password an older version gave the account besides. */
  readonly passwordHash: string | null;
  readonly role: string;
  readonly createdAt: string;
  readonly disabledAt: string | null;
};

export type NewUser = {
  readonly name: string;
  readonly passwordHash: string | null;
  readonly role: string;
  readonly now: Date;
  /** Who it is elsewhere. */
  readonly identity?: { readonly issuer: string; readonly subject: string };
};

/** Gives its id; null when the name is taken. */
export async function createUser(db: Db, user: NewUser): Promise<number | null> {
  const row = await db
    .insertInto('users')
    .values({
      name: user.name,
      password_hash: user.passwordHash,
      role: user.role,
      created_at: user.now,
      oidc_issuer: user.identity?.issuer ?? null,
      oidc_subject: user.identity?.subject ?? null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

/** What finds an account: the database holds no NUL, and takes capitals for small letters. */
export function nameKey(name: string): string {
  return name.toLowerCase().replaceAll('\0', '');
}

export async function findUserByName(db: Db, name: string): Promise<StoredUser | null> {
  const row = await userRows(db).where(sql`lower(name)`, '=', nameKey(name)).executeTakeFirst();
  return row ?? null;
}

export async function findUser(db: Db, id: number): Promise<StoredUser | null> {
  return (await userRows(db).where('id', '=', id).executeTakeFirst()) ?? null;
}

export async function findUserByIdentity(
  db: Db,
  identity: { readonly issuer: string; readonly subject: string },
): Promise<StoredUser | null> {
  const row = await userRows(db)
    .where('oidc_issuer', '=', identity.issuer)
    .where('oidc_subject', '=', identity.subject)
    .executeTakeFirst();
  return row ?? null;
}

export async function listUsers(db: Db): Promise<StoredUser[]> {
  return userRows(db).orderBy('name').execute();
}

/** As people see them, by name. */
export async function listAccounts(db: Db): Promise<Account[]> {
  const { rows } = await sql<Account>`
    select id, name, role, totp_confirmed_at is not null as "secondFactor", oidc_subject is not null as external,
      created_at as "createdAt", disabled_at as "disabledAt", locked_until as "lockedUntil",
      (select max(last_used_at) from sessions where user_id = users.id) as "lastSeenAt"
    from users order by lower(name)`.execute(db);
  return rows;
}

export async function setPasswordHash(db: Db, userId: number, passwordHash: string): Promise<void> {
  await db.updateTable('users').set({ password_hash: passwordHash }).where('id', '=', userId).execute();
}

export async function setRole(db: Db, userId: number, role: string): Promise<void> {
  await db.updateTable('users').set({ role }).where('id', '=', userId).execute();
}

/** null enables it again. */
export async function setDisabled(db: Db, userId: number, at: Date | null): Promise<void> {
  await db.updateTable('users').set({ disabled_at: at }).where('id', '=', userId).execute();
}

/** Locks the accounts that can do everything, so that the last of them cannot go by two doors at once. */
export async function lockActiveAdmins(db: Db): Promise<number[]> {
  const rows = await db
    .selectFrom('users')
    .select('id')
    .where('role', '=', 'admin')
    .where('disabled_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map(({ id }) => id);
}

function userRows(db: Db) {
  return db
    .selectFrom('users')
    .select([
      'id',
      'name',
      sql<string | null>`case when oidc_subject is null then password_hash end`.as('passwordHash'),
      'role',
      'created_at as createdAt',
      'disabled_at as disabledAt',
    ]);
}
