/** Who may do what: roles, permissions, and the one table that joins them. */

import { z } from 'zod';

export const ROLES = ['viewer', 'analyst', 'lead', 'operator', 'auditor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** What a route asks for. An auditor reads all and changes nothing; an operator sees to sites, not to alerts. */
const HOLDERS = {
  'alerts:read': ['viewer', 'analyst', 'lead', 'operator', 'auditor', 'admin'],
  'alerts:decide': ['analyst', 'lead', 'admin'],
  /** Escalated alerts, claims of others, many alerts at once, hiding, second review, shared views. */
  'alerts:lead': ['lead', 'admin'],
  /** One's own saved views: written by everybody, yet by no token that is only to read. */
  'views:keep': ['viewer', 'analyst', 'lead', 'operator', 'auditor', 'admin'],
  'contacts:reveal': ['analyst', 'lead', 'auditor', 'admin'],
  'exports:make': ['analyst', 'lead', 'auditor', 'admin'],
  'figures:read': ['lead', 'operator', 'auditor', 'admin'],
  /** Second looks, gold items and sampling: how well the desk decides. */
  'quality:read': ['lead', 'auditor', 'admin'],
  'operations:read': ['lead', 'operator', 'auditor', 'admin'],
  /** Jobs that were set aside: another try, or none. */
  'operations:act': ['operator', 'admin'],
  'audit:read': ['auditor', 'admin'],
  'users:read': ['lead', 'auditor', 'admin'],
  'users:manage': ['admin'],
  /** One's own password, second factor, sessions and tokens. */
  'account:own': ['viewer', 'analyst', 'lead', 'operator', 'auditor', 'admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof HOLDERS;

export const permissionName = z.enum(Object.keys(HOLDERS) as [Permission, ...Permission[]]);

/** What a role may, in the order of the table. */
export function permissionsOf(role: string): Permission[] {
  return permissionName.options.filter((permission) => may(role, permission));
}

/** A token never reaches these: it could make more of itself, or change who signs in. */
export const NOT_FOR_TOKENS: readonly Permission[] = ['account:own', 'users:manage'];

/** A role that this version does not know may do nothing. */
export function may(role: string, permission: Permission): boolean {
  const holders: readonly string[] = HOLDERS[permission];
  return holders.includes(role);
}
