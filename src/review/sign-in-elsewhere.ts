/** Accounts of people whom the identity provider knows: made at their first visit, their role kept as the provider has it. */
import { accountName } from '../model/account-api.ts';
import type { Role } from '../model/permissions.ts';
import type { IdentitySettings } from '../model/review-rules.ts';
import { revokeTokensOfUser } from '../store/accounts/api-tokens.ts';
import { appendAudit } from '../store/accounts/audit-log.ts';
import { deleteSessionsOfUser, type SessionOrigin } from '../store/accounts/sessions.ts';
import {
  createUser,
  findUserByIdentity,
  listUsers,
  type StoredUser,
  setRole,
} from '../store/accounts/users.ts';
import type { Db } from '../store/open-database.ts';
import type { Actor } from './actor.ts';
import type { Identity } from './identity-provider.ts';
import { lookOfName } from './look-of-name.ts';
import { openSession } from './sign-in.ts';

export type SignedInElsewhere =
  | { readonly kind: 'done'; readonly token: string; readonly user: Actor }
  /** no-role: nothing that the provider says of the person leads to a role. */
  | { readonly kind: 'no-role' | Unnamed | 'disabled' };

/** name-taken: by another account, or so alike that people would take one for the other; odd-name: none that fits. */
type Unnamed = 'name-taken' | 'odd-name';

/** A local account of the same name is never taken over: who has a name there need not be who has it here. */
export async function signInElsewhere(
  db: Db,
  identity: Identity,
  settings: IdentitySettings,
  from: SessionOrigin,
  now: Date,
): Promise<SignedInElsewhere> {
  const role = settings.roles.find(({ value }) => identity.values.includes(value))?.role;
  if (role === undefined) {
    await endWork(db, identity, now);
    return { kind: 'no-role' };
  }
  const user = await accountOf(db, identity, role, now);
  if (typeof user === 'string') return { kind: user };
  if (user.disabledAt !== null) return { kind: 'disabled' };
  return { kind: 'done', ...(await openSession(db, user, from, now)) };
}

/** Whom the provider gives no role any more has no use of sessions and tokens from when it did. */
async function endWork(db: Db, identity: Identity, now: Date): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const known = await findUserByIdentity(tx, identity);
    if (known === null) return;
    await deleteSessionsOfUser(tx, known.id);
    const revokedTokens = await revokeTokensOfUser(tx, known.id, now);
    await audit(tx, 'user.change', known.id, { role: null, revokedTokens }, now);
  });
}

async function accountOf(db: Db, identity: Identity, role: Role, now: Date): Promise<StoredUser | Unnamed> {
  return await db.transaction().execute(async (tx): Promise<StoredUser | Unnamed> => {
    const known = await findUserByIdentity(tx, identity);
    if (known !== null) {
      if (known.role === role || known.disabledAt !== null) return known;
      await setRole(tx, known.id, role);
      await audit(tx, 'user.change', known.id, { role, disabled: false }, now);
      return { ...known, role };
    }
    const name = fittingName(identity.names);
    if (name === null) return 'odd-name';
    const look = lookOfName(name);
    if ((await listUsers(tx)).some((user) => lookOfName(user.name) === look)) return 'name-taken';
    const id = await createUser(tx, { name, passwordHash: null, role, now, identity });
    if (id === null) return 'name-taken';
    await audit(tx, 'user.create', id, { name, role, issuer: identity.issuer }, now);
    return (await findUserByIdentity(tx, identity)) ?? 'name-taken';
  });
}

/** The first that an admin could have given an account, too: people often write their names there themselves. */
function fittingName(names: readonly string[]): string | null {
  const read = names.map((name) => accountName.safeParse(name.normalize('NFC')));
  return read.find(({ success }) => success)?.data ?? null;
}

async function audit(
  db: Db,
  action: 'user.create' | 'user.change',
  user: number,
  detail: Record<string, unknown>,
  now: Date,
): Promise<void> {
  await appendAudit(db, { actor: 'identity provider', action, subject: `user:${user}`, detail }, now);
}
