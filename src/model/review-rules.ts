/** What the operator sets for the review desk: time allowed, policies, delay before release, bounds. */
import { z } from 'zod';
import { OUTCOMES } from './alert.ts';
import { ROLES } from './permissions.ts';

/** A rule of the platform or of law that decisions are made under. */
const policy = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'must be lower-case letters, digits and hyphens'),
  name: z.string().min(1).max(200),
  /** Where it can be read. */
  source: z.string().max(500).nullable().default(null),
});

export const policies = z.strictObject({
  /** Outcomes that need one. */
  requiredFor: z.array(z.enum(OUTCOMES)).default([]),
  list: z.array(policy).max(100).default([]),
});
export type Policies = z.infer<typeof policies>;

const webAddress = z.url({ protocol: /^https?$/ });

/** Signing in through the platform's own identity provider, by OpenID Connect. */
export const identitySettings = z.strictObject({
  /** What the button says. */
  name: z.string().min(1).max(80),
  issuer: webAddress,
  /** It stands in your own network: of all private addresses its own may be asked. */
  internal: z.boolean().default(false),
  clientId: z.string().min(1),
  /** File that holds the secret and nothing else. */
  clientSecretFile: z.string().min(1),
  /** Where people open the console: the provider sends them back there. */
  baseUrl: webAddress,
  scope: z.string().default('openid profile email'),
  /** The claim that names what a person is; its values lead to roles, the first that fits counts. */
  rolesClaim: z.string().min(1).default('groups'),
  roles: z.array(z.strictObject({ value: z.string().min(1), role: z.enum(ROLES) })).min(1),
});
export type IdentitySettings = z.infer<typeof identitySettings>;

const hours = z.number().positive().max(8760);

export const reviewRules = z.strictObject({
  /** Hours from alert to decision, by severity. */
  service: z
    .strictObject({ critical: hours, high: hours, medium: hours, low: hours })
    .default({ critical: 4, high: 24, medium: 72, low: 168 }),
  /** Seconds before a decision leaves the house, so that it can still be undone. */
  release: z.int().min(0).max(86_400).default(60),
  /** Alerts that one order may change at most. */
  bulk: z.int().min(1).max(2000).default(500),
  /** File of a font for scripts beyond Latin in PDF reports; null writes such characters by their numbers. */
  font: z.string().min(1).nullable().default(null),
  identity: identitySettings.nullable().default(null),
  policies: policies.default({ requiredFor: [], list: [] }),
});
export type ReviewRules = z.infer<typeof reviewRules>;

/** What holds where the operator has written nothing. */
export const DEFAULT_RULES: ReviewRules = reviewRules.parse({});
