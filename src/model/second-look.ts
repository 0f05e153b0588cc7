/** How a decision that is made again can stand, and what is told of that on the alert itself. */
import { z } from 'zod';

/** disagreed: waits for a lead. */
export const SECOND_LOOK_STATES = ['waiting', 'agreed', 'disagreed', 'resolved'] as const;

export const alertQuality = z.strictObject({
  /** The state of its latest second look; null while there is none. */
  secondLook: z.enum(SECOND_LOOK_STATES).nullable(),
  /** Its right answer is known: people are asked about it. */
  gold: z.boolean(),
});
export type AlertQuality = z.infer<typeof alertQuality>;
