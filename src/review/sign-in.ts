/** Sessions: signing in, going on, signing out. The token leaves this process in a cookie only; the store keeps its hash. */
import { randomBytes } from 'node:crypto';
import { appendAudit } from '../store/accounts/audit-log.ts';
import {
  createSession,
  deleteExpiredSessions,
  deleteSession,
  findSession,
  type SessionOrigin,
  touchSession,
} from '../store/accounts/sessions.ts';
import { clearFailures, countFailure, readSignInState } from '../store/accounts/sign-in-state.ts';
import { findUserByName, type StoredUser } from '../store/accounts/users.ts';
import type { Db } from '../store/open-database.ts';
import type { Actor } from './actor.ts';
import { openFactor } from './factor-secrets.ts';
import { verifyPassword } from './passwords.ts';
import { checkCode } from './second-factor.ts';

/** A session ends so long after its last use. */
const SESSION_HOURS = 12;

/** And so long after it began: a tab that is left open asks by itself, and only signing in asks the identity provider. */
const LONGEST_SESSION_DAYS = 7;

/** Its end is moved at most so often: not every request is worth a write. */
const TOUCH_SECONDS = 60;

/** For what outlives a session, where there is no password to ask for. */
export const LATELY_MINUTES = 15;

const TOKEN_BYTES = 32;

/**
 * Failures, from wherever, after which an account is locked for a while. The guard by name and address stops one guesser
 * much sooner; this stops many that share the work, and is high enough that nobody locks others out by the way.
 */
export const LOCK = {
  failures: 50,
  minutes: 15,
  /**
   * A wrong code beside the right password counts for so many: there are a million codes only, three of which are good at a
   * time, and who has the password is no stranger who locks others out by the way.
   */
  codeWeight: 10,
} as const;

const USER_AGENT_LENGTH = 200;

export type Credentials = {
  readonly name: string;
  readonly password: string;
  readonly code?: string | undefined;
};

export type SignedIn =
  | { readonly kind: 'done'; readonly token: string; readonly user: Actor; readonly secondFactor: boolean }
  /** A wrong name, password or code, or a disabled account: which of them is not told. */
  | { readonly kind: 'wrong' }
  | { readonly kind: 'code-needed' }
  | { readonly kind: 'locked'; readonly seconds: number };

/** @throws FactorClosed when the account's second factor cannot be checked on this server */
export async function signIn(
  db: Db,
  keyFile: string,
  given: Credentials,
  from: SessionOrigin,
  now: Date,
): Promise<SignedIn> {
  const stored = await findUserByName(db, given.name);
  const user = stored === null || stored.disabledAt !== null ? null : stored;
  const right = await verifyPassword(user?.passwordHash ?? null, given.password);
  if (user === null) return { kind: 'wrong' };
  const state = await readSignInState(db, user.id);
  const lockedFor = Date.parse(state.lockedUntil ?? '') - now.getTime();
  if (lockedFor > 0) return { kind: 'locked', seconds: Math.ceil(lockedFor / 1000) };
  if (!right) return await failed(db, user, 1, now);
  const secondFactor = state.confirmedAt !== null;
  if (secondFactor) {
    const secret = await openFactor(keyFile, user.id, state.secret ?? '');
    if (given.code === undefined) return { kind: 'code-needed' };
    if (!(await checkCode(db, user.id, secret, given.code, now)))
      return await failed(db, user, LOCK.codeWeight, now);
  }
  await clearFailures(db, user.id);
  return { kind: 'done', secondFactor, ...(await openSession(db, user, from, now)) };
}

/** Without any question: the caller knows who it is. */
export async function openSession(
  db: Db,
  user: Pick<StoredUser, 'id' | 'name' | 'role'>,
  from: SessionOrigin,
  now: Date,
): Promise<{ token: string; user: Actor }> {
  const { id, name, role } = user;
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  await db.transaction().execute(async (tx) => {
    await deleteExpiredSessions(tx, now);
    const origin = { ...from, userAgent: from.userAgent?.slice(0, USER_AGENT_LENGTH) ?? null };
    await createSession(tx, { token, userId: id, now, expiresAt: endOf(now, now), from: origin });
    const entry = { actor: name, action: 'session.open' as const, subject: `user:${id}` };
    await appendAudit(tx, { ...entry, detail: { address: from.address } }, now);
  });
  return { token, user: { id, name, role } };
}

/** Whose session it is, and its end moved on; null when there is none, it has ended or its account is disabled. */
export async function resumeSession(db: Db, token: string, now: Date): Promise<Actor | null> {
  const session = await findSession(db, token, now);
  if (session === null) return null;
  if (now.getTime() - Date.parse(session.lastUsedAt) >= TOUCH_SECONDS * 1000) {
    await touchSession(db, token, now, endOf(now, new Date(session.createdAt)));
  }
  return session.user;
}

/** The same without using it: it ends when it would have. */
export async function peekSession(db: Db, token: string, now: Date): Promise<Actor | null> {
  return (await findSession(db, token, now))?.user ?? null;
}

/** Whether it began so lately that who holds it has just proved who they are. */
export async function beganLately(db: Db, token: string, now: Date): Promise<boolean> {
  const session = await findSession(db, token, now);
  return session !== null && now.getTime() - Date.parse(session.createdAt) <= LATELY_MINUTES * 60_000;
}

export async function signOut(db: Db, token: string): Promise<void> {
  await deleteSession(db, token);
}

async function failed(db: Db, user: StoredUser, weight: number, now: Date): Promise<SignedIn> {
  const until = new Date(now.getTime() + LOCK.minutes * 60_000);
  await db.transaction().execute(async (tx) => {
    if (!(await countFailure(tx, user.id, { weight, limit: LOCK.failures, until }))) return;
    const entry = { actor: 'system', action: 'session.lock' as const, subject: `user:${user.id}` };
    await appendAudit(tx, { ...entry, detail: { until: until.toISOString() } }, now);
  });
  return { kind: 'wrong' };
}

function endOf(now: Date, begun: Date): Date {
  const unused = now.getTime() + SESSION_HOURS * 3_600_000;
  return new Date(Math.min(unused, begun.getTime() + LONGEST_SESSION_DAYS * 86_400_000));
}
