/** The number in a path: of an alert, an order, an account, a token. */
import { z } from 'zod';

export const pathNumber = z.strictObject({ id: z.coerce.number().int().positive() });
