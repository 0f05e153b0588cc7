/** Requests and responses of the HTTP interface: one schema gives validation, types and documentation. */
import { z } from 'zod';
import { ALERT_STATES, OUTCOMES } from './alert.ts';
import { hit, lawRow, reason, SCREENED_FIELDS, SEVERITIES, TECHNIQUES } from './assessment.ts';
import { listing } from './listing.ts';
import { RUN_STATUSES } from './run.ts';

/** Where each is asked for. POST, GET and DELETE on `session`; POST on `decisions` and `reopen`; the others are GET. */
export const API_PATHS = {
  session: '/api/v1/session',
  alerts: '/api/v1/alerts',
  alert: '/api/v1/alerts/:id',
  decisions: '/api/v1/alerts/:id/decisions',
  reopen: '/api/v1/alerts/:id/reopen',
  overview: '/api/v1/overview',
  openapi: '/api/v1/openapi.json',
} as const;

export const signInRequest = z.strictObject({
  name: z.string().min(1).max(100),
  password: z.string().min(1).max(1000),
});
export const currentUser = z.strictObject({ name: z.string(), role: z.string() });
export type CurrentUser = z.infer<typeof currentUser>;

/** RFC 9457 problem details; `detail` says what to do. */
export const problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
});
export type Problem = z.infer<typeof problem>;

export const ALERT_SORTS = ['urgency', 'newest', 'oldest', 'score'] as const;

export const alertQuery = z.strictObject({
  /** `open` means everything that waits for a decision: open, reopened and escalated. */
  state: z.enum(['open', 'decided', 'all']).default('open'),
  severity: z.enum(SEVERITIES).optional(),
  substance: z.string().max(100).optional(),
  site: z.string().max(100).optional(),
  text: z.string().max(200).optional(),
  sort: z.enum(ALERT_SORTS).default('urgency'),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type AlertQuery = z.infer<typeof alertQuery>;

export const alertRow = z.strictObject({
  id: z.int(),
  revision: z.int(),
  state: z.enum(ALERT_STATES),
  outcome: z.enum(OUTCOMES).nullable(),
  severity: z.enum(SEVERITIES),
  score: z.number(),
  substances: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  techniques: z.array(z.enum(TECHNIQUES)),
  title: z.string().nullable(),
  seller: z.string().nullable(),
  site: z.strictObject({ id: z.string(), name: z.string() }),
  sightings: z.int(),
  openedAt: z.string(),
  revisedAt: z.string(),
  practice: z.boolean(),
});
export type AlertRow = z.infer<typeof alertRow>;

export const alertPage = z.strictObject({
  items: z.array(alertRow),
  /** Pass it back as `cursor` for the following page; null on the last one. */
  next: z.string().nullable(),
  total: z.int(),
});
export type AlertPage = z.infer<typeof alertPage>;

/** One screened field with its hits; personal data in `text` is masked character by character, so spans still fit. */
export const markedText = z.strictObject({
  field: z.enum([...SCREENED_FIELDS, 'text']),
  text: z.string(),
  hits: z.array(hit),
});
export type MarkedText = z.infer<typeof markedText>;

export const decision = z.strictObject({
  id: z.int(),
  outcome: z.enum(OUTCOMES).nullable(),
  reason: z.string().nullable(),
  note: z.string().nullable(),
  by: z.string(),
  at: z.string(),
  /** Alert revision, watch-list version and law that the decision was made under. */
  revision: z.int(),
  watchlist: z.string(),
  law: z.array(lawRow),
});
export type Decision = z.infer<typeof decision>;

export const alertDetail = z.strictObject({
  ...alertRow.shape,
  listing,
  texts: z.array(markedText),
  reasons: z.array(reason),
  law: z.array(lawRow),
  watchlist: z.string(),
  sightingList: z.array(
    z.strictObject({
      url: z.string(),
      title: z.string().nullable(),
      firstSeenAt: z.string(),
      lastSeenAt: z.string(),
    }),
  ),
  decisions: z.array(decision),
  capturedAt: z.string().nullable(),
  /** SHA-256 of the stored page, hexadecimal. */
  capture: z.string().nullable(),
});
export type AlertDetail = z.infer<typeof alertDetail>;

export const decisionRequest = z.strictObject({
  outcome: z.enum(OUTCOMES),
  reason: z.string().max(100),
  note: z.string().max(4000).nullable(),
  /** The revision that the analyst saw: a decision on an older one is refused. */
  revision: z.int(),
});
export type DecisionRequest = z.infer<typeof decisionRequest>;

export const reopenRequest = z.strictObject({ note: z.string().max(4000).nullable(), revision: z.int() });
export type ReopenRequest = z.infer<typeof reopenRequest>;

export const siteStatus = z.strictObject({
  id: z.string(),
  name: z.string(),
  practice: z.boolean(),
  nextRunAt: z.string().nullable(),
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
  open: z.int(),
  decided: z.int(),
  /** True while the practice market is what is being watched. */
  practice: z.boolean(),
  watchlist: z.strictObject({ version: z.string(), substances: z.int() }),
  sites: z.array(siteStatus),
});
export type Overview = z.infer<typeof overview>;
