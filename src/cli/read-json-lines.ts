/** JSON lines in, one at a time, so that a stream of any length needs little memory; a bad line is counted, not fatal. */
import type { Readable, Writable } from 'node:stream';
import type { z } from 'zod';

export type LineFault = { readonly line: number; readonly problem: string };

/** Bytes of one line. A page as a JSON string is far below; more would only fill the memory. */
export const LONGEST_LINE = 16 * 1024 * 1024;

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
  let refused = 0;
  const fault = (line: number, problem: string) => {
    refused += 1;
    refuse({ line, problem });
  };
  for await (const { line, text } of readLines(input)) {
    if (text === null) {
      fault(line, `longer than ${LONGEST_LINE / 1024 / 1024} MiB; split it or leave it out`);
      continue;
    }
    if (text.trim() === '') continue;
    const parsed = parseLine(text, schema);
    if ('problem' in parsed) fault(line, parsed.problem);
    else await take(parsed.value);
  }
  return refused;
}

type Line = { readonly line: number; readonly text: string | null };

const NEWLINE = 0x0a;

/** Lines with their numbers from 1; `text` is null for one that is too long, which is passed over without being kept. */
async function* readLines(input: Readable): AsyncGenerator<Line> {
  let line = 1;
  let kept: Buffer[] = [];
  let size = 0;
  const keep = (part: Buffer) => {
    size += part.length;
    if (size > LONGEST_LINE) kept = [];
    else kept.push(part);
  };
  const finish = (): Line => {
    const text = size > LONGEST_LINE ? null : Buffer.concat(kept).toString('utf8');
    kept = [];
    size = 0;
    line += 1;
    return { line: line - 1, text };
  };
  for await (const given of input) {
    const chunk: Buffer = typeof given === 'string' ? Buffer.from(given) : given;
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      keep(chunk.subarray(from, at));
      from = at + 1;
      yield finish();
    }
    if (from < chunk.length) keep(chunk.subarray(from));
  }
  if (size > 0) yield finish();
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

/** Who types the command without giving it anything to read would wait for ever, and not know for what. */
export function tellWhoTypes(input: Readable, remarks: Writable): void {
  if ('isTTY' in input && input.isTTY === true)
    remarks.write('Reading JSON lines from the keyboard; Ctrl-D ends them. See --help for an example.\n');
}
