/** The second factor: six digits that change with time (RFC 6238), from an app that holds the same secret. */
import { Secret, TOTP } from 'otpauth';
import type { SecondFactorSecret } from '../model/account-api.ts';
import { appendAudit } from '../store/accounts/audit-log.ts';
import { deleteSessionsOfUser } from '../store/accounts/sessions.ts';
import {
  confirmSecret,
  lockSecrets,
  readSignInState,
  setSecret,
  spendStep,
} from '../store/accounts/sign-in-state.ts';
import type { Db } from '../store/open-database.ts';
import type { Actor } from './actor.ts';
import { encryptFactor, openFactor } from './factor-secrets.ts';

const ISSUER = 'Precursor Watch';
const PERIOD_SECONDS = 30;
/** Steps before and after the present one that are accepted: clocks differ. */
const WINDOW = 1;
/** 160 bits, as RFC 4226 §4 recommends. */
const SECRET_BYTES = 20;

/** Whether the code is right now and was not used before. */
export async function checkCode(
  db: Db,
  user: number,
  secret: string,
  code: string,
  now: Date,
): Promise<boolean> {
  const delta = totpOf(secret, '').validate({ token: code, timestamp: now.getTime(), window: WINDOW });
  if (delta === null) return false;
  const step = Math.floor(now.getTime() / 1000 / PERIOD_SECONDS) + delta;
  return await spendStep(db, user, step);
}

export type FactorChanged = { readonly kind: 'done' | 'wrong-code' | 'wrong-state' };

/**
 * A new secret, which is asked for once it is confirmed; null when the account has one that is.
 * @throws FactorClosed when this server has not the key of the others
 */
export async function beginSecondFactor(
  db: Db,
  keyFile: string,
  actor: Actor,
): Promise<SecondFactorSecret | null> {
  return await db.transaction().execute(async (tx) => {
    await lockSecrets(tx);
    const { confirmedAt } = await readSignInState(tx, actor.id);
    if (confirmedAt !== null) return null;
    const secret = new Secret({ size: SECRET_BYTES }).base32;
    await setSecret(tx, actor.id, await encryptFactor(tx, keyFile, actor.id, secret));
    return { secret, uri: totpOf(secret, actor.name).toString() };
  });
}

/**
 * Proves that the app has the secret; from then on signing in needs a code. Sessions that the password alone had opened end,
 * but for the one that `session` is the token of. @throws FactorClosed when the secret does not open
 */
export async function confirmSecondFactor(
  db: Db,
  keyFile: string,
  code: string,
  actor: Actor,
  session: string | null,
  now: Date,
): Promise<FactorChanged> {
  return await db.transaction().execute(async (tx): Promise<FactorChanged> => {
    await lockSecrets(tx);
    const state = await readSignInState(tx, actor.id);
    if (state.secret === null || state.confirmedAt !== null) return { kind: 'wrong-state' };
    const secret = await openFactor(keyFile, actor.id, state.secret);
    if (!(await checkCode(tx, actor.id, secret, code, now))) return { kind: 'wrong-code' };
    await confirmSecret(tx, actor.id, now);
    await deleteSessionsOfUser(tx, actor.id, session);
    await audit(tx, actor.name, actor.id, 'on', now);
    return { kind: 'done' };
  });
}

/** By the owner, or by an administrator for somebody who lost the device; `by` is their name. */
export async function clearSecondFactor(db: Db, user: number, by: string, now: Date): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await lockSecrets(tx);
    await setSecret(tx, user, null);
    await audit(tx, by, user, 'off', now);
  });
}

async function audit(db: Db, by: string, user: number, state: 'on' | 'off', now: Date): Promise<void> {
  const entry = { actor: by, action: 'user.second-factor' as const, subject: `user:${user}` };
  await appendAudit(db, { ...entry, detail: { state } }, now);
}

function totpOf(secret: string, label: string): TOTP {
  return new TOTP({
    issuer: ISSUER,
    label: label || ISSUER,
    secret: Secret.fromBase32(secret),
    period: PERIOD_SECONDS,
    digits: 6,
    algorithm: 'SHA1',
  });
}
