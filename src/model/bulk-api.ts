/** Requests and responses about orders on many alerts at once, and about undoing. */
import { z } from 'zod';
import { ALERT_ACTIONS, OUTCOMES } from './alert.ts';
import { alertFilters, alertRow, decisionRequest, LIST_STATES } from './api.ts';

export const BULK_PATHS = {
  bulk: '/api/v1/bulk',
  apply: '/api/v1/bulk/:id/apply',
  undo: '/api/v1/undo',
} as const;

/** A previewed order can be applied for so long. */
export const BULK_MINUTES = 10;
/** So many of one's own orders, one by one or bulk, can be taken back. */
export const UNDO_DEPTH = 10;

const note = z.string().max(4000).nullable();

export const bulkOrder = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('decide'), ...decisionRequest.omit({ revision: true }).shape }),
  z.strictObject({ action: z.literal('snooze'), until: z.iso.datetime(), note }),
  z.strictObject({ action: z.enum(['reopen', 'escalate', 'return', 'wake']), note }),
]);
export type BulkOrder = z.infer<typeof bulkOrder>;

/** Either the alerts themselves, or all that a list would show. */
const bulkTarget = z.union([
  z.strictObject({ alerts: z.array(z.int().positive()).min(1).max(2000) }),
  z.strictObject({ state: z.enum(LIST_STATES).default('open'), filters: alertFilters }),
]);
export type BulkTarget = z.infer<typeof bulkTarget>;

export const bulkRequest = z.strictObject({ target: bulkTarget, order: bulkOrder });
export type BulkRequest = z.infer<typeof bulkRequest>;

/** Why an alert is left out, in a few words, and how many are. */
const skipped = z.array(z.strictObject({ why: z.string(), alerts: z.int() }));

export const bulkPreview = z.strictObject({
  id: z.int(),
  /** How many the target has; only the most urgent `cap` of them are taken. */
  matched: z.int(),
  cap: z.int(),
  change: z.int(),
  skipped,
  bySeverity: z.record(z.string(), z.int()),
  /** The first of those that would change. */
  sample: z.array(alertRow),
  expiresAt: z.string(),
});
export type BulkPreview = z.infer<typeof bulkPreview>;

export const bulkResult = z.strictObject({ id: z.int(), changed: z.array(z.int()), skipped });
export type BulkResult = z.infer<typeof bulkResult>;

/** One of one's own last orders. `id` is that of the decision, or of the bulk order. */
const undoable = z.strictObject({
  kind: z.enum(['one', 'bulk']),
  id: z.int(),
  action: z.enum(ALERT_ACTIONS),
  outcome: z.enum(OUTCOMES).nullable(),
  /** The first of them; the order of a bulk has more. */
  alert: z.int(),
  /** What it offers, with contacts masked. */
  title: z.string().nullable(),
  alerts: z.int(),
  /** Those that nobody touched since: only they go back. */
  possible: z.int(),
  at: z.string(),
});
export type Undoable = z.infer<typeof undoable>;

export const undoList = z.strictObject({ items: z.array(undoable) });

/** Without naming one the latest is undone. */
export const undoRequest = z.strictObject({
  order: z
    .strictObject({ kind: z.enum(['one', 'bulk']), id: z.int().positive() })
    .nullable()
    .default(null),
});
export type UndoRequest = z.infer<typeof undoRequest>;

/** `kept`: touched by somebody since, so left as they are. */
export const undoResult = z.strictObject({ undone: z.array(z.int()), kept: z.array(z.int()) });
export type UndoResult = z.infer<typeof undoResult>;
