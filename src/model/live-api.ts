/** The stream of live updates: which alerts to ask for again. */
import { z } from 'zod';

export const LIVE_PATHS = { events: '/api/v1/events' } as const;

/** The data of each event `changes`; numbers of alerts. Beyond `LIVE_MOST` the list is empty and `all` is true. */
export const liveUpdate = z.strictObject({
  /** New, decided, put off, hidden, or found to have something new. */
  alerts: z.array(z.int()),
  /** Held by somebody else, or by nobody, than before. */
  claims: z.array(z.int()),
  /** So much has changed that all is better asked for again. */
  all: z.boolean(),
});
export type LiveUpdate = z.infer<typeof liveUpdate>;

export const LIVE_MOST = 500;

/** An event `beat` comes as often, so that a stream that broke without a word is known by its silence. */
export const LIVE_BEAT_MS = 20_000;
