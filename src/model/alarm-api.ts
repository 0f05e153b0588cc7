/** Requests and responses about alarms. */
import { z } from 'zod';
import { ALARM_STATES, alarm } from './alarm.ts';

export const ALARM_PATHS = { alarms: '/api/v1/alarms' } as const;

export const alarmQuery = z.strictObject({
  /** Left out: those that are over, too. */
  state: z.enum(ALARM_STATES).optional(),
  /** Only those before this number: where the page before ended. */
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type AlarmQuery = z.infer<typeof alarmQuery>;

/** The newest first; `next` is the value of `before` for the following page. */
export const alarmPage = z.strictObject({ items: z.array(alarm), next: z.int().nullable() });
export type AlarmPage = z.infer<typeof alarmPage>;
