/** What the console's head and front page ask for: counts, sites and how their runs go. */
import { z } from 'zod';
import { RUN_STATUSES } from './run.ts';
import { site } from './site.ts';

/** refused: the site keeps our agent out; down: its server answers with errors only. */
export const BLOCK_KINDS = ['refused', 'down'] as const;

/** Why the site is left alone until then. */
export const siteBlock = z.strictObject({
  kind: z.enum(BLOCK_KINDS),
  since: z.string(),
  until: z.string(),
  /** Runs in a row that it ended so. */
  runs: z.int(),
  reason: z.string(),
});
export type SiteBlock = z.infer<typeof siteBlock>;

export const siteStatus = z.strictObject({
  id: z.string(),
  name: z.string(),
  practice: z.boolean(),
  nextRunAt: z.string().nullable(),
  /** What the site asks for and is not obeyed, each with the operator's written reason. */
  overrides: site.shape.overrides,
  blocked: siteBlock.nullable(),
  lastRun: z
    .strictObject({
      id: z.int(),
      status: z.enum(RUN_STATUSES),
      startedAt: z.string().nullable(),
      finishedAt: z.string().nullable(),
      pages: z.int(),
      listings: z.int(),
      alertsOpened: z.int(),
      problem: z.string().nullable(),
    })
    .nullable(),
});
export type SiteStatus = z.infer<typeof siteStatus>;

export const overview = z.strictObject({
  /** Those that wait for the analysts; each alert is in one of these counts. */
  open: z.int(),
  /** Those that wait for a lead. */
  escalated: z.int(),
  snoozed: z.int(),
  suppressed: z.int(),
  decided: z.int(),
  /** True while the practice market is what is being watched. */
  practice: z.boolean(),
  watchlist: z.strictObject({ version: z.string(), substances: z.int() }),
  /** All crawling is stopped by hand; null while it is not. */
  stop: z.strictObject({ reason: z.string(), by: z.string(), at: z.string() }).nullable(),
  sites: z.array(siteStatus),
});
export type Overview = z.infer<typeof overview>;
