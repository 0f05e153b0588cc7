/** Where a page of the alert list ended, as an opaque string: the values that the list is sorted by, of its last row. */
import { z } from 'zod';
import type { ALERT_SORTS } from '../../model/api.ts';
import { OperatorError } from '../../model/errors.ts';

export type AlertSort = (typeof ALERT_SORTS)[number];

/** As PostgreSQL writes it with `EXACT_TIME`: a Date would drop its microseconds, and a page would repeat or lose rows. */
const moment = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);

/** SQL's format of a moment in UTC that loses nothing. */
export const EXACT_TIME = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"';

const cursorShapes = {
  urgency: z.tuple([z.literal('urgency'), z.int(), moment, z.int()]),
  due: z.tuple([z.literal('due'), moment, z.int()]),
  score: z.tuple([z.literal('score'), z.number(), z.int()]),
  newest: z.tuple([z.literal('newest'), moment, z.int()]),
  oldest: z.tuple([z.literal('oldest'), moment, z.int()]),
} as const satisfies Record<AlertSort, z.ZodType>;

/** @param values what the list is sorted by, in that order */
export function writeCursor(sort: AlertSort, values: readonly (number | string)[]): string {
  return Buffer.from(JSON.stringify([sort, ...values])).toString('base64url');
}

/** The values after which the page begins. @throws OperatorError 'usage' for one that was not given out for this sort */
export function readCursor(sort: AlertSort, cursor: string): (number | string)[] {
  let values: unknown = null;
  try {
    values = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    // Not JSON: refused below like any other wrong cursor.
  }
  const parsed = cursorShapes[sort].safeParse(values);
  if (parsed.success) return parsed.data.slice(1);
  throw new OperatorError(
    'usage',
    'This cursor was not given out for this list.',
    'Leave it out to begin at the first page.',
  );
}
