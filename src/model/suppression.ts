/** What hides an alert for a while, in short. */
import { z } from 'zod';

export const suppressionMet = z.strictObject({
  id: z.int(),
  reason: z.string(),
  by: z.string(),
  expiresAt: z.string(),
});
export type SuppressionMet = z.infer<typeof suppressionMet>;
