/** The tables and columns of the analysts' desk as the query builder sees them. */
import type { ColumnType, GeneratedAlways } from 'kysely';
import type { AlertAction, AlertState, Outcome } from '../model/alert.ts';
import type { CLAIM_KINDS } from '../model/api.ts';
import type { Severity } from '../model/assessment.ts';
import type { BulkOrder } from '../model/bulk-api.ts';
import type { SECOND_LOOK_STATES } from '../model/second-look.ts';
import type { SAMPLING_KINDS } from '../model/second-look-api.ts';
import type { ViewQuery } from '../model/view-api.ts';
import type { Defaulted, Json, OptionalJson, OptionalTime, Time } from './column-kinds.ts';

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

type Suppressions = {
  id: GeneratedAlways<number>;
  term: string | null;
  site_id: string | null;
  seller_id: number | null;
  reason: string;
  created_by: number;
  created_at: Time;
  expires_at: Time;
  ended_at: OptionalTime;
  ended_by: number | null;
};

type BulkOrders = {
  id: GeneratedAlways<number>;
  user_id: number;
  request: Json<BulkOrder>;
  alert_ids: number[];
  versions: number[];
  created_at: Time;
  applied_at: OptionalTime;
  undone_at: OptionalTime;
};

type AuditLog = {
  number: ColumnType<number, never, never>;
  entry: string;
  previous_hash: ColumnType<string, never, never>;
  hash: ColumnType<string, never, never>;
  at: ColumnType<string, never, never>;
  actor: ColumnType<string, never, never>;
  action: ColumnType<string, never, never>;
  subject: ColumnType<string | null, never, never>;
};

type ApiTokens = {
  id: GeneratedAlways<number>;
  user_id: number;
  name: string;
  token_hash: string;
  scopes: string[];
  created_at: Time;
  expires_at: Time;
  last_used_at: OptionalTime;
  revoked_at: OptionalTime;
};

type IdempotencyKeys = {
  user_id: number;
  key: string;
  fingerprint: string;
  status: number | null;
  content_type: string | null;
  body: string | null;
  created_at: Time;
};

type SavedViews = {
  id: GeneratedAlways<number>;
  user_id: number;
  name: string;
  query: Json<ViewQuery>;
  shared: boolean;
  created_at: Time;
  updated_at: Time;
};

type Reveals = {
  id: GeneratedAlways<number>;
  user_id: number;
  alert_id: number;
  reason: string;
  at: Time;
  until: Time;
};

type SamplingRates = {
  id: GeneratedAlways<number>;
  kind: (typeof SAMPLING_KINDS)[number];
  value: string;
  rate: number;
};

type GoldItems = {
  id: GeneratedAlways<number>;
  alert_id: number;
  outcome: Outcome;
  reason: string;
  note: string | null;
  created_by: number;
  created_at: Time;
};

type SecondLooks = {
  id: GeneratedAlways<number>;
  kind: 'sample' | 'gold';
  alert_id: number;
  decision_id: number | null;
  first_user_id: number | null;
  first_outcome: Outcome;
  first_reason: string;
  state: (typeof SECOND_LOOK_STATES)[number];
  created_at: Time;
  user_id: number | null;
  assigned_until: OptionalTime;
  outcome: Outcome | null;
  reason: string | null;
  note: string | null;
  answered_at: OptionalTime;
  stands: 'first' | 'second' | null;
  resolved_by: number | null;
  resolved_at: OptionalTime;
  resolution_note: string | null;
};

export type AccountColumns = {
  totp_secret: string | null;
  totp_confirmed_at: OptionalTime;
  totp_last_step: number | null;
  failed_sign_ins: Defaulted<number>;
  locked_until: OptionalTime;
  oidc_issuer: string | null;
  oidc_subject: string | null;
};

export type SessionColumns = {
  id: GeneratedAlways<number>;
  address: string | null;
  user_agent: string | null;
};

export interface DeskTables {
  service_levels: ServiceLevels;
  claims: Claims;
  suppressions: Suppressions;
  bulk_orders: BulkOrders;
  audit_log: AuditLog;
  api_tokens: ApiTokens;
  idempotency_keys: IdempotencyKeys;
  saved_views: SavedViews;
  reveals: Reveals;
  sampling_rates: SamplingRates;
  gold_items: GoldItems;
  second_looks: SecondLooks;
}
