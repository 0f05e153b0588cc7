/** Requests and responses about the queues: what waits, what was set aside for a person, what was lost and made again. */
import { z } from 'zod';
import { PARK_CAUSES, type ParkCause } from './schedule.ts';

export const JOB_PATHS = {
  queues: '/api/v1/queues',
  parked: '/api/v1/jobs/parked',
  parkedJob: '/api/v1/jobs/parked/:id',
  replay: '/api/v1/jobs/parked/:id/replay',
  lost: '/api/v1/jobs/lost',
} as const;

const queueCounts = z.strictObject({
  name: z.string(),
  /** Jobs by state, as BullMQ counts them. */
  counts: z.record(z.string(), z.int()),
});

export const queueList = z.strictObject({
  backend: z.enum(['redis', 'postgres']),
  items: z.array(queueCounts),
});
export type QueueList = z.infer<typeof queueList>;

const PAGE = {
  /** Only those before this number: where the page before ended. */
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

const CAUSES = Object.keys(PARK_CAUSES) as [ParkCause, ...ParkCause[]];

export const PARKED_STATES = ['parked', 'replayed', 'dropped'] as const;

export const parkedQuery = z.strictObject({ state: z.enum(PARKED_STATES).default('parked'), ...PAGE });
export type ParkedQuery = z.infer<typeof parkedQuery>;

/** A job that nobody tries again by itself: a dead letter. */
export const parkedRow = z.strictObject({
  id: z.int(),
  queue: z.string(),
  jobId: z.string(),
  payload: z.unknown(),
  cause: z.enum(CAUSES),
  problem: z.string(),
  parkedAt: z.string(),
  state: z.enum(PARKED_STATES),
  settledAt: z.string().nullable(),
});
export type ParkedRow = z.infer<typeof parkedRow>;

/** The latest first; `next` is the value of `before` for the following page. */
export const parkedPage = z.strictObject({ items: z.array(parkedRow), next: z.int().nullable() });
export type ParkedPage = z.infer<typeof parkedPage>;

/** The run that does the work of the job. */
export const replayed = z.strictObject({ run: z.int() });

export const lostQuery = z.strictObject(PAGE);
export type LostQuery = z.infer<typeof lostQuery>;

/** A job that PostgreSQL knew of and the queue did not; it was put there again. */
export const lostPage = z.strictObject({
  items: z.array(
    z.strictObject({
      id: z.int(),
      queue: z.string(),
      jobId: z.string(),
      /** What the queue said of it. */
      found: z.string(),
      foundAt: z.string(),
    }),
  ),
  next: z.int().nullable(),
});
export type LostPage = z.infer<typeof lostPage>;
