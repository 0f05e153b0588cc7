/** Tokens for programs: made with a purpose, an end and no more rights than their owner has; shown once. */
import { randomBytes } from 'node:crypto';
import type { NewToken, TokenRequest } from '../model/account-api.ts';
import { NOT_FOR_TOKENS } from '../model/permissions.ts';
import { createToken, findToken, revokeToken, touchToken } from '../store/accounts/api-tokens.ts';
import { appendAudit } from '../store/accounts/audit-log.ts';
import type { Db } from '../store/open-database.ts';
import { type Actor, actorMay } from './actor.ts';

/** Recognised by scanners of leaked secrets, and by people. */
const PREFIX = 'pwt_';
const TOKEN_BYTES = 32;
/** The last use is kept to the minute: not every request is worth a write. */
const TOUCH_SECONDS = 60;

export type TokenMade =
  | { readonly kind: 'done'; readonly token: NewToken }
  | { readonly kind: 'wrong-scope'; readonly detail: string };

export async function makeToken(
  db: Db,
  { name, scopes, days }: TokenRequest,
  actor: Actor,
  now: Date,
): Promise<TokenMade> {
  const refused = scopes.filter((scope) => NOT_FOR_TOKENS.includes(scope) || !actorMay(actor, scope));
  if (refused.length > 0) {
    return { kind: 'wrong-scope', detail: `Your tokens cannot have: ${refused.join(', ')}.` };
  }
  const token = `${PREFIX}${randomBytes(TOKEN_BYTES).toString('base64url')}`;
  const expiresAt = new Date(now.getTime() + days * 86_400_000);
  const id = await db.transaction().execute(async (tx) => {
    const unique = [...new Set(scopes)];
    const made = await createToken(tx, { token, user: actor.id, name, scopes: unique, now, expiresAt });
    const detail = { name, scopes: unique, expiresAt: expiresAt.toISOString() };
    const entry = { actor: actor.name, action: 'token.create' as const, subject: `token:${made}`, detail };
    await appendAudit(tx, entry, now);
    return made;
  });
  return { kind: 'done', token: { id, token, expiresAt: expiresAt.toISOString() } };
}

/** Who it stands for, and what it may; null when there is none, it has ended or its account is disabled. */
export async function resumeToken(db: Db, token: string, now: Date): Promise<Actor | null> {
  if (!token.startsWith(PREFIX)) return null;
  const holder = await findToken(db, token, now);
  if (holder === null) return null;
  const usedAt = Date.parse(holder.lastUsedAt ?? '');
  if (!(now.getTime() - usedAt < TOUCH_SECONDS * 1000)) await touchToken(db, holder.id, now);
  return { ...holder.user, scopes: holder.scopes };
}

/** One's own; `anybody` ends that of others too. False when there is none. */
export async function endToken(
  db: Db,
  id: number,
  actor: Actor,
  anybody: boolean,
  now: Date,
): Promise<boolean> {
  return await db.transaction().execute(async (tx) => {
    if (!(await revokeToken(tx, id, anybody ? null : actor.id, now))) return false;
    const entry = { actor: actor.name, action: 'token.revoke' as const, subject: `token:${id}` };
    await appendAudit(tx, { ...entry, detail: {} }, now);
    return true;
  });
}
