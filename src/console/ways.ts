/** The screens, their addresses, and what a role needs to open each: header, tabs, palette and routes are made from it. */
import type { Permission } from '../model/permissions.ts';

export type Way = {
  readonly path: string;
  readonly says: string;
  readonly permission: Permission;
  /** Stands in the header; others are tabs beside the way that their address begins with, or in the palette only. */
  readonly inHeader: boolean;
  /** What its tab says, where that is not what the header says. */
  readonly tab?: string;
};

const head = (path: string, says: string, permission: Permission, tab = says): Way => ({
  path,
  says,
  permission,
  inHeader: true,
  tab,
});
const part = (path: string, says: string, permission: Permission): Way => ({
  path,
  says,
  permission,
  inHeader: false,
});

export const WAYS: readonly Way[] = [
  head('/', 'Alerts', 'alerts:read'),
  head('/second-looks', 'Second looks', 'alerts:decide', 'Look again'),
  part('/second-looks/disagreements', 'Disagreements', 'quality:read'),
  part('/second-looks/gold', 'Gold and sampling', 'quality:read'),
  head('/hidden', 'Hidden', 'alerts:read'),
  head('/figures', 'Figures', 'figures:read'),
  head('/operations', 'Operations', 'operations:read', 'Sites'),
  part('/operations/runs', 'Runs', 'operations:read'),
  part('/operations/queues', 'Queues', 'operations:read'),
  part('/operations/alarms', 'Alarms', 'operations:read'),
  part('/operations/names', 'New names', 'operations:read'),
  part('/operations/terms', 'Terms', 'operations:read'),
  head('/audit', 'Audit', 'audit:read'),
  head('/users', 'Users', 'users:read'),
  part('/account', 'Your account', 'account:own'),
];

export function waysOf(permissions: readonly Permission[]): Way[] {
  return WAYS.filter(({ permission }) => permissions.includes(permission));
}

/** The parts of a screen as its tabs. */
export function tabsOf(path: string, permissions: readonly Permission[]): Way[] {
  return waysOf(permissions).filter((way) => way.path === path || way.path.startsWith(`${path}/`));
}

/** The way on which an address lies: an alert is one of the alerts, a run one of the runs. */
export function wayAt(pathname: string, ways: readonly Way[]): Way | undefined {
  const alerts = pathname === '/' || pathname.startsWith('/alerts/');
  return ways
    .filter(({ path }) => (path === '/' ? alerts : `${pathname}/`.startsWith(`${path}/`)))
    .sort((a, b) => b.path.length - a.path.length)[0];
}
