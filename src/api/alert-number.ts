/** The number of an alert in a path. */
import { z } from 'zod';

export const alertNumber = z.strictObject({ id: z.coerce.number().int().positive() });
