/** What every command is given: where the project lies, its settings, its log and the three streams. */
import type { Readable, Writable } from 'node:stream';
import type { Settings } from '../../config/settings.ts';
import type { Log } from '../log.ts';
import type { ExitName } from '../model/errors.ts';

export type Surroundings = {
  /** Absolute path of the project's root. */
  readonly root: string;
  readonly settings: () => Settings;
  readonly log: Log;
  readonly clock: () => Date;
  readonly input: Readable;
  readonly output: Writable;
  /** For people: progress and remarks. */
  readonly remarks: Writable;
  /** Fires at Ctrl-C or a request to end. */
  readonly signal: AbortSignal;
  /** Sets the exit code of a command that did its work but must say so. */
  readonly exit: (name: ExitName) => void;
};

/** One JSON value on one line. */
export function printJson(to: Writable, value: unknown): void {
  to.write(`${JSON.stringify(value)}\n`);
}

/** All but tabs and line feeds: with the others a hostile page's title moves the cursor, hides lines or turns them round. */
const ORDERS_TO_TERMINALS = /[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069]/gu;

export function printLine(to: Writable, text: string): void {
  to.write(`${text.replace(ORDERS_TO_TERMINALS, '\ufffd')}\n`);
}

/** Rows as aligned columns; the first row is the heading, and a heading alone says that there are none. */
export function printTable(to: Writable, rows: readonly (readonly string[])[]): void {
  const lines = rows.map((row) => row.map((cell) => cell.replace(/[\t\n]/g, ' ')));
  const widths = (lines[0] ?? []).map((_, column) =>
    lines.reduce((widest, line) => Math.max(widest, line[column]?.length ?? 0), 0),
  );
  for (const line of lines)
    printLine(
      to,
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  if (rows.length === 1) printLine(to, '(none)');
}

/** A list as every command prints it: JSON lines for programs, a table for people. */
export function printRows<T>(
  { output }: Pick<Surroundings, 'output'>,
  rows: readonly T[],
  {
    json,
    heading,
    cells,
  }: { json: boolean | undefined; heading: readonly string[]; cells: (row: T) => string[] },
): void {
  if (json) for (const row of rows) printJson(output, row);
  else printTable(output, [heading, ...rows.map(cells)]);
}
