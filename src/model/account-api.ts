/** Requests and responses about accounts: second factor, sessions, tokens, people. */
import { z } from 'zod';
import { permissionName, ROLES } from './permissions.ts';
import { rowPageQuery } from './row-page.ts';

export const ACCOUNT_PATHS = {
  password: '/api/v1/session/password',
  secondFactor: '/api/v1/session/second-factor',
  confirmSecondFactor: '/api/v1/session/second-factor/confirm',
  removeSecondFactor: '/api/v1/session/second-factor/remove',
  sessions: '/api/v1/sessions',
  session: '/api/v1/sessions/:id',
  tokens: '/api/v1/tokens',
  token: '/api/v1/tokens/:id',
  colleagues: '/api/v1/colleagues',
  users: '/api/v1/users',
  user: '/api/v1/users/:id',
  userPassword: '/api/v1/users/:id/password',
  userSecondFactor: '/api/v1/users/:id/second-factor',
} as const;

export const LONGEST_TOKEN_DAYS = 365;

const password = z.string().min(1).max(1000);
export const code = z.string().regex(/^\d{6}$/, 'must be six digits');

export const passwordChange = z.strictObject({ current: password, next: password });

/** Whoever finds an open tab shall not change how its owner signs in. */
export const ownPassword = z.strictObject({ password });

/** Shown once. `uri` is what authenticator apps read from a picture; `secret` is for typing it in. */
export const secondFactorSecret = z.strictObject({ secret: z.string(), uri: z.string() });
export type SecondFactorSecret = z.infer<typeof secondFactorSecret>;
export const secondFactorConfirmation = z.strictObject({ code });

export const openSession = z.strictObject({
  id: z.int(),
  user: z.string(),
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
  createdAt: z.string(),
  lastUsedAt: z.string(),
  expiresAt: z.string(),
  /** The one that asks. */
  current: z.boolean(),
});
export type OpenSession = z.infer<typeof openSession>;

/** `all` is for administrators. */
export const whoseQuery = z.strictObject({ of: z.enum(['me', 'all']).default('me'), ...rowPageQuery.shape });

export const sessionList = z.strictObject({ items: z.array(openSession), next: z.int().nullable() });

export const apiToken = z.strictObject({
  id: z.int(),
  user: z.string(),
  name: z.string(),
  scopes: z.array(permissionName),
  createdAt: z.string(),
  expiresAt: z.string(),
  lastUsedAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
});
export type ApiToken = z.infer<typeof apiToken>;
export const tokenList = z.strictObject({ items: z.array(apiToken), next: z.int().nullable() });

export const tokenRequest = z.strictObject({
  name: z.string().trim().min(1).max(80),
  scopes: z.array(permissionName).min(1),
  days: z.int().min(1).max(LONGEST_TOKEN_DAYS),
  /** One's own; left out by who signs in elsewhere, and has signed in lately. */
  password: password.optional(),
});
export type TokenRequest = Omit<z.infer<typeof tokenRequest>, 'password'>;

/** The only time that the token is shown. */
export const newToken = z.strictObject({ id: z.int(), token: z.string(), expiresAt: z.string() });
export type NewToken = z.infer<typeof newToken>;

/** Names of those who decide alerts: whom one can be handed to. */
export const colleagueList = z.strictObject({ items: z.array(z.strictObject({ name: z.string() })) });

const role = z.enum(ROLES);

export const account = z.strictObject({
  id: z.int(),
  name: z.string(),
  role: z.string(),
  secondFactor: z.boolean(),
  /** Signs in elsewhere. */
  external: z.boolean(),
  createdAt: z.string(),
  disabledAt: z.string().nullable(),
  lockedUntil: z.string().nullable(),
  lastSeenAt: z.string().nullable(),
});
export type Account = z.infer<typeof account>;
export const accountList = z.strictObject({ items: z.array(account) });

export const accountName = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._@-]{0,79}$/u, 'must be letters, digits, spaces and . _ @ -');

export const accountRequest = z.strictObject({ name: accountName, role });
export type AccountRequest = z.infer<typeof accountRequest>;

/** The only time that the password is shown. */
export const newAccount = z.strictObject({ id: z.int(), password: z.string() });
export type NewAccount = z.infer<typeof newAccount>;
/** `revokedTokens` is how many tokens ended with the old password. */
export const newPassword = z.strictObject({ password: z.string(), revokedTokens: z.int() });
export type NewPassword = z.infer<typeof newPassword>;

export const accountChange = z.strictObject({
  role: role.optional(),
  disabled: z.boolean().optional(),
});
export type AccountChange = z.infer<typeof accountChange>;
