/** JSON lines out, many in one write: a stream of a million short lines would else spend its time in system calls. */
import type { Writable } from 'node:stream';

export type JsonLinesWriter = AsyncDisposable & {
  /** Waits only while the reader is slower than we are, so that a long stream does not pile up in memory. */
  write(value: unknown): Promise<void> | undefined;
};

/** Characters held back at most; what is held is written at the latest when the event loop has nothing nearer to do. */
const HELD = 64 * 1024;

export function jsonLinesTo(to: Writable): JsonLinesWriter {
  let held = '';
  let due: NodeJS.Immediate | null = null;
  const flush = (): Promise<void> | undefined => {
    if (due !== null) clearImmediate(due);
    due = null;
    if (held === '') return undefined;
    const text = held;
    held = '';
    return to.write(text) ? undefined : drained(to);
  };
  return {
    write(value) {
      held += `${JSON.stringify(value)}\n`;
      if (held.length >= HELD) return flush();
      due ??= setImmediate(flush);
      return undefined;
    },
    async [Symbol.asyncDispose]() {
      await flush();
    },
  };
}

function drained(to: Writable): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      to.off('drain', go).off('close', go).off('error', go);
      resolve();
    };
    to.on('drain', go).on('close', go).on('error', go);
  });
}
