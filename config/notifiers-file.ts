/** The form of the file of notifiers and alarms: what an operator writes, with every default. */
import { z } from 'zod';
import type { AlarmLimits } from '../src/model/alarm.ts';
import { SEVERITIES } from '../src/model/assessment.ts';
import type { NotifierConfig } from '../src/model/notifier.ts';
import { cronFault } from './cron-turns.ts';
import { duration, hoursOfDay, isTimeZone, toSeconds } from './written-times.ts';

const severity = z.enum(SEVERITIES);
const timezone = z
  .string()
  .refine(isTimeZone, 'must be an IANA time zone such as Europe/Vienna')
  .default('UTC');

const digest = z
  .strictObject({
    cron: z.string().max(100).describe('Five fields in the time zone below, such as "0 8 * * 1-5".'),
    timezone,
  })
  .superRefine(({ cron, timezone: zone }, context) => {
    const fault = cronFault(cron, zone);
    if (fault !== null) context.addIssue({ code: 'custom', path: ['cron'], message: fault });
  });

const quiet = z.strictObject({
  hours: hoursOfDay('22:00-06:00'),
  timezone,
  except: severity
    .nullable()
    .default(null)
    .describe('Alerts of this severity and above are sent all the same.'),
});

const variable = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{0,63}$/, 'must be the name of an environment variable, such as CASES_SECRET')
  .refine(
    (name) => !name.startsWith('PRECURSOR_'),
    'must not begin with PRECURSOR_: those are our own settings',
  );

const receiver = z
  .url({ protocol: /^https$/, error: 'must be a full https URL' })
  .refine((url) => URL.parse(url)?.username === '', 'must not hold a user name or password: name a secret');

const shared = {
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and hyphens'),
  severity: severity.default('low').describe('Alerts below it are left out.'),
  sites: z.array(z.string().min(1)).max(1000).default([]).describe('Ids; none means every site.'),
  alarms: z.boolean().default(true).describe('Whether alarms are sent, too.'),
  digest: digest.nullable().default(null).describe('Alerts are gathered and sent at these times.'),
  quiet: quiet.nullable().default(null).describe('Hours in which alerts wait. Alarms are always sent.'),
};

const notifier = z.discriminatedUnion('kind', [
  z.strictObject({
    ...shared,
    kind: z.literal('webhook'),
    url: receiver,
    secrets: z
      .array(variable)
      .min(1)
      .max(2)
      .describe(
        'Environment variables that hold the secrets ("whsec_…"): one, and during a change the new one too.',
      ),
  }),
  z.strictObject({ ...shared, kind: z.literal('email'), to: z.array(z.email()).min(1).max(50) }),
]);

const share = z.number().min(0).max(1);

const alarms = z.strictObject({
  overdue: duration.default('30m').describe('A run that is due has not begun for so long.'),
  listings: share.default(0.8).describe('A run reads less than this share of the median of the ten before.'),
  fields: share.default(0.1).describe('The share of listings that have a field fell by so much.'),
  blocked: share.default(0.2).describe('So many of the runs of the last day were blocked.'),
  silence: duration.default('24h').describe('No run of any site ended for so long.'),
  lifeless: duration
    .default('5m')
    .describe('No worker, or nobody who looks for due sites, gave a sign of life.'),
  outbox: duration.default('10m').describe('An alert was not published for so long.'),
  undelivered: duration.default('15m').describe('A message has waited for its receiver for so long.'),
  parked: z.int().positive().default(1).describe('So many jobs are set aside.'),
});

export const notifiersFile = z.strictObject({
  notifiers: z.array(notifier).max(100).default([]),
  alarms: alarms.prefault({}),
});
export type NotifiersFile = z.infer<typeof notifiersFile>;

export type Notifying = { readonly notifiers: readonly NotifierConfig[]; readonly limits: AlarmLimits };

export function toNotifying({ notifiers, alarms: given }: NotifiersFile): Notifying {
  const limits: AlarmLimits = {
    overdueSeconds: toSeconds(given.overdue),
    listings: given.listings,
    fields: given.fields,
    blocked: given.blocked,
    silenceSeconds: toSeconds(given.silence),
    lifelessSeconds: toSeconds(given.lifeless),
    outboxSeconds: toSeconds(given.outbox),
    undeliveredSeconds: toSeconds(given.undelivered),
    parked: given.parked,
  };
  return { notifiers, limits };
}
