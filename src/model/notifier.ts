/** Who is told of alerts and alarms, and what a message to them says. */
import { z } from 'zod';
import { alarm } from './alarm.ts';
import { SEVERITIES } from './assessment.ts';

const severity = z.enum(SEVERITIES);

const shared = {
  id: z.string(),
  /** Alerts below it are left out. */
  severity,
  /** Ids; none means every site. */
  sites: z.array(z.string()),
  alarms: z.boolean(),
  /** Alerts are gathered and sent at these times; null: each at once. Alarms never wait. */
  digest: z.strictObject({ cron: z.string(), timezone: z.string() }).nullable(),
  /** Hours in which nothing is sent but alerts of `except` and above; null: none is loud enough. Alarms are sent. */
  quiet: z.strictObject({ hours: z.string(), timezone: z.string(), except: severity.nullable() }).nullable(),
};

export const notifierConfig = z.discriminatedUnion('kind', [
  z.strictObject({
    ...shared,
    kind: z.literal('webhook'),
    url: z.string(),
    /** Names of the environment variables that hold the secrets: the present one, and during a change the other. */
    secrets: z.array(z.string()).min(1).max(2),
  }),
  z.strictObject({ ...shared, kind: z.literal('email'), to: z.array(z.string()).min(1) }),
]);
export type NotifierConfig = z.infer<typeof notifierConfig>;

/** One revision of an alert as it may leave the house: no contact of anybody is readable in it. */
export const noticeContent = z.strictObject({
  alert: z.int(),
  revision: z.int(),
  severity,
  score: z.number(),
  substances: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  site: z.strictObject({ id: z.string(), name: z.string() }),
  title: z.string().nullable(),
  seller: z.string().nullable(),
  listing: z.string(),
  watchlist: z.string(),
  at: z.string(),
});
export type NoticeContent = z.infer<typeof noticeContent>;

export const messageContent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('alert'), alert: noticeContent }),
  z.strictObject({ kind: z.literal('digest'), alerts: z.array(noticeContent).min(1) }),
  z.strictObject({ kind: z.literal('alarm'), alarm }),
  z.strictObject({ kind: z.literal('test'), at: z.string() }),
]);
export type MessageContent = z.infer<typeof messageContent>;
