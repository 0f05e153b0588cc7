/** The answer to making something: its number. */
import { z } from 'zod';

export const created = z.strictObject({ id: z.int() });
