/** What this person can do with the alert as it stands: the buttons and keys are those of this set, the server has the last word. */
import type { AlertState } from '../../model/alert.ts';
import type { Permission } from '../../model/permissions.ts';

export type Allowed =
  | 'decide'
  | 'escalate'
  | 'return'
  | 'snooze'
  | 'wake'
  | 'reopen'
  | 'claim'
  | 'release'
  | 'hold'
  | 'hand-over'
  | 'take-over'
  | 'reveal';

/** Orders by state, as the transitions of the review have them. */
const BY_STATE: Readonly<Record<AlertState, readonly Allowed[]>> = {
  open: ['decide', 'escalate', 'snooze'],
  reopened: ['decide', 'escalate', 'snooze'],
  escalated: ['decide', 'return', 'snooze'],
  snoozed: ['decide', 'escalate', 'wake'],
  decided: ['reopen'],
};

const BY_HOLDER: Readonly<Record<'mine' | 'other' | 'free', readonly Allowed[]>> = {
  mine: ['release', 'hold', 'hand-over'],
  other: ['take-over'],
  free: ['claim'],
};

type Standing = {
  readonly state: AlertState;
  readonly holder: 'mine' | 'other' | 'free' | 'closed';
  /** Somebody's contacts are in it, or may be in its screenshot, and still masked. */
  readonly masked: boolean;
  /** A second look at it is to be answered first. */
  readonly sealed: boolean;
};

export function allowed(
  { state, holder, masked, sealed }: Standing,
  permissions: readonly Permission[],
): ReadonlySet<Allowed> {
  const some: Allowed[] = masked && permissions.includes('contacts:reveal') ? ['reveal'] : [];
  const leads = permissions.includes('alerts:lead');
  if (sealed || !permissions.includes('alerts:decide')) return new Set(some);
  if (holder !== 'closed') some.push(...BY_HOLDER[holder]);
  if (holder !== 'other' && (state !== 'escalated' || leads)) some.push(...BY_STATE[state]);
  return new Set(some);
}
