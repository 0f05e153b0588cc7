/** Accounts of the console: the first one, making, changing and disabling them, their passwords. */
import type { AccountChange, AccountRequest, NewAccount, NewPassword } from '../model/account-api.ts';
import type { AuditAction, AuditEntry } from '../model/audit.ts';
import { OperatorError } from '../model/errors.ts';
import { revokeTokensOfUser } from '../store/accounts/api-tokens.ts';
import { appendAudit } from '../store/accounts/audit-log.ts';
import { deleteSessionsOfUser, revokeSession } from '../store/accounts/sessions.ts';
import { clearFailures } from '../store/accounts/sign-in-state.ts';
import {
  createUser,
  findUser,
  findUserByName,
  listUsers,
  lockActiveAdmins,
  type StoredUser,
  setDisabled,
  setPasswordHash,
  setRole,
} from '../store/accounts/users.ts';
import type { Db } from '../store/open-database.ts';
import type { Actor } from './actor.ts';
import { hashPassword, randomPassword, verifyPassword } from './passwords.ts';

/** The account that begins it all; null when there is any account already. The password is known to the caller alone. */
export async function createFirstUser(db: Db, now: Date): Promise<{ name: string; password: string } | null> {
  if ((await listUsers(db)).length > 0) return null;
  const made = await addUser(db, { name: 'admin', role: 'admin' }, 'system', now);
  // Null: another process was faster, and its password is the one that counts.
  return made === null ? null : { name: 'admin', password: made.password };
}

/** With a random password that is known to the caller alone; null when the name is taken. `by` is who makes it. */
export async function addUser(
  db: Db,
  { name, role }: AccountRequest,
  by: string,
  now: Date,
): Promise<NewAccount | null> {
  const password = randomPassword();
  const passwordHash = await hashPassword(password);
  return await db.transaction().execute(async (tx) => {
    const id = await createUser(tx, { name, passwordHash, role, now });
    if (id === null) return null;
    await audit(tx, by, 'user.create', id, { name, role }, now);
    return { id, password };
  });
}

export type AccountChanged = { readonly kind: 'done' | 'not-found' | 'last-admin' };

/** Disabling ends the account's sessions; its tokens rest meanwhile. Somebody who can do everything always remains. */
export async function changeUser(
  db: Db,
  id: number,
  change: AccountChange,
  by: string,
  now: Date,
): Promise<AccountChanged> {
  return await db.transaction().execute(async (tx): Promise<AccountChanged> => {
    const admins = await lockActiveAdmins(tx);
    const user = await findUser(tx, id);
    if (user === null) return { kind: 'not-found' };
    const loses = change.disabled === true || (change.role !== undefined && change.role !== 'admin');
    if (loses && admins.length === 1 && admins[0] === id) return { kind: 'last-admin' };
    if (change.role !== undefined) await setRole(tx, id, change.role);
    if (change.disabled !== undefined) await disable(tx, user, change.disabled, now);
    const detail = { role: change.role ?? user.role, disabled: change.disabled ?? user.disabledAt !== null };
    await audit(tx, by, 'user.change', id, detail, now);
    return { kind: 'done' };
  });
}

async function disable(db: Db, user: StoredUser, disabled: boolean, now: Date): Promise<void> {
  if (!disabled) {
    await setDisabled(db, user.id, null);
    await clearFailures(db, user.id);
    return;
  }
  if (user.disabledAt === null) await setDisabled(db, user.id, now);
  await deleteSessionsOfUser(db, user.id);
}

/** Also ends the account's sessions, but for the one that `keep` is the token of: whoever knew the old password is out. */
async function replacePassword(
  db: Db,
  user: number,
  passwordHash: string,
  keep: string | null = null,
): Promise<void> {
  await setPasswordHash(db, user, passwordHash);
  await deleteSessionsOfUser(db, user, keep);
  await clearFailures(db, user);
}

export type PasswordReset =
  | { readonly kind: 'done'; readonly made: NewPassword }
  /** external: a password would be a way in beside the identity provider. */
  | { readonly kind: 'not-found' | 'external' };

/**
 * Sets a random password and gives it; also opens a locked account. Whoever had the old password may have made tokens
 * with it, so that these end, too: what is left is what the owner makes anew.
 */
export async function resetPasswordOf(db: Db, id: number, by: string, now: Date): Promise<PasswordReset> {
  const user = await findUser(db, id);
  if (user === null) return { kind: 'not-found' };
  if (user.passwordHash === null) return { kind: 'external' };
  const password = randomPassword();
  const passwordHash = await hashPassword(password);
  return await db.transaction().execute(async (tx): Promise<PasswordReset> => {
    await replacePassword(tx, id, passwordHash);
    const revokedTokens = await revokeTokensOfUser(tx, id, now);
    await audit(tx, by, 'user.password', id, { revokedTokens }, now);
    return { kind: 'done', made: { password, revokedTokens: revokedTokens.length } };
  });
}

/** Whether this is one's own password; null for an account that signs in elsewhere only, and has none. */
export async function isOwnPassword(db: Db, password: string, actor: Actor): Promise<boolean | null> {
  const passwordHash = (await findUser(db, actor.id))?.passwordHash ?? null;
  return passwordHash === null ? null : await verifyPassword(passwordHash, password);
}

/**
 * One's own; tokens stay, since the programs that use them do not know the password. The caller knows that it is the
 * owner who asks. @throws OperatorError 'usage' for one of the wrong length
 */
export async function changePassword(
  db: Db,
  next: string,
  actor: Actor,
  session: string | null,
  now: Date,
): Promise<void> {
  const passwordHash = await hashPassword(next);
  await db.transaction().execute(async (tx) => {
    await replacePassword(tx, actor.id, passwordHash, session);
    await audit(tx, actor.name, 'user.password', actor.id, {}, now);
  });
}

/** One's own; `anybody` ends that of others too. False when there is none. */
export async function endSession(
  db: Db,
  id: number,
  actor: Actor,
  anybody: boolean,
  now: Date,
): Promise<boolean> {
  return await db.transaction().execute(async (tx) => {
    const user = await revokeSession(tx, id, anybody ? null : actor.id);
    if (user === null) return false;
    await audit(tx, actor.name, 'session.revoke', user, { session: id }, now);
    return true;
  });
}

/** For the command line, where accounts are named. @throws OperatorError 'usage' for an unknown name */
export async function requireUser(db: Db, name: string): Promise<StoredUser> {
  const user = await findUserByName(db, name);
  if (user !== null) return user;
  const names = (await listUsers(db)).map((each) => each.name).join(', ') || 'none';
  throw new OperatorError('usage', `There is no account "${name}".`, `There are: ${names}.`);
}

async function audit(
  db: Db,
  by: string,
  action: AuditAction,
  user: number,
  detail: AuditEntry['detail'],
  now: Date,
): Promise<void> {
  await appendAudit(db, { actor: by, action, subject: `user:${user}`, detail }, now);
}
