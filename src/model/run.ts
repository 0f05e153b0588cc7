/** One crawl of one site: its status, its counts and the ledger row of each URL it planned. */
import { z } from 'zod';
import { SKIP_REASON_NAMES, type SkipReason } from './skip-reasons.ts';
import { UNUSED_NAMES } from './unused.ts';

/**
 * ok: content was proved and read, though some pages may have stayed closed, as its problem tells; partial: stopped by budget or
 * shutdown; blocked, failed: no proof of content.
 */
export const RUN_STATUSES = ['queued', 'running', 'ok', 'partial', 'blocked', 'failed', 'abandoned'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

export const RUN_TRIGGERS = ['schedule', 'manual', 'command'] as const;
export type RunTrigger = (typeof RUN_TRIGGERS)[number];

/** Whether all lists of a site were looked through, or those where something moves. */
export type RunLists = 'all' | 'some';

/** Offers beyond what a run may open alerts for, and the alert that stands for them until it is confirmed. */
export const heldBack = z.strictObject({ alert: z.int(), offers: z.int() });
export type HeldBack = z.infer<typeof heldBack>;

/** `crawl --json` prints all of it but the site, which its caller knows, `held` where it is null, and the problem, which goes to standard error. */
export const runSummary = z.strictObject({
  run: z.int(),
  site: z.string(),
  status: z.enum(RUN_STATUSES),
  pages: z.int(),
  listings: z.int(),
  alerts: z.strictObject({ opened: z.int(), revised: z.int() }),
  /** Null where none is, as mostly. */
  held: heldBack.nullable(),
  skipped: z.partialRecord(z.enum(SKIP_REASON_NAMES), z.int()),
  /** Contacts and pictures of listings that alert which tell nothing of who sells. */
  unused: z.partialRecord(z.enum(UNUSED_NAMES), z.int()),
  seconds: z.number(),
  /** Why the run is not ok, or which pages stayed closed to it, in one sentence; null where there is nothing to tell. */
  problem: z.string().nullable(),
});
export type RunSummary = z.infer<typeof runSummary>;

/** One request of a visit, with what allowed it. */
export type RequestProof = {
  readonly url: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** SHA-256 of the robots.txt that was asked; null where there is none, and for robots.txt itself. */
  readonly robots: string | null;
  /** The line that decided, or in words why none did. */
  readonly rule: string;
  /** Seconds for which the domain was left in peace before. */
  readonly pause: number;
  /** Pages that the run might still ask for; of the request for a picture, pictures. */
  readonly budget: number;
};

/** One row of the coverage ledger: how one planned URL, or one picture that was wanted, ended. */
export type Coverage = {
  readonly url: string;
  readonly outcome: 'fetched' | SkipReason;
  /** HTTP status, when there was an answer. */
  readonly status: number | null;
  readonly detail: string | null;
  /** In the order in which they were made, robots.txt and files for the browser too; none for a URL that was left out. */
  readonly requests: readonly RequestProof[];
  readonly at: string;
};
