/** Responses about sites for operators: when each has its turn, what stands in the way of it, how its runs went. */
import { z } from 'zod';
import { siteBlock } from './overview-api.ts';
import { RUN_STATUSES } from './run.ts';
import { HOLD_MODES } from './schedule.ts';
import { site } from './site.ts';

export const SITE_PATHS = {
  sites: '/api/v1/sites',
  site: '/api/v1/sites/:id',
  fields: '/api/v1/sites/:id/fields',
  hold: '/api/v1/sites/:id/hold',
  run: '/api/v1/sites/:id/runs',
  stop: '/api/v1/crawl-stop',
} as const;

const reason = z.string().trim().min(1).max(500);

/** Takes a site out of the schedule, in the place of a hold that it is under. */
export const holdOrder = z.strictObject({ mode: z.enum(HOLD_MODES), reason });

/** Stops all crawling, in every worker. */
export const stopOrder = z.strictObject({ reason });

/** A run out of turn. */
export const runOrdered = z.strictObject({
  run: z.int(),
  /** false: it was queued or under way before. */
  made: z.boolean(),
  /** The site is paused: it waits until that ends. */
  paused: z.boolean(),
});

/** Set by a person: the site, or every site, gets no runs. */
const hold = z.strictObject({
  /** all: every site is held. */
  scope: z.enum(['site', 'all']),
  mode: z.enum(HOLD_MODES),
  reason: z.string(),
  by: z.string(),
  since: z.string(),
});

const pastRun = z.strictObject({
  id: z.int(),
  status: z.enum(RUN_STATUSES),
  queuedAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  pages: z.int(),
  listings: z.int(),
  alertsOpened: z.int(),
  problem: z.string().nullable(),
});

/** Runs of each site that the list tells of. */
export const SITE_RUNS = 10;

export const siteOverview = z.strictObject({
  id: z.string(),
  name: z.string(),
  practice: z.boolean(),
  country: z.string().nullable(),
  schedule: site.shape.schedule,
  /** What the site asks for and is not obeyed, each with the operator's written reason. */
  overrides: site.shape.overrides,
  nextRunAt: z.string(),
  hold: hold.nullable(),
  blocked: siteBlock.nullable(),
  /** The worker that is at it now. */
  worker: z.string().nullable(),
  /** Alerts of it that wait for a decision. */
  waiting: z.int(),
  /** The newest first. */
  runs: z.array(pastRun),
});
export type SiteOverview = z.infer<typeof siteOverview>;

/** All that are watched now. */
export const siteList = z.strictObject({
  /** All crawling is stopped by hand; null while it is not. */
  stop: z.strictObject({ reason: z.string(), by: z.string(), at: z.string() }).nullable(),
  items: z.array(siteOverview),
});
export type SiteList = z.infer<typeof siteList>;

/** With the whole configuration, as it was applied; it is changed in its file. */
export const siteDetail = z.strictObject({ ...siteOverview.shape, config: site });
export type SiteDetail = z.infer<typeof siteDetail>;

export const siteFieldsQuery = z.strictObject({
  /** So many of the last runs that read anything. */
  runs: z.coerce.number().int().min(1).max(100).default(20),
});

/** How full each field was in each of the last runs: a shop's redesign shows here first. */
export const siteFields = z.strictObject({
  /** The oldest first. */
  runs: z.array(z.strictObject({ id: z.int(), finishedAt: z.string().nullable() })),
  fields: z.array(
    z.strictObject({
      /** Kind of the pages that were read. */
      pages: z.string(),
      field: z.string(),
      /** Those that gave it in any of the runs, the one that gave most first. */
      readers: z.array(z.string()),
      /** One for each run; null where the run read no such pages. */
      points: z.array(z.strictObject({ filled: z.int(), listings: z.int(), unread: z.int() }).nullable()),
    }),
  ),
});
export type SiteFields = z.infer<typeof siteFields>;
