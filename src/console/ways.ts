/** The screens, their addresses, and what a role needs to open each: header, palette and routes are made from it. */
import type { Permission } from '../model/permissions.ts';

export type Way = {
  readonly path: string;
  readonly says: string;
  readonly permission: Permission;
  readonly inHeader: boolean;
};

export const WAYS = [
  { path: '/', says: 'Alerts', permission: 'alerts:read', inHeader: true },
] as const satisfies readonly Way[];

export function waysOf(permissions: readonly Permission[]): Way[] {
  return WAYS.filter(({ permission }) => permissions.includes(permission));
}
