/** Writes files that survive a crash: the bytes of many are flushed to the disk together, and each appears under its name whole. */
import { randomUUID } from 'node:crypto';
import { closeSync, fsync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

export type FileWriter = {
  /** Resolves when the file is there and flushed. */
  write(path: string, bytes: Uint8Array): Promise<void>;
};

type Begun = { readonly path: string; readonly temporary: string; readonly file: number };
type Waiting = Begun & { readonly done: () => void; readonly failed: (error: unknown) => void };

const flush = promisify(fsync);

function begin(path: string, bytes: Uint8Array): Begun {
  const temporary = `${path}.${randomUUID()}.tmp`;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSync(temporary, 'wx', 0o600);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    return { path, temporary, file };
  } catch (error) {
    closeSync(file);
    rmSync(temporary, { force: true });
    throw error;
  }
}

async function finish({ path, temporary, file, done, failed }: Waiting): Promise<void> {
  try {
    try {
      await flush(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
    done();
  } catch (error) {
    rmSync(temporary, { force: true });
    failed(error);
  }
}

/**
 * Everything but the flush is done at once: for files of some kilobytes the way to another thread and back costs more than the
 * work. The flush, which waits for the disk, is done elsewhere, for all files of one moment side by side.
 */
export function openFileWriter(): FileWriter {
  let waiting: Waiting[] = [];
  const finishAll = (): void => {
    const files = waiting;
    waiting = [];
    for (const each of files) void finish(each);
  };
  return {
    write(path, bytes) {
      return new Promise((done, failed) => {
        const begun = begin(path, bytes);
        if (waiting.push({ ...begun, done, failed }) === 1) setImmediate(finishAll);
      });
    },
  };
}
