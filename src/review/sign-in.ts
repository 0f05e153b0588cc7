/** Sessions: signing in, going on, signing out. The token leaves this process in a cookie only; the store keeps its hash. */
import { randomBytes } from 'node:crypto';
import type { Db } from '../store/open-database.ts';
import {
  createSession,
  deleteExpiredSessions,
  deleteSession,
  findSession,
  touchSession,
} from '../store/sessions.ts';
import { findUserByName } from '../store/users.ts';
import { verifyPassword } from './accounts.ts';
import type { Actor } from './actor.ts';

/** A session ends so long after its last use. */
const SESSION_HOURS = 12;

/** Its end is moved at most so often: not every request is worth a write. */
const TOUCH_SECONDS = 60;

const TOKEN_BYTES = 32;

/** null for a wrong name or password, or a disabled account: which of them is not told. */
export async function signIn(
  db: Db,
  given: { readonly name: string; readonly password: string },
  now: Date,
): Promise<{ token: string; user: Actor } | null> {
  const stored = await findUserByName(db, given.name);
  const user = stored === null || stored.disabledAt !== null ? null : stored;
  if (!(await verifyPassword(user?.passwordHash ?? null, given.password)) || user === null) return null;
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  await deleteExpiredSessions(db, now);
  await createSession(db, { token, userId: user.id, now, expiresAt: endOf(now) });
  return { token, user: { id: user.id, name: user.name, role: user.role } };
}

/** Whose session it is, and its end moved on; null when there is none, it has ended or its account is disabled. */
export async function resumeSession(db: Db, token: string, now: Date): Promise<Actor | null> {
  const session = await findSession(db, token, now);
  if (session === null) return null;
  if (now.getTime() - Date.parse(session.lastUsedAt) >= TOUCH_SECONDS * 1000) {
    await touchSession(db, token, now, endOf(now));
  }
  return session.user;
}

export async function signOut(db: Db, token: string): Promise<void> {
  await deleteSession(db, token);
}

function endOf(now: Date): Date {
  return new Date(now.getTime() + SESSION_HOURS * 3_600_000);
}
