/** Where a page of the alert list ended, as an opaque string: the values that the list is sorted by, of its last row. */
import { z } from 'zod';
import type { ALERT_SORTS } from '../model/api.ts';
import { OperatorError } from '../model/errors.ts';

export type AlertSort = (typeof ALERT_SORTS)[number];

const cursorShapes = {
  urgency: z.tuple([z.literal('urgency'), z.int(), z.number(), z.int()]),
  score: z.tuple([z.literal('score'), z.number(), z.int()]),
  newest: z.tuple([z.literal('newest'), z.iso.datetime(), z.int()]),
  oldest: z.tuple([z.literal('oldest'), z.iso.datetime(), z.int()]),
} as const satisfies Record<AlertSort, z.ZodType>;

type SortedRow = { id: number; severity_rank: number; score: number; opened_at: string };

export function writeCursor(sort: AlertSort, row: SortedRow): string {
  return Buffer.from(JSON.stringify([sort, ...sortValues(sort, row)])).toString('base64url');
}

function sortValues(sort: AlertSort, row: SortedRow): (number | string)[] {
  switch (sort) {
    case 'urgency':
      return [row.severity_rank, row.score, row.id];
    case 'score':
      return [row.score, row.id];
    case 'newest':
    case 'oldest':
      return [row.opened_at, row.id];
  }
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
