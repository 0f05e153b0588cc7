/** JSON lines in, one at a time, so that a stream of any length needs little memory; a bad line is counted, not fatal. */

import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { z } from 'zod';

export type LineFault = { readonly line: number; readonly problem: string };

/**
 * Calls `take` for each line that fits the schema, in order, and `refuse` for each that does not. Empty lines are passed over.
 * @returns the number of refused lines
 */
export async function readJsonLines<T>(
  input: Readable,
  schema: z.ZodType<T>,
  take: (value: T) => Promise<void> | void,
  refuse: (fault: LineFault) => void,
): Promise<number> {
  let line = 0;
  let refused = 0;
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1;
    if (text.trim() === '') continue;
    const parsed = parseLine(text, schema);
    if ('problem' in parsed) {
      refused += 1;
      refuse({ line, problem: parsed.problem });
    } else {
      await take(parsed.value);
    }
  }
  return refused;
}

function parseLine<T>(text: string, schema: z.ZodType<T>): { value: T } | { problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { problem: `not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { value: parsed.data };
  const issue = parsed.error.issues[0];
  return { problem: `${issue?.path.join('.') || 'line'}: ${issue?.message ?? 'does not fit'}` };
}
