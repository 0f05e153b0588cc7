/** What goes wrong without anybody noticing: the closed list of alarms. */
import { z } from 'zod';

export const ALARM_KINDS = {
  'run-overdue': 'a site had its turn and no run of it began',
  'run-failing': 'the last runs of a site gave nothing',
  'run-held': 'the last runs of a site ended because it asked to be left alone',
  'few-listings': 'a run read far fewer listings than this site usually gives',
  'field-coverage': 'a field that this site usually has is missing from most listings',
  blocked: 'a site refuses our agent',
  'site-held': 'a site asked to be left alone for more than a day',
  'site-down': 'the server of a site answers with errors only',
  'no-run': 'no run of any site ended for far too long',
  'no-worker': 'runs wait and no worker gives a sign of life',
  'no-storage': 'copies of pages cannot be kept, and runs wait',
  'no-tick': 'nobody looks for due sites',
  'outbox-age': 'alerts wait in the database and are not published',
  'review-unread': 'nobody reads the queue of alerts',
  undelivered: 'messages do not reach a notifier',
  'parked-jobs': 'jobs were set aside and wait for a person',
} as const;
export type AlarmKind = keyof typeof ALARM_KINDS;

const ALARM_KIND_NAMES = Object.keys(ALARM_KINDS) as [AlarmKind, ...AlarmKind[]];

export const ALARM_STATES = ['raised', 'cleared'] as const;

export const alarm = z.strictObject({
  id: z.int(),
  kind: z.enum(ALARM_KIND_NAMES),
  /** A site's or notifier's id, or "*" for the whole installation. */
  subject: z.string(),
  state: z.enum(ALARM_STATES),
  /** One sentence with the figures, and what to do. */
  summary: z.string(),
  raisedAt: z.string(),
  clearedAt: z.string().nullable(),
});
export type Alarm = z.infer<typeof alarm>;

/** What a site may set for itself. */
export const siteLimits = z.strictObject({
  /** Share of the usual number of listings under which a run is an alarm. */
  listings: z.number().optional(),
  /** Seconds for which a run may be due without having begun. */
  overdueSeconds: z.number().optional(),
  /** By how much the share of listings that have a field may fall. */
  fields: z.number().optional(),
});

/** From when on something is an alarm; times in seconds, shares from 0 to 1. */
export type AlarmLimits = {
  readonly [Name in keyof z.infer<typeof siteLimits>]-?: number;
} & {
  /** Share of blocked runs among those of a day. */
  readonly blocked: number;
  /** Without the end of any run. */
  readonly silenceSeconds: number;
  /** Without a sign of life of what has to be at work: workers, the tick. */
  readonly lifelessSeconds: number;
  /** That an alert may wait to be published. */
  readonly outboxSeconds: number;
  /** That a message may wait for its receiver. */
  readonly undeliveredSeconds: number;
  /** Jobs that are set aside. */
  readonly parked: number;
};
