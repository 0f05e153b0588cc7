/** What the worker processes of the chaos harness and of the soak are told. */
import { z } from 'zod';
import { notifierConfig } from '../../src/model/notifier.ts';

export const workerOrder = z.strictObject({
  databaseUrl: z.string(),
  redisUrl: z.string().nullable(),
  /** Origins of the market's shops, by site id. */
  origins: z.record(z.string(), z.string()),
  /** Captures, and one file of requests for each process that there was. */
  folder: z.string(),
  concurrency: z.int(),
  /** How long the queue waits for a worker that died; null: as the product does. */
  lockMs: z.int().nullable(),
  tickMs: z.int(),
  /** Between two rounds of the watch over the watch. */
  watchMs: z.int(),
  /** Between two requests of a site, as if its server took so long. */
  pauseMs: z.int(),
  /** Webhooks only, with this one secret. */
  notifiers: z.array(notifierConfig),
  secret: z.string(),
  /** Of the notifiers, on this machine. */
  receivers: z.array(z.string()),
});
export type WorkerOrder = z.infer<typeof workerOrder>;

/** "PID.requests" below the order's folder: a line "MILLISECONDS HOST:PORT" for each request that was about to be made. */
export const REQUESTS_SUFFIX = '.requests';

/** What a worker answers to the message `MEASURE`, after it has collected its garbage. */
export const MEASURE = 'measure';
export const measures = z.strictObject({
  /** Megabytes in use by objects, by what the engine has compiled, and by buffers. */
  heap: z.number(),
  code: z.number(),
  buffers: z.number(),
  /** Megabytes that the system has given. */
  resident: z.number(),
  /** Open sockets, timers, files and child processes. */
  handles: z.int(),
});
export type Measures = z.infer<typeof measures>;
