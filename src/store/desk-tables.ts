/** The tables and columns of the analysts' desk as the query builder sees them. */
import type { ColumnType } from 'kysely';
import type { AlertAction, AlertState, Outcome } from '../model/alert.ts';
import type { CLAIM_KINDS } from '../model/api.ts';
import type { Severity } from '../model/assessment.ts';
import type { Defaulted, OptionalJson, OptionalTime, Time } from './column-kinds.ts';

/** How an alert stood before something was done to it: what undoing puts back. */
export type StandingBefore = {
  readonly state: AlertState;
  readonly outcome: Outcome | null;
  readonly snoozedFrom: AlertState | null;
  readonly snoozedUntil: string | null;
  readonly waitingSince: string;
  readonly decidedAt: string | null;
};

/** A trigger completes them, whoever writes the alert. */
export type DeskAlertColumns = {
  version: Defaulted<number>;
  language: Defaulted<string | null>;
  techniques: Defaulted<string[]>;
  waiting_since: ColumnType<string, Date | string | undefined, Date | string>;
  due_at: ColumnType<string, never, never>;
  first_look_at: OptionalTime;
  snoozed_until: OptionalTime;
  snoozed_from: AlertState | null;
  suppression_id: number | null;
};

export type DeskDecisionColumns = {
  action: Defaulted<AlertAction>;
  policy: string | null;
  duplicate_of: number | null;
  user_id: number | null;
  before: OptionalJson<StandingBefore>;
  version_after: number | null;
  undoes: number | null;
  bulk_id: number | null;
};

type ServiceLevels = { severity: Severity; severity_rank: number; seconds: number };

type Claims = {
  alert_id: number;
  user_id: number;
  kind: (typeof CLAIM_KINDS)[number];
  claimed_at: Time;
  expires_at: Time;
  note: string | null;
};

export interface DeskTables {
  service_levels: ServiceLevels;
  claims: Claims;
}
