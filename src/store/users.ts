/** The table `users`: local accounts of the console. Names are compared in lower case. */
import { sql } from 'kysely';
import type { Db } from './open-database.ts';

export type StoredUser = {
  readonly id: number;
  readonly name: string;
  /** null: signs in elsewhere only. */
  readonly passwordHash: string | null;
  readonly role: string;
  readonly createdAt: string;
  readonly disabledAt: string | null;
};

export type NewUser = {
  readonly name: string;
  readonly passwordHash: string;
  readonly role: string;
  readonly now: Date;
};

/** Gives its id; null when the name is taken. */
export async function createUser(db: Db, user: NewUser): Promise<number | null> {
  const row = await db
    .insertInto('users')
    .values({ name: user.name, password_hash: user.passwordHash, role: user.role, created_at: user.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

export async function findUserByName(db: Db, name: string): Promise<StoredUser | null> {
  const row = await userRows(db)
    .where(sql`lower(name)`, '=', name.toLowerCase().replaceAll('\0', ''))
    .executeTakeFirst();
  return row ?? null;
}

export async function listUsers(db: Db): Promise<StoredUser[]> {
  return userRows(db).orderBy('name').execute();
}

export async function setPasswordHash(db: Db, userId: number, passwordHash: string): Promise<void> {
  await db.updateTable('users').set({ password_hash: passwordHash }).where('id', '=', userId).execute();
}

function userRows(db: Db) {
  return db
    .selectFrom('users')
    .select([
      'id',
      'name',
      'password_hash as passwordHash',
      'role',
      'created_at as createdAt',
      'disabled_at as disabledAt',
    ]);
}
