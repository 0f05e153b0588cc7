/** The tables of schedules, messages and alarms as the query builder sees them. */
import type { GeneratedAlways } from 'kysely';
import type { AlarmKind } from '../model/alarm.ts';
import type { MessageContent, NoticeContent, NotifierConfig } from '../model/notifier.ts';
import type { HoldMode, ParkCause } from '../model/schedule.ts';
import type { Defaulted, Json, OptionalTime, Time } from './column-kinds.ts';

export type ScheduleColumns = {
  every_seconds: GeneratedAlways<number | null>;
  cron: GeneratedAlways<string | null>;
  timezone: GeneratedAlways<string>;
  hours: GeneratedAlways<string | null>;
  jitter_seconds: GeneratedAlways<number>;
  priority: GeneratedAlways<number>;
  catches_up: GeneratedAlways<boolean>;
  planned_at: OptionalTime;
};

export type TakeoverColumns = {
  takeovers: Defaulted<number>;
  takeovers_in_vain: Defaulted<number>;
  pages_at_takeover: Defaulted<number>;
};

type Holds = { scope: string; mode: HoldMode; reason: string; set_by: string; since: Time };

type DomainHolds = { name: string; since: Time; until: Time; why: string };

type ParkedJobs = {
  id: GeneratedAlways<number>;
  queue: string;
  job_id: string;
  payload: Json<unknown>;
  cause: ParkCause;
  problem: string;
  parked_at: Time;
  state: Defaulted<'parked' | 'replayed' | 'dropped'>;
  settled_at: OptionalTime;
};

type LostJobs = {
  id: GeneratedAlways<number>;
  queue: string;
  job_id: string;
  found: string;
  found_at: Time;
};

type Notifiers = {
  id: string;
  config: Json<NotifierConfig>;
  updated_at: Time;
  removed_at: OptionalTime;
  failures: Defaulted<number>;
  rests_until: OptionalTime;
};

type Alarms = {
  id: GeneratedAlways<number>;
  kind: AlarmKind;
  subject: string;
  state: 'raised' | 'cleared';
  summary: string;
  facts: Json<Record<string, unknown>>;
  raised_at: Time;
  seen_at: Time;
  cleared_at: OptionalTime;
};

type Messages = {
  id: GeneratedAlways<number>;
  notifier_id: string;
  kind: MessageContent['kind'];
  alert_id: number | null;
  content: Json<MessageContent>;
  state: 'waiting' | 'delivered' | 'failed';
  attempts: Defaulted<number>;
  refusals: Defaulted<number>;
  next_attempt_at: Time;
  due_at: Time;
  leased_until: OptionalTime;
  created_at: Time;
  delivered_at: OptionalTime;
  problem: Defaulted<string | null>;
};

type Notices = {
  id: GeneratedAlways<number>;
  notifier_id: string;
  alert_id: number;
  revision: number;
  message_id: number | null;
  content: Json<NoticeContent>;
  created_at: Time;
};

type MessageAttempts = {
  message_id: number;
  number: number;
  at: Time;
  milliseconds: number;
  status: number | null;
  problem: string | null;
};

type Heartbeats = { part: string; beat_at: Time; facts: Json<Record<string, unknown>> };

export interface WatchTables {
  holds: Holds;
  domain_holds: DomainHolds;
  parked_jobs: ParkedJobs;
  lost_jobs: LostJobs;
  notifiers: Notifiers;
  alarms: Alarms;
  messages: Messages;
  notices: Notices;
  message_attempts: MessageAttempts;
  heartbeats: Heartbeats;
}
