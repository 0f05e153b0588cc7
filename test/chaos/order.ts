/** What a run of the chaos harness is told, and what its worker processes are. */
import { z } from 'zod';

export const workerOrder = z.strictObject({
  databaseUrl: z.string(),
  redisUrl: z.string().nullable(),
  /** Origins of the market's shops, by site id. */
  origins: z.record(z.string(), z.string()),
  /** Captures, and one file of requests for each process that there was. */
  folder: z.string(),
  concurrency: z.int(),
  tickMs: z.int(),
  /** Between two requests of a site, as if its server took so long. */
  pauseMs: z.int(),
});
export type WorkerOrder = z.infer<typeof workerOrder>;

/** "PID.requests" below the order's folder: a line "MILLISECONDS HOST:PORT" for each request that was about to be made. */
export const REQUESTS_SUFFIX = '.requests';
