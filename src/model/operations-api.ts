/** Requests and responses about runs: how each went, what became of every address, which fields were read. */
import { z } from 'zod';
import { RUN_STATUSES, RUN_TRIGGERS } from './run.ts';
import { SKIP_REASON_NAMES } from './skip-reasons.ts';

export const OPERATIONS_PATHS = {
  runs: '/api/v1/runs',
  run: '/api/v1/runs/:id',
  coverage: '/api/v1/runs/:id/coverage',
} as const;

export const runQuery = z.strictObject({
  site: z.string().max(100).optional(),
  status: z.enum(RUN_STATUSES).optional(),
  /** Only those before this number: where the page before ended. */
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type RunQuery = z.infer<typeof runQuery>;

export const runRow = z.strictObject({
  id: z.int(),
  site: z.strictObject({ id: z.string(), name: z.string() }),
  trigger: z.enum(RUN_TRIGGERS),
  status: z.enum(RUN_STATUSES),
  queuedAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  worker: z.string().nullable(),
  pages: z.int(),
  listings: z.int(),
  alertsOpened: z.int(),
  alertsRevised: z.int(),
  /** Addresses that gave no page, by reason. */
  skipped: z.record(z.string(), z.int()),
  /** Contacts and pictures of listings that alert which tell nothing of who sells, by reason. */
  unused: z.record(z.string(), z.int()),
  problem: z.string().nullable(),
});
export type RunRow = z.infer<typeof runRow>;

/** The newest first; `next` is the value of `before` for the following page. */
export const runPage = z.strictObject({ items: z.array(runRow), next: z.int().nullable() });
export type RunPage = z.infer<typeof runPage>;

/** How often each field was filled, by reader; `share` of all listings of such pages in the run. */
export const runDetail = z.strictObject({
  ...runRow.shape,
  fields: z.array(
    z.strictObject({
      pages: z.string(),
      field: z.string(),
      reader: z.string(),
      filled: z.int(),
      listings: z.int(),
      unread: z.int(),
      /** Of what stood there and could not be read; contacts masked. */
      samples: z.array(z.string()),
    }),
  ),
});
export type RunDetail = z.infer<typeof runDetail>;

export const COVERAGE_OUTCOMES = ['fetched', ...SKIP_REASON_NAMES] as const;

export const coverageQuery = z.strictObject({
  outcome: z.enum(COVERAGE_OUTCOMES).optional(),
  /** Only those after this position: where the page before ended. */
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type CoverageQuery = z.infer<typeof coverageQuery>;

export const coveragePage = z.strictObject({
  items: z.array(
    z.strictObject({
      position: z.int(),
      url: z.string(),
      outcome: z.enum(COVERAGE_OUTCOMES),
      status: z.int().nullable(),
      detail: z.string().nullable(),
      at: z.string(),
    }),
  ),
  next: z.int().nullable(),
});
export type CoveragePage = z.infer<typeof coveragePage>;
